"""Temporary plain form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from matching.columns import Bools, Int32, Int64
from matching.edges import Pairs
from matching.rows import Rows


class NoAllocationError(ArithmeticError):
    """None."""


@dataclass(frozen=True)
class Effort:
    """Temporary."""

    stop: Callable[[], bool] | None = None


@dataclass(frozen=True, eq=False)
class Mixed:
    """Temporary."""

    pair_of: Int64
    value: int
    bound: int
    proved: bool


def model_of(pairs: Pairs, capacity: Int32, rows: Rows, must: Bools):
    m = cp_model.CpModel()
    x = [m.new_bool_var("") for _ in range(len(pairs))]
    for i in range(len(pairs.start) - 1):
        mine = x[pairs.start[i] : pairs.start[i + 1]]
        if must[i]:
            m.add(sum(mine) == 1)
        elif mine:
            m.add(sum(mine) <= 1)
    for j in range(len(capacity)):
        there = [x[e] for e in np.flatnonzero(pairs.vacancy == j)]
        if there:
            m.add(sum(there) <= int(capacity[j]))
    for r in range(rows.n_rows):
        at = np.flatnonzero(rows.row == r)
        m.add(sum(int(rows.amount[k]) * x[rows.pair[k]] for k in at) <= int(rows.most[r]))
    return m, x


def best_with_rows(pairs, capacity, rows, *, must, effort=None, start=None, then_least=None) -> Mixed:
    m, x = model_of(pairs, capacity, rows, must)
    s = cp_model.CpSolver()
    s.parameters.num_workers = 1
    m.maximize(sum(int(w) * v for w, v in zip(pairs.worth, x, strict=True)))
    if s.solve(m) != cp_model.OPTIMAL:
        raise NoAllocationError("none")
    value = round(s.objective_value)
    if then_least is not None:
        m.add(sum(int(w) * v for w, v in zip(pairs.worth, x, strict=True)) == value)
        m.minimize(sum(int(w) * v for w, v in zip(then_least, x, strict=True)))
        s.solve(m)
    used = np.array([e for e in range(len(x)) if s.value(x[e])], dtype=np.int64)
    pair_of = np.full(len(pairs.start) - 1, -1, dtype=np.int64)
    pair_of[pairs.applicant[used]] = used
    return Mixed(pair_of, value, value, True)
