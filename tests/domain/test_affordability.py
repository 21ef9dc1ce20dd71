"""What benefits meet of a rent, and what they leave to the person."""

from dataclasses import replace
from datetime import date

import pytest

from service.domain.affordability import (
    MarketArea,
    Rented,
    Renter,
    affordability,
    gets_shared_rate,
    market_area,
    shared_rate_exception,
)
from service.domain.homes import LandlordKind, SchemeKind

ON = date(2026, 5, 3)
KNOWN = dict.fromkeys(
    (
        "is_care_leaver", "hostel_three_months", "has_care_benefit", "is_mappa_managed",
        "fled_abuse", "fled_slavery",
    ),
    False,
)  # fmt: skip
YOUNG = Renter(
    age=28,
    is_alone=True,
    bedrooms_lha=1,
    bedrooms_social=1,
    rent_limit_pence=None,
    claims_housing_costs=True,
    **KNOWN,
)
FLAT = Rented(14_000, SchemeKind.PRIVATE_RENTED, LandlordKind.PRIVATE, "Norwich", 1)


@pytest.mark.parametrize(
    ("changes", "is_shared"),
    [
        ({}, True),
        ({"age": 34}, True),
        ({"age": 35}, False),
        ({"is_alone": False}, False),
        ({"is_care_leaver": True}, True),  # 28: too old for it
        ({"is_care_leaver": True, "age": 24}, False),
        ({"is_care_leaver": True, "age": 25}, True),
        ({"is_care_leaver": True, "age": 17}, True),
        ({"hostel_three_months": True}, False),
        ({"hostel_three_months": True, "age": 15}, True),
        ({"has_care_benefit": True}, False),
        ({"is_mappa_managed": True}, False),
        ({"fled_abuse": True}, False),
        ({"fled_slavery": True}, False),
        ({"fled_slavery": None}, True),
    ],
)
def test_the_shared_rate_holds_for_single_people_under_35_with_these_exceptions(
    changes: dict[str, object], is_shared: bool
) -> None:
    renter = replace(YOUNG, **changes)
    assert gets_shared_rate(renter) == is_shared
    met = 9_056 if is_shared else 13_578
    assert affordability(renter, FLAT, ON).met_pence == met
    assert affordability(renter, FLAT, ON).shortfall_pence == 14_000 - met


def test_an_exception_that_is_not_known_is_said_and_not_taken_for_no() -> None:
    renter = replace(YOUNG, fled_abuse=None, is_care_leaver=None)
    assert shared_rate_exception(renter) == (None, ("fled domestic abuse",))
    assert affordability(renter, FLAT, ON).not_known == ("fled domestic abuse",)


@pytest.mark.parametrize("kind", [kind for kind in SchemeKind if kind.is_specified_accommodation])
def test_specified_accommodation_has_no_allowance(kind: SchemeKind) -> None:
    found = affordability(YOUNG, replace(FLAT, kind=kind, rent_pence=40_000), ON)
    assert (found.is_checked, found.warns) == (True, False)
    assert "specified accommodation" in found.why


def test_a_large_household_is_paid_four_bedrooms_at_most() -> None:
    family = replace(YOUNG, age=40, is_alone=False, bedrooms_lha=6)
    assert affordability(family, FLAT, ON).met_pence == 26_466


@pytest.mark.parametrize(("spare", "age", "lost"), [(0, 40, 0), (1, 40, 1_400), (2, 40, 2_500),
                                                    (2, 66, 0)])  # fmt: skip
def test_a_social_tenant_of_working_age_loses_by_spare_bedrooms(
    spare: int, age: int, lost: int
) -> None:
    home = Rented(10_000, SchemeKind.GENERAL_NEEDS, LandlordKind.COUNCIL, "Diss", 1 + spare)
    assert affordability(replace(YOUNG, age=age), home, ON).shortfall_pence == lost


def test_a_town_whose_rates_are_not_typed_in_is_not_checked() -> None:
    assert market_area("Thetford") is None
    assert market_area("King's Lynn") is MarketArea.KINGS_LYNN
    found = affordability(YOUNG, replace(FLAT, town="Thetford"), ON)
    assert (found.is_checked, found.shortfall_pence) == (False, 0)


def test_somebody_who_claims_nothing_is_held_against_what_they_can_meet() -> None:
    renter = replace(YOUNG, claims_housing_costs=False)
    assert not affordability(renter, FLAT, ON).is_checked
    assert (
        affordability(replace(renter, rent_limit_pence=13_000), FLAT, ON).shortfall_pence == 1_000
    )


def test_specified_accommodation_is_held_against_what_somebody_can_meet_who_claims_nothing() -> (
    None
):
    hostel = replace(FLAT, kind=SchemeKind.HOSTEL)
    payer = replace(YOUNG, claims_housing_costs=False, rent_limit_pence=13_000)
    assert affordability(payer, hostel, ON).shortfall_pence == 1_000
    unasked = replace(YOUNG, claims_housing_costs=None)
    assert affordability(unasked, hostel, ON).not_known == ("claim help with rent",)
