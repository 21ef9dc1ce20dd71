"""Finds the documented columns in a header row."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from geodata.gazetteer import fold
from service.actions.imports.column import Column
from service.actions.imports.columns import CORRECTION, MOST_PERSONS, ImportKind, columns_of
from service.actions.imports.faults import Category, Fault, cell_name, column_letters
from service.actions.imports.parsers import as_text, is_blank
from service.actions.imports.table import Row

_PERSON = re.compile(r"person (\d+) .*")


@dataclass(frozen=True)
class Header:
    """Where each documented column stands."""

    row: Row
    indexes: Mapping[str, int]
    """Column name -> column of the file, from 0."""
    columns: tuple[Column, ...]
    ignored: frozenset[int]
    """Columns of the file that are not read: notes of an earlier import."""

    @property
    def width(self) -> int:
        """Columns up to the last that has a name."""
        named = [i for i, cell in enumerate(self.row.cells) if as_text(cell).strip()]
        return max(named, default=-1) + 1

    def holds(self, row: Row) -> bool:
        """Whether a row holds anything but notes of an earlier import."""
        return bool(row.refused) or any(
            index not in self.ignored and not is_blank(cell) for index, cell in enumerate(row.cells)
        )


def known_keys(kind: ImportKind) -> frozenset[str]:
    """The folded names that a header of this kind may hold."""
    return frozenset(column.key for column in columns_of(kind, MOST_PERSONS))


def read_header(kind: ImportKind, row: Row) -> tuple[Header, list[Fault]]:
    """The header and what is wrong with it; a fault blocks the file."""
    keys = [fold(as_text(cell)) for cell in row.cells]
    columns = columns_of(kind, _most_persons(keys))
    names = {column.key: column.name for column in columns}
    found = {names[key]: index for index, key in reversed([*enumerate(keys)]) if key in names}
    ignored = frozenset(index for index, key in enumerate(keys) if key == fold(CORRECTION))
    read = tuple(column for column in columns if column.name in found or not column.may_be_missing)
    header = Header(row, found, read, ignored)
    if not found:
        return header, [_no_header(kind, row)]
    faults = [
        *_unknown(header, keys, frozenset(names)),
        *_twice(header, keys, names),
        *(_missing(header, column) for column in read if column.name not in found),
    ]
    return header, faults


def _most_persons(keys: list[str]) -> int:
    numbers = [int(match[1]) for key in keys if (match := _PERSON.fullmatch(key))]
    return max((number for number in numbers if number <= MOST_PERSONS), default=1)


def _setup(header: Header, index: int | None, message: str) -> Fault:
    value = "" if index is None else as_text(header.row.cells[index])
    number = header.row.number
    cell = "" if index is None else cell_name(number, index)
    return Fault(number, cell, "", value, message, Category.SETUP)


def _no_header(kind: ImportKind, row: Row) -> Fault:
    message = (
        f"This row names no column of a {kind} file. Start with the header row of docs/import.md."
    )
    return Fault(row.number, "", "", "", message, Category.SETUP)


def _unknown(header: Header, keys: list[str], known: frozenset[str]) -> list[Fault]:
    faults = []
    for index, key in enumerate(keys):
        if not key or key in known or index in header.ignored:
            continue
        close = get_close_matches(key, known, n=1, cutoff=0.5)
        hint = f"Did you mean '{close[0]}'?" if close else "Take it out."
        text = as_text(header.row.cells[index]).strip()[:60]
        faults.append(_setup(header, index, f"'{text}' is not a known column. {hint}"))
    return faults


def _twice(header: Header, keys: list[str], names: Mapping[str, str]) -> list[Fault]:
    return [
        _setup(
            header,
            index,
            f"'{names[key]}' stands twice, in columns "
            f"{column_letters(header.indexes[names[key]])} and {column_letters(index)}. Keep one.",
        )
        for index, key in enumerate(keys)
        if key in names and index != header.indexes[names[key]]
    ]


def _missing(header: Header, column: Column) -> Fault:
    ending = "." if column.required else ", even if its cells stay empty."
    return _setup(header, None, f"The column '{column.name}' is missing. Add it{ending}")
