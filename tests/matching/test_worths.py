"""What one more place is said to bring is what solving again with it changes."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from matching import (
    FAIR,
    STRICT,
    WEIGHTED,
    Allocation,
    Mark,
    Policy,
    Problem,
    ProblemError,
    Rule,
    explain,
    priority_order,
    solve,
)
from matching.edges import eligible_pairs
from matching.effort import Effort
from matching.levels import settle_strict
from matching.order import rank_applicants
from matching.prices import worth_at
from tests.matching.builder import (
    TODAY,
    draw_problem,
    given_marks,
    given_problem,
    given_services,
    problems,
    whole_problems,
)
from tests.matching.reference import brute_force, worth_of

TIER_3_FIRST = replace(WEIGHTED, name="tier 3 first", tier_order=(3, 1, 2, 4, 5))


def weighed(applicants=({},), vacancies=({},), policy: Policy = STRICT, **said):
    problem = given_problem(applicants, vacancies, **said)
    return explain(problem, policy, solve(problem, policy, seed=1)).worth


def solved(problem: Problem, policy: Policy) -> Allocation:
    """The answer; problems whose locks cannot be kept are drawn again."""
    try:
        return solve(problem, policy, seed=1)
    except ProblemError:
        reject()


def with_one_more(problem: Problem, vacancy: int) -> Problem:
    capacity = problem.vacancies.capacity.copy()
    capacity[vacancy] += 1
    return replace(problem, vacancies=replace(problem.vacancies, capacity=capacity))


def with_movers(problem: Problem, rng: np.random.Generator) -> Problem:
    """Half of the people live in one of the vacancies, which have room for them."""
    n, m = problem.n_applicants, problem.n_vacancies
    home = np.where(rng.random(n) < 0.5, rng.integers(0, max(m, 1), n), -1) if m else np.full(n, -1)
    free = rng.choice([0, 1], m, p=[0.7, 0.3])
    capacity = free + np.bincount(home[home >= 0], minlength=m)
    return replace(
        problem,
        applicants=replace(problem.applicants, home=home),
        vacancies=replace(problem.vacancies, capacity=capacity),
    )


def problems_with_movers(max_applicants: int, max_vacancies: int) -> st.SearchStrategy[Problem]:
    def draw(seed: int, n: int, m: int) -> Problem:
        rng = np.random.default_rng(seed)
        return with_movers(draw_problem(rng, n, m), rng)

    counts = st.integers(0, max_applicants), st.integers(0, max_vacancies)
    return st.builds(draw, st.integers(0, 2**32 - 1), *counts)


def people_of_each_tier(problem: Problem, placed: np.ndarray) -> list[int]:
    counts = Counter(problem.applicants.tier[placed].tolist())
    return [counts[tier] for tier in range(1, 6)]


def check_against_solving_again(problem: Problem, policy: Policy, order=None) -> None:
    now = solved(problem, policy)
    worth = explain(problem, policy, now).worth
    assert worth.vacancies.tolist() == np.flatnonzero(problem.vacancies.capacity).tolist()
    for row, j in enumerate(worth.vacancies.tolist()):
        then = solve(with_one_more(problem, j), policy, seed=1)
        assert then.value - now.value == worth.gains[row]
        before = people_of_each_tier(problem, now.placed)
        after = people_of_each_tier(problem, then.placed)
        assert [b - a for a, b in zip(before, after, strict=True)] == worth.housed[row].tolist()
        if order is not None:
            besides = np.isin(order, np.setdiff1d(then.placed, now.placed))
            first = int(np.argmax(besides)) if besides.any() else -1
            assert worth.ranks[row] == first + 1
            tier = problem.applicants.tier[order[first]] if besides.any() else 0
            assert worth.tiers[row] == tier


@settings(deadline=None, max_examples=40)
@given(problems(8, 5))
def test_one_more_place_changes_what_solving_again_changes(problem):
    check_against_solving_again(problem, STRICT, priority_order(problem, 1))


@settings(deadline=None, max_examples=80)
@given(problems_with_movers(9, 6))
def test_it_does_so_where_people_would_move(problem):
    check_against_solving_again(problem, STRICT, priority_order(problem, 1))


@settings(deadline=None, max_examples=30)
@given(problems_with_movers(5, 4))
def test_where_people_would_move_it_is_what_trying_everything_shows(problem):
    worth = explain(problem, STRICT, solve(problem, seed=1)).worth
    now = brute_force(problem, STRICT, 1)
    for row, j in enumerate(worth.vacancies.tolist()):
        then = brute_force(with_one_more(problem, j), STRICT, 1)
        before, after = (
            people_of_each_tier(problem, np.flatnonzero(np.array(answer) >= 0))
            for answer in (now, then)
        )
        assert [b - a for a, b in zip(before, after, strict=True)] == worth.housed[row].tolist()
        value = {
            answer: sum(worth_of(problem, STRICT, i, k) for i, k in enumerate(answer) if k >= 0)
            for answer in (now, then)
        }
        assert value[then] - value[now] == worth.gains[row]


@settings(deadline=None, max_examples=60)
@given(problems(9, 5), st.sampled_from([WEIGHTED, TIER_3_FIRST]))
def test_it_does_so_where_points_choose_among_those_of_a_tier(problem, policy):
    check_against_solving_again(problem, policy)
    worth = explain(problem, policy, solve(problem, policy, seed=1)).worth
    assert not worth.ranks.any()
    for tier, housed in zip(worth.tiers.tolist(), worth.housed.tolist(), strict=True):
        assert housed == [int(tier == one) for one in range(1, 6)]


@settings(deadline=None, max_examples=60)
@given(st.one_of(problems(9, 5), problems_with_movers(9, 5)))
def test_where_groups_have_floors_it_does_so_with_the_order_held(problem):
    ranked = rank_applicants(problem, FAIR, 1, eligible_pairs)

    def outcome(by):
        place = settle_strict(by, FAIR, 1, Effort(), lambda stage, done: None).place
        return np.flatnonzero(place >= 0), int(worth_at(by.pairs, place).sum())

    placed, value = outcome(ranked)
    worth = explain(problem, FAIR, solve(problem, FAIR, seed=1)).worth
    for row, j in enumerate(worth.vacancies.tolist()):
        at = int(np.flatnonzero(ranked.vacancy_rows == j)[0])
        then, value_then = outcome(ranked._replace(problem=with_one_more(ranked.problem, at)))
        before, after = (people_of_each_tier(ranked.problem, some) for some in (placed, then))
        assert [b - a for a, b in zip(before, after, strict=True)] == worth.housed[row].tolist()
        assert worth.ranks[row] == np.append(np.setdiff1d(then, placed), -1)[0] + 1
        assert worth.gains[row] == value_then - value


@settings(deadline=None, max_examples=40)
@given(whole_problems(8, 6), st.sampled_from([STRICT, WEIGHTED, FAIR]))
def test_whatever_is_said_every_place_is_weighed_unless_a_search_settled_it(problem, policy):
    allocation = solved(problem, policy)
    worth = explain(problem, policy, allocation).worth
    n_weighed = np.count_nonzero(problem.vacancies.capacity) if allocation.proof == "flow" else 0
    assert len(worth.vacancies) == len(worth.housed) == n_weighed


def test_one_more_place_is_worth_the_person_whom_it_would_house():
    people = [{"tier": 1}, {"tier": 2}, {"tier": 3, "area_rank": (0, 1)}]
    worth = weighed(people, [{"area": 0}, {"area": 1, "sexes": 2}, {"capacity": 0}])
    assert worth.vacancies.tolist() == [0, 1]
    assert (worth.tiers.tolist(), worth.ranks.tolist()) == ([2, 0], [2, 0])
    assert worth.housed.tolist() == [[0, 1, 0, 0, 0], [0, 0, 0, 0, 0]]
    assert worth.gains[0] == worth_of(given_problem([{}]), STRICT, 0, 0)


def test_one_more_place_is_worth_everyone_who_moves_on_in_a_chain():
    people = [
        {"tier": 4, "area_rank": (1, 0)},
        {"tier": 2, "home": 0, "area_rank": (0, 1)},
        {"tier": 1, "area_rank": (0, 1)},
    ]
    worth = weighed(people, [{"area": 0}, {"area": 1}])
    assert worth.housed.tolist() == [[0, 0, 0, 1, 0], [0, 1, 0, 1, 0]]
    assert (worth.tiers.tolist(), worth.ranks.tolist()) == ([4, 2], [3, 2])


def test_a_lock_stands_before_every_tier():
    people = [{"tier": 5}, {"tier": 1}]
    worth = weighed(people, [{}], WEIGHTED, marks=given_marks((0, 0, Mark.LOCKED)))
    assert (worth.tiers.tolist(), worth.ranks.tolist()) == ([1], [0])


def test_nothing_is_said_of_one_more_place_where_a_search_settled_who_is_housed():
    needy = {"support_needed": 2, "hours_needed": 4}
    people = [needy, needy | {"registered_day": TODAY - 9}]
    worth = weighed(people, [{}, {}], services=given_services({"half_hours": 4}))
    assert len(worth.vacancies) == 0
    assert worth.housed.shape == (0, 5)


@pytest.mark.parametrize("order", ["strict", "weighted"])
def test_one_more_place_is_weighed_without_any_rule(order):
    policy = replace(STRICT, name="no rules", rules=Rule(0), order=order)
    assert weighed([{}, {}], [{}], policy).housed.tolist() == [[0, 0, 1, 0, 0]]


def test_nothing_is_said_of_one_more_place_when_time_ran_out():
    problem = given_problem([{}, {}], [{}])
    allocation = replace(solve(problem, seed=1), settled="priority")
    assert len(explain(problem, STRICT, allocation).worth.vacancies) == 0
