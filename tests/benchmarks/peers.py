"""Other exact ways to the greatest total worth over the same pairs, nobody being forced."""

from __future__ import annotations

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from matching.edges import Pairs


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
    places = np.minimum(capacity, np.bincount(pairs.vacancy, minlength=len(capacity)))
    first_place = np.cumsum(places) - places
    n_of_pair = places[pairs.vacancy]
    pair = np.repeat(np.arange(len(pairs)), n_of_pair)
    place = np.arange(len(pair)) - np.repeat(np.cumsum(n_of_pair) - n_of_pair, n_of_pair)
    everyone = np.arange(n_applicants)
    rows = np.concatenate([pairs.applicant[pair], everyone])
    columns = np.concatenate([first_place[pairs.vacancy[pair]] + place, places.sum() + everyone])
    worths = np.concatenate([pairs.worth[pair] + 1, np.ones(n_applicants, dtype=np.int64)])
    shape = (n_applicants, int(places.sum()) + n_applicants)
    matrix = csr_array((worths.astype(float), (rows, columns)), shape=shape)
    chosen = min_weight_full_bipartite_matching(matrix, maximize=True)
    return int(matrix[chosen].sum()) - n_applicants
