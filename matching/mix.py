"""Best assignments under side rows, by OR-Tools' CP-SAT; every answer is held against the rows.

One thread and limits in steps, so that the same question has the same answer on any machine.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from ortools.sat.python import cp_model

from matching.columns import Bools, Int32, Int64, ProblemError
from matching.edges import Pairs
from matching.rows import Rows

_MOST: Final = 2**62
_SOLVED: Final = (cp_model.OPTIMAL, cp_model.FEASIBLE)


class NoAllocationError(ArithmeticError):
    """No allocation places everybody who must be placed and keeps every row."""


@dataclass(frozen=True)
class Effort:
    """How long to search.

    Attributes:
        work: the most that CP-SAT may do in all, in its deterministic seconds.
        stop: asked between steps whether time is up; None for no end.
    """

    work: float = 120.0
    stop: Callable[[], bool] | None = None

    def is_spent(self) -> bool:
        """Whether time is up."""
        return self.stop is not None and self.stop()


@dataclass(frozen=True, eq=False)
class Mixed:
    """An allocation under side rows, and how good it is known to be.

    Attributes:
        pair_of: int64[n_applicants], the pair each uses; −1 none.
        value: the sum of the worths, points.
        bound: no allocation that keeps the rows is worth more, points.
        proved: whether the value equals the bound.
    """

    pair_of: Int64
    value: int
    bound: int
    proved: bool


def best_with_rows(
    pairs: Pairs,
    capacity: Int32,
    rows: Rows,
    *,
    must: Bools,
    start: Int64 | None = None,
    then_least: Int64 | None = None,
    effort: Effort = Effort(),
) -> Mixed:
    """The allocation of the greatest total worth that keeps every row.

    Args:
        pairs: the pairs; worth of any sign.
        capacity: int32[n_vacancies], places.
        rows: the side rows over the pairs.
        must: bool[n_applicants], who must use a pair; the others may.
        start: int64[n_applicants], the pair each uses in an allocation that keeps the rows, to
            begin from; −1 none.
        then_least: int64[n_pairs], costs: of allocations of the greatest worth, the one of the
            least total cost.
        effort: how long to search.

    Raises:
        NoAllocationError: if nothing keeps the rows, or nothing was found in time.
        ProblemError: if sums of the worths could pass the 64-bit integers.
    """
    _refuse_overflow(pairs.worth)
    model = Model(pairs, capacity, rows, must)
    model.hint(start)
    found, bound = model.maximize(pairs.worth, effort)
    if found is None:
        found, bound = start, min(bound, int(np.maximum(pairs.worth, 0).sum()))
    if found is None:
        raise NoAllocationError("no allocation that keeps every row was found")
    value = int(pairs.worth[found[found >= 0]].sum())
    if then_least is not None and value == bound and not effort.is_spent():
        model.hold(pairs.worth, value)
        model.hint(found)
        drawn, _ = model.maximize(-then_least, effort)
        found = found if drawn is None else drawn
    return Mixed(found, value, bound, value == bound)


class Model:
    """The question as CP-SAT is asked it; every answer is checked in whole numbers."""

    def __init__(self, pairs: Pairs, capacity: Int32, rows: Rows, must: Bools) -> None:
        self._pairs, self._capacity, self._rows, self._must = pairs, capacity, rows, must
        self._model = cp_model.CpModel()
        self.used = [self._model.new_bool_var("") for _ in range(len(pairs))]
        for i, must_have in enumerate(must.tolist()):
            theirs = self.used[pairs.start[i] : pairs.start[i + 1]]
            if must_have:
                self._model.add_exactly_one(theirs)
            else:
                self._model.add_at_most_one(theirs)
        for j, pair in _grouped(pairs.vacancy, np.arange(len(pairs))):
            there = [self.used[e] for e in pair]
            self._model.add(cp_model.LinearExpr.sum(there) <= int(capacity[j]))
        for row, entry in _grouped(rows.row, np.arange(len(rows.row))):
            self._model.add(self._sum(rows.pair[entry], rows.amount[entry]) <= int(rows.most[row]))
        empty = np.setdiff1d(np.flatnonzero(rows.most < 0), rows.row)
        if empty.size:
            self._model.add_bool_or([])

    def hint(self, pair_of: Int64 | None) -> None:
        """Begin from an allocation."""
        if pair_of is not None:
            self._model.clear_hints()  # type: ignore[no-untyped-call]
            on = np.zeros(len(self.used), dtype=np.bool_)
            on[pair_of[pair_of >= 0]] = True
            for variable, is_on in zip(self.used, on.tolist(), strict=True):
                self._model.add_hint(variable, is_on)

    def hold(self, worth: Int32 | Int64, value: int) -> None:
        """Ask only for allocations of at least a total worth."""
        self._model.add(self._sum(np.arange(len(worth)), worth) >= value)

    def maximize(self, worth: Int32 | Int64, effort: Effort) -> tuple[Int64 | None, int]:
        """The best found, as the pair of each applicant, or None; and a bound on all there are."""
        self._model.maximize(self._sum(np.arange(len(worth)), worth))
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 1
        solver.parameters.linearization_level = 2
        solver.parameters.presolve_inclusion_work_limit = 0  # or-tools issue 5293
        solver.parameters.max_deterministic_time = effort.work
        status = solver.solve(self._model)
        if status == cp_model.INFEASIBLE:
            raise NoAllocationError("no allocation keeps every row")
        if status not in _SOLVED:
            return None, _MOST
        values = np.array([solver.value(variable) for variable in self.used], dtype=np.bool_)
        pair_of = self._checked(np.flatnonzero(values))
        return pair_of, int(np.floor(solver.best_objective_bound + 1e-6))

    def _checked(self, chosen: Int64) -> Int64:
        """The pair of each applicant, after making sure that the answer keeps everything."""
        pair_of = np.full(len(self._must), -1, dtype=np.int64)
        pair_of[self._pairs.applicant[chosen]] = chosen
        taken = np.bincount(self._pairs.vacancy[chosen], minlength=len(self._capacity))
        keeps = (
            (pair_of >= 0).sum() == len(chosen)
            and (pair_of[self._must] >= 0).all()
            and (taken <= self._capacity).all()
            and self._rows.hold(chosen)
        )
        if not keeps:
            raise NoAllocationError("the optimiser's answer does not keep what was asked")
        return pair_of

    def _sum(self, pair: Int64, amount: Int32 | Int64) -> cp_model.LinearExpr:
        variables = [self.used[e] for e in pair.tolist()]
        return cp_model.LinearExpr.weighted_sum(variables, amount.tolist())


def _grouped(key: Int32, member: Int64) -> list[tuple[int, list[int]]]:
    """Members by key, rising."""
    order = np.argsort(key, kind="stable")
    keys, first = np.unique(key[order], return_index=True)
    groups = np.split(member[order], first[1:])
    return [(k, group.tolist()) for k, group in zip(keys.tolist(), groups, strict=False)]


def _refuse_overflow(worth: Int32 | Int64) -> None:
    total = sum(abs(int(points)) for points in worth.tolist())
    if total >= _MOST:
        raise ProblemError(f"the worths add up to {total}; they must stay below {_MOST}")
