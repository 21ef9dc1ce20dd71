from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
from hypothesis import given, settings

from matching import N_RULES, RULES, STRICT, Policy, Reason, Rule, explain, priority_order, solve
from matching.rules import NEVER_RELAXED
from tests.matching.builder import TODAY, draw_problem, given_problem, problems
from tests.matching.reference import failed_rules_of, worth_of


def explained(applicants, vacancies, policy: Policy = STRICT):
    problem = given_problem(applicants, vacancies)
    return explain(problem, policy, solve(problem, policy, seed=1))


def test_a_person_placed_has_their_parts_and_the_number_of_alternatives():
    placed = explained([{}], [{"area": 0}, {"area": 1}, {"age_min": 90}]).placed
    assert (placed.applicants.tolist(), placed.alternatives.tolist()) == ([0], [1])
    problem = given_problem([{}], [{}])
    assert sum(int(points[0]) for points in placed.parts.values()) == worth_of(
        problem, STRICT, 0, 0
    )


def test_a_person_with_no_home_open_is_told_the_rule_that_would_open_most():
    young = {"age": 15, "rent_limit_pence": 9_000}
    homes = [{"rent_pence": 8_000}, {"rent_pence": 8_500}, {"age_min": 15}]
    unplaced = explained([young], homes).unplaced
    assert Reason(unplaced.reason[0]) is Reason.NO_ELIGIBLE_HOME
    assert (unplaced.rule[0], unplaced.opens[0]) == (Rule.AGE, 2)
    assert unplaced.shut[0, RULES.index(Rule.AGE)] == 2
    assert unplaced.shut[0, RULES.index(Rule.RENT)] == 1


def test_where_no_one_rule_opens_any_home_the_one_that_shuts_most_is_named():
    young = {"age": 15, "sexes": 2, "rent_limit_pence": 1}
    unplaced = explained([young], [{"sexes": 1, "rent_pence": 0}, {"rent_pence": 2}]).unplaced
    assert (unplaced.rule[0], unplaced.opens[0]) == (Rule.AGE, 0)


def test_an_exclusion_is_never_named_as_a_rule_to_relax_nor_its_homes_as_near_misses():
    fleeing = {"area_rank": (-1, 1)}
    homes = [{"area": 0}, {"area": 0}, {"area": 1, "sexes": 2}]
    unplaced = explained([fleeing], homes).unplaced
    assert (unplaced.rule[0], unplaced.opens[0]) == (Rule.SEX, 1)
    assert unplaced.misses.tolist() == [[2, -1, -1]]
    assert unplaced.missed.tolist() == [[Rule.SEX, 0, 0]]


def test_the_nearest_misses_fail_fewest_rules_and_then_are_worth_most():
    young = {"age": 15, "area_rank": (2, 1)}
    homes = [{"area": 0}, {"sexes": 2}, {"area": 1}, {"area": 0, "available_day": TODAY - 10}]
    unplaced = explained([young], homes).unplaced
    assert unplaced.misses.tolist() == [[2, 0, 3]]


def test_a_person_whose_homes_went_to_others_is_told_whom_they_had_to_stand_before():
    first = {"tier": 1, "registered_day": TODAY - 50}
    last = {"tier": 2, "registered_day": TODAY - 30, "area_rank": (1, 0)}
    after = {"tier": 4, "area_rank": (0, 1)}
    unplaced = explained([after, first, last], [{"area": 0}, {"area": 1}]).unplaced
    assert Reason(unplaced.reason[0]) is Reason.HIGHER_PRIORITY
    assert (unplaced.n_open[0], unplaced.rule[0]) == (1, 0)
    assert (unplaced.last_tier[0], unplaced.last_registered_day[0]) == (2, TODAY - 30)


def test_an_empty_home_has_the_rule_that_shuts_most_people_out():
    women_only = {"sexes": 1, "age_min": 25}
    people = [{"sexes": 2}, {"sexes": 2, "age": 20}, {"sexes": 3}]
    empty = explained(people, [women_only]).empty
    assert (empty.vacancies.tolist(), empty.free.tolist(), empty.n_open.tolist()) == ([0], [1], [0])
    assert empty.rule.tolist() == [Rule.SEX]
    assert empty.shut[0, RULES.index(Rule.SEX)] == 3
    assert empty.shut[0, RULES.index(Rule.AGE)] == 1


def test_a_home_that_is_free_only_because_all_have_another_says_so():
    empty = explained([{}], [{}, {"area": 1}]).empty
    assert (empty.n_open.tolist(), empty.rule.tolist()) == ([1], [0])


def test_a_vacancy_without_a_place_is_neither_empty_nor_counted():
    reasons = explained([{"age": 3}], [{"capacity": 0}])
    assert reasons.empty.vacancies.size == 0
    assert reasons.unplaced.shut.sum() == 0
    assert reasons.unplaced.rule.tolist() == [0]


