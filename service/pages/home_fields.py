"""The fields of the forms of schemes, homes, loans and landlords."""

from collections.abc import Mapping
from dataclasses import dataclass

from service.domain.homes import (
    Feature,
    IntendedStay,
    LandlordKind,
    SchemeKind,
    SexesAccepted,
)
from service.domain.quality import GRADES, RatingScheme
from service.domain.support import ClientGroup, SupportLevel
from service.domain.terms import ChargePeriod, Facility, HouseholdKind, PartM, Staffing
from service.pages.fields import YES_NO, As, Field, Section
from service.pages.words import capital, plain
from service.store.accounts import find_ties
from service.store.places import find_places
from service.store.pool import Connection

KINDS = {kind.value: capital(kind.words) for kind in SchemeKind}
LEVELS = {str(int(level)): capital(level.words) for level in SupportLevel}
GROUPS = {group.value: capital(group.words) for group in ClientGroup}
SEXES = {
    SexesAccepted.ANY.value: "Anybody",
    SexesAccepted.WOMEN.value: "Women only",
    SexesAccepted.MEN.value: "Men only",
}
STAYS = {
    IntendedStay.VERY_SHORT.value: "Up to a month",
    IntendedStay.SHORT.value: "Up to a year",
    IntendedStay.MEDIUM.value: "More than a year",
    IntendedStay.PERMANENT.value: "For good",
}
STAFFING = {one.value: capital(one.words) for one in Staffing}
RATERS = {one.value: one.words for one in RatingScheme}
GRADE_CHOICES = {
    grade: f"QAF level {grade.upper()}" if scheme is RatingScheme.QAF else capital(plain(grade))
    for scheme, grades in GRADES.items()
    for grade in grades
}
HOUSEHOLDS = {kind.value: capital(kind.words) for kind in HouseholdKind}
PARTS_M = {part.value: part.words for part in PartM}
FEATURES = {
    feature.value: capital(feature.words)
    for feature in Feature
    if feature is not Feature.ALLOWS_PETS  # said by the rule of pets, of the scheme or the home
}
FACILITIES = {facility.value: capital(facility.words) for facility in Facility}
PERIODS = {period.value: capital(period.words) for period in ChargePeriod}
LANDLORD_KINDS = {kind.value: capital(plain(kind)) for kind in LandlordKind}


@dataclass(frozen=True)
class Choices:
    """Organisations and places to choose from: id, or code, -> name."""

    landlords: Mapping[str, str]
    providers: Mapping[str, str]
    districts: Mapping[str, str]
    places: Mapping[str, str]


async def find_choices(connection: Connection) -> Choices:
    """What whoever asks may choose from."""
    ties = await find_ties(connection)
    providers = {str(provider_id): name for provider_id, name in ties.providers.items()}
    places = {str(place.id): place.name for place in await find_places(connection)}
    return Choices(ties.landlords, providers, ties.districts, places)


def scheme_sections(choices: Choices, *, is_new: bool, is_officer: bool) -> list[Section]:
    """The form of a scheme; who owns, supports and nominates to it is for officers to say."""
    return [
        Section("", _scheme_itself(is_new=is_new)),
        Section("Organisations", _organisations(choices, is_officer=is_officer)),
        Section(
            "Where it is",
            (
                Field("postcode", "Postcode", hint="Leave it empty where the address is protected",
                      most=10),
                Field("place_id", "Town", As.NUMBER_CHOICE, choices=choices.places,
                      blank="The town nearest to the postcode"),
                Field("district_code", "District", As.CHOICE, choices=choices.districts,
                      blank="The district of the postcode"),
            ),
        ),
        Section("Support and staff", _support()),
        Section("Quality", _quality(is_officer=is_officer)),
        Section("Who can live there", _rules(choices, is_officer=is_officer)),
    ]  # fmt: skip


def _scheme_itself(*, is_new: bool) -> tuple[Field, ...]:
    reference = Field("reference", "Landlord’s reference of the scheme", most=60,
                      required="Enter the landlord’s reference of the scheme")  # fmt: skip
    return (
        *((reference,) if is_new else ()),
        Field("name", "Name", most=200, required="Enter the scheme’s name"),
        Field("kind", "Kind of scheme", As.CHOICE, choices=KINDS, blank="Choose a kind",
              required="Choose what kind of scheme it is"),
        Field("source", "Who told us, or which document", most=200,
              required="Enter who told us, or which document"),
    )  # fmt: skip


