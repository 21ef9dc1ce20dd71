"""What one home more or one home less would change: exactly, and for every home from one solve.

Rows of applicants are ranks, as in ``priority``. One more place houses at most one more person and
turns nobody out: that person is the first in rank of those from whom a chain of moves leads to it.
Whoever can start a chain to some vacancy on the way can start one to its end, so the vacancies on
the way have the same first person, and one pass of labels (who, then how much fit) along the moves
of single holders settles every vacancy. One place less is the same pass the other way round.
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from typing import Final, NamedTuple

import numpy as np

from matching.columns import Int8, Int32, Int64, ProblemError, starts
from matching.edges import Pairs
from matching.jit import compiled
from matching.prices import NotOptimalError, worth_at
from matching.priority import FREE

_NOBODY: Final = -FREE
"""The standing of nobody, below that of any applicant, whose standing is 0 less their rank."""

PASSED_OVER: Final = "someone is passed over who could be housed"
"""What is wrong with an allocation that is not the priority-best."""


@dataclass(frozen=True, eq=False)
class OneMore:
    """What one more place would change, for each vacancy or each kind of home.

    Attributes:
        housed: int64[n], rank of the applicant who would be housed besides, −1 for nobody.
        gain: int64[n], change of the total fit in points, theirs included. It can be below 0 if
            somebody is housed, for others may have to move somewhere that suits them less.
    """

    housed: Int64
    gain: Int64


@dataclass(frozen=True, eq=False)
class OneLess:
    """What one place less would change, for each vacancy; nothing for one without places.

    Attributes:
        lost: int64[n_vacancies], rank of the applicant who would lose their home, −1 for nobody.
        change: int64[n_vacancies], change of the total fit in points. It can be above 0 if
            somebody loses their home, for others may then move somewhere that suits them more.
    """

    lost: Int64
    change: Int64


def tier_of(ranks: Int64, tier: Int8) -> Int8:
    """The tiers of applicants named by rank, to be shown beside the points.

    Args:
        ranks: int64[n], such as ``OneMore.housed`` or ``OneLess.lost``; −1 for nobody.
        tier: int8[n_applicants], in order of priority.

    Returns:
        int8[n], 0 for nobody.
    """
    return np.append(tier, np.int8(0))[ranks]


def one_more(pairs: Pairs, place: Int32, capacity: Int32, prices: Int64) -> OneMore:
    """What one more place at each vacancy would change.

    A vacancy that no pair leads to, as when it has no place yet, is worth nothing here: weigh it
    as a kind.

    Args:
        pairs: eligible pairs, applicants in order of priority.
        place: int32[n_applicants], the best allocation; −1 for no home.
        capacity: int32[n_vacancies], places.
        prices: int64[n_vacancies], points, the ``least_prices`` of those who have a home.

    Raises:
        NotOptimalError: if the allocation is not the best, or the prices do not prove its fit.
        ProblemError: if the prices prove it but are not the least that do.
    """
    moves = _proved_moves(pairs, place, capacity, prices)
    first = _first_to_ask(pairs, place, prices)
    _spread(moves, np.flatnonzero(first.standing > _NOBODY), first)
    _check_nobody_passed_over(first, _last_to_give_way(pairs, place, capacity, prices))
    return OneMore(first.ranks, first.gain + prices)


def one_less(pairs: Pairs, place: Int32, capacity: Int32, prices: Int64) -> OneLess:
    """What one place less at each vacancy would change.

    Its holder moves on, and so on: to a free place if a chain leads to one, else to the place of
    the last in rank of those whom chains can reach.

    Args:
        pairs: eligible pairs, applicants in order of priority.
        place: int32[n_applicants], the best allocation; −1 for no home.
        capacity: int32[n_vacancies], places.
        prices: int64[n_vacancies], points, the ``least_prices`` of those who have a home.

    Raises:
        NotOptimalError: if the allocation is not the best, or the prices do not prove its fit.
        ProblemError: if the prices prove it but are not the least that do.
    """
    moves = _proved_moves(pairs, place, capacity, prices).turned_round()
    last = _last_to_give_way(pairs, place, capacity, prices)
    _spread(moves, np.arange(len(capacity)), last)
    _check_nobody_passed_over(_first_to_ask(pairs, place, prices), last)
    return OneLess(np.where(last.standing == FREE, -1, last.standing), last.gain - prices)


def worth_of_kinds(
    kind_pairs: Pairs, n_kinds: int, pairs: Pairs, place: Int32, more: OneMore
) -> OneMore:
    """What one more home of each kind would change, though there is no vacancy of the kind.

    Someone without a home would take it, or someone who has one would move there and leave a
    place, which is worth what one more place there is.

    Args:
        kind_pairs: the kinds that the same applicants are eligible for, as if each were a vacancy.
        n_kinds: rows of kinds.
        pairs: eligible pairs, applicants in order of priority.
        place: int32[n_applicants], the best allocation; −1 for no home.
        more: what one more place at each vacancy would change.

    Raises:
        ProblemError: if the two sets of pairs are not of the same applicants.
    """
    check_same_applicants(kind_pairs, pairs)
    everyone, holders = np.arange(len(place)), np.flatnonzero(place >= 0)
    brought, left = _Labels(-everyone, 0 * everyone), place[holders]
    brought.standing[holders] = np.where(more.housed[left] < 0, _NOBODY, -more.housed[left])
    brought.gain[holders] = more.gain[left] - worth_at(pairs.of(holders), left)
    best = _Labels(np.full(n_kinds, _NOBODY, dtype=np.int64), np.zeros(n_kinds, dtype=np.int64))
    _offer(kind_pairs.start, kind_pairs.vacancy, kind_pairs.worth, everyone, brought, best)
    return OneMore(best.ranks, best.gain)


def check_same_applicants(kind_pairs: Pairs, pairs: Pairs) -> None:
    """Refuse kinds weighed by other applicants than those of the vacancies.

    Raises:
        ProblemError: if the two sets of pairs are not of as many applicants.
    """
    if len(kind_pairs.start) != len(pairs.start):
        raise ProblemError(
            f"kind_pairs are of {len(kind_pairs.start) - 1} applicants; "
            f"they must be of {len(pairs.start) - 1}, as pairs are"
        )


class _Labels(NamedTuple):
    """Who and how much fit; a greater standing is better, then a greater gain.

    Attributes:
        standing: int64[n], of the person whom the best chain houses or displaces.
        gain: int64[n], points that the chain adds to the total fit.
    """

    standing: Int64
    gain: Int64

    @property
    def ranks(self) -> Int64:
        """int64[n], standings as ranks, −1 for nobody."""
        return np.where(self.standing == _NOBODY, -1, -self.standing)


class _Moves(NamedTuple):
    """Moves of one holder each; those from vacancy j lie at start[j] to start[j + 1].

    Attributes:
        start: int64[n_vacancies + 1], where those from each vacancy begin.
        to: int32[n_moves], vacancies.
        gain: int64[n_moves], points added to the holder's fit, net of the prices; never above 0.
    """

    start: Int64
    to: Int32
    gain: Int64

    def turned_round(self) -> _Moves:
        """The moves grouped by the vacancy they lead to, each to the one it leaves."""
        n_vacancies = len(self.start) - 1
        left = np.repeat(np.arange(n_vacancies, dtype=np.int32), np.diff(self.start))
        order = np.argsort(self.to)
        sizes = np.bincount(self.to, minlength=n_vacancies)
        return _Moves(starts(sizes), left[order], self.gain[order])


def _proved_moves(pairs: Pairs, place: Int32, capacity: Int32, prices: Int64) -> _Moves:
    """Every move that a holder could make, the fit being proved by the prices.

    A move costs the price of the vacancy it leads to and saves that of the one it leaves; at
    prices that prove the fit, none has a gain net of them, and no round of moves has any. The
    prices are the least if moves without a loss lead to every vacancy from those that cost nothing.
    """
    holders = np.flatnonzero(place >= 0)
    holders = holders[np.argsort(place[holders], kind="stable")]
    theirs, left = pairs.of(holders), place[holders]
    load = np.bincount(left, minlength=len(capacity))
    gain = theirs.worth - prices[theirs.vacancy]
    gain -= np.repeat(worth_at(theirs, left) - prices[left], theirs.n_of_each)
    if (gain > 0).any() or (prices < 0).any() or prices[load < capacity].any():
        raise NotOptimalError("the prices do not prove that no other fit is better")
    moves = _Moves(theirs.start[starts(load)], theirs.vacancy, gain)
    above_least = _Labels(np.zeros_like(prices), np.where(prices > 0, -1, 0))
    _spread(moves, np.flatnonzero(prices == 0), above_least)
    if (rows := np.flatnonzero(above_least.gain)).size:
        raise ProblemError(
            f"prices row {rows[0]} is {prices[rows[0]]}; it must be the least that proves the fit"
        )
    return moves


def _first_to_ask(pairs: Pairs, place: Int32, prices: Int64) -> _Labels:
    """The first in rank without a home who is eligible for each vacancy; gains net of its price.

    Nobody stands for those who only move on: one more place is worth its price to them.
    """
    unplaced = np.flatnonzero(place < 0)
    first = _Labels(np.full(len(prices), _NOBODY, dtype=np.int64), prices.astype(np.int64))
    brought = _Labels(-unplaced, 0 * unplaced)
    _offer(pairs.start, pairs.vacancy, pairs.worth, unplaced, brought, first)
    return first._replace(gain=first.gain - prices)


def _last_to_give_way(pairs: Pairs, place: Int32, capacity: Int32, prices: Int64) -> _Labels:
    """The last in rank of each vacancy's holders; gains of their going without, and of its price.

    The standing is a rank here: FREE where a place is free, −1 where there is none.
    """
    holders = np.flatnonzero(place >= 0)
    last, gain = np.full(len(capacity), -1, dtype=np.int64), prices.astype(np.int64)
    np.maximum.at(last, place[holders], holders)
    taken = np.flatnonzero(last >= 0)
    gain[taken] -= worth_at(pairs.of(last[taken]), place[last[taken]])
    free = np.bincount(place[holders], minlength=len(capacity)) < capacity
    last[free], gain[free] = FREE, 0
    return _Labels(last, gain)


def _check_nobody_passed_over(first: _Labels, last: _Labels) -> None:
    if (-first.standing < last.standing).any():
        raise NotOptimalError(PASSED_OVER)


@compiled
def _offer(
    start: Int64, vacancy: Int32, worth: Int32 | Int64, rows: Int64, brought: _Labels, best: _Labels
) -> None:
    """Let applicants take one of the homes they are eligible for, each with what they bring."""
    for r in range(rows.size):
        for e in range(start[rows[r]], start[rows[r] + 1]):
            _improve(best, vacancy[e], brought.standing[r], brought.gain[r] + worth[e])


@compiled
def _spread(moves: _Moves, changed: Int64, best: _Labels) -> None:
    """Carry labels along moves, from the vacancies where they changed, until none gets better.

    The best label goes first, and as no move adds to one, it is settled when its turn comes.
    """
    heap = [(-best.standing[j], -best.gain[j], j) for j in changed]
    heapify(heap)
    while heap:
        standing, gain, j = heappop(heap)
        if -standing != best.standing[j] or -gain != best.gain[j]:
            continue
        for e in range(moves.start[j], moves.start[j + 1]):
            k = moves.to[e]
            if _improve(best, k, -standing, moves.gain[e] - gain):
                heappush(heap, (standing, gain - moves.gain[e], np.int64(k)))


@compiled
def _improve(best: _Labels, at: int, standing: int, gain: int) -> bool:
    """Put a better label in the place of the one there; False if it is no better."""
    if standing < best.standing[at] or (standing == best.standing[at] and gain <= best.gain[at]):
        return False
    best.standing[at], best.gain[at] = standing, gain
    return True
