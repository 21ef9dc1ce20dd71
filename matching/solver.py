"""Solve a problem: find the pairs, settle who is housed, then where, then ties, and prove it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final, TypeVar

import numpy as np

from matching.allocation import Allocation, priority_order
from matching.columns import Int32, Int64
from matching.edges import Pairs, eligible_pairs
from matching.flow import best_fit
from matching.lottery import draw
from matching.policy import STRICT, Policy
from matching.prices import NotOptimalError, dual_bound, least_prices, tight, worth_at
from matching.priority import house_in_order, last_within_reach, rank_to_beat
from matching.problem import Problem

AnyIntegers = TypeVar("AnyIntegers", Int32, Int64)
Report = Callable[[str, float], None]

STAGES: Final = {"pairs": 0.0, "priority": 0.2, "fit": 0.3, "ties": 0.8, "certificate": 0.9}
"""The stages of a run, each with the share of the whole run that is done when it starts."""

_LOT_BITS: Final = 24


def solve(
    problem: Problem, policy: Policy = STRICT, *, seed: int, report: Report | None = None
) -> Allocation:
    """Find the best allocation: the best set of people in order of priority, then the best fit.

    The same problem, policy and seed give the same allocation on any machine, and permuting the
    rows permutes the allocation only.

    Args:
        problem: who is waiting and what is vacant.
        policy: the rules switched on and the points.
        seed: settles ties; publish it with the result.
        report: told the stage and the share of the whole run done, 0 to 1. It may stop the run by
            raising: nothing is left half-done, for nothing outside is touched.

    Raises:
        ProblemError: if the seed is out of range.
        NotOptimalError: if the proof fails; then there is no answer to trust.
    """
    tell = report or _say_nothing
    tell("pairs", STAGES["pairs"])
    applicant_rows = priority_order(problem, seed)
    vacancy_rows = np.lexsort((problem.vacancies.key, problem.vacancies.area))
    ranked = problem.take(applicant_rows, vacancy_rows)
    pairs = eligible_pairs(ranked, policy, lambda done: tell("pairs", STAGES["priority"] * done))
    place, prices = _allocate(ranked, pairs, seed, tell)
    worth_of, bound = _certify(pairs, place, prices, ranked.vacancies.capacity)
    tell("certificate", 1.0)
    return Allocation(
        vacancy_of=_unsort(applicant_rows, np.append(vacancy_rows, -1)[place].astype(np.int32)),
        worth_of=_unsort(applicant_rows, worth_of.astype(np.int32)),
        n_pairs=len(pairs),
        value=int(worth_of.sum()),
        bound=bound,
        proved=True,
        prices=_unsort(vacancy_rows, prices),
        seed=seed,
        policy_name=policy.name,
        policy_version=policy.version,
    )


def _allocate(ranked: Problem, pairs: Pairs, seed: int, tell: Report) -> tuple[Int32, Int64]:
    """Level by level: who, then where, then the draw among equals.

    Returns:
        int32[n_applicants], the vacancy of each, −1 unplaced; int64[n_vacancies], prices.
    """
    capacity = ranked.vacancies.capacity
    tell("priority", STAGES["priority"])
    place = house_in_order(pairs, capacity)
    housed = np.flatnonzero(place >= 0)
    theirs = pairs.of(housed)
    tell("fit", STAGES["fit"])
    fit = best_fit(theirs, capacity)
    prices = least_prices(theirs, fit, len(capacity))
    tell("ties", STAGES["ties"])
    face = theirs.where(tight(theirs, fit, prices))
    lots = _lots(ranked, housed[face.applicant], face.vacancy, seed)
    place[housed] = best_fit(replace(face, worth=-lots), capacity, must_fill=prices > 0)
    tell("certificate", STAGES["certificate"])
    return place, prices


def _certify(pairs: Pairs, place: Int32, prices: Int64, capacity: Int32) -> tuple[Int64, int]:
    """Recompute, from the pairs and in exact integers, that the allocation is the best.

    Returns:
        int64[n_applicants], the worth of each place; and the bound, equal to their sum.
    """
    unplaced = np.flatnonzero(place < 0)
    beat = rank_to_beat(pairs, last_within_reach(pairs, place, capacity), unplaced)
    if (beat > unplaced).any():
        raise NotOptimalError("someone is passed over who could be housed")
    worth_of = worth_at(pairs, place)
    bound = dual_bound(pairs.of(np.flatnonzero(place >= 0)), capacity, prices)
    if (value := int(worth_of.sum())) != bound:
        raise NotOptimalError(f"the value {value} is not proved best: the bound is {bound}")
    return worth_of, bound


def _lots(ranked: Problem, applicant: Int64, vacancy: Int32, seed: int) -> Int64:
    """The draw between allocations of equal worth: int64[n_pairs], the lower sum goes first."""
    lots = draw(seed, ranked.applicants.key[applicant], ranked.vacancies.key[vacancy])
    return (lots >> np.uint64(64 - _LOT_BITS)).astype(np.int64)


def _unsort(rows: Int64, column: AnyIntegers) -> AnyIntegers:
    """Put a column that is sorted by ``rows`` back into the order of the rows."""
    back = np.empty_like(column)
    back[rows] = column
    return back


def _say_nothing(stage: str, fraction: float) -> None:
    """Stand in for a report that nobody asked for."""