def _organisations(choices: Choices, *, is_officer: bool) -> tuple[Field, ...]:
    manager = Field("manager_id", "Manager", As.NUMBER_CHOICE, choices=choices.landlords,
                    blank="The landlord itself",
                    hint="An organisation that runs the scheme for its landlord")  # fmt: skip
    if not is_officer:
        return (manager,)
    return (
        Field("landlord_id", "Landlord", As.NUMBER_CHOICE, choices=choices.landlords,
              blank="Choose a landlord", required="Choose who owns the scheme"),
        manager,
        Field("support_provider_id", "Support provider", As.NUMBER_CHOICE,
              choices=choices.providers, blank="None, or the landlord’s own staff"),
    )  # fmt: skip


def _support() -> tuple[Field, ...]:
    return (
        Field("support_level", "Support given there", As.NUMBER_CHOICE, choices=LEVELS,
              blank="Choose a level", required="Choose how much support is given there"),
        Field("staffing", "Staff", As.CHOICE, choices=STAFFING),
        Field("intended_stay", "How long people are meant to stay", As.CHOICE, choices=STAYS,
              blank="Choose how long", required="Choose how long people are meant to stay"),
        Field("client_groups", "Whom it is for", As.CHOICES, choices=GROUPS,
              hint="Choose none if it is for anyone"),
    )  # fmt: skip


def _quality(*, is_officer: bool) -> tuple[Field, ...]:
    gate = Field("gate_holds", "Is it shut to new people while its rating is too low?", As.YES_NO,
                 blank="Choose yes or no", required="Choose yes or no",
                 hint="Asked are CQC or PAMMS good or better, or QAF level B")  # fmt: skip
    return (
        Field("rating_scheme", "Rated by", As.CHOICE, choices=RATERS, blank="Nobody"),
        Field("rating", "Rating", As.CHOICE, choices=GRADE_CHOICES, blank="None"),
        Field("rated_on", "Day of the rating", As.DATE, hint="For example, 3 5 2026"),
        *((gate,) if is_officer else ()),
    )  # fmt: skip


def _rules(choices: Choices, *, is_officer: bool) -> tuple[Field, ...]:
    return (
        Field("age_min", "Youngest age", As.NUMBER, hint="Empty: no limit", most=120),
        Field("age_max", "Oldest age", As.NUMBER, hint="Empty: no limit", most=120),
        Field("sexes", "Men or women", As.CHOICE, choices=SEXES, blank="Choose one",
              required="Choose who can live there"),
        Field("household_kind", "Households", As.CHOICE, choices=HOUSEHOLDS, blank="Choose one",
              required="Choose which households can live there"),
        Field("household_max", "Most people in a home", As.NUMBER, hint="Empty: no limit", least=1,
              most=50),
        Field("pets_allowed", "Are pets allowed?", As.YES_NO),
        Field("connection_districts", "A local connection is asked with one of", As.CHOICES,
              choices=choices.districts, hint="Choose none if no local connection is asked. It is "
              "never asked of people who flee domestic abuse or of care leavers under 25"),
        *(_rights(choices) if is_officer else ()),
    )  # fmt: skip


def _rights(choices: Choices) -> tuple[Field, ...]:
    return (
        Field("nominating_districts", "Only these districts’ registers may nominate", As.CHOICES,
              choices=choices.districts, hint="Choose none if every register may"),
        Field("nomination_quota", "Their share of lettings, per cent", As.NUMBER, most=100,
              hint="Beyond it every register may nominate. Empty: all lettings are theirs"),
    )  # fmt: skip


OWN_GROUPS = "own_client_groups"
"""The field that says whether a home is for people of its own, and not for its scheme's."""


def unit_sections(inherited: Mapping[str, str], *, is_new: bool) -> list[Section]:
    """The form of a home.

    Args:
        inherited: Rule -> what the scheme says of it, in words.
        is_new: Whether its reference is asked, which stays once it is there.
    """
    return [
        Section("", _unit_itself(is_new=is_new)),
        Section("Access", _access()),
        Section("Rent", _rent(), "Enter the whole rent a week, or the rent and charges below."),
        Section("Rent and charges of a period", _charges(),
                "They give the whole rent a week; a month counts as 12/52 of a year."),
        Section("Rules of this home", _own_rules(inherited),
                "Leave these empty where the scheme’s rules hold."),
    ]  # fmt: skip


