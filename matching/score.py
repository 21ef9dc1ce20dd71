"""What a pair is worth: a policy's points, added up part by part in whole numbers.

Like ``eligibility`` this is the plain form; ``kernels`` holds the compiled twin.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any, Final

import numpy as np

from matching.columns import Int16, Int32, Int64, ProblemError
from matching.eligibility import ALL_RULES, Rule, failed_rules, rooms, rules_in
from matching.problem import Problem

MAX_WORTH: Final = 9_999
"""No pair is worth more, under any policy."""

MOST_SPARE_BEDROOMS: Final = 4
"""Spare bedrooms beyond this many cost no further points."""

N_FEATURES: Final = 32
TOP_SUPPORT_LEVEL: Final = 3


class Part(StrEnum):
    """A part of the worth of a pair; its parts add up to the worth exactly."""

    BASE = "base"
    CHOICE = "choice"
    BEDROOMS = "bedrooms"
    SUPPORT = "support"
    FEATURES_MET = "features_met"
    FEATURES_SPARE = "features_spare"
    RENT = "rent"
    DATES = "dates"


@dataclass(frozen=True)
class Policy:
    """What counts, and for how much: data with a name and a version.

    Priority is strict under every policy here; the points decide only which of the allocations
    that house the same people is best.

    Attributes:
        name: what people call it.
        version: a new number for every change.
        rules: the hard rules switched on; AREA_EXCLUDED always is.
        max_void_days: days a home may stand empty until the applicant is ready.
        base: points of every pair, so that worth stays above 0.
        choice: points of an area by rank: first choice, second, and on; the last for all later.
        bedrooms: points when no bedroom is spare.
        spare_bedroom: points lost a spare bedroom, of the first MOST_SPARE_BEDROOMS.
        support: points when the home gives no more support than is needed.
        over_support: points lost a level of support above the need.
        feature_met: points for each feature that is needed and there.
        feature_spare: points lost for each feature that is there and not needed.
        rent: points when the rent takes nothing of the limit, less in proportion.
        dates: points when the home need not stand empty at all, less in proportion.

    Raises:
        ProblemError: if a number is out of range, or some pair could be worth less than 1 or more
            than MAX_WORTH.
    """

    name: str
    version: int
    rules: Rule = ALL_RULES
    max_void_days: int = 42
    base: int = 1_000
    choice: tuple[int, ...] = (300, 200, 120, 60)
    bedrooms: int = 200
    spare_bedroom: int = 100
    support: int = 200
    over_support: int = 60
    feature_met: int = 50
    feature_spare: int = 25
    rent: int = 100
    dates: int = 100

    def __post_init__(self) -> None:
        object.__setattr__(self, "rules", Rule(self.rules) | Rule.AREA_EXCLUDED)
        object.__setattr__(self, "choice", tuple(self.choice))
        self._check_fields()
        lowest, highest = self._range()
        if lowest < 1 or highest > MAX_WORTH:
            raise ProblemError(
                f"policy.base is {self.base}, so that a pair could be worth {lowest} to {highest}; "
                f"it must be 1..{MAX_WORTH}"
            )

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values; ``from_dict`` reads them back."""
        return asdict(self) | {
            "rules": [rule.name for rule in rules_in(self.rules)],
            "choice": list(self.choice),
        }

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> Policy:
        """A policy from plain JSON values.

        Raises:
            ProblemError: if a field is missing, unknown, of a wrong type or out of range.
        """
        known = [field.name for field in fields(cls)]
        if wrong := sorted(set(given) ^ set(known)):
            raise ProblemError(
                f"policy.{wrong[0]} is missing or unknown; the fields are {', '.join(known)}"
            )
        return cls(**{**given, "rules": _rules_from(given["rules"])})

    def _check_fields(self) -> None:
        if not isinstance(self.name, str) or not self.name:
            raise ProblemError(f"policy.name is {self.name!r}; it must be some text")
        if not self.choice:
            raise ProblemError("policy.choice is empty; it must have points for the first choice")
        for name, value in self._numbers():
            if type(value) is not int or not 0 <= value <= MAX_WORTH:
                raise ProblemError(f"policy.{name} is {value!r}; it must be 0..{MAX_WORTH}")

    def _numbers(self) -> list[tuple[str, int]]:
        singles = [
            (field.name, getattr(self, field.name))
            for field in fields(self)
            if field.name not in ("name", "rules", "choice")
        ]
        return singles + [(f"choice[{rank}]", points) for rank, points in enumerate(self.choice)]

    def _range(self) -> tuple[int, int]:
        """The least and the most that any pair could be worth."""
        lowest = (
            self.base
            + self.bedrooms
            - self.spare_bedroom * MOST_SPARE_BEDROOMS
            + self.support
            - self.over_support * TOP_SUPPORT_LEVEL
            - self.feature_spare * N_FEATURES
        )
        best_parts = (self.base, max(self.choice), self.bedrooms, self.support, self.rent)
        return lowest, sum(best_parts) + self.dates + self.feature_met * N_FEATURES


