"""What proves an allocation the best, read from the pairs by plain numpy, in exact integers.

Nothing here is the optimiser's or a search's: the conditions are those of README, "Priority" and
"Fit", and anyone can try them on any answer.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from matching.columns import Bools, Int32, Int64
from matching.edges import Pairs
from matching.levels import N_TIERS, Level, places_left, with_staying_out
from matching.movers_check import movers_passed_over
from matching.order import Ranked
from matching.policy import Policy
from matching.prices import NotOptimalError, dual_bound, worth_at
from matching.priority import FREE, last_within_reach, rank_to_beat
from matching.problem import Problem


def bound_of(ranked: Ranked, policy: Policy, place: Int32, prices: Int64, tiers: Int64) -> int:
    """The total worth that prices prove no allocation of the same kind can pass.

    Of the same kind are, under a strict policy, those that house the same people; under a weighted
    one, those that house as many of each tier.

    Args:
        ranked: the problem with its pairs.
        policy: strict or weighted.
        place: int32[n_applicants], the vacancy of each; −1 unplaced.
        prices: int64[n_vacancies], points, at least 0.
        tiers: int64[5], the price of leaving out a person of each tier, points, at least 0.
    """
    if policy.order == "weighted":
        pairs, capacity = with_staying_out(ranked.problem, ranked.pairs, place)
        return dual_bound(pairs, capacity, np.append(prices, tiers))
    housed = ranked.pairs.of(np.flatnonzero(place >= 0))
    return dual_bound(housed, places_left(ranked.problem, place), prices)


def priority_faults(ranked: Ranked, policy: Policy, place: Int32) -> Iterator[str]:
    """Who is passed over: a sentence naming rows of the problem given, or nothing."""
    problem, pairs = ranked.problem, ranked.pairs
    if policy.order == "weighted":
        passed = _passed_over_by_tier(problem, pairs, place)
    elif len(problem.movers):
        home = problem.applicants.home
        passed = movers_passed_over(pairs, place, problem.vacancies.capacity, home)
    else:
        passed = _passed_over(pairs, place, problem.vacancies.capacity)
    if rows := shown_rows(passed, ranked.applicant_rows):
        yield f"could be housed without turning out anyone of higher priority: {rows}"


def certify(ranked: Ranked, policy: Policy, level: Level) -> tuple[int, int]:
    """Recompute, from the pairs and in exact integers, that a level's answer is the best.

    Returns:
        The value and the bound; they are equal if the fit is settled.

    Raises:
        NotOptimalError: if somebody is passed over, or a fit that is said to be settled is not
            proved best.
    """
    for fault in priority_faults(ranked, policy, level.place):
        raise NotOptimalError(fault)
    value = int(worth_at(ranked.pairs, level.place).sum())
    bound = bound_of(ranked, policy, level.place, level.prices, level.tier_prices)
    if level.settled != "priority" and value != bound:
        raise NotOptimalError(f"the value {value} is not proved best: the bound is {bound}")
    return value, bound


def _passed_over(pairs: Pairs, place: Int32, capacity: Int32) -> Bools:
    """Whether each applicant is unplaced though a chain of moves would make room for them.

    The chain may end at a free place or with someone of lower priority who gives way.
    """
    unplaced = np.flatnonzero(place < 0)
    beat = rank_to_beat(pairs, last_within_reach(pairs, place, capacity), unplaced)
    passed = np.zeros(len(place), dtype=np.bool_)
    passed[unplaced] = beat > unplaced
    return passed


def _passed_over_by_tier(problem: Problem, pairs: Pairs, place: Int32) -> Bools:
    """Whether each applicant is unplaced though somebody of a later tier could give way to them.

    Rows stand tier by tier, so that the last who could give way is of the latest tier.
    """
    unplaced = np.flatnonzero(place < 0)
    beat = rank_to_beat(
        pairs, last_within_reach(pairs, place, problem.vacancies.capacity), unplaced
    )
    tier = np.append(problem.applicants.tier, -1)
    to_beat = tier[np.where(beat == FREE, -1, beat)]
    turned_away = (beat == FREE) | ((beat > unplaced) & (to_beat != tier[unplaced]))
    passed = np.zeros(len(place), dtype=np.bool_)
    passed[unplaced] = turned_away
    return passed


def tier_counts(problem: Problem, place: Int32) -> Int64:
    """How many of each tier are placed: int64[5]."""
    return np.bincount(problem.applicants.tier[place >= 0] - 1, minlength=N_TIERS)


def shown_rows(wrong: Bools, names: Int64 | None = None) -> str:
    """The first few rows that are wrong, for a message; empty if none is."""
    rows = np.flatnonzero(wrong)
    shown = [str(row) for row in (rows if names is None else names[rows])[:5]]
    return ", ".join(shown) + (f" and {len(rows) - 5} more" if len(rows) > 5 else "")