def _unit_itself(*, is_new: bool) -> tuple[Field, ...]:
    reference = Field("reference", "Landlord’s reference of the home", most=60,
                      required="Enter the landlord’s reference of the home")  # fmt: skip
    return (
        *((reference,) if is_new else ()),
        Field("bedrooms", "Bedrooms", As.NUMBER, hint="0 for a studio or bedsit", most=10,
              required="Enter how many bedrooms it has; 0 for a studio"),
        Field("shared", "Is it a room let by itself in a shared home?", As.YES_NO,
              blank="Choose yes or no", required="Choose yes or no"),
        Field("facilities", "Shared with others", As.CHOICES, choices=FACILITIES,
              hint="Choose none if nothing is shared"),
    )  # fmt: skip


def _access() -> tuple[Field, ...]:
    return (
        Field("floor", "Floor", As.NUMBER, hint="0 is the ground floor", least=-2, most=50,
              required="Enter the floor; 0 is the ground floor"),
        Field("lift", "Does a lift reach it?", As.YES_NO),
        Field("part_m", "Category in Part M of the Building Regulations", As.CHOICE,
              choices=PARTS_M, blank="None, or not known"),
        Field("features", "What it has", As.CHOICES, choices=FEATURES),
    )  # fmt: skip


def _rent() -> tuple[Field, ...]:
    return (Field("rent_pence", "Whole rent a week", As.MONEY, hint="With every charge"),)


def _charges() -> tuple[Field, ...]:
    return (
        Field("charge_period", "They are for", As.CHOICE, choices=PERIODS, blank="Not used"),
        Field("basic_rent_pence", "Rent without charges", As.MONEY),
        Field("eligible_charge_pence", "Service charges that Housing Benefit can meet", As.MONEY),
        Field("ineligible_charge_pence", "Service charges that it cannot meet", As.MONEY),
        Field("personal_charge_pence", "Personal charges", As.MONEY,
              hint="For what is used in the home, as heating and water"),
    )  # fmt: skip


def _own_rules(inherited: Mapping[str, str]) -> tuple[Field, ...]:
    def said(rule: str) -> str:
        return f"As the scheme: {inherited[rule]}"

    return (
        Field("support_level", "Support given there", As.NUMBER_CHOICE, choices=LEVELS,
              blank=said("support_level")),
        Field(OWN_GROUPS, "Is this home for other people than the scheme?", As.CHOICE,
              choices={"yes": "Yes, for the people chosen below"}, blank=said("client_groups")),
        Field("client_groups", "Whom this home is for", As.CHOICES, choices=GROUPS,
              hint="Choose none if it is for anyone"),
        Field("age_min", "Youngest age", As.NUMBER, hint=said("age_min"), most=120),
        Field("age_max", "Oldest age", As.NUMBER, hint=said("age_max"), most=120),
        Field("sexes", "Men or women", As.CHOICE, choices=SEXES, blank=said("sexes")),
        Field("household_kind", "Households", As.CHOICE, choices=HOUSEHOLDS,
              blank=said("household_kind")),
        Field("household_max", "Most people", As.NUMBER, hint=said("household_max"), least=1,
              most=50),
        Field("pets_allowed", "Are pets allowed?", As.CHOICE, choices=YES_NO,
              blank=said("pets_allowed")),
    )  # fmt: skip


_DUE_BACK = Field("due_back_on", "Due back on", As.DATE, hint="For example, 31 3 2027",
                  required="Enter the day on which it is due back")  # fmt: skip
DUE_BACK = (Section("", (_DUE_BACK,)),)
LOAN = (
    Section(
        "",
        (
            Field("kind", "What it is lent as", As.CHOICE, choices=KINDS, blank="Choose a kind",
                  required="Choose what it is lent as"),
            Field("support_level", "Support given there meanwhile", As.NUMBER_CHOICE,
                  choices=LEVELS, blank="Choose a level",
                  required="Choose how much support is given meanwhile"),
            Field("client_groups", "Whom it is for meanwhile", As.CHOICES, choices=GROUPS,
                  hint="Choose none if it is for anyone"),
            Field("starts_on", "First day of the loan", As.DATE, hint="For example, 1 12 2026",
                  required="Enter the first day of the loan"),
            _DUE_BACK,
        ),
    ),
)  # fmt: skip
RETURN = (
    Section(
        "",
        (
            Field("returned_on", "The day it came back", As.DATE,
                  hint="For example, 31 3 2027. Enter today for a loan that has not begun",
                  required="Enter the day it came back"),
        ),
    ),
)  # fmt: skip
LANDLORD = (
    Section(
        "",
        (
            Field("name", "Name", most=200, required="Enter the landlord’s name"),
            Field("kind", "Kind of body", As.CHOICE, choices=LANDLORD_KINDS, blank="Choose a kind",
                  required="Choose what kind of body it is"),
        ),
    ),
)  # fmt: skip
