"""Reads CSV: finds the encoding and the separator, and refuses what is no text."""

import csv
import io
import re
from pathlib import Path

from charset_normalizer import from_bytes

from service.actions.imports.parsers import looks_like_formula, unguard_formula
from service.actions.imports.table import Row, Table, check_size
from service.errors import RuleBroken

_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "upright strokes"}
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def read_csv(path: Path) -> Table:
    """The rows of a CSV file.

    Raises:
        RuleBroken: It is no text, or its quotation marks do not close.
    """
    text, notes = _decoded(path.read_bytes())
    if _CONTROLS.search(text):
        raise RuleBroken("The file is not text. Save it as CSV UTF-8, or as .xlsx.")
    separator = _separator(text)
    if separator != ",":
        notes.append(f"The cells are separated by {_SEPARATORS[separator]}; read as such.")
    return Table(_rows(text, separator), notes)


def _decoded(data: bytes) -> tuple[str, list[str]]:
    """The text and notes on how it was read.

    Raises:
        RuleBroken: The bytes are in no encoding that we take.
    """
    if data.startswith(_UTF_16_MARKS):
        try:
            return data.decode("utf-16"), ["The file is in UTF-16; read as such."]
        except UnicodeDecodeError:
            raise _unreadable() from None
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        return _western(data), [
            "The file is not in UTF-8; read as Windows-1252. Check names with accents, or save it "
            "as CSV UTF-8."
        ]


def _western(data: bytes) -> str:
    """Text in Windows-1252, where that makes sense."""
    if b"\0" in data or from_bytes(data, cp_isolation=["cp1252"]).best() is None:
        raise _unreadable()
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        raise _unreadable() from None


def _unreadable() -> RuleBroken:
    return RuleBroken(
        "The file is not text in UTF-8 or Windows-1252. Save it as CSV UTF-8, or as .xlsx."
    )


def _separator(text: str) -> str:
    """The separator that cuts the fullest of the first lines into most cells; commas on a tie."""
    head = text.lstrip()[:20_000].splitlines()[:10]

    def most_cells(separator: str) -> int:
        return max((len(row) for row in csv.reader(head, delimiter=separator)), default=0)

    return max(_SEPARATORS, key=most_cells)


def _rows(text: str, separator: str) -> list[Row]:
    """Every row that holds anything.

    Raises:
        RuleBroken: The quotation marks do not close, or there are too many rows.
    """
    rows: list[Row] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if any(cells) and not (row := _row(number, cells)).is_blank:
                rows.append(row)
            check_size(len(rows), len(cells), number)
    except csv.Error:
        raise RuleBroken(
            f"Row {number + 1} has a quotation mark that does not close, or text after one that "
            "does. Save the file again from a spreadsheet."
        ) from None
    return rows


def _row(number: int, cells: list[str]) -> Row:
    refused = {
        index: "This starts as a formula does. Write the value itself."
        for index, cell in enumerate(cells)
        if looks_like_formula(cell)
    }
    return Row(number, [unguard_formula(cell) for cell in cells], refused)
