"""Takes in a landlord's or a council's file: good rows go in, the others come back to correct."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from service.actions.imports import applicants, homes, vacancies
from service.actions.imports.check import Entry
from service.actions.imports.columns import ImportKind
from service.actions.imports.rejected import write_rejected
from service.actions.imports.result import ImportResult
from service.actions.imports.sheets import Report, Sheet, read_sheet
from service.domain import days
from service.store.audit import add_audit
from service.store.bulk import Changed
from service.store.pool import Connection


@dataclass(frozen=True)
class _Noun:
    """How the rows of one kind are checked and written."""

    find_known: Callable[[Connection, Sequence[Entry]], Awaitable[Any]]
    check: Callable[[Sequence[Entry], Any], None]
    put: Callable[[Connection, Sequence[Entry], date], Awaitable[Changed]]


_NOUNS: Mapping[ImportKind, _Noun] = MappingProxyType(
    {
        ImportKind.HOMES: _Noun(homes.find_known, homes.check, homes.put),
        ImportKind.VACANCIES: _Noun(vacancies.find_known, vacancies.check, vacancies.put),
        ImportKind.APPLICANTS: _Noun(applicants.find_known, applicants.check, applicants.put),
    }
)


async def import_file(
    connection: Connection,
    *,
    kind: ImportKind,
    path: Path,
    dry_run: bool,
    exports: Path,
    report: Report | None = None,
    today: date | None = None,
    readers: Sequence[str] = (),
) -> ImportResult:
    """Import one file in one transaction.

    Rows without a critical fault are added, or bring what is there up to date; the same file twice
    changes nothing. The others are written to a file in ``exports`` with a last column that says
    what to correct. A dry run does all this, rolls it back and writes no file.

    Args:
        connection: Where to write.
        kind: What the file holds.
        path: A .csv or .xlsx file.
        dry_run: Whether only to say what would happen.
        exports: The folder for the rejected rows.
        report: Told how much is done, from 0 to 1.
        today: The day that ages and doubts count from; None: today.
        readers: Email addresses of officers, who are named to read those records that a file of
            applicants restricts and that nobody is named to read.

    Raises:
        NotFound: There is no such file.
        RuleBroken: The file cannot be read, or a reader is no officer; the message says what to do.
    """
    tell = report or (lambda _done: None)
    day = today or days.today()
    sheet = await asyncio.to_thread(read_sheet, kind, path, day, lambda done: tell(done / 2))
    tell(0.5)
    result = ImportResult(kind, path.name, dry_run, sheet.n_rows, 0, notes=sheet.notes)
    if sheet.setup:
        return replace(result, faults=sheet.setup)
    async with connection.transaction(force_rollback=dry_run):
        result = await _put(connection, result, sheet, tell)
        if kind is ImportKind.APPLICANTS:
            note = await applicants.name_readers(connection, sheet.entries, readers)
            result = replace(result, notes=[*result.notes, *note])
        if not dry_run:
            written = await asyncio.to_thread(
                write_rejected, sheet.header, sheet.rejected, path, exports
            )
            result = replace(result, rejected_file=written)
            await _audit(connection, result)
    tell(1.0)
    return result


async def _put(
    connection: Connection, result: ImportResult, sheet: Sheet, tell: Report
) -> ImportResult:
    """Check the rows against the database and each other, and write the good ones."""
    await check_rows(connection, result.kind, sheet)
    tell(0.7)
    changed = await put_rows(connection, result.kind, sheet)
    tell(0.95)
    return replace(result, changed=changed, faults=sheet.faults, n_rejected=len(sheet.rejected))


async def check_rows(connection: Connection, kind: ImportKind, sheet: Sheet) -> None:
    """Check the rows against each other and against what whoever asks sees of the database."""
    noun = _NOUNS[kind]
    known = await noun.find_known(connection, sheet.entries)
    await asyncio.to_thread(noun.check, sheet.entries, known)


async def put_rows(connection: Connection, kind: ImportKind, sheet: Sheet) -> Changed:
    """Write the good rows, once they are checked."""
    return await _NOUNS[kind].put(connection, sheet.good, sheet.today)


async def _audit(connection: Connection, result: ImportResult) -> None:
    await add_audit(
        connection,
        action="import",
        subject=result.kind.value,
        details={
            "file": result.file,
            "rows": result.n_rows,
            "rejected": result.n_rejected,
            "added": result.changed.added,
            "changed": result.changed.changed,
            "same": result.changed.same,
        },
    )
