"""The best choice of a number of more homes among kinds that do not exist yet, by one solve."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.chains import capacity_left, house_with_movers
from matching.columns import Int32, Int64, ProblemError, settle, starts
from matching.edges import Pairs
from matching.flow import best_fit, prove_best
from matching.margins import PASSED_OVER, check_same_applicants
from matching.movers_check import movers_passed_over
from matching.prices import NotOptimalError, worth_at


@dataclass(frozen=True, eq=False)
class BestN:
    """The best choice of a number of homes, each of any kind.

    Attributes:
        n_of_kind: int64[n_kinds], how many of each; fewer in all than asked for if no more help.
        housed: int64[k], ranks of the applicants who would be housed besides, in order.
        stay: int64[k], ranks of the movers who would stay where they live after all, in order.
        gain: change of the total fit, in points.
    """

    n_of_kind: Int64
    housed: Int64
    stay: Int64
    gain: int


def best_n(
    kind_pairs: Pairs,
    n_kinds: int,
    pairs: Pairs,
    place: Int32,
    capacity: Int32,
    n: int,
    limit: Int32 | None = None,
    home_of: Int32 | None = None,
) -> BestN:
    """The best choice of n more homes, each of any kind, under the strict policy.

    The homes to choose are one more vacancy with n places, the pool, where each person counts the
    kind that suits them best. Whatever homes are chosen, those housed in them fit in the pool, and
    whoever the pool holds can be housed by choosing their kinds; so its priority-best set is the
    best that any choice can house, and its best fit the best of any choice. That is so as well
    where people would move.

    A kind of which there can be fewer than would be of use is a vacancy by itself, with a stand-in
    in each of its places who comes before everybody and can move to the pool only: to free the
    place, a stand-in takes one of the n. Both are worth 0 to them, and they always have one, so
    that this too is a problem like any other and as exact.

    Args:
        kind_pairs: the kinds that the same applicants are eligible for, as if each were a vacancy.
        n_kinds: rows of kinds.
        pairs: eligible pairs, applicants in order of priority.
        place: int32[n_applicants], the best allocation; −1 for no home.
        capacity: int32[n_vacancies], places, those that movers live in included.
        n: how many homes there may be in all.
        limit: int32[n_kinds], how many there may be of each kind; any number if not given.
        home_of: int32[n_applicants], the vacancy where each lives and would free; −1 for newcomers.
            Nobody would move if not given.

    Raises:
        ProblemError: if n or a limit is below 0, the pairs are not of the same applicants or homes
            cannot be, as in ``house_with_movers``.
        NotOptimalError: if a proof fails.
    """
    check_same_applicants(kind_pairs, pairs)
    if n < 0:
        raise ProblemError(f"n is {n}; it must be at least 0")
    of_use = np.minimum(n, np.bincount(kind_pairs.vacancy, minlength=n_kinds))
    limits = of_use if limit is None else _settled_limit(limit, n_kinds)
    scarce = np.flatnonzero(limits < of_use)
    pool = len(capacity)
    row_of_kind = np.full(n_kinds, pool, dtype=np.int32)
    row_of_kind[scarce] = pool + 1 + np.arange(len(scarce))
    stand_ins = np.repeat(row_of_kind[scarce], limits[scarce])
    room = np.concatenate([capacity, [min(n, len(place))], limits[scarce]]).astype(np.int32)
    lives_at = np.full(len(place), -1, dtype=np.int32) if home_of is None else home_of
    lives_at = np.append(np.full_like(stand_ins, -1), lives_at)
    joined = _with_pool(pairs, kind_pairs, row_of_kind, stand_ins, pool)
    solved, value = _solve(joined, room, lives_at)
    then = solved[len(stand_ins) :]
    moved_in = np.flatnonzero(then >= pool)
    kinds = _best_kinds(kind_pairs.of(moved_in), row_of_kind, then[moved_in])
    return BestN(
        n_of_kind=np.bincount(kinds, minlength=n_kinds),
        housed=np.flatnonzero((then >= 0) & (place < 0)),
        stay=np.flatnonzero((then < 0) & (place >= 0)),
        gain=value - int(worth_at(pairs, place).sum()),
    )


def _settled_limit(limit: Int32, n_kinds: int) -> Int32:
    settled = settle("limit", limit, np.int32, low=0)
    if len(settled) != n_kinds:
        raise ProblemError(f"limit has {len(settled)} rows; it must have {n_kinds}, one a kind")
    return settled


def _with_pool(
    pairs: Pairs, kind_pairs: Pairs, row_of_kind: Int32, stand_ins: Int32, pool: int
) -> Pairs:
    """All pairs in one: stand-ins first, and only the best of an applicant's pairs at the pool."""
    worth, home = kind_pairs.worth.astype(np.int64), row_of_kind[kind_pairs.vacancy]
    best = np.full(len(pairs.start) - 1, np.iinfo(np.int64).min)
    np.maximum.at(best, kind_pairs.applicant[home == pool], worth[home == pool])
    kept = (home != pool) | (worth == best[kind_pairs.applicant])
    n, both = len(stand_ins), np.full_like(stand_ins, pool)
    rows = (np.arange(n), np.arange(n), n + pairs.applicant, n + kind_pairs.applicant[kept])
    row = np.concatenate(rows)
    order = np.argsort(row, kind="stable")
    return Pairs(
        starts(np.bincount(row, minlength=n + len(best))),
        np.concatenate([stand_ins, both, pairs.vacancy, home[kept]])[order],
        np.concatenate([np.zeros(2 * n, dtype=np.int64), pairs.worth, worth[kept]])[order],
    )


def _solve(pairs: Pairs, capacity: Int32, home_of: Int32) -> tuple[Int32, int]:
    """The best allocation, proved: int32[n_applicants], −1 for no home; and its total fit."""
    place = house_with_movers(pairs, capacity, home_of)
    if movers_passed_over(pairs, place, capacity, home_of).any():
        raise NotOptimalError(PASSED_OVER)
    housed, left = np.flatnonzero(place >= 0), capacity_left(capacity, home_of, place)
    theirs = pairs.of(housed)
    place[housed] = best_fit(theirs, left, known=place[housed])
    return place, prove_best(theirs, place[housed], left)[0]


def _best_kinds(offered: Pairs, row_of_kind: Int32, taken: Int32) -> Int32:
    """The kind of home each has taken: that which suits them best, the lowest row of equals."""
    at = np.flatnonzero(row_of_kind[offered.vacancy] == taken[offered.applicant])
    at = at[np.lexsort((offered.vacancy[at], -offered.worth[at], offered.applicant[at]))]
    first = np.unique(offered.applicant[at], return_index=True)[1]
    return offered.vacancy[at[first]]
