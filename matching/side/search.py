"""The part of a problem that prices leave open, as OR-Tools' CP-SAT is asked it.

One thread and limits in steps, so that the same question has the same answer on any machine. Every
answer is held against places and rows in whole numbers before it is believed.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from ortools.sat.python import cp_model

from matching.columns import Int32, Int64, starts
from matching.side.losses import Least, Mix

_SOLVED: Final = (cp_model.OPTIMAL, cp_model.FEASIBLE)


class Searched(NamedTuple):
    """What a search found.

    Attributes:
        pair_of: int64[n_applicants], the pair each uses, −1 none; None if nothing was found.
        bound: nothing that was searched is worth more, points; None if there is nothing at all.
        is_done: whether the search was brought to its end.
    """

    pair_of: Int64 | None
    bound: int | None
    is_done: bool


def search(mix: Mix, work: float, least: Least | None = None) -> Searched:
    """The best allocation of a small problem.

    Args:
        mix: the assignment and its rows.
        work: the most that CP-SAT may do, in its deterministic seconds.
        least: what must be used besides.
    """
    model = cp_model.CpModel()
    used = [model.new_bool_var("") for _ in range(len(mix.pairs))]
    _add_people(model, used, mix)
    _add_places(model, used, mix, least)
    _add_rows(model, used, mix, least)
    model.maximize(_sum(used, np.arange(len(used)), mix.pairs.worth))
    solver = cp_model.CpSolver()
    _settle_parameters(solver, work)
    status = solver.solve(model)
    if status == cp_model.INFEASIBLE:
        return Searched(None, None, True)
    bound = int(np.floor(solver.best_objective_bound + 1e-6))
    if status not in _SOLVED:
        return Searched(None, bound, False)
    chosen = np.flatnonzero([solver.boolean_value(variable) for variable in used])
    return Searched(_checked(mix, chosen), bound, status == cp_model.OPTIMAL)


def _settle_parameters(solver: cp_model.CpSolver, work: float) -> None:
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.linearization_level = 2
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.symmetry_level = 0
    solver.parameters.add_lp_constraints_lazily = False
    solver.parameters.presolve_inclusion_work_limit = 0  # or-tools issue 5293
    solver.parameters.max_deterministic_time = work


def _add_people(model: cp_model.CpModel, used: list[cp_model.IntVar], mix: Mix) -> None:
    for i, (first, stop) in enumerate(zip(mix.pairs.start[:-1], mix.pairs.start[1:], strict=True)):
        if mix.must[i]:
            model.add_exactly_one(used[first:stop])
        elif stop - first > 1:
            model.add_at_most_one(used[first:stop])


def _add_places(
    model: cp_model.CpModel, used: list[cp_model.IntVar], mix: Mix, least: Least | None
) -> None:
    pair, start = _grouped(mix.pairs.vacancy, len(mix.capacity))
    for j, places in enumerate(mix.capacity.tolist()):
        there = [used[e] for e in pair[start[j] : start[j + 1]]]
        if len(there) > places == 1:
            model.add_at_most_one(there)
        elif len(there) > places:
            model.add(cp_model.LinearExpr.sum(there) <= places)
        if least is not None and least.of_place[j] > 0:
            model.add(cp_model.LinearExpr.sum(there) >= int(least.of_place[j]))


def _add_rows(
    model: cp_model.CpModel, used: list[cp_model.IntVar], mix: Mix, least: Least | None
) -> None:
    rows = mix.rows
    entry, start = _grouped(rows.row, rows.n_rows)
    for r, most in enumerate(rows.most.tolist()):
        at = entry[start[r] : start[r + 1]]
        amount = rows.amount[at]
        if amount[amount > 0].sum() > most:
            model.add(_sum(used, rows.pair[at], amount) <= most)
        if least is not None and amount[amount < 0].sum() < least.of_row[r]:
            model.add(_sum(used, rows.pair[at], amount) >= int(least.of_row[r]))


def _sum(used: list[cp_model.IntVar], pair: Int64, amount: Int32 | Int64) -> cp_model.LinearExpr:
    return cp_model.LinearExpr.weighted_sum([used[e] for e in pair.tolist()], amount.tolist())


def _grouped(key: Int32, n_keys: int) -> tuple[Int64, Int64]:
    """Indexes by key, and where those of each key begin."""
    return np.argsort(key, kind="stable"), starts(np.bincount(key, minlength=n_keys))


def _checked(mix: Mix, chosen: Int64) -> Int64:
    """The pair of each applicant.

    Raises:
        ArithmeticError: if the optimiser's answer does not keep what was asked.
    """
    pair_of = np.full(len(mix.must), -1, dtype=np.int64)
    pair_of[mix.applicant[chosen]] = chosen
    if (pair_of >= 0).sum() != len(chosen) or not mix.holds(pair_of):
        raise ArithmeticError("the optimiser's answer does not keep what was asked")
    return pair_of
