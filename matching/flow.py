"""How well: exact best assignments, proved, by paths of moves or else by min-cost flow.

The only module that knows the optimiser. It is asked when the paths have taken too many steps, so
that no problem, however it is made, takes for ever.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from matching.columns import Bools, Int32, Int64, ProblemError, starts
from matching.edges import Pairs
from matching.exchange import usable
from matching.paths import MOST_WORTH, best_places
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
    if len(applicant) == 0:
        nobody, unpriced = np.zeros(0, dtype=np.int32), np.zeros(len(capacity), dtype=np.int64)
        return Assignment(nobody, 0, unpriced)
    pairs = _row_by_row(applicant, place, worth)
    n_applicants, nowhere = len(pairs.start) - 1, len(capacity)
    _refuse_overflow(pairs.worth, nowhere + n_applicants + 2)
    if (found := best_places(pairs, capacity)) is not None:
        value, prices = prove_best(pairs, found.place, capacity, found.prices, forced=False)
        return Assignment(found.place, value, prices)
    room = np.append(capacity, n_applicants).astype(np.int32)
    chosen = _best_flow(_with_nowhere(pairs, nowhere), room)
    chosen[chosen == nowhere] = -1
    return Assignment(chosen, *prove_best(pairs, chosen, capacity, forced=False))


def best_fit(
    pairs: Pairs,
    capacity: Int32,
    must_fill: Bools | None = None,
    known: Int32 | None = None,
) -> Int32:
    """Give every applicant a place so that the total worth is the greatest.

    Args:
        pairs: eligible pairs of applicants who can all be housed together.
        capacity: int32[n_vacancies], places.
        must_fill: bool[n_vacancies], vacancies that must be left without a free place.
        known: int32[n_applicants], the vacancy of each in some allocation that houses them all and
            leaves no place free at must_fill; if one is known, it is several times as quick.

    Returns:
        int32[n_applicants], the vacancy of each.

    Raises:
        ProblemError: if sums of the worths could pass the 64-bit integers.
        NotOptimalError: if not all can be housed, or the optimiser fails.
    """
    if len(pairs.start) == 1:
        return np.zeros(0, dtype=np.int32)
    _refuse_overflow(pairs.worth, len(capacity) + len(pairs.start))
    if known is not None:
        pairs = pairs.where(usable(pairs, known, capacity, must_fill))
    lifted = _everyone_first(pairs, must_fill)
    found = None if lifted is None else best_places(lifted, capacity)
    if found is None:
        return _best_flow(pairs, capacity, must_fill)
    left = capacity - np.bincount(found.place[found.place >= 0], minlength=len(capacity))
    if (found.place < 0).any() or (must_fill is not None and left[must_fill].any()):
        raise NotOptimalError("not every applicant can have a place, or not every vacancy be full")
    return found.place


def _row_by_row(applicant: Int32, place: Int32, worth: Int64) -> Pairs:
    """The pairs sorted by applicant; those of the same applicant stay in order."""
    if (applicant[1:] < applicant[:-1]).any():
        order = np.argsort(applicant, kind="stable")
        applicant, place, worth = applicant[order], place[order], worth[order]
    return Pairs(
        starts(np.bincount(applicant)),
        place.astype(np.int32, copy=False),
        worth.astype(np.int64, copy=False),
    )


def _with_nowhere(pairs: Pairs, nowhere: int) -> Pairs:
    """The same, and for every applicant a pair worth 0 with a place that stands for none."""
    ends = pairs.start[1:]
    return Pairs(
        pairs.start + np.arange(len(pairs.start)),
        np.insert(pairs.vacancy, ends, nowhere),
        np.insert(pairs.worth, ends, 0).astype(np.int64),
    )


def _everyone_first(pairs: Pairs, must_fill: Bools | None) -> Pairs | None:
    """Worths lifted so that one more person, or one more place to fill, outweighs any fit.

    None if the sums could pass the 64-bit integers.
    """
    lowest, highest = int(pairs.worth.min(initial=0)), int(pairs.worth.max(initial=0))
    lift = (len(pairs.start) - 1) * (highest - lowest) + 1
    if highest - lowest + 2 * lift >= MOST_WORTH:
        return None
    times = 1 if must_fill is None else 1 + must_fill[pairs.vacancy].astype(np.int64)
    return replace(pairs, worth=pairs.worth.astype(np.int64) - lowest + lift * times)


def _best_flow(pairs: Pairs, capacity: Int32, must_fill: Bools | None = None) -> Int32:
    """The same as ``best_fit`` by the optimiser: each vacancy sends its places to applicants.

    They take one each; what is left over goes to a sink.
    """
    n_vacancies, n_applicants = len(capacity), len(pairs.start) - 1
    sink = n_vacancies + n_applicants
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


def prove_best(
    pairs: Pairs,
    place: Int32,
    capacity: Int32,
    above: Int64 | None = None,
    *,
    forced: bool = True,
) -> tuple[int, Int64]:
    """The total worth of an assignment and the prices that prove it the greatest.

    Args:
        pairs: eligible pairs.
        place: int32[n_applicants], the vacancy of each, −1 for none.
        capacity: int32[n_vacancies], places.
        above: int64[n_vacancies], points, prices that are thought to prove it, if any are known.
        forced: whether every applicant must have a place; if not, going without is worth 0.

    Returns:
        The value in points, and int64[n_vacancies] prices whose bound is that value.

    Raises:
        NotOptimalError: if some other assignment is worth more.
    """
    value = int(worth_at(pairs, place).sum())
    prices = least_prices(pairs, place, len(capacity), above)
    if (bound := dual_bound(pairs, capacity, prices, forced=forced)) != value:
        raise NotOptimalError(
            f"an assignment worth {value} is not proved best: the bound is {bound}"
        )
    return value, prices


def _refuse_overflow(worth: Int32 | Int64, n_nodes: int) -> None:
    """The optimiser multiplies costs by the nodes and adds them up along paths."""
    largest = max(int(worth.max(initial=0)), -int(worth.min(initial=0)))
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