STRICT: Final = Policy(name="strict", version=1)
"""The default policy: priority is law, and every rule is on."""


def failed(problem: Problem, policy: Policy, applicant: Int64, vacancy: Int64) -> Int16:
    """The rules of the policy that each pair fails: int16[n_pairs], 0 where the home is open."""
    return failed_rules(
        problem, applicant, vacancy, rules=policy.rules, max_void_days=policy.max_void_days
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
        Part.BEDROOMS: _bedrooms(*pairs),
        Part.SUPPORT: _support(*pairs),
        Part.FEATURES_MET: _features_met(*pairs),
        Part.FEATURES_SPARE: _features_spare(*pairs),
        Part.RENT: _rent(*pairs),
        Part.DATES: _dates(*pairs),
    }


def worth(problem: Problem, policy: Policy, applicant_rows: Int64, vacancy_rows: Int64) -> Int32:
    """The sum of the parts: int32[n_pairs], in points, 1 to MAX_WORTH."""
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


def _choice(problem: Problem, policy: Policy, i: Int64, j: Int64) -> Int32:
    rank = problem.applicants.area_rank[i, problem.vacancies.area[j]]
    points: Int32 = choice_points(policy)[np.clip(rank, 0, len(policy.choice))]
    return points


def _bedrooms(problem: Problem, policy: Policy, i: Int64, j: Int64) -> Int32:
    need = problem.applicants.bedrooms_needed[i, problem.vacancies.bedroom_rule[j]]
    spare: Int32 = np.clip(
        rooms(problem.vacancies, j) - need, 0, MOST_SPARE_BEDROOMS, dtype=np.int32
    )
    return policy.bedrooms - policy.spare_bedroom * spare


def _support(problem: Problem, policy: Policy, i: Int64, j: Int64) -> Int32:
    above = problem.vacancies.support_level[j] - problem.applicants.support_needed[i]
    over: Int32 = np.maximum(above, 0, dtype=np.int32)
    return policy.support - policy.over_support * over


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


def _dates(problem: Problem, policy: Policy, i: Int64, j: Int64) -> Int32:
    void_days = problem.applicants.ready_day[i] - problem.vacancies.available_day[j]
    points: Int32 = void_points(policy)[np.clip(void_days, 0, policy.max_void_days + 1)]
    return points


def _rules_from(names: Any) -> Rule:
    if not isinstance(names, list | tuple):
        raise ProblemError(f"policy.rules is {names!r}; it must be a list of the names of rules")
    rules = Rule(0)
    for name in names:
        if name not in Rule.__members__:
            raise ProblemError(
                f"policy.rules has {name!r}; a rule is one of {', '.join(Rule.__members__)}"
            )
        rules |= Rule[name]
    return rules
