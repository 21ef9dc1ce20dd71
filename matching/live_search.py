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
from matching.live_chain import NO_CHAIN, find_chain
from matching.live_state import (
    NOBODY,
    State,
    first_waiting,
    list_housed,
    list_waiting,
    occupy,
    unlist_housed,
    unlist_waiting,
    vacate,
)

NO_ROOM: Final = -1
"""Instead of moves: a vacancy has no room for one more taker."""

REFUSED: Final = -2
"""Instead of moves: a vacancy is out of range or named twice."""

_UNSURE: Final = -2
"""Instead of an applicant: a search must tell."""


@compiled
def arrive(s: State, u: int) -> tuple[int, int]:
    """Let in applicant u, who has a row and pairs: moves made, points gained.

    Nothing is done if the moves are REFUSED or NO_ROOM.
    """
    verdict = _check_pairs(s, u)
    if verdict < 0:
        return verdict, 0
    entry = _latest_cutoff(s, u)
    if entry < 0 or s.cutoff[entry] <= s.rank[u]:
        list_waiting(s, u)
        return 0, 0
    n_moves = _push(s, u, entry)
    if n_moves > 0:
        list_housed(s, u)
    return n_moves, _move(s, n_moves)


@compiled
def withdraw(s: State, u: int) -> tuple[int, int]:
    """Take applicant u off every list: moves made by others, points gained."""
    freed = s.place[u]
    if freed < 0:
        unlist_waiting(s, u)
        return 0, 0
    lost = s.worth_held[u]
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
        n_moves = _push(s, -1, j)
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
def _latest_cutoff(s: State, u: int) -> int:
    """Of the vacancies that applicant u could have, one with the latest cut-off; −1 for none."""
    entry = -1
    for e in range(s.pair_start[u], s.pair_start[u + 1]):
        j = s.vacancy[e]
        if entry < 0 or s.cutoff[j] > s.cutoff[entry]:
            entry = j
    return entry


@compiled
def _push(s: State, newcomer: int, lost: int) -> int:
    """Note the moves from a newcomer or a lost place to the leaver's place or a free one."""
    leaver = _guess_leaver(s, newcomer, s.cutoff[lost])
    n_moves = _chain_to(s, newcomer, lost, leaver)
    if n_moves == NO_CHAIN:
        leaver = _who_gives_way(s, newcomer, lost)
        n_moves = _chain_to(s, newcomer, lost, leaver)
    if leaver >= 0:
        _set_cutoffs(s, s.rank[leaver] + 1, s.rank[leaver])
        if leaver != newcomer:
            unlist_housed(s, leaver)
            s.mover[n_moves], s.took[n_moves] = leaver, -1
            n_moves += 1
        list_waiting(s, leaver)
    return n_moves


@compiled
def _pull(s: State, freed: int) -> int:
    """Note the moves to a freed place from the first who can come in by it, or else from any."""
    newcomer = _guess_newcomer(s, s.cutoff[freed])
    n_moves = _chain_from(s, newcomer, freed)
    if n_moves == NO_CHAIN:
        newcomer = _who_comes_in(s, freed)
        n_moves = _chain_from(s, newcomer, freed)
    if newcomer >= 0:
        _set_cutoffs(s, s.rank[newcomer], s.rank[newcomer] + 1)
        unlist_waiting(s, newcomer)
        list_housed(s, newcomer)
    return n_moves


@compiled
def _chain_to(s: State, newcomer: int, lost: int, leaver: int) -> int:
    if leaver == _UNSURE:
        return NO_CHAIN
    if leaver < 0:
        return find_chain(s, newcomer, lost, s.capacity.size, NOBODY)
    if leaver == newcomer:
        return 0
    return find_chain(s, newcomer, lost, s.place[leaver], s.rank[leaver] + 1)


@compiled
def _chain_from(s: State, newcomer: int, freed: int) -> int:
    if newcomer == _UNSURE:
        return NO_CHAIN
    cutoff = s.rank[newcomer] if newcomer >= 0 else NOBODY
    return find_chain(s, newcomer, s.capacity.size, freed, cutoff)


@compiled
def _guess_leaver(s: State, newcomer: int, cutoff: int) -> int:
    """The last in order of a newcomer and those who hold vacancies of one cut-off.

    If a chain leads there from one of these vacancies, nobody later could be reached, and if nobody
    is later than the newcomer either. The cut-offs are brought down to just behind them.

    Returns:
        An applicant; −1 for a free place; _UNSURE if a later one may hold a vacancy of an
        earlier cut-off.
    """
    if cutoff == NOBODY:
        return -1
    rank, below = s.rank[newcomer] if newcomer >= 0 else -NOBODY, -NOBODY
    for j in range(s.cutoff.size):
        rank = max(rank, s.last_rank[j] if s.cutoff[j] == cutoff else -NOBODY)
        below = max(below, s.cutoff[j] if s.cutoff[j] < cutoff else -NOBODY)
    if rank + 1 < below:
        return _UNSURE
    _set_cutoffs(s, cutoff, rank + 1)
    return _who_holds(s, rank, newcomer)


