"""Linear programmes over pairs and side rows, by HiGHS: guides that decide nothing by themselves.

What they propose is worked out again in whole numbers by whoever asks.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array, vstack

from matching.columns import Bools, Int64
from matching.side.losses import SCALE, Least, Mix

Floats = npt.NDArray[np.float64]

NEARLY: Final = 1e-6
"""A share nearer to a whole number than this counts as whole."""

ANY: Final = 1e9
"""A gap that any allocation is within."""

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


def find_allocation(
    mix: Mix, n_nodes: int, least: Least | None = None, gap: float = 0.0
) -> Int64 | None:
    """A good allocation that keeps every row, as HiGHS finds it; None says nothing for certain.

    Args:
        mix: the assignment and its rows.
        n_nodes: how many branches to try at the most.
        least: what must be used besides.
        gap: how far below the best it may lie, as a share of it.

    Returns:
        int64[n_applicants], the pair each uses, −1 for none.
    """
    pair_of = np.full(len(mix.must), -1, dtype=np.int64)
    if not len(mix.pairs):
        return pair_of if mix.holds(pair_of) else None
    every = np.ones(len(mix.pairs), dtype=np.bool_)
    rows = overdrawn(mix, every)
    matrix, most, _ = _matrix(mix, np.arange(len(mix.pairs)), rows)
    at_least = np.where(mix.must, 1.0, 0.0)
    if least is not None:
        at_least = np.concatenate([at_least, least.of_place, least.of_row[rows]])
    lower = np.full(len(most), -np.inf)
    lower[: len(at_least)] = at_least
    answer = milp(
        -mix.pairs.worth.astype(np.float64),
        constraints=LinearConstraint(matrix, lower, most),
        integrality=every.astype(np.int8),
        bounds=Bounds(0, 1),
        options={"node_limit": n_nodes, "mip_rel_gap": gap},
    )
    if answer.x is None:
        return None
    chosen = np.flatnonzero(answer.x > 0.5)
    pair_of[mix.applicant[chosen]] = chosen
    return pair_of if mix.holds(pair_of) else None


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
