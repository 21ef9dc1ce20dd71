"""Proof, without housing anybody again, that the set housed while people may move is the best."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from matching.chains import capacity_left, check_room, living_at, stayers
from matching.columns import Bools, Int32, Int64, starts
from matching.edges import Pairs
from matching.jit import compiled
from matching.priority import FREE, rank_to_beat


def movers_passed_over(pairs: Pairs, place: Int32, capacity: Int32, home_of: Int32) -> Bools:
    """Who is not placed, though they could be with everyone placed before them still placed.

    No mover is made homeless, and anybody after them may give way. If nobody is passed over the
    allocation is the best, and the other way round. *Proof.* Let y be a better one and k the first
    in whom they differ: y places k, and all whom this one places before k, so k is passed over.
    Now let k be passed over, and y show it: the first in whom they differ is k or stands before k,
    and is placed by y, for y places k and all whom this one places before; so y is better. ∎

    Why chains find out, for one k: those who must hold a pair are k, the movers (with a pair to
    stay by, unless they are placed and stand before k) and the newcomers placed before k. All of
    them can if and only if an alternating path leads from k to a place that is free, or held by a
    newcomer after k, or, when k is a mover, to k's own home (Berge, as in ``chains``). A mover
    placed after k may be sent home on the way. So a path serves everyone who stands before the
    first person in order whom it unplaces, and the best path to each vacancy serves for all
    newcomers at once.

    Args:
        pairs: eligible pairs, applicants in order of priority.
        place: int32[n_applicants], the vacancy each is given, −1 for none.
        capacity: int32[n_vacancies], all places, those that are lived in included.
        home_of: int32[n_applicants], the vacancy where each lives; −1 for newcomers.

    Returns:
        bool[n_applicants].

    Raises:
        ProblemError: if a vacancy has fewer places than people placed and staying there.
    """
    check_room(place, capacity, home_of)
    moves = _moves_open(pairs, place, home_of, len(capacity))
    last = _last_to_give_way(moves, place, capacity, home_of)
    unplaced = np.flatnonzero(place < 0)
    passed_over = np.zeros(len(place), dtype=np.bool_)
    passed_over[unplaced] = rank_to_beat(pairs, last, unplaced) > unplaced
    staying = np.flatnonzero(stayers(home_of, place) & ~passed_over)
    _mark_ways_home(pairs.start, pairs.vacancy, moves, home_of, staying, passed_over)
    return passed_over


class _Moves(NamedTuple):
    """How the holders of each vacancy can move on: those of j lie at start[j] to start[j + 1].

    ``last`` is the rank of the person whom the move unplaces, a mover going home, or else FREE.
    """

    start: Int64
    origin: Int32
    to: Int32
    last: Int64


def _moves_open(pairs: Pairs, place: Int32, home_of: Int32, n_vacancies: int) -> _Moves:
    at = np.where(place >= 0, place, home_of)
    kept = np.flatnonzero(at[pairs.applicant] >= 0)
    moved = np.flatnonzero((place >= 0) & (home_of >= 0))
    origin = np.concatenate([at[pairs.applicant[kept]], place[moved]])
    to = np.concatenate([pairs.vacancy[kept], home_of[moved]])
    last = np.concatenate([np.full(len(kept), FREE), moved])
    order = np.argsort(origin, kind="stable")
    start = starts(np.bincount(origin, minlength=n_vacancies))
    return _Moves(start, origin[order], to[order], last[order])


def _last_to_give_way(moves: _Moves, place: Int32, capacity: Int32, home_of: Int32) -> Int64:
    """The lowest rank that could be made to give way at each vacancy, or FREE, as in priority."""
    last = np.full(len(capacity), -1, dtype=np.int64)
    newcomers = np.flatnonzero((home_of < 0) & (place >= 0))
    np.maximum.at(last, place[newcomers], newcomers)
    last[living_at(place, len(capacity)) < capacity_left(capacity, home_of, place)] = FREE
    while True:
        within_reach = last.copy()
        np.maximum.at(within_reach, moves.origin, np.minimum(moves.last, last[moves.to]))
        if np.array_equal(within_reach, last):
            return last
        last = within_reach


@compiled
def _mark_ways_home(
    start: Int64, vacancy: Int32, moves: _Moves, home_of: Int32, staying: Int64, passed_over: Bools
) -> None:
    """Mark each stayer from whose pairs some path, unplacing nobody before them, leads home.

    A path that fails shuts off what it saw as a region, as in ``chains._decide_everyone``: from
    there no move leads back to the rest, and for later askers moves only close. So a way home lies
    within the region of the home.
    """
    n_vacancies = moves.start.size - 1
    region = np.zeros(n_vacancies, dtype=np.int64)
    seen_by = np.full(n_vacancies, -1, dtype=np.int64)
    queue = np.empty(n_vacancies, dtype=np.int32)
    for asker in staying:
        home = home_of[asker]
        n_seen, head = 0, 0
        for e in range(start[asker], start[asker + 1]):
            n_seen = _note(vacancy[e], asker, region, home, seen_by, queue, n_seen)
        while head < n_seen and seen_by[home] != asker:
            j = queue[head]
            head += 1
            for at in range(moves.start[j], moves.start[j + 1]):
                if moves.last[at] > asker:
                    n_seen = _note(moves.to[at], asker, region, home, seen_by, queue, n_seen)
        passed_over[asker] = seen_by[home] == asker
        if not passed_over[asker]:
            region[queue[:n_seen]] = asker + 1


@compiled
def _note(
    j: int, asker: int, region: Int64, home: int, seen_by: Int64, queue: Int32, n_seen: int
) -> int:
    if seen_by[j] != asker and region[j] == region[home]:
        seen_by[j] = asker
        queue[n_seen] = j
        n_seen += 1
    return n_seen
