"""Why those whom no home is given are not housed, and whom they would have had to stand before.

Rows of applicants are ranks here, as in ``priority``.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, connected_components

from matching.allocation import Allocation
from matching.chains import capacity_left, living_at
from matching.columns import Bools, Int8, Int32, Int64
from matching.edges import Pairs
from matching.eligibility import service_suits
from matching.order import Ranked
from matching.policy import Policy
from matching.priority import FREE, last_within_reach, rank_to_beat
from matching.reasons import Reason
from matching.side.ways import needs_hours


class Seen(NamedTuple):
    """An allocation as seen from the ranked problem.

    Attributes:
        ranked: the problem in order of priority, with its pairs.
        place: int32[n_applicants], the vacancy each is given; −1 none.
        service: int32[n_applicants], the service whose hours each takes; −1 none.
    """

    ranked: Ranked
    place: Int32
    service: Int32


class Standing(NamedTuple):
    """Why each is not housed.

    Attributes:
        reason: int8[n_applicants], a Reason; without meaning for those who are placed.
        last: int64[n_applicants], where the reason is HIGHER_PRIORITY, the rank of the last
            person within reach; −1 for nobody.
    """

    reason: Int8
    last: Int64


def see(ranked: Ranked, allocation: Allocation) -> Seen:
    """Put an allocation into the order of the ranked problem."""
    new_row = np.full(len(ranked.vacancy_rows) + 1, -1, dtype=np.int32)
    new_row[ranked.vacancy_rows] = np.arange(len(ranked.vacancy_rows), dtype=np.int32)
    rows = ranked.applicant_rows
    return Seen(ranked, new_row[allocation.vacancy_of[rows]], allocation.service_of[rows])


def find_standing(seen: Seen, policy: Policy, proof: str) -> Standing:
    """Say why each who is not placed is not.

    Args:
        seen: the allocation.
        policy: its policy.
        proof: how it was proved; only a search leaves anybody short of anything but a place.
    """
    pairs, problem = seen.ranked.pairs, seen.ranked.problem
    unplaced = np.flatnonzero(seen.place < 0)
    beat = rank_to_beat(pairs, _last_to_give_way(seen, pairs), unplaced)
    why = np.where(pairs.n_of_each[unplaced] > 0, Reason.HIGHER_PRIORITY, Reason.NO_ELIGIBLE_HOME)
    if proof == "search":
        could = _would_do(seen, policy, unplaced, beat) | _in_a_round(seen, policy, pairs, unplaced)
        why[could] = Reason.HELD_BACK
        without_hours = pairs.where(_has_hours(seen, policy))
        if len(without_hours) < len(pairs):
            beat_so = rank_to_beat(without_hours, _last_to_give_way(seen, without_hours), unplaced)
            other_way = _would_do(seen, policy, unplaced, beat_so)
            other_way |= _in_a_round(seen, policy, without_hours, unplaced)
            why[could & ~(other_way & _is_held_back(seen, policy))] = Reason.SHORT_OF_HOURS
    reason = np.zeros(problem.n_applicants, dtype=np.int8)
    reason[unplaced] = why
    last = np.full(problem.n_applicants, -1, dtype=np.int64)
    last[unplaced] = np.where((why == Reason.HIGHER_PRIORITY) & (beat < FREE), beat, -1)
    return Standing(reason, last)


def _would_do(seen: Seen, policy: Policy, unplaced: Int64, beat: Int64) -> Bools:
    """Whether a place for each could be had, were places all that is short: bool[k].

    Under a weighted policy, points may put anybody of one tier before another of it.
    """
    if policy.order == "strict":
        return np.asarray(beat > unplaced)
    turn = _turns(seen, policy)
    later = turn[np.minimum(beat, len(turn) - 1)] > turn[unplaced]
    return np.asarray((beat == FREE) | ((beat >= 0) & later))


def _turns(seen: Seen, policy: Policy) -> Int64:
    """When each comes: their rank or, where points count within a tier, the tier's: int64[n]."""
    tier = seen.ranked.problem.applicants.tier
    if policy.order == "strict":
        return np.arange(len(tier))
    return np.argsort((0, *policy.tier_order))[tier]


