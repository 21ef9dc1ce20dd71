"""Tables of integer columns: what each column is, may hold, and holds where nothing is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final, TypeVar

import numpy as np

from matching.columns import Column, Int64, ProblemError, check_unique, settle

DAY: Final = (-1_000_000, 1_000_000)
PENCE: Final = (-1, 100_000_000)


@dataclass(frozen=True)
class ColumnSpec:
    """One column of a table.

    Attributes:
        dtype: the type of its numbers.
        about: what it says, for people; the schema of instances repeats it.
        low: the least it may hold; None for the least of the type.
        high: the most it may hold; None for the most of the type.
        unsaid: what every row holds when the column is not given; None if it must be given.
        width: how many numbers each row has; None for one, 0 for any number.
    """

    dtype: type[np.integer[Any]]
    about: str
    low: int | None = None
    high: int | None = None
    unsaid: int | None = None
    width: int | None = None


UNSAID: Final[Any] = None
"""Stands for a column that is not given; the table puts the column's ``unsaid`` in every row."""

Table = TypeVar("Table")


def settle_table(table: object, name: str, specs: Mapping[str, ColumnSpec], leader: str) -> None:
    """Put checked columns of one length in the place of those given.

    Args:
        table: a frozen dataclass whose fields are the columns.
        name: what to call it in a message.
        specs: the columns, by name.
        leader: the column whose length the others must have.

    Raises:
        ProblemError: if a column has a wrong type, shape or value; the message names it.
    """
    n_rows = len(np.asarray(getattr(table, leader)))
    for column_name, spec in specs.items():
        given = getattr(table, column_name)
        if given is UNSAID and spec.unsaid is not None:
            given = np.full(n_rows, spec.unsaid, dtype=spec.dtype)
        settled = _settle_column(f"{name}.{column_name}", given, spec)
        if len(settled) != n_rows:
            raise ProblemError(
                f"{name}.{column_name} has {len(settled)} rows; "
                f"it must have {n_rows}, as {leader} has"
            )
        object.__setattr__(table, column_name, settled)
    if leader == "key":
        check_unique(f"{name}.key", getattr(table, leader))


def _settle_column(where: str, given: object, spec: ColumnSpec) -> Column:
    dimensions = 1 if spec.width is None else 2
    column = settle(where, given, spec.dtype, dimensions=dimensions, low=spec.low, high=spec.high)
    if spec.width and column.shape[1] != spec.width:
        raise ProblemError(f"{where} has {column.shape[1]} columns; it must have {spec.width}")
    return column


def columns(table: Any) -> list[tuple[str, Column]]:
    """Each column of a table with its name, in the order of declaration."""
    return [(field.name, getattr(table, field.name)) for field in fields(table)]


def take_rows(table: Table, rows: Int64) -> Table:
    """The same table with the rows named, in the order named.

    Args:
        table: a table of columns.
        rows: int64[k], row numbers.
    """
    return type(table)(**{name: column[rows] for name, column in columns(table)})


def check_rows(where: str, column: Column, n_rows: int, *, none: int | None = None) -> None:
    """Refuse a column of row numbers that names a row that is not there.

    Args:
        where: what to call the column in a message.
        column: integers.
        n_rows: how many rows there are.
        none: the number that stands for no row, if one does.

    Raises:
        ProblemError: if a number is out of range.
    """
    wrong = (column < 0) | (column >= n_rows)
    if none is not None:
        wrong &= column != none
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        also = "" if none is None else f", or {none} for none"
        raise ProblemError(f"{where} row {row} is {column[row]}; it must be 0..{n_rows - 1}{also}")
