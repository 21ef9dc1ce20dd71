"""A letting becomes a row of the national return: right codes, and no guesses."""

from dataclasses import replace
from datetime import date

import pytest

from service.domain.core import CoreLetting, core_row
from service.domain.core_fields import FIELDS, gender_field, person_fields
from service.domain.homes import Feature, LandlordKind, SchemeKind, VoidReason, Works
from service.domain.lettings import Tenure
from service.domain.people import Member, Relation, Sex
from service.domain.terms import ChargePeriod, Charges, PartM

LEAD = Member(Relation.LEAD, date(1950, 6, 2), Sex.FEMALE)
LETTING = CoreLetting(
    starts_on=date(2026, 6, 1),
    tenure=Tenure.ASSURED,
    rent_pence=10_250,
    reference="T-1",
    unit="U-1",
    bedrooms=2,
    shared=False,
    features=frozenset({Feature.WHEELCHAIR}),
    part_m=None,
    charges=None,
    works=frozenset(),
    works_until=None,
    scheme_kind=SchemeKind.GENERAL_NEEDS,
    landlord_kind=LandlordKind.COUNCIL,
    place="Diss",
    district_code="E07000149",
    postcode="IP22 4AA",
    void_from=date(2026, 4, 9),
    void_reason=VoidReason.DEATH,
    household=(LEAD,),
    access_needs=frozenset({Feature.STEP_FREE, Feature.GRAB_RAILS}),
    waiting_since=date(2023, 6, 2),
    register_district="E07000149",
)


def test_a_council_home_of_general_needs_has_its_codes() -> None:
    row = core_row(LETTING)
    held = {
        4: 1, 7: 2, 8: 1, 9: 6, 10: 2026, 13: "T-1", 14: "U-1", 16: 5, 21: "Diss", 23: "IP22",
        24: "4AA", 25: "E07000149", 28: 1, 29: 2, 30: 9, 31: 4, 32: 2026, 38: 2, 39: 2,
        42: 75, 43: "F", 81: 1, 82: 1, 97: 8, 112: 2, 116: 3,
    }  # fmt: skip
    assert dict(row.values) == held
    assert len(row.cells) == len(FIELDS) == 148
    assert row.cells[3] == 1
    assert row.cells[4] == ""
    assert not {33, 34, 35} & set(row.missing)
    assert {11, 17, 19, 26, 27, 44, 124, 128, 130} <= set(row.missing)
    assert not {5, 6, 36, 41, 47, 122, 132, 146} & set(row.missing)


@pytest.mark.parametrize(
    ("tenure", "code", "starter"),
    [
        (Tenure.ASSURED_SHORTHOLD, 4, 2),
        (Tenure.SECURE, 7, 2),
        (Tenure.FLEXIBLE, 6, 2),
        (Tenure.LICENCE, 5, 2),
        (Tenure.OTHER, 3, 2),
        (Tenure.STARTER, None, 1),
    ],
)
def test_tenures_have_their_codes(tenure: Tenure, code: int | None, starter: int) -> None:
    row = core_row(replace(LETTING, tenure=tenure))
    assert (row.values.get(39), row.values[38]) == (code, starter)
    assert (39 in row.missing) == (code is None)
    assert (41 in row.missing) == (code in (4, 6))
    assert (40 in row.missing) == (code == 3)


def test_rent_and_charges_are_told_as_they_are_paid() -> None:
    charges = Charges(ChargePeriod.FOUR_WEEKLY, 35_000, 4_000, 600, 1_400)  # 102.50 a week
    row = core_row(replace(LETTING, charges=charges))
    told = {field: row.values[field] for field in range(123, 128)}
    assert told == {123: 3, 124: "350.00", 125: "40.00", 126: "20.00", 127: "0.00"}
    assert not set(told) & set(row.missing)
    changed = core_row(replace(LETTING, charges=charges, rent_pence=10_300))
    assert not set(told) & set(changed.values)
    assert set(told) <= set(changed.missing)


def test_what_benefit_cannot_meet_in_supported_housing_is_left_to_people() -> None:
    charges = Charges(ChargePeriod.WEEKLY, 9_000, 1_000, 250, 0)
    supported = replace(LETTING, scheme_kind=SchemeKind.HOSTEL, charges=charges)
    row = core_row(supported)
    assert (row.values[123], row.values[124], row.values[125]) == (1, "90.00", "10.00")
    assert {126, 127} <= set(row.missing)
    free = core_row(replace(supported, rent_pence=0))
    assert free.values[122] == 1
    assert not set(range(123, 128)) & {*free.missing, *free.values}


