"""Opens a file that somebody gave: looks at what it is before reading it."""

from pathlib import Path, PurePath

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
    check_file(path.name, _head(path), path.stat().st_size)
    if path.suffix.lower() == ".xlsx":
        return read_xlsx(path, wanted_sheet)
    return read_csv(path)


def check_file(name: str, head: bytes, n_bytes: int) -> None:
    """Refuse what is no CSV or XLSX file by its name, its first bytes or its size.

    Raises:
        RuleBroken: It is none; the message says what to do.
    """
    if n_bytes == 0:
        raise RuleBroken(f"{name} is empty. Give a header row and a row for each record.")
    if n_bytes > MOST_BYTES:
        raise RuleBroken(
            f"{name} has {n_bytes / 1e6:,.0f} MB, and {MOST_BYTES // 1_000_000} MB is the most. "
            "Split it into smaller files."
        )
    suffix = PurePath(name).suffix.lower()
    if head.startswith(_OLE) or suffix == ".xls":
        raise RuleBroken(
            f"{name} is an old .xls workbook, or one with a password. Open it in a "
            "spreadsheet and save it as .xlsx without a password."
        )
    if suffix not in (".xlsx", *_TEXT_SUFFIXES):
        raise RuleBroken(
            f"{name} is neither .csv nor .xlsx. Save it as one of the two and name it so."
        )
    if suffix != ".xlsx" and head.startswith(_ZIP):
        raise RuleBroken(f"{name} holds a workbook. Name it .xlsx, or save it as CSV.")


def _head(path: Path) -> bytes:
    """The first bytes of a file, once it is known to be one."""
    if not path.exists():
        raise NotFound(f"There is no file {path}. Check its name and folder.")
    if not path.is_file():
        raise RuleBroken(f"{path} is not a file. Name the file itself.")
    with path.open("rb") as file:
        return file.read(8)
