"""Prices of places and rows by linear programming, and what they prove in exact integers.

The linear programme guides only. Whatever prices it gives, rounded to integers they bound the
worth of every allocation, and say how far below that bound each choice leads (README, "Side rows").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog
from scipy.sparse import csc_array, csr_array, vstack

from matching.columns import Bools, Int64
from matching.edges import Pairs
from matching.rows import Rows

Floats = npt.NDArray[np.float64]

_FINEST: Final = 1 << 16
_SAFE: Final = float(1 << 61)
_COLUMNS_A_PLACE: Final = 12
_MOST_ROUNDS: Final = 30


@dataclass(frozen=True, eq=False)
class Mix:
    """An assignment with side rows.

    Attributes:
        pairs: eligible pairs; worth int64, points of any sign.
        applicant: int64[n_pairs], the applicant of each pair.
        capacity: int64[n_vacancies], places.
        rows: what all the pairs that are used must keep together.
        must: bool[n_applicants], who must use a pair.
    """

    pairs: Pairs
    applicant: Int64
    capacity: Int64
    rows: Rows
    must: Bools

    @property
    def n_applicants(self) -> int:
        """How many applicants there are."""
        return len(self.must)

    def value(self, pair_of: Int64) -> int:
        """The total worth of an allocation, in points."""
        return int(self.pairs.worth[pair_of[pair_of >= 0]].sum())

    def holds(self, pair_of: Int64) -> bool:
        """Whether an allocation keeps the musts, the capacities and the rows."""
        chosen = pair_of[pair_of >= 0]
        own = self.applicant[chosen] == np.flatnonzero(pair_of >= 0)
        taken = np.bincount(self.pairs.vacancy[chosen], minlength=len(self.capacity))
        return bool(
            own.all()
            and (pair_of[self.must] >= 0).all()
            and (taken <= self.capacity).all()
            and self.rows.hold(chosen)
        )


@dataclass(frozen=True, eq=False)
class Losses:
    """How far each choice leads below a bound; everything in points times ``scale``.

    For every allocation, exactly: scale · value = total − the losses of the pairs used, of the
    applicants without one, of each place left free and of each unit left over of each row. No
    loss is negative, so that no value is above total / scale.

    Attributes:
        scale: how finely points are divided.
        total: the bound.
        of_pair: int64[n_pairs].
        of_applicant: int64[n_applicants]; means nothing where one must use a pair.
        of_place: int64[n_vacancies], the price of a place.
        of_row: int64[n_rows], the price of a unit.
    """

    scale: int
    total: int
    of_pair: Int64
    of_applicant: Int64
    of_place: Int64
    of_row: Int64

    @property
    def bound(self) -> int:
        """No allocation is worth more than this, in points."""
        return self.total // self.scale

    def room_above(self, value: int) -> int:
        """The greatest loss that still leaves more than ``value``; negative if none does."""
        return self.total - self.scale * (value + 1)


def losses_at(mix: Mix, scale: int, of_place: Int64, of_row: Int64) -> Losses:
    """What given prices prove, in exact integers.

    Args:
        mix: the assignment and its rows.
        scale: how finely points are divided, at least 1.
        of_place: int64[n_vacancies], prices at that scale, at least 0.
        of_row: int64[n_rows], prices at that scale, at least 0.
    """
    net = _net(mix, scale, of_place, of_row)
    best = _best_of_each(mix, net, np.ones(len(net), dtype=np.bool_))
    total = int(best.sum()) + int((mix.capacity * of_place).sum())
    total += int((mix.rows.most * of_row).sum())
    return Losses(scale, total, best[mix.applicant] - net, best, of_place, of_row)


def _net(mix: Mix, scale: int, of_place: Int64, of_row: Int64) -> Int64:
    """The worth of each pair less the prices of what it takes: int64[n_pairs]."""
    net = scale * mix.pairs.worth - of_place[mix.pairs.vacancy]
    priced = np.flatnonzero(of_row[mix.rows.row])
    np.subtract.at(net, mix.rows.pair[priced], (of_row[mix.rows.row] * mix.rows.amount)[priced])
    return net


def _best_of_each(mix: Mix, net: Int64, among: Bools) -> Int64:
    """The best each applicant can do with some pairs, or with none if free to: int64[n_applicants]."""
    best = np.where(mix.must, np.iinfo(np.int64).min // 4, 0)
    np.maximum.at(best, mix.applicant[among], net[among])
    return best


@dataclass(frozen=True, eq=False)
class Relaxed:
    """What the linear programme gave.

    Attributes:
        losses: the best bound found and what leads below it.
        share: float64[n_pairs], how far each pair is used; a guide only.
    """

    losses: Losses
    share: Floats


def relax(mix: Mix, first: Losses, known: Int64, rounds: int = _MOST_ROUNDS) -> Relaxed:
    """Price places and rows, by linear programmes over the few pairs that matter.

    Each round solves over some pairs, prices all the others, and takes in those that the prices
    do not rule out, until there are none.

    Args:
        mix: the assignment and its rows.
        first: what some prices prove, to begin with.
        known: int64[k], the pairs of an allocation, so that every programme has an answer.
        rounds: the most programmes to solve.
    """
    matrix, limits = _matrix(mix), _limits(mix)
    near = _near(mix, first)
    taken = first.of_pair <= near * first.scale
    taken[known] = True
    best, share = first, np.zeros(len(mix.applicant))
    for _ in range(rounds):
        columns = np.flatnonzero(taken)
        answer = _solve(mix, matrix[:, columns], limits, columns)
        if answer is None:
            break
        share = np.zeros(len(mix.applicant))
        share[columns], prices = answer
        found = _exact(mix, prices)
        if found.total * best.scale <= best.total * found.scale:
            best = found
        net = found.of_applicant[mix.applicant] - found.of_pair
        shown = _best_of_each(mix, net, taken)[mix.applicant] - net
        if not (shown < 0).any():
            break
        taken |= shown <= near * found.scale // 2
    return Relaxed(best, share)


def _near(mix: Mix, losses: Losses) -> int:
    """A loss, in points, that so many pairs stay within as a programme should begin with."""
    n_places = min(int(mix.capacity.sum()), mix.n_applicants)
    wanted = min(len(mix.applicant), _COLUMNS_A_PLACE * n_places)
    if wanted == 0:
        return 0
    return int(np.partition(losses.of_pair, wanted - 1)[wanted - 1]) // losses.scale


def _matrix(mix: Mix) -> Any:
    """Applicants, places and rows by pairs, in columns."""
    n_pairs = len(mix.applicant)
    pair, one = np.arange(n_pairs), np.ones(n_pairs)
    return csc_array(
        vstack(
            [
                csr_array((one, (mix.applicant, pair)), shape=(mix.n_applicants, n_pairs)),
                csr_array((one, (mix.pairs.vacancy, pair)), shape=(len(mix.capacity), n_pairs)),
                csr_array(
                    (mix.rows.amount.astype(float), (mix.rows.row, mix.rows.pair)),
                    shape=(mix.rows.n_rows, n_pairs),
                ),
            ]
        )
    )


def _limits(mix: Mix) -> Floats:
    everyone = np.ones(mix.n_applicants)
    return np.concatenate([everyone, mix.capacity, mix.rows.most]).astype(np.float64)


def _solve(mix: Mix, matrix: Any, limits: Floats, columns: Int64) -> tuple[Floats, Floats] | None:
    """The shares of some pairs and the prices of all limits; None if the optimiser gives up."""
    by_row = csr_array(matrix)
    largest = np.asarray(by_row.maximum(0).sum(axis=1)).ravel()
    exact = np.zeros(len(limits), dtype=np.bool_)
    exact[: mix.n_applicants] = mix.must
    upper, equal = np.flatnonzero((largest > limits) & ~exact), np.flatnonzero(exact)
    answer = linprog(
        -mix.pairs.worth[columns].astype(np.float64),
        A_ub=by_row[upper],
        b_ub=limits[upper],
        A_eq=by_row[equal],
        b_eq=limits[equal],
        bounds=(0, 1),
        method="highs-ds",
    )
    if answer.status != 0:
        return None
    prices = np.zeros(len(limits))
    prices[upper] = np.maximum(-answer.ineqlin.marginals, 0)
    return answer.x, prices


def _exact(mix: Mix, prices: Floats) -> Losses:
    """The prices of places and rows as integers, as fine as 64 bits can add up safely."""
    of_place, of_row = np.split(prices[mix.n_applicants :], [len(mix.capacity)])
    heaviest = np.abs(mix.pairs.worth).astype(np.float64) + of_place[mix.pairs.vacancy]
    drawn = of_row[mix.rows.row] * np.abs(mix.rows.amount)
    np.add.at(heaviest, mix.rows.pair, drawn)
    most = heaviest.max(initial=1) * max(mix.n_applicants, 1)
    most += mix.capacity @ of_place + np.abs(mix.rows.most) @ of_row
    scale = _FINEST
    while scale > 1 and scale * most > _SAFE:
        scale //= 2
    if scale * most > _SAFE:
        of_place, of_row = np.zeros_like(of_place), np.zeros_like(of_row)
    place, row = (np.rint(scale * some).astype(np.int64) for some in (of_place, of_row))
    return losses_at(mix, scale, place, row)
