"""Integer columns: their types, and checks that say which row is wrong and what would be right."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Bools = npt.NDArray[np.bool_]
Int8 = npt.NDArray[np.int8]
Int16 = npt.NDArray[np.int16]
Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
UInt8 = npt.NDArray[np.uint8]
UInt32 = npt.NDArray[np.uint32]
Column = npt.NDArray[Any]


class ProblemError(ValueError):
    """A column, a policy or an answer that cannot be right; the message says where and why."""


def starts(sizes: Int64) -> Int64:
    """Where each of some groups laid end to end begins, and where the last ends: int64[n + 1]."""
    return np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(sizes, dtype=np.int64)])


def extend(column: Int32, more: Int32 | Int64) -> None:
    """Lay more rows at the end of a column, which grows where it lies, so none is held twice.

    Args:
        column: int32[n], owned by nobody else, with no view of it.
        more: int32[k] or int64[k] of numbers that 32 bits hold.
    """
    n_before = len(column)
    column.resize(n_before + len(more), refcheck=False)
    column[n_before:] = more


def settle(
    where: str,
    given: object,
    dtype: type[np.integer[Any]],
    *,
    dimensions: int = 1,
    low: int | None = None,
    high: int | None = None,
) -> Column:
    """The column checked, contiguous, read-only and of the right type.

    Args:
        where: what to call it in a message.
        given: anything that numpy takes as an array.
        dtype: the type wanted; another is converted only if no number changes.
        dimensions: how many it must have.
        low: the least it may hold; the least of the type if not given.
        high: the most it may hold; the most of the type if not given.

    Raises:
        ProblemError: if the type, the shape or a number is wrong.
    """
    column = np.ascontiguousarray(_lossless(where, np.asarray(given), dtype))
    if column.ndim != dimensions:
        raise ProblemError(f"{where} has {column.ndim} dimensions; it must have {dimensions}")
    _check_range(where, column, low, high)
    settled = column.view()
    settled.flags.writeable = False
    return settled


def _lossless(where: str, given: Column, dtype: type[np.integer[Any]]) -> Column:
    """The same numbers in the type wanted; an error if one of them would change."""
    if given.dtype == dtype:
        return given
    if given.size == 0:
        return given.astype(dtype)
    if given.dtype.kind not in "biuf":
        raise ProblemError(f"{where} is of type {given.dtype}; it must be {dtype.__name__}")
    limits = np.iinfo(dtype)
    fits = (given >= limits.min) & (given <= limits.max) & (given == np.floor(given))
    if not fits.all():
        row, value = _first(given, ~fits)
        raise ProblemError(
            f"{where} row {row} is {value}; it must be a whole number "
            f"{limits.min}..{limits.max} ({dtype.__name__})"
        )
    return given.astype(dtype)


def _check_range(where: str, column: Column, low: int | None, high: int | None) -> None:
    limits = np.iinfo(column.dtype)
    low = limits.min if low is None else low
    high = limits.max if high is None else high
    wrong = (column < low) | (column > high)
    if wrong.any():
        row, value = _first(column, wrong)
        raise ProblemError(f"{where} row {row} is {value}; it must be {low}..{high}")


def _first(column: Column, wrong: Bools) -> tuple[int, Any]:
    at = tuple(int(axis[0]) for axis in np.nonzero(wrong))
    return at[0], column[at]


def check_unique(where: str, key: Int64) -> None:
    """Refuse a column that has the same number in two rows.

    Raises:
        ProblemError: if it has.
    """
    order = np.argsort(key, kind="stable")
    again = np.flatnonzero(key[order][1:] == key[order][:-1])
    if again.size:
        row = int(order[again[0] + 1])
        raise ProblemError(f"{where} row {row} is {key[row]}, as in another row; keys must differ")
