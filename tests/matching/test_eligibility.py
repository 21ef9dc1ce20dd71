from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import EVERYWHERE, NO_DAY, STRICT, Mark, Policy, Problem, Rule, rules_in
from matching.kernels import find_masks
from matching.packing import pack_homes, pack_people, pack_terms
from matching.rules import ALL_RULES, ALWAYS_ON
from matching.score import failed
from tests.matching.builder import (
    TODAY,
    given_marks,
    given_problem,
    given_services,
    problems,
    whole_problems,
)
from tests.matching.reference import failed_rules_of


def mask_of(applicant=None, vacancy=None, policy: Policy = STRICT, **said) -> Rule:
    problem = given_problem([applicant or {}], [vacancy or {}], **said)
    return Rule(int(failed(problem, policy, np.array([0]), np.array([0]))[0]))


def everything(problem: Problem, policy: Policy) -> np.ndarray:
    applicants, vacancies = np.arange(problem.n_applicants), np.arange(problem.n_vacancies)
    return failed(problem, policy, applicants[:, None], vacancies[None])


def test_the_usual_home_suits_the_usual_applicant():
    assert mask_of() == Rule(0)


@pytest.mark.parametrize(
    ("need", "bedrooms", "surplus", "shut"),
    [(1, 1, 0, False), (2, 1, 0, True), (1, 2, 0, True), (1, 2, 1, False), (1, 3, 1, True)],
)
def test_bedrooms_meet_the_need_and_pass_it_by_no_more_than_the_surplus(
    need, bedrooms, surplus, shut
):
    applicant = {"bedrooms_needed": (need, 9, 9)}
    vacancy = {"bedrooms": bedrooms, "bedroom_surplus": surplus}
    assert mask_of(applicant, vacancy) == (Rule.BEDROOMS if shut else 0)


def test_a_bedsit_counts_as_one_bedroom():
    assert mask_of({}, {"bedrooms": 0}) == Rule(0)
    assert mask_of({"bedrooms_needed": (2, 2, 2)}, {"bedrooms": 0}) == Rule.BEDROOMS


@pytest.mark.parametrize("rule", [0, 1, 2])
def test_the_vacancy_chooses_the_bedroom_rule(rule):
    needs = [2, 2, 2]
    needs[rule] = 1
    assert mask_of({"bedrooms_needed": tuple(needs)}, {"bedroom_rule": rule}) == Rule(0)


@pytest.mark.parametrize(
    ("needed", "level", "floating", "shut"),
    [(0, 0, 0, False), (2, 2, 0, False), (2, 1, 0, True), (2, 1, 2, False), (1, 3, 0, False)],
)
def test_support_is_met_by_the_home_or_by_floating_support(needed, level, floating, shut):
    applicant = {"support_needed": needed, "floating_level": floating}
    assert mask_of(applicant, {"support_level": level}) == (Rule.SUPPORT_LEVEL if shut else 0)


@pytest.mark.parametrize(
    ("groups", "meant_for", "shut"), [(0b01, 0, False), (0b01, 0b11, False), (0b01, 0b10, True)]
)
def test_a_home_for_some_groups_is_shut_to_others(groups, meant_for, shut):
    mask = mask_of({"client_groups": groups}, {"client_groups": meant_for})
    assert mask == (Rule.CLIENT_GROUP if shut else 0)


@pytest.mark.parametrize(
    ("rank", "expected"), [(1, 0), (9, 0), (0, Rule.AREA_WANTED), (-1, Rule.AREA_EXCLUDED)]
)
def test_an_area_is_wanted_or_not_or_excluded(rank, expected):
    assert mask_of({"area_rank": (1, rank)}, {"area": 1}) == expected


@pytest.mark.parametrize(("age", "shut"), [(17, True), (18, False), (25, False), (26, True)])
def test_the_lead_applicant_is_of_an_age_that_the_home_is_for(age, shut):
    assert mask_of({"age": age}, {"age_min": 18, "age_max": 25}) == (Rule.AGE if shut else 0)


@pytest.mark.parametrize(
    ("sexes", "allowed", "shut"), [(1, 1, False), (2, 1, True), (3, 1, True), (3, 3, False)]
)
def test_a_home_for_one_sex_is_shut_to_a_household_with_an_adult_of_the_other(sexes, allowed, shut):
    assert mask_of({"sexes": sexes}, {"sexes": allowed}) == (Rule.SEX if shut else 0)


