"""The two questions with rows of several inputs: the household, and local connections."""

from collections.abc import Mapping
from typing import Any

from service.domain.connections import ConnectionGround
from service.domain.people import Relation, Sex
from service.pages.record_fields import (
    TRUTH,
    Question,
    Typed,
    Wrong,
    count_of,
    one,
    read_day,
    show_day,
    truth_words,
)
from service.pages.words import capital

RELATIONS = {
    str(relation): capital(relation.value) for relation in Relation if relation is not Relation.LEAD
}
SEXES = {str(sex): capital(sex.value) for sex in Sex}
GROUNDS = {str(ground): capital(ground.words) for ground in ConnectionGround}

PERSON_PARTS = (
    "-relation", "-born_on-day", "-born_on-month", "-born_on-year", "-sex", "-needs_own_room",
)  # fmt: skip
TIE_PARTS = (
    "-district", "-ground", "-since-day", "-since-month", "-since-year", "-until-day",
    "-until-month", "-until-year",
)  # fmt: skip


def household() -> Question:
    """The people who would move, the lead applicant first."""
    return Question("household", "people", "", _read_people, _show_people)


def _read_people(name: str, typed: Typed) -> list[dict[str, Any]]:
    people = []
    for row in range(1, count_of(name, typed) + 1):
        prefix = f"{name}-{row}"
        if row > 1 and not _has_any(prefix, typed, PERSON_PARTS):
            continue
        people.append(_read_person(prefix, row, typed))
    return people


def _read_person(prefix: str, row: int, typed: Typed) -> dict[str, Any]:
    who = "the lead applicant" if row == 1 else f"person {row}"
    try:
        born_on = read_day(f"{prefix}-born_on", typed)
    except Wrong:
        raise Wrong(f"Enter a real date of birth for {who}, like 3 5 1990") from None
    relation = "lead" if row == 1 else one(typed, f"{prefix}-relation")
    sex = one(typed, f"{prefix}-sex")
    if row > 1 and relation not in RELATIONS:
        raise Wrong(f"Choose what {who} is to the lead applicant")
    if born_on is None:
        raise Wrong(f"Enter the date of birth of {who}")
    if sex not in SEXES:
        raise Wrong(f"Choose the sex of {who}")
    own_room = TRUTH.get(one(typed, f"{prefix}-needs_own_room"))
    return {"relation": relation, "born_on": born_on, "sex": sex, "needs_own_room": own_room}


def _show_people(name: str, value: Any) -> dict[str, str | list[str]]:
    typed: dict[str, str | list[str]] = {f"n_{name}": str(max(1, len(value or ())))}
    for row, person in enumerate(value or (), start=1):
        prefix = f"{name}-{row}"
        typed |= {f"{prefix}-relation": person["relation"], f"{prefix}-sex": person["sex"]}
        typed |= show_day(f"{prefix}-born_on", person["born_on"])
        typed[f"{prefix}-needs_own_room"] = truth_words(person["needs_own_room"])
    return typed


def connections(districts: Mapping[str, str]) -> Question:
    """What ties them to districts: not known, none, or rows."""

    def read(name: str, typed: Typed) -> list[dict[str, Any]] | None:
        return _read_ties(name, typed, districts)

    return Question("connections", "ties", "", read, _show_ties, choices=districts)


def _read_ties(
    name: str, typed: Typed, districts: Mapping[str, str]
) -> list[dict[str, Any]] | None:
    said = one(typed, f"{name}_said")
    if said == "none":
        return []
    if said != "some":
        return None
    ties = []
    for row in range(1, count_of(name, typed) + 1):
        prefix = f"{name}-{row}"
        if _has_any(prefix, typed, TIE_PARTS):
            ties.append(_read_tie(prefix, row, typed, districts))
    if not ties:
        raise Wrong(
            "Enter a local connection, or choose that there is none or that it is not known"
        )
    return ties


def _read_tie(prefix: str, row: int, typed: Typed, districts: Mapping[str, str]) -> dict[str, Any]:
    district, ground = one(typed, f"{prefix}-district"), one(typed, f"{prefix}-ground")
    if district not in districts:
        raise Wrong(f"Choose the district of connection {row}")
    if ground not in GROUNDS:
        raise Wrong(f"Choose what connection {row} rests on")
    try:
        since, until = (read_day(f"{prefix}-{part}", typed) for part in ("since", "until"))
    except Wrong:
        raise Wrong(
            f"Enter real dates for connection {row}, like 3 5 2020, or leave them"
        ) from None
    return {"district": district, "ground": ground, "since": since, "until": until}


def _show_ties(name: str, value: Any) -> dict[str, str | list[str]]:
    said = "unknown" if value is None else "some" if value else "none"
    typed: dict[str, str | list[str]] = {f"{name}_said": said}
    typed[f"n_{name}"] = str(max(1, len(value or ())))
    for row, tie in enumerate(value or (), start=1):
        prefix = f"{name}-{row}"
        typed |= {f"{prefix}-district": tie["district"], f"{prefix}-ground": tie["ground"]}
        typed |= show_day(f"{prefix}-since", tie["since"])
        typed |= show_day(f"{prefix}-until", tie["until"])
    return typed


def _has_any(prefix: str, typed: Typed, parts: tuple[str, ...]) -> bool:
    return any(one(typed, f"{prefix}{part}").strip() for part in parts)
