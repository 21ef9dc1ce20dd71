"""Who is eligible for a vacancy, and which vacancies are open to an applicant, as of a day."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

import matching
from matching import STRICT, Part
from matching.lottery import draw
from matching.score import failed
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
    is_held: bool
    """Whether a home is held for them."""
    lot: int
    """Which settles ties."""

    def turn(self) -> tuple[bool, int, date, int, int]:
        """What the order goes by: matching.order.priority_order under STRICT."""
        return not self.is_held, self.tier, self.registered_on, self.lot, self.applicant_id


@dataclass(frozen=True)
class NearlyOpen:
    """An applicant to whom a vacancy would be open but for a rule or two."""

    applicant_id: int
    reference: str
    name: str
    tier: int
    registered_on: date
    rules: Sequence[str]


@dataclass(frozen=True)
class Shortlist:
    """Everyone to whom a vacancy is open, in order of priority, and what shut the others out."""

    vacancy_id: int
    candidates: Sequence[Candidate]
    shut_out: Sequence[RuleCount]
    near_misses: Sequence[NearlyOpen] = ()
    """Those nearest to it, by fewest rules and then by priority; some of ``n_near``."""
    n_near: int = 0
    """Applicants whom one or two rules shut out, of those that can be relaxed."""
    sets: Sequence[Mapping[str, Any]] = ()
    """The smallest sets of rules that keep somebody out: ``rules``, and whom each ``opens``."""


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

    def turn(self) -> tuple[int, int]:
        """What the order goes by: the best fit first."""
        return -self.worth, self.vacancy_id


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
    columns = await read_columns(connection, on=on, vacancy_ids=[vacancy_id])
    translated, found = await asyncio.to_thread(_find_shortlist, columns, vacancy_id)
    ids = translated.applicant_ids[found.applicants].tolist()
    missed_ids = translated.applicant_ids[found.misses].tolist()
    rows = await shortlists.find_candidates(connection, ids + missed_ids)
    candidates = _candidates(translated, found, rows)
    misses = [
        NearlyOpen(id, row.reference, row.name, row.tier, row.registered_on, rule_names(int(mask)))
        for id, mask in zip(missed_ids, found.missed, strict=True)
        for row in (rows[id],)
    ]
    sets = [
        {"rules": rule_names(int(mask)), "opens": int(opens)}
        for mask, opens in zip(found.sets, found.set_opens, strict=True)
    ]
    return Shortlist(vacancy_id, candidates, _most_first(found.shut), misses, found.n_near, sets)


async def homes_open(connection: Connection, *, applicant_id: int, on: date) -> HomesOpen:
    """Which vacancies are open to an applicant.

    Raises:
        NotFound: There is no such applicant.
    """
    translated = await read_homes(connection, applicant_id=applicant_id, on=on)
    return await homes_among(connection, translated)


async def read_homes(connection: Connection, *, applicant_id: int, on: date) -> Translated:
    """The problem of one applicant, row 0, and every open vacancy.

    Raises:
        NotFound: There is no such applicant.
    """
    columns = await read_columns(connection, on=on, applicant_id=applicant_id)
    if not len(columns.applicants):
        raise NotFound(f"There is no applicant {applicant_id}.")
    return translate(columns)


async def homes_among(connection: Connection, translated: Translated) -> HomesOpen:
    """Which vacancies of a problem are open to its one applicant, and which nearly are."""
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
    applicant_id = int(translated.applicant_ids[0])
    return HomesOpen(applicant_id, homes, misses, _most_first(found.shut))


async def rules_against(
    connection: Connection, *, vacancy_id: int, applicant_id: int, on: date
) -> tuple[str, ...]:
    """The hard rules that shut a vacancy to an applicant; none: it is open to them.

    Raises:
        NotFound: There is no such vacancy or applicant.
    """
    columns = await read_columns(
        connection, on=on, applicant_id=applicant_id, vacancy_ids=[vacancy_id]
    )
    if not len(columns.applicants):
        raise NotFound(f"There is no applicant {applicant_id}.")
    translated = translate(columns)
    home = np.array([_row_of(translated, vacancy_id)])
    return rule_names(int(failed(translated.problem, STRICT, np.array([0]), home)[0]))


def _find_shortlist(columns: Columns, vacancy_id: int) -> tuple[Translated, matching.Shortlist]:
    translated = translate(columns)
    row = _row_of(translated, vacancy_id)
    return translated, matching.shortlist(translated.problem, STRICT, row)


def _candidates(
    translated: Translated,
    found: matching.Shortlist,
    rows: Mapping[int, shortlists.CandidateRow],
) -> list[Candidate]:
    ids = translated.applicant_ids[found.applicants]
    columns = (
        ids.tolist(),
        found.worth.tolist(),
        _parts_of_each(found.parts, len(ids)),
        (translated.problem.locks[found.applicants] >= 0).tolist(),
        draw(0, ids).tolist(),
    )
    return [
        Candidate(
            applicant_id=row.id,
            reference=row.reference,
            name=row.name,
            tier=row.tier,
            registered_on=row.registered_on,
            worth=worth,
            parts=parts,
            is_held=is_held,
            lot=lot,
        )
        for id, worth, parts, is_held, lot in zip(*columns, strict=True)
        for row in (rows[id],)
    ]


def _row_of(translated: Translated, vacancy_id: int) -> int:
    """The row of a vacancy, among those that are held for somebody.

    Raises:
        NotFound: There is no such vacancy.
    """
    rows = np.flatnonzero(translated.vacancy_ids == vacancy_id)
    if not len(rows):
        raise NotFound(f"There is no vacancy {vacancy_id}.")
    return int(rows[0])


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
