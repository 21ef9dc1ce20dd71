"""Opens a file that somebody gave: looks at what it is before reading it."""

from pathlib import Path

from service.actions.imports.csv_table import read_csv
from service.actions.imports.table import Table
from service.actions.imports.xlsx_table import read_xlsx
from service.errors import NotFound, RuleBroken

MOST_BYTES = 20_000_000
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEXT_SUFFIXES = (".csv", ".tsv", ".txt")


def read_table(path: Path, wanted_sheet: str) -> Table:
    """The rows of a CSV or XLSX file.

    Raises:
        NotFound: There is no such file.
        RuleBroken: The file is not one that can be read; the message says what to do.
    """
    suffix = path.suffix.lower()
    head = _head(path)
    if head.startswith(_OLE) or suffix == ".xls":
        raise RuleBroken(
            f"{path.name} is an old .xls workbook, or one with a password. Open it in a "
            "spreadsheet and save it as .xlsx without a password."
        )
    if suffix == ".xlsx":
        return read_xlsx(path, wanted_sheet)
    if suffix not in _TEXT_SUFFIXES:
        raise RuleBroken(
            f"{path.name} is neither .csv nor .xlsx. Save it as one of the two and name it so."
        )
    if head.startswith(_ZIP):
        raise RuleBroken(f"{path.name} holds a workbook. Name it .xlsx, or save it as CSV.")
    return read_csv(path)


def _head(path: Path) -> bytes:
    """The first bytes of a file, once it is known to be one of a fitting size."""
    if not path.exists():
        raise NotFound(f"There is no file {path}. Check its name and folder.")
    if not path.is_file():
        raise RuleBroken(f"{path} is not a file. Name the file itself.")
    size = path.stat().st_size
    if size == 0:
        raise RuleBroken(f"{path.name} is empty. Give a header row and a row for each record.")
    if size > MOST_BYTES:
        raise RuleBroken(
            f"{path.name} has {size / 1e6:,.0f} MB, and {MOST_BYTES // 1_000_000} MB is the most. "
            "Split it into smaller files."
        )
    with path.open("rb") as file:
        return file.read(8)
