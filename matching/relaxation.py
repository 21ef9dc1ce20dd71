"""Prices of side rows: a linear programme proposes them, and a flow proves what they are worth.

Whatever prices the rows are given, what is left is an assignment, whose best answer bounds the
worth of every allocation that keeps the rows, in exact integers. Floating point guides, and never
decides (README, "Side rows").
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array, vstack

from matching.columns import Bools, Int32, Int64
from matching.edges import Pairs
from matching.paths import best_places
from matching.prices import least_prices
from matching.rows import Rows

Floats = npt.NDArray[np.float64]

SCALE: Final = 64
"""A point is divided so finely in prices and losses."""

NEARLY: Final = 1e-6
"""A share nearer to a whole number than this counts as whole."""

_COLUMNS_A_PLACE: Final = 12
_MOST_ROUNDS: Final = 40
_NO_END: Final = 2**30
_ANY: Final = 1e9
_MOST_NET: Final = 2**58


class NoAllocationError(ArithmeticError):
    """No allocation places everybody who must be placed and keeps every row."""


@dataclass(frozen=True, eq=False)
class Mix:
    """An assignment with side rows.

    Attributes:
        pairs: eligible pairs; worth in points of any sign.
        capacity: int32[n_vacancies], places.
        rows: what all the pairs that are used must keep together.
        must: bool[n_applicants], who must use a pair; the others may.
    """

    pairs: Pairs
    capacity: Int32
    rows: Rows
    must: Bools

    @cached_property
    def applicant(self) -> Int64:
        """int64[n_pairs], the applicant of each pair."""
        return self.pairs.applicant

    def value(self, pair_of: Int64) -> int:
        """The total worth of an allocation, in points."""
        return int(self.pairs.worth[pair_of[pair_of >= 0]].sum(dtype=np.int64))

    def holds(self, pair_of: Int64) -> bool:
        """Whether an allocation keeps what must be, the capacities and the rows."""
        chosen = pair_of[pair_of >= 0]
        taken = np.bincount(self.pairs.vacancy[chosen], minlength=len(self.capacity))
        return bool(
            (self.applicant[chosen] == np.flatnonzero(pair_of >= 0)).all()
            and (pair_of[self.must] >= 0).all()
            and (taken <= self.capacity).all()
            and self.rows.hold(chosen)
        )


@dataclass(frozen=True, eq=False)
class Losses:
    """How far each choice leads below a bound, in points times SCALE.

    For every allocation that keeps the rows, exactly: SCALE · value = total − the losses of the
    pairs used, of the applicants without one, of each place left free and of each unit left over of
    each row. No loss is negative, so no value is above total ÷ SCALE.

    Attributes:
        total: the bound.
        of_pair: int64[n_pairs].
        of_applicant: int64[n_applicants]; means nothing for one who must use a pair.
        of_place: int64[n_vacancies], the price of a place.
        of_row: int64[n_rows], the price of a unit.
        pair_of: int64[n_applicants], an allocation without a loss, −1 for no pair; rows apart, it
            is the best at these prices.
    """

    total: int
    of_pair: Int64
    of_applicant: Int64
    of_place: Int64
    of_row: Int64
    pair_of: Int64

    @property
    def bound(self) -> int:
        """No allocation that keeps the rows is worth more than this, in points."""
        return self.total // SCALE

    def room_above(self, value: int) -> int:
        """The greatest loss that still leaves more than ``value``; negative if none does."""
        return self.total - SCALE * (value + 1)


class Relaxed(NamedTuple):
    """What prices were found, and how the linear programme would share people out.

    Attributes:
        losses: what the best prices prove.
        share: float64[n_pairs], how far each pair is used, 0 to 1; a guide only.
    """

    losses: Losses
    share: Floats


def losses_at(mix: Mix, of_row: Int64) -> Losses:
    """What given prices of the rows prove, by one assignment.

    Args:
        mix: the assignment and its rows.
        of_row: int64[n_rows], points times SCALE for a unit, at least 0.

    Raises:
        NoAllocationError: if even without the rows not everybody who must be can be placed.
    """
    net = SCALE * mix.pairs.worth.astype(np.int64)
    np.subtract.at(net, mix.rows.pair, of_row[mix.rows.row] * mix.rows.amount)
    spread = int(net.max(initial=0)) - min(int(net.min(initial=0)), 0)
    lift = np.where(mix.must, (len(mix.must) + 1) * spread + 1, 0)
    lifted = Pairs(mix.pairs.start, mix.pairs.vacancy, net + lift[mix.applicant])
    found = best_places(lifted, mix.capacity, looks_a_pair=_NO_END)
    if found is None or (found.place[mix.must] < 0).any():
        raise NoAllocationError("there are too few places for everybody who must have one")
    of_place = least_prices(lifted, found.place, len(mix.capacity), found.prices)
    left = net - of_place[mix.pairs.vacancy]
    best = np.where(mix.must, np.iinfo(np.int64).min // 2, 0)
    np.maximum.at(best, mix.applicant, left)
    total = int(best.sum()) + int((mix.capacity * of_place).sum()) + int(mix.rows.most @ of_row)
    of_pair = best[mix.applicant] - left
    there = (mix.pairs.vacancy == found.place[mix.applicant]) & (of_pair == 0)
    pair_of = np.full(len(best), -1, dtype=np.int64)
    pair_of[mix.applicant[there]] = np.flatnonzero(there)
    return Losses(total, of_pair, best, of_place, of_row, pair_of)


def relax(mix: Mix, stop: Callable[[], bool] | None = None) -> Relaxed:
    """Price the rows, by linear programmes over the few pairs and rows that matter.

    Each round proves what the prices are worth, takes in the pairs that they bring near, with the
    rows that these could overdraw, and asks for better prices, until the bound cannot come down.

    Args:
        mix: the assignment and its rows.
        stop: asked between rounds whether time is up.

    Raises:
        NoAllocationError: if even without the rows not everybody who must be can be placed.
    """
    best = losses = losses_at(mix, np.zeros(mix.rows.n_rows, dtype=np.int64))
    share, pairs = _used(best), np.zeros(len(mix.pairs), dtype=np.bool_)
    for _ in range(_MOST_ROUNDS):
        pairs |= losses.of_pair <= _near(mix, losses)
        pairs[losses.pair_of[losses.pair_of >= 0]] = True
        rows = _overdrawn(mix, pairs)
        if not rows.any() or (stop is not None and stop()):
            break
        if (answer := _programme(mix, pairs, rows)) is None:
            break
        share, value, of_row = answer
        losses = losses_at(mix, of_row)
        best = min(best, losses, key=lambda some: some.total)
        if best.bound <= value + NEARLY:
            break
    return Relaxed(best, share)


def _used(losses: Losses) -> Floats:
    """The pairs of the allocation without a loss, as shares."""
    share = np.zeros(len(losses.of_pair))
    share[losses.pair_of[losses.pair_of >= 0]] = 1
    return share


def _overdrawn(mix: Mix, pairs: Bools) -> Bools:
    """The rows that some pairs could overdraw, were all that take of them used: bool[n_rows]."""
    taken = np.maximum(mix.rows.amount, 0) * pairs[mix.rows.pair]
    over: Bools = (
        np.bincount(mix.rows.row, weights=taken, minlength=mix.rows.n_rows) > mix.rows.most
    )
    return over


def _near(mix: Mix, losses: Losses) -> int:
    """A loss that so many pairs stay within as a programme should begin with."""
    n_places = min(int(mix.capacity.sum()), len(mix.must))
    wanted = min(len(mix.pairs), _COLUMNS_A_PLACE * n_places)
    return int(np.partition(losses.of_pair, wanted - 1)[wanted - 1]) if wanted else 0


def _programme(mix: Mix, pairs: Bools, rows: Bools) -> tuple[Floats, float, Int64] | None:
    """Shares, value and prices of rows, over some pairs and rows; None if the programme fails."""
    columns = np.flatnonzero(pairs)
    matrix, most, n_first = _matrix(mix, columns, rows)
    exact = np.zeros(len(most), dtype=np.bool_)
    exact[: len(mix.must)] = mix.must
    answer = linprog(
        -mix.pairs.worth[columns].astype(np.float64),
        A_ub=matrix[~exact],
        b_ub=most[~exact],
        A_eq=matrix[exact],
        b_eq=most[exact],
        bounds=(0, 1),
        method="highs-ds",
    )
    if answer.status != 0 or answer.x is None:
        return None
    share, of_row = np.zeros(len(mix.pairs)), np.zeros(mix.rows.n_rows, dtype=np.int64)
    share[columns] = answer.x
    marginals = answer.ineqlin.marginals[n_first - int(exact.sum()) :]
    of_row[rows] = np.rint(np.clip(-SCALE * marginals, 0, _most_price(mix))).astype(np.int64)
    return share, float(np.dot(mix.pairs.worth[columns], answer.x)), of_row


def some_allocation(mix: Mix, n_nodes: int) -> Int64 | None:
    """An allocation that keeps every row, as HiGHS finds it; None says nothing for certain.

    Args:
        mix: the assignment and its rows; pairs of more worth are tried first.
        n_nodes: how many branches to try at the most.

    Returns:
        int64[n_applicants], the pair each uses, −1 for none.
    """
    every = np.ones(len(mix.pairs), dtype=np.bool_)
    matrix, most, _ = _matrix(mix, np.arange(len(mix.pairs)), _overdrawn(mix, every))
    least = np.full(len(most), -np.inf)
    least[: len(mix.must)][mix.must] = 1
    answer = milp(
        -mix.pairs.worth.astype(np.float64),
        constraints=LinearConstraint(matrix, least, most),
        integrality=every.astype(np.int8),
        bounds=Bounds(0, 1),
        options={"node_limit": n_nodes, "mip_rel_gap": _ANY},
    )
    if answer.x is None:
        return None
    chosen = np.flatnonzero(answer.x > 0.5)
    pair_of = np.full(len(mix.must), -1, dtype=np.int64)
    pair_of[mix.applicant[chosen]] = chosen
    return pair_of if mix.holds(pair_of) else None


def _most_price(mix: Mix) -> int:
    """A price above which sums could pass the 64-bit integers; a lower one proves less, but so."""
    drawn = np.zeros(len(mix.pairs), dtype=np.int64)
    np.add.at(drawn, mix.rows.pair, np.abs(mix.rows.amount))
    return int(_MOST_NET // (len(mix.must) + 2) // max(int(drawn.max(initial=1)), 1))


def _matrix(mix: Mix, columns: Int64, rows: Bools) -> tuple[Any, Floats, int]:
    """Applicants, places and rows by pairs, what each has, and how many come before the rows."""
    n_columns, one = len(columns), np.ones(len(columns))
    at = np.full(len(mix.pairs), -1, dtype=np.int64)
    at[columns] = np.arange(n_columns)
    kept = np.flatnonzero(rows[mix.rows.row] & (at[mix.rows.pair] >= 0))
    row = (np.cumsum(rows) - 1)[mix.rows.row[kept]]
    n_people, n_vacancies = len(mix.must), len(mix.capacity)
    parts = (
        (one, mix.applicant[columns], np.arange(n_columns), n_people),
        (one, mix.pairs.vacancy[columns], np.arange(n_columns), n_vacancies),
        (mix.rows.amount[kept].astype(np.float64), row, at[mix.rows.pair[kept]], int(rows.sum())),
    )
    matrix = vstack([csr_array((v, (i, j)), shape=(n, n_columns)) for v, i, j, n in parts]).tocsr()
    most = np.concatenate([np.ones(n_people), mix.capacity, mix.rows.most[rows]])
    return matrix, most.astype(np.float64), n_people + n_vacancies
