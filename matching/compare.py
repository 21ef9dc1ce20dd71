"""Policies side by side: what each gives, and what it costs against the first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matching.allocation import Allocation
from matching.certificate import tier_counts
from matching.columns import Int32
from matching.edges import eligible_pairs
from matching.order import Ranked, rank_applicants
from matching.policy import STRICT, Policy
from matching.problem import Problem
from matching.score import worth
from matching.solver import solve


@dataclass(frozen=True, eq=False)
class Compared:
    """What one policy gives, counted alike for all.

    Attributes:
        policy_name: its name.
        placed_by_tier: people given a home, tier 1 first.
        placed: people given a home.
        fit: points of the first policy that the homes given are worth.
        mean_days_waited: of those given a home, on the day of the match, rounded down.
        envious: people without a home to whom one is open that somebody has who stands after them
            in the first policy's order.
        moved: people who have another outcome than under the first policy.
        allocation: the answer.
    """

    policy_name: str
    placed_by_tier: tuple[int, ...]
    placed: int
    fit: int
    mean_days_waited: int
    envious: int
    moved: int
    allocation: Allocation


def compare(
    problem: Problem, policies: Sequence[Policy] = (STRICT,), seed: int = 0
) -> list[Compared]:
    """Solve a problem under each of some policies and count what comes of it.

    Args:
        problem: the columns.
        policies: the first is the one that the others are held against.
        seed: settles ties in all.

    Raises:
        ProblemError: if the seed is out of range, or locks cannot be kept.
    """
    allocations = [solve(problem, policy, seed=seed) for policy in policies]
    if not allocations:
        return []
    ranked = rank_applicants(problem, policies[0], seed, eligible_pairs)
    first = allocations[0].vacancy_of
    return [_count(problem, policies[0], ranked, allocation, first) for allocation in allocations]


def _count(
    problem: Problem, by: Policy, ranked: Ranked, allocation: Allocation, first: Int32
) -> Compared:
    placed = allocation.placed
    waited = problem.day - problem.applicants.registered_day[placed].astype(np.int64)
    homes = allocation.vacancy_of[placed].astype(np.int64)
    return Compared(
        policy_name=allocation.policy_name,
        placed_by_tier=tuple(tier_counts(problem, allocation.vacancy_of).tolist()),
        placed=len(placed),
        fit=int(worth(problem, by, placed, homes).sum(dtype=np.int64)),
        mean_days_waited=int(waited.sum()) // max(len(placed), 1),
        envious=_count_envious(ranked, allocation),
        moved=int((allocation.vacancy_of != first).sum()),
        allocation=allocation,
    )


def _count_envious(ranked: Ranked, allocation: Allocation) -> int:
    """People without a home to whom one is open that somebody standing after them has."""
    row_of = np.argsort(ranked.vacancy_rows)
    place = np.append(row_of, -1)[allocation.vacancy_of[ranked.applicant_rows]]
    last_holder = np.full(ranked.problem.n_vacancies, -1, dtype=np.int64)
    housed = np.flatnonzero(place >= 0)
    np.maximum.at(last_holder, place[housed], housed)
    applicant = ranked.pairs.applicant
    envies = (place[applicant] < 0) & (last_holder[ranked.pairs.vacancy] > applicant)
    return len(np.unique(applicant[envies]))
