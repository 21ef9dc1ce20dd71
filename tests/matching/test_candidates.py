from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from matching import (
    RULES,
    STRICT,
    ProblemError,
    Rule,
    explain,
    homes_open,
    priority_order,
    shortlist,
    solve,
)
from tests.matching.builder import TODAY, draw_problem, given_problem, problems
from tests.matching.reference import failed_rules_of, worth_of


def test_a_shortlist_is_in_order_of_priority_and_counts_who_is_shut_out():
    people = [{"tier": 3}, {"tier": 1}, {"age": 3}, {"tier": 1, "registered_day": TODAY - 999}]
    found = shortlist(given_problem(people, [{}]), STRICT, 0)
    assert found.applicants.tolist() == [3, 1, 0]
    assert found.shut[RULES.index(Rule.AGE)] == 1
    assert found.shut.sum() == 1


def test_those_whom_one_or_two_rules_shut_out_come_near_fewest_rules_and_priority_first():
    people = [{"age": 3, "rent_limit_pence": 1}, {"age": 3, "tier": 3}, {"age": 3, "tier": 1}]
    people += [{"age": 3, "area_rank": (-1, 1)}, {}]
    people += [{"age": 3, "rent_limit_pence": 1, "area_rank": (0, 1)}]
    found = shortlist(given_problem(people, [{"area": 0}]), STRICT, 0)
    assert found.applicants.tolist() == [4]
    assert found.misses.tolist() == [2, 1, 0]
    assert found.missed.tolist() == [Rule.AGE, Rule.AGE, Rule.AGE | Rule.RENT]
    assert found.n_near == 3
    assert (found.sets.tolist(), found.set_opens.tolist()) == ([Rule.AGE], [2])


def test_homes_open_are_the_best_fit_first_and_near_misses_follow():
    homes = [{"area": 1}, {"area": 0}, {"sexes": 2}, {"sexes": 2, "age_min": 60}]
    found = homes_open(given_problem([{"area_rank": (1, 2)}], homes), STRICT, 0)
    assert found.vacancies.tolist() == [1, 0]
    assert found.misses.tolist() == [2, 3]
    assert found.missed.tolist() == [Rule.SEX, Rule.SEX | Rule.AGE]


def test_a_home_in_an_excluded_area_is_never_a_near_miss():
    found = homes_open(given_problem([{"area_rank": (-1, 1)}]), STRICT, 0)
    assert found.misses.size == found.vacancies.size == 0
    assert found.shut[RULES.index(Rule.AREA_EXCLUDED)] == 1


def test_the_smallest_sets_of_rules_that_would_open_more_homes_are_counted():
    homes = [{}, {"sexes": 2}, {"sexes": 2}, {"sexes": 2, "age_min": 60}]
    homes += [{"age_min": 60, "rent_pence": 16_000}]
    found = homes_open(given_problem([{}], homes), STRICT, 0)
    assert found.sets.tolist() == [Rule.SEX, Rule.AGE | Rule.RENT]
    assert found.set_opens.tolist() == [2, 1]


def test_what_opens_more_homes_is_what_a_run_says_where_none_is_open():
    rng = np.random.default_rng(4)
    problem = draw_problem(rng, 60, 25)
    unplaced = explain(problem, STRICT, solve(problem, seed=1)).unplaced
    with_place = np.flatnonzero(problem.vacancies.capacity)
    let = problem.take(np.arange(problem.n_applicants), with_place)
    for row, i in enumerate(unplaced.applicants.tolist()):
        found = homes_open(let, STRICT, i)
        is_set = unplaced.sets[row] > 0
        assert found.sets.tolist() == unplaced.sets[row][is_set].tolist()
        assert found.set_opens.tolist() == unplaced.set_opens[row][is_set].tolist()


@settings(deadline=None, max_examples=60)
@given(problems())
def test_shortlists_and_homes_open_are_two_views_of_the_same_pairs(problem):
    people, homes = range(problem.n_applicants), range(problem.n_vacancies)
    pairs = {(i, j) for i in people for j in homes if not failed_rules_of(problem, STRICT, i, j)}
    shortlists = {j: shortlist(problem, STRICT, j, seed=4) for j in homes}
    open_homes = {i: homes_open(problem, STRICT, i) for i in people}
    assert {(i, j) for j, found in shortlists.items() for i in found.applicants.tolist()} == pairs
    assert {(i, j) for i, found in open_homes.items() for j in found.vacancies.tolist()} == pairs
    rank = np.argsort(priority_order(problem, 4))
    for j, found in shortlists.items():
        assert (np.diff(rank[found.applicants]) > 0).all()
        assert found.worth.tolist() == [
            worth_of(problem, STRICT, i, j) for i in found.applicants.tolist()
        ]
    for found in open_homes.values():
        assert (np.diff(found.worth) <= 0).all()
        np.testing.assert_array_equal(sum(found.parts.values()), found.worth)


def test_a_row_that_does_not_exist_is_refused():
    with pytest.raises(ProblemError, match=r"there is no vacancy in row 1; it must be 0\.\.0"):
        shortlist(given_problem(), STRICT, 1)
    with pytest.raises(ProblemError, match="there is no applicant in row -1"):
        homes_open(given_problem(), STRICT, -1)
