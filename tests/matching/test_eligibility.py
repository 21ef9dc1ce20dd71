from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import NO_DAY, STRICT, Policy, Problem, Rule, rules_in
from matching.kernels import find_masks
from matching.packing import pack_homes, pack_people, pack_terms
from matching.score import failed
from tests.matching.builder import TODAY, given_problem, problems
from tests.matching.reference import failed_rules_of


def mask_of(applicant=None, vacancy=None, policy: Policy = STRICT) -> Rule:
    problem = given_problem([applicant or {}], [vacancy or {}])
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


@pytest.mark.parametrize("rule", Rule)
def test_a_rule_that_is_off_shuts_nothing_but_an_exclusion_is_never_off(rule):
    off = Policy(name="without", version=1, rules=~rule)
    unlike = {"bedrooms_needed": (5, 5, 5), "support_needed": 3, "client_groups": 0, "age": 2}
    unlike |= {"sexes": 2, "accessibility_needs": 1, "rent_limit_pence": 0, "ready_day": TODAY + 99}
    ranks = {Rule.AREA_WANTED: 0, Rule.AREA_EXCLUDED: -1}
    applicant = unlike | {"area_rank": (ranks.get(rule, 1), 1)}
    vacancy = {"client_groups": 2, "sexes": 1}
    assert rule in mask_of(applicant, vacancy)
    assert (rule in mask_of(applicant, vacancy, off)) == (rule == Rule.AREA_EXCLUDED)


RELAXATIONS = {
    Rule.BEDROOMS: ("vacancies", {"bedrooms": 50, "bedroom_surplus": 50}),
    Rule.SUPPORT_LEVEL: ("applicants", {"floating_level": 3}),
    Rule.CLIENT_GROUP: ("vacancies", {"client_groups": 0}),
    Rule.AREA_WANTED: ("applicants", {"area_rank": 1}),
    Rule.AREA_EXCLUDED: ("applicants", {"area_rank": 1}),
    Rule.AGE: ("vacancies", {"age_min": 0, "age_max": 130}),
    Rule.SEX: ("vacancies", {"sexes": 3}),
    Rule.ACCESSIBILITY: ("applicants", {"accessibility_needs": 0}),
    Rule.RENT: ("vacancies", {"rent_pence": -1}),
    Rule.DATES: ("applicants", {"ready_day": TODAY - 99, "needed_by_day": NO_DAY}),
}


@pytest.mark.parametrize("rule", Rule)
@settings(deadline=None, max_examples=40)
@given(problem=problems())
def test_relaxing_what_a_rule_looks_at_opens_that_rule_and_leaves_the_others(rule, problem):
    table, values = RELAXATIONS[rule]
    rows = getattr(problem, table)
    wide = {name: np.full_like(getattr(rows, name), value) for name, value in values.items()}
    relaxed = everything(replace(problem, **{table: replace(rows, **wide)}), STRICT)
    areas = Rule.AREA_WANTED | Rule.AREA_EXCLUDED
    cleared = areas if rule in areas else rule
    np.testing.assert_array_equal(relaxed, everything(problem, STRICT) & ~np.int16(cleared))


@settings(deadline=None, max_examples=100)
@given(problems(), st.integers(0, 1023), st.sampled_from([0, 5, 42]))
def test_plain_compiled_and_pair_by_pair_rules_agree(problem, rules, max_void_days):
    policy = Policy(name="drawn", version=1, rules=Rule(rules), max_void_days=max_void_days)
    plain = everything(problem, policy)
    homes = pack_homes(problem, np.arange(problem.n_vacancies))
    people, terms = pack_people(problem.applicants), pack_terms(policy)
    masks = np.zeros(problem.n_vacancies, dtype=np.int32)
    for i in range(problem.n_applicants):
        find_masks(people, homes, terms, i, masks)
        np.testing.assert_array_equal(masks, plain[i, homes.vacancy])
        expected = [failed_rules_of(problem, policy, i, j) for j in range(problem.n_vacancies)]
        assert plain[i].tolist() == expected
