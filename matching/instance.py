"""Self-contained files: a problem with its policy and seed, and a result, as plain JSON values.

Pseudonymous: columns of integers under the caller's keys, without a name or an address. Anyone can
solve an instance again, or check a result against it, with nothing but this package.
"""

from __future__ import annotations

import reprlib
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final

import numpy as np
from jsonschema import Draft202012Validator

from matching.allocation import Allocation
from matching.applicants import Applicants
from matching.columns import Column, ProblemError, settle
from matching.conditions import Company, Limited, Limits, Marks, Services
from matching.policy import Policy
from matching.problem import Problem
from matching.reasons import Empty, Explanations, Placed, Unplaced, Worth
from matching.schema import (
    INSTANCE_FORMAT,
    INSTANCE_SCHEMA,
    INSTANCE_TABLES,
    OPTIONAL_TABLES,
    RESULT_FORMAT,
    RESULT_SCHEMA,
    Schema,
)
from matching.tables import ColumnSpec, columns
from matching.vacancies import Vacancies

Json = dict[str, Any]

_SPECS: Final = {name: specs for name, (_, specs) in INSTANCE_TABLES.items()}
_CLASSES: Final[dict[str, type[Any]]] = {
    "applicants": Applicants,
    "vacancies": Vacancies,
    "services": Services,
    "limits": Limits,
    "limited": Limited,
    "marks": Marks,
    "company": Company,
}
_LOOKED_AT: Final = 40
"""Entries of a list checked against the schema. Of the others only the type is; what they say is
checked when columns are built, or held against what is right."""


def instance_to_json(problem: Problem, policy: Policy, seed: int) -> Json:
    """Write down all that is needed to solve the problem again.

    Returns:
        Plain JSON values that follow INSTANCE_SCHEMA.
    """
    tables = {name: _written(getattr(problem, name), specs) for name, specs in _SPECS.items()}
    return {
        "format": INSTANCE_FORMAT,
        "seed": seed,
        "n_areas": problem.n_areas,
        "day": problem.day,
        "policy": policy.to_dict(),
        **{name: table for name, table in tables.items() if _is_said(name, table)},
        **({"minutes": problem.minutes.tolist()} if len(problem.minutes) else {}),
    }


def instance_from_json(given: Json) -> tuple[Problem, Policy, int]:
    """Read an instance back.

    Args:
        given: plain JSON values.

    Returns:
        The problem, the policy and the seed.

    Raises:
        ProblemError: if the values do not follow INSTANCE_SCHEMA; the message begins with the JSON
            path of what is wrong.
    """
    _follow(INSTANCE_SCHEMA, given)
    n_areas = given["n_areas"]
    said = [name for name in _SPECS if name in given]
    try:
        tables = {
            name: _CLASSES[name](**_columns_from(name, given[name], n_areas)) for name in said
        }
        minutes = _array("minutes", given.get("minutes", []), (0, n_areas))
        problem = Problem(**tables, minutes=minutes, day=given["day"])
        policy = Policy.from_dict(given["policy"])
    except ProblemError as error:
        raise ProblemError(f"$.{error}") from error
    if problem.n_areas != n_areas:
        raise ProblemError(
            f"$.applicants.area_rank has {problem.n_areas} areas; $.n_areas says {n_areas}"
        )
    return problem, policy, given["seed"]


def _written(table: Any, specs: Mapping[str, ColumnSpec]) -> Json:
    """The columns of a table as lists, without those that say nothing."""
    return {
        name: column.tolist()
        for name, column in columns(table)
        if specs[name].unsaid is None or (column != specs[name].unsaid).any()
    }


def _is_said(name: str, table: Json) -> bool:
    """Whether a table has to be written: it has rows, or may not be left out."""
    return name not in OPTIONAL_TABLES or any(table.values())


def _columns_from(table: str, given: Json, n_areas: int) -> dict[str, Column]:
    """The columns of a table; a matrix without rows keeps its width."""
    found = {}
    for name, values in given.items():
        width = _SPECS[table][name].width
        shape = None if width is None else (0, width or n_areas)
        found[name] = _array(f"{table}.{name}", values, shape)
    return found


