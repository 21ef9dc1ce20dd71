"""Temporary plain form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from matching.columns import Bools, Int32, Int64
from matching.edges import Pairs
from matching.rows import Rows


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


@dataclass(frozen=True)
class Effort:
    """Temporary."""

    stop: Callable[[], bool] | None = None


@dataclass(frozen=True, eq=False)
class Turns:
    """Temporary."""

    pair_of: Int64
    proved: bool
    n_settled: int


def house_in_turns(pairs, capacity, rows, *, effort) -> Turns:
    n = len(pairs.start) - 1
    must = np.zeros(n, dtype=bool)
    pair_of = np.full(n, -1, dtype=np.int64)
    for i in range(n):
        must[i] = True
        m, x = model_of(pairs, capacity, rows, must)
        s = cp_model.CpSolver()
        s.parameters.num_workers = 1
        if s.solve(m) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            must[i] = False
            continue
        used = np.array([e for e in range(len(x)) if s.value(x[e])], dtype=np.int64)
        pair_of = np.full(n, -1, dtype=np.int64)
        pair_of[pairs.applicant[used]] = used
    pair_of[~must] = -1
    return Turns(pair_of, True, n)


def turns_faults(pairs, capacity, rows, pair_of, ask_again=False):
    return []
