"""Best assignments under side rows: prices for the rows, then a search of what these leave open.

``relaxation`` gives a bound in exact integers and, for every choice, how far below the bound it
leads. An allocation that loses more than the best one known cannot be better than it, so only the
pairs that lose less are searched (README, "Side rows").
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from matching.columns import Bools, Int32, Int64, ProblemError, settle, starts
from matching.edges import Pairs
from matching.side.losses import SCALE, Losses, Mix, within
from matching.side.losses import NoAllocationError as NoAllocationError
from matching.side.programme import whole_corner
from matching.side.relaxation import relax
from matching.side.rows import Rows
from matching.side.search import Searched, search
from matching.side.sides import join_rows, settle_rows

_MOST_WORTH: Final = 2**52
_FIRST_ROOM: Final = SCALE


@dataclass(frozen=True)
class Effort:
    """How long to search.

    Attributes:
        work: the most that CP-SAT may do for one question, in its deterministic seconds.
        stop: asked between steps whether time is up; None for no end.
    """

    work: float = 120.0
    stop: Callable[[], bool] | None = None

    def is_spent(self) -> bool:
        """Whether time is up."""
        return self.stop is not None and self.stop()


@dataclass(frozen=True, eq=False)
class Mixed:
    """An allocation under side rows, and how good it is known to be.

    Attributes:
        pair_of: int64[n_applicants], the pair each uses; −1 none.
        value: the sum of the worths, points.
        bound: no allocation that keeps the rows is worth more, points.
        of_row: int64[n_rows], prices of the rows that prove ``first_bound``, points times SCALE.
        first_bound: what the prices of the rows prove by themselves, points.
        is_drawn: whether ``then_least`` is settled too.
    """

    pair_of: Int64
    value: int
    bound: int
    of_row: Int64
    first_bound: int
    is_drawn: bool = False

    @property
    def proved(self) -> bool:
        """Whether nothing can be worth more."""
        return self.value == self.bound


def best_with_rows(
    pairs: Pairs,
    capacity: Int32,
    rows: Rows,
    *,
    must: Bools,
    start: Int64 | None = None,
    then_least: Int64 | None = None,
    effort: Effort = Effort(),
) -> Mixed:
    """The allocation of the greatest total worth that keeps every row.

    Args:
        pairs: the pairs; worth of any sign.
        capacity: int32[n_vacancies], places.
        rows: the side rows over the pairs.
        must: bool[n_applicants], who must use a pair; the others may.
        start: int64[n_applicants], the pair each uses in an allocation that keeps the rows, to
            begin from; −1 none.
        then_least: int64[n_pairs], costs: of allocations of the greatest worth, the one of the
            least total cost.
        effort: how long to search.

    Raises:
        NoAllocationError: if nothing keeps the rows, or nothing was found in time.
        ProblemError: if sums of the worths could pass the 64-bit integers.
    """
    _refuse_overflow(pairs)
    mix = Mix(pairs, capacity, rows, must)
    relaxed = relax(mix, effort.stop)
    known = _better(mix, start, _trimmed(mix, relaxed.losses.pair_of))
    found, bound = _close(mix, relaxed.losses, known, effort)
    if found is None:
        raise NoAllocationError("no allocation that keeps every row was found")
    answer = Mixed(found, mix.value(found), bound, relaxed.losses.of_row, relaxed.losses.bound)
    if then_least is None or not answer.proved or effort.is_spent():
        return answer
    return _draw(mix, relaxed.losses, answer, then_least, effort)


def best_with_resources(
    applicant: Int32,
    resource: Int32,
    worth: Int64,
    amount: Int64,
    available: Int64,
    *,
    forced: bool = False,
    effort: Effort = Effort(),
) -> Mixed:
    """The generalised assignment: each pair takes of a resource, and none gives more than it has.

    Args:
        applicant: int32[n_pairs], from 0; each uses one pair at the most.
        resource: int32[n_pairs], indexes into ``available``.
        worth: int64[n_pairs], of any sign; for costs give their negatives.
        amount: int64[n_pairs], what each pair takes, at least 0.
        available: int64[n_resources], what each resource has to give.
        forced: whether every applicant must use a pair.
        effort: how long to search.

    Returns:
        The best found, pairs being those given, with a bound that is proved.

    Raises:
        ProblemError: if a column is out of range, or sums could pass the 64-bit integers.
        NoAllocationError: if not everybody who is forced can use a pair, or nothing was found in
            time.
    """
    available = settle("available", available, np.int64, low=0)
    columns = (
        settle("applicant", applicant, np.int32, low=0),
        settle("resource", resource, np.int32, low=0, high=len(available) - 1),
        settle("worth", worth, np.int64),
        settle("amount", amount, np.int64, low=0),
    )
    if len({len(column) for column in columns}) > 1:
        raise ProblemError("applicant, resource, worth and amount must have as many rows")
    order = np.argsort(columns[0], kind="stable")
    who, of, points, taken = (column[order] for column in columns)
    pairs = Pairs(starts(np.bincount(who)), of, points)
    answer = best_with_rows(
        pairs,
        np.bincount(of, minlength=len(available)).astype(np.int32),
        settle_rows(of.astype(np.int64), np.arange(len(of)), taken, available),
        must=np.full(len(pairs.start) - 1, forced),
        effort=effort,
    )
    return replace(answer, pair_of=np.append(order, -1)[answer.pair_of])


def _trimmed(mix: Mix, pair_of: Int64) -> Int64 | None:
    """The allocation with people taken out of overdrawn rows, the least worth first.

    Returns:
        int64[n_applicants], pairs; None if that is in vain, since some must be placed.
    """
    left, rows = pair_of.copy(), mix.rows
    over = rows.used(left[left >= 0]) - rows.most
    is_used = np.zeros(len(mix.pairs), dtype=np.bool_)
    is_used[left[(left >= 0) & ~mix.must]] = True
    entry = np.flatnonzero(is_used[rows.pair])
    entry = entry[np.argsort(mix.pairs.worth[rows.pair[entry]], kind="stable")]
    pair, row, amount = rows.pair[entry], rows.row[entry], rows.amount[entry]
    for e, r, taken in zip(pair.tolist(), row.tolist(), amount.tolist(), strict=True):
        if over[r] > 0 and taken > 0 and left[mix.applicant[e]] == e:
            left[mix.applicant[e]] = -1
            gone = pair == e
            over[row[gone]] -= amount[gone]
    return left if mix.holds(left) else None


def _close(
    mix: Mix, losses: Losses, known: Int64 | None, effort: Effort
) -> tuple[Int64 | None, int]:
    """Search ever more, until nothing beyond can be better: the best found, and a bound."""
    bound, room = losses.bound, _FIRST_ROOM
    everything = losses.total + SCALE * (_total(mix.pairs.worth) + 1)
    while (known is None or mix.value(known) < bound) and not effort.is_spent():
        if known is not None:
            room = min(room, losses.room_above(mix.value(known)))
        found = _search_within(mix, losses, room, effort)
        inside = [] if found.bound is None else [found.bound]
        bound = min(bound, max([(losses.total - room - 1) // SCALE, *inside]))
        known = _better(mix, known, found.pair_of)
        if not found.is_done or room >= everything:
            break
        is_whole = known is None and (losses.of_pair <= room).all()
        room = everything if is_whole else 8 * max(room, _FIRST_ROOM)
    return known, bound


def _better(mix: Mix, one: Int64 | None, other: Int64 | None) -> Int64 | None:
    at_hand = [some for some in (one, other) if some is not None]
    return max(at_hand, key=mix.value, default=None)


def _search_within(mix: Mix, losses: Losses, room: int, effort: Effort) -> Searched:
    """Search the allocations that lose no more than ``room``; pairs are those of the whole.

    A corner of the linear programme that is whole and as good as the bound needs no search.
    """
    part, kept, least = within(losses, mix, room)
    pair_of = whole_corner(part, least)
    if pair_of is not None and part.value(pair_of) == losses.bound:
        found = Searched(pair_of, losses.bound, True)
    else:
        found = search(part, effort.work, least)
    if found.pair_of is None:
        return found
    return found._replace(pair_of=np.append(np.flatnonzero(kept), -1)[found.pair_of])


def _draw(mix: Mix, losses: Losses, answer: Mixed, then_least: Int64, effort: Effort) -> Mixed:
    """Of the allocations worth as much, the one of the least cost, if that can be settled."""
    part, kept, _ = within(losses, mix, losses.total - SCALE * answer.value)
    at, number = np.flatnonzero(kept), np.cumsum(kept) - 1
    worth = part.pairs.worth.astype(np.int64)
    as_good = settle_rows(
        np.zeros_like(worth), np.arange(len(worth)), -worth, np.array([-answer.value])
    )
    drawn = best_with_rows(
        replace(part.pairs, worth=-then_least[kept]),
        mix.capacity,
        join_rows(part.rows, as_good),
        must=part.must,
        start=np.append(number, -1)[answer.pair_of],
        effort=effort,
    )
    pair_of = np.append(at, -1)[drawn.pair_of]
    return replace(answer, pair_of=pair_of, is_drawn=drawn.proved)


def _total(worth: Int32 | Int64) -> int:
    return int(np.abs(worth.astype(np.int64)).sum())


def _refuse_overflow(pairs: Pairs) -> None:
    largest = int(np.abs(pairs.worth.astype(np.float64)).max(initial=0))
    limit = _MOST_WORTH // len(pairs.start)
    if largest >= limit:
        raise ProblemError(
            f"a worth of {largest} is too large for {len(pairs.start) - 1} applicants; it must be "
            f"below {limit}, or sums could pass the 64-bit integers"
        )
