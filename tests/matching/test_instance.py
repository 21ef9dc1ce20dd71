from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from matching import (
    INSTANCE_SCHEMA,
    RESULT_SCHEMA,
    STRICT,
    Policy,
    ProblemError,
    Rule,
    explain,
    faults,
    instance_from_json,
    instance_to_json,
    result_from_json,
    result_to_json,
    solve,
)
from tests.matching.builder import draw_problem, given_problem, problems


def through_text(values):
    return json.loads(json.dumps(values))


def given_instance():
    return through_text(instance_to_json(given_problem([{}, {}]), STRICT, 5))


@settings(deadline=None, max_examples=60)
@given(problems())
def test_an_instance_comes_back_as_it_was(problem):
    policy = Policy(name="drawn", version=2, rules=Rule.AGE)
    again, policy_again, seed = instance_from_json(
        through_text(instance_to_json(problem, policy, 17))
    )
    assert again.digest() == problem.digest()
    assert (policy_again, seed) == (policy, 17)


@settings(deadline=None, max_examples=40)
@given(problems())
def test_a_result_comes_back_and_still_has_no_faults(problem):
    allocation = solve(problem, seed=8)
    result = through_text(result_to_json(allocation, explain(problem, STRICT, allocation)))
    Draft202012Validator(RESULT_SCHEMA).validate(result)
    Draft202012Validator(INSTANCE_SCHEMA).validate(instance_to_json(problem, STRICT, 8))
    again = result_from_json(result, problem)
    np.testing.assert_array_equal(again.vacancy_of, allocation.vacancy_of)
    assert faults(problem, STRICT, again) == []


@pytest.mark.parametrize("schema", [INSTANCE_SCHEMA, RESULT_SCHEMA], ids=["instance", "result"])
def test_a_schema_is_valid_and_describes_every_field(schema):
    Draft202012Validator.check_schema(schema)

    def described(part):
        assert part.get("description"), part
        for below in part.get("properties", {}).values():
            described(below)
        if "items" in part:
            described(part["items"])

    described(schema)


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (["format"], "homeward-instance/9", r"^\$\.format: 'homeward-instance/2' was expected"),
        (["seed"], -1, r"^\$\.seed: -1 is less than the minimum of 0"),
        (["n_areas"], 3, r"^\$\.applicants\.area_rank has 2 areas; \$\.n_areas says 3"),
        (["policy", "rent"], "much", r"^\$\.policy\.rent: 'much' is not of type 'integer'"),
        (["policy", "base"], 10, r"^\$\.policy\.base is 10, so that a pair could be worth"),
        (["applicants", "age", 1], 400, r"^\$\.applicants\.age\[1\]: 400 is greater than"),
        (["applicants", "age", 1], None, r"^\$\.applicants\.age\[1\]: None is not of type"),
        (["applicants", "bedrooms_needed", 0], [1], r"^\$\.applicants\.bedrooms_needed\[0\]"),
        (["vacancies", "area", 0], 2, r"^\$\.vacancies\.area row 0 is 2; it must be 0\.\.1"),
        (["applicants", "colour"], [1], r"^\$\.applicants: Additional properties are not allowed"),
    ],
)
def test_a_wrong_instance_is_refused_with_its_json_path(path, value, message):
    instance = given_instance()
    part = instance
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = value
    with pytest.raises(ProblemError, match=message):
        instance_from_json(instance)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (400, "row 90 is 400"),
        ("x", r"^\$\.applicants\.age\[90\] is 'x'; it must be of one type with \$\.applicants"),
        (True, r"^\$\.applicants\.age\[90\] is True; it must be of one type"),
    ],
)
def test_a_wrong_number_far_down_a_long_column_is_refused_too(value, message):
    instance = instance_to_json(draw_problem(np.random.default_rng(1), 99, 5), STRICT, 5)
    instance["applicants"]["age"][90] = value
    with pytest.raises(ProblemError, match=message):
        instance_from_json(instance)


def test_ragged_rows_far_down_are_refused_too():
    instance = instance_to_json(draw_problem(np.random.default_rng(1), 99, 5), STRICT, 5)
    instance["applicants"]["area_rank"][90] = [1]
    with pytest.raises(ProblemError, match=r"^\$\.applicants\.area_rank is not rows of whole"):
        instance_from_json(instance)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"vacancy_of": [0]}, r"^\$\.vacancy_of has 1 entries; it must have 2"),
        ({"value": 1.5}, r"^\$\.value: 1\.5 is not of type 'integer'"),
        ({"proved": "yes"}, r"^\$\.proved"),
    ],
)
def test_a_wrong_result_is_refused_with_its_json_path(change, message):
    problem = given_problem([{}, {}])
    allocation = solve(problem, seed=8)
    result = result_to_json(allocation, explain(problem, STRICT, allocation)) | change
    with pytest.raises(ProblemError, match=message):
        result_from_json(result, problem)


@pytest.mark.parametrize("value", ["x", None, [1], 0.5, True, {"a": 1}])
@pytest.mark.parametrize("name", ["vacancy_of", "worth_of", "prices"])
def test_a_value_of_another_type_far_down_a_result_is_refused(name, value):
    problem = draw_problem(np.random.default_rng(1), 99, 99)
    allocation = solve(problem, seed=8)
    result = result_to_json(allocation, explain(problem, STRICT, allocation))
    result[name][90] = value
    with pytest.raises(ProblemError, match=rf"^\$\.{name}\[90\] is .*; it must be of one type"):
        result_from_json(result, problem)


def test_values_nested_without_end_are_refused():
    endless = []
    for _ in range(5_000):
        endless = [endless]
    with pytest.raises(ProblemError, match="nested too deeply"):
        result_from_json(endless, given_problem())


def test_a_tampered_result_is_read_but_has_faults():
    problem = given_problem([{"tier": 1}, {"tier": 2}])
    allocation = solve(problem, seed=8)
    result = result_to_json(allocation, explain(problem, STRICT, allocation))
    result["vacancy_of"].reverse()
    result["worth_of"].reverse()
    assert faults(problem, STRICT, result_from_json(result, problem))
