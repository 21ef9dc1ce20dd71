from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from matching import STRICT, Part, Policy, ProblemError, Rule, rules_in, score_parts
from matching.kernels import worth as compiled_worth
from matching.packing import pack_homes, pack_people, pack_terms
from matching.policy import MAX_WORTH
from matching.rules import ALWAYS_ON
from matching.score import worth
from tests.matching.builder import TODAY, given_problem, whole_problems
from tests.matching.reference import worth_of

TINY = Policy(name="tiny", version=3, max_void_days=0, choice=(9,), rent=7, dates=5, far_minutes=0)
WAITING = Policy(name="waiting", version=1, waiting=70, link=9, previous=8, rent_shortfall=1)


def points_of(part: Part, applicant=None, vacancy=None, policy=STRICT, **said) -> int:
    problem = given_problem([applicant or {}], [vacancy or {}], **said)
    return int(score_parts(problem, policy, np.array([0]), np.array([0]))[part][0])


@pytest.mark.parametrize(("rank", "points"), [(1, 300), (2, 200), (3, 120), (4, 60), (9, 60)])
def test_an_earlier_choice_of_area_is_worth_more(rank, points):
    assert points_of(Part.CHOICE, {"area_rank": (rank, 0)}) == points


@pytest.mark.parametrize(("bedrooms", "points"), [(0, 200), (1, 200), (2, 100), (3, 0), (9, -200)])
def test_spare_bedrooms_cost_points(bedrooms, points):
    assert points_of(Part.BEDROOMS, {}, {"bedrooms": bedrooms}) == points


@pytest.mark.parametrize(("level", "points"), [(0, 190), (1, 200), (2, 140), (3, 80)])
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


@pytest.mark.parametrize(("minutes", "points"), [(-1, 0), (0, 100), (15, 75), (60, 0), (200, 0)])
def test_a_shorter_journey_is_worth_more_and_an_unknown_one_nothing(minutes, points):
    said = {"minutes": np.array([[minutes, 0]])}
    assert points_of(Part.TRAVEL, {"origin": 0}, **said) == points


def test_support_below_the_need_that_hours_meet_costs_points():
    mine = {"support_needed": 3, "hours_needed": 2}
    assert points_of(Part.SUPPORT, mine, {"support_level": 1}) == 200 - 2 * 10


@pytest.mark.parametrize(
    ("rent", "points"), [(10_000, 0), (10_099, 0), (10_100, -2), (99_999, -100)]
)
def test_each_pound_of_rent_above_the_limit_costs_points(rent, points):
    mine = {"rent_limit_pence": 10_000}
    assert points_of(Part.RENT_SHORTFALL, mine, {"rent_pence": rent}) == points


def test_a_home_in_the_cluster_of_their_enablement_scheme_is_worth_more():
    assert points_of(Part.LINK, {"links": 0b1}, {"links": 0b11}) == STRICT.link
    assert points_of(Part.LINK, {"links": 0b1}, {"links": 0b10}) == 0


@pytest.mark.parametrize(("days", "points"), [(364, 0), (365, 70), (730, 140), (9_999, 700)])
def test_whole_years_waited_are_worth_points_under_a_policy_that_says_so(days, points):
    mine = {"registered_day": TODAY - days}
    assert points_of(Part.WAITING, mine, policy=WAITING) == points


def test_the_home_of_an_earlier_allocation_is_worth_more():
    assert points_of(Part.PREVIOUS, {"previous": 0}) == STRICT.previous
    assert points_of(Part.PREVIOUS) == 0


@settings(deadline=None, max_examples=100)
@given(whole_problems())
@pytest.mark.parametrize("policy", [STRICT, TINY, WAITING], ids=lambda policy: policy.name)
def test_plain_compiled_and_pair_by_pair_worths_agree_and_the_parts_add_up(policy, problem):
    n, m = problem.n_applicants, problem.n_vacancies
    applicant, vacancy = np.divmod(np.arange(n * m), max(m, 1))
    plain = worth(problem, policy, applicant, vacancy)
    homes = pack_homes(problem, policy, np.arange(m))
    people, terms = pack_people(problem, policy), pack_terms(policy)
    for i, j, points in zip(applicant.tolist(), vacancy.tolist(), plain.tolist(), strict=True):
        area, home = int(problem.vacancies.area[j]), int(homes.home_of[j])
        assert points == worth_of(problem, policy, i, j)
        assert points == compiled_worth(people, i, homes.columns, home, area, terms)
    parts = score_parts(problem, policy, applicant, vacancy)
    assert list(parts) == list(Part)
    np.testing.assert_array_equal(sum(parts.values(), np.zeros(n * m, dtype=np.int32)), plain)
    assert all(0 < points <= MAX_WORTH for points in plain.tolist())


def test_a_policy_survives_the_journey_through_json_values():
    policy = Policy(name="quick", version=4, rules=Rule.AGE | Rule.RENT, choice=(5, 4))
    assert Policy.from_dict(policy.to_dict()) == policy
    assert policy.to_dict()["rules"] == [
        rule.name for rule in rules_in(Rule.AGE | Rule.RENT | ALWAYS_ON)
    ]


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
        ({"order": "loose"}, r"policy\.order is 'loose'; it must be strict or weighted"),
        ({"tier_order": [1, 2, 3, 4, 4]}, r"policy\.tier_order is \[1, 2, 3, 4, 4\]; it must be"),
        ({"order": "weighted", "floors": "register"}, r"policy\.floors must be none"),
        ({"base": 0}, r"policy\.base is 0, so that a pair could be worth -1080 to"),
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
