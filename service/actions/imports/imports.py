"""Takes in a landlord's or a council's file: good rows go in, the others come back to correct."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from service.actions.imports import applicants, homes, vacancies
from service.actions.imports.check import Entry, Reader
from service.actions.imports.columns import ImportKind
from service.actions.imports.faults import Fault
from service.actions.imports.files import read_table
from service.actions.imports.header import Header, known_keys, read_header
from service.actions.imports.rejected import write_rejected
from service.actions.imports.result import ImportResult
from service.actions.imports.table import Row
from service.domain import days
from service.errors import RuleBroken
from service.store.audit import add_audit
from service.store.bulk import Changed
from service.store.pool import Connection

_MOST_FAULTS = 50_000

Report = Callable[[float], None]
"""Told how much is done, from 0 to 1."""


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


@dataclass(frozen=True)
class _Sheet:
    """A file as read: what the header and each row hold, before the database is asked."""

    header: Header
    entries: Sequence[Entry]
    faults: Sequence[Fault]
    """Of the header; any of them blocks the file."""
    n_rows: int
    notes: Sequence[str]
    today: date


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
    sheet = await asyncio.to_thread(_read, kind, path, day)
    tell(0.5)
    result = ImportResult(kind, path.name, dry_run, sheet.n_rows, 0, notes=sheet.notes)
    if sheet.faults:
        return replace(result, faults=sheet.faults)
    async with connection.transaction(force_rollback=dry_run):
        result = await _put(connection, result, sheet, tell)
        if kind is ImportKind.APPLICANTS:
            note = await applicants.name_readers(connection, sheet.entries, readers)
            result = replace(result, notes=[*result.notes, *note])
        if not dry_run:
            rejected = [entry for entry in sheet.entries if not entry.is_good]
            written = await asyncio.to_thread(write_rejected, sheet.header, rejected, path, exports)
            result = replace(result, rejected_file=written)
            await _audit(connection, result)
    tell(1.0)
    return result


def _read(kind: ImportKind, path: Path, today: date) -> _Sheet:
    """Read the file and each of its cells."""
    table = read_table(path, kind.value)
    header_row, rows = table.split(known_keys(kind))
    header, faults = read_header(kind, header_row)
    if faults:
        return _Sheet(header, [], faults, len(rows), table.notes, today)
    entries = _read_rows(header, rows, Reader(today))
    return _Sheet(header, entries, faults, len(entries), table.notes, today)


def _read_rows(header: Header, rows: Sequence[Row], reader: Reader) -> list[Entry]:
    """Every cell of every row.

    Raises:
        RuleBroken: So much is wrong that the columns cannot hold what their names say.
    """
    entries: list[Entry] = []
    n_faults = 0
    for row in rows:
        if header.holds(row):
            entries.append(reader.read(header, row))
            n_faults += len(entries[-1].faults)
        if n_faults > _MOST_FAULTS:
            first = next(entry.faults[0] for entry in entries if entry.faults)
            raise RuleBroken(
                f"More than {_MOST_FAULTS:,} cells are wrong. Check that each column holds what "
                f"its name says; the first fault is {first.words}"
            )
    return entries


async def _put(
    connection: Connection, result: ImportResult, sheet: _Sheet, tell: Report
) -> ImportResult:
    """Check the rows against the database and each other, and write the good ones."""
    noun = _NOUNS[result.kind]
    known = await noun.find_known(connection, sheet.entries)
    await asyncio.to_thread(noun.check, sheet.entries, known)
    tell(0.7)
    good = [entry for entry in sheet.entries if entry.is_good]
    changed = await noun.put(connection, good, sheet.today)
    tell(0.95)
    faults = [fault for entry in sheet.entries for fault in sorted(entry.faults)]
    n_rejected = len(sheet.entries) - len(good)
    return replace(result, changed=changed, faults=faults, n_rejected=n_rejected)


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
