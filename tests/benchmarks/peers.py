"""Other ways over the same pairs: exact ones to the greatest total worth, and what others do.

The exact ones answer `best_assignment`'s question, nobody being forced, and give the value. Greedy
and deferred acceptance are what choice-based lettings and school choice run; they give an
allocation, to be compared by who is housed, how well, and who is passed over.
"""

from __future__ import annotations

import numpy as np
from ortools.graph.python.linear_sum_assignment import SimpleLinearSumAssignment
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow
from ortools.sat.python import cp_model
from scipy.optimize import linprog
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from matching.columns import Int32, Int64
from matching.edges import Pairs
from matching.jit import compiled
from matching.wishes import best_first


def min_cost_flow(pairs: Pairs, capacity: np.ndarray) -> int:
    """Nothing but the optimiser: build, solve, read the value."""
    n_vacancies, n_applicants = len(capacity), len(pairs.start) - 1
    supply = np.minimum(capacity, np.bincount(pairs.vacancy, minlength=n_vacancies))
    people = n_vacancies + np.arange(n_applicants)
    left_over = n_vacancies + n_applicants
    solver = SimpleMinCostFlow()
    for tail, head, room, cost in (
        (pairs.vacancy, n_vacancies + pairs.applicant, np.ones(len(pairs)), -pairs.worth),
        (np.arange(n_vacancies), np.full(n_vacancies, left_over), supply, np.zeros(n_vacancies)),
        (np.full(n_applicants, left_over), people, np.ones(n_applicants), np.zeros(n_applicants)),
    ):
        solver.add_arcs_with_capacity_and_unit_cost(tail, head, room, cost)
    balance = np.concatenate([supply, np.full(n_applicants, -1), [n_applicants - supply.sum()]])
    solver.set_nodes_supplies(np.arange(left_over + 1), balance)
    assert solver.solve() == solver.OPTIMAL
    return -solver.optimal_cost()


def sparse_matching(pairs: Pairs, capacity: np.ndarray) -> int:
    """scipy's shortest augmenting paths; a column a place, and one for each to stay without.

    Every applicant takes exactly one column, so that adding 1 to every worth changes nothing but
    keeps the columns for staying without from being zeros, which a sparse matrix does not hold.
    """
    n_applicants = len(pairs.start) - 1
    applicant, place, worth, n_places = _place_by_place(pairs, capacity)
    everyone = np.arange(n_applicants)
    rows = np.concatenate([applicant, everyone])
    columns = np.concatenate([place, n_places + everyone])
    worths = np.concatenate([worth + 1, np.ones(n_applicants, dtype=np.int64)])
    shape = (n_applicants, n_places + n_applicants)
    matrix = csr_array((worths.astype(float), (rows, columns)), shape=shape)
    chosen = min_weight_full_bipartite_matching(matrix, maximize=True)
    return int(matrix[chosen].sum()) - n_applicants


def linear_sum_assignment(pairs: Pairs, capacity: np.ndarray) -> int:
    """OR-Tools' cost scaling, which wants as many on each side, all of them matched.

    The graph is doubled: applicants and dummies of places face places and dummies of applicants.
    One who stays without takes their own dummy; the dummies of a pair that is used take each other.
    """
    n_applicants = len(pairs.start) - 1
    applicant, place, worth, n_places = _place_by_place(pairs, capacity)
    people, places = np.arange(n_applicants), np.arange(n_places)
    solver = SimpleLinearSumAssignment()
    for left, right, cost in (
        (applicant, place, -worth),
        (people, n_places + people, np.zeros(n_applicants, dtype=np.int64)),
        (n_applicants + places, places, np.zeros(n_places, dtype=np.int64)),
        (n_applicants + place, n_places + applicant, np.zeros(len(place), dtype=np.int64)),
    ):
        solver.add_arcs_with_cost(left.astype(np.int32), right.astype(np.int32), cost)
    assert solver.solve() == solver.OPTIMAL
    return -solver.optimal_cost()


def highs(pairs: Pairs, capacity: np.ndarray) -> int:
    """The linear programme by HiGHS's dual simplex, 0 ≤ x ≤ 1: its corners are whole."""
    n_applicants, n_pairs = len(pairs.start) - 1, len(pairs)
    rows = np.concatenate([pairs.applicant, n_applicants + pairs.vacancy])
    columns = np.tile(np.arange(n_pairs), 2)
    shape = (n_applicants + len(capacity), n_pairs)
    found = linprog(
        -pairs.worth.astype(float),
        A_ub=csr_array((np.ones(2 * n_pairs), (rows, columns)), shape=shape),
        b_ub=np.concatenate([np.ones(n_applicants), capacity]),
        bounds=(0, 1),
        method="highs-ds",
    )
    assert found.status == 0, found.message
    return round(-found.fun)


