"""What a match reads: rows of people and homes, in the order of their ids."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from service.domain.scopes import WHOLE, Scope
from service.store.bedroom_needs import find_changed_needs
from service.store.marks import Said, find_said
from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import all_rows

SQL = queries("columns")


class ApplicantRow(NamedTuple):
    """One applicant; days count from 1970-01-01, money is pence a week."""

    id: int
    tier: int
    registered_day: int
    lha_uc: int
    hb_social: int
    bedroom_standard: int
    support_level: int
    floating_level: int
    client_groups: Sequence[str]
    age: int
    sexes: int
    accessibility_needs: Sequence[str]
    rent_limit_pence: int
    ready_day: int
    needed_by_day: int | None
    district_code: str = ""
    household_size: int = 1
    access_category: int | None = None
    has_pets: bool | None = None
    connections_known: bool = False
    is_care_leaver: bool | None = None
    fled_abuse: bool | None = None
    has_served: bool | None = None
    household_kinds: int = 0
    """1 a single person, 2 a couple, 4 a family with a child or one to come."""


class ConnectionRow(NamedTuple):
    """A fact that ties an applicant to a district."""

    applicant_id: int
    district_code: str
    ground: str
    since: date | None
    until: date | None


class WantedRow(NamedTuple):
    """An area that an applicant wants; a place or a district."""

    applicant_id: int
    rank: int
    place_id: int | None
    district_code: str | None


class ExcludedRow(NamedTuple):
    """An area that an applicant must not live in; a place or a district."""

    applicant_id: int
    place_id: int | None
    district_code: str | None


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


@dataclass(frozen=True)
class Columns:
    """Everything that one match reads, of one moment."""

    applicants: list[ApplicantRow]
    wanted: list[WantedRow]
    excluded: list[ExcludedRow]
    vacancies: list[VacancyRow]
    on: date
    """The day of the match."""
    districts: Sequence[str] = ()
    """The code of every district, which settles the bits of masks of districts."""
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
    asked = {"on": on, "applicant_id": applicant_id, "vacancy_ids": ids, **_within(scope)}
    applicants = await all_rows(connection, ApplicantRow, SQL["applicants"], asked)
    needs = await find_changed_needs(connection, on=on, applicant_id=applicant_id)
    applicants = [row._replace(**needs.get(row.id, {})) for row in applicants]
    wanted = await all_rows(connection, WantedRow, SQL["wanted"], asked)
    excluded = await all_rows(connection, ExcludedRow, SQL["excluded"], asked)
    vacancies = await all_rows(connection, VacancyRow, SQL["vacancies"], asked)
    codes = await (await connection.execute(SQL["districts"])).fetchall()
    districts = tuple(code for (code,) in codes)
    connections = await all_rows(connection, ConnectionRow, SQL["connections"], asked)
    marks = await find_said(connection, applicant_id=applicant_id)
    return Columns(applicants, wanted, excluded, vacancies, on, districts, connections, marks)


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
