"""Who is eligible for a vacancy, and which vacancies are open to an applicant, as of a day."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import matching
from matching import STRICT, Part
from service.actions.outcomes import rule_counts, rule_names
from service.actions.problems import Translated, translate
from service.errors import NotFound
from service.store import shortlists
from service.store.columns import Columns, read_columns
from service.store.pool import Connection


@dataclass(frozen=True)
class RuleCount:
    """How many doors one hard rule shut."""

    rule: str
    n: int


@dataclass(frozen=True)
class Candidate:
    """An applicant to whom a vacancy is open; ``parts`` add up to ``worth``, in points."""

    applicant_id: int
    reference: str
    name: str
    tier: int
    registered_on: date
    worth: int
    parts: Mapping[str, int]


@dataclass(frozen=True)
class Shortlist:
    """Everyone to whom a vacancy is open, in order of priority, and what shut the others out."""

    vacancy_id: int
    candidates: Sequence[Candidate]
    shut_out: Sequence[RuleCount]


@dataclass(frozen=True)
class OpenHome:
    """A vacancy that is open to an applicant; rent is pence a week."""

    vacancy_id: int
    reference: str
    scheme: str
    scheme_kind: str
    place: str
    bedrooms: int
    support_level: int
    rent_pence: int
    available_on: date
    worth: int
    parts: Mapping[str, int]


@dataclass(frozen=True)
class NearMiss:
    """A vacancy that would be open to an applicant but for a rule or two; rent is pence a week."""

    vacancy_id: int
    reference: str
    scheme: str
    scheme_kind: str
    place: str
    bedrooms: int
    support_level: int
    rent_pence: int
    rules: Sequence[str]


@dataclass(frozen=True)
class HomesOpen:
    """The vacancies open to an applicant, best fit first, and those that nearly are."""

    applicant_id: int
    homes: Sequence[OpenHome]
    near_misses: Sequence[NearMiss]
    shut: Sequence[RuleCount]


async def shortlist(connection: Connection, *, vacancy_id: int, on: date) -> Shortlist:
    """Who could be put forward for a vacancy.

    Raises:
        NotFound: There is no such vacancy.
    """
    columns = await read_columns(connection, on=on, vacancy_id=vacancy_id)
    if not columns.vacancies:
        raise NotFound(f"There is no vacancy {vacancy_id}.")
    translated, found = await asyncio.to_thread(_find_shortlist, columns)
    ids = translated.applicant_ids[found.applicants].tolist()
    rows = await shortlists.find_candidates(connection, ids)
    parts = _parts_of_each(found.parts, len(ids))
    candidates = [
        Candidate(
            applicant_id,
            row.reference,
            row.name,
            row.tier,
            row.registered_on,
            int(worth),
            points,
        )
        for applicant_id, worth, points in zip(ids, found.worth, parts, strict=True)
        for row in (rows[applicant_id],)
    ]
    return Shortlist(vacancy_id, candidates, _most_first(found.shut))


async def homes_open(connection: Connection, *, applicant_id: int, on: date) -> HomesOpen:
    """Which vacancies are open to an applicant.

    Raises:
        NotFound: There is no such applicant.
    """
    columns = await read_columns(connection, on=on, applicant_id=applicant_id)
    if not columns.applicants:
        raise NotFound(f"There is no applicant {applicant_id}.")
    translated = translate(columns)
    found = matching.homes_open(translated.problem, STRICT, 0)
    ids = translated.vacancy_ids[found.vacancies].tolist()
    missed_ids = translated.vacancy_ids[found.misses].tolist()
    rows = await shortlists.find_homes(connection, ids + missed_ids)
    parts = _parts_of_each(found.parts, len(ids))
    homes = [
        OpenHome(**_home(rows[vacancy_id]), worth=int(worth), parts=points)
        for vacancy_id, worth, points in zip(ids, found.worth, parts, strict=True)
    ]
    misses = [
        _near_miss(rows[vacancy_id], rule_names(int(mask)))
        for vacancy_id, mask in zip(missed_ids, found.missed, strict=True)
    ]
    return HomesOpen(applicant_id, homes, misses, _most_first(found.shut))


async def rules_against(
    connection: Connection, *, vacancy_id: int, applicant_id: int, on: date
) -> tuple[str, ...]:
    """The hard rules that shut a vacancy to an applicant; none: it is open to them.

    Raises:
        NotFound: There is no such vacancy or applicant.
    """
    columns = await read_columns(
        connection, on=on, applicant_id=applicant_id, vacancy_id=vacancy_id
    )
    if not columns.vacancies:
        raise NotFound(f"There is no vacancy {vacancy_id}.")
    if not columns.applicants:
        raise NotFound(f"There is no applicant {applicant_id}.")
    found = matching.homes_open(translate(columns).problem, STRICT, 0)
    return tuple(rule_counts(found.shut))


def _find_shortlist(columns: Columns) -> tuple[Translated, matching.Shortlist]:
    translated = translate(columns)
    return translated, matching.shortlist(translated.problem, STRICT, 0)


def _home(row: shortlists.HomeRow) -> dict[str, Any]:
    facts = dict(vars(row))
    return {"vacancy_id": facts.pop("id"), **facts}


def _near_miss(row: shortlists.HomeRow, rules: Sequence[str]) -> NearMiss:
    facts = _home(row)
    del facts["available_on"]
    return NearMiss(**facts, rules=rules)


def _parts_of_each(parts: Mapping[Part, Any], n_rows: int) -> list[dict[str, int]]:
    """A row's points by part, for each row of the columns of points."""
    columns = {str(part): points.tolist() for part, points in parts.items()}
    return [{part: points[k] for part, points in columns.items()} for k in range(n_rows)]


def _most_first(counts: Any) -> list[RuleCount]:
    named = [RuleCount(rule, n) for rule, n in rule_counts(counts).items()]
    return sorted(named, key=lambda count: (-count.n, count.rule))
