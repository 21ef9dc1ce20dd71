from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from matching import ProblemError
from tests.matching.builder import draw_problem, given_problem


def test_a_problem_counts_its_rows_and_areas():
    problem = given_problem([{}, {}, {}], [{}])
    assert (problem.n_applicants, problem.n_vacancies, problem.n_areas) == (3, 1, 2)


@pytest.mark.parametrize(
    ("table", "column", "values", "message"),
    [
        ("vacancies", "area", [0, 40], r"vacancies\.area row 1 is 40; it must be 0\.\.1"),
        ("vacancies", "area", [0, -1], r"vacancies\.area row 1 is -1; it must be 0\.\."),
        (
            "vacancies",
            "bedroom_rule",
            [3, 0],
            r"bedroom_rule row 0 is 3; it must be 0\.\.2",
        ),
        ("vacancies", "sexes", [3, 0], r"vacancies\.sexes row 1 is 0; it must be 1\.\.3"),
        (
            "vacancies",
            "age_max",
            [120, 15],
            r"age_max row 1 is 15; it must be at least age_min",
        ),
        ("vacancies", "capacity", [1, -1], r"vacancies\.capacity row 1 is -1"),
        ("vacancies", "key", [5, 5], r"vacancies\.key row 1 is 5, as in another row"),
        ("applicants", "tier", [1, 6], r"applicants\.tier row 1 is 6; it must be 1\.\.5"),
        ("applicants", "age", [30.5, 30], r"applicants\.age row 0 is 30\.5; it must be a whole"),
        ("applicants", "age", [np.nan, 30], r"applicants\.age row 0 is nan; it must be a whole"),
        ("applicants", "age", [2**40, 30], r"applicants\.age row 0 is 1099511627776; it must be"),
        ("applicants", "age", ["x", "y"], r"applicants\.age is of type <U1; it must be int16"),
        ("applicants", "age", [30], r"applicants\.age has 1 rows; it must have 2, as key has"),
        ("applicants", "age", [[30], [30]], r"applicants\.age has 2 dimensions; it must have 1"),
        ("applicants", "client_groups", [-1, 0], r"client_groups row 0 is -1; it must be a whole"),
        ("applicants", "area_rank", [[1, 1], [0, -2]], r"applicants\.area_rank row 1 is -2"),
        ("applicants", "bedrooms_needed", [[1, 1], [1, 1]], r"has 2 columns; it must have 3"),
    ],
)
def test_a_wrong_column_is_refused_with_its_row_and_what_would_be_right(
    table, column, values, message
):
    problem = given_problem([{}, {}], [{}, {}])
    with pytest.raises(ProblemError, match=message):
        replace(problem, **{table: replace(getattr(problem, table), **{column: np.array(values)})})


def test_a_column_of_another_type_is_converted_when_nothing_is_lost():
    problem = given_problem([{}, {}])
    applicants = replace(problem.applicants, age=np.array([18.0, 65.0]), tier=[1, 5])
    assert applicants.age.dtype == np.int16
    assert applicants.age.tolist() == [18, 65]
    assert applicants.tier.dtype == np.int8


def test_columns_cannot_be_changed_after_they_were_checked():
    ages = np.array([30], dtype=np.int16)
    applicants = replace(given_problem().applicants, age=ages)
    with pytest.raises(ValueError, match="read-only"):
        applicants.age[0] = 3
    ages[0] = 31


def test_every_error_is_a_value_error():
    assert issubclass(ProblemError, ValueError)


def test_the_digest_depends_on_every_column_and_not_on_the_order_of_rows():
    problem = draw_problem(np.random.default_rng(3), 5, 4)
    turned = problem.take(np.arange(5)[::-1], np.arange(4)[::-1])
    older = replace(problem.applicants, age=problem.applicants.age + 1)
    assert turned.digest() == problem.digest()
    assert replace(problem, applicants=older).digest() != problem.digest()
    assert len(problem.digest()) == 64
