"""What each pair claims of all that is short: places and side rows written alike.

A vacancy is a row like any other: its places are what it has to give, and every pair with it takes
one. So one search and one proof do for both.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from matching.columns import Int32, Int64, starts
from matching.edges import Pairs
from matching.jit import compiled
from matching.side.rows import Rows
from matching.side.sides import join_rows, settle_rows


class Claims(NamedTuple):
    """The claims of every pair, and who claims of every row.

    Attributes:
        start: int64[n_applicants + 1], where the pairs of each applicant begin.
        applicant: int64[n_pairs], the applicant of each pair.
        first: int64[n_pairs + 1], where the claims of each pair begin.
        row: int32[n_claims]: j is vacancy j, n_vacancies + r is side row r.
        amount: int64[n_claims], what the pair takes of the row; negative if it gives.
        most: int64[n_vacancies + n_rows], what each row has to give.
        taker_start: int64[n_vacancies + n_rows + 1], where the pairs that take of each row begin.
        taker: int64[k], pairs, row after row.
    """

    start: Int64
    applicant: Int64
    first: Int64
    row: Int32
    amount: Int64
    most: Int64
    taker_start: Int64
    taker: Int64


def claims_of(pairs: Pairs, capacity: Int32, rows: Rows) -> Claims:
    """Write places and side rows alike.

    Args:
        pairs: eligible pairs.
        capacity: int32[n_vacancies], places.
        rows: side rows over the pairs.
    """
    each = np.arange(len(pairs))
    places = settle_rows(
        pairs.vacancy.astype(np.int64), each, np.ones_like(each), capacity.astype(np.int64)
    )
    every = join_rows(places, rows)
    by_pair = np.lexsort((every.row, every.pair))
    takes = np.flatnonzero(every.amount > 0)
    return Claims(
        start=pairs.start,
        applicant=pairs.applicant,
        first=starts(np.bincount(every.pair, minlength=len(pairs))),
        row=every.row[by_pair],
        amount=every.amount[by_pair],
        most=every.most,
        taker_start=starts(np.bincount(every.row[takes], minlength=every.n_rows)),
        taker=every.pair[takes[np.argsort(every.row[takes], kind="stable")]],
    )


def used_by(claims: Claims, pair_of: Int64) -> Int64:
    """What an allocation takes of every row: int64[n_vacancies + n_rows]."""
    used = np.zeros_like(claims.most)
    for pair in pair_of[pair_of >= 0]:
        count(claims, used, pair, 1)
    return used


@compiled
def count(claims: Claims, used: Int64, pair: int, sign: int) -> int:
    """Count a pair as used, or with sign −1 as not: how many more rows are overdrawn then."""
    rise = 0
    for at in range(claims.first[pair], claims.first[pair + 1]):
        row = claims.row[at]
        before = used[row] > claims.most[row]
        used[row] += sign * claims.amount[at]
        rise += int(used[row] > claims.most[row]) - int(before)
    return rise
