"""Writes the rows that did not go in to a file that, once corrected, can be imported."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from service.actions.imports.check import Entry
from service.actions.imports.columns import CORRECTION
from service.actions.imports.faults import Category
from service.actions.imports.header import Header
from service.actions.imports.parsers import Cell
from service.actions.imports.writing import Table, as_bytes, write_table
from service.errors import RuleBroken


def write_rejected(
    header: Header, entries: Sequence[Entry], path: Path, exports: Path
) -> Path | None:
    """Write rejected rows in the format of the file they came from; None when there are none.

    The cells stand as they were given; a last column says what to correct.

    Raises:
        RuleBroken: The folder or the file cannot be written.
    """
    if not entries:
        return None
    suffix = ".xlsx" if path.suffix.lower() == ".xlsx" else ".csv"
    try:
        exports.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RuleBroken(
            f"{exports} cannot be made: {error.strerror}. Set HOMEWARD_HOME."
        ) from error
    written = _free_name(exports, path.stem, suffix)
    write_table(written, *_table(header, entries))
    return written


def rejected_bytes(header: Header, entries: Sequence[Entry], suffix: str) -> bytes | None:
    """The same file as its bytes, which nobody's name of a file is a path for."""
    return as_bytes(suffix, [_table(header, entries)]) if entries else None


def _table(header: Header, entries: Sequence[Entry]) -> Table:
    titles = [*_kept(header, header.row.cells[: header.width]), CORRECTION]
    return "rejected", titles, _rows(header, entries, len(titles) - 1)


def _free_name(folder: Path, stem: str, suffix: str) -> Path:
    """A name that no file has yet, with the time in it."""
    name = f"{stem}-rejected-{datetime.now(UTC):%Y%m%d-%H%M%S}"
    endings = ("", *(f"-{number}" for number in range(2, 1000)))
    tries = (folder / f"{name}{ending}{suffix}" for ending in endings)
    return next(path for path in tries if not path.exists())


def _rows(header: Header, entries: Sequence[Entry], width: int) -> Iterator[list[Cell]]:
    for entry in entries:
        cells = _kept(header, entry.row.cells)
        cells += [""] * (width - len(cells))
        what = " ".join(
            f"{fault.field or fault.cell}: {fault.message}"
            for fault in sorted(entry.faults)
            if fault.category is Category.CRITICAL
        )
        yield [*cells[:width], what, *cells[width:]]


def _kept(header: Header, cells: Sequence[Cell]) -> list[Cell]:
    """Cells but for those under columns that are ignored."""
    return [cell for index, cell in enumerate(cells) if index not in header.ignored]
