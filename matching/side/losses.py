"""An assignment with side rows, and what prices of its rows prove in exact integers.

Whatever prices the rows are given, what is left is an assignment, whose best answer bounds the
worth of every allocation that keeps the rows (README, "Side rows").
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np

from matching.columns import Bools, Int32, Int64
from matching.edges import Pairs
from matching.paths import best_places
from matching.prices import least_prices
from matching.side.rows import Rows

SCALE: Final = 64
"""A point is divided so finely in prices and losses."""

_NO_END: Final = 2**30


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


class Least(NamedTuple):
    """How much must be used by allocations that lose little enough.

    Attributes:
        of_place: int64[n_vacancies], places taken at least.
        of_row: int64[n_rows], units taken at least; far below 0 where nothing is asked.
    """

    of_place: Int64
    of_row: Int64


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


def within(losses: Losses, mix: Mix, room: int) -> tuple[Mix, Bools, Least]:
    """The part of a problem in which allocations that lose no more than ``room`` lie.

    Args:
        losses: what prices prove.
        mix: the whole problem.
        room: points times SCALE, at least 0.

    Returns:
        The part; bool[n_pairs], its pairs; and what such allocations use at least.
    """
    kept = losses.of_pair <= room
    part = Mix(
        mix.pairs.where(kept),
        mix.capacity,
        mix.rows.of(kept),
        mix.must | (losses.of_applicant > room),
    )
    spare = [room // np.maximum(prices, 1) for prices in (losses.of_place, losses.of_row)]
    anything = np.iinfo(np.int64).min // 2
    return (
        part,
        kept,
        Least(
            np.where(losses.of_place > 0, mix.capacity - spare[0], 0),
            np.where(losses.of_row > 0, mix.rows.most - spare[1], anything),
        ),
    )
