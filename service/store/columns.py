"""What a match reads: rows of people and homes, in the order of their ids."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import numpy as np

from matching import NO_DAY
from service.domain.homes import Feature
from service.domain.scopes import WHOLE, Scope
from service.domain.support import ClientGroup
from service.store.bedroom_needs import find_changed_needs
from service.store.marks import Said, find_said
from service.store.numbers import Numbers, read_numbers
from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import all_rows

SQL = queries("columns")

_BITS: dict[str, Any] = {
    "groups": [str(group) for group in ClientGroup],
    "features": [str(feature) for feature in Feature],
    "no_day": NO_DAY,
}


PEOPLE = {
    "id": 8,
    "tier": 2,
    "registered_day": 4,
    "lha_uc": 2,
    "hb_social": 2,
    "bedroom_standard": 2,
    "support_level": 2,
    "floating_level": 2,
    "client_groups": 8,
    "age": 2,
    "sexes": 2,
    "accessibility_needs": 8,
    "rent_limit_pence": 4,
    "ready_day": 4,
    "needed_by_day": 4,
    "district": 2,
    "household_size": 2,
    "household_kinds": 2,
    "access_category": 2,
    "pets": 2,
}
"""The numbers of an applicant, with their bytes. Days count from 1970-01-01, money is pence a week;
groups and features are masks, a district is where it stands among the codes, from 1. A household's
kinds are 1 a single person, 2 a couple, 4 a family with a child or one to come."""

WANTED = {"applicant_id": 8, "rank": 2, "place_id": 4, "district": 2}
"""An area that an applicant wants: a place or a district, the other is 0."""

EXCLUDED = {"applicant_id": 8, "place_id": 4, "district": 2}
"""An area that an applicant must not live in, likewise."""


class TiedRow(NamedTuple):
    """An applicant whose local connections are known."""

    id: int
    age: int
    client_groups: Sequence[str]
    is_care_leaver: bool | None
    fled_abuse: bool | None
    has_served: bool | None


class ConnectionRow(NamedTuple):
    """A fact that ties an applicant to a district."""

    applicant_id: int
    district_code: str
    ground: str
    since: date | None
    until: date | None


class VacancyRow(NamedTuple):
    """One vacancy; days count from 1970-01-01, money is pence a week."""

    id: int
    bedrooms: int
    bedroom_rule: str
    bedroom_surplus: int
    support_level: int
    client_groups: Sequence[str]
    place_id: int
    district_code: str
    age_min: int
    age_max: int
    sexes: str
    features: Sequence[str]
    kind: str
    rent_pence: int
    available_day: int
    household_max: int = 50
    pets_allowed: bool = True
    rating_scheme: str | None = None
    rating: str | None = None
    gate_holds: bool = True
    part_m: str | None = None
    connection_districts: Sequence[str] = ()
    nominating_districts: Sequence[str] = ()
    household_kind: str = "any"
    nomination_quota: int | None = None
    n_lettings: int | None = None
    n_nominated: int | None = None
    quota_place: int | None = None
    """In the order in which the scheme's vacancies are let; None: it has no quota."""


@dataclass(frozen=True, eq=False)
class Columns:
    """Everything that one match reads, of one moment."""

    applicants: Numbers
    """PEOPLE, in the order of their ids."""
    wanted: Numbers
    """WANTED"""
    excluded: Numbers
    """EXCLUDED"""
    vacancies: list[VacancyRow]
    on: date
    """The day of the match."""
    districts: Sequence[str] = ()
    """The code of every district, which settles the bits of masks of districts."""
    tied: Sequence[TiedRow] = ()
    """Of whom local connections are known; nobody, where no vacancy asks for any."""
    connections: Sequence[ConnectionRow] = ()
    marks: Sequence[Said] = ()
    """What is said of pairs, also of some who are not among these rows."""


async def read_columns(
    connection: Connection,
    *,
    on: date,
    applicant_id: int | None = None,
    vacancy_ids: Sequence[int] | None = None,
    scope: Scope = WHOLE,
) -> Columns:
    """The live applicants and the open vacancies, with ages and bedroom needs as of a day.

    Args:
        connection: Of one snapshot, for a run; otherwise rows may come from two moments.
        on: The day on which ages count.
        applicant_id: Only this applicant, in whatever state.
        vacancy_ids: Only these vacancies, in whatever state, and those that are held for somebody.
        scope: Which open vacancies and whose applications.
    """
    ids = None if vacancy_ids is None else list(vacancy_ids)
    asked: dict[str, Any] = {"on": on, "applicant_id": applicant_id, "vacancy_ids": ids}
    asked |= _within(scope)
    vacancies = await all_rows(connection, VacancyRow, SQL["vacancies"], asked)
    codes = [code for (code,) in await (await connection.execute(SQL["districts"])).fetchall()]
    asked |= {"codes": codes, **_BITS}
    people = await read_numbers(connection, SQL["applicants"], asked, PEOPLE)
    changed = await find_changed_needs(connection, on=on, applicant_id=applicant_id)
    return Columns(
        _with_needs(people, changed),
        await read_numbers(connection, SQL["wanted"], asked, WANTED),
        await read_numbers(connection, SQL["excluded"], asked, EXCLUDED),
        vacancies,
        on,
        codes,
        *await _read_ties(connection, vacancies, asked),
        await find_said(connection, applicant_id=applicant_id),
    )


async def _read_ties(
    connection: Connection, vacancies: Sequence[VacancyRow], asked: Mapping[str, Any]
) -> tuple[list[TiedRow], list[ConnectionRow]]:
    if not any(row.connection_districts for row in vacancies):
        return [], []
    tied = await all_rows(connection, TiedRow, SQL["tied"], asked)
    return tied, await all_rows(connection, ConnectionRow, SQL["connections"], asked)


def _with_needs(people: Numbers, changed: Mapping[int, Mapping[str, int]]) -> Numbers:
    """The same people, with the bedrooms of those whose needs have changed."""
    for row in np.flatnonzero(np.isin(people["id"], list(changed))):
        for rule, bedrooms in changed[int(people["id"][row])].items():
            people[rule][row] = bedrooms
    return people


def _within(scope: Scope) -> dict[str, list[str] | list[int] | None]:
    """What the queries ask of a scope; None leaves nothing out."""
    return {
        "districts": list(scope.districts) or None,
        "places": list(scope.places) or None,
        "kinds": list(scope.kinds) or None,
        "landlords": list(scope.landlords) or None,
        "references": list(scope.vacancies) or None,
        "registers": list(scope.registers) or None,
    }
