"""A file as read, before the database is asked: its header, and each row's values and faults."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from service.actions.imports.check import Entry, Reader
from service.actions.imports.columns import ImportKind
from service.actions.imports.faults import Category, Fault
from service.actions.imports.files import read_table
from service.actions.imports.header import Header, known_keys, read_header
from service.actions.imports.table import Row
from service.errors import RuleBroken

_MOST_FAULTS = 50_000
_OPENED = 0.2
"""How much of reading is done when the file is open and no cell is read."""
_EVERY = 500
"""Rows between two reports."""

Report = Callable[[float], None]
"""Told how much is done, from 0 to 1."""


@dataclass(frozen=True)
class Sheet:
    """What the header and each row hold."""

    header: Header
    entries: Sequence[Entry]
    setup: Sequence[Fault]
    """Faults of the header; any of them blocks the file."""
    n_rows: int
    notes: Sequence[str]
    today: date

    @property
    def good(self) -> list[Entry]:
        """The rows that may go in."""
        return [entry for entry in self.entries if entry.is_good]

    @property
    def rejected(self) -> list[Entry]:
        """The rows that come back to be corrected."""
        return [entry for entry in self.entries if not entry.is_good]

    @property
    def to_confirm(self) -> list[Entry]:
        """Good rows with something unusual."""
        return [entry for entry in self.good if entry.faults]

    @property
    def faults(self) -> list[Fault]:
        """Everything that is wrong or unusual, in the order of rows; that of the header first."""
        return [*self.setup, *(f for entry in self.entries for f in sorted(entry.faults))]

    def count(self, category: Category) -> int:
        """Faults of one category."""
        return sum(fault.category is category for fault in self.faults)


def read_sheet(kind: ImportKind, path: Path, today: date, report: Report) -> Sheet:
    """Read a file and each of its cells.

    Raises:
        NotFound: There is no such file.
        RuleBroken: The file cannot be read; the message says what to do.
    """
    table = read_table(path, kind.value)
    header_row, rows = table.split(known_keys(kind))
    header, faults = read_header(kind, header_row)
    if faults:
        return Sheet(header, [], faults, len(rows), table.notes, today)
    report(_OPENED)
    entries = _read_rows(header, rows, Reader(today), report)
    return Sheet(header, entries, faults, len(entries), table.notes, today)


def _read_rows(header: Header, rows: Sequence[Row], reader: Reader, report: Report) -> list[Entry]:
    """Every cell of every row.

    Raises:
        RuleBroken: So much is wrong that the columns cannot hold what their names say.
    """
    entries: list[Entry] = []
    n_faults = 0
    for index, row in enumerate(rows):
        if index % _EVERY == 0:
            report(_OPENED + (1 - _OPENED) * index / len(rows))
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
