from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from matching import (
    FAIR,
    RULES,
    STRICT,
    WEIGHTED,
    Mark,
    Policy,
    ProblemError,
    Rule,
    priority_order,
    solve,
)
from matching.columns import starts
from matching.edges import Pairs
from matching.priority import house_in_order
from matching.rules import NEVER_RELAXED
from matching.whatif import Facts, menu, what_if
from tests.matching.builder import (
    TODAY,
    given_marks,
    given_problem,
    given_services,
    problems,
    whole_problems,
)
from tests.matching.reference import failed_rules_of


def choices(applicants=({},), vacancies=({},), policy: Policy = STRICT, applicant=0, **said):
    problem = given_problem(applicants, vacancies, **said)
    return menu(problem, policy, solve(problem, policy, seed=1), applicant)


def test_with_an_area_added_homes_open_and_they_would_be_placed():
    found = what_if(
        given_problem([{"area_rank": (1, 0)}], [{"area": 1}] * 3),
        STRICT,
        1,
        0,
        Facts(area_ranks={1: 2}),
    )
    assert (found.open_before.tolist(), found.opened.tolist()) == ([], [0, 1, 2])
    assert (found.vacancy_before, found.vacancy_after >= 0, found.closed.size) == (-1, True, 0)


def test_a_column_that_is_otherwise_may_shut_homes_too():
    problem = given_problem([{}], [{"bedrooms": 1}, {"bedrooms": 2}])
    found = what_if(problem, STRICT, 1, 0, Facts({"bedrooms_needed": [2, 2, 2]}))
    assert (found.opened.tolist(), found.closed.tolist()) == ([1], [0])
    assert (found.vacancy_before, found.vacancy_after) == (0, 1)


def test_the_allocation_at_hand_may_be_given_instead_of_solving_it_again():
    problem = given_problem([{}], [{}])
    now = solve(problem, seed=1)
    facts = Facts({"age": 3})
    before = what_if(problem, STRICT, 1, 0, facts, before=now)
    assert before.vacancy_after == what_if(problem, STRICT, 1, 0, facts).vacancy_after == -1


@pytest.mark.parametrize(
    "facts",
    [
        Facts({"colour": 1}),
        Facts({"key": 1}),
        Facts({"age": 1_000}),
        Facts({"age": "old"}),
        Facts({"bedrooms_needed": [1]}),
        Facts(area_ranks={2: 1}),
        Facts(area_ranks={0: -2}),
    ],
)
def test_facts_that_cannot_be_are_refused(facts):
    with pytest.raises(ProblemError):
        what_if(given_problem(), STRICT, 1, 0, facts)


def test_a_row_that_does_not_exist_is_refused():
    with pytest.raises(ProblemError):
        what_if(given_problem(), STRICT, 1, 1, Facts())
    with pytest.raises(ProblemError):
        choices(applicant=1)


def test_the_menu_names_areas_and_rules_with_what_each_would_do():
    person = {"tier": 2, "area_rank": (1, 0), "age": 17}
    homes = [{"area": 0}, {"area": 1}, {"area": 0, "age_min": 18}, {"area": 0, "capacity": 0}]
    found = choices([person, {"tier": 1, "area_rank": (1, 0)}], homes[:1] + homes[1:], applicant=0)
    said = [(change.area, change.rules, change.n_open, change.placed) for change in found]
    assert said == [
        (1, Rule(0), 2, True),
        (-1, Rule.AREA_WANTED, 2, True),
        (-1, Rule.AGE, 2, True),
    ]


def test_more_homes_may_open_and_yet_nothing_change():
    first = {"tier": 1, "area_rank": (1, 1)}
    found = choices([{"tier": 2, "area_rank": (1, 0)}, first, first], [{"area": 0}, {"area": 1}])
    assert [(change.area, change.n_open, change.placed) for change in found] == [
        (1, 2, False),
        (-1, 2, False),
    ]


def test_an_area_where_they_must_not_live_is_never_on_the_menu():
    assert choices([{"area_rank": (-1, 1)}], [{"area": 0}]) == []


def test_homes_forbidden_or_offered_are_never_on_the_menu():
    assert choices([{}], [{}], marks=given_marks((0, 0, Mark.FORBIDDEN))) == []
    assert choices([{"live_offer": 1}]) == []


def test_an_offer_refused_before_may_be_thought_better_of():
    found = choices([{}], [{}], marks=given_marks((0, 0, Mark.REFUSED)))
    assert [(change.rules, change.placed) for change in found] == [(Rule.REFUSED, True)]


def test_somebody_who_would_move_is_told_exactly_too():
    people = [{"tier": 1, "area_rank": (1, 0)}, {"tier": 2, "home": 0, "area_rank": (1, 0)}]
    found = choices(people, [{"area": 0, "age_max": 20}, {"area": 1}], applicant=1)
    assert [(change.area, change.placed) for change in found] == [(1, True), (-1, True)]


