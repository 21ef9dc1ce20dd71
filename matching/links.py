"""Who takes whose freed place: the chains and cycles in which the people placed move."""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

import numpy as np

from matching.chains import check_room, living_at
from matching.columns import Bools, Int32, Int64


class Chains(NamedTuple):
    """Who follows whom.

    Attributes:
        link: int32[n_applicants], the mover whose freed place each takes; −1 if they take a place
            that was free, or are not placed.
        chain: int32[n_applicants], the chain each is in, −1 not placed.
        length: int64[n_chains], how many people move.
        closed: bool[n_chains], whether it is a cycle, which needs no free place.
    """

    link: Int32
    chain: Int32
    length: Int64
    closed: Bools


def chain_of(place: Int32, home_of: Int32, capacity: Int32) -> Chains:
    """Say who takes whose place, so that everyone moves as early as can be.

    At a home with one place there is nothing to choose. At shared ones, in rounds, each place that
    is free is given to the first in rank who waits for it, and their own home is free in the next
    round. Whoever then still waits is in a cycle: their places are, one for one, the homes of
    others who wait. The first in rank takes the shortest cycle through them, and so on. Chains are
    short by this rule, though not always the shortest: to find those is as hard as to cut a graph
    into triangles.

    Args:
        place: int32[n_applicants], the vacancy each is given, −1 for none.
        home_of: int32[n_applicants], the vacancy where each lives; −1 for newcomers.
        capacity: int32[n_vacancies], all places, those that are lived in included.

    Raises:
        ProblemError: if a vacancy has fewer places than people placed and staying there.
    """
    check_room(place, capacity, home_of)
    link = np.full(len(place), -1, dtype=np.int32)
    free = (capacity - living_at(home_of, len(capacity))).tolist()
    waiting: dict[int, deque[int]] = {}
    moved: deque[int] = deque()
    for taker in np.flatnonzero(place >= 0).tolist():
        j = int(place[taker])
        if free[j] > 0:
            free[j] -= 1
            moved.append(taker)
        else:
            waiting.setdefault(j, deque()).append(taker)
    while moved:
        giver = moved.popleft()
        if waiting.get(int(home_of[giver])):
            taker = waiting[int(home_of[giver])].popleft()
            link[taker] = giver
            moved.append(taker)
    _close_cycles(sorted(i for queue in waiting.values() for i in queue), place, home_of, link)
    return follow(link, place)


def _close_cycles(waiting: list[int], place: Int32, home_of: Int32, link: Int32) -> None:
    """Link movers whose places are each other's homes, by the shortest cycle of the first."""
    leavers: dict[int, list[int]] = {}
    for mover in waiting:
        leavers.setdefault(int(home_of[mover]), []).append(mover)
    for first in waiting:
        if link[first] >= 0:
            continue
        taker_at = {int(place[first]): first}
        queue = deque(taker_at)
        while int(home_of[first]) not in taker_at:
            for mover in leavers[queue.popleft()]:
                if int(place[mover]) not in taker_at:
                    taker_at[int(place[mover])] = mover
                    queue.append(int(place[mover]))
        giver = first
        while link[first] < 0:
            home = int(home_of[giver])
            leavers[home].remove(giver)
            link[taker_at[home]] = giver
            giver = taker_at[home]


def follow(link: Int32, place: Int32) -> Chains:
    """Number the chains that links make: open ones first, then cycles, each by the first in rank.

    Args:
        link: int32[n_applicants], the mover whose place each takes, −1 for none; all different.
        place: int32[n_applicants], the vacancy each is given, −1 for none.
    """
    placed = np.flatnonzero(place >= 0)
    after = {int(link[i]): int(i) for i in placed if link[i] >= 0}
    chain = np.full(len(place), -1, dtype=np.int32)
    length, closed = [], []
    for head in [*placed[link[placed] < 0].tolist(), *placed.tolist()]:
        if chain[head] >= 0:
            continue
        length.append(0)
        closed.append(bool(link[head] >= 0))
        member: int | None = head
        while member is not None and chain[member] < 0:
            chain[member] = len(length) - 1
            length[-1] += 1
            member = after.get(member)
    return Chains(link, chain, np.array(length, np.int64), np.array(closed, np.bool_))