@pytest.mark.parametrize(
    ("needs", "features", "shut"), [(0, 0, False), (0b1, 0b11, False), (0b11, 0b1, True)]
)
def test_a_home_has_every_feature_that_is_needed(needs, features, shut):
    mask = mask_of({"accessibility_needs": needs}, {"features": features})
    assert mask == (Rule.ACCESSIBILITY if shut else 0)


def test_the_highest_feature_bit_counts_as_any_other():
    assert mask_of({"accessibility_needs": 1 << 31}, {"features": 1 << 31}) == Rule(0)
    assert mask_of({"accessibility_needs": 1 << 31}) == Rule.ACCESSIBILITY


@pytest.mark.parametrize(
    ("limit", "rent", "shut"),
    [(10_000, 10_000, False), (9_999, 10_000, True), (-1, 10_000, False), (0, -1, False)],
)
def test_rent_is_within_the_limit_unless_either_is_unknown(limit, rent, shut):
    mask = mask_of({"rent_limit_pence": limit}, {"rent_pence": rent})
    assert mask == (Rule.RENT if shut else 0)


@pytest.mark.parametrize(
    ("ready", "last", "available", "shut"),
    [
        (0, 10, 10, False),
        (0, 9, 10, True),
        (42, NO_DAY, 0, False),
        (43, NO_DAY, 0, True),
        (-500, NO_DAY, 500, False),
    ],
)
def test_a_home_comes_in_time_and_does_not_stand_empty_too_long(ready, last, available, shut):
    last_day = last if last == NO_DAY else TODAY + last
    applicant = {"ready_day": TODAY + ready, "needed_by_day": last_day}
    mask = mask_of(applicant, {"available_day": TODAY + available})
    assert mask == (Rule.DATES if shut else 0)


def test_a_refusal_names_every_rule_that_fails():
    mask = mask_of({"age": 12, "sexes": 2, "rent_limit_pence": 1}, {"sexes": 1})
    assert rules_in(mask) == [Rule.AGE, Rule.SEX, Rule.RENT]


@pytest.mark.parametrize(
    ("size", "most", "shut"), [(3, 3, False), (4, 3, True), (1, 1, False), (2, 1, True)]
)
def test_a_household_is_no_larger_than_the_home_takes(size, most, shut):
    mask = mask_of({"household_size": size}, {"household_max": most})
    assert mask == (Rule.HOUSEHOLD_SIZE if shut else 0)


@pytest.mark.parametrize(
    ("needed", "category", "shut"), [(0, 0, False), (2, 2, False), (2, 4, False), (3, 2, True)]
)
def test_a_home_reaches_the_accessibility_category(needed, category, shut):
    mask = mask_of({"access_category": needed}, {"access_category": category})
    assert mask == (Rule.ACCESSIBILITY if shut else 0)


@pytest.mark.parametrize(
    ("kinds", "taken", "shut"), [(1, 0, False), (1, 3, False), (4, 3, True), (5, 4, False)]
)
def test_a_home_takes_any_kind_of_household_that_they_count_as(kinds, taken, shut):
    mask = mask_of({"household_kinds": kinds}, {"household_kinds": taken})
    assert mask == (Rule.HOUSEHOLD_KIND if shut else 0)


@pytest.mark.parametrize(
    ("pets", "allowed", "shut"), [(0, 0, False), (0, 1, False), (1, 1, False), (1, 0, True)]
)
def test_a_pet_needs_a_home_that_allows_pets(pets, allowed, shut):
    mask = mask_of({"pets": pets}, {"pets_allowed": allowed})
    assert mask == (Rule.PETS if shut else 0)


@pytest.mark.parametrize(
    ("mine", "theirs", "rule"),
    [
        ("care_frameworks", "care_frameworks", Rule.CARE_FRAMEWORK),
        ("connections", "connections_asked", Rule.LOCAL_CONNECTION),
        ("registers", "nominators", Rule.NOMINATION),
    ],
)
@pytest.mark.parametrize(
    ("had", "asked", "shut"),
    [(0, 0, False), (0b1, 0b11, False), (0b1, 0b10, True), (1 << 31, 1 << 31, False), (0, 1, True)],
)
def test_one_of_what_a_home_asks_for_is_enough(mine, theirs, rule, had, asked, shut):
    assert mask_of({mine: had}, {theirs: asked}) == (rule if shut else 0)


