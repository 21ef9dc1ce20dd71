"""What would change for one person if something about them were otherwise: exactly.

Everybody else and every home stay as they are. What is not proved by the answer at hand is solved
again: nothing here is an estimate.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np

from matching.allocation import Allocation
from matching.applicants import APPLICANT_COLUMNS
from matching.columns import Int32, Int64, ProblemError
from matching.conditions import Mark, Marks
from matching.edges import Pairs, eligible_pairs, rows_with_place
from matching.order import rank_applicants
from matching.policy import Policy
from matching.priority import last_within_reach
from matching.problem import Problem
from matching.rules import NEVER_RELAXED, Rule, rules_in
from matching.score import failed
from matching.side.ways import has_sides
from matching.solver import solve
from matching.standing import see
from matching.tables import check_rows, columns

_LAST_CHOICE: Final = 127

_OPENS: Final[dict[Rule, dict[str, int]]] = {
    Rule.SUPPORT_LEVEL: {"floating_level": 3},
    Rule.TRAVEL: {"minutes_limit": -1},
}
"""Rules that are relaxed by what is said of the applicant; their worths stay as they are."""


@dataclass(frozen=True)
class Facts:
    """What is otherwise about an applicant.

    Attributes:
        columns: numbers to put in their row of the columns of ``Applicants``, by name; a list for
            ``bedrooms_needed``.
        area_ranks: their rank of an area, by area: −1 excluded, 0 not wanted, 1 first choice.
    """

    columns: Mapping[str, Any] = field(default_factory=dict)
    area_ranks: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class WhatIf:
    """An applicant's homes and outcome, as things are and as they would be.

    Attributes:
        applicant: the row.
        open_before: int64[k], vacancies open to them, rows, rising; only those with a place.
        open_after: int64[l], vacancies that would be.
        vacancy_before: the vacancy they are given; −1 none.
        vacancy_after: the vacancy they would be given; −1 none.
    """

    applicant: int
    open_before: Int64
    open_after: Int64
    vacancy_before: int
    vacancy_after: int

    @property
    def opened(self) -> Int64:
        """int64[n], vacancies that the change opens to them."""
        return np.setdiff1d(self.open_after, self.open_before)

    @property
    def closed(self) -> Int64:
        """int64[n], vacancies that the change shuts to them."""
        return np.setdiff1d(self.open_before, self.open_after)


@dataclass(frozen=True)
class Change:
    """One change that an applicant could make by itself, and what it would do.

    Attributes:
        area: the area that they would ask for besides; −1 for none.
        rules: the rules that would be relaxed for them; 0 for none.
        n_open: vacancies with a place that would be open to them.
        placed: whether they would be placed.
    """

    area: int
    rules: Rule
    n_open: int
    placed: bool


def what_if(
    problem: Problem,
    policy: Policy,
    seed: int,
    applicant: int,
    facts: Facts,
    *,
    before: Allocation | None = None,
) -> WhatIf:
    """Solve the problem with something otherwise about one applicant.

    Args:
        problem: the columns.
        policy: the policy.
        seed: settles ties, as in the run.
        applicant: the row.
        facts: what is otherwise.
        before: the allocation as things are, if it is at hand; it is solved if not.

    Raises:
        ProblemError: if there is no such row, column or area, or a number cannot be.
    """
    check_rows("applicant", np.array([applicant]), problem.n_applicants)
    then = with_facts(problem, applicant, facts)
    now = solve(problem, policy, seed=seed) if before is None else before
    after = solve(then, policy, seed=seed)
    return WhatIf(
        applicant,
        _open_to(problem, policy, applicant),
        _open_to(then, policy, applicant),
        int(now.vacancy_of[applicant]),
        int(after.vacancy_of[applicant]),
    )


def menu(problem: Problem, policy: Policy, allocation: Allocation, applicant: int) -> list[Change]:
    """Everything that an applicant could change by itself, and what each would do: exactly.

    First each area that they have not asked for, never one where they must not live, then each
    rule that is not kept for good. Only changes that would open some home are given.

    Where only places are short, nobody moves and priority alone counts, the answer at hand proves
    what each would do: more homes open to somebody who is not placed change nothing until they are,
    and they are if they stand before the last person within reach (README, "Priority"). Where side
    rows hold, that they would not be placed is proved so, too. Anything else is solved again.

    Args:
        problem: the columns.
        policy: the policy of the allocation.
        allocation: an answer without faults.
        applicant: the row.

    Raises:
        ProblemError: if there is no such row.
    """
    check_rows("applicant", np.array([applicant]), problem.n_applicants)
    homes = rows_with_place(problem)
    masks = failed(problem, policy, np.array([applicant]), homes)
    ask = _Question(problem, policy, allocation, applicant)
    n_open = int(np.count_nonzero(masks == 0))
    changes = []
    for area, rule in _single_changes(problem, policy, applicant):
        opened = homes[masks == rule]
        if area >= 0:
            opened = opened[problem.vacancies.area[opened] == area]
        if len(opened):
            placed = ask.would_be_placed(area, rule, opened)
            changes.append(
                Change(area, Rule(0) if area >= 0 else rule, n_open + len(opened), placed)
            )
    return changes


def _single_changes(problem: Problem, policy: Policy, applicant: int) -> list[tuple[int, Rule]]:
    """Each area not wanted, with the rule that shuts it; then each rule, with area −1."""
    relaxable = policy.rules & ~NEVER_RELAXED
    unwanted = np.flatnonzero(problem.applicants.area_rank[applicant] == 0).tolist()
    areas = [(area, Rule.AREA_WANTED) for area in unwanted if Rule.AREA_WANTED in relaxable]
    return areas + [(-1, rule) for rule in rules_in(relaxable)]


class _Question:
    """What is asked of one applicant again and again, with what the answer at hand proves."""

    def __init__(
        self, problem: Problem, policy: Policy, allocation: Allocation, applicant: int
    ) -> None:
        self.problem, self.policy, self.allocation = problem, policy, allocation
        self.applicant = applicant
        ranked = rank_applicants(problem, policy, allocation.seed, eligible_pairs)
        seen = see(ranked, allocation)
        self.is_placed = bool(allocation.vacancy_of[applicant] >= 0)
        self.is_plain = (allocation.proof, policy.order, policy.floors) == (
            "flow",
            "strict",
            "none",
        ) and not len(problem.movers)
        self.has_sides = has_sides(ranked, policy) or bool(len(problem.services))
        if self.is_plain:
            self.rank = int(np.flatnonzero(ranked.applicant_rows == applicant)[0])
            last = last_within_reach(ranked.pairs, seen.place, ranked.problem.vacancies.capacity)
            self.last = last[np.argsort(ranked.vacancy_rows)]

    def would_be_placed(self, area: int, rule: Rule, opened: Int64) -> bool:
        """Whether they would be placed if these vacancies, too, were open to them."""
        if self.is_plain:
            if not self.is_placed and (self.last[opened] < self.rank).all():
                return False
            if not self.has_sides:
                return True
        seed = self.allocation.seed
        problem, policy = _relaxed(self.problem, self.policy, self.applicant, area, rule)
        return bool(solve(problem, policy, seed=seed).vacancy_of[self.applicant] >= 0)


def _relaxed(
    problem: Problem, policy: Policy, applicant: int, area: int, rule: Rule
) -> tuple[Problem, Policy]:
    """A problem in which a rule, or its hold over one area, is relaxed for one applicant alone.

    Where nothing that is said of them does that, the rule is switched off for everyone and every
    home that this opens to others is forbidden to them.
    """
    if rule == Rule.AREA_WANTED:
        ranks = problem.applicants.area_rank[applicant]
        last = min(int(ranks.max(initial=0)) + 1, _LAST_CHOICE)
        added = np.flatnonzero(ranks == 0).tolist() if area < 0 else [area]
        return with_facts(problem, applicant, Facts(area_ranks=dict.fromkeys(added, last))), policy
    if rule in _OPENS:
        return with_facts(problem, applicant, Facts(_OPENS[rule])), policy
    without = replace(policy, rules=policy.rules & ~rule)
    person, home = _newly_open(problem, policy, without)
    others, said = person != applicant, problem.marks
    marks = Marks(
        np.append(said.applicant, person[others]),
        np.append(said.vacancy, home[others]),
        np.append(said.mark, np.full(np.count_nonzero(others), Mark.FORBIDDEN)),
    )
    return replace(problem, marks=marks), without


def _newly_open(problem: Problem, policy: Policy, without: Policy) -> tuple[Int64, Int32]:
    """Pairs that are eligible under the second policy and not under the first."""
    then = eligible_pairs(problem, without)
    new = ~np.isin(_keys(problem, then), _keys(problem, eligible_pairs(problem, policy)))
    return then.applicant[new], then.vacancy[new]


def _keys(problem: Problem, pairs: Pairs) -> Int64:
    return pairs.applicant * np.int64(problem.n_vacancies) + pairs.vacancy


def with_facts(problem: Problem, applicant: int, facts: Facts) -> Problem:
    """The same problem with something otherwise about one applicant."""
    changed: dict[str, Any] = {
        name: column.astype(np.int64) for name, column in columns(problem.applicants)
    }
    for name, value in facts.columns.items():
        if name not in APPLICANT_COLUMNS or name in ("key", "area_rank"):
            raise ProblemError(f"applicants.{name} is no column that can be otherwise")
        given = np.asarray(value)
        if given.dtype.kind not in "biu" or given.shape != changed[name].shape[1:]:
            raise ProblemError(f"applicants.{name} row {applicant} cannot be {value!r}")
        changed[name][applicant] = given
    for area, rank in facts.area_ranks.items():
        check_rows("area_ranks", np.array([area]), problem.n_areas)
        changed["area_rank"][applicant, area] = rank
    return replace(problem, applicants=replace(problem.applicants, **changed))


def _open_to(problem: Problem, policy: Policy, applicant: int) -> Int64:
    """Vacancies with a place that are open to an applicant: int64[k], rows, rising."""
    homes = rows_with_place(problem)
    return np.asarray(homes[failed(problem, policy, np.array([applicant]), homes) == 0])
