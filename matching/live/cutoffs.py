"""Who gives way or comes in at a change, as the cut-offs say or else by a search.

A guess looks at the vacancies of one cut-off. A search follows the moves, and leaves cut-offs that
say what it found.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from matching.columns import Bools, Int32
from matching.jit import compiled
from matching.live.state import NOBODY, State
from matching.live.takers import first_waiting

UNSURE: Final = -2
"""Instead of an applicant: a search must tell."""


@compiled
def latest_cutoff(s: State, u: int) -> int:
    """Of the vacancies that applicant u could have, one with the latest cut-off; −1 for none."""
    entry = -1
    for e in range(s.pair_start[u], s.pair_start[u + 1]):
        j = s.vacancy[e]
        if entry < 0 or s.cutoff[j] > s.cutoff[entry]:
            entry = j
    return entry


@compiled
def guess_leaver(s: State, newcomer: int, cutoff: int) -> int:
    """The last in order of a newcomer and those who hold vacancies of one cut-off.

    If a chain leads there from one of these vacancies, nobody later could be reached, and if nobody
    is later than the newcomer either. The cut-offs are brought down to just behind them.

    Returns:
        An applicant; −1 for a free place; UNSURE if a later one may hold a vacancy of an
        earlier cut-off.
    """
    if cutoff == NOBODY:
        return -1
    rank, below = s.rank[newcomer] if newcomer >= 0 else -NOBODY, -NOBODY
    for j in range(s.cutoff.size):
        rank = max(rank, s.last_rank[j] if s.cutoff[j] == cutoff else -NOBODY)
        below = max(below, s.cutoff[j] if s.cutoff[j] < cutoff else -NOBODY)
    if rank + 1 < below:
        return UNSURE
    set_cutoffs(s, cutoff, rank + 1)
    return _who_holds(s, rank, newcomer)


@compiled
def guess_newcomer(s: State, cutoff: int) -> int:
    """The first in order of those who wait for vacancies of one cut-off.

    If a chain leads from them to one of these vacancies, nobody earlier could come in. The cut-offs
    are brought up to where they stand.

    Returns:
        An applicant; −1 for nobody; UNSURE if an earlier one may wait for a vacancy of a later
        cut-off.
    """
    rank, above = NOBODY, NOBODY
    for j in range(s.cutoff.size):
        rank = min(rank, s.first_rank[j] if s.cutoff[j] == cutoff else NOBODY)
        above = min(above, s.cutoff[j] if s.cutoff[j] > cutoff else NOBODY)
    if above < rank:
        return UNSURE
    set_cutoffs(s, cutoff, rank)
    return _who_waits(s, rank)


@compiled
def set_cutoffs(s: State, old: int, new: int) -> None:
    """Give every vacancy of one cut-off another one."""
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
def who_gives_way(s: State, newcomer: int, lost: int) -> int:
    """The last in order whom chains from a newcomer or a lost place can reach: who must leave.

    It may be the newcomer. No chain reaches a free place, or the first guess had been right.
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
def who_comes_in(s: State, freed: int) -> int:
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
