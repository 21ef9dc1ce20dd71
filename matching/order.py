"""Who stands before whom: locks, then the policy's floors, then tier, date and lot."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from matching.columns import Bools, Int32, Int64
from matching.edges import Pairs
from matching.lottery import draw
from matching.policy import STRICT, Policy
from matching.priority import house_in_order
from matching.problem import Problem

FindPairs = Callable[[Problem, Policy], Pairs]


class Ranked(NamedTuple):
    """A problem with its applicants in order of priority and its vacancies area by area.

    Attributes:
        applicant_rows: int64[n_applicants], the row of each in the problem given.
        vacancy_rows: int64[n_vacancies], the row of each in the problem given.
        problem: the problem in that order.
        pairs: its eligible pairs.
    """

    applicant_rows: Int64
    vacancy_rows: Int64
    problem: Problem
    pairs: Pairs


def priority_order(problem: Problem, seed: int, policy: Policy = STRICT) -> Int64:
    """Rows of applicants in strict order: locked, tier, date of registration, the seed's lot.

    Floors are no part of this order; ``rank_applicants`` puts those whom they protect first.

    Args:
        problem: the columns.
        seed: settles ties.
        policy: its ``tier_order`` says which tier goes first.

    Returns:
        int64[n_applicants], the same applicants in the same order whatever the order of the rows.
    """
    a = problem.applicants
    turn_of_tier = np.argsort((0, *policy.tier_order))
    lot = draw(seed, a.key)
    return np.lexsort((a.key, lot, a.registered_day, turn_of_tier[a.tier], problem.locks < 0))


def rank_applicants(problem: Problem, policy: Policy, seed: int, find_pairs: FindPairs) -> Ranked:
    """Put a problem into the order in which its people are housed, with its eligible pairs.

    Args:
        problem: the columns.
        policy: the order, and the rules and points of the pairs.
        seed: settles ties.
        find_pairs: finds the eligible pairs of a problem.

    Raises:
        ProblemError: if the seed is out of range.
    """
    applicant_rows = priority_order(problem, seed, policy)
    vacancy_rows = np.lexsort((problem.vacancies.key, problem.vacancies.area))
    ranked = problem.take(applicant_rows, vacancy_rows)
    pairs = find_pairs(ranked, policy)
    if policy.floors == "none":
        return Ranked(applicant_rows, vacancy_rows, ranked, pairs)
    first = protected(ranked, policy, pairs) | (ranked.locks >= 0)
    order = np.argsort(~first, kind="stable")
    everything = np.arange(problem.n_vacancies)
    return Ranked(
        applicant_rows[order], vacancy_rows, ranked.take(order, everything), pairs.of(order)
    )


def protected(ranked: Problem, policy: Policy, pairs: Pairs) -> Bools:
    """Whom floors put before everybody: bool[n_applicants].

    The floor of a group is ``floor_percent`` of what it would get if the homes were shared out in
    proportion to the people of each group to whom a home is open. Going through the applicants in
    order, each is protected until their group has as many homes as its floor.

    Args:
        ranked: applicants in order of priority.
        policy: which groups have floors, and how high.
        pairs: eligible pairs.
    """
    capacity, group = ranked.vacancies.capacity, floor_groups(ranked, policy)
    is_open = (pairs.n_of_each > 0) & (group >= 0)
    n_groups = int(group.max(initial=-1)) + 1
    n_open = np.bincount(group[is_open], minlength=n_groups)
    n_homes = int((house_in_order(pairs, capacity) >= 0).sum())
    floor = policy.floor_percent * n_homes * n_open // (100 * max(int(n_open.sum()), 1))
    turn = _turn_in_group(group, is_open)
    considered = np.minimum(floor, n_open)
    while True:
        chosen = is_open & (turn < np.append(considered, 0)[group])
        rows = np.flatnonzero(chosen)
        housed = rows[house_in_order(pairs.of(rows), capacity) >= 0]
        short = np.minimum(
            floor - np.bincount(group[housed], minlength=n_groups), n_open - considered
        )
        if not (short > 0).any():
            return chosen
        considered = considered + np.maximum(short, 0)


def floor_groups(problem: Problem, policy: Policy) -> Int32:
    """The group of each applicant that a floor counts: int32[n_applicants]; −1 for none.

    It is the lowest bit of their client groups, or of their registers.
    """
    masks = {
        "client_group": problem.applicants.client_groups,
        "register": problem.applicants.registers,
    }
    mask = masks[policy.floors].astype(np.int64)
    lowest = np.bitwise_count((mask & -mask) - 1).astype(np.int32)
    return np.where(mask == 0, -1, lowest).astype(np.int32)


def _turn_in_group(group: Int32, counted: Bools) -> Int64:
    """How many of those counted stand before each in their group: int64[n_applicants]."""
    turn = np.zeros(len(group), dtype=np.int64)
    rows = np.flatnonzero(counted)
    by_group = rows[np.argsort(group[rows], kind="stable")]
    sizes = np.bincount(group[rows])
    first = np.cumsum(sizes) - sizes
    turn[by_group] = np.arange(len(rows)) - first[group[by_group]]
    return turn
