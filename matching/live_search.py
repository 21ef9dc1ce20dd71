"""One change followed through: who gives way or comes in, and by which chain of moves.

Moves are steps from vacancy to vacancy: a step from j to k is a holder of j who could have k
instead. The set of people housed is settled first (README, "Priority"): a change lets in or turns
out one applicant at most. The chain between is then a shortest path. The length of a step is what
the mover loses by it at the prices that stand, never below 0; ties go to fewer moves.
"""

from __future__ import annotations

from heapq import heappop, heappush
from typing import Final, NamedTuple

import numpy as np

from matching.columns import Bools, Int32, Int64
from matching.jit import compiled
from matching.live_state import (
    State,
    first_waiting,
    list_housed,
    list_waiting,
    occupy,
    unlist_housed,
    unlist_waiting,
    vacate,
)

FAR: Final = 2**61
"""Longer than any chain."""


@compiled
def arrive(s: State, u: int) -> tuple[int, int]:
    """Let in applicant u, whose row is filled but who is not listed: moves made, points gained."""
    leaver = _who_gives_way(s, u, -1)
    if leaver == u:
        list_waiting(s, u)
        return 0, 0
    list_housed(s, u)
    return _push(s, u, -1, leaver)


@compiled
def withdraw(s: State, u: int) -> tuple[int, int]:
    """Take applicant u off every list: moves made by others, points gained."""
    freed = s.place[u]
    if freed < 0:
        unlist_waiting(s, u)
        return 0, 0
    gone = s.own[u]
    vacate(s, u)
    unlist_housed(s, u)
    n_moves, gain = _pull(s, freed)
    return n_moves, gain - gone


@compiled
def add_place(s: State, j: int) -> tuple[int, int]:
    """Give vacancy j one more place: moves made, points gained."""
    s.capacity[j] += 1
    return _pull(s, j)


@compiled
def lose_place(s: State, j: int) -> tuple[int, int]:
    """Take a place from vacancy j, which has one: moves made, points gained."""
    if s.n_held[j] < s.capacity[j]:
        s.capacity[j] -= 1
        return 0, 0
    leaver = _who_gives_way(s, -1, j)
    n_moves, gain = _push(s, -1, j, leaver)
    s.capacity[j] -= 1
    return n_moves, gain


@compiled
def _push(s: State, newcomer: int, lost: int, leaver: int) -> tuple[int, int]:
    """Move people on, from a newcomer or a lost place to the leaver's or to a free place."""
    nowhere = s.capacity.size
    goal = nowhere if leaver < 0 else s.place[leaver]
    n_moves = _trace(s, newcomer, lost, goal)
    if leaver >= 0:
        s.mover[n_moves], s.took[n_moves] = leaver, -1
        unlist_housed(s, leaver)
        list_waiting(s, leaver)
        n_moves += 1
    return n_moves, _move(s, n_moves)


@compiled
def _pull(s: State, freed: int) -> tuple[int, int]:
    """Move people up into a place that is free, and let in the first who can come by that."""
    newcomer = _who_comes_in(s, freed)
    if newcomer >= 0:
        unlist_waiting(s, newcomer)
        list_housed(s, newcomer)
        n_moves = _trace(s, newcomer, -1, freed)
    else:
        n_moves = _trace(s, -1, s.capacity.size, freed)
    return n_moves, _move(s, n_moves)


@compiled
def _who_gives_way(s: State, newcomer: int, lost: int) -> int:
    """The last in order whom chains from a newcomer or from a lost place reach: who must leave.

    A vacancy for which somebody waits who stands before the last found so far need not be looked
    into: whoever could be reached from it stands before them both.

    Returns:
        An applicant, who may be the newcomer; −1 if a chain reaches a free place.
    """
    seen = np.zeros(s.capacity.size, dtype=np.bool_)
    queue = np.empty(s.capacity.size, dtype=np.int32)
    n_seen, head, last = 0, 0, newcomer
    if newcomer >= 0:
        n_seen = _look(s, newcomer, seen, queue, n_seen)
    else:
        seen[lost], queue[0], n_seen = True, lost, 1
    while 0 <= head < n_seen:
        j = queue[head]
        head += 1
        waits = first_waiting(s, j)
        if waits >= 0 and last >= 0 and s.rank[waits] < s.rank[last]:
            continue
        i = s.first_holder[j]
        while i >= 0 and n_seen >= 0:
            if last < 0 or s.rank[i] > s.rank[last]:
                last = i
            n_seen = _look(s, i, seen, queue, n_seen)
            i = s.next_holder[i]
    return last if n_seen >= 0 else -1


