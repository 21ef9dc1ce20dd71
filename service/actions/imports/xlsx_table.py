"""Reads XLSX, after a scan of what it would expand to."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from xml.parsers import expat

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from geodata.gazetteer import fold
from service.actions.imports.parsers import Cell, is_blank, unguard_formula
from service.actions.imports.table import Row, Table
from service.actions.imports.xlsx_scan import (
    Sheet,
    check_expansion,
    damaged,
    scan_sheet,
    sheet_parts,
)
from service.errors import RuleBroken

_Read = str | int | float | bool | date | datetime | time | timedelta

_BREAKS = (
    zipfile.BadZipFile, zlib.error, expat.ExpatError, CalamineError, KeyError, ValueError,
    NotImplementedError, EOFError, RuntimeError, OSError, OverflowError,
)  # fmt: skip
"""What the libraries raise for a file that is damaged, encrypted or not a workbook."""


def read_xlsx(path: Path, wanted: str) -> Table:
    """The rows of one sheet of a workbook: the one named ``wanted``, or else the first.

    Raises:
        RuleBroken: It is damaged or encrypted, or expands too far.
    """
    with _refusing_damage():
        with zipfile.ZipFile(path) as archive:
            check_expansion(archive)
            parts = sheet_parts(archive)
            if not parts:
                raise damaged()
            name = next((name for name in parts if fold(name) == fold(wanted)), next(iter(parts)))
            scan = scan_sheet(archive, parts[name])
        with CalamineWorkbook.from_path(path) as workbook:
            rows = list(_rows(workbook.get_sheet_by_name(name), scan))
    notes = [] if len(parts) == 1 else [_which(name, list(parts))]
    return Table(rows, notes)


@contextmanager
def _refusing_damage() -> Iterator[None]:
    """Turn what the libraries raise for a broken file into a refusal."""
    try:
        yield
    except RuleBroken:
        raise
    except _BREAKS as error:
        raise damaged() from error


def _which(name: str, names: list[str]) -> str:
    """Which of several sheets was read."""
    others = ", ".join(f"'{other}'" for other in names if other != name)
    return f"The workbook has {len(names)} sheets; read '{name}' and not {others}."


def _rows(sheet: CalamineSheet, scan: Sheet) -> Iterator[Row]:
    """Every row that holds anything, but for titles merged across the sheet."""
    merged = {
        first[0]
        for first, last in sheet.merged_cell_ranges or []
        if last[1] > first[1] and first[0] == last[0]
    }
    refused: dict[int, dict[int, str]] = {}
    for (row_index, column), why in scan.refused.items():
        refused.setdefault(row_index, {})[column] = why
    held = sheet.to_python(skip_empty_area=False)
    beyond = max(refused, default=-1) + 1 - len(held)  # formulas that were never worked out
    for index, cells in enumerate([*held, *([] for _ in range(beyond))]):
        row = Row(index + 1, [_cell(cell) for cell in cells], refused.get(index, {}))
        is_title = index in merged and sum(not is_blank(cell) for cell in row.cells) == 1
        if not row.is_blank and not is_title:
            yield row


def _cell(cell: _Read) -> Cell:
    """A cell as the check takes it: whole numbers as such, dates without a time of day."""
    if isinstance(cell, str):
        return unguard_formula(cell)
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return cell.date() if isinstance(cell, datetime) else cell
