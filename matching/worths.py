"""What one more place at each vacancy would bring, for the tables of reasons."""

from __future__ import annotations

import numpy as np

from matching.allocation import Allocation
from matching.edges import rows_with_place
from matching.knock_on import KnockOn, knock_on
from matching.margins import one_more, tier_of
from matching.policy import Policy
from matching.prices import least_prices
from matching.problem import Problem
from matching.reasons import Worth
from matching.standing import Seen


def weigh_places(problem: Problem, policy: Policy, allocation: Allocation, seen: Seen) -> Worth:
    """What one more place would bring, at every vacancy that has a place.

    The order of the run is held: whom floors put first is not asked again.

    Args:
        problem: the columns.
        policy: the policy of the allocation.
        allocation: an answer without faults.
        seen: the same, in order of priority.

    Returns:
        No rows where a search settled the allocation or time ran out before the fit was settled.
    """
    is_known = allocation.proof == "flow" and allocation.settled != "priority"
    vacancies = rows_with_place(problem) if is_known else np.zeros(0, dtype=np.int64)
    found, tier = _nothing(problem), seen.ranked.problem.applicants.tier
    if len(vacancies) and policy.order == "weighted":
        found, tier = _by_tier(policy, seen), np.array(policy.tier_order, dtype=np.int8)
    elif len(vacancies):
        found = _by_rank(seen)
    at = np.argsort(seen.ranked.vacancy_rows)[vacancies]
    first = found.turns[at, 0]
    return Worth(
        vacancies,
        tier_of(first.astype(np.int64) - 1, tier),
        first if policy.order == "strict" else np.zeros_like(first),
        KnockOn(found.turns[at], found.gain[at]).n_of_each_tier(tier),
        found.gain[at],
    )


def _nothing(problem: Problem) -> KnockOn:
    n = problem.n_vacancies
    return KnockOn(np.zeros((n, 1), dtype=np.int32), np.zeros(n, dtype=np.int64))


def _by_rank(seen: Seen) -> KnockOn:
    """Under strict priority; where nobody would move, prices tell it faster."""
    ranked, pairs, place = seen.ranked.problem, seen.ranked.pairs, seen.place
    capacity = ranked.vacancies.capacity
    if len(ranked.movers):
        return knock_on(pairs, place, capacity, ranked.applicants.home)
    housed = np.flatnonzero(place >= 0)
    prices = least_prices(pairs.of(housed), place[housed], ranked.n_vacancies)
    more = one_more(pairs, place, capacity, prices)
    return KnockOn((more.housed + 1).astype(np.int32)[:, None], more.gain)


def _by_tier(policy: Policy, seen: Seen) -> KnockOn:
    """Under a weighted policy: a turn for each tier, and nobody before those who are locked."""
    ranked = seen.ranked.problem
    turn_of_tier = np.argsort((0, *policy.tier_order)) - 1
    turn = np.where(ranked.locks >= 0, -1, turn_of_tier[ranked.applicants.tier])
    capacity, home_of = ranked.vacancies.capacity, ranked.applicants.home
    return knock_on(seen.ranked.pairs, seen.place, capacity, home_of, turn)