@pytest.mark.parametrize(
    ("works", "until", "held", "is_missing"),
    [
        ({Works.REPAIRS}, date(2026, 5, 2), [2, 5, 2026], False),
        ({Works.CLEANING}, date(2026, 5, 2), [], False),
        ({Works.OTHER}, date(2026, 5, 2), [], True),
        ({Works.REPAIRS}, date(2026, 6, 2), [], True),  # after the tenancy started
        ({Works.REPAIRS}, None, [], True),
    ],
)
def test_major_repairs_are_told_with_the_day_they_ended(
    works: set[Works], until: date | None, held: list[int], is_missing: bool
) -> None:
    row = core_row(replace(LETTING, works=frozenset(works), works_until=until))
    assert [row.values[field] for field in (33, 34, 35) if field in row.values] == held
    assert ({33, 34, 35} <= set(row.missing)) is is_missing


def test_a_wheelchair_user_dwelling_is_told_by_its_category_too() -> None:
    plain = replace(LETTING, features=frozenset())
    told = [core_row(replace(plain, part_m=part_m)).values[28] for part_m in (None, *PartM)]
    assert told == [2, 2, 2, 1, 1]


def test_a_child_to_come_is_no_person_yet() -> None:
    child = Member(Relation.CHILD, date(2026, 9, 1), Sex.FEMALE)
    row = core_row(replace(LETTING, household=(LEAD, child)))
    assert row.values[78] == 1
    assert not set(person_fields(2)) & {*row.values, *row.missing}


@pytest.mark.parametrize("reason", [VoidReason.MOVE_ON, VoidReason.EVICTED, VoidReason.REPAIRS])
def test_a_reason_that_fits_no_one_code_is_left_to_people(reason: VoidReason) -> None:
    row = core_row(replace(LETTING, void_reason=reason))
    assert 16 not in row.values
    assert 16 in row.missing


def test_supported_housing_is_asked_other_things() -> None:
    kind = SchemeKind.HOUSING_WITH_CARE
    row = core_row(
        replace(LETTING, scheme_kind=kind, landlord_kind=LandlordKind.REGISTERED_PROVIDER)
    )
    assert (row.values[4], row.values[11], row.values[36], row.values[122]) == (2, 7, 2, 0)
    assert not {26, 28, 29, 116} & set(row.values)
    assert {5, 6, 146} <= set(row.missing)
    sheltered = core_row(replace(LETTING, scheme_kind=SchemeKind.SHELTERED))
    assert 36 in sheltered.missing


def test_eight_people_have_room_and_children_have_no_work_to_ask_of() -> None:
    partner = Member(Relation.PARTNER, date(1951, 1, 1), Sex.MALE)
    child = Member(Relation.CHILD, date(2010, 6, 2), Sex.MALE)
    grown = Member(Relation.CHILD, date(2010, 6, 1), Sex.FEMALE)
    row = core_row(replace(LETTING, household=(LEAD, partner, child, grown, *[child] * 6)))
    assert [row.values.get(field) for field in person_fields(2)] == [1, 75, "M", None]
    assert [row.values.get(field) for field in person_fields(3)] == [2, 15, "M", 9]
    assert [row.values.get(field) for field in person_fields(4)] == [2, 16, "F", None]
    assert person_fields(8)[1] in row.values
    assert {person_fields(2)[3], person_fields(4)[3], gender_field(8)} <= set(row.missing)


def test_of_an_erased_record_nothing_is_said() -> None:
    erased = replace(
        LETTING, household=(), access_needs=None, waiting_since=None, register_district=None
    )
    row = core_row(erased)
    assert not {42, 43, 79, 81, 82, 83, 97} & set(row.values)
    assert {42, 43, 83, 97} <= set(row.missing)


def test_time_on_another_districts_list_is_not_said() -> None:
    assert 97 in core_row(replace(LETTING, register_district="E07000143")).missing
    waited = core_row(replace(LETTING, waiting_since=date(2016, 6, 1)))
    assert waited.values[97] == 12
