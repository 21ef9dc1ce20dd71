"""Who is housed: the set that is best in order of priority.

Rows of applicants are ranks here: row 0 stands first. The sets that can be housed together are the
independent sets of a transversal matroid, so taking each applicant in turn, whenever some
rearrangement makes room, gives the one best set (README, "Priority").
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from matching.columns import Int32, Int64, starts
from matching.edges import Pairs
from matching.jit import compiled

FREE: Final = int(np.iinfo(np.int32).max)
"""Stands for a free place where a rank is asked for: it gives way to everybody."""

DEAD: Final = FREE
"""Marks a vacancy from which no free place can be reached any more."""

_APPLICANTS_AT_ONCE: Final = 16_384


def house_in_order(pairs: Pairs, capacity: Int32) -> Int32:
    """House the applicants one after another, moving earlier ones about but turning none out.

    Args:
        pairs: eligible pairs, applicants in order of priority.
        capacity: int32[n_vacancies], places.

    Returns:
        int32[n_applicants], the vacancy each is given for now, −1 for none. Who is housed is
        settled by this; where is not.
    """
    n_eligible = np.bincount(pairs.vacancy, minlength=len(capacity))
    slot_start = starts(np.minimum(capacity, n_eligible))
    search = _empty_search(len(pairs.start) - 1, slot_start)
    _house_everyone(pairs.start, pairs.vacancy, search)
    return search.place


class _Search(NamedTuple):
    """What a search keeps between its steps, and the housing so far.

    A vacancy has a slot for each of its places; the slots of vacancy j lie at slot_start[j] to
    slot_start[j + 1], and the first load[j] of them are taken.
    """

    slot_start: Int64
    load: Int64
    holder: Int32
    place: Int32
    slot: Int64
    seen_by: Int32
    came_from: Int32
    queue: Int32


def _empty_search(n_applicants: int, slot_start: Int64) -> _Search:
    n_vacancies = len(slot_start) - 1
    return _Search(
        slot_start=slot_start,
        load=np.zeros(n_vacancies, dtype=np.int64),
        holder=np.full(slot_start[-1], -1, dtype=np.int32),
        place=np.full(n_applicants, -1, dtype=np.int32),
        slot=np.full(n_applicants, -1, dtype=np.int64),
        seen_by=np.full(n_vacancies, -1, dtype=np.int32),
        came_from=np.full(n_vacancies, -1, dtype=np.int32),
        queue=np.full(n_vacancies, -1, dtype=np.int32),
    )


@compiled
def _house_everyone(start: Int64, vacancy: Int32, s: _Search) -> None:
    """Search for room for each applicant in turn; pay for a region without room only once.

    When a search fails, every vacancy it saw is full and its holders could move only among those
    vacancies. No later search that enters could leave, so they are dead from then on.
    """
    for newcomer in range(start.size - 1):
        goal, n_seen = _search(start, vacancy, s, newcomer)
        if goal >= 0:
            _move_along(s, goal)
        else:
            for seen in range(n_seen):
                s.seen_by[s.queue[seen]] = DEAD


@compiled
def _search(start: Int64, vacancy: Int32, s: _Search, newcomer: int) -> tuple[int, int]:
    """Look breadth first for a free place: its vacancy or −1, and how many vacancies were seen."""
    goal, n_seen = _look(start, vacancy, s, newcomer, newcomer, 0)
    head = 0
    while goal < 0 and head < n_seen:
        j = s.queue[head]
        head += 1
        for at in range(s.slot_start[j], s.slot_start[j + 1]):
            goal, n_seen = _look(start, vacancy, s, newcomer, s.holder[at], n_seen)
            if goal >= 0:
                break
    return goal, n_seen


@compiled
def _look(
    start: Int64, vacancy: Int32, s: _Search, newcomer: int, mover: int, n_seen: int
) -> tuple[int, int]:
    """Note every new vacancy that the mover could go to, stopping at one with a free place."""
    for e in range(start[mover], start[mover + 1]):
        j = vacancy[e]
        if s.seen_by[j] == newcomer or s.seen_by[j] == DEAD:
            continue
        s.seen_by[j] = newcomer
        s.came_from[j] = mover
        if s.slot_start[j] + s.load[j] < s.slot_start[j + 1]:
            return j, n_seen
        s.queue[n_seen] = j
        n_seen += 1
    return -1, n_seen


@compiled
def _move_along(s: _Search, goal: int) -> None:
    """Move everyone on the chain up by one, from the free place back to the newcomer."""
    free_slot = s.slot_start[goal] + s.load[goal]
    s.load[goal] += 1
    while goal >= 0:
        mover = s.came_from[goal]
        left, left_slot = s.place[mover], s.slot[mover]
        s.place[mover], s.slot[mover], s.holder[free_slot] = goal, free_slot, mover
        goal, free_slot = left, left_slot


def last_within_reach(pairs: Pairs, place: Int32, capacity: Int32) -> Int64:
    """The lowest priority that could be made to give way at each vacancy, by any rearrangement.

    An applicant who asks for a place at a vacancy can take the place of any of its holders, who
    can move on to any home open to them, and so on. This is the last-ranked holder that such a
    chain can reach, or FREE if it can reach a free place.

    Args:
        pairs: eligible pairs, applicants in order of priority.
        place: int32[n_applicants], the vacancy each holds, −1 for none.
        capacity: int32[n_vacancies], places.

    Returns:
        int64[n_vacancies], a rank or FREE; −1 for a vacancy without places.
    """
    n_vacancies = len(capacity)
    housed = np.flatnonzero(place >= 0)
    held = place[housed]
    kept = pairs.of(housed)
    last = np.full(n_vacancies, -1, dtype=np.int64)
    np.maximum.at(last, held, housed)
    last[np.bincount(held, minlength=n_vacancies) < capacity] = FREE
    while True:
        within_reach = last.copy()
        if len(kept):
            reached = np.maximum.reduceat(last[kept.vacancy], kept.start[:-1])
            np.maximum.at(within_reach, held, reached)
        if np.array_equal(within_reach, last):
            return last
        last = within_reach


def rank_to_beat(pairs: Pairs, last: Int64, applicants: Int64) -> Int64:
    """The rank each applicant would have to stand before to be housed in this allocation's stead.

    Args:
        pairs: eligible pairs, applicants in order of priority.
        last: int64[n_vacancies], from ``last_within_reach``.
        applicants: int64[k], rows.

    Returns:
        int64[k], a rank or FREE; −1 for an applicant to whom no home is open.
    """
    parts = np.array_split(applicants, 1 + len(applicants) // _APPLICANTS_AT_ONCE)
    return np.concatenate([_last_of(pairs.of(some), last) for some in parts])


def _last_of(pairs: Pairs, last: Int64) -> Int64:
    """The greatest of ``last`` that each applicant has a pair with; −1 for one without pairs."""
    beat = np.full(len(pairs.start) - 1, -1, dtype=np.int64)
    some = np.flatnonzero(pairs.n_of_each)
    if len(some):
        beat[some] = np.maximum.reduceat(last[pairs.vacancy], pairs.start[some])
    return beat