@compiled
def _look(s: State, i: int, seen: Bools, queue: Int32, n_seen: int) -> int:
    """Note each new vacancy that applicant i could have; −1 once one has a free place."""
    for e in range(s.pair_start[i], s.pair_start[i + 1]):
        j = s.vacancy[e]
        if not seen[j]:
            if s.n_held[j] < s.capacity[j]:
                return -1
            seen[j], queue[n_seen] = True, j
            n_seen += 1
    return n_seen


@compiled
def _who_comes_in(s: State, freed: int) -> int:
    """The first in order of those who wait and from whom a chain reaches a freed place, or −1.

    Of the takers of a vacancy only those matter who stand before the best found so far: who
    stands behind cannot have been reached by anyone better who waits.
    """
    seen = np.zeros(s.capacity.size, dtype=np.bool_)
    queue = np.empty(s.capacity.size, dtype=np.int32)
    seen[freed], queue[0] = True, freed
    n_seen, head, first, bound = 1, 0, -1, FAR
    while head < n_seen:
        j = queue[head]
        head += 1
        waits = first_waiting(s, j)
        if waits >= 0 and s.rank[waits] < bound:
            first, bound = waits, s.rank[waits]
        for at in range(s.block_start[j], s.block_start[j] + s.n_housed[j]):
            i = s.taker[at]
            if s.rank[i] > bound:
                break
            k = s.place[i]
            if not seen[k]:
                seen[k], queue[n_seen] = True, k
                n_seen += 1
    return first


class _Side(NamedTuple):
    """What is known of the way from one end of a chain.

    Attributes:
        key: int64[n_vacancies + 1], the length from that end, in points × the unit + moves.
        link: int32[n_vacancies + 1], the vacancy next on the way to that end, −1 at the end.
        via: int32[n_vacancies + 1], who moves between the two, −1 for nobody.
        best: int64[2], shared by both sides: the shortest chain so far, and where they meet on it.
    """

    key: Int64
    link: Int32
    via: Int32
    best: Int64


@compiled
def _side(n_nodes: int, best: Int64) -> _Side:
    return _Side(
        np.full(n_nodes, FAR, dtype=np.int64),
        np.full(n_nodes, -1, dtype=np.int32),
        np.full(n_nodes, -1, dtype=np.int32),
        best,
    )