def result_to_json(allocation: Allocation, explanations: Explanations) -> Json:
    """Write down an allocation, its proof and the reasons.

    Returns:
        Plain JSON values that follow RESULT_SCHEMA; rows are those of the instance.
    """
    return {
        "format": RESULT_FORMAT,
        "policy": {"name": allocation.policy_name, "version": allocation.policy_version},
        "seed": allocation.seed,
        "n_pairs": allocation.n_pairs,
        "value": allocation.value,
        "bound": allocation.bound,
        "proved": allocation.proved,
        "proof": allocation.proof,
        "settled": allocation.settled,
        "vacancy_of": allocation.vacancy_of.tolist(),
        "worth_of": allocation.worth_of.tolist(),
        "service_of": allocation.service_of.tolist(),
        "prices": allocation.prices.tolist(),
        "tier_prices": allocation.tier_prices.tolist(),
        "explanations": explanations_to_json(explanations),
    }


def explanations_to_json(explanations: Explanations) -> Json:
    """Write down the reasons: tables of columns, as in a result."""
    return {
        "placed": _plain(explanations.placed),
        "unplaced": _plain(explanations.unplaced),
        "empty": _plain(explanations.empty),
        "worth": _plain(explanations.worth),
    }


def result_from_json(given: Json, problem: Problem) -> Allocation:
    """Read the allocation of a result back, to be checked with ``faults``; not the reasons.

    Args:
        given: plain JSON values.
        problem: the problem of the instance that the result answers.

    Raises:
        ProblemError: if the values do not follow RESULT_SCHEMA or are not of the problem's size;
            the message begins with the JSON path of what is wrong.
    """
    _follow(RESULT_SCHEMA, given)
    sizes = {
        "vacancy_of": problem.n_applicants,
        "worth_of": problem.n_applicants,
        "service_of": problem.n_applicants,
        "prices": problem.n_vacancies,
    }
    for name, size in sizes.items():
        if len(given[name]) != size:
            raise ProblemError(f"$.{name} has {len(given[name])} entries; it must have {size}")
    return Allocation(
        vacancy_of=settle("$.vacancy_of", given["vacancy_of"], np.int32),
        worth_of=settle("$.worth_of", given["worth_of"], np.int32),
        service_of=settle("$.service_of", given["service_of"], np.int32),
        n_pairs=given["n_pairs"],
        value=given["value"],
        bound=given["bound"],
        proved=given["proved"],
        proof=given["proof"],
        settled=given["settled"],
        prices=settle("$.prices", given["prices"], np.int64),
        tier_prices=settle("$.tier_prices", given["tier_prices"], np.int64),
        seed=given["seed"],
        policy_name=given["policy"]["name"],
        policy_version=given["policy"]["version"],
    )


def _follow(schema: Schema, given: object) -> None:
    """Refuse what does not follow the schema, naming the first thing wrong by its JSON path."""
    try:
        short = _shortened("$", given)
    except RecursionError as error:
        raise ProblemError("$ is nested too deeply to be an instance or a result") from error
    for wrong in Draft202012Validator(schema).iter_errors(short):
        raise ProblemError(f"{wrong.json_path}: {wrong.message}")


def _shortened(path: str, given: object) -> object:
    """The same values with every long list cut, so that checking the form takes no time.

    Raises:
        ProblemError: if something cut off a list is of another type than the first that is left.
    """
    if isinstance(given, dict):
        return {name: _shortened(f"{path}.{name}", value) for name, value in given.items()}
    if isinstance(given, list):
        for at in range(_LOOKED_AT, len(given)):
            if _kind(given[at]) != _kind(given[0]):
                odd = reprlib.repr(given[at])
                raise ProblemError(f"{path}[{at}] is {odd}; it must be of one type with {path}[0]")
        return [_shortened(f"{path}[{at}]", value) for at, value in enumerate(given[:_LOOKED_AT])]
    return given


def _kind(value: object) -> object:
    """The type of a value; of a row, the types of what is in it."""
    return frozenset(map(type, value)) if isinstance(value, list) else type(value)


def _array(where: str, values: list[Any], empty: tuple[int, int] | None) -> Column:
    """The values as an array; without any, of the shape that stands for none."""
    if not values and empty is not None:
        return np.zeros(empty, dtype=np.int8)
    try:
        return np.array(values)
    except (ValueError, OverflowError) as error:
        raise ProblemError(f"{where} is not rows of whole numbers: {error}") from error


def _plain(table: Placed | Unplaced | Empty | Worth) -> Json:
    """The columns of a table as lists."""
    return {field.name: _plain_column(getattr(table, field.name)) for field in fields(table)}


def _plain_column(column: Any) -> Any:
    if isinstance(column, dict):
        return {str(name): points.tolist() for name, points in column.items()}
    return column.tolist()
