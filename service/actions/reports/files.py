"""Reports as files: CSV or XLSX, named for what is in them."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from service.actions.imports.parsers import Cell
from service.actions.imports.writing import write_table
from service.actions.reports.reading import Found, record_shown
from service.domain.reports import HIDDEN, Form
from service.store.audit import add_audit
from service.store.pool import Connection

MEDIA_TYPES = {
    ".csv": "text/csv",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""Ending -> what HTTP calls it."""


@dataclass(frozen=True)
class File:
    """A file to hand over."""

    name: str
    media_type: str
    content: bytes


async def report_file(connection: Connection, found: Found, *, suffix: str, on: date) -> File:
    """A whole report as a file; whom it names, and that it was taken away, is recorded.

    Args:
        connection: Where to record it.
        found: The report as it was asked for.
        suffix: ``.csv`` or ``.xlsx``.
        on: The day, for its name.
    """
    table, name = found.table, found.report.name
    await record_shown(connection, found, table.rows)
    details = {"rows": len(table.rows), "personal": found.personal, "as": suffix[1:]}
    await add_audit(connection, action="export", subject=f"report {name}", details=details)
    said = "-with-personal-data" if found.personal else ""
    header = [column.words for column in table.columns]
    rows = [[_cell(row[column.key], column.form) for column in table.columns] for row in table.rows]
    return await make_file(f"{name}{said}-{on}{suffix}", f"{name}{said}"[:31], header, rows)


async def make_file(
    name: str, sheet: str, header: Sequence[Cell], rows: Iterable[Sequence[Cell]]
) -> File:
    """A table as a file in memory; text that a spreadsheet would run as a formula is guarded."""

    def write() -> bytes:
        with TemporaryDirectory() as folder:
            path = Path(folder) / name
            write_table(path, sheet, header, rows)
            return path.read_bytes()

    content = await asyncio.to_thread(write)
    return File(name, MEDIA_TYPES[Path(name).suffix], content)


def _cell(value: Any, form: Form) -> Cell:
    if value is None:
        return ""
    if form is Form.MONEY and value != HIDDEN:
        return Decimal(value) / 100
    cell: Cell = value
    return cell
