"""The shortest chain of moves between two ends, found by searching from both at once.

A step from vacancy j to k is a holder of j who could have k. Its length is what they lose by it at
the prices that stand, which is never below 0; of chains that lose the same, the one with fewer
moves is the shorter. Being nowhere is a vacancy too, the last: a free place leads to it, and it
leads to every place. Its price must stay 0, so no search goes beyond it.

No chain leaves the vacancies of one cut-off, so only those are searched. Moves between cut-offs
lead to an earlier one. None may gain by the new prices, so the prices of all earlier cut-offs are
raised as far as that asks for.
"""

from __future__ import annotations

from heapq import heappop, heappush
from typing import Final, NamedTuple

import numpy as np

from matching.columns import Int32, Int64
from matching.jit import compiled
from matching.live_state import NOBODY, State

_NOTHING_NEARER: Final = 2**62
_LOOKS_AT_ONCE: Final = 512

NO_CHAIN: Final = -1
"""Instead of moves: no chain leads from the one end to the other."""


class _Side(NamedTuple):
    """What is known of the ways between one end of the chain and the vacancies, nowhere the last.

    Attributes:
        length: int64[n_vacancies + 1], points lost × the unit + moves; ``best`` at first.
        link: int32[n_vacancies + 1], the next vacancy on the way to that end, −1 at the end.
        mover: int32[n_vacancies + 1], who moves between the two, −1 for nobody.
        heap: vacancies to go on from, the nearest first: length × (n_vacancies + 1) + vacancy.
        outside: int64[1], the least length of a step between the ways and another cut-off.
        best: int64[2], of both sides: the length of the best chain so far; where they meet on it.
    """

    length: Int64
    link: Int32
    mover: Int32
    heap: list[int]
    outside: Int64
    best: Int64


