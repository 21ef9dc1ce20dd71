"""What would open more homes to one applicant, by the rules alone: counted exactly.

Places, priority and everybody else are not looked at: for those see ``whatif``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import numpy as np

from matching.applicants import NO_DAY
from matching.columns import Int32
from matching.policy import Policy
from matching.problem import Problem
from matching.rules import Rule
from matching.score import failed
from matching.whatif import Facts, with_facts

DAYS_LATER = (28, 91)
"""How much later a last day, or how much sooner a move, is asked about."""
PENCE_MORE = (1_000, 2_500, 5_000)
"""How much more rent a week is asked about."""


class Ease(StrEnum):
    """What could be otherwise about an applicant, or about how homes are let."""

    AREA = "area"
    BEDROOM_RULE = "bedroom_rule"
    SPARE_BEDROOM = "spare_bedroom"
    LATER = "later"
    SOONER = "sooner"
    SUPPORT = "support"
    RENT = "rent"
    ACCESSIBILITY = "accessibility"


@dataclass(frozen=True)
class Opened:
    """One thing that could be otherwise, and the homes that it would open by itself.

    Attributes:
        ease: what.
        amount: the area's row, the bedroom rule's number, bedrooms, days, levels of support, pence
            a week, or the bit of the feature.
        homes: int64[k], rows of the vacancies that would be open and are not, rising.
    """

    ease: Ease
    amount: int
    homes: Any


def opened_areas(problem: Problem, policy: Policy, applicant: int) -> list[Opened]:
    """Each area that they did not ask for, with the homes that asking for it would open."""
    masks = _masks(problem, policy, applicant)
    homes = np.flatnonzero(masks == Rule.AREA_WANTED)
    areas = problem.vacancies.area[homes]
    return [
        Opened(Ease.AREA, area, homes[areas == area])
        for area in np.unique(areas).tolist()
        if problem.applicants.area_rank[applicant, area] == 0
    ]


def opened_otherwise(problem: Problem, policy: Policy, applicant: int) -> list[Opened]:
    """Everything else that could be otherwise, where it would open some home by itself."""
    is_open = _masks(problem, policy, applicant) == 0
    found = []
    for ease, amount, then in _changed(problem, applicant):
        homes = np.flatnonzero((_masks(then, policy, applicant) == 0) & ~is_open)
        if len(homes):
            found.append(Opened(ease, amount, homes))
    return found


def _masks(problem: Problem, policy: Policy, applicant: int) -> Int32:
    """The rules that shut each vacancy to an applicant: int32[n_vacancies]."""
    everything = np.arange(problem.n_vacancies)
    return failed(problem, policy, np.array([applicant]), everything)


def _changed(problem: Problem, applicant: int) -> Iterator[tuple[Ease, int, Problem]]:
    """Each change with the problem as it would be."""
    for ease, amount, homes in _changed_homes(problem):
        yield ease, amount, replace(problem, vacancies=replace(problem.vacancies, **homes))
    for ease, amount, facts in _changed_facts(problem, applicant):
        yield ease, amount, with_facts(problem, applicant, Facts(facts))


def _changed_homes(problem: Problem) -> Iterator[tuple[Ease, int, Mapping[str, Any]]]:
    vacancies = problem.vacancies
    for rule in range(problem.applicants.bedrooms_needed.shape[1]):
        same = np.full_like(vacancies.bedroom_rule, rule)
        yield Ease.BEDROOM_RULE, rule, {"bedroom_rule": same}
    spare = vacancies.bedroom_surplus + np.int8(1)
    yield Ease.SPARE_BEDROOM, 1, {"bedroom_surplus": spare}


def _changed_facts(
    problem: Problem, applicant: int
) -> Iterator[tuple[Ease, int, Mapping[str, Any]]]:
    a = problem.applicants
    last, ready = int(a.needed_by_day[applicant]), int(a.ready_day[applicant])
    for days in DAYS_LATER:
        if last != NO_DAY:
            yield Ease.LATER, days, {"needed_by_day": last + days}
        yield Ease.SOONER, days, {"ready_day": ready - days}
    support = int(a.support_needed[applicant])
    if support > 0:
        yield Ease.SUPPORT, 1, {"support_needed": support - 1}
    limit = int(a.rent_limit_pence[applicant])
    for pence in PENCE_MORE if limit >= 0 else ():
        yield Ease.RENT, pence, {"rent_limit_pence": limit + pence}
    needs = int(a.accessibility_needs[applicant])
    for bit in range(needs.bit_length()):
        if needs >> bit & 1:
            yield Ease.ACCESSIBILITY, 1 << bit, {"accessibility_needs": needs & ~(1 << bit)}
