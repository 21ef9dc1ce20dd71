"""One change followed through: who gives way or comes in, and by which chain of moves.

Moves are steps from vacancy to vacancy: a step from j to k is a holder of j who could have k
instead. The set of people housed is settled first (README, "Priority"): a change lets in or turns
out one applicant at most. The chain between is then a shortest path. The length of a step is what
the mover loses by it at the prices that stand, never below 0; ties go to fewer moves.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from matching.columns import Bools, Int32
from matching.jit import compiled
from matching.live_chain import find_chain
from matching.live_state import (
    NOBODY,
    State,
    list_housed,
    list_waiting,
    occupy,
    unlist_housed,
    unlist_waiting,
    vacate,
    worth_of_place,
)

NO_ROOM: Final = -1
"""Instead of moves: a vacancy has no room for one more taker."""

REFUSED: Final = -2
"""Instead of moves: a vacancy is out of range or named twice."""


@compiled
def arrive(s: State, u: int) -> tuple[int, int]:
    """Let in applicant u, who has a row and pairs: moves made, points gained.

    Nothing is done if the moves are REFUSED or NO_ROOM.
    """
    verdict = _check_pairs(s, u)
    if verdict < 0:
        return verdict, 0
    leaver = _who_gives_way(s, u, -1)
    if leaver == u:
        list_waiting(s, u)
        return 0, 0
    n_moves = _push(s, u, -1, leaver)
    list_housed(s, u)
    return n_moves, _move(s, n_moves)


@compiled
def withdraw(s: State, u: int) -> tuple[int, int]:
    """Take applicant u off every list: moves made by others, points gained."""
    freed = s.place[u]
    if freed < 0:
        unlist_waiting(s, u)
        return 0, 0
    lost = worth_of_place(s, u)
    vacate(s, u)
    unlist_housed(s, u)
    n_moves = _pull(s, freed)
    return n_moves, _move(s, n_moves) - lost


@compiled
def add_place(s: State, j: int) -> tuple[int, int]:
    """Give vacancy j one more place: moves made, points gained."""
    s.capacity[j] += 1
    n_moves = _pull(s, j)
    return n_moves, _move(s, n_moves)


@compiled
def lose_place(s: State, j: int) -> tuple[int, int]:
    """Take a place from vacancy j, which has one: moves made, points gained."""
    n_moves = 0
    if s.n_held[j] == s.capacity[j]:
        n_moves = _push(s, -1, j, _who_gives_way(s, -1, j))
    s.capacity[j] -= 1
    return n_moves, _move(s, n_moves)


@compiled
def _check_pairs(s: State, u: int) -> int:
    """Whether applicant u can be listed: 0, REFUSED or NO_ROOM."""
    seen = np.zeros(s.capacity.size, dtype=np.bool_)
    verdict = 0
    for e in range(s.pair_start[u], s.pair_start[u + 1]):
        j = s.vacancy[e]
        if not 0 <= j < seen.size or seen[j]:
            return REFUSED
        seen[j] = True
        if s.n_housed[j] + s.n_waiting[j] == s.block_stop[j] - s.block_start[j]:
            verdict = NO_ROOM
    return verdict


@compiled
def _push(s: State, newcomer: int, lost: int, leaver: int) -> int:
    """Note the moves from a newcomer or a lost place to the leaver's place or a free one."""
    goal = s.place[leaver] if leaver >= 0 else s.capacity.size
    n_moves = find_chain(s, newcomer, lost, goal)
    if leaver >= 0:
        unlist_housed(s, leaver)
        list_waiting(s, leaver)
        s.mover[n_moves], s.took[n_moves] = leaver, -1
        n_moves += 1
    return n_moves


@compiled
def _pull(s: State, freed: int) -> int:
    """Note the moves to a freed place from the first who can come in by it, or else from any."""
    newcomer = _who_comes_in(s, freed)
    n_moves = find_chain(s, newcomer, s.capacity.size, freed)
    if newcomer >= 0:
        unlist_waiting(s, newcomer)
        list_housed(s, newcomer)
    return n_moves


@compiled
def _who_gives_way(s: State, newcomer: int, lost: int) -> int:
    """The last in order whom chains from a newcomer or a lost place can reach: who must leave.

    A vacancy for which somebody waits who stands before the last found so far need not be gone
    on from: whoever can be reached from it stands before them both.

    Returns:
        An applicant, who may be the newcomer; −1 if a chain reaches a free place.
    """
    seen = np.zeros(s.capacity.size, dtype=np.bool_)
    queue = np.empty(s.capacity.size, dtype=np.int32)
    n_done, last, rank = 0, newcomer, -NOBODY
    if newcomer >= 0:
        rank = s.rank[newcomer]
        n_seen = _look(s, newcomer, seen, queue, 0)
    else:
        n_seen, seen[lost], queue[0] = 1, True, lost
    while n_done < n_seen:
        j = queue[n_done]
        n_done += 1
        i = s.first_holder[j] if s.first_rank[j] > rank else -1
        while i >= 0 and n_seen >= 0:
            if s.rank[i] > rank:
                last, rank = i, s.rank[i]
            n_seen = _look(s, i, seen, queue, n_seen)
            i = s.next_holder[i]
    return last if n_seen >= 0 else -1


@compiled
def _look(s: State, i: int, seen: Bools, queue: Int32, n_seen: int) -> int:
    """Queue each new vacancy that applicant i could have; −1 once one has a free place."""
    vacancy = s.vacancy
    for e in range(s.pair_start[i], s.pair_start[i + 1]):
        j = vacancy[e]
        if not seen[j]:
            if s.n_held[j] < s.capacity[j]:
                return -1
            seen[j], queue[n_seen] = True, j
            n_seen += 1
    return n_seen


@compiled
def _who_comes_in(s: State, freed: int) -> int:
    """The first in order of those who wait and from whom a chain reaches a freed place, or −1.

    Of the takers of a vacancy only those count who stand before the first found so far: nobody
    better waits for what the others hold, or could reach it.
    """
    seen = np.zeros(s.place.size, dtype=np.bool_)
    queue = np.empty(s.capacity.size, dtype=np.int32)
    taker, place, rank = s.taker, s.place, s.rank
    queue[0] = freed
    n_seen, n_done, first, bound = _mark_holders(s, freed, seen), 0, -1, NOBODY
    while n_done < n_seen:
        j = queue[n_done]
        n_done += 1
        if s.first_rank[j] < bound:
            first, bound = s.first_waiting[j], s.first_rank[j]
        for at in range(s.block_start[j], s.block_start[j] + s.n_housed[j]):
            i = taker[at]
            if not seen[i]:
                if rank[i] > bound:
                    break
                queue[n_seen] = place[i]
                n_seen += _mark_holders(s, place[i], seen)
    return first


@compiled
def _mark_holders(s: State, j: int, seen: Bools) -> int:
    """Mark the holders of one vacancy as seen, and count the vacancy."""
    i = s.first_holder[j]
    while i >= 0:
        seen[i] = True
        i = s.next_holder[i]
    return 1


@compiled
def _move(s: State, n_moves: int) -> int:
    """Make the moves noted: the points gained."""
    gain = 0
    for move in range(n_moves):
        i, k = s.mover[move], s.took[move]
        s.left[move] = s.place[i]
        gain -= worth_of_place(s, i)
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
    return int(s.worth[e])
