"""The independent check: it passes what is right and catches each kind of wrong."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import STRICT, Allocation, Policy, Problem, faults, solve
from matching.edges import eligible_pairs
from tests.matching.builder import draw_problem, given_problem, problems
from tests.matching.reference import brute_force, worth_of

TWO_AREAS = [{"area": 0}, {"area": 1}]


def moved(problem: Problem, allocation: Allocation, vacancy_of: list[int]) -> Allocation:
    """The same allocation with other places, and worths and sums that are right for those."""
    worths = [worth_of(problem, STRICT, i, j) if j >= 0 else 0 for i, j in enumerate(vacancy_of)]
    return replace(
        allocation,
        vacancy_of=np.array(vacancy_of, dtype=np.int32),
        worth_of=np.array(worths, dtype=np.int32),
        value=sum(worths),
        bound=sum(worths),
    )


def only_fault(problem: Problem, allocation: Allocation) -> str:
    found = faults(problem, STRICT, allocation)
    assert found
    return found[0]


def test_a_pair_that_breaks_a_rule_is_caught_and_the_rule_named():
    problem = given_problem([{"age": 15}], [{}])
    wrong = moved(problem, solve(problem, seed=1), [0])
    assert "applicant 0 may not be given vacancy 0: AGE" in only_fault(problem, wrong)


def test_a_home_given_twice_is_caught():
    problem = given_problem([{}, {}], [{}])
    wrong = moved(problem, solve(problem, seed=1), [0, 0])
    assert "more people than places at vacancies 0" in only_fault(problem, wrong)


def test_someone_passed_over_for_a_lower_priority_is_caught():
    problem = given_problem([{"tier": 1}, {"tier": 2}], [{}])
    wrong = moved(problem, solve(problem, seed=1), [-1, 0])
    assert "without turning out anyone of higher priority: 0" in only_fault(problem, wrong)


def test_someone_left_out_although_a_chain_of_moves_makes_room_is_caught():
    flexible, fixed = {"tier": 1}, {"tier": 5, "area_rank": (1, 0)}
    problem = given_problem([flexible, fixed], TWO_AREAS)
    wrong = moved(problem, solve(problem, seed=1), [0, -1])
    assert "without turning out anyone of higher priority: 1" in only_fault(problem, wrong)


def test_a_worse_fit_is_caught():
    problem = given_problem([{"area_rank": (1, 2)}, {"area_rank": (2, 1)}], TWO_AREAS)
    wrong = moved(problem, solve(problem, seed=1), [1, 0])
    assert any("is not proved best" in fault for fault in faults(problem, STRICT, wrong))


def test_a_wrong_worth_is_caught():
    problem = given_problem()
    right = solve(problem, seed=1)
    wrong = replace(right, worth_of=right.worth_of + 1)
    assert "worth_of is wrong for applicants 0" in only_fault(problem, wrong)


def test_a_wrong_sum_is_caught():
    problem = given_problem()
    right = solve(problem, seed=1)
    assert "add up to" in only_fault(problem, replace(right, value=right.value + 1))


def test_a_wrong_bound_is_caught():
    problem = given_problem()
    right = solve(problem, seed=1)
    assert "the prices prove" in only_fault(problem, replace(right, bound=right.bound + 1))


def test_a_price_on_a_place_that_is_left_over_proves_nothing():
    problem = given_problem([{}], [{"capacity": 2}])
    right = solve(problem, seed=1)
    dear = replace(right, prices=right.prices + 1, bound=right.bound + 1)
    assert "is not proved best" in only_fault(problem, dear)


@pytest.mark.parametrize("price", [-1, 2**62])
def test_prices_out_of_range_are_caught(price):
    problem = given_problem()
    wrong = replace(solve(problem, seed=1), prices=np.array([price]))
    assert "prices are out of range for vacancies 0" in only_fault(problem, wrong)


def test_a_wrong_count_of_pairs_is_caught():
    problem = given_problem()
    assert "eligible pairs" in only_fault(problem, replace(solve(problem, seed=1), n_pairs=9))


def test_a_vacancy_that_does_not_exist_is_caught():
    problem = given_problem()
    wrong = replace(solve(problem, seed=1), vacancy_of=np.array([4], dtype=np.int32))
    assert "names no vacancy for applicants 0" in only_fault(problem, wrong)


def test_columns_of_the_wrong_length_are_caught():
    allocation = solve(given_problem(), seed=1)
    assert "vacancy_of has shape (1,)" in only_fault(given_problem([{}, {}]), allocation)


def test_another_policy_is_caught():
    problem = given_problem()
    other = Policy(name="other", version=1)
    assert "policy" in faults(problem, other, solve(problem, seed=1))[0]


def test_an_allocation_that_does_not_claim_to_be_proved_is_caught():
    problem = given_problem()
    assert "claim" in only_fault(problem, replace(solve(problem, seed=1), proved=False))


def test_another_seed_is_caught_when_it_changes_who_goes_first():
    problem = given_problem([{}] * 9, [{}] * 3)
    answers = {seed: solve(problem, seed=seed) for seed in range(4)}
    first = answers[0]
    other = next(a for a in answers.values() if a.placed.tolist() != first.placed.tolist())
    assert faults(problem, STRICT, replace(first, seed=other.seed))


def test_a_long_list_of_rows_is_cut_short():
    problem = given_problem([{}] * 30, [{}] * 30)
    nobody = moved(problem, solve(problem, seed=1), [-1] * 30)
    assert "and 25 more" in only_fault(problem, nobody)


@settings(deadline=None, max_examples=150)
@given(problems(), st.integers(0, 2**32 - 1))
def test_no_other_allocation_passes_unless_it_is_as_good(problem, seed):
    right = solve(problem, seed=1)
    pairs = eligible_pairs(problem, STRICT)
    rng, left = np.random.default_rng(seed), problem.vacancies.capacity.copy()
    vacancy_of = [-1] * problem.n_applicants
    for i in rng.permutation(problem.n_applicants):
        options = [j for j in pairs.of(np.array([i])).vacancy.tolist() if left[j] > 0]
        if options and rng.random() < 0.9:
            vacancy_of[i] = int(rng.choice(options))
            left[vacancy_of[i]] -= 1
    other = moved(problem, right, vacancy_of)
    same_people = [j >= 0 for j in vacancy_of] == (right.vacancy_of >= 0).tolist()
    as_good = same_people and other.value == right.value
    assert (faults(problem, STRICT, other) == []) == as_good


def test_the_best_by_trying_everything_passes():
    rng = np.random.default_rng(9)
    for _ in range(40):
        problem = draw_problem(rng, 5, 4)
        best = brute_force(problem, STRICT, 1)
        assert faults(problem, STRICT, moved(problem, solve(problem, seed=1), list(best))) == []
