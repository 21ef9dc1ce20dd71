"""Writes homes, vacancies and applicants as files that can be imported, and match runs as lists."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

from service.actions.imports import applicants, homes, vacancies
from service.actions.imports.columns import ImportKind, columns_of
from service.actions.imports.parsers import Cell
from service.actions.imports.writing import write_table
from service.domain.reasons import OUTCOMES, PARTS, rule_words, set_words
from service.errors import NotFound, RuleBroken
from service.store.applicants import find_applicants_for_export
from service.store.audit import add_audit
from service.store.homes import find_homes_for_export
from service.store.match_runs import find_latest_done, get_run
from service.store.outcomes import (
    EmptyVacancy,
    Proposal,
    Unplaced,
    find_empty_vacancies,
    find_proposals,
    find_unplaced,
)
from service.store.pool import Connection
from service.store.vacancies import find_vacancies_for_export

RUN_HEADER = (
    "outcome", "applicant reference", "name", "tier", "registered on", "vacancy reference",
    "scheme", "scheme kind", "town", "bedrooms", "landlord", "worth", "why",
)  # fmt: skip
"""The columns of an exported match run."""

_ALL = 10_000_000


class ExportKind(StrEnum):
    """What to write."""

    HOMES = "homes"
    VACANCIES = "vacancies"
    APPLICANTS = "applicants"
    RUN = "run"


async def export(
    connection: Connection,
    *,
    kind: ExportKind,
    path: Path,
    run_id: int | None = None,
) -> int:
    """Write one file, CSV or XLSX by its suffix; the number of rows below its header.

    Homes, vacancies and applicants have the columns of an import: importing the file changes
    nothing. A match run is one list of its proposals, of the applicants it could not place and of
    the vacancies it left empty, each with the reason in words. A file of that name is replaced.

    Args:
        connection: Where to read.
        kind: What to write.
        path: The file.
        run_id: Which match run; None: the newest that is done.

    Raises:
        NotFound: There is no such match run.
        RuleBroken: The run is not done, or the file cannot be written.
    """
    details: dict[str, Any] = {"file": path.name}
    async with connection.transaction():
        header: Sequence[Cell] = RUN_HEADER
        rows: Sequence[Sequence[Cell]]
        if kind is ExportKind.RUN:
            run_id = await _done_run(connection, run_id)
            details["run"] = run_id
            rows = await _run_rows(connection, run_id)
        else:
            header, rows = _cells(ImportKind(kind), await _values(connection, kind))
        await asyncio.to_thread(write_table, path, kind.value, header, rows)
        details["rows"] = len(rows)
        await add_audit(connection, action="export", subject=kind.value, details=details)
    return len(rows)


async def _values(connection: Connection, kind: ExportKind) -> list[dict[str, Any]]:
    """Every record as column name -> value."""
    if kind is ExportKind.HOMES:
        return [homes.values_of(home) for home in await find_homes_for_export(connection)]
    if kind is ExportKind.VACANCIES:
        found = await find_vacancies_for_export(connection)
        return [vacancies.values_of(vacancy) for vacancy in found]
    people = await find_applicants_for_export(connection)
    return [applicants.values_of(applicant) for applicant in people]


def _cells(
    kind: ImportKind, records: Sequence[Mapping[str, Any]]
) -> tuple[tuple[str, ...], list[list[Cell]]]:
    """The header and the cells of records in the columns of an import."""
    n_persons = 1
    while any(f"person {n_persons + 1} relation" in record for record in records):
        n_persons += 1
    columns = columns_of(kind, n_persons)
    rows: list[list[Cell]] = []
    for record in records:
        values = (record.get(column.name) for column in columns)
        pairs = zip(columns, values, strict=True)
        rows.append(["" if value is None else column.form.show(value) for column, value in pairs])
    return tuple(column.name for column in columns), rows


async def _done_run(connection: Connection, run_id: int | None) -> int:
    """The run to write, once it is known to be done."""
    run_id = run_id if run_id is not None else await find_latest_done(connection)
    if run_id is None:
        raise NotFound("No match run is done yet. Start one with 'homeward match'.")
    run = await get_run(connection, run_id)
    if run.state != "done":
        raise RuleBroken(f"Match run {run_id} is {run.state}. Only a run that is done has results.")
    return run_id


async def _run_rows(connection: Connection, run_id: int) -> list[tuple[Cell, ...]]:
    """Everything a run suggests, as rows of RUN_HEADER."""
    return [
        *map(_proposal, await find_proposals(connection, run_id, limit=_ALL)),
        *map(_unplaced, await find_unplaced(connection, run_id, limit=_ALL)),
        *map(_empty, await find_empty_vacancies(connection, run_id)),
    ]


def _proposal(p: Proposal) -> tuple[Cell, ...]:
    points = (f"{PARTS.get(part, part)}: {worth}" for part, worth in p.parts.items() if worth)
    why = f"{'; '.join(points)}. Other vacancies open to them: {p.alternatives}."
    who = (p.applicant_reference, p.applicant_name, p.tier, p.registered_on)
    return ("proposed", *who, *_home(p), p.worth, why)


def _unplaced(u: Unplaced) -> tuple[Cell, ...]:
    who = (u.applicant_reference, u.applicant_name, u.tier, u.registered_on)
    why = [f"{OUTCOMES.get(u.reason, u.reason)}."]
    if u.rank is not None:
        why.append(f"Place in the order of priority: {u.rank}.")
    if u.last_tier is not None and u.last_registered_on is not None:
        day = f"{u.last_registered_on:%d/%m/%Y}"
        place = f" (place {u.last_rank})" if u.last_rank else ""
        before = f"tier {u.last_tier}, since {day}{place}"
        why.append(f"{u.eligible} were open; they would have had to stand before {before}.")
    elif u.rule is not None:
        why.append(f"What shut most of them: {rule_words(u.rule)}.")
    why += [words] if (words := set_words(u.sets)) else []
    return ("not placed", *who, *[""] * 7, " ".join(why))


def _empty(e: EmptyVacancy) -> tuple[Cell, ...]:
    if e.eligible:
        why = f"It is open to {e.eligible} applicants, none of whom was left for it."
    elif e.rule is not None:
        why = f"It is open to nobody. What shut most out: {rule_words(e.rule)}."
    else:
        why = "It is open to nobody."
    return ("left empty", *[""] * 4, *_home(e), "", why)


def _home(row: Proposal | EmptyVacancy) -> Iterable[Cell]:
    kind = row.scheme_kind.replace("_", " ")
    return (row.vacancy_reference, row.scheme, kind, row.place, row.bedrooms, row.landlord)
