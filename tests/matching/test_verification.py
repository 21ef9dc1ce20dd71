"""A result is held against its instance: whoever alters it anywhere is found out."""

from __future__ import annotations

import json
from copy import deepcopy

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import (
    STRICT,
    ProblemError,
    explain,
    explanation_faults,
    faults,
    result_faults,
    result_from_json,
    result_to_json,
    solve,
)
from tests.matching.builder import draw_problem, given_problem, problems

SEED = 8
PROBLEM = draw_problem(np.random.default_rng(3), 60, 40)


def result_of(problem):
    allocation = solve(problem, seed=SEED)
    return json.loads(json.dumps(result_to_json(allocation, explain(problem, STRICT, allocation))))


RESULT = result_of(PROBLEM)


def columns_of(table, *path):
    if isinstance(table, list):
        return [path]
    return [found for name, below in table.items() for found in columns_of(below, *path, name)]


def at(table, path):
    for name in path:
        table = table[name]
    return table


COLUMNS = columns_of(RESULT["explanations"])


@settings(deadline=None, max_examples=25)
@given(problems())
def test_a_result_as_it_was_made_has_no_faults(problem):
    assert result_faults(problem, STRICT, SEED, result_of(problem)) == []


@pytest.mark.parametrize("path", COLUMNS, ids=".".join)
def test_one_altered_reason_is_found_and_its_row_named(path):
    right = explain(PROBLEM, STRICT, result_from_json(RESULT, PROBLEM))
    altered = deepcopy(RESULT["explanations"])
    column = at(altered, path)
    row = len(column) - 1
    was = column[row]
    column[row] = [*was[::-1], 7] if isinstance(was, list) else was + 1
    assert explanation_faults(right, altered) == [
        f"explanations.{'.'.join(path)} row {row} is {column[row]}; it must be {was}"
    ]


def test_every_reason_flipped_at_once_is_found_column_by_column():
    altered = deepcopy(RESULT)
    unplaced = altered["explanations"]["unplaced"]
    unplaced["reason"] = [1 - reason for reason in unplaced["reason"]]
    unplaced["rule"] = [1 << 21 ^ rule for rule in unplaced["rule"]]
    unplaced["last_tier"] = [5 - tier for tier in unplaced["last_tier"]]
    assert [fault.split()[0] for fault in result_faults(PROBLEM, STRICT, SEED, altered)] == [
        "explanations.unplaced.reason",
        "explanations.unplaced.rule",
        "explanations.unplaced.last_tier",
    ]


def test_a_column_of_reasons_that_is_cut_short_is_found():
    altered = deepcopy(RESULT)
    n = len(altered["explanations"]["unplaced"]["reason"])
    altered["explanations"]["unplaced"]["reason"].pop()
    assert result_faults(PROBLEM, STRICT, SEED, altered) == [
        f"explanations.unplaced.reason has {n - 1} rows; it must have {n}"
    ]


def test_homes_swapped_between_two_who_fit_as_well_are_found():
    problem = given_problem([{}, {}], [{}, {}])
    swapped = result_of(problem)
    swapped["vacancy_of"].reverse()
    swapped["explanations"]["placed"]["vacancies"].reverse()
    assert faults(problem, STRICT, result_from_json(swapped, problem)) == []
    [fault] = result_faults(problem, STRICT, SEED, swapped)
    assert fault.startswith("the seed draws vacancy ")
    assert fault.endswith("equally good; 2 applicants differ")


def test_another_seed_than_the_instance_names_is_found():
    assert "the instance says 9" in result_faults(PROBLEM, STRICT, 9, RESULT)[0]


def test_a_fault_of_the_allocation_is_named_and_the_reasons_are_left():
    altered = deepcopy(RESULT)
    altered["value"] += 1
    altered["explanations"]["unplaced"]["reason"].clear()
    assert result_faults(PROBLEM, STRICT, SEED, altered)[0].startswith("the value is given as")


def odd_values():
    scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3)
    return st.recursive(scalars, lambda below: st.lists(below, max_size=3), max_leaves=5)


def found_in(result):
    """The faults of a result, or why it is refused."""
    try:
        return result_faults(PROBLEM, STRICT, SEED, result)
    except ProblemError as error:
        return [str(error)]


@pytest.mark.parametrize("value", [None, [], {}, 7, "x", [[1]]])
@pytest.mark.parametrize("path", [("unplaced",), ("placed", "parts"), ("empty", "shut")])
def test_reasons_of_another_form_are_refused(path, value):
    altered = deepcopy(RESULT)
    at(altered["explanations"], path[:-1])[path[-1]] = value
    name = ".".join(path)
    assert found_in(altered)[0].removeprefix("$.").startswith(f"explanations.{name}")


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(COLUMNS), st.data(), odd_values())
def test_whatever_stands_for_a_reason_is_refused_or_a_fault(path, data, value):
    altered = deepcopy(RESULT)
    column = at(altered["explanations"], path)
    row = data.draw(st.integers(0, len(column) - 1))
    right, column[row] = column[row], value
    found = found_in(altered)
    if found:
        assert found[0].removeprefix("$.").startswith(f"explanations.{'.'.join(path)}")
    else:
        assert value == right
