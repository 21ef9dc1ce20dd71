"""The answer, and an independent check of it.

``faults`` shares no compiled loop and no optimiser with ``solve``: it finds the eligible pairs
again with plain numpy, follows chains of moves by its own means, and reads the proof of the fit
from the prices.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from matching.columns import Bools, Int32, Int64
from matching.edges import Pairs, eligible_pairs_plain
from matching.lottery import draw
from matching.policy import MAX_WORTH, Policy
from matching.prices import dual_bound
from matching.priority import last_within_reach, rank_to_beat
from matching.problem import Problem
from matching.rules import rules_in
from matching.score import failed, worth


@dataclass(frozen=True, eq=False)
class Allocation:
    """Who is given which home, and the proof that it is the best.

    Attributes:
        vacancy_of: int32[n_applicants], the row of the vacancy each is given; −1 unplaced.
        worth_of: int32[n_applicants], points; 0 unplaced.
        n_pairs: how many eligible pairs there were.
        value: the sum of the worths, in points.
        bound: no allocation that houses the same people is worth more than this, in points.
        proved: whether the set of people housed was shown to be the best in order of priority and
            the value equals the bound.
        prices: int64[n_vacancies], points; the certificate of the bound.
        seed: settled ties.
        policy_name: name of the policy.
        policy_version: version of the policy.
    """

    vacancy_of: Int32
    worth_of: Int32
    n_pairs: int
    value: int
    bound: int
    proved: bool
    prices: Int64
    seed: int
    policy_name: str
    policy_version: int

    @property
    def placed(self) -> Int64:
        """int64[n_placed], rows of the applicants who are given a home."""
        return np.flatnonzero(self.vacancy_of >= 0)

    @property
    def unplaced(self) -> Int64:
        """int64[n_unplaced], rows of the applicants who are not."""
        return np.flatnonzero(self.vacancy_of < 0)

    def free_places(self, problem: Problem) -> Int64:
        """int64[n_vacancies], places left over; negative if a vacancy was given out too often."""
        taken = np.bincount(self.vacancy_of[self.placed], minlength=problem.n_vacancies)
        return problem.vacancies.capacity - taken


def priority_order(problem: Problem, seed: int) -> Int64:
    """Rows of applicants in strict order: tier, date of registration, then the seed's lot.

    Returns:
        int64[n_applicants], the same applicants in the same order whatever the order of the rows.
    """
    applicants = problem.applicants
    lot = draw(seed, applicants.key)
    return np.lexsort((applicants.key, lot, applicants.registered_day, applicants.tier))


def faults(problem: Problem, policy: Policy, allocation: Allocation) -> list[str]:
    """Everything that is wrong with an allocation; an empty list is a proof that it is the best.

    Args:
        problem: the columns it was made from.
        policy: the policy it was made under.
        allocation: the answer to check.

    Returns:
        A sentence for each kind of fault, naming rows.
    """
    for check in (_shape_faults, _pair_faults, _optimality_faults):
        if found := list(check(problem, policy, allocation)):
            return found
    return []


def _shape_faults(problem: Problem, policy: Policy, allocation: Allocation) -> Iterator[str]:
    """Columns of the right length, numbers in range, the right policy."""
    made_under = (allocation.policy_name, allocation.policy_version)
    if made_under != (policy.name, policy.version):
        yield f"it was made under policy {made_under}, not {(policy.name, policy.version)}"
    for name, column, length in (
        ("vacancy_of", allocation.vacancy_of, problem.n_applicants),
        ("worth_of", allocation.worth_of, problem.n_applicants),
        ("prices", allocation.prices, problem.n_vacancies),
    ):
        if column.shape != (length,):
            yield f"{name} has shape {column.shape}; it must be {(length,)}"
    vacancy_of, prices = allocation.vacancy_of, allocation.prices
    if rows := _rows((vacancy_of < -1) | (vacancy_of >= problem.n_vacancies)):
        yield f"vacancy_of names no vacancy for applicants {rows}"
    if rows := _rows((prices < 0) | (prices > MAX_WORTH * (problem.n_vacancies + 1))):
        yield f"prices are out of range for vacancies {rows}"


def _pair_faults(problem: Problem, policy: Policy, allocation: Allocation) -> Iterator[str]:
    """Rules, worths and sums of what was given; no vacancy given out too often."""
    placed = allocation.placed
    given = allocation.vacancy_of[placed].astype(np.int64)
    broken = failed(problem, policy, placed, given)
    for at in np.flatnonzero(broken)[:5]:
        names = ", ".join(str(rule.name) for rule in rules_in(int(broken[at])))
        yield f"applicant {placed[at]} may not be given vacancy {given[at]}: {names}"
    right = np.zeros(problem.n_applicants, dtype=np.int32)
    right[placed] = worth(problem, policy, placed, given)
    if rows := _rows(right != allocation.worth_of):
        yield f"worth_of is wrong for applicants {rows}"
    if (total := int(right.sum(dtype=np.int64))) != allocation.value:
        yield f"the value is given as {allocation.value}, but the worths add up to {total}"
    if rows := _rows(allocation.free_places(problem) < 0):
        yield f"more people than places at vacancies {rows}"


def _optimality_faults(problem: Problem, policy: Policy, allocation: Allocation) -> Iterator[str]:
    """Nobody passed over, no better fit, and a proof that says so."""
    order = priority_order(problem, allocation.seed)
    ranked = problem.take(order, np.arange(problem.n_vacancies))
    pairs = eligible_pairs_plain(ranked, policy)
    place = allocation.vacancy_of[order]
    if len(pairs) != allocation.n_pairs:
        yield f"there are {len(pairs)} eligible pairs, not {allocation.n_pairs}"
    if passed_over := _rows(_passed_over(pairs, place, ranked.vacancies.capacity), order):
        yield f"could be housed without turning out anyone of higher priority: {passed_over}"
    housed = pairs.of(np.flatnonzero(place >= 0))
    bound = dual_bound(housed, ranked.vacancies.capacity, allocation.prices)
    if bound != allocation.bound:
        yield f"the bound is given as {allocation.bound}, but the prices prove {bound}"
    if bound != allocation.value:
        yield f"the value {allocation.value} is not proved best: the bound is {bound}"
    if not allocation.proved:
        yield "the allocation does not claim to be proved"


def _passed_over(pairs: Pairs, place: Int32, capacity: Int32) -> Bools:
    """Whether each applicant is unplaced though a chain of moves would make room for them.

    The chain may end at a free place or with someone of lower priority who gives way.
    """
    unplaced = np.flatnonzero(place < 0)
    beat = rank_to_beat(pairs, last_within_reach(pairs, place, capacity), unplaced)
    passed = np.zeros(len(place), dtype=np.bool_)
    passed[unplaced] = beat > unplaced
    return passed


def _rows(wrong: Bools, names: Int64 | None = None) -> str:
    """The first few rows that are wrong, for a message; empty if none is."""
    rows = np.flatnonzero(wrong)
    shown = [str(row) for row in (rows if names is None else names[rows])[:5]]
    return ", ".join(shown) + (f" and {len(rows) - 5} more" if len(rows) > 5 else "")
