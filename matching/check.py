"""An independent check of an allocation.

``faults`` shares no optimiser with ``solve`` and, but where floors put some people first, no
compiled loop: it finds the eligible pairs again with plain numpy, follows chains of moves by its
own means, and reads the proof of the fit from the prices.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from matching.allocation import Allocation
from matching.certificate import bound_of, priority_faults, shown_rows
from matching.columns import Int32
from matching.order import Ranked, rank_applicants
from matching.plain_edges import eligible_pairs_plain
from matching.policy import MAX_WORTH, Policy
from matching.problem import Problem
from matching.rules import rules_in
from matching.score import failed, worth
from matching.side.check import side_faults
from matching.side.passed_over import search_faults


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
    if rows := shown_rows((vacancy_of < -1) | (vacancy_of >= problem.n_vacancies)):
        yield f"vacancy_of names no vacancy for applicants {rows}"
    if rows := shown_rows((prices < 0) | (prices > MAX_WORTH * (problem.n_vacancies + 1))):
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
    if rows := shown_rows(right != allocation.worth_of):
        yield f"worth_of is wrong for applicants {rows}"
    if (total := int(right.sum(dtype=np.int64))) != allocation.value:
        yield f"the value is given as {allocation.value}, but the worths add up to {total}"
    if rows := shown_rows(allocation.free_places(problem) < 0):
        yield f"more people than places at vacancies {rows}"


def _optimality_faults(problem: Problem, policy: Policy, allocation: Allocation) -> Iterator[str]:
    """Nobody passed over, no better fit, and a proof that says so."""
    ranked = rank_applicants(problem, policy, allocation.seed, eligible_pairs_plain)
    new_row = np.full(problem.n_vacancies + 1, -1, dtype=np.int32)
    new_row[ranked.vacancy_rows] = np.arange(problem.n_vacancies)
    place = new_row[allocation.vacancy_of[ranked.applicant_rows]]
    if len(ranked.pairs) != allocation.n_pairs:
        yield f"there are {len(ranked.pairs)} eligible pairs, not {allocation.n_pairs}"
    yield from side_faults(ranked, policy, place, allocation.service_of[ranked.applicant_rows])
    if allocation.proof == "search":
        yield from _search_faults(ranked, policy, place, allocation)
        return
    yield from priority_faults(ranked, policy, place)
    prices = allocation.prices[ranked.vacancy_rows]
    bound = bound_of(ranked, policy, place, prices, allocation.tier_prices)
    if bound != allocation.bound:
        yield f"the bound is given as {allocation.bound}, but the prices prove {bound}"
    if allocation.proved and bound != allocation.value:
        yield f"the value {allocation.value} is not proved best: the bound is {bound}"
    if not allocation.proved and bound == allocation.value:
        yield "the allocation does not claim to be proved, though it is"


def _search_faults(
    ranked: Ranked, policy: Policy, place: Int32, allocation: Allocation
) -> Iterator[str]:
    """What can be checked of a search: nobody can be added by a chain, and the bound is right."""
    service = allocation.service_of[ranked.applicant_rows]
    yield from search_faults(ranked, policy, place, service)
    if allocation.proved and allocation.value != allocation.bound:
        yield f"the value {allocation.value} is not proved best: the bound is {allocation.bound}"
    if allocation.value > allocation.bound:
        yield f"the value {allocation.value} is above its own bound, {allocation.bound}"
