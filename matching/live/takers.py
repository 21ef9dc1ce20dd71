"""The lists of those who have a pair for each vacancy: who is housed, and who waits for it.

Both lie in order of priority in the vacancy's block of takers (``state``).
"""

from __future__ import annotations

from matching.jit import compiled
from matching.live.state import NOBODY, State


@compiled
def list_housed(s: State, i: int) -> None:
    """Put applicant i among the housed takers of every vacancy they have a pair for."""
    for e in range(s.pair_start[i], s.pair_start[i + 1]):
        j = s.vacancy[e]
        stop = s.block_start[j] + s.n_housed[j]
        here = _position(s, i, s.block_start[j], stop)
        for at in range(stop, here, -1):
            s.taker[at], s.taker_worth[at] = s.taker[at - 1], s.taker_worth[at - 1]
        s.taker[here], s.taker_worth[here] = i, s.worth[e]
        s.n_housed[j] += 1


@compiled
def unlist_housed(s: State, i: int) -> None:
    """Take applicant i from among the housed takers."""
    for e in range(s.pair_start[i], s.pair_start[i + 1]):
        j = s.vacancy[e]
        s.n_housed[j] -= 1
        stop = s.block_start[j] + s.n_housed[j]
        for at in range(_position(s, i, s.block_start[j], stop), stop):
            s.taker[at], s.taker_worth[at] = s.taker[at + 1], s.taker_worth[at + 1]


@compiled
def list_waiting(s: State, i: int) -> None:
    """Put applicant i among the waiting takers of every vacancy they have a pair for."""
    for e in range(s.pair_start[i], s.pair_start[i + 1]):
        j = s.vacancy[e]
        first = s.block_stop[j] - s.n_waiting[j]
        here = _position(s, i, first, s.block_stop[j]) - 1
        for at in range(first - 1, here):
            s.taker[at] = s.taker[at + 1]
        s.taker[here] = i
        s.n_waiting[j] += 1
        _note_first(s, j)


@compiled
def unlist_waiting(s: State, i: int) -> None:
    """Take applicant i from among the waiting takers."""
    for e in range(s.pair_start[i], s.pair_start[i + 1]):
        j = s.vacancy[e]
        first = s.block_stop[j] - s.n_waiting[j]
        for at in range(_position(s, i, first, s.block_stop[j]), first, -1):
            s.taker[at] = s.taker[at - 1]
        s.n_waiting[j] -= 1
        _note_first(s, j)


@compiled
def _position(s: State, i: int, low: int, high: int) -> int:
    """Where applicant i stands, or would stand, among the takers listed from low up to high."""
    while low < high:
        middle = (low + high) // 2
        if s.rank[s.taker[middle]] < s.rank[i]:
            low = middle + 1
        else:
            high = middle
    return low


@compiled
def first_waiting(s: State, j: int) -> int:
    """The first in order of those who wait for vacancy j, −1 for nobody."""
    return int(s.taker[s.block_stop[j] - s.n_waiting[j]]) if s.n_waiting[j] else -1


@compiled
def _note_first(s: State, j: int) -> None:
    first = first_waiting(s, j)
    s.first_rank[j] = s.rank[first] if first >= 0 else NOBODY
