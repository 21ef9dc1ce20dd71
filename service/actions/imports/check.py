"""Reads each cell of each row by its column, and keeps every fault, not only the first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from service.actions.imports.column import Column
from service.actions.imports.faults import Category, Fault, cell_name
from service.actions.imports.forms import Form
from service.actions.imports.header import Header
from service.actions.imports.parsers import LONGEST_CELL, Cell, Misread, as_text, is_blank
from service.actions.imports.table import Row


@dataclass(eq=False)
class Entry:
    """One row being checked: its values so far and its faults."""

    header: Header
    row: Row
    values: dict[str, Any] = field(default_factory=dict)
    """Column name -> value; a column whose cell is at fault is missing."""
    faults: list[Fault] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        """Whether the row may go in."""
        return all(fault.category is not Category.CRITICAL for fault in self.faults)

    def has(self, *names: str) -> bool:
        """Whether all these columns were read."""
        return all(name in self.values for name in names)

    def cell(self, name: str) -> Cell:
        """The cell of a column; empty where the row is too short."""
        return self._cell_at(self.header.indexes[name])

    def blame(self, name: str, message: str, category: Category = Category.CRITICAL) -> None:
        """Add a fault of one column's cell."""
        self._blame_at(self.header.indexes[name], name, message, category)

    def blame_stray(self, index: int) -> None:
        """Add the fault of a cell that stands under no column name."""
        message = (
            "This cell has no column name above it. Was a comma in a cell taken for the end of it?"
        )
        self._blame_at(index, "", message, Category.CRITICAL)

    def _cell_at(self, index: int) -> Cell:
        return self.row.cells[index] if index < len(self.row.cells) else ""

    def _blame_at(self, index: int, name: str, message: str, category: Category) -> None:
        number = self.row.number
        value = as_text(self._cell_at(index))[:200]
        cell = cell_name(number, index)
        self.faults.append(Fault(number, cell, name, value, message, category))


class Reader:
    """Reads cells, and remembers what it made of each text."""

    def __init__(self, today: date) -> None:
        self._today = today
        self._seen: dict[tuple[int, type, Cell], Any] = {}

    def read(self, header: Header, row: Row) -> Entry:
        """The row's values and the faults of its cells."""
        entry = Entry(header, row)
        for column in header.columns:
            self._read_column(entry, column)
        used = {*header.indexes.values(), *header.ignored}
        for index, cell in enumerate(row.cells):
            if index not in used and not is_blank(cell):
                entry.blame_stray(index)
        return entry

    def _read_column(self, entry: Entry, column: Column) -> None:
        cell = entry.cell(column.name)
        refused = entry.row.refused.get(entry.header.indexes[column.name])
        if refused:
            entry.blame(column.name, refused)
        elif not is_blank(cell):
            self._read_cell(entry, column, cell)
        elif column.required:
            entry.blame(column.name, f"This is empty. Write {_wanted(column)}.")
        else:
            entry.values[column.name] = column.default

    def _read_cell(self, entry: Entry, column: Column, cell: Cell) -> None:
        value = self._value(column.form, cell)
        if isinstance(value, Misread):
            entry.blame(column.name, str(value))
            return
        entry.values[column.name] = value
        if doubt := column.doubt(value, self._today):
            entry.blame(column.name, doubt, Category.SOFT)

    def _value(self, form: Form, cell: Cell) -> Any:
        """The cell's value, or the reason why it has none."""
        key = (id(form), type(cell), cell)
        if key not in self._seen:
            try:
                _check_length(cell)
                self._seen[key] = form.read(cell)
            except Misread as misread:
                self._seen[key] = misread
        return self._seen[key]


def _check_length(cell: Cell) -> None:
    if isinstance(cell, str) and len(cell) > LONGEST_CELL:
        raise Misread(f"This is {len(cell):,} letters long. Shorten it.")


def _wanted(column: Column) -> str:
    """What to write in a cell that must not be empty."""
    if column.form.choices:
        return f"one of: {', '.join(column.form.choices)}"
    return column.form.words


def group(entries: Iterable[Entry], name: str) -> dict[Any, list[Entry]]:
    """Entries by the value of a column, those without one left out."""
    groups: dict[Any, list[Entry]] = {}
    for entry in entries:
        if entry.values.get(name) is not None:
            groups.setdefault(entry.values[name], []).append(entry)
    return groups


def blame_repeats(entries: Iterable[Entry], name: str) -> None:
    """Refuse every row of a reference that stands in several."""
    for reference, rows in group(entries, name).items():
        numbers = _listed([entry.row.number for entry in rows])
        for entry in rows if len(rows) > 1 else ():
            entry.blame(name, f"'{reference}' stands in {numbers}. Give each row its own.")


def blame_disagreement(entries: Iterable[Entry], key: str, names: Sequence[str]) -> None:
    """Refuse every row of a thing that is described differently from row to row.

    Which description is right nobody can know, and a wrong one may put people at risk.
    """
    for thing, rows in group(entries, key).items():
        odd = set(_blame_different(rows, key, names))
        numbers = _listed(sorted(entry.row.number for entry in odd))
        for entry in rows if odd else ():
            if entry not in odd:
                entry.blame(
                    key,
                    f"The rows of '{thing}' do not agree: see {numbers}. Correct them together.",
                )


def _blame_different(rows: Sequence[Entry], key: str, names: Sequence[str]) -> list[Entry]:
    """The rows that differ from the first in a column, each blamed for it."""
    odd: list[Entry] = []
    for name in names:
        read = [entry for entry in rows if entry.has(name)]
        for entry in read[1:]:
            if entry.values[name] != read[0].values[name]:
                entry.blame(
                    name,
                    f"Row {read[0].row.number} says {_said(read[0], name)} for the same {key}, "
                    f"and this row {_said(entry, name)}. Make them the same.",
                )
                odd.append(entry)
    return odd


def _said(entry: Entry, name: str) -> str:
    text = as_text(entry.cell(name)).strip()
    return f"'{text}'" if text else "nothing"


def _listed(numbers: Sequence[int]) -> str:
    """As "row 4" or "rows 4, 9 and 12"; many are cut short."""
    if not numbers:
        return ""
    if len(numbers) == 1:
        return f"row {numbers[0]}"
    if len(numbers) > 5:
        return f"rows {', '.join(map(str, numbers[:5]))} and {len(numbers) - 5} more"
    return f"rows {', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"
