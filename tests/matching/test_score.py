from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from matching import STRICT, Part, Policy, ProblemError, Rule, score_parts
from matching.kernels import worth as compiled_worth
from matching.packing import pack_homes, pack_people, pack_terms
from matching.score import MAX_WORTH, worth
from tests.matching.builder import TODAY, given_problem, problems
from tests.matching.reference import worth_of

TINY = Policy(name="tiny", version=3, max_void_days=0, choice=(9,), rent=7, dates=5)


def points_of(part: Part, applicant=None, vacancy=None) -> int:
    problem = given_problem([applicant or {}], [vacancy or {}])
    return int(score_parts(problem, STRICT, np.array([0]), np.array([0]))[part][0])


@pytest.mark.parametrize(("rank", "points"), [(1, 300), (2, 200), (3, 120), (4, 60), (9, 60)])
def test_an_earlier_choice_of_area_is_worth_more(rank, points):
    assert points_of(Part.CHOICE, {"area_rank": (rank, 0)}) == points


@pytest.mark.parametrize(("bedrooms", "points"), [(0, 200), (1, 200), (2, 100), (3, 0), (9, -200)])
def test_spare_bedrooms_cost_points(bedrooms, points):
    assert points_of(Part.BEDROOMS, {}, {"bedrooms": bedrooms}) == points


@pytest.mark.parametrize(("level", "points"), [(0, 200), (1, 200), (2, 140), (3, 80)])
def test_support_above_the_need_costs_points(level, points):
    assert points_of(Part.SUPPORT, {"support_needed": 1}, {"support_level": level}) == points


@pytest.mark.parametrize(
    ("needs", "features", "met", "spare"),
    [
        (0, 0, 0, 0),
        (0b11, 0b11, 100, 0),
        (0b1, 0b111, 50, -50),
        (0, 0b11, 0, -50),
        (0, 2**32 - 1, 0, -800),
    ],
)
def test_adaptations_gain_points_where_needed_and_cost_points_where_not(
    needs, features, met, spare
):
    mine, there = {"accessibility_needs": needs}, {"features": features}
    assert points_of(Part.FEATURES_MET, mine, there) == met
    assert points_of(Part.FEATURES_SPARE, mine, there) == spare


@pytest.mark.parametrize(
    ("limit", "rent", "points"),
    [(10_000, 0, 100), (10_000, 2_550, 74), (10_000, 10_000, 0), (-1, 100, 0), (5, -1, 100)],
)
def test_the_share_of_the_limit_that_rent_leaves_is_worth_points(limit, rent, points):
    assert points_of(Part.RENT, {"rent_limit_pence": limit}, {"rent_pence": rent}) == points


@pytest.mark.parametrize(("void", "points"), [(-90, 100), (0, 100), (21, 50), (42, 0), (60, 0)])
def test_days_that_the_home_stands_empty_cost_points(void, points):
    assert points_of(Part.DATES, {"ready_day": TODAY + void}) == points


@settings(deadline=None, max_examples=100)
@given(problems())
@pytest.mark.parametrize("policy", [STRICT, TINY], ids=lambda policy: policy.name)
def test_plain_compiled_and_pair_by_pair_worths_agree_and_the_parts_add_up(policy, problem):
    n, m = problem.n_applicants, problem.n_vacancies
    applicant, vacancy = np.divmod(np.arange(n * m), max(m, 1))
    plain = worth(problem, policy, applicant, vacancy)
    homes = pack_homes(problem, np.arange(m))
    where = np.argsort(homes.vacancy)
    people, terms = pack_people(problem.applicants), pack_terms(policy)
    for i, j, points in zip(applicant.tolist(), vacancy.tolist(), plain.tolist(), strict=True):
        rank = int(problem.applicants.area_rank[i, problem.vacancies.area[j]])
        assert points == worth_of(problem, policy, i, j)
        assert points == compiled_worth(people.columns[i], homes.columns, where[j], rank, terms)
    parts = score_parts(problem, policy, applicant, vacancy)
    assert list(parts) == list(Part)
    np.testing.assert_array_equal(sum(parts.values(), np.zeros(n * m, dtype=np.int32)), plain)
    assert all(0 < points <= MAX_WORTH for points in plain.tolist())


def test_a_policy_survives_the_journey_through_json_values():
    policy = Policy(name="quick", version=4, rules=Rule.AGE | Rule.RENT, choice=(5, 4))
    assert Policy.from_dict(policy.to_dict()) == policy
    assert policy.to_dict()["rules"] == ["AREA_EXCLUDED", "AGE", "RENT"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"rules": ["AGE", "HEIGHT"]}, r"policy\.rules has 'HEIGHT'; a rule is one of BEDROOMS"),
        ({"rules": 1}, r"policy\.rules is 1; it must be a list"),
        ({"rent": -1}, r"policy\.rent is -1; it must be 0\.\."),
        ({"rent": 1.5}, r"policy\.rent is 1\.5; it must be 0\.\."),
        ({"choice": []}, r"policy\.choice is empty"),
        ({"choice": [1, "x"]}, r"policy\.choice\[1\] is 'x'"),
        ({"name": ""}, r"policy\.name is ''"),
        ({"base": 0}, r"policy\.base is 0, so that a pair could be worth -980 to"),
        ({"base": 9_000}, r"policy\.base is 9000, so that a pair could be worth"),
        ({"colour": 1}, r"policy\.colour is missing or unknown"),
    ],
)
def test_a_policy_that_makes_no_sense_is_refused(change, message):
    with pytest.raises(ProblemError, match=message):
        Policy.from_dict(STRICT.to_dict() | change)


def test_a_policy_without_one_of_its_fields_is_refused():
    given = STRICT.to_dict()
    del given["rent"]
    with pytest.raises(ProblemError, match=r"policy\.rent is missing"):
        Policy.from_dict(given)
