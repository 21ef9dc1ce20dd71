"""Temporary plain form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from matching.columns import Int64
from matching.mix import model_of


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
