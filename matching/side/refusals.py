"""Proofs that somebody cannot be housed with those before them: prices, read in exact integers.

Put any price of 0 or more on a unit of each row, places among them. A pair costs what it takes, and
all the rows together have no more to spend than Σ price · most. Everyone who must be housed spends
at least the cost of their cheapest pair; of anyone else nothing is known but that a pair may give,
and so cost less than nothing. If those housed and one more must spend more than there is, no
allocation houses them all: that one is refused. This is Farkas' lemma; whatever found the prices is
not trusted. Prices that refuse one refuse, as more are housed, ever more of those who come later.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array, vstack

from matching.columns import Bools, Int64
from matching.jit import compiled
from matching.side.claims import Claims
from matching.side.programme import NEARLY
from matching.side.sides import spread

_SCALE: Final = 720_720
_MOST_SPENT: Final = 2**61
_FAR: Final = 2**40


class Refusals:
    """The prices found so far, and what everybody would spend at them."""

    def __init__(self, claims: Claims) -> None:
        self._claims = claims
        self._costs: list[Int64] = []
        self._left: list[int] = []
        self._may_give: list[Int64] = []

    def accept(self, rank: int) -> None:
        """Somebody is housed for good."""
        self._left = [
            left - int(cost[rank]) for left, cost in zip(self._left, self._costs, strict=True)
        ]

    def refuses(self, rank: int) -> bool:
        """Whether some prices prove that a person cannot be housed with all who are accepted."""
        return any(
            cost[rank] > left + given[rank + 1]
            for cost, left, given in zip(self._costs, self._left, self._may_give, strict=True)
        )

    def find(self, rank: int, accepted: Bools, among: Int64) -> bool:
        """Look for prices that refuse a person; whether some were found.

        Args:
            rank: the person.
            accepted: bool[n_applicants], who is housed for good.
            among: int64[k], ranks of people who seem to matter, the person too.
        """
        prices = _prices(self._claims, rank, accepted, among)
        if prices is None:
            return False
        cost = _least_costs(self._claims, prices)
        budget = int(prices @ self._claims.most)
        if np.abs(cost.astype(np.float64)).sum() + budget > _MOST_SPENT:
            return False
        given = np.append(np.cumsum(np.maximum(-cost, 0)[::-1])[::-1], 0)
        left = budget - int(cost[accepted].sum())
        if cost[rank] <= left + given[rank + 1]:
            return False
        self._costs.append(cost)
        self._left.append(left)
        self._may_give.append(given)
        return True


def _prices(claims: Claims, rank: int, accepted: Bools, among: Int64) -> Int64 | None:
    """Prices of all rows from the programme that gives a person as much of a pair as can be.

    Returns:
        int64[n_rows], whole numbers; None if the person could have a whole pair, or nearly.
    """
    people = np.sort(among[accepted[among] | (among >= rank)])
    pairs, who = spread(claims.start, people)
    at, column = spread(claims.first, pairs)
    rows, row = np.unique(claims.row[at], return_inverse=True)
    taken = claims.amount[at].astype(np.float64)
    takes: Any = csr_array((taken, (row, column)), shape=(len(rows), len(pairs)))
    shape = (len(people), len(pairs))
    each: Any = csr_array((np.ones(len(pairs)), (who, np.arange(len(pairs)))), shape=shape)
    must = accepted[people]
    answer = linprog(
        -(claims.applicant[pairs] == rank).astype(np.float64),
        A_ub=vstack([takes, each[~must]]).tocsr(),
        b_ub=np.append(claims.most[rows], np.ones(len(people) - int(must.sum()))),
        A_eq=each[must],
        b_eq=np.ones(int(must.sum())),
        bounds=(0, None),
        method="highs-ds",
    )
    if answer.status != 0 or answer.x is None:
        return None
    if answer.x[claims.applicant[pairs] == rank].sum() > 1 - NEARLY:
        return None
    prices = np.zeros(len(claims.most), dtype=np.int64)
    shown = np.clip(-_SCALE * answer.ineqlin.marginals[: len(rows)], 0, _FAR)
    prices[rows] = np.rint(shown).astype(np.int64)
    return prices


def _least_costs(claims: Claims, prices: Int64) -> Int64:
    """What the cheapest pair of each costs: int64[n_applicants]; more than all for no pair."""
    cost = np.full(len(claims.start) - 1, int(prices @ claims.most) + 1, dtype=np.int64)
    _find_cheapest(claims, prices, cost)
    return cost


@compiled
def _find_cheapest(c: Claims, prices: Int64, cost: Int64) -> None:
    for who in range(cost.size):
        for pair in range(c.start[who], c.start[who + 1]):
            spent = 0
            for at in range(c.first[pair], c.first[pair + 1]):
                spent += prices[c.row[at]] * c.amount[at]
            if pair == c.start[who] or spent < cost[who]:
                cost[who] = spent
