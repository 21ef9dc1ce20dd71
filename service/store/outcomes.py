"""What a match run suggests: proposals, and why the others have none."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Unpack

from service.store.bulk import copy_rows
from service.store.parts import Part, Window, find_part
from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import all_rows, one_row, one_value

SQL = queries("outcomes")


@dataclass(frozen=True)
class Proposal:
    """One applicant put beside one vacancy, as the run suggests."""

    applicant_id: int
    applicant_reference: str
    applicant_name: str
    tier: int
    registered_on: date
    vacancy_id: int
    vacancy_reference: str
    scheme: str
    scheme_kind: str
    place: str
    bedrooms: int
    landlord: str
    worth: int
    parts: Mapping[str, int]
    alternatives: int


@dataclass(frozen=True)
class Unplaced:
    """One applicant whom the run could not place, and why."""

    applicant_id: int
    applicant_reference: str
    applicant_name: str
    tier: int
    registered_on: date
    reason: str
    eligible: int
    rule: str | None
    opens: int
    """Vacancies that relaxing ``rule`` alone would open."""
    rules: Mapping[str, int]
    near_misses: Sequence[Mapping[str, Any]]
    last_tier: int | None
    last_registered_on: date | None
    rank: int | None
    """Place in the order of priority, from 1; None for a run from before this was kept."""
    last_rank: int | None
    """Of the person whom they would have had to stand before."""
    sets: Sequence[Mapping[str, Any]]
    """The smallest sets of rules whose relaxing would open a vacancy: ``rules`` and ``opens``."""


@dataclass(frozen=True)
class EmptyVacancy:
    """One vacancy that nobody is proposed for, and why."""

    vacancy_id: int
    vacancy_reference: str
    scheme: str
    scheme_kind: str
    place: str
    bedrooms: int
    landlord: str
    eligible: int
    rule: str | None
    rules: Mapping[str, int]


@dataclass(frozen=True)
class UnplacedCount:
    """How many applicants one reason kept without a home."""

    reason: str
    rule: str | None
    n: int


@dataclass(frozen=True)
class ApplicantOutcome:
    """What a run says of one applicant: the fields of a proposal, or those of an unplaced one."""

    vacancy_id: int | None
    vacancy_reference: str | None
    scheme: str | None
    place: str | None
    worth: int | None
    parts: Mapping[str, int] | None
    alternatives: int | None
    reason: str | None
    eligible: int | None
    rule: str | None
    opens: int | None
    rules: Mapping[str, int] | None
    near_misses: Sequence[Mapping[str, Any]] | None
    last_tier: int | None
    last_registered_on: date | None
    rank: int | None
    last_rank: int | None
    sets: Sequence[Mapping[str, Any]] | None


@dataclass(frozen=True)
class VacancyOutcome:
    """What a run says of one vacancy: whom it proposes, or why nobody."""

    applicant_id: int | None
    applicant_reference: str | None
    applicant_name: str | None
    worth: int | None
    parts: Mapping[str, int] | None
    eligible: int | None
    rule: str | None
    rules: Mapping[str, int] | None

    @property
    def rule_told(self) -> str | None:
        """The rule that shut most out, of those that a landlord may be told."""
        return rule_told(self.rule, self.rules)


@dataclass(frozen=True)
class HomeProposed:
    """Where a run proposes one applicant; None twice: it could not place them."""

    applicant_id: int
    vacancy_id: int | None
    vacancy_reference: str | None


@dataclass(frozen=True)
class PersonProposed:
    """Whom a run proposes for one vacancy; None throughout: nobody."""

    vacancy_id: int
    applicant_id: int | None
    reference: str | None
    tier: int | None
    registered_on: date | None


def rule_told(rule: str | None, rules: Mapping[str, int] | None) -> str | None:
    """The rule that shut most out, or the next where that one is kept from landlords.

    Where somebody must not live is a matter of their safety, so it is told to officers only.
    """
    if rule != _KEPT:
        return rule
    told = sorted((-n, name) for name, n in (rules or {}).items() if name != _KEPT)
    return told[0][1] if told else None


_KEPT = "area_excluded"
_KEY = {"run_id": "int8"}


async def copy_proposals(connection: Connection, rows: Iterable[Sequence[Any]]) -> None:
    """Write many proposals: run, applicant, vacancy, worth, parts, alternatives."""
    pair = {"applicant_id": "int8", "vacancy_id": "int8"}
    points = {"worth": "int4", "parts": "jsonb", "alternatives": "int4"}
    await copy_rows(connection, "proposals", _KEY | pair | points, rows)


async def copy_unplaced(connection: Connection, rows: Iterable[Sequence[Any]]) -> None:
    """Write many unplaced applicants: run, applicant, reason, eligible, rule and the rest."""
    who = {"applicant_id": "int8", "reason": "text", "eligible": "int4"}
    why = {"rule": "text", "opens": "int4", "rules": "jsonb", "near_misses": "jsonb"}
    last = {"last_tier": "int2", "last_registered_on": "date"}
    ranks = {"rank": "int4", "last_rank": "int4", "sets": "jsonb"}
    await copy_rows(connection, "unplaced", _KEY | who | why | last | ranks, rows)


async def copy_empty_vacancies(connection: Connection, rows: Iterable[Sequence[Any]]) -> None:
    """Write many vacancies left empty: run, vacancy, eligible, rule, rules."""
    columns = {"vacancy_id": "int8", "eligible": "int4", "rule": "text", "rules": "jsonb"}
    await copy_rows(connection, "empty_vacancies", _KEY | columns, rows)


async def find_proposals(
    connection: Connection,
    run_id: int,
    **window: Unpack[Window],
) -> Part[Proposal]:
    """A run's proposals in the order of priority."""
    query, given = SQL["find_proposals"], {"run_id": run_id}
    return await find_part(connection, Proposal, query, given, **window)


