from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from matching import (
    STRICT,
    WEIGHTED,
    Mark,
    Policy,
    ProblemError,
    Rule,
    priority_order,
    solve,
)
from matching.envy import Cost, envy_counts, justified_envy
from tests.matching.builder import (
    TODAY,
    draw_problem,
    given_marks,
    given_problem,
    problems,
    whole_problems,
)
from tests.matching.reference import brute_force, failed_rules_of, worth_of


def envy(applicants, vacancies=({},), one=0, other=1, policy: Policy = STRICT, **said):
    problem = given_problem(applicants, vacancies, **said)
    return justified_envy(problem, policy, solve(problem, policy, seed=1), one, other)


def test_nobody_without_a_home_rightly_envies_whoever_stands_before_them():
    found = envy([{"tier": 2}, {"tier": 1}])
    assert (found.vacancy, found.is_open, found.stands_before) == (0, True, False)
    assert found.gain == worth_of(given_problem(), STRICT, 0, 0)
    assert not found.justified
    assert found.cost == Cost(0, 0)


def test_the_rules_that_shut_the_others_home_are_named():
    found = envy([{"tier": 1, "sexes": 2}, {}], [{"sexes": 1}])
    assert (found.shut, found.is_open, found.justified, found.cost) == (
        Rule.SEX,
        False,
        False,
        None,
    )


def test_there_is_nothing_to_envy_in_somebody_without_a_home():
    found = envy([{"tier": 1}, {"tier": 2}])
    assert (found.vacancy, found.is_open, found.justified, found.cost) == (-1, False, False, None)


def test_fit_may_leave_justified_envy_among_people_who_have_homes_and_the_cost_is_told():
    people = [{"tier": 1, "area_rank": (1, 2)}, {"tier": 2, "area_rank": (1, 3)}]
    rather = envy(people, [{"area": 0}, {"area": 1}])
    assert rather.justified
    assert (rather.gain, rather.cost) == (100, Cost(-80, 0))


def test_a_home_that_is_locked_to_the_other_cannot_be_given_away():
    locked = given_marks((1, 0, Mark.LOCKED))
    assert envy([{"tier": 1}, {"tier": 2}], marks=locked).cost is None


@pytest.mark.parametrize(("one", "other"), [(0, 0), (0, 2), (-1, 0)])
def test_two_people_who_are_not_two_people_are_refused(one, other):
    with pytest.raises(ProblemError):
        envy([{}, {}], one=one, other=other)


def is_justified(problem, policy, allocation, rank_of, one, other):
    home = int(allocation.vacancy_of[other])
    return (
        home >= 0
        and not failed_rules_of(problem, policy, one, home)
        and rank_of[one] < rank_of[other]
        and worth_of(problem, policy, one, home) > allocation.worth_of[one]
    )


@settings(deadline=None, max_examples=40)
@given(whole_problems(7, 5), st.sampled_from([STRICT, WEIGHTED]))
def test_envy_is_counted_as_pair_by_pair(problem, policy):
    try:
        allocation = solve(problem, policy, seed=1)
    except ProblemError:
        reject()
    rank_of = np.argsort(priority_order(problem, 1, policy))
    people = range(problem.n_applicants)
    found = {
        (one, other)
        for one in people
        for other in people
        if one != other and is_justified(problem, policy, allocation, rank_of, one, other)
    }
    enviers = {one for one, _ in found}
    counts = envy_counts(problem, policy, allocation)
    housed = {one for one in enviers if allocation.vacancy_of[one] >= 0}
    assert counts == (len(enviers - housed), len(housed), len(found))
    for one, other in list(found)[:2]:
        assert justified_envy(problem, policy, allocation, one, other).justified


@settings(deadline=None, max_examples=40)
@given(problems(8, 5))
def test_under_strict_priority_nobody_without_a_home_has_justified_envy(problem):
    assert envy_counts(problem, STRICT, solve(problem, seed=1)).unhoused == 0


def test_what_it_would_cost_is_what_trying_everything_gives():
    policy, n_asked = replace(STRICT, rules=Rule.AREA_WANTED | Rule.SEX), 0
    for seed in range(40):
        problem = draw_problem(np.random.default_rng(seed), 5, 4)
        allocation = solve(problem, policy, seed=1)
        people, placed = range(problem.n_applicants), allocation.placed.tolist()
        for one, other in [(i, k) for i in people for k in placed if i != k][:6]:
            found = justified_envy(problem, policy, allocation, one, other)
            if found.is_open and found.vacancy != allocation.vacancy_of[one]:
                best = best_with(problem, policy, one, found.vacancy)
                value = sum(worth_of(problem, policy, i, j) for i, j in enumerate(best) if j >= 0)
                n_housed = sum(j >= 0 for j in best)
                points, housed = value - allocation.value, n_housed - len(placed)
                assert found.cost == Cost(points, housed)
                n_asked += 1
    assert n_asked > 20


def best_with(problem, policy, one, vacancy):
    """The best allocation that gives a home to somebody first."""
    capacity = problem.vacancies.capacity.copy()
    capacity[vacancy] -= 1
    others = np.delete(np.arange(problem.n_applicants), one)
    homes = np.arange(problem.n_vacancies)
    rest = problem.take(others, homes)
    vacancies = type(rest.vacancies)(**rest.vacancies.__dict__ | {"capacity": capacity})
    rest = type(rest)(**rest.__dict__ | {"vacancies": vacancies})
    best = np.full(problem.n_applicants, vacancy)
    best[others] = brute_force(rest, policy, 1)
    return best.tolist()


def test_policies_can_be_compared_by_the_envy_they_leave():
    people = [{"registered_day": TODAY - 400 * k, "area_rank": (1, 0)} for k in (1, 2)]
    people[0]["links"] = 1
    problem = given_problem(people, [{"links": 1}])
    by_points = replace(WEIGHTED, name="by points", waiting=0)
    counts = [envy_counts(problem, by, solve(problem, by, seed=1)) for by in (STRICT, by_points)]
    assert counts == [(0, 0, 0), (1, 0, 1)]