@compiled
def find_chain(s: State, newcomer: int, origin: int, goal: int, cutoff: int) -> int:
    """Find the shortest chain, note its moves in ``mover`` and ``took``, and mend the prices.

    Args:
        s: the state; nobody is moved yet.
        newcomer: who starts the chain, −1 for nobody.
        origin: the vacancy where it starts if nobody does.
        goal: the vacancy where it ends.
        cutoff: of every vacancy on the chain.

    Returns:
        How many moves are noted, or NO_CHAIN.
    """
    nowhere = s.capacity.size
    unit = 2 * nowhere + 4
    best = np.array([_NOTHING_NEARER // (nowhere + 1), -1])
    ahead, behind = _side(nowhere + 1, best), _side(nowhere + 1, best)
    _reach(behind, ahead, 0, goal, -1, -1)
    if newcomer >= 0:
        _start(s, newcomer, unit, cutoff, ahead, behind)
    else:
        _reach(ahead, behind, 0, origin, -1, -1)
    near, far, rise, n_ahead, n_behind = 0, 0, 0, 0, 0
    while near + far < best[0]:
        first, last = ahead.heap[0] % (nowhere + 1), behind.heap[0] % (nowhere + 1)
        if last == nowhere or (n_ahead <= n_behind and first != nowhere):
            n_ahead += _go_ahead(s, unit, cutoff, ahead, behind, far)
            near = _radius(ahead)
            rise = best[0] // unit - far // unit
        else:
            n_behind += _go_behind(s, unit, cutoff, behind, ahead, near)
            far = _radius(behind)
            rise = near // unit
    if best[1] < 0:
        return NO_CHAIN
    _mend(s, ahead, behind, rise, best[0] // unit - rise, unit, cutoff)
    return _note(s, ahead, behind, best[1])


@compiled
def _side(n_nodes: int, best: Int64) -> _Side:
    return _Side(
        np.full(n_nodes, best[0]),
        np.empty(n_nodes, dtype=np.int32),
        np.empty(n_nodes, dtype=np.int32),
        [_NOTHING_NEARER],
        best[:1].copy(),
        best,
    )


@compiled
def _reach(side: _Side, other: _Side, length: int, j: int, link: int, mover: int) -> None:
    """Note a way to vacancy j if it is shorter than those known."""
    if length < min(side.length[j], side.best[0]):
        side.length[j], side.link[j], side.mover[j] = length, link, mover
        heappush(side.heap, length * side.length.size + j)
        if length + other.length[j] < side.best[0]:
            side.best[0], side.best[1] = length + other.length[j], j


@compiled
def _radius(side: _Side) -> int:
    """How far that side has been searched: every way that is shorter is known for good."""
    n_nodes = side.length.size
    while side.heap[0] < _NOTHING_NEARER and (
        side.heap[0] // n_nodes > side.length[side.heap[0] % n_nodes]
    ):
        heappop(side.heap)
    return side.heap[0] // n_nodes


@compiled
def _start(s: State, u: int, unit: int, cutoff: int, ahead: _Side, behind: _Side) -> None:
    """Begin with the vacancies that a newcomer could have, the best for them at no loss."""
    pairs = range(s.pair_start[u], s.pair_start[u + 1])
    most = -_NOTHING_NEARER
    for e in pairs:
        most = max(most, s.worth[e] - s.prices[s.vacancy[e]])
    for e in pairs:
        j = s.vacancy[e]
        there = (most - s.worth[e] + s.prices[j]) * unit + 1
        if s.cutoff[j] == cutoff:
            _reach(ahead, behind, there, j, -1, u)
        else:
            ahead.outside[0] = min(ahead.outside[0], there)


@compiled
def _go_ahead(s: State, unit: int, cutoff: int, ahead: _Side, behind: _Side, far: int) -> int:
    """Go on from the nearest vacancies ahead to those their holders could have: pairs looked at."""
    vacancy, worth, prices, length = s.vacancy, s.worth, s.prices, ahead.length
    n_looks, nowhere = 0, s.capacity.size
    while n_looks < _LOOKS_AT_ONCE:
        here, j = _radius(ahead), ahead.heap[0] % length.size
        if here + far >= ahead.best[0] or j == nowhere:
            break
        heappop(ahead.heap)
        n_looks += 1
        if s.n_held[j] < s.capacity[j] and cutoff == NOBODY:
            _reach(ahead, behind, here + prices[j] * unit, nowhere, j, -1)
        i = s.first_holder[j]
        while i >= 0:
            surplus = s.worth_held[i] - prices[j]
            for e in range(s.pair_start[i], s.pair_start[i + 1]):
                k = vacancy[e]
                there = here + (surplus - worth[e] + prices[k]) * unit + 1
                if s.cutoff[k] != cutoff:
                    ahead.outside[0] = min(ahead.outside[0], there)
                elif there < length[k] and there + far < ahead.best[0]:
                    _reach(ahead, behind, there, k, j, i)
            n_looks += s.pair_start[i + 1] - s.pair_start[i]
            i = s.next_holder[i]
    return n_looks


@compiled
def _go_behind(s: State, unit: int, cutoff: int, behind: _Side, ahead: _Side, near: int) -> int:
    """Go back from the nearest vacancies behind to those whose holders could have them."""
    taker, taker_worth, prices, length = s.taker, s.taker_worth, s.prices, behind.length
    n_looks, nowhere = 0, s.capacity.size
    while n_looks < _LOOKS_AT_ONCE:
        here, k = _radius(behind), behind.heap[0] % length.size
        if here + near >= behind.best[0] or k == nowhere:
            break
        heappop(behind.heap)
        n_looks += s.n_housed[k] + 1
        if cutoff == NOBODY:
            _reach(behind, ahead, here + prices[k] * unit, nowhere, k, -1)
        for at in range(s.block_start[k], s.block_start[k] + s.n_housed[k]):
            i = taker[at]
            j = s.place[i]
            loss = s.worth_held[i] - prices[j] - taker_worth[at] + prices[k]
            there = here + loss * unit + 1
            if s.cutoff[j] != cutoff:
                behind.outside[0] = min(behind.outside[0], there)
            elif there < length[j] and there + near < behind.best[0]:
                _reach(behind, ahead, there, j, k, i)
    return n_looks


@compiled
def _mend(
    s: State, ahead: _Side, behind: _Side, most_rise: int, most_fall: int, unit: int, cutoff: int
) -> None:
    """Raise the prices near the start and lower those near the end, so that the chain loses 0.

    Args:
        s: the state.
        ahead: what is known from the start.
        behind: what is known from the end.
        most_rise: what the price where the chain starts rises by, in points.
        most_fall: what the price where it ends falls by.
        unit: of the lengths.
        cutoff: of the vacancies on the chain.
    """
    lift = max(most_fall - behind.outside[0] // unit, 0)
    lift_earlier = lift + max(most_rise - ahead.outside[0] // unit, 0)
    for j in range(s.capacity.size):
        if s.cutoff[j] < cutoff:
            s.prices[j] += lift_earlier
        elif s.cutoff[j] == cutoff:
            s.prices[j] += lift
            if ahead.length[j] < most_rise * unit:
                s.prices[j] += most_rise - ahead.length[j] // unit
            if behind.length[j] < most_fall * unit:
                s.prices[j] -= most_fall - behind.length[j] // unit


@compiled
def _note(s: State, ahead: _Side, behind: _Side, meeting: int) -> int:
    """Write down who moves where along the chain: how many."""
    n_moves, j = 0, meeting
    while j >= 0:
        if ahead.mover[j] >= 0:
            s.mover[n_moves], s.took[n_moves] = ahead.mover[j], j
            n_moves += 1
        j = ahead.link[j]
    j = meeting
    while j >= 0:
        if behind.mover[j] >= 0:
            s.mover[n_moves], s.took[n_moves] = behind.mover[j], behind.link[j]
            n_moves += 1
        j = behind.link[j]
    return n_moves
