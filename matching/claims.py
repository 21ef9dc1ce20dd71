"""What each pair claims of all that is short, places and side rows written alike.

A vacancy is a row like any other: its places are what it has to give, and every pair with it takes
one. So one search, one linear programme and one proof do for both.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from matching.columns import Int32, Int64, ProblemError, settle, starts
from matching.edges import Pairs
from matching.rows import Rows

MOST_CLAIMED: Final = 2**50
"""All amounts together must be below this: sums of them stay exact, in floating point too."""


class Claims(NamedTuple):
    """The pairs, and their claims pair after pair: those of e lie at first[e] to first[e + 1].

    Attributes:
        start: int64[n_applicants + 1], where the pairs of each applicant begin.
        applicant: int64[n_pairs], the applicant of each pair.
        first: int64[n_pairs + 1], where the claims of each pair begin; its place comes first.
        pair: int64[n_claims], the pair of each claim.
        row: int64[n_claims]: j is vacancy j, n_vacancies + r is side row r.
        amount: int64[n_claims], what the pair takes of the row; negative if it gives.
        most: int64[n_vacancies + n_rows], what each row has to give.
        giver_start: int64[n_vacancies + n_rows + 1], where the pairs that give to each row begin.
        giver: int64[k], pairs that give to a row, row after row.
    """

    start: Int64
    applicant: Int64
    first: Int64
    pair: Int64
    row: Int64
    amount: Int64
    most: Int64
    giver_start: Int64
    giver: Int64

    @property
    def n_applicants(self) -> int:
        """How many applicants there are."""
        return len(self.start) - 1

    @property
    def n_pairs(self) -> int:
        """How many pairs there are."""
        return len(self.applicant)


def claims_of(pairs: Pairs, capacity: Int32, rows: Rows) -> Claims:
    """Write places and side rows alike, with the amounts of one pair in one row added up.

    Args:
        pairs: eligible pairs.
        capacity: int32[n_vacancies], places.
        rows: side rows over the pairs.

    Raises:
        ProblemError: if a number is out of range, or housing nobody would overdraw a row.
    """
    _check(pairs, capacity, rows)
    n_rows = len(capacity) + rows.n_rows
    row = np.concatenate([pairs.vacancy.astype(np.int64), len(capacity) + rows.row])
    pair = np.concatenate([np.arange(len(pairs)), rows.pair])
    keys, at = np.unique(pair * n_rows + row, return_inverse=True)
    amount = np.zeros(len(keys), dtype=np.int64)
    np.add.at(amount, at, np.concatenate([np.ones(len(pairs), dtype=np.int64), rows.amount]))
    pair, row = np.divmod(keys[amount != 0], n_rows)
    amount = amount[amount != 0]
    gives = np.flatnonzero(amount < 0)
    gives = gives[np.argsort(row[gives], kind="stable")]
    return Claims(
        start=pairs.start,
        applicant=pairs.applicant,
        first=starts(np.bincount(pair, minlength=len(pairs))),
        pair=pair,
        row=row,
        amount=amount,
        most=_reachable(np.concatenate([capacity, rows.most]), row, amount),
        giver_start=starts(np.bincount(row[gives], minlength=n_rows)),
        giver=pair[gives],
    )


def _check(pairs: Pairs, capacity: Int32, rows: Rows) -> None:
    settle("capacity", capacity, np.int32, low=0)
    settle("rows.pair", rows.pair, np.int64, low=0, high=len(pairs) - 1)
    settle("rows.row", rows.row, np.int32, low=0, high=rows.n_rows - 1)
    overdrawn = np.flatnonzero(rows.most < 0)
    if overdrawn.size:
        row = int(overdrawn[0])
        raise ProblemError(
            f"rows.most row {row} is {rows.most[row]}; it must be at least 0, so that housing "
            "nobody keeps it: put people who must be housed first in order instead"
        )
    total = float(np.abs(rows.amount.astype(np.float64)).sum())
    if total >= MOST_CLAIMED:
        raise ProblemError(f"rows.amount adds up to {total:.3g}; it must be below {MOST_CLAIMED}")


def _reachable(most: Int64, row: Int64, amount: Int64) -> Int64:
    """The most of each row that amounts could add up to, within what it has: int64[n_rows].

    A row whose amounts are all even never gives an odd last unit, and none gives more than all its
    amounts together.
    """
    n_rows = len(most)
    every = np.zeros(n_rows, dtype=np.int64)
    np.add.at(every, row, np.maximum(amount, 0))
    step = np.zeros(n_rows, dtype=np.int64)
    np.gcd.at(step, row, amount)
    step = np.maximum(step, 1)
    least: Int64 = np.minimum(most // step * step, every)
    return least