def test_no_local_connection_is_asked_of_those_who_are_exempt():
    assert mask_of({"connections": EVERYWHERE}, {"connections_asked": 1 << 17}) == Rule(0)


@pytest.mark.parametrize(("quality", "shut"), [(0, False), (1, True), (2, False), (4, False)])
def test_a_rated_home_passes_the_quality_gate_and_an_unrated_one_is_let_be(quality, shut):
    assert mask_of({}, {"quality": quality}) == (Rule.QUALITY if shut else 0)


@pytest.mark.parametrize(
    ("minutes", "limit", "shut"), [(30, 30, False), (31, 30, True), (-1, 0, False), (99, -1, False)]
)
def test_a_journey_is_no_longer_than_they_would_make(minutes, limit, shut):
    applicant = {"origin": 0, "minutes_limit": limit}
    mask = mask_of(applicant, minutes=np.array([[minutes, 0]]))
    assert mask == (Rule.TRAVEL if shut else 0)


def test_one_live_offer_at_a_time_for_a_person_and_for_a_home():
    assert mask_of({"live_offer": 1}) == Rule.LIVE_OFFER
    assert mask_of({}, {"live_offer": 1}) == Rule.LIVE_OFFER


def test_a_turnaround_puts_the_day_off():
    late = {"needed_by_day": TODAY + 5}
    assert mask_of(late, {"turnaround_days": 5}) == Rule(0)
    assert mask_of(late, {"turnaround_days": 6}) == Rule.DATES


def test_the_home_that_somebody_lives_in_is_not_one_to_move_to():
    assert mask_of({"home": 0}) == Rule.OWN_HOME


@pytest.mark.parametrize(
    ("mark", "rule"), [(Mark.REFUSED, Rule.REFUSED), (Mark.FORBIDDEN, Rule.FORBIDDEN)]
)
def test_a_pair_refused_or_forbidden_is_shut_and_no_other(mark, rule):
    problem = given_problem([{}, {}], [{}, {}], marks=given_marks((0, 1, mark)))
    assert everything(problem, STRICT).tolist() == [[0, rule], [0, 0]]


def test_a_lock_opens_its_home_whatever_the_rules_and_shuts_every_other():
    problem = given_problem([{"age": 3}, {}], [{}, {}], marks=given_marks((0, 1, Mark.LOCKED)))
    assert everything(problem, STRICT).tolist() == [[Rule.AGE | Rule.LOCKED, 0], [0, 0]]


@pytest.mark.parametrize(
    ("service", "shut"),
    [
        ({}, False),
        ({"level": 1}, True),
        ({"half_hours": 3}, True),
        ({"half_hours": 4}, False),
        ({"people": 0}, True),
        ({"covers": (0, 1)}, True),
        ({"client_groups": 0b10}, True),
    ],
)
def test_hours_of_a_service_that_suits_close_the_gap(service, shut):
    applicant = {"support_needed": 2, "hours_needed": 4}
    mask = mask_of(applicant, services=given_services(service))
    assert mask == (Rule.SUPPORT_LEVEL if shut else 0)


def test_hours_close_no_gap_for_somebody_whose_need_they_cannot_meet():
    applicant = {"support_needed": 2, "hours_needed": 0}
    assert mask_of(applicant, services=given_services({})) == Rule.SUPPORT_LEVEL