@compiled
def _trace(s: State, newcomer: int, origin: int, goal: int) -> int:
    """Find the shortest chain by searching from both ends; mend the prices; note who moves where.

    Being nowhere is a vacancy too, the last: a free place leads to it, and it leads to each place
    that is taken. Its price must stay 0, so no search goes beyond it.

    Args:
        s: the state; nobody is moved yet.
        newcomer: who starts the chain, −1 for nobody.
        origin: the vacancy where it starts if nobody does.
        goal: the vacancy where it ends.

    Returns:
        How many moves are noted.
    """
    nowhere = s.capacity.size
    unit = 2 * nowhere + 4
    best = np.array([FAR, -1])
    ahead, behind = _side(nowhere + 1, best), _side(nowhere + 1, best)
    heap_ahead, heap_behind = [(FAR, -1)], [(FAR, -1)]
    _reach(behind, ahead, heap_behind, 0, goal, -1, -1)
    if newcomer >= 0:
        _start(s, newcomer, unit, ahead, behind, heap_ahead)
    else:
        _reach(ahead, behind, heap_ahead, 0, origin, -1, -1)
    while True:
        near, far = _radius(ahead, heap_ahead), _radius(behind, heap_behind)
        if near + far >= best[0]:
            break
        if heap_behind[0][1] == nowhere or (near <= far and heap_ahead[0][1] != nowhere):
            _step_ahead(s, unit, ahead, behind, heap_ahead)
        else:
            _step_behind(s, unit, ahead, behind, heap_behind)
    _mend(s.prices, ahead, behind, min(near, best[0]) // unit, unit)
    return _note(s, ahead, behind)


@compiled
def _reach(
    side: _Side, other: _Side, heap: list[tuple[int, int]], key: int, j: int, link: int, via: int
) -> None:
    """Note a way to vacancy j that is shorter than those known."""
    if key < side.key[j] and key < side.best[0]:
        side.key[j], side.link[j], side.via[j] = key, link, via
        heappush(heap, (key, int(np.int64(j))))
        if key + other.key[j] < side.best[0]:
            side.best[0], side.best[1] = key + other.key[j], j


@compiled
def _radius(side: _Side, heap: list[tuple[int, int]]) -> int:
    """How far that side has been searched: all that is nearer is known for good."""
    while heap[0][0] < FAR and heap[0][0] > side.key[heap[0][1]]:
        heappop(heap)
    return heap[0][0]


@compiled
def _start(
    s: State, u: int, unit: int, ahead: _Side, behind: _Side, heap: list[tuple[int, int]]
) -> None:
    """Begin with the vacancies that a newcomer could have, the best for them at no loss."""
    most = -FAR
    for e in range(s.pair_start[u], s.pair_start[u + 1]):
        most = max(most, s.worth[e] - s.prices[s.vacancy[e]])
    for e in range(s.pair_start[u], s.pair_start[u + 1]):
        j = s.vacancy[e]
        loss = most - (s.worth[e] - s.prices[j])
        _reach(ahead, behind, heap, loss * unit + 1, j, -1, u)


@compiled
def _step_ahead(
    s: State, unit: int, ahead: _Side, behind: _Side, heap: list[tuple[int, int]]
) -> None:
    """Go on from the nearest vacancy ahead to those that its holders could have."""
    key, j = heappop(heap)
    if s.n_held[j] < s.capacity[j]:
        _reach(ahead, behind, heap, key + s.prices[j] * unit, s.capacity.size, j, -1)
    i = s.first_holder[j]
    while i >= 0:
        stays = s.own[i] - s.prices[j]
        for e in range(s.pair_start[i], s.pair_start[i + 1]):
            k = s.vacancy[e]
            loss = stays - (s.worth[e] - s.prices[k])
            _reach(ahead, behind, heap, key + loss * unit + 1, k, j, i)
        i = s.next_holder[i]


@compiled
def _step_behind(
    s: State, unit: int, ahead: _Side, behind: _Side, heap: list[tuple[int, int]]
) -> None:
    """Go back from the nearest vacancy behind to those whose holders could have it."""
    key, k = heappop(heap)
    _reach(behind, ahead, heap, key + s.prices[k] * unit, s.capacity.size, k, -1)
    for at in range(s.block_start[k], s.block_start[k] + s.n_housed[k]):
        i = s.taker[at]
        j = s.place[i]
        if j >= 0:
            loss = s.own[i] - s.prices[j] - (s.taker_worth[at] - s.prices[k])
            _reach(behind, ahead, heap, key + loss * unit + 1, j, k, i)


@compiled
def _mend(prices: Int64, ahead: _Side, behind: _Side, near: int, unit: int) -> None:
    """Raise the prices near the start and lower those near the end, so that the chain loses 0.

    Args:
        prices: int64[n_vacancies + 1], points.
        ahead: what is known from the start.
        behind: what is known from the end.
        near: how far to mend from the start, in points; the rest is mended from the end.
        unit: of the keys.
    """
    far = ahead.best[0] // unit - near
    for j in range(prices.size - 1):
        if ahead.key[j] < near * unit:
            prices[j] += near - ahead.key[j] // unit
        if behind.key[j] < far * unit:
            prices[j] -= far - behind.key[j] // unit


@compiled
def _note(s: State, ahead: _Side, behind: _Side) -> int:
    """Write down who moves where along the shortest chain: how many."""
    n_moves, j = 0, ahead.best[1]
    while j >= 0:
        if ahead.via[j] >= 0:
            s.mover[n_moves], s.took[n_moves] = ahead.via[j], j
            n_moves += 1
        j = ahead.link[j]
    j = behind.best[1]
    while j >= 0:
        if behind.via[j] >= 0:
            s.mover[n_moves], s.took[n_moves] = behind.via[j], behind.link[j]
            n_moves += 1
        j = behind.link[j]
    return n_moves


@compiled
def _move(s: State, n_moves: int) -> int:
    """Make the moves noted: the points gained."""
    gain = 0
    for move in range(n_moves):
        i, k = s.mover[move], s.took[move]
        s.left[move] = s.place[i]
        gain -= s.own[i]
        if s.place[i] >= 0:
            vacate(s, i)
        if k >= 0:
            worth = _worth_at(s, i, k)
            occupy(s, i, k, worth)
            gain += worth
    return gain


@compiled
def _worth_at(s: State, i: int, j: int) -> int:
    e = s.pair_start[i]
    while s.vacancy[e] != j:
        e += 1
    return s.worth[e]
