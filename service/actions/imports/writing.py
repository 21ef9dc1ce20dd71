"""Writes rows of cells as CSV or XLSX; text that a spreadsheet would run as a formula is not."""

import csv
import io
import secrets
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from service.actions.imports.parsers import Cell, as_text, guard_formula, unguard_formula
from service.errors import RuleBroken

SUFFIXES = (".csv", ".xlsx")
_WIDTH = 18

Table = tuple[str, Sequence[Cell], Iterable[Sequence[Cell]]]
"""The name of a sheet, its header and its rows."""


def write_table(
    path: Path, sheet: str, header: Sequence[Cell], rows: Iterable[Sequence[Cell]]
) -> None:
    """Write a header and rows, whole or not at all; only this account may read the file.

    CSV is UTF-8 with a byte-order mark, which spreadsheets need to see accents.

    Raises:
        RuleBroken: The file's name ends in neither .csv nor .xlsx, or it cannot be written.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise RuleBroken(f"{path.name} is neither .csv nor .xlsx. Name it as one of the two.")
    content = as_bytes(suffix, [(sheet, header, rows)])
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}{suffix}")
    try:
        draft.touch(mode=0o600)
        draft.write_bytes(content)
        draft.replace(path)
    except OSError as error:
        raise RuleBroken(f"{path} cannot be written: {error.strerror}. Name another.") from error
    finally:
        with suppress(OSError):
            draft.unlink()


def as_bytes(suffix: str, tables: Sequence[Table]) -> bytes:
    """The bytes of a file of tables; a CSV file takes the first only.

    Args:
        suffix: One of SUFFIXES.
        tables: The name of each sheet, its header and its rows.
    """
    return _xlsx(tables) if suffix == ".xlsx" else _csv(*tables[0][1:])


def _csv(header: Sequence[Cell], rows: Iterable[Sequence[Cell]]) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow([_csv_cell(cell) for cell in header])
    writer.writerows([_csv_cell(cell) for cell in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def _csv_cell(cell: Cell) -> str:
    return guard_formula(cell) if isinstance(cell, str) else as_text(cell)


def _xlsx(tables: Iterable[Table]) -> bytes:
    workbook = Workbook(write_only=True)
    for sheet, header, rows in tables:
        worksheet = workbook.create_sheet(sheet)
        worksheet.freeze_panes = "A2"
        for index in range(1, len(header) + 1):
            worksheet.column_dimensions[get_column_letter(index)].width = _WIDTH
        worksheet.append([_xlsx_cell(worksheet, cell, is_bold=True) for cell in header])
        for row in rows:
            worksheet.append([_xlsx_cell(worksheet, cell) for cell in row])
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def _xlsx_cell(worksheet: WriteOnlyWorksheet, cell: Cell, *, is_bold: bool = False) -> Any:
    """A cell that stays what it is: text never a formula, dates and pence in their formats."""
    if cell == "":
        return None
    made = WriteOnlyCell(worksheet)
    if isinstance(cell, str):
        text = guard_formula(cell) if unguard_formula(cell) != cell else cell
        made.value = ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", text)
        made.data_type = "s"
        made.quotePrefix = guard_formula(cell) != cell
    else:
        made.value = cell
    if isinstance(cell, date):
        made.number_format = "dd/mm/yyyy"
    elif isinstance(cell, Decimal):
        made.number_format = "0.00"
    if is_bold:
        made.font = Font(bold=True)
    return made
