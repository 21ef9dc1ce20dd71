"""Whether anybody could rightly want what another has: two people at a time, and counted.

Envy is justified if the other's home is open to somebody, suits them better than what they have,
and they stand before the other in the order of priority. Under strict priority nobody without a
home has any. Somebody with a home may: who is housed goes by priority, but where goes by fit alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from matching.allocation import Allocation
from matching.columns import Bools, Int32, Int64, ProblemError, starts
from matching.conditions import Mark, Marks
from matching.edges import eligible_pairs
from matching.order import rank_applicants
from matching.policy import Policy
from matching.prices import worth_at
from matching.problem import Problem
from matching.rules import Rule
from matching.score import failed, worth
from matching.solver import solve
from matching.standing import see
from matching.tables import check_rows


@dataclass(frozen=True)
class Cost:
    """What giving somebody a home would change, with everything else arranged for the best.

    Attributes:
        points: change of the total fit.
        housed: change of how many people are housed.
    """

    points: int
    housed: int


@dataclass(frozen=True)
class Envy:
    """Whether one person could rightly want the home of another.

    Attributes:
        one: row of the applicant who asks.
        other: row of the applicant whose home it is.
        vacancy: row of that home; −1 if the other is not given any.
        shut: the rules that shut it to the one.
        stands_before: whether the one stands before the other in the order of priority.
        gain: points that the home is worth to the one beyond what they are given; all that it is
            worth if they are given none.
        cost: what giving it to them would change; None if it is not open to them, or if it cannot
            be given to them for what is locked, lived in or limited.
    """

    one: int
    other: int
    vacancy: int
    shut: Rule
    stands_before: bool
    gain: int
    cost: Cost | None

    @property
    def is_open(self) -> bool:
        """Whether there is a home, and no rule shuts it to the one."""
        return self.vacancy >= 0 and not self.shut

    @property
    def justified(self) -> bool:
        """Whether the home is open to the one, better for them, and they stand before the other."""
        return self.is_open and self.stands_before and self.gain > 0


class EnvyCounts(NamedTuple):
    """How much justified envy an allocation leaves.

    Attributes:
        unhoused: people without a home who have it of somebody.
        housed: people with a home who have it of somebody.
        pairs: pairs of people, one of whom has it of the other.
    """

    unhoused: int
    housed: int
    pairs: int


def justified_envy(
    problem: Problem, policy: Policy, allocation: Allocation, one: int, other: int
) -> Envy:
    """Say whether one person could rightly want the home of another, and what it would cost.

    Args:
        problem: the columns.
        policy: the policy of the allocation.
        allocation: an answer without faults.
        one: row of the applicant who asks.
        other: row of the applicant whose home they ask for.

    Raises:
        ProblemError: if there is no such row, or both are the same.
    """
    check_rows("one and other", np.array([one, other]), problem.n_applicants)
    if one == other:
        raise ProblemError(f"applicant {one} is asked about twice; there must be two")
    order = rank_applicants(problem, policy, allocation.seed, eligible_pairs).applicant_rows
    rank_of = np.argsort(order)
    vacancy = int(allocation.vacancy_of[other])
    stands_before = bool(rank_of[one] < rank_of[other])
    if vacancy < 0:
        return Envy(one, other, vacancy, Rule(0), stands_before, 0, None)
    asked = (problem, policy, np.array([one]), np.array([vacancy]))
    shut = Rule(int(failed(*asked)[0]))
    gain = int(worth(*asked)[0]) - int(allocation.worth_of[one])
    cost = None if shut else _cost(problem, policy, allocation, one, vacancy)
    return Envy(one, other, vacancy, shut, stands_before, gain, cost)


def _cost(
    problem: Problem, policy: Policy, allocation: Allocation, one: int, vacancy: int
) -> Cost | None:
    """Solve again with the pair locked."""
    if allocation.vacancy_of[one] == vacancy:
        return Cost(0, 0)
    said = problem.marks
    marks = Marks(
        np.append(said.applicant, one),
        np.append(said.vacancy, vacancy),
        np.append(said.mark, Mark.LOCKED),
    )
    try:
        then = solve(replace(problem, marks=marks), policy, seed=allocation.seed)
    except ProblemError:
        return None
    return Cost(then.value - allocation.value, len(then.placed) - len(allocation.placed))


def envy_counts(problem: Problem, policy: Policy, allocation: Allocation) -> EnvyCounts:
    """Count the justified envy that an allocation leaves, to compare policies by.

    Args:
        problem: the columns.
        policy: the policy of the allocation.
        allocation: the answer.
    """
    seen = see(rank_applicants(problem, policy, allocation.seed, eligible_pairs), allocation)
    pairs, place = seen.ranked.pairs, seen.place
    own = worth_at(pairs, place)
    last = np.full(problem.n_vacancies, -1, dtype=np.int64)
    holders = np.flatnonzero(place >= 0)
    np.maximum.at(last, place[holders], holders)
    n_of_each = pairs.n_of_each
    better = (pairs.worth > np.repeat(own, n_of_each)) & (last[pairs.vacancy] > pairs.applicant)
    at = np.flatnonzero(better)
    applicant, vacancy = pairs.applicant[at], pairs.vacancy[at]
    who = np.zeros(len(place), dtype=np.bool_)
    who[applicant] = True
    n_pairs = _holders_after(place, applicant, vacancy, problem.n_vacancies).sum()
    return EnvyCounts(_count(who & (place < 0)), _count(who & (place >= 0)), int(n_pairs))


def _holders_after(place: Int32, applicant: Int64, vacancy: Int32, n_vacancies: int) -> Int64:
    """How many holders of each vacancy stand after the applicant, pair by pair: int64[k]."""
    holders = np.flatnonzero(place >= 0)
    by_vacancy = holders[np.argsort(place[holders], kind="stable")]
    stop = starts(np.bincount(place[holders], minlength=n_vacancies))[1:]
    key = place[by_vacancy] * np.int64(len(place)) + by_vacancy
    asked = vacancy * np.int64(len(place)) + applicant
    return stop[vacancy] - np.searchsorted(key, asked, side="right")


def _count(who: Bools) -> int:
    return int(np.count_nonzero(who))
