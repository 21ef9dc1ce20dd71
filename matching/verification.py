"""Hold a result against its instance, trusting nothing in it: the allocation, draw and reasons."""

from __future__ import annotations

from typing import Any

import numpy as np

from matching.allocation import Allocation
from matching.check import faults
from matching.explain import Explanations, explain
from matching.instance import Json, explanations_to_json, result_from_json
from matching.policy import Policy
from matching.problem import Problem
from matching.solver import solve


def result_faults(problem: Problem, policy: Policy, seed: int, result: Json) -> list[str]:
    """Everything that is wrong with a result; an empty list is a proof that it is the answer.

    Args:
        problem: the columns of the instance.
        policy: the policy of the instance.
        seed: the seed of the instance.
        result: plain JSON values, as ``result_to_json`` writes them.

    Returns:
        A sentence for each kind of fault, naming rows: first of the allocation, then, where that
        is as good as any, of the draw, then of the reasons.

    Raises:
        ProblemError: if the values do not follow RESULT_SCHEMA or are not of the problem's size.
    """
    allocation = result_from_json(result, problem)
    found = faults(problem, policy, allocation)
    if allocation.seed != seed:
        found.insert(0, f"it was drawn with seed {allocation.seed}; the instance says {seed}")
    if not found and allocation.settled == "ties":
        found += draw_faults(problem, policy, allocation)
    if not found:
        right = explain(problem, policy, allocation)
        found += explanation_faults(right, result["explanations"])
    return found


def draw_faults(problem: Problem, policy: Policy, allocation: Allocation) -> list[str]:
    """Whether an allocation without faults is the one that the seed draws among its equals.

    Args:
        problem: the columns it was made from.
        policy: the policy it was made under.
        allocation: an allocation without ``faults``, which is as good as any.

    Returns:
        One sentence, or nothing.
    """
    drawn = solve(problem, policy, seed=allocation.seed).vacancy_of
    others = np.flatnonzero(drawn != allocation.vacancy_of)
    if not others.size:
        return []
    row = int(others[0])
    return [
        f"the seed draws vacancy {drawn[row]} for applicant {row}, not "
        f"{allocation.vacancy_of[row]}, of the allocations that are equally good; "
        f"{others.size} applicants differ"
    ]


def explanation_faults(right: Explanations, given: Json) -> list[str]:
    """Where the reasons of a result are not those that ``explain`` gives.

    Args:
        right: what ``explain`` gives.
        given: the explanations of a result that follows RESULT_SCHEMA.

    Returns:
        A sentence for each column that differs, naming the first row that does.
    """
    columns = _columns("explanations", explanations_to_json(right))
    told = _columns("explanations", given)
    return [
        _difference(path, column, told[path])
        for path, column in columns.items()
        if column != told[path]
    ]


def _columns(path: str, table: Any) -> dict[str, list[Any]]:
    """The columns of tables within tables, by their JSON paths."""
    if isinstance(table, list):
        return {path: table}
    found: dict[str, list[Any]] = {}
    for name, below in table.items():
        found |= _columns(f"{path}.{name}", below)
    return found


def _difference(path: str, right: list[Any], told: list[Any]) -> str:
    """What is wrong with a column: its length, or the first row that differs."""
    if len(told) != len(right):
        return f"{path} has {len(told)} rows; it must have {len(right)}"
    row = next(row for row in range(len(right)) if told[row] != right[row])
    return f"{path} row {row} is {told[row]}; it must be {right[row]}"
