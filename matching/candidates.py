"""One vacancy's applicants and one applicant's homes, by the rules and the points alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from matching.columns import Int32, Int64, ProblemError
from matching.order import priority_order
from matching.packing import N_SETS
from matching.policy import Policy
from matching.problem import Problem
from matching.rules import N_RULES, NEVER_RELAXED, RULES
from matching.score import Part, failed, score_parts, worth

N_NEAR: Final = 10
N_NEAR_PEOPLE: Final = 50
MOST_MISSED: Final = 2
"""Rules that shut out an applicant who comes near, at most."""


@dataclass(frozen=True, eq=False)
class Shortlist:
    """The applicants to whom a vacancy is open.

    Attributes:
        vacancy: its row.
        applicants: int64[k], rows in order of priority.
        worth: int32[k], points.
        parts: for every Part int32[k], points; they add up to the worth.
        shut: int32[N_RULES], applicants whom each rule shuts out, in order of RULES.
        misses: int64[l], the applicants nearest to it, at most N_NEAR_PEOPLE, by fewest rules and
            then in order of priority; nobody whom more than MOST_MISSED shut out, or one that is
            never relaxed.
        missed: int32[l], a mask of the rules that shut out each.
        n_near: how many come so near, those left off included.
        sets: int32[n], the smallest sets of rules, as masks, whose relaxing would open it to
            somebody more, at most N_SETS.
        set_opens: int32[n], to how many.
    """

    vacancy: int
    applicants: Int64
    worth: Int32
    parts: dict[Part, Int32]
    shut: Int32
    misses: Int64
    missed: Int32
    n_near: int
    sets: Int32
    set_opens: Int32


@dataclass(frozen=True, eq=False)
class HomesOpen:
    """The vacancies open to an applicant, and those that nearly are.

    Attributes:
        applicant: the row.
        vacancies: int64[k], rows, the best fit first.
        worth: int32[k], points.
        parts: for every Part int32[k], points; they add up to the worth.
        misses: int64[l], the vacancies nearest to being open, at most N_NEAR, by fewest rules
            failed, then by worth. Never one in an area that the applicant excludes.
        missed: int32[l], a mask of the rules that shut each.
        shut: int32[N_RULES], vacancies that each rule shuts, in order of RULES.
        sets: int32[n], the smallest sets of rules, as masks, whose relaxing would open more
            vacancies, at most N_SETS; of one size, the set that opens most goes first.
        set_opens: int32[n], how many more vacancies relaxing each would open.
    """

    applicant: int
    vacancies: Int64
    worth: Int32
    parts: dict[Part, Int32]
    misses: Int64
    missed: Int32
    shut: Int32
    sets: Int32
    set_opens: Int32


def shortlist(problem: Problem, policy: Policy, vacancy: int, *, seed: int = 0) -> Shortlist:
    """Who could be nominated to a vacancy, in order of priority.

    Args:
        problem: the columns.
        policy: the rules and the points.
        vacancy: row of the vacancy; whether it has a place free is not looked at.
        seed: settles ties of priority, as in a run.

    Raises:
        ProblemError: if there is no such row.
    """
    _check_row("vacancy", vacancy, problem.n_vacancies)
    everyone, there = priority_order(problem, seed), np.array([vacancy])
    masks = failed(problem, policy, everyone, there)
    applicants = everyone[masks == 0]
    pairs = (problem, policy, applicants, np.full(len(applicants), vacancy))
    n_failed = np.bitwise_count(masks)
    near = np.flatnonzero((n_failed > 0) & (n_failed <= MOST_MISSED) & (masks & NEVER_RELAXED == 0))
    nearest = near[np.argsort(n_failed[near], kind="stable")][:N_NEAR_PEOPLE]
    return Shortlist(
        vacancy,
        applicants,
        worth(*pairs),
        score_parts(*pairs),
        count_rules(masks),
        everyone[nearest],
        masks[nearest],
        len(near),
        *smallest_sets(masks),
    )


def homes_open(problem: Problem, policy: Policy, applicant: int) -> HomesOpen:
    """What is open to an applicant, the best fit first, and what nearly is.

    Args:
        problem: the columns.
        policy: the rules and the points.
        applicant: row of the applicant.

    Raises:
        ProblemError: if there is no such row.
    """
    _check_row("applicant", applicant, problem.n_applicants)
    them, everything = np.array([applicant]), np.arange(problem.n_vacancies)
    masks = failed(problem, policy, them, everything)
    points = worth(problem, policy, np.repeat(them, len(everything)), everything)
    n_failed = np.bitwise_count(masks)
    best_first = np.lexsort((problem.vacancies.key, -points, n_failed))
    shut, excluded = n_failed > 0, masks & NEVER_RELAXED != 0
    vacancies = best_first[~shut[best_first]]
    misses = best_first[(shut & ~excluded)[best_first]][:N_NEAR]
    return HomesOpen(
        applicant,
        vacancies,
        points[vacancies],
        score_parts(problem, policy, np.repeat(them, len(vacancies)), vacancies),
        misses,
        masks[misses],
        count_rules(masks),
        *smallest_sets(masks),
    )


def count_rules(masks: Int32) -> Int32:
    """How many masks have each rule set: int32[N_RULES], in order of RULES."""
    counts = [np.count_nonzero(masks & rule) for rule in RULES]
    return np.array(counts, dtype=np.int32).reshape(N_RULES)


def smallest_sets(masks: Int32) -> tuple[Int32, Int32]:
    """The smallest sets of rules whose relaxing opens a home, and how many homes each opens.

    A set that contains another is left out, and so is one with a rule that is never relaxed.

    Args:
        masks: int32[n_homes], the rules that shut each.

    Returns:
        Two of int32[k], k at most N_SETS: by fewest rules, then by most homes, then by mask.
    """
    shut = masks[(masks != 0) & (masks & NEVER_RELAXED == 0)]
    sets, n_homes = np.unique(shut, return_counts=True)
    holds = sets[:, None] & sets[None] == sets[None]
    smallest = np.flatnonzero(holds.sum(axis=1) == 1)
    order = np.lexsort((sets[smallest], -n_homes[smallest], np.bitwise_count(sets[smallest])))
    chosen = smallest[order][:N_SETS]
    return sets[chosen], n_homes[chosen].astype(np.int32)


def _check_row(name: str, row: int, n_rows: int) -> None:
    if not 0 <= row < n_rows:
        raise ProblemError(f"there is no {name} in row {row}; it must be 0..{n_rows - 1}")