def cp_sat(pairs: Pairs, capacity: np.ndarray, seconds: float = 170.0) -> int | None:
    """A Boolean a pair; the value if CP-SAT proves it the best in time.

    Of the settings tried on 5,000 × 800 — presolve on and off, one and two workers, only the
    subsolvers max_lp and reduced_costs — one worker with all linear relaxations and without
    presolve was the quickest, and two of the five proved nothing in 100 s.
    """
    model = cp_model.CpModel()
    used = np.array([model.new_bool_var("") for _ in range(len(pairs))])
    for first, stop in zip(pairs.start[:-1], pairs.start[1:], strict=True):
        model.add_at_most_one(used[first:stop])
    by_vacancy = np.split(
        used[np.argsort(pairs.vacancy, kind="stable")],
        np.cumsum(np.bincount(pairs.vacancy, minlength=len(capacity)))[:-1],
    )
    for theirs, room in zip(by_vacancy, capacity.tolist(), strict=True):
        model.add(cp_model.LinearExpr.sum(theirs.tolist()) <= room)
    model.maximize(cp_model.LinearExpr.weighted_sum(used.tolist(), pairs.worth.tolist()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 2
    solver.parameters.cp_model_presolve = False
    solver.parameters.max_time_in_seconds = seconds
    proved = solver.solve(model) == cp_model.OPTIMAL
    return round(solver.objective_value) if proved else None


def greedy(pairs: Pairs, capacity: np.ndarray) -> Int32:
    """In order of priority each takes the home of most worth to them that still has a place.

    Returns:
        int32[n_applicants], the vacancy of each, −1 for none.
    """
    place = np.full(len(pairs.start) - 1, -1, dtype=np.int32)
    _take_in_turn(*_liked_first(pairs), capacity.astype(np.int64), place)
    return place


def deferred_acceptance(pairs: Pairs, capacity: np.ndarray, tier: np.ndarray) -> Int32:
    """People ask for homes, most worth first; a home keeps the best of those who have asked.

    A home ranks people by tier, then by worth there, then by order of priority. (If it ranked them
    by the strict order alone, all homes would rank alike and the outcome would be `greedy`.)

    Args:
        pairs: eligible pairs, applicants in order of priority.
        capacity: int[n_vacancies], places.
        tier: int[n_applicants], the lower the sooner.

    Returns:
        int32[n_applicants], the vacancy of each, −1 for none.
    """
    start, vacancy, worth = _liked_first(pairs)
    place = np.full(len(tier), -1, dtype=np.int32)
    kept_start = np.append(0, np.cumsum(capacity)).astype(np.int64)
    _ask_in_turn(start, vacancy, worth, kept_start, tier.astype(np.int64), place)
    return place


def passed_over(pairs: Pairs, capacity: np.ndarray, place: Int32) -> np.ndarray:
    """Who would rather have a home that has a free place, or is held by someone of lower priority.

    Returns:
        bool[n_applicants], whether their envy is justified.
    """
    last = np.full(len(capacity), -1)
    np.maximum.at(last, place[place >= 0], np.flatnonzero(place >= 0))
    free = np.bincount(place[place >= 0], minlength=len(capacity)) < capacity
    last[free] = len(place)
    own = np.zeros(len(place), dtype=np.int64)
    held = pairs.vacancy == place[pairs.applicant]
    own[pairs.applicant[held]] = pairs.worth[held]
    envied = (pairs.worth > own[pairs.applicant]) & (last[pairs.vacancy] > pairs.applicant)
    return np.bincount(pairs.applicant[envied], minlength=len(place)) > 0


def _place_by_place(pairs: Pairs, capacity: np.ndarray) -> tuple[Int64, Int64, Int64, int]:
    """The pairs with a column for every place: applicant, place and worth; and how many places."""
    places = np.minimum(capacity, np.bincount(pairs.vacancy, minlength=len(capacity)))
    first_place = np.cumsum(places) - places
    n_of_pair = places[pairs.vacancy]
    pair = np.repeat(np.arange(len(pairs)), n_of_pair)
    place = np.arange(len(pair)) - np.repeat(np.cumsum(n_of_pair) - n_of_pair, n_of_pair)
    place += first_place[pairs.vacancy[pair]]
    return pairs.applicant[pair], place, pairs.worth[pair].astype(np.int64), int(places.sum())


def _liked_first(pairs: Pairs) -> tuple[Int64, Int32, Int64]:
    """Where each applicant's homes begin, and the homes with their worths, most worth first."""
    applicant, worth = pairs.applicant.astype(np.int32), pairs.worth.astype(np.int64)
    return tuple(best_first(applicant, pairs.vacancy, worth, len(pairs.start) - 1))


@compiled
def _take_in_turn(start: Int64, vacancy: Int32, worth: Int64, left: Int64, place: Int32) -> None:
    for i in range(place.size):
        for e in range(start[i], start[i + 1]):
            if left[vacancy[e]] > 0:
                left[vacancy[e]] -= 1
                place[i] = vacancy[e]
                break


@compiled
def _ask_in_turn(
    start: Int64, vacancy: Int32, worth: Int64, kept_start: Int64, tier: Int64, place: Int32
) -> None:
    """Let everyone ask down their list until nobody who is left has any home to ask."""
    kept, kept_worth = np.full(kept_start[-1], -1), np.zeros(kept_start[-1], dtype=np.int64)
    asked = start[:-1].copy()
    for newcomer in range(place.size):
        i = newcomer
        while i >= 0 and asked[i] < start[i + 1]:
            e = asked[i]
            asked[i] += 1
            j = vacancy[e]
            at = _weakest(kept, kept_worth, tier, kept_start[j], kept_start[j + 1])
            out = kept[at]
            if out < 0 or (tier[i], -worth[e], i) < (tier[out], -kept_worth[at], out):
                kept[at], kept_worth[at], place[i] = i, worth[e], j
                if out >= 0:
                    place[out] = -1
                i = out


@compiled
def _weakest(kept: Int64, kept_worth: Int64, tier: Int64, first: int, stop: int) -> int:
    """The place that a home would give away first: a free one, or its least wanted person's."""
    weakest = first
    for at in range(first, stop):
        if kept[at] < 0:
            return at
        lower = (tier[kept[at]], -kept_worth[at], kept[at])
        if lower > (tier[kept[weakest]], -kept_worth[weakest], kept[weakest]):
            weakest = at
    return weakest
