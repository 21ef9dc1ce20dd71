"""Which of the best allocations: the one that suits best whoever registered first, then the next.

All allocations here house the same people for the same total worth: they use tight pairs only, and
leave no place free where the vacancy is priced (README, "Ties").
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from matching.columns import Bools, Int32, Int64, starts
from matching.edges import Pairs
from matching.jit import compiled


def settle_in_turn(
    face: Pairs, place: Int32, capacity: Int32, must_fill: Bools, turns: Int64
) -> tuple[Int32, Bools]:
    """Give each applicant in turn the home that suits them best, of those still possible.

    Going through the applicants, each takes the greatest worth that they have in any allocation
    that gives everyone before them what they have taken. That an allocation is possible is asked
    by a search for a round of moves: the applicant takes a place, its holder moves on to another
    tight home that is worth as much as they have taken, and so on back to the place that the
    applicant left. A round may also pass through a free place, and on from any vacancy that may
    have one.

    Args:
        face: tight pairs of applicants who are all housed.
        place: int32[n_applicants], a best allocation.
        capacity: int32[n_vacancies], places.
        must_fill: bool[n_vacancies], vacancies that must be left without a free place.
        turns: int64[n_applicants], rows of applicants, the first to choose first.

    Returns:
        int32[n_applicants], the vacancy of each; and bool[n_pairs], the tight pairs that some
        allocation as good as this, for everyone in turn, may use.
    """
    holder_start = starts(np.minimum(capacity, np.bincount(face.vacancy, minlength=len(capacity))))
    search = _seated(place, holder_start, len(face))
    _settle(face.start, face.vacancy, face.worth.astype(np.int64), must_fill, turns, search)
    return search.place, search.allowed


class _Search(NamedTuple):
    """The allocation so far, and what a search keeps.

    The holders of vacancy j are the first load[j] of holder[slot_start[j] : slot_start[j + 1]].
    The node after the last vacancy stands for all free places.
    """

    slot_start: Int64
    load: Int64
    holder: Int32
    place: Int32
    slot: Int64
    allowed: Bools
    seen_by: Int64
    came_from: Int32
    mover: Int32
    queue: Int32
    stamp: Int64


def _seated(place: Int32, slot_start: Int64, n_pairs: int) -> _Search:
    n_vacancies, n_applicants = len(slot_start) - 1, len(place)
    order = np.argsort(place, kind="stable")
    load = np.bincount(place, minlength=n_vacancies)
    first = np.cumsum(load) - load
    slot = np.empty(n_applicants, dtype=np.int64)
    slot[order] = slot_start[place[order]] + np.arange(n_applicants) - first[place[order]]
    holder = np.full(slot_start[-1], -1, dtype=np.int32)
    holder[slot] = np.arange(n_applicants)
    return _Search(
        slot_start=slot_start,
        load=load,
        holder=holder,
        place=place.copy(),
        slot=slot,
        allowed=np.ones(n_pairs, dtype=np.bool_),
        seen_by=np.full(n_vacancies + 1, -1, dtype=np.int64),
        came_from=np.full(n_vacancies + 1, -1, dtype=np.int32),
        mover=np.full(n_vacancies + 1, -1, dtype=np.int32),
        queue=np.full(n_vacancies + 1, -1, dtype=np.int32),
        stamp=np.zeros(1, dtype=np.int64),
    )


@compiled
def _settle(
    start: Int64, vacancy: Int32, worth: Int64, must_fill: Bools, turns: Int64, s: _Search
) -> None:
    """Let everyone choose in turn; then only pairs of the worth they chose are allowed to them."""
    for turn in range(turns.size):
        i = turns[turn]
        own = _own_worth(start, vacancy, worth, s, i)
        above = own
        while True:
            level = own
            for e in range(start[i], start[i + 1]):
                if worth[e] > own and (above == own or worth[e] < above):
                    level = max(level, worth[e])
            if level == own:
                break
            if _take(start, vacancy, worth, must_fill, s, i, level):
                own = level
                break
            above = level
        for e in range(start[i], start[i + 1]):
            s.allowed[e] = worth[e] == own


@compiled
def _own_worth(start: Int64, vacancy: Int32, worth: Int64, s: _Search, i: int) -> int:
    """What applicant i's place is worth to them."""
    own = worth[start[i]]
    found = False
    for e in range(start[i], start[i + 1]):
        if vacancy[e] == s.place[i] and (not found or worth[e] > own):
            own, found = worth[e], True
    return int(own)


@compiled
def _take(
    start: Int64, vacancy: Int32, worth: Int64, must_fill: Bools, s: _Search, i: int, level: int
) -> bool:
    """Move applicant i to a home of the worth given by a round of moves, if there is one."""
    s.stamp[0] += 1
    free, home, n_seen, head = s.load.size, s.place[i], 0, 0
    for e in range(start[i], start[i + 1]):
        if worth[e] == level:
            n_seen = _note(s, vacancy[e], -1, i, n_seen)
    while head < n_seen:
        node = s.queue[head]
        head += 1
        if node == home or (node == free and not must_fill[home]):
            _rotate(s, node)
            return True
        if node == free:
            for j in range(free):
                if not must_fill[j] and s.load[j] > 0:
                    n_seen = _note(s, j, free, -1, n_seen)
        else:
            n_seen = _look_on(start, vacancy, s, i, node, n_seen)
    return False


@compiled
def _look_on(start: Int64, vacancy: Int32, s: _Search, i: int, k: int, n_seen: int) -> int:
    """Note where the holders of vacancy k could go, and the free places if it has one."""
    first = s.slot_start[k]
    if first + s.load[k] < s.slot_start[k + 1]:
        n_seen = _note(s, s.load.size, k, -1, n_seen)
    for x in s.holder[first : first + s.load[k]]:
        if x != i:
            for e in range(start[x], start[x + 1]):
                if s.allowed[e]:
                    n_seen = _note(s, vacancy[e], k, x, n_seen)
    return n_seen


@compiled
def _note(s: _Search, node: int, came_from: int, mover: int, n_seen: int) -> int:
    """Note a vacancy, or the free places, as reached unless it is already; how many are."""
    if s.seen_by[node] == s.stamp[0]:
        return n_seen
    s.seen_by[node] = s.stamp[0]
    s.came_from[node], s.mover[node] = came_from, mover
    s.queue[n_seen] = node
    return n_seen + 1


@compiled
def _rotate(s: _Search, goal: int) -> None:
    """Move everyone on the way that led to the goal; first they all leave, then they all enter."""
    node = goal
    while node >= 0:
        if s.mover[node] >= 0:
            _leave(s, s.mover[node])
        node = s.came_from[node]
    node = goal
    while node >= 0:
        if s.mover[node] >= 0:
            _enter(s, s.mover[node], node)
        node = s.came_from[node]


@compiled
def _leave(s: _Search, x: int) -> None:
    """Take applicant x out of their place; the last holder there takes their slot."""
    j = s.place[x]
    s.load[j] -= 1
    last = s.slot_start[j] + s.load[j]
    moved = s.holder[last]
    s.holder[s.slot[x]], s.slot[moved] = moved, s.slot[x]


@compiled
def _enter(s: _Search, x: int, j: int) -> None:
    """Give applicant x the next free slot of a vacancy."""
    slot = s.slot_start[j] + s.load[j]
    s.load[j] += 1
    s.holder[slot], s.slot[x], s.place[x] = x, slot, j