def test_nothing_needs_no_explanation():
    reasons = explained([], [])
    assert reasons.placed.applicants.size == reasons.unplaced.applicants.size == 0
    assert reasons.empty.shut.shape == (0, N_RULES)


def masks_of(masks, i, homes):
    """The masks of the homes that could be opened to an applicant by relaxing rules."""
    shut = [masks[i, j] for j in homes if masks[i, j]]
    return [mask for mask in shut if not mask & NEVER_RELAXED]


def is_smallest(mask, others):
    return not any(other != mask and other & mask == other for other in others)


@settings(deadline=None, max_examples=100)
@given(problems())
def test_every_count_is_what_counting_pair_by_pair_gives(problem):
    allocation = solve(problem, seed=1)
    reasons = explain(problem, STRICT, allocation)
    masks = {
        (i, j): failed_rules_of(problem, STRICT, i, j)
        for i in range(problem.n_applicants)
        for j in range(problem.n_vacancies)
    }
    homes = np.flatnonzero(problem.vacancies.capacity > 0).tolist()
    for row, i in enumerate(reasons.unplaced.applicants.tolist()):
        assert reasons.unplaced.n_open[row] == sum(not masks[i, j] for j in homes)
        assert reasons.unplaced.shut[row].tolist() == [
            sum(rule in masks[i, j] for j in homes) for rule in RULES
        ]
        near = sorted(
            (masks[i, j].bit_count(), -worth_of(problem, STRICT, i, j), problem.vacancies.key[j], j)
            for j in homes
            if masks[i, j] and not masks[i, j] & NEVER_RELAXED
        )
        near_masks = masks_of(masks, i, homes)
        sets = Counter(mask for mask in near_masks if is_smallest(mask, near_masks))
        smallest = sorted((mask.bit_count(), -n, mask) for mask, n in sets.items())[:3]
        smallest += [(0, 0, 0)] * (3 - len(smallest))
        assert reasons.unplaced.sets[row].tolist() == [mask for *_, mask in smallest]
        assert reasons.unplaced.set_opens[row].tolist() == [-n for _, n, _ in smallest]
        nearest = [(j, masks[i, j]) for *_, j in near[:3]] + [(-1, 0)] * (3 - len(near))
        assert reasons.unplaced.misses[row].tolist() == [j for j, _ in nearest]
        assert reasons.unplaced.missed[row].tolist() == [mask for _, mask in nearest]
    for row, j in enumerate(reasons.empty.vacancies.tolist()):
        people = range(problem.n_applicants)
        assert reasons.empty.n_open[row] == sum(not masks[i, j] for i in people)
        assert reasons.empty.shut[row].tolist() == [
            sum(rule in masks[i, j] for i in people) for rule in RULES
        ]
    everyone = {*reasons.placed.applicants.tolist(), *reasons.unplaced.applicants.tolist()}
    assert everyone == set(range(problem.n_applicants))


@settings(deadline=None, max_examples=60)
@given(problems(8, 5))
def test_standing_before_the_person_named_would_have_meant_a_home(problem):
    allocation = solve(problem, seed=1)
    unplaced = explain(problem, STRICT, allocation).unplaced
    order = priority_order(problem, 1).tolist()
    for row, i in enumerate(unplaced.applicants.tolist()):
        if unplaced.reason[row] == Reason.NO_ELIGIBLE_HOME:
            continue
        tier, day = problem.applicants.tier.copy(), problem.applicants.registered_day.copy()
        tier[i], day[i] = unplaced.last_tier[row], unplaced.last_registered_day[row] - 1
        sooner = type(problem.applicants)(
            **problem.applicants.__dict__ | {"tier": tier, "registered_day": day}
        )
        again = solve(replace(problem, applicants=sooner), seed=1)
        assert again.vacancy_of[i] >= 0
        assert order.index(i) > 0


def test_reasons_do_not_depend_on_the_order_of_the_rows():
    rng = np.random.default_rng(6)
    problem = draw_problem(rng, 60, 25)
    people, homes = rng.permutation(60), rng.permutation(25)
    turned = problem.take(people, homes)
    straight = explain(problem, STRICT, solve(problem, seed=1)).unplaced
    permuted = explain(turned, STRICT, solve(turned, seed=1)).unplaced
    back = np.argsort(people[permuted.applicants])
    np.testing.assert_array_equal(straight.applicants, people[permuted.applicants][back])
    np.testing.assert_array_equal(straight.misses, np.append(homes, -1)[permuted.misses][back])
    np.testing.assert_array_equal(straight.last_registered_day, permuted.last_registered_day[back])
