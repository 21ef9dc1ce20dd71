"""What a pair is worth: a policy's points, added up part by part in whole numbers.

Like ``eligibility`` this is the plain form; ``kernels`` holds the compiled twin.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np

from matching.columns import Int32, Int64
from matching.eligibility import (
    failed_rules,
    ready_to_let,
    rooms,
    travel_minutes,
)
from matching.policy import (
    MOST_SHORTFALL_POUNDS,
    MOST_SPARE_BEDROOMS,
    MOST_YEARS_WAITED,
    Policy,
)
from matching.problem import Problem

DAYS_A_YEAR = 365


class Part(StrEnum):
    """A part of the worth of a pair; its parts add up to the worth exactly."""

    BASE = "base"
    CHOICE = "choice"
    TRAVEL = "travel"
    BEDROOMS = "bedrooms"
    SUPPORT = "support"
    FEATURES_MET = "features_met"
    FEATURES_SPARE = "features_spare"
    RENT = "rent"
    RENT_SHORTFALL = "rent_shortfall"
    DATES = "dates"
    LINK = "link"
    WAITING = "waiting"
    PREVIOUS = "previous"


def failed(problem: Problem, policy: Policy, applicant: Int64, vacancy: Int64) -> Int32:
    """The rules of the policy that each pair fails: int32[n_pairs], 0 where the home is open."""
    return failed_rules(
        problem,
        applicant,
        vacancy,
        rules=policy.rules,
        max_void_days=policy.max_void_days,
        quality_gate=policy.quality_gate,
    )


def score_parts(
    problem: Problem, policy: Policy, applicant_rows: Int64, vacancy_rows: Int64
) -> dict[Part, Int32]:
    """The points of each part of the worth, pair by pair, whether or not the pair is eligible.

    Args:
        problem: the columns.
        policy: the points.
        applicant_rows: int64[n_pairs], row numbers of applicants.
        vacancy_rows: int64[n_pairs], row numbers of vacancies.

    Returns:
        For every Part int32[n_pairs], in points.
    """
    pairs = (problem, policy, applicant_rows, vacancy_rows)
    return {
        Part.BASE: np.full(len(applicant_rows), policy.base, dtype=np.int32),
        Part.CHOICE: _choice(*pairs),
        Part.TRAVEL: _travel(*pairs),
        Part.BEDROOMS: _bedrooms(*pairs),
        Part.SUPPORT: _support(*pairs),
        Part.FEATURES_MET: _features_met(*pairs),
        Part.FEATURES_SPARE: _features_spare(*pairs),
        Part.RENT: _rent(*pairs),
        Part.RENT_SHORTFALL: _rent_shortfall(*pairs),
        Part.DATES: _dates(*pairs),
        Part.LINK: _link(*pairs),
        Part.WAITING: waiting_points(problem, policy)[applicant_rows],
        Part.PREVIOUS: _previous(*pairs),
    }


def worth(problem: Problem, policy: Policy, applicant_rows: Int64, vacancy_rows: Int64) -> Int32:
    """The sum of the parts: int32[n_pairs], in points, 1 to MAX_WORTH for an open pair."""
    parts = score_parts(problem, policy, applicant_rows, vacancy_rows)
    total = np.zeros(len(applicant_rows), dtype=np.int32)
    for points in parts.values():
        total += points
    return total


def choice_points(policy: Policy) -> Int32:
    """Points of an area by rank: int32[n + 1], 0 for rank 0, the last for every later rank."""
    return np.array((0, *policy.choice), dtype=np.int32)


def void_points(policy: Policy) -> Int32:
    """Points by days that the home stands empty: int32[max_void_days + 2], the last for more."""
    left = policy.max_void_days - np.arange(policy.max_void_days + 1)
    points = policy.dates * left // max(policy.max_void_days, 1)
    points[0] = policy.dates
    return np.append(points, 0).astype(np.int32)


def travel_points(policy: Policy) -> Int32:
    """Points by minutes of the journey: int32[far_minutes + 2], the last for more."""
    left = policy.far_minutes - np.arange(policy.far_minutes + 1)
    points = policy.minutes * left // max(policy.far_minutes, 1)
    return np.append(points, 0).astype(np.int32)


def waiting_points(problem: Problem, policy: Policy) -> Int32:
    """Points for the whole years waited on the day of the match: int32[n_applicants]."""
    years = (problem.day - problem.applicants.registered_day) // DAYS_A_YEAR
    points: Int32 = policy.waiting * np.clip(years, 0, MOST_YEARS_WAITED).astype(np.int32)
    return points


def _choice(problem: Problem, policy: Policy, i: Int64, j: Int64) -> Int32:
    rank = problem.applicants.area_rank[i, problem.vacancies.area[j]]
    points: Int32 = choice_points(policy)[np.clip(rank, 0, len(policy.choice))]
    return points


def _travel(problem: Problem, policy: Policy, i: Int64, j: Int64) -> Int32:
    minutes = travel_minutes(problem, i, j)
    points = travel_points(policy)[np.clip(minutes, 0, policy.far_minutes + 1)]
    return np.where(minutes < 0, 0, points).astype(np.int32)


def _bedrooms(problem: Problem, policy: Policy, i: Int64, j: Int64) -> Int32:
    need = problem.applicants.bedrooms_needed[i, problem.vacancies.bedroom_rule[j]]
    spare: Int32 = np.clip(
        rooms(problem.vacancies, j) - need, 0, MOST_SPARE_BEDROOMS, dtype=np.int32
    )
    return policy.bedrooms - policy.spare_bedroom * spare


def _support(problem: Problem, policy: Policy, i: Int64, j: Int64) -> Int32:
    level = problem.vacancies.support_level[j].astype(np.int32)
    above = level - problem.applicants.support_needed[i]
    over, under = np.maximum(above, 0), np.maximum(-above, 0)
    points: Int32 = policy.support - policy.over_support * over - policy.under_support * under
    return points


def _features_met(problem: Problem, policy: Policy, i: Int64, j: Int64) -> Int32:
    needs, features = problem.applicants.accessibility_needs[i], problem.vacancies.features[j]
    met: Int32 = np.bitwise_count(needs & features).astype(np.int32)
    return policy.feature_met * met


def _features_spare(problem: Problem, policy: Policy, i: Int64, j: Int64) -> Int32:
    needs, features = problem.applicants.accessibility_needs[i], problem.vacancies.features[j]
    spare: Int32 = np.bitwise_count(~needs & features).astype(np.int32)
    return -policy.feature_spare * spare


def _rent(problem: Problem, policy: Policy, i: Int64, j: Int64) -> Int32:
    rent = problem.vacancies.rent_pence[j].astype(np.int64)
    limit = problem.applicants.rent_limit_pence[i].astype(np.int64)
    left = np.clip(limit - rent, 0, None) * policy.rent // np.maximum(limit, 1)
    return np.where(rent < 0, policy.rent, left).astype(np.int32)


def _rent_shortfall(problem: Problem, policy: Policy, i: Int64, j: Int64) -> Int32:
    rent, limit = problem.vacancies.rent_pence[j], problem.applicants.rent_limit_pence[i]
    pounds = np.clip((rent - limit) // 100, 0, MOST_SHORTFALL_POUNDS)
    return np.where(limit < 0, 0, -policy.rent_shortfall * pounds).astype(np.int32)


def _dates(problem: Problem, policy: Policy, i: Int64, j: Int64) -> Int32:
    void_days = problem.applicants.ready_day[i] - ready_to_let(problem.vacancies)[j]
    points: Int32 = void_points(policy)[np.clip(void_days, 0, policy.max_void_days + 1)]
    return points


def _link(problem: Problem, policy: Policy, i: Int64, j: Int64) -> Int32:
    linked = problem.applicants.links[i] & problem.vacancies.links[j]
    return np.where(linked != 0, policy.link, 0).astype(np.int32)


def _previous(problem: Problem, policy: Policy, i: Int64, j: Int64) -> Int32:
    same = problem.applicants.previous[i] == j
    return np.where(same, policy.previous, 0).astype(np.int32)