async def count_proposals(connection: Connection, run_id: int) -> int:
    """How many proposals of a run whoever asks may see."""
    return int(await one_value(connection, SQL["count_proposals"], {"run_id": run_id}))


async def find_unplaced(
    connection: Connection,
    run_id: int,
    *,
    reason: str | None = None,
    rule: str | None = None,
    district_code: str | None = None,
    **window: Unpack[Window],
) -> Part[Unplaced]:
    """A run's unplaced applicants in the order of priority."""
    asked = {"run_id": run_id, "reason": reason, "rule": rule, "district_code": district_code}
    return await find_part(connection, Unplaced, SQL["find_unplaced"], asked, **window)


async def count_unplaced(
    connection: Connection, run_id: int, *, district_code: str | None = None
) -> list[UnplacedCount]:
    """Unplaced applicants by reason and binding rule, the commonest first."""
    asked = {"run_id": run_id, "district_code": district_code}
    return await all_rows(connection, UnplacedCount, SQL["count_unplaced"], asked)


async def find_empty_vacancies(
    connection: Connection, run_id: int, **window: Unpack[Window]
) -> Part[EmptyVacancy]:
    """A run's vacancies that nobody is proposed for, by reference."""
    query, given = SQL["find_empty_vacancies"], {"run_id": run_id}
    return await find_part(connection, EmptyVacancy, query, given, **window)


async def count_empty_vacancies(connection: Connection, run_id: int) -> int:
    """How many vacancies of a run nobody is proposed for."""
    return int(await one_value(connection, SQL["count_empty_vacancies"], {"run_id": run_id}))


async def find_outcome_of_applicant(
    connection: Connection, run_id: int, applicant_id: int
) -> ApplicantOutcome | None:
    """What a run says of one applicant; None when they were not in it."""
    return await one_row(
        connection,
        ApplicantOutcome,
        SQL["find_outcome_of_applicant"],
        {"run_id": run_id, "applicant_id": applicant_id},
    )


async def find_outcome_of_vacancy(
    connection: Connection, run_id: int, vacancy_id: int
) -> VacancyOutcome | None:
    """What a run says of one vacancy; None when it was not in it."""
    return await one_row(
        connection,
        VacancyOutcome,
        SQL["find_outcome_of_vacancy"],
        {"run_id": run_id, "vacancy_id": vacancy_id},
    )


async def find_homes_proposed(
    connection: Connection, run_id: int, applicant_ids: Sequence[int]
) -> dict[int, HomeProposed]:
    """Where a run proposes each of the applicants asked for who were in it, by applicant."""
    asked = {"run_id": run_id, "applicant_ids": list(applicant_ids)}
    rows = await all_rows(connection, HomeProposed, SQL["find_homes_proposed"], asked)
    return {row.applicant_id: row for row in rows}


async def find_people_proposed(
    connection: Connection, run_id: int, vacancy_ids: Sequence[int]
) -> dict[int, PersonProposed]:
    """Whom a run proposes for each of the vacancies asked for that were in it, by vacancy."""
    asked = {"run_id": run_id, "vacancy_ids": list(vacancy_ids)}
    rows = await all_rows(connection, PersonProposed, SQL["find_people_proposed"], asked)
    return {row.vacancy_id: row for row in rows}
