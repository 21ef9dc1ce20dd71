"""How well: exact best assignments by min-cost flow, the only module that knows the optimiser."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from matching.columns import Bools, Int32, Int64, ProblemError, starts
from matching.edges import Pairs
from matching.prices import NotOptimalError, dual_bound, least_prices, worth_at

_INT64_SIZE: Final = 2**63


@dataclass(frozen=True, eq=False)
class Assignment:
    """A best assignment, with the proof that it is.

    Attributes:
        place_of: int32[n_applicants], the place of each, −1 for none.
        value: the sum of the worths, which is the most there can be.
        prices: int64[n_places], what one more of each place would add to the value.
    """

    place_of: Int32
    value: int
    prices: Int64


def best_assignment(applicant: Int32, place: Int32, worth: Int64, capacity: Int32) -> Assignment:
    """Assign applicants to places for the greatest total worth, nobody being forced.

    Args:
        applicant: int32[n_pairs], from 0.
        place: int32[n_pairs], indexes into ``capacity``.
        worth: int64[n_pairs], of any sign; a pair worth less than 0 is never used.
        capacity: int32[n_places], how many each place takes.

    Returns:
        An exact best assignment; its value has been proved equal to a dual bound.

    Raises:
        ProblemError: if a column is out of range, or the worths are so large that sums of them
            could pass the 64-bit integers.
        NotOptimalError: if the optimiser fails its proof.
    """
    _check_assignment(applicant, place, worth, capacity)
    n_applicants = int(applicant.max()) + 1 if len(applicant) else 0
    nowhere = len(capacity)
    everyone = np.arange(n_applicants)
    row = np.concatenate([applicant, everyone])
    order = np.argsort(row, kind="stable")
    pairs = Pairs(
        starts(np.bincount(row, minlength=n_applicants)),
        np.concatenate([place, np.full(n_applicants, nowhere)])[order].astype(np.int32),
        np.concatenate([worth, np.zeros(n_applicants, dtype=np.int64)])[order].astype(np.int64),
    )
    room = np.append(capacity, n_applicants).astype(np.int32)
    chosen = best_fit(pairs, room)
    value, prices = prove_best(pairs, chosen, room)
    return Assignment(np.where(chosen == nowhere, -1, chosen).astype(np.int32), value, prices[:-1])


def best_fit(pairs: Pairs, capacity: Int32, must_fill: Bools | None = None) -> Int32:
    """Give every applicant a place so that the total worth is the greatest.

    The flow starts at the vacancies, the scarce side, which is the quicker way round: each sends
    its places to applicants, who take one each, or to a sink that takes what is left over.

    Args:
        pairs: eligible pairs of applicants who can all be housed together.
        capacity: int32[n_vacancies], places.
        must_fill: bool[n_vacancies], vacancies that must be left without a free place.

    Returns:
        int32[n_applicants], the vacancy of each.

    Raises:
        ProblemError: if sums of the worths could pass the 64-bit integers.
        NotOptimalError: if not all can be housed, or the optimiser fails.
    """
    n_vacancies, n_applicants = len(capacity), len(pairs.start) - 1
    if n_applicants == 0:
        return np.zeros(0, dtype=np.int32)
    sink = n_vacancies + n_applicants
    _refuse_overflow(pairs.worth, sink + 1)
    supply = np.minimum(capacity, np.bincount(pairs.vacancy, minlength=n_vacancies))
    spare = supply if must_fill is None else np.where(must_fill, 0, supply)
    solver = SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(
        pairs.vacancy, n_vacancies + pairs.applicant, np.ones(len(pairs)), -pairs.worth
    )
    solver.add_arcs_with_capacity_and_unit_cost(
        np.arange(n_vacancies), np.full(n_vacancies, sink), spare, np.zeros(n_vacancies)
    )
    demand = np.append(np.full(n_applicants, -1), n_applicants - supply.sum())
    solver.set_nodes_supplies(np.arange(sink + 1), np.concatenate([supply, demand]))
    if (status := solver.solve()) != solver.OPTIMAL:
        raise NotOptimalError(
            f"the optimiser ended with {status.name}; every applicant must have a place"
        )
    used = np.flatnonzero(solver.flows(arcs))
    place = np.full(n_applicants, -1, dtype=np.int32)
    place[pairs.applicant[used]] = pairs.vacancy[used]
    return place


def prove_best(pairs: Pairs, place: Int32, capacity: Int32) -> tuple[int, Int64]:
    """The total worth of an assignment and the prices that prove it the greatest.

    Args:
        pairs: eligible pairs of applicants who are all housed.
        place: int32[n_applicants], the vacancy of each.
        capacity: int32[n_vacancies], places.

    Returns:
        The value in points, and int64[n_vacancies] prices whose bound is that value.

    Raises:
        NotOptimalError: if some assignment that houses the same applicants is worth more.
    """
    value = int(worth_at(pairs, place).sum())
    prices = least_prices(pairs, place, len(capacity))
    if (bound := dual_bound(pairs, capacity, prices)) != value:
        raise NotOptimalError(
            f"an assignment worth {value} is not proved best: the bound is {bound}"
        )
    return value, prices


def _refuse_overflow(worth: Int32 | Int64, n_nodes: int) -> None:
    """The optimiser multiplies costs by the nodes and adds them up along paths."""
    largest = max(int(worth.max()), -int(worth.min()))
    limit = _INT64_SIZE // (2 * n_nodes**2)
    if largest >= limit:
        raise ProblemError(
            f"a worth of {largest} is too large for {n_nodes} nodes; it must be below {limit}, "
            "or sums could pass the 64-bit integers"
        )


def _check_assignment(applicant: Int32, place: Int32, worth: Int64, capacity: Int32) -> None:
    if not len(applicant) == len(place) == len(worth):
        raise ProblemError(
            f"applicant, place and worth have {len(applicant)}, {len(place)} and {len(worth)} "
            "rows; they must have the same"
        )
    for name, column in (
        ("applicant", applicant),
        ("place", place),
        ("worth", worth),
        ("capacity", capacity),
    ):
        if column.dtype.kind not in "iu":
            raise ProblemError(f"{name} is of type {column.dtype}; it must be whole numbers")
    _check_within("applicant", applicant, _INT64_SIZE - 1)
    _check_within("place", place, len(capacity) - 1)
    _check_within("capacity", capacity, np.iinfo(np.int32).max)


def _check_within(name: str, column: Int32, high: int) -> None:
    wrong = np.flatnonzero((column < 0) | (column > high))
    if wrong.size:
        row = int(wrong[0])
        raise ProblemError(f"{name} row {row} is {column[row]}; it must be 0..{high}")
