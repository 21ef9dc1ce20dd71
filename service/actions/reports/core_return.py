"""The national return of lettings (CORE): each new letting as a row, with what it lacks."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from service.actions.imports.parsers import Cell
from service.actions.imports.writing import write_table
from service.actions.reading import record_read
from service.actions.reports.files import File, make_file
from service.domain.core import CoreRow, core_row
from service.domain.core_fields import FIELDS, YEAR_BEGINS, YEAR_ENDS
from service.errors import NotFound, RuleBroken
from service.store.audit import add_audit
from service.store.core import LettingRow, count_outside, find_lettings
from service.store.pool import Connection

SHEET = "CORE lettings"
MISSING_HEADER = ("vacancy", "unit", "starts on", "field number", "what is missing")
_SUBJECT = "CORE return"


@dataclass(frozen=True)
class CoreReturn:
    """The lettings of a period as rows of the return."""

    since: date
    until: date
    lettings: Sequence[tuple[LettingRow, CoreRow]]
    n_outside: int
    """Lettings of the period that start in another year, which has another form."""

    @property
    def lacking(self) -> list[tuple[int, str, int]]:
        """Field, what it asks, and how many lettings lack it; the most lacking first."""
        counted = Counter(field for _, row in self.lettings for field in row.missing)
        order = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
        return [(field, FIELDS[field], n) for field, n in order]


async def read_core(
    connection: Connection, *, since: date | None = None, until: date | None = None
) -> CoreReturn:
    """The return of a period, by first days of tenancies; who is in it is recorded as read.

    Args:
        connection: Where to read, as whoever asks may.
        since: The first day; None: the first of the return's year.
        until: The last day; None: the last of the return's year.

    Raises:
        RuleBroken: The last day is before the first.
    """
    since, until = since or YEAR_BEGINS, until or YEAR_ENDS
    if since > until:
        raise RuleBroken("The last day is before the first. Change one of the two.", field="until")
    found = await find_lettings(connection, since=since, until=until)
    await _record(connection, found)
    n_outside = await count_outside(connection, since=since, until=until)
    return CoreReturn(since, until, [(one, core_row(one.letting)) for one in found], n_outside)


async def read_core_letting(
    connection: Connection, *, letting_id: int
) -> tuple[LettingRow, CoreRow]:
    """One letting as a row of the return.

    Raises:
        NotFound: There is no such letting in the return's year among those one may see.
    """
    found = await find_lettings(
        connection, since=YEAR_BEGINS, until=YEAR_ENDS, letting_id=letting_id
    )
    if not found:
        raise NotFound(f"There is no letting {letting_id} in the return among those you may see.")
    await _record(connection, found)
    return found[0], core_row(found[0].letting)


async def core_file(connection: Connection, core: CoreReturn, *, missing: bool = False) -> File:
    """The return as a CSV file to upload, or the list of what its lettings lack."""
    await _export(connection, core)
    period = f"{core.since}-to-{core.until}"
    if missing:
        header, rows = MISSING_HEADER, _missing_rows(core)
        return await make_file(f"core-missing-{period}.csv", SHEET, header, rows)
    name = f"core-lettings-with-personal-data-{period}.csv"
    return await make_file(name, SHEET, _questions(), _rows(core))


async def export_core(
    connection: Connection, *, path: Path, since: date | None, until: date | None
) -> tuple[CoreReturn, Path]:
    """Write the return, and beside it the list of what its lettings lack; what was written.

    Raises:
        RuleBroken: The last day is before the first, or a file cannot be written.
    """
    core = await read_core(connection, since=since, until=until)
    beside = path.with_name(f"{path.stem}-missing{path.suffix}")
    await asyncio.to_thread(write_table, path, SHEET, _questions(), _rows(core))
    await asyncio.to_thread(write_table, beside, SHEET, MISSING_HEADER, _missing_rows(core))
    await _export(connection, core)
    return core, beside


def _questions() -> list[Cell]:
    return ["Question", *FIELDS.values()]


def _rows(core: CoreReturn) -> list[list[Cell]]:
    """The row of field numbers, by which the upload knows the columns, and a row a letting."""
    numbers: list[Cell] = ["Field number", *FIELDS]
    rows: list[list[Cell]] = [["", *row.cells] for _, row in core.lettings]
    return [numbers, *rows]


def _missing_rows(core: CoreReturn) -> list[list[Cell]]:
    return [
        [one.vacancy, one.unit, one.starts_on, field, FIELDS[field]]
        for one, row in core.lettings
        for field in row.missing
    ]


async def _record(connection: Connection, lettings: Sequence[LettingRow]) -> None:
    ids = [one.applicant_id for one in lettings if one.applicant_id is not None]
    await record_read(connection, subject=_SUBJECT, applicant_ids=ids)


async def _export(connection: Connection, core: CoreReturn) -> None:
    details = {"rows": len(core.lettings), "from": f"{core.since}", "to": f"{core.until}"}
    await add_audit(connection, action="export", subject=_SUBJECT, details=details)
