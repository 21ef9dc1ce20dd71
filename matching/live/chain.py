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

from typing import Final

import numpy as np

from matching.columns import Int64
from matching.jit import compiled
from matching.live.reach import (
    FAR,
    LENGTH,
    LINK,
    MOVER,
    N_REACHED,
    OUTSIDE,
    REACHED,
    drop_nearest,
    forget,
    nearest,
    radius,
    reach,
)
from matching.live.state import NOBODY, State

_LOOKS_AT_ONCE: Final = 512

NO_CHAIN: Final = -1
"""Instead of moves: no chain leads from the one end to the other."""


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
    best = np.array([FAR, -1])
    ahead, behind = s.sides[0], s.sides[1]
    reach(behind, ahead, best, 0, goal, -1, -1)
    if newcomer >= 0:
        _start(s, newcomer, unit, ahead, behind, best, cutoff)
    else:
        reach(ahead, behind, best, 0, origin, -1, -1)
    near, far, rise, n_ahead, n_behind = 0, 0, 0, 0, 0
    while near + far < best[0]:
        if nearest(behind) == nowhere or (n_ahead <= n_behind and nearest(ahead) != nowhere):
            n_ahead += _go_ahead(s, unit, ahead, behind, best, far, cutoff)
            near = radius(ahead)
            rise = best[0] // unit - far // unit
        else:
            n_behind += _go_behind(s, unit, behind, ahead, best, near, cutoff)
            far = radius(behind)
            rise = near // unit
    n_moves = NO_CHAIN
    if best[1] >= 0:
        _mend(s, ahead, behind, rise, best[0] // unit - rise, unit, cutoff)
        n_moves = _note(s, ahead, behind, best[1])
    forget(ahead)
    forget(behind)
    return n_moves


@compiled
def _start(
    s: State, u: int, unit: int, ahead: Int64, behind: Int64, best: Int64, cutoff: int
) -> None:
    """Begin with the vacancies that a newcomer could have, the best for them at no loss."""
    pairs = range(s.pair_start[u], s.pair_start[u + 1])
    most = -FAR
    for e in pairs:
        most = max(most, s.worth[e] - s.prices[s.vacancy[e]])
    for e in pairs:
        j = s.vacancy[e]
        there = (most - s.worth[e] + s.prices[j]) * unit + 1
        if s.cutoff[j] == cutoff:
            reach(ahead, behind, best, there, j, -1, u)
        else:
            ahead[OUTSIDE, 0] = min(ahead[OUTSIDE, 0], there)


@compiled
def _go_ahead(
    s: State, unit: int, ahead: Int64, behind: Int64, best: Int64, far: int, cutoff: int
) -> int:
    """Go on from the nearest vacancies ahead to those their holders could have: pairs looked at."""
    vacancy, worth, prices = s.vacancy, s.worth, s.prices
    n_looks, nowhere, outside = 0, s.capacity.size, ahead[OUTSIDE, 0]
    while n_looks < _LOOKS_AT_ONCE:
        j, here = nearest(ahead), radius(ahead)
        if here + far >= best[0] or j == nowhere:
            break
        drop_nearest(ahead)
        n_looks += 1
        if s.n_held[j] < s.capacity[j] and s.cutoff[j] == NOBODY:
            reach(ahead, behind, best, here + prices[j] * unit, nowhere, j, -1)
        i = s.first_holder[j]
        while i >= 0:
            at_no_loss = here + (s.worth_held[i] - prices[j]) * unit + 1
            for e in range(s.pair_start[i], s.pair_start[i + 1]):
                k = vacancy[e]
                there = at_no_loss + (prices[k] - worth[e]) * unit
                if s.cutoff[k] != cutoff:
                    outside = min(outside, there)
                elif there < ahead[LENGTH, k]:
                    reach(ahead, behind, best, there, k, j, i)
            n_looks += s.pair_start[i + 1] - s.pair_start[i]
            i = s.next_holder[i]
    ahead[OUTSIDE, 0] = outside
    return n_looks


@compiled
def _go_behind(
    s: State, unit: int, behind: Int64, ahead: Int64, best: Int64, near: int, cutoff: int
) -> int:
    """Go back from the nearest vacancies behind to those whose holders could have them."""
    taker, taker_worth, place, worth_held = s.taker, s.taker_worth, s.place, s.worth_held
    prices, n_looks, nowhere, outside = s.prices, 0, s.capacity.size, behind[OUTSIDE, 0]
    while n_looks < _LOOKS_AT_ONCE:
        k, here = nearest(behind), radius(behind)
        if here + near >= best[0] or k == nowhere:
            break
        drop_nearest(behind)
        n_looks += s.n_housed[k] + 1
        if s.cutoff[k] == NOBODY:
            reach(behind, ahead, best, here + prices[k] * unit, nowhere, k, -1)
        at_no_loss = here + prices[k] * unit + 1
        for at in range(s.block_start[k], s.block_start[k] + s.n_housed[k]):
            i = taker[at]
            j = place[i]
            there = at_no_loss + (worth_held[i] - prices[j] - taker_worth[at]) * unit
            if s.cutoff[j] != cutoff:
                outside = min(outside, there)
            elif there < behind[LENGTH, j]:
                reach(behind, ahead, best, there, j, k, i)
    behind[OUTSIDE, 0] = outside
    return n_looks


@compiled
def _mend(
    s: State, ahead: Int64, behind: Int64, most_rise: int, most_fall: int, unit: int, cutoff: int
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
    lift = max(most_fall - behind[OUTSIDE, 0] // unit, 0)
    lift_earlier = lift + max(most_rise - ahead[OUTSIDE, 0] // unit, 0)
    if lift_earlier > 0:
        for j in range(s.capacity.size):
            s.prices[j] += lift * (s.cutoff[j] == cutoff) + lift_earlier * (s.cutoff[j] < cutoff)
    _raise_prices(s.prices, ahead, most_rise, unit, 1)
    _raise_prices(s.prices, behind, most_fall, unit, -1)


@compiled
def _raise_prices(prices: Int64, side: Int64, most: int, unit: int, sign: int) -> None:
    """Raise or lower the prices of the vacancies that are nearer than ``most`` points."""
    nowhere = prices.size - 1
    for j in side[REACHED, : side[N_REACHED, 0]]:
        if j < nowhere and side[LENGTH, j] < most * unit:
            prices[j] += sign * (most - side[LENGTH, j] // unit)


@compiled
def _note(s: State, ahead: Int64, behind: Int64, meeting: int) -> int:
    """Write down who moves where along the chain: how many."""
    n_moves, j = 0, meeting
    while j >= 0:
        if ahead[MOVER, j] >= 0:
            s.mover[n_moves], s.took[n_moves] = ahead[MOVER, j], j
            n_moves += 1
        j = ahead[LINK, j]
    j = meeting
    while j >= 0:
        if behind[MOVER, j] >= 0:
            s.mover[n_moves], s.took[n_moves] = behind[MOVER, j], behind[LINK, j]
            n_moves += 1
        j = behind[LINK, j]
    return n_moves
