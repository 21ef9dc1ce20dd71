"""What single places cannot see: kept by the solver, and caught by the check if broken."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from matching import (
    STRICT,
    Allocation,
    Company,
    Limited,
    Limits,
    Mark,
    Problem,
    ProblemError,
    faults,
    solve,
)
from matching.score import worth
from tests.matching.builder import given_marks, given_problem, given_services

NEEDS_HOURS = {"support_needed": 2, "hours_needed": 4}
HOUSE = {"site": 7}


def placed_by_hand(
    problem: Problem, vacancy_of: list[int], service_of: list[int] | None = None
) -> Allocation:
    """An answer that somebody might give, with worths and sums that are right for it."""
    allocation = solve(problem, seed=1)
    there = np.array(vacancy_of, dtype=np.int32)
    placed = np.flatnonzero(there >= 0)
    worth_of = np.zeros(len(there), dtype=np.int32)
    worth_of[placed] = worth(problem, STRICT, placed, there[placed].astype(np.int64))
    services = allocation.service_of if service_of is None else np.array(service_of, dtype=np.int32)
    value = int(worth_of.sum())
    return replace(
        allocation,
        vacancy_of=there,
        worth_of=worth_of,
        service_of=services,
        value=value,
        bound=value,
        proof="search",
    )


def solved(problem: Problem) -> Allocation:
    allocation = solve(problem, seed=1)
    assert faults(problem, STRICT, allocation) == []
    return allocation


def test_hours_run_out_and_priority_says_who_has_them():
    people = [NEEDS_HOURS | {"tier": 2}, NEEDS_HOURS | {"tier": 1}]
    problem = given_problem(people, [{}, {}], services=given_services({"half_hours": 7}))
    allocation = solved(problem)
    assert ((allocation.vacancy_of >= 0).tolist(), allocation.proof) == ([False, True], "search")
    assert allocation.service_of.tolist() == [-1, 0]
    both = placed_by_hand(problem, [0, 1], [0, 0])
    assert "service 0 gives 8 half-hours of its 7" in faults(problem, STRICT, both)


def test_hours_that_last_leave_the_answer_to_the_flow():
    problem = given_problem([NEEDS_HOURS] * 2, [{}, {}], services=given_services({}))
    allocation = solved(problem)
    assert (allocation.proof, allocation.service_of.tolist()) == ("flow", [0, 0])


def test_a_service_takes_on_no_more_people_than_it_has_room_for():
    services = given_services({"people": 1}, {"people": 1})
    problem = given_problem([NEEDS_HOURS] * 3, [{}] * 3, services=services)
    allocation = solved(problem)
    assert sorted(allocation.service_of.tolist()) == [-1, 0, 1]


def test_a_lower_support_home_waits_for_hours_in_its_own_area():
    here_only = given_services({"covers": (1, 0)})
    problem = given_problem([NEEDS_HOURS], [{"area": 0}, {"area": 1}], services=here_only)
    assert solved(problem).vacancy_of.tolist() == [0]


def test_no_more_people_of_a_class_than_a_mix_limit_allows():
    people = [{"classes": 0b1}, {"classes": 0b1}, {"classes": 0}]
    problem = given_problem(
        people,
        [{"capacity": 3}],
        limits=Limits(classes=[0b1], most=[1]),
        limited=Limited([0], [0]),
    )
    assert (solved(problem).vacancy_of >= 0).sum() == 2
    everybody = placed_by_hand(problem, [0, 0, 0])
    assert "limit 0 allows 1 people; 2 are placed" in faults(problem, STRICT, everybody)


def test_a_quota_counts_everybody_over_all_its_vacancies():
    problem = given_problem(
        [{}] * 3,
        [{}] * 3,
        limits=Limits(classes=[0], most=[2]),
        limited=Limited([0, 0, 0], [0, 1, 2]),
    )
    assert (solved(problem).vacancy_of >= 0).sum() == 2


def test_two_who_must_not_share_are_kept_apart():
    problem = given_problem([{}, {}], [HOUSE, HOUSE], company=Company([0], [1], [0]))
    assert (solved(problem).vacancy_of >= 0).sum() == 1
    sharing = placed_by_hand(problem, [0, 1])
    assert "applicants" in faults(problem, STRICT, sharing)[0]


def test_two_who_must_be_together_go_to_one_site_or_nowhere():
    together = Company([0], [1], [1])
    apart = given_problem([{}, {}], [{}, {}], company=together)
    assert solved(apart).vacancy_of.tolist() == [-1, -1]
    shared = given_problem([{}, {}], [HOUSE, HOUSE, {}], company=together)
    assert sorted(solved(shared).vacancy_of.tolist()) == [0, 1]


def test_locks_that_cannot_be_kept_together_are_refused_by_row():
    problem = given_problem(
        [{}, {}],
        [HOUSE, HOUSE],
        company=Company([0], [1], [0]),
        marks=given_marks((0, 0, Mark.LOCKED), (1, 1, Mark.LOCKED)),
    )
    with pytest.raises(ProblemError, match=r"marks lock applicant \d to vacancy \d, which"):
        solve(problem, seed=1)


def test_a_chain_is_no_longer_than_the_policy_allows():
    policy = replace(STRICT, name="short", longest_chain=2)
    people = [{"home": 0, "area_rank": (0, 1)}, {"home": 1}, {"tier": 1, "area_rank": (1, 0)}]
    homes = [{"area": 0}, {"area": 1}, {"area": 1, "bedrooms": 1}]
    problem = given_problem(people, homes)
    allocation = solve(problem, policy, seed=1)
    assert faults(problem, policy, allocation) == []
    one_move = replace(policy, longest_chain=1)
    allocation = solve(problem, one_move, seed=1)
    assert faults(problem, one_move, allocation) == []
    assert allocation.vacancy_of[2] == -1


def test_whoever_a_chain_would_house_under_the_rows_is_found_to_be_passed_over():
    problem = given_problem(
        [{"tier": 1}, {"tier": 2, "area_rank": (1, 0)}],
        [{"area": 0}, {"area": 1} | HOUSE],
        limits=Limits(classes=np.array([0]), most=np.array([1])),
        limited=Limited(limit=np.array([0]), vacancy=np.array([1])),
    )
    assert solved(problem).vacancy_of.tolist() == [1, 0]
    passed_over = placed_by_hand(problem, [0, -1])
    assert faults(problem, STRICT, passed_over) == [
        "applicant 1 could be housed by a chain of moves"
    ]
