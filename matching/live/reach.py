"""How near each vacancy is to one end of a chain: the shortest ways that a search has found so far.

Vacancies to go on from wait in a binary heap, the nearest first. Each waits once; one to which a
shorter way is found moves up.

What is known is one table, int64, with a column for each vacancy and a last one for being nowhere.
One table and not a tuple of them, because compiled calls pass it on at a fraction of the cost. It
is kept between searches, which put back only what they have touched.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from matching.columns import Int64
from matching.jit import compiled

FAR: Final = 2**62
"""Longer than any way."""

LENGTH: Final = 0
"""The row of the length of the shortest way, FAR for none."""

LINK: Final = 1
"""The row of the next vacancy on the way to that end, −1 at the end."""

MOVER: Final = 2
"""The row of who moves between the two, −1 for nobody."""

OUTSIDE: Final = 3
"""The row whose first value is the least length of a way that would pass where none may."""

REACHED: Final = 4
"""The row of the vacancies to which a way is known, as many as the first value of the next row."""

N_REACHED: Final = 5
_HEAP: Final = 6
_POSITION: Final = 7
_N_WAITING: Final = 8
_N_ROWS: Final = 9


def unreached(n_vacancies: int) -> Int64:
    """int64[2, rows, n_vacancies + 1], a table for each end of a chain: nothing is known yet."""
    sides = np.zeros((2, _N_ROWS, n_vacancies + 1), dtype=np.int64)
    sides[:, LENGTH], sides[:, OUTSIDE, 0] = FAR, FAR
    return sides


@compiled
def forget(side: Int64) -> None:
    """Nothing is known again."""
    for j in side[REACHED, : side[N_REACHED, 0]]:
        side[LENGTH, j] = FAR
    side[OUTSIDE, 0], side[N_REACHED, 0], side[_N_WAITING, 0] = FAR, 0, 0


@compiled
def reach(
    side: Int64, other: Int64, best: Int64, length: int, j: int, link: int, mover: int
) -> None:
    """Note a way to vacancy j if it is shorter than those known, and the chain if they meet.

    Args:
        side: what is known from one end.
        other: what is known from the other end.
        best: int64[2], the length of the best chain so far; where the ways meet on it.
        length: of the way.
        j: the vacancy.
        link: the vacancy before it on the way, −1 at the end.
        mover: who moves between them, −1 for nobody.
    """
    if length < min(side[LENGTH, j], best[0]):
        if side[LENGTH, j] == FAR:
            side[_POSITION, j] = side[_N_WAITING, 0]
            side[_N_WAITING, 0] += 1
            side[REACHED, side[N_REACHED, 0]] = j
            side[N_REACHED, 0] += 1
        side[LENGTH, j], side[LINK, j], side[MOVER, j] = length, link, mover
        _move_up(side, j)
        if length + other[LENGTH, j] < best[0]:
            best[0], best[1] = length + other[LENGTH, j], j


@compiled
def nearest(side: Int64) -> int:
    """The vacancy to go on from next, −1 for none."""
    return side[_HEAP, 0] if side[_N_WAITING, 0] else -1


@compiled
def radius(side: Int64) -> int:
    """How far that side has been searched: every way that is shorter is known for good."""
    return side[LENGTH, side[_HEAP, 0]] if side[_N_WAITING, 0] else FAR


@compiled
def drop_nearest(side: Int64) -> None:
    """The nearest vacancy waits no longer."""
    side[_N_WAITING, 0] -= 1
    size, here = side[_N_WAITING, 0], 0
    j = side[_HEAP, size]
    while 2 * here + 1 < size:
        below = 2 * here + 1
        if below + 1 < size and _way_to(side, below + 1) < _way_to(side, below):
            below += 1
        if _way_to(side, below) >= side[LENGTH, j]:
            break
        _put(side, side[_HEAP, below], here)
        here = below
    _put(side, j, here)


@compiled
def _move_up(side: Int64, j: int) -> None:
    here = side[_POSITION, j]
    while here > 0:
        above = (here - 1) >> 1
        if _way_to(side, above) <= side[LENGTH, j]:
            break
        _put(side, side[_HEAP, above], here)
        here = above
    _put(side, j, here)


@compiled
def _way_to(side: Int64, here: int) -> int:
    """The length of the way to the vacancy at one position of the heap."""
    return int(side[LENGTH, side[_HEAP, here]])


@compiled
def _put(side: Int64, j: int, here: int) -> None:
    side[_HEAP, here], side[_POSITION, j] = j, here
