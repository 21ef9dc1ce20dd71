"""Controlled rounding: whole numbers that keep a published total exactly."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


def shared_out(total: int, weights: Sequence[float] | Floats) -> Ints:
    """Split a total by weights into whole numbers: the largest remainder takes the odd ones.

    Returns:
        int64[len(weights)], not negative, adding up to the total. Ties go to the first.
    """
    given: Floats = np.asarray(weights, dtype=np.float64)
    exact: Floats = total * given / given.sum()
    whole: Ints = np.floor(exact).astype(np.int64)
    order = np.argsort(-(exact - whole), kind="stable")
    whole[order[: total - int(whole.sum())]] += 1
    return whole


def systematic(n: int, weights: Floats, rng: np.random.Generator) -> Ints:
    """Draw n rows without repeats, each as likely as its weight, evenly along the rows.

    A weight that would take a row more than once is cut to once and the rest shared out again.

    Returns:
        int64[n], row numbers, ascending.

    Raises:
        ValueError: Fewer than n rows have a weight above nought.
    """
    if n > np.count_nonzero(weights):
        raise ValueError(f"{n} rows are wanted of {np.count_nonzero(weights)}")
    chances = _inclusion_chances(n, weights)
    ticks = np.cumsum(chances) + rng.random()
    return np.flatnonzero(np.floor(ticks) > np.floor(ticks - chances))[:n]


def _inclusion_chances(n: int, weights: Floats) -> Floats:
    """Chances in proportion to the weights, none above 1, adding up to n (and a hair more)."""
    certain = np.zeros(len(weights), dtype=np.bool_)
    while True:
        left = n - int(certain.sum())
        chances = np.where(certain, 1.0, weights * left / weights[~certain].sum())
        over = (chances > 1.0) & ~certain
        if not over.any():
            return chances
        certain |= over


def filled(row_totals: Ints, column_totals: Ints, rng: np.random.Generator) -> Bools:
    """A table of yes and no with the row and column totals given, as near as they allow.

    Columns are filled from the largest to the rows with the most left to give (Gale and Ryser),
    ties by lot, so both totals are met exactly whenever any table meets them.

    Returns:
        bool[n_rows, n_columns].
    """
    left = row_totals.copy()
    table = np.zeros((len(left), len(column_totals)), dtype=np.bool_)
    for column in np.argsort(-column_totals, kind="stable"):
        order = np.lexsort((rng.random(len(left)), -left))
        rows = order[: int(column_totals[column])]
        rows = rows[left[rows] > 0]
        table[rows, column] = True
        left[rows] -= 1
    return table