@compiled
def _guess_newcomer(s: State, cutoff: int) -> int:
    """The first in order of those who wait for vacancies of one cut-off.

    If a chain leads from them to one of these vacancies, nobody earlier could come in. The cut-offs
    are brought up to where they stand.

    Returns:
        An applicant; −1 for nobody; _UNSURE if an earlier one may wait for a vacancy of a later
        cut-off.
    """
    rank, above = NOBODY, NOBODY
    for j in range(s.cutoff.size):
        rank = min(rank, s.first_rank[j] if s.cutoff[j] == cutoff else NOBODY)
        above = min(above, s.cutoff[j] if s.cutoff[j] > cutoff else NOBODY)
    if above < rank:
        return _UNSURE
    _set_cutoffs(s, cutoff, rank)
    return _who_waits(s, rank)


@compiled
def _set_cutoffs(s: State, old: int, new: int) -> None:
    for j in range(s.cutoff.size):
        s.cutoff[j] = new if s.cutoff[j] == old else s.cutoff[j]


@compiled
def _who_holds(s: State, rank: int, newcomer: int) -> int:
    """Who stands at a rank, among the last of the holders; the newcomer if none of them."""
    for j in range(s.last_rank.size):
        if s.last_rank[j] == rank:
            i = s.first_holder[j]
            while s.rank[i] != rank:
                i = s.next_holder[i]
            return int(i)
    return newcomer


@compiled
def _who_waits(s: State, rank: int) -> int:
    """Who stands at a rank, among the first of those who wait; −1 for nobody."""
    for j in range(s.first_rank.size):
        if s.first_rank[j] == rank < NOBODY:
            return first_waiting(s, j)
    return -1


@compiled
def _who_gives_way(s: State, newcomer: int, lost: int) -> int:
    """The last in order whom chains from a newcomer or a lost place can reach, there being no
    free place: who must leave, who may be the newcomer.

    A vacancy whose cut-off is before the last found so far need not be gone on from: whoever can be
    reached from it stands before its cut-off. The cut-offs of the others are brought down to just
    behind the last.
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
        i = s.first_holder[j] if s.cutoff[j] > rank else -1
        while i >= 0:
            if s.rank[i] > rank:
                last, rank = i, s.rank[i]
            n_seen = _look(s, i, seen, queue, n_seen)
            i = s.next_holder[i]
    for j in queue[:n_seen]:
        s.cutoff[j] = min(s.cutoff[j], rank + 1)
    return last


@compiled
def _look(s: State, i: int, seen: Bools, queue: Int32, n_seen: int) -> int:
    """Queue each new vacancy that applicant i could have: how many are seen then."""
    vacancy = s.vacancy
    for e in range(s.pair_start[i], s.pair_start[i + 1]):
        j = vacancy[e]
        if not seen[j]:
            seen[j], queue[n_seen] = True, j
            n_seen += 1
    return n_seen


@compiled
def _who_comes_in(s: State, freed: int) -> int:
    """The first in order of those who wait and from whom a chain reaches a freed place, or −1.

    A vacancy whose cut-off is behind the first found so far need not be gone back to: whoever could
    reach it stands behind its cut-off. The cut-offs of the others are brought up to the first.
    """
    seen = np.zeros(s.capacity.size, dtype=np.bool_)
    queue = np.empty(s.capacity.size, dtype=np.int32)
    n_seen, n_done, first, rank, seen[freed], queue[0] = 1, 0, -1, NOBODY, True, freed
    while n_done < n_seen:
        j = queue[n_done]
        n_done += 1
        if s.first_rank[j] < rank:
            first, rank = first_waiting(s, j), s.first_rank[j]
        for at in range(s.block_start[j], s.block_start[j] + s.n_housed[j]):
            k = s.place[s.taker[at]]
            if not seen[k] and s.cutoff[k] <= rank:
                seen[k], queue[n_seen] = True, k
                n_seen += 1
    for j in queue[:n_seen]:
        s.cutoff[j] = max(s.cutoff[j], rank)
    return first


@compiled
def _move(s: State, n_moves: int) -> int:
    """Make the moves noted: the points gained."""
    gain = 0
    for move in range(n_moves):
        i, k = s.mover[move], s.took[move]
        s.left[move] = s.place[i]
        gain -= s.worth_held[i]
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
