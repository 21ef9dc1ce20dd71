"""Kinds of pairs: those of one applicant that take the same of every side row are of one kind.

Once everyone's kind is settled, so is what the side rows have to give, and places alone are left: a
matching. So the shares of a linear programme need not be whole; it is enough if those of kinds are.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from matching.claims import Claims
from matching.columns import Bools, Int32, Int64
from matching.edges import Pairs
from matching.priority import house_in_order

NEARLY: Final = 1e-6
"""A share nearer to a whole number than this counts as whole."""


class Shares(NamedTuple):
    """How far a linear programme uses some pairs: a guide, and never a proof.

    Attributes:
        pair: int64[k], pairs.
        share: float64[k], 0 to 1.
    """

    pair: Int64
    share: npt.NDArray[np.float64]


def kinds_of(claims: Claims) -> Int64:
    """The kind of each pair, a number that no other kind has: int64[n_pairs]."""
    kind, n_side = claims.applicant.copy(), np.diff(claims.first) - 1
    for nth in range(int(n_side.max(initial=0))):
        at = np.flatnonzero(n_side > nth)
        for column in (claims.row, claims.amount):
            value, number = np.unique(column[claims.first[at] + 1 + nth], return_inverse=True)
            _, finer = np.unique(kind[at] * len(value) + number, return_inverse=True)
            kind[at] = kind.max() + 1 + finer
    return kind


def widest_choice(claims: Claims, kinds: Int64, shares: Shares) -> Int64 | None:
    """Pairs of one kind that are used neither wholly nor not at all; None if there are none.

    Of several kinds, one near a half of someone who could take much.

    Args:
        claims: the claims.
        kinds: int64[n_pairs], from ``kinds_of``.
        shares: how far pairs are used.
    """
    kind, one, at = np.unique(kinds[shares.pair], return_index=True, return_inverse=True)
    total = np.bincount(at, weights=shares.share, minlength=len(kind))
    open_ = np.flatnonzero((total > NEARLY) & (total < 1 - NEARLY))
    if not len(open_):
        return None
    who = claims.applicant[shares.pair[one[open_]]]
    taken = np.add.reduceat(np.abs(claims.amount), claims.first[:-1])[shares.pair[one[open_]]]
    heaviest = np.zeros(claims.n_applicants, dtype=np.int64)
    np.maximum.at(heaviest, who, taken)
    best = open_[np.argmax(total[open_] * (1 - total[open_]) * heaviest[who])]
    first, stop = claims.start[claims.applicant[shares.pair[one[best]]] + np.arange(2)]
    return first + np.flatnonzero(kinds[first:stop] == kind[best])


def matched(
    claims: Claims, pairs: Pairs, capacity: Int32, kinds: Int64, shares: Shares, shut: Bools
) -> Int64:
    """An allocation in which everyone has the kind that is used wholly, as far as places go.

    Args:
        claims: the claims.
        pairs: the pairs.
        capacity: int32[n_vacancies], places.
        kinds: int64[n_pairs], from ``kinds_of``.
        shares: how far pairs are used; nobody's kind is used by halves.
        shut: bool[n_pairs], pairs not to be used.

    Returns:
        int64[n_applicants], pairs; −1 none.
    """
    kind, at = np.unique(kinds[shares.pair], return_inverse=True)
    total = np.bincount(at, weights=shares.share, minlength=len(kind))
    kept = np.flatnonzero(np.isin(kinds, kind[total > 1 - NEARLY]) & ~shut)
    theirs = pairs.where(np.isin(np.arange(len(pairs)), kept))
    place = house_in_order(theirs, capacity)
    chosen = kept[theirs.vacancy == place[theirs.applicant]]
    pair_of = np.full(claims.n_applicants, -1, dtype=np.int64)
    pair_of[claims.applicant[chosen]] = chosen
    return pair_of
