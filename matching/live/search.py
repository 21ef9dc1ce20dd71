"""One change followed through: who gives way or comes in, and by which chain of moves.

Moves are steps from vacancy to vacancy: a step from j to k is a holder of j who could have k
instead. The set of people housed is settled first (README, "Priority"): a change lets in or turns
out one applicant at most. Who it is follows from the cut-offs if a chain bears the guess out, and
from a search otherwise. The chain between is then a shortest path. The length of a step is what the
mover loses by it at the prices that stand, never below 0; ties go to fewer moves.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from matching.jit import compiled
from matching.live.chain import NO_CHAIN, find_chain
from matching.live.cutoffs import (
    UNSURE,
    guess_leaver,
    guess_newcomer,
    latest_cutoff,
    set_cutoffs,
    who_comes_in,
    who_gives_way,
)
from matching.live.state import NOBODY, State, occupy, vacate
from matching.live.takers import list_housed, list_waiting, unlist_housed, unlist_waiting

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
    entry = latest_cutoff(s, u)
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
def _push(s: State, newcomer: int, lost: int) -> int:
    """Note the moves from a newcomer or a lost place to the leaver's place or a free one."""
    leaver = guess_leaver(s, newcomer, s.cutoff[lost])
    n_moves = _chain_to(s, newcomer, lost, leaver)
    if n_moves == NO_CHAIN:
        leaver = who_gives_way(s, newcomer, lost)
        n_moves = _chain_to(s, newcomer, lost, leaver)
    if leaver >= 0:
        set_cutoffs(s, s.rank[leaver] + 1, s.rank[leaver])
        if leaver != newcomer:
            unlist_housed(s, leaver)
            s.mover[n_moves], s.took[n_moves] = leaver, -1
            n_moves += 1
        list_waiting(s, leaver)
    return n_moves


@compiled
def _pull(s: State, freed: int) -> int:
    """Note the moves to a freed place from the first who can come in by it, or else from any."""
    newcomer = guess_newcomer(s, s.cutoff[freed])
    n_moves = _chain_from(s, newcomer, freed)
    if n_moves == NO_CHAIN:
        newcomer = who_comes_in(s, freed)
        n_moves = _chain_from(s, newcomer, freed)
    if newcomer >= 0:
        set_cutoffs(s, s.rank[newcomer], s.rank[newcomer] + 1)
        unlist_waiting(s, newcomer)
        list_housed(s, newcomer)
    return n_moves


@compiled
def _chain_to(s: State, newcomer: int, lost: int, leaver: int) -> int:
    if leaver == UNSURE:
        return NO_CHAIN
    if leaver < 0:
        return find_chain(s, newcomer, lost, s.capacity.size, NOBODY)
    if leaver == newcomer:
        return 0
    return find_chain(s, newcomer, lost, s.place[leaver], s.rank[leaver] + 1)


@compiled
def _chain_from(s: State, newcomer: int, freed: int) -> int:
    if newcomer == UNSURE:
        return NO_CHAIN
    cutoff = s.rank[newcomer] if newcomer >= 0 else NOBODY
    return find_chain(s, newcomer, s.capacity.size, freed, cutoff)


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
