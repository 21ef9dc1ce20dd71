"""Proofs that somebody cannot be housed with those before them: prices, case by case.

Put any price ≥ 0 on a unit of each row, places among them. A pair costs what it takes, and all the
rows together have no more to spend than Σ price · most. Everyone who must be housed spends at least
the cost of their cheapest pair; of anyone else nothing is known but that a pair may *give*, and so
cost less than nothing. If u and those housed before u must spend more than there is, no allocation
houses them all: u is refused. This is Farkas' lemma, read in exact integers: whatever found the
prices is not trusted.

Prices alone cannot refuse whoever could be housed by halves. So a proof may distinguish two cases:
somebody uses one of some pairs, or they do not. In the first they must be housed and have no other
pair; in the second those pairs are shut. Whoever is refused in both is refused.

Refusals go in order: in refusing u, those before u who are not housed count for nothing, having
been refused already (README, "Turns").
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np

from matching.claims import Claims
from matching.columns import Bools, Int64
from matching.jit import compiled

FAR: Final = 2**62
"""Stands for the cost of having no pair at all."""


class Split(NamedTuple):
    """Two cases, one of which is so.

    Attributes:
        pairs: int64[k], some of the pairs of one applicant.
        within: the case that the applicant uses one of them.
        without: the case that they do not.
    """

    pairs: Int64
    within: Case
    without: Case


@dataclass(eq=False)
class Case:
    """What is known in a case, which may be that of anything at all.

    Attributes:
        prices: int64[n_vacancies + n_rows] each, prices of a unit of each row, at least 0.
        split: two cases within this one, or None.
        refused: bool[n_applicants], who has been refused in this case so far; for whoever builds a
            proof, and no part of it.
    """

    refused: Bools
    prices: list[Int64] = field(default_factory=list)
    split: Split | None = None


class Terms(NamedTuple):
    """What a case says.

    Attributes:
        shut: bool[n_pairs], pairs that are not used.
        forced: bool[n_applicants], who uses a pair.
    """

    shut: Bools
    forced: Bools

    def within(self, claims: Claims, pairs: Int64) -> Terms:
        """The terms if an applicant uses one of some pairs of theirs."""
        who = claims.applicant[pairs[0]]
        shut, forced = self.shut.copy(), self.forced.copy()
        shut[claims.start[who] : claims.start[who + 1]] = True
        shut[pairs] = self.shut[pairs]
        forced[who] = True
        return Terms(shut, forced)

    def without(self, pairs: Int64) -> Terms:
        """The terms if they do not."""
        shut = self.shut.copy()
        shut[pairs] = True
        return Terms(shut, self.forced)


def no_terms(claims: Claims) -> Terms:
    """The terms of the case of anything at all."""
    return Terms(
        np.zeros(claims.n_pairs, dtype=np.bool_), np.zeros(claims.n_applicants, dtype=np.bool_)
    )


def greatest_price(claims: Claims) -> int:
    """No price may be above this, or what people spend might pass the 64-bit integers."""
    heaviest = int(np.add.reduceat(np.abs(claims.amount), claims.first[:-1]).max(initial=0))
    everything = 1 + sum(claims.most.tolist()) + (claims.n_applicants + 1) * heaviest
    return FAR // int(everything)


def turned_away(
    claims: Claims, prices: Int64, cost: Int64, terms: Terms, housed: Bools, n_settled: int
) -> Bools:
    """Whom some prices refuse in a case.

    Args:
        claims: the claims.
        prices: int64[n_vacancies + n_rows], from 0 to ``greatest_price``.
        cost: int64[n_applicants], the cost of the cheapest pair of each in that case; FAR for none.
        terms: the case.
        housed: bool[n_applicants], who is housed.
        n_settled: of so many people from the front it is settled whether they are housed; others
            may be or not.

    Returns:
        bool[n_applicants]. It means nothing for those who are settled and housed.
    """
    settled = np.arange(len(cost)) < n_settled
    none = cost == FAR
    spent = np.where(none, 0, cost)
    at_least = np.where(terms.forced, spent, np.minimum(spent, 0))
    must = (settled & housed) | terms.forced
    before = np.where(must, spent, np.where(settled, 0, at_least))
    missing = none & must
    sums = np.cumsum(before) - before + spent + at_least.sum() - np.cumsum(at_least)
    hopeless = none | (np.cumsum(missing) - missing > 0)
    hopeless |= np.cumsum((none & terms.forced)[::-1])[::-1] > 0
    refused: Bools = hopeless | (sums > int(prices @ claims.most))
    return refused


def cheapest_pairs(claims: Claims, prices: Int64, shut: Bools, asked: Bools) -> tuple[Int64, Int64]:
    """The cheapest pair of each applicant who is asked about, and its cost.

    Returns:
        int64[n_applicants], costs, FAR if none is open or they are not asked about; and
        int64[n_applicants], pairs, −1 likewise.
    """
    cost = np.full(claims.n_applicants, FAR, dtype=np.int64)
    pair = np.full(claims.n_applicants, -1, dtype=np.int64)
    who, c = np.flatnonzero(asked), claims
    _find_cheapest(c.start, c.first, c.row, c.amount, prices, shut, who, cost, pair)
    return cost, pair


@compiled
def _find_cheapest(
    start: Int64,
    first: Int64,
    row: Int64,
    amount: Int64,
    prices: Int64,
    shut: Bools,
    asked: Int64,
    cost: Int64,
    pair: Int64,
) -> None:
    for who in asked:
        for e in range(start[who], start[who + 1]):
            if shut[e]:
                continue
            spent = 0
            for k in range(first[e], first[e + 1]):
                spent += prices[row[k]] * amount[k]
            if spent < cost[who]:
                cost[who], pair[who] = spent, e


def refused_in(claims: Claims, case: Case, housed: Bools) -> Bools:
    """Whom a proof refuses, everyone being settled: worked out again by plain numpy.

    Args:
        claims: the claims.
        case: the proof, from its root.
        housed: bool[n_applicants].

    Returns:
        bool[n_applicants], who cannot be housed with all those who are housed before them, provided
        that those before them who are not housed are refused as well.
    """
    return _refused_in(claims, case, no_terms(claims), housed, greatest_price(claims))


def _refused_in(claims: Claims, case: Case, terms: Terms, housed: Bools, greatest: int) -> Bools:
    refused = np.zeros(claims.n_applicants, dtype=np.bool_)
    for prices in case.prices:
        if prices.shape == claims.most.shape and prices.min() >= 0 and prices.max() <= greatest:
            cost = _costs(claims, prices, terms)
            refused |= turned_away(claims, prices, cost, terms, housed, len(housed))
    if case.split is not None:
        pairs, within, without = case.split
        terms_within = terms.within(claims, pairs)
        refused |= _refused_in(claims, within, terms_within, housed, greatest) & _refused_in(
            claims, without, terms.without(pairs), housed, greatest
        )
    return refused


def _costs(claims: Claims, prices: Int64, terms: Terms) -> Int64:
    """The cost of the cheapest pair of each: int64[n_applicants], FAR for none."""
    cost = np.full(claims.n_applicants, FAR, dtype=np.int64)
    spent = np.add.reduceat(prices[claims.row] * claims.amount, claims.first[:-1])
    spent[terms.shut] = FAR
    has = np.flatnonzero(np.diff(claims.start))
    cost[has] = np.minimum.reduceat(spent, claims.start[has])
    return cost
