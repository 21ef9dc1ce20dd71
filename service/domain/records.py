"""An applicant's record as plain values: what forms fill, programs send and changes keep.

Dates are texts like 2026-05-03, areas are named as people say them, and None is not known.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from service.domain.connections import ConnectionGround, LocalConnection
from service.domain.homes import Feature
from service.domain.people import (
    ACCESS_CATEGORIES,
    FACTS,
    Applicant,
    ApplicantState,
    Area,
    Member,
    Relation,
    Sex,
)
from service.domain.support import ClientGroup, SupportLevel

Record = Mapping[str, Any]

MOST_MEMBERS = 20
MOST_AREAS = 20
MOST_CONNECTIONS = 20
LONGEST_NAME = 200
LONGEST_REFERENCE = 60
MOST_RENT_PENCE = 100_000_000
_DISTRICT = " district"
_FIRST_DAY, _LAST_DAY = "1900-01-01", "2200-12-31"

LABELS: Mapping[str, str] = {
    "name": "Name",
    "reference": "Reference",
    "district": "District whose register they wait on",
    "household": "Household",
    "tier": "Priority tier",
    "registered_on": "Registered on",
    "support_level": "Support they need",
    "floating_level": "Support that floating support they have meets",
    "client_groups": "Client groups",
    "accessibility_needs": "What the home must have",
    "access_category": "Accessibility category the home must reach",
    "wanted": "Areas wanted, the first choice first",
    "excluded": "Areas where they must not live",
    "rent_limit_pence": "Rent they can meet a week",
    "claims_housing_costs": "Claims help with rent (Universal Credit or Housing Benefit)",
    "is_care_leaver": "Left care",
    "hostel_three_months": "Stayed in homeless hostels for 3 months or more, with support",
    "has_care_benefit": "Gets the care or daily living part of a disability benefit",
    "is_mappa_managed": "Managed under MAPPA",
    "fled_abuse": "Flees or fled domestic abuse",
    "fled_slavery": "Victim of modern slavery",
    "connections": "Local connections",
    "has_served": "Serves or served in the armed forces",
    "ready_on": "Ready to move on",
    "needed_by": "Needs a home by",
    "has_pets": "Would bring a pet",
    "overnight_carer": "A carer stays overnight",
    "current_unit": "Home of ours that they live in",
}
"""Field -> what pages call it, in the order that they ask."""
FIELDS = tuple(LABELS)

EMPTY: Record = {
    **dict.fromkeys(FIELDS),
    "household": (), "client_groups": (), "accessibility_needs": (), "wanted": (), "excluded": (),
    "floating_level": 0,
}  # fmt: skip
"""What a field that nobody answered stands for."""


def record_of(applicant: Applicant) -> dict[str, Any]:
    """An applicant as plain values."""
    plain = {name: getattr(applicant, name) for name in (*FACTS, "access_category")}
    ties = applicant.connections
    return plain | {
        "reference": applicant.reference,
        "name": applicant.name,
        "district": applicant.district,
        "household": [
            {
                "relation": member.relation.value,
                "born_on": member.born_on.isoformat(),
                "sex": member.sex.value,
                "needs_own_room": member.needs_own_room,
            }
            for member in applicant.household
        ],
        "tier": applicant.tier,
        "registered_on": applicant.registered_on.isoformat(),
        "support_level": int(applicant.support_level),
        "floating_level": int(applicant.floating_level),
        "client_groups": sorted(group.value for group in applicant.client_groups),
        "accessibility_needs": sorted(need.value for need in applicant.accessibility_needs),
        "wanted": [area.name for area in applicant.wanted],
        "excluded": sorted(area.name for area in applicant.excluded),
        "rent_limit_pence": applicant.rent_limit_pence,
        "connections": None if ties is None else [_tie(tie) for tie in ties],
        "ready_on": applicant.ready_on.isoformat(),
        "needed_by": _text(applicant.needed_by),
        "overnight_carer": applicant.overnight_carer,
        "current_unit": applicant.current_unit,
    }


def _tie(tie: LocalConnection) -> dict[str, Any]:
    return {
        "district": tie.district,
        "ground": tie.ground.value,
        "since": _text(tie.since),
        "until": _text(tie.until),
    }


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def applicant_of(record: Record, state: ApplicantState) -> Applicant:
    """The applicant that a record in which ``find_problems`` finds nothing describes."""
    plain = {name: record[name] for name in (*FACTS, "access_category")}
    ties = record["connections"]
    return Applicant(
        reference=record["reference"],
        name=record["name"],
        state=state,
        tier=record["tier"],
        registered_on=date.fromisoformat(record["registered_on"]),
        district=record["district"],
        household=tuple(_member(one) for one in record["household"]),
        support_level=SupportLevel(record["support_level"]),
        floating_level=SupportLevel(record["floating_level"]),
        client_groups=frozenset(map(ClientGroup, record["client_groups"])),
        accessibility_needs=frozenset(map(Feature, record["accessibility_needs"])),
        rent_limit_pence=record["rent_limit_pence"],
        ready_on=date.fromisoformat(record["ready_on"]),
        needed_by=_day(record["needed_by"]),
        overnight_carer=record["overnight_carer"],
        wanted=tuple(map(area_of, record["wanted"])),
        excluded=frozenset(map(area_of, record["excluded"])),
        current_unit=record["current_unit"],
        connections=None if ties is None else tuple(_connection(one) for one in ties),
        **plain,
    )


def _member(one: Mapping[str, Any]) -> Member:
    born_on = date.fromisoformat(one["born_on"])
    return Member(Relation(one["relation"]), born_on, Sex(one["sex"]), one["needs_own_room"])


def _connection(one: Mapping[str, Any]) -> LocalConnection:
    ground = ConnectionGround(one["ground"])
    return LocalConnection(one["district"], ground, _day(one["since"]), _day(one["until"]))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def area_of(name: str) -> Area:
    """The town or, where the word follows, the whole district that a name means."""
    if name.endswith(_DISTRICT):
        return Area(district=name.removesuffix(_DISTRICT))
    return Area(place=name)


def find_problems(record: Record, on: date) -> dict[str, str]:
    """Field -> what is wrong with it and what to do; nothing is good.

    Args:
        record: Every field; each value of its kind.
        on: The day from which it is to hold.
    """
    found: dict[str, str] = {}
    for field, words in _problems(record, on):
        found.setdefault(field, words)
    return found


def _problems(record: Record, on: date) -> Iterator[tuple[str, str]]:
    for field, words in _MUST.items():
        value = record[field]
        if value in (None, (), []) or (isinstance(value, str) and not value.strip()):
            yield field, words
    yield from _of_texts(record)
    yield from _of_household(record["household"] or (), on)
    if len(record["household"] or ()) >= MOST_MEMBERS and record["overnight_carer"]:
        yield (
            "overnight_carer",
            "A household this large needs no more than 20 bedrooms. Split it up",
        )
    yield from _of_days(record, on)
    yield from _of_areas(record)
    yield from _of_connections(record["connections"] or ())


_MUST: Mapping[str, str] = {
    "name": "Enter the lead applicant’s name",
    "reference": "Enter a reference",
    "district": "Choose the district whose register they wait on",
    "household": "Enter the lead applicant’s date of birth and sex",
    "tier": "Choose a priority tier",
    "registered_on": "Enter the day they joined the register",
    "support_level": "Choose the support they need",
    "ready_on": "Enter the first day they could move",
}


def _of_texts(record: Record) -> Iterator[tuple[str, str]]:
    for field, most in (("name", LONGEST_NAME), ("reference", LONGEST_REFERENCE)):
        text = record[field] or ""
        if len(text) > most:
            yield field, f"Use {most} characters or fewer"
        elif text and not text.isprintable():
            yield field, "Use letters, numbers and signs that can be printed"
    pence, category = record["rent_limit_pence"], record["access_category"]
    if pence is not None and not 0 <= pence <= MOST_RENT_PENCE:
        yield "rent_limit_pence", "Enter an amount from £0 to £1,000,000"
    if category is not None and not 0 <= category < len(ACCESS_CATEGORIES):
        yield "access_category", "Choose a category of the list"


def _of_household(household: Any, on: date) -> Iterator[tuple[str, str]]:
    relations = [one["relation"] for one in household]
    if relations and (relations[0] != Relation.LEAD or relations.count(Relation.LEAD) != 1):
        yield "household", "The first person must be the lead applicant, and nobody else may be"
    if relations.count(Relation.PARTNER) > 1:
        yield "household", "Only one person can be the lead applicant’s partner"
    if len(household) > MOST_MEMBERS:
        yield "household", f"A household can have {MOST_MEMBERS} people at the most"
    if household and date.fromisoformat(household[0]["born_on"]) >= on:
        yield "household", "The lead applicant’s date of birth must be in the past"
    if any(int(one["born_on"][:4]) < on.year - 130 for one in household):
        yield "household", "A date of birth is more than 130 years ago. Correct it"
    if any(one["born_on"] > _LAST_DAY for one in household):
        yield "household", "A date of birth is after 2200. Correct it"


def _of_days(record: Record, on: date) -> Iterator[tuple[str, str]]:
    for field in ("registered_on", "ready_on", "needed_by"):
        if record[field] and not _FIRST_DAY <= record[field] <= _LAST_DAY:
            yield field, "Enter a year from 1900 to 2200"
    ready_on, needed_by = record["ready_on"], record["needed_by"]
    if ready_on and needed_by and needed_by < ready_on:
        yield "needed_by", "The last day must be the day they are ready to move, or later"
    if record["registered_on"] and record["registered_on"] > on.isoformat():
        yield "registered_on", "The day they joined the register must be today or in the past"


def _of_areas(record: Record) -> Iterator[tuple[str, str]]:
    for field in ("wanted", "excluded"):
        areas = record[field] or ()
        if len(set(areas)) < len(areas):
            yield field, "Choose each area once"
        if len(areas) > MOST_AREAS:
            yield field, f"Choose {MOST_AREAS} areas at the most"
    both = sorted(set(record["wanted"] or ()) & set(record["excluded"] or ()))
    if both:
        yield "excluded", f"{both[0]} is both wanted and excluded. Take one out"


def _of_connections(ties: Any) -> Iterator[tuple[str, str]]:
    if len(ties) > MOST_CONNECTIONS:
        yield "connections", f"Enter {MOST_CONNECTIONS} local connections at the most"
    for tie in ties:
        if tie["since"] and tie["until"] and tie["until"] < tie["since"]:
            yield "connections", "A local connection ends before it begins. Correct its days"