def _in_a_round(seen: Seen, policy: Policy, pairs: Pairs, unplaced: Int64) -> Bools:
    """Whether each could have a home by moves of which the last is into the home that they leave.

    Args:
        seen: the allocation.
        policy: its policy.
        pairs: those that may be used.
        unplaced: int64[k].

    Returns:
        bool[k].
    """
    problem, place = seen.ranked.problem, seen.place
    home_of, turn = problem.applicants.home, _turns(seen, policy)
    found = np.zeros(len(unplaced), dtype=np.bool_)
    if not (home_of[unplaced] >= 0).any():
        return found
    origin = np.where(place >= 0, place, home_of)[pairs.applicant]
    moves = (origin[origin >= 0], pairs.vacancy[origin >= 0])
    n, moved = len(problem.vacancies.capacity), np.flatnonzero((place >= 0) & (home_of >= 0))
    by_moves = _groups(n, *moves)
    by_all = _groups(n, *_and_home(moves, place[moved], home_of[moved]))
    for row in np.flatnonzero(home_of[unplaced] >= 0):
        i = unplaced[row]
        home, options = home_of[i], pairs.vacancy[pairs.start[i] : pairs.start[i + 1]]
        found[row] = (by_moves[options] == by_moves[home]).any()
        if not found[row] and (by_all[options] == by_all[home]).any():
            later = moved[turn[moved] > turn[i]]
            graph = _graph(n, *_and_home(moves, place[later], home_of[later]))
            leads_home = breadth_first_order(graph.T.tocsr(), home, return_predecessors=False)
            found[row] = np.isin(options, leads_home).any()
    return found


def _and_home(moves: tuple[Int32, Int32], place: Int32, home: Int32) -> tuple[Int32, Int32]:
    """Moves, from and to vacancies, and those of people who go home again."""
    return np.concatenate([moves[0], place]), np.concatenate([moves[1], home])


def _groups(n: int, origin: Int32, to: Int32) -> Int32:
    """A number for each vacancy, the same where each can be reached from the other: int32[n]."""
    _, group = connected_components(_graph(n, origin, to), connection="strong")
    return np.asarray(group, dtype=np.int32)


def _graph(n: int, origin: Int32, to: Int32) -> csr_array:
    return csr_array((np.ones(len(origin), dtype=np.bool_), (origin, to)), shape=(n, n))


def _is_held_back(seen: Seen, policy: Policy) -> bool:
    """Whether a limit, company or the length of chains can stand in anybody's way."""
    problem = seen.ranked.problem
    too_long = policy.longest_chain and len(problem.movers)
    return bool(len(problem.limited) or len(problem.company) or too_long)


def _has_hours(seen: Seen, policy: Policy) -> Bools:
    """Whether each pair takes no hours, or some that its applicant has or that are left."""
    problem, pairs = seen.ranked.problem, seen.ranked.pairs
    enough = ~needs_hours(problem, policy, pairs)
    needed, area = problem.applicants.hours_needed, problem.vacancies.area[pairs.vacancy]
    for row in range(len(problem.services)):
        has = seen.service == row
        left = int(problem.services.half_hours[row]) - int(needed[has].sum(dtype=np.int64))
        is_full = np.count_nonzero(has) >= problem.services.people[row]
        could_have = service_suits(problem, row) & (needed <= left) & ~is_full
        covers = problem.services.covers[row] != 0
        enough |= (has | could_have)[pairs.applicant] & covers[area]
    return enough


def _last_to_give_way(seen: Seen, pairs: Pairs) -> Int64:
    """The lowest priority that could be made to give way at each vacancy, by any chain of moves.

    Where people would move, those who stay can be moved along, but nobody takes their home; a
    mover who is placed gives way by going home, if there is room for them there again.

    Returns:
        int64[n_vacancies], a rank or FREE; −1 where nobody could give way.
    """
    problem, place = seen.ranked.problem, seen.place
    capacity, home_of = problem.vacancies.capacity, problem.applicants.home
    if not len(problem.movers):
        return last_within_reach(pairs, place, capacity)
    last = np.full(len(capacity), -1, dtype=np.int64)
    newcomers = np.flatnonzero((home_of < 0) & (place >= 0))
    np.maximum.at(last, place[newcomers], newcomers)
    last[living_at(place, len(capacity)) < capacity_left(capacity, home_of, place)] = FREE
    holds = np.where(place >= 0, place, home_of)
    origin, moved = holds[pairs.applicant], np.flatnonzero((place >= 0) & (home_of >= 0))
    held = origin >= 0
    origin, to = origin[held], pairs.vacancy[held]
    while True:
        further = last.copy()
        np.maximum.at(further, origin, last[to])
        np.maximum.at(further, place[moved], np.minimum(moved, last[home_of[moved]]))
        if np.array_equal(further, last):
            return last
        last = further