def test_hours_that_are_gone_keep_a_change_from_helping():
    needy = {"support_needed": 2, "hours_needed": 4}
    people = [needy | {"tier": 2, "area_rank": (0, 1)}, needy | {"tier": 1}]
    services = given_services({"half_hours": 4})
    found = choices(people, [{"area": 0}, {"area": 0}], services=services)
    assert [(change.area, change.n_open, change.placed) for change in found] == [
        (0, 2, False),
        (-1, 2, False),
    ]


def opened_by(problem, policy, applicant, area, rules):
    """Rows of the homes that a change opens, one pair at a time."""
    wanted = Rule.AREA_WANTED if area >= 0 else rules
    return [
        j
        for j in np.flatnonzero(problem.vacancies.capacity).tolist()
        if failed_rules_of(problem, policy, applicant, j) == wanted
        and area in (-1, problem.vacancies.area[j])
    ]


def all_changes(problem, policy, applicant):
    unwanted = np.flatnonzero(problem.applicants.area_rank[applicant] == 0).tolist()
    areas = [(area, Rule(0)) for area in unwanted if Rule.AREA_WANTED in policy.rules]
    rules = [(-1, rule) for rule in RULES if rule in policy.rules and not rule & NEVER_RELAXED]
    return [change for change in areas + rules if opened_by(problem, policy, applicant, *change)]


def placed_with(problem, policy, applicant, opened):
    """Whether they are placed once these homes are open to them, by taking people in turn."""
    order = priority_order(problem, 1, policy).tolist()
    homes = np.flatnonzero(problem.vacancies.capacity).tolist()
    options = [
        [
            j
            for j in homes
            if not failed_rules_of(problem, policy, i, j) or (i == applicant and j in opened)
        ]
        for i in order
    ]
    vacancy = np.array([j for row in options for j in row], dtype=np.int32)
    pairs = Pairs(starts(np.array([len(row) for row in options])), vacancy, vacancy)
    place = house_in_order(pairs, problem.vacancies.capacity)
    return bool(place[order.index(applicant)] >= 0)


@settings(deadline=None, max_examples=40)
@given(problems(7, 6), st.data())
def test_every_choice_on_the_menu_is_what_taking_people_in_turn_gives(problem, data):
    if not problem.n_applicants:
        reject()
    applicant = data.draw(st.integers(0, problem.n_applicants - 1))
    found = menu(problem, STRICT, solve(problem, seed=1), applicant)
    n_open = len(opened_by(problem, STRICT, applicant, -1, Rule(0)))
    expected = all_changes(problem, STRICT, applicant)
    assert [(change.area, change.rules) for change in found] == expected
    for change in found:
        opened = opened_by(problem, STRICT, applicant, change.area, change.rules)
        assert change.n_open == n_open + len(opened)
        assert change.placed == placed_with(problem, STRICT, applicant, opened)


@settings(deadline=None, max_examples=40)
@given(whole_problems(6, 5), st.sampled_from([STRICT, WEIGHTED, FAIR]), st.data())
def test_every_area_on_the_menu_is_what_solving_again_gives(problem, policy, data):
    if not problem.n_applicants:
        reject()
    applicant = data.draw(st.integers(0, problem.n_applicants - 1))
    last = int(problem.applicants.area_rank[applicant].max()) + 1
    try:
        now = solve(problem, policy, seed=1)
        found = menu(problem, policy, now, applicant)
        for change in found:
            if change.area >= 0:
                facts = Facts(area_ranks={change.area: max(last, 1)})
                then = what_if(problem, policy, 1, applicant, facts, before=now)
                assert change.placed == (then.vacancy_after >= 0)
                assert change.n_open == len(then.open_after)
    except ProblemError:
        reject()


@settings(deadline=None, max_examples=30)
@given(problems(6, 5), st.data())
def test_solving_again_says_what_the_answer_at_hand_proves(problem, data):
    if not problem.n_applicants:
        reject()
    applicant = data.draw(st.integers(0, problem.n_applicants - 1))
    now = solve(problem, seed=1)
    solved_again = replace(now, proof="search")
    assert menu(problem, STRICT, now, applicant) == menu(problem, STRICT, solved_again, applicant)


def test_a_person_in_a_later_tier_is_placed_only_before_those_after_them():
    people = [
        {"registered_day": TODAY - 9, "area_rank": (0, 1)},
        {"registered_day": TODAY - 8, "area_rank": (1, 0)},
    ]
    assert [change.placed for change in choices(people, [{"area": 0}])] == [True, True]
    people[1]["registered_day"] = TODAY - 10
    assert [change.placed for change in choices(people, [{"area": 0}])] == [False, False]
