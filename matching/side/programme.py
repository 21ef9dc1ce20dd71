"""Linear programmes over pairs and side rows, by HiGHS: guides that decide nothing by themselves.

What they propose is worked out again in whole numbers by whoever asks.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog
from scipy.sparse import csr_array, vstack

from matching.columns import Bools, Int64
from matching.side.losses import SCALE, Least, Mix

Floats = npt.NDArray[np.float64]

NEARLY: Final = 1e-6
"""A share nearer to a whole number than this counts as whole."""

_MOST_NET: Final = 2**58


def shares_and_prices(mix: Mix, pairs: Bools, rows: Bools) -> tuple[Floats, float, Int64] | None:
    """Shares, value and prices of rows, over some pairs and rows; None if the programme fails."""
    columns = np.flatnonzero(pairs)
    matrix, most, n_first = _matrix(mix, columns, rows)
    exact = np.zeros(len(most), dtype=np.bool_)
    exact[: len(mix.must)] = mix.must
    answer = linprog(
        -mix.pairs.worth[columns].astype(np.float64),
        A_ub=matrix[~exact],
        b_ub=most[~exact],
        A_eq=matrix[exact],
        b_eq=most[exact],
        bounds=(0, 1),
        method="highs-ds",
    )
    if answer.status != 0 or answer.x is None:
        return None
    share, of_row = np.zeros(len(mix.pairs)), np.zeros(mix.rows.n_rows, dtype=np.int64)
    share[columns] = answer.x
    marginals = answer.ineqlin.marginals[n_first - int(exact.sum()) :]
    of_row[rows] = np.rint(np.clip(-SCALE * marginals, 0, _most_price(mix))).astype(np.int64)
    return share, float(np.dot(mix.pairs.worth[columns], answer.x)), of_row


def whole_corner(mix: Mix, least: Least | None = None) -> Int64 | None:
    """The best corner of the programme over all pairs, if it is an allocation.

    Args:
        mix: the assignment and its rows.
        least: what must be used besides.

    Returns:
        int64[n_applicants], the pair each uses, if nobody is shared out and every row holds; else
        None, which says nothing for certain.
    """
    pair_of, share = np.full(len(mix.must), -1, dtype=np.int64), np.zeros(len(mix.pairs))
    if len(mix.pairs):
        answer = linprog(
            -mix.pairs.worth.astype(np.float64),
            **_limits(mix, least),
            bounds=(0, 1),
            method="highs-ds",
        )
        if answer.x is None:
            return None
        share = answer.x
    chosen = np.flatnonzero(share > 1 - NEARLY)
    pair_of[mix.applicant[chosen]] = chosen
    is_whole = len(chosen) == np.count_nonzero(share > NEARLY) and mix.holds(pair_of)
    return pair_of if is_whole else None


def _limits(mix: Mix, least: Least | None) -> dict[str, Any]:
    """What bounds the programme over all pairs, as linprog takes it."""
    rows = overdrawn(mix, np.ones(len(mix.pairs), dtype=np.bool_))
    matrix, most, _ = _matrix(mix, np.arange(len(mix.pairs)), rows)
    exact = np.zeros(len(most), dtype=np.bool_)
    exact[: len(mix.must)] = mix.must
    above, limit = matrix[~exact], most[~exact]
    if least is not None:
        low = np.concatenate([np.zeros(len(mix.must)), least.of_place, least.of_row[rows]])
        asked = ~exact & (low > 0)
        above, limit = vstack([above, -matrix[asked]]).tocsr(), np.append(limit, -low[asked])
    return {"A_ub": above, "b_ub": limit, "A_eq": matrix[exact], "b_eq": most[exact]}


def _most_price(mix: Mix) -> int:
    """A price above which sums could pass the 64-bit integers; a lower one proves less, but so."""
    drawn = np.zeros(len(mix.pairs), dtype=np.int64)
    np.add.at(drawn, mix.rows.pair, np.abs(mix.rows.amount))
    return int(_MOST_NET // (len(mix.must) + 2) // max(int(drawn.max(initial=1)), 1))


def _matrix(mix: Mix, columns: Int64, rows: Bools) -> tuple[Any, Floats, int]:
    """Applicants, places and rows by pairs, what each has, and how many come before the rows."""
    n_columns, one = len(columns), np.ones(len(columns))
    at = np.full(len(mix.pairs), -1, dtype=np.int64)
    at[columns] = np.arange(n_columns)
    kept = np.flatnonzero(rows[mix.rows.row] & (at[mix.rows.pair] >= 0))
    row = (np.cumsum(rows) - 1)[mix.rows.row[kept]]
    n_people, n_vacancies = len(mix.must), len(mix.capacity)
    parts = (
        (one, mix.applicant[columns], np.arange(n_columns), n_people),
        (one, mix.pairs.vacancy[columns], np.arange(n_columns), n_vacancies),
        (mix.rows.amount[kept].astype(np.float64), row, at[mix.rows.pair[kept]], int(rows.sum())),
    )
    matrix = vstack([csr_array((v, (i, j)), shape=(n, n_columns)) for v, i, j, n in parts]).tocsr()
    most = np.concatenate([np.ones(n_people), mix.capacity, mix.rows.most[rows]])
    return matrix, most.astype(np.float64), n_people + n_vacancies


def overdrawn(mix: Mix, pairs: Bools) -> Bools:
    """The rows that some pairs could overdraw, were all that take of them used: bool[n_rows]."""
    taken = np.maximum(mix.rows.amount, 0) * pairs[mix.rows.pair]
    over: Bools = (
        np.bincount(mix.rows.row, weights=taken, minlength=mix.rows.n_rows) > mix.rows.most
    )
    return over