@pytest.mark.parametrize("rule", Rule)
def test_a_rule_that_is_off_shuts_nothing_but_some_are_never_off(rule):
    off = Policy(name="without", version=1, rules=~rule)
    unlike = {"bedrooms_needed": (5, 5, 5), "support_needed": 3, "client_groups": 0, "age": 2}
    unlike |= {"sexes": 2, "accessibility_needs": 1, "rent_limit_pence": 0, "ready_day": TODAY + 99}
    unlike |= {
        "household_kinds": 2,
        "household_size": 9,
        "pets": 1,
        "connections": 0,
        "registers": 0,
        "live_offer": 1,
    }
    unlike |= {"origin": 0, "minutes_limit": 10, "home": 0}
    ranks = {Rule.AREA_WANTED: 0, Rule.AREA_EXCLUDED: -1}
    applicant = unlike | {"area_rank": (ranks.get(rule, 1), 1)}
    vacancy = {"client_groups": 2, "sexes": 1, "care_frameworks": 1, "pets_allowed": 0}
    vacancy |= {"quality": 1, "connections_asked": 1, "nominators": 1, "household_kinds": 5}
    said = {"minutes": np.array([[20, 0]])}
    said["marks"] = given_marks((0, 0, Mark.REFUSED), (0, 0, Mark.FORBIDDEN))
    if rule == Rule.LOCKED:
        vacancies = [vacancy, vacancy]
        said["marks"] = given_marks((0, 1, Mark.LOCKED))
    else:
        vacancies = [vacancy]
    problem = given_problem([applicant], vacancies, **said)
    on, without = (Rule(int(everything(problem, policy)[0, 0])) for policy in (STRICT, off))
    assert rule in on
    assert (rule in without) == (rule in ALWAYS_ON)


RELAXATIONS = {
    Rule.BEDROOMS: ("vacancies", {"bedrooms": 50, "bedroom_surplus": 50}),
    Rule.SUPPORT_LEVEL: ("applicants", {"floating_level": 3}),
    Rule.CLIENT_GROUP: ("vacancies", {"client_groups": 0}),
    Rule.AREA_WANTED: ("applicants", {"area_rank": 1}),
    Rule.AREA_EXCLUDED: ("applicants", {"area_rank": 1}),
    Rule.AGE: ("vacancies", {"age_min": 0, "age_max": 130}),
    Rule.SEX: ("vacancies", {"sexes": 3}),
    Rule.ACCESSIBILITY: ("applicants", {"accessibility_needs": 0, "access_category": 0}),
    Rule.RENT: ("vacancies", {"rent_pence": -1}),
    Rule.DATES: ("applicants", {"ready_day": TODAY - 99, "needed_by_day": NO_DAY}),
    Rule.HOUSEHOLD_SIZE: ("vacancies", {"household_max": 50}),
    Rule.CARE_FRAMEWORK: ("vacancies", {"care_frameworks": 0}),
    Rule.TRAVEL: ("applicants", {"minutes_limit": -1}),
    Rule.PETS: ("applicants", {"pets": 0}),
    Rule.QUALITY: ("vacancies", {"quality": 0}),
    Rule.LOCAL_CONNECTION: ("applicants", {"connections": EVERYWHERE}),
    Rule.NOMINATION: ("vacancies", {"nominators": 0}),
    Rule.HOUSEHOLD_KIND: ("vacancies", {"household_kinds": 0}),
}


@pytest.mark.parametrize("rule", RELAXATIONS)
@settings(deadline=None, max_examples=40)
@given(problem=problems())
def test_relaxing_what_a_rule_looks_at_opens_that_rule_and_leaves_the_others(rule, problem):
    table, values = RELAXATIONS[rule]
    rows = getattr(problem, table)
    wide = {name: np.full_like(getattr(rows, name), value) for name, value in values.items()}
    relaxed = everything(replace(problem, **{table: replace(rows, **wide)}), STRICT)
    areas = Rule.AREA_WANTED | Rule.AREA_EXCLUDED
    cleared = areas if rule in areas else rule
    np.testing.assert_array_equal(relaxed, everything(problem, STRICT) & ~np.int32(cleared))


@settings(deadline=None, max_examples=200)
@given(whole_problems(), st.integers(0, ALL_RULES), st.sampled_from([0, 5, 42]))
def test_plain_compiled_and_pair_by_pair_rules_agree(problem, rules, max_void_days):
    policy = Policy(name="drawn", version=1, rules=Rule(rules), max_void_days=max_void_days)
    plain = everything(problem, policy)
    homes = pack_homes(problem, policy, np.arange(problem.n_vacancies))
    people, terms = pack_people(problem, policy), pack_terms(policy)
    masks = np.zeros(problem.n_vacancies, dtype=np.int32)
    for i in range(problem.n_applicants):
        find_masks(people, homes, terms, i, masks)
        np.testing.assert_array_equal(masks, plain[i, homes.vacancy])
        expected = [failed_rules_of(problem, policy, i, j) for j in range(problem.n_vacancies)]
        assert plain[i].tolist() == expected
