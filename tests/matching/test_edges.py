from __future__ import annotations

import numpy as np
from hypothesis import given, settings

from matching import STRICT, Policy, Rule
from matching.edges import eligible_pairs
from matching.plain_edges import eligible_pairs_plain
from tests.benchmarks.county import draw_county
from tests.matching.builder import draw_problem, given_problem, problems
from tests.matching.reference import failed_rules_of, worth_of

ANY_AREA = Policy(name="any area", version=1, rules=~Rule.AREA_WANTED)


def assert_same_pairs(problem, policy):
    compiled, plain = eligible_pairs(problem, policy), eligible_pairs_plain(problem, policy)
    np.testing.assert_array_equal(compiled.start, plain.start)
    np.testing.assert_array_equal(compiled.vacancy, plain.vacancy)
    np.testing.assert_array_equal(compiled.worth, plain.worth)


@settings(deadline=None, max_examples=100)
@given(problems())
def test_every_eligible_pair_is_found_once_with_its_worth(problem):
    pairs = eligible_pairs(problem, STRICT)
    found = zip(pairs.applicant.tolist(), pairs.vacancy.tolist(), pairs.worth.tolist(), strict=True)
    assert sorted(found) == [
        (i, j, worth_of(problem, STRICT, i, j))
        for i in range(problem.n_applicants)
        for j in range(problem.n_vacancies)
        if problem.vacancies.capacity[j] > 0 and not failed_rules_of(problem, STRICT, i, j)
    ]


@settings(deadline=None, max_examples=60)
@given(problems(20, 20))
def test_the_compiled_pairs_are_the_plain_pairs(problem):
    assert_same_pairs(problem, STRICT)
    assert_same_pairs(problem, ANY_AREA)


def test_the_compiled_pairs_of_a_county_are_the_plain_pairs():
    assert_same_pairs(draw_county(2_000, 1_000, seed=4), STRICT)


def test_pairs_found_in_many_chunks_are_the_same_pairs(monkeypatch):
    problem = draw_problem(np.random.default_rng(8), 60, 40)
    monkeypatch.setattr("matching.edges._PAIRS_AT_ONCE", 50)
    told = []
    pairs = eligible_pairs(problem, STRICT, told.append)
    np.testing.assert_array_equal(pairs.vacancy, eligible_pairs_plain(problem, STRICT).vacancy)
    assert len(told) > 3
    assert told == sorted(told)
    assert told[-1] == 1


def test_plain_pairs_found_in_many_runs_are_the_same_pairs(monkeypatch):
    problem = draw_problem(np.random.default_rng(9), 60, 40)
    monkeypatch.setattr("matching.plain_edges._PAIRS_A_RUN", 200)
    assert_same_pairs(problem, STRICT)


def test_the_pairs_of_some_applicants_are_theirs_in_the_order_asked_for():
    people = [{}, {"age": 3}, {"area_rank": (0, 1)}]
    pairs = eligible_pairs(given_problem(people, [{}, {"area": 1}]), STRICT)
    some = pairs.of(np.array([2, 1, 0]))
    assert some.start.tolist() == [0, 1, 1, 3]
    assert some.vacancy.tolist() == [1, 0, 1]


def test_pairs_that_are_kept_stay_with_their_applicants():
    pairs = eligible_pairs(given_problem([{}, {}], [{}, {"area": 1}]), STRICT)
    kept = pairs.where(np.array([False, False, True, False]))
    assert (kept.start.tolist(), kept.vacancy.tolist()) == ([0, 0, 1], [0])


def test_a_vacancy_without_a_place_is_open_to_nobody():
    assert len(eligible_pairs(given_problem([{}], [{"capacity": 0}]), STRICT)) == 0
