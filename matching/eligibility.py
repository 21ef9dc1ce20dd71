"""The hard rules: one bit each, so that every refusal can be said.

This is the plain form, written to be read; ``kernels`` holds the compiled twin, and the tests hold
the two to the same answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntFlag
from typing import Final

import numpy as np

from matching.columns import Bools, Int16, Int64
from matching.problem import Applicants, Problem, Vacancies


class Rule(IntFlag):
    """A reason why a home is not open to an applicant."""

    BEDROOMS = 1
    SUPPORT_LEVEL = 2
    CLIENT_GROUP = 4
    AREA_WANTED = 8
    AREA_EXCLUDED = 16
    AGE = 32
    SEX = 64
    ACCESSIBILITY = 128
    RENT = 256
    DATES = 512


RULES: Final = tuple(Rule)
"""Every rule in order of its bit: the columns of each table of counts by rule."""

N_RULES: Final = len(RULES)
ALL_RULES: Final = Rule((1 << N_RULES) - 1)


@dataclass(frozen=True, eq=False)
class Candidates:
    """Pairs of an applicant and a vacancy that are being looked at.

    The two arrays of row numbers may have any shapes that broadcast: two columns of one length for
    so many pairs, or a column and a row for every pair of the two.

    Attributes:
        applicants: every applicant.
        vacancies: every vacancy.
        applicant: int64, row numbers of applicants.
        vacancy: int64, row numbers of vacancies.
        max_void_days: days a home may stand empty until the applicant is ready.
    """

    applicants: Applicants
    vacancies: Vacancies
    applicant: Int64
    vacancy: Int64
    max_void_days: int


def rules_in(mask: int) -> list[Rule]:
    """The rules whose bits are set, in order."""
    return [rule for rule in RULES if mask & rule]


def failed_rules(
    problem: Problem, applicant: Int64, vacancy: Int64, *, rules: Rule, max_void_days: int
) -> Int16:
    """Which rules shut the vacancy to the applicant, pair by pair.

    Args:
        problem: the columns.
        applicant: int64, row numbers of applicants.
        vacancy: int64, row numbers of vacancies, of a shape that broadcasts with the other.
        rules: the rules switched on; AREA_EXCLUDED is on whether named or not.
        max_void_days: days a home may stand empty until the applicant is ready.

    Returns:
        int16, a bit mask of Rule for each pair; 0 where the vacancy is open to the applicant.
    """
    candidates = Candidates(
        problem.applicants, problem.vacancies, applicant, vacancy, max_void_days
    )
    failed = np.zeros(np.broadcast_shapes(applicant.shape, vacancy.shape), dtype=np.int16)
    for rule in rules_in(rules | Rule.AREA_EXCLUDED):
        failed |= _FAILS[rule](candidates) * np.int16(rule)
    return failed


def rooms(vacancies: Vacancies, vacancy: Int64) -> Int16:
    """Bedrooms as the need is counted: a bedsit, a studio or a room is one.

    Returns:
        int16 of the shape given, at least 1.
    """
    return np.maximum(vacancies.bedrooms[vacancy], 1).astype(np.int16)


def _bedrooms(c: Candidates) -> Bools:
    rule = c.vacancies.bedroom_rule[c.vacancy]
    spare = rooms(c.vacancies, c.vacancy) - c.applicants.bedrooms_needed[c.applicant, rule]
    return (spare < 0) | (spare > c.vacancies.bedroom_surplus[c.vacancy])


def _support_level(c: Candidates) -> Bools:
    given = np.maximum(
        c.vacancies.support_level[c.vacancy], c.applicants.floating_level[c.applicant]
    )
    short: Bools = given < c.applicants.support_needed[c.applicant]
    return short


def _client_group(c: Candidates) -> Bools:
    meant_for = c.vacancies.client_groups[c.vacancy]
    shared = meant_for & c.applicants.client_groups[c.applicant]
    refused: Bools = (meant_for != 0) & (shared == 0)
    return refused


def _area_wanted(c: Candidates) -> Bools:
    unwanted: Bools = c.applicants.area_rank[c.applicant, c.vacancies.area[c.vacancy]] == 0
    return unwanted


def _area_excluded(c: Candidates) -> Bools:
    excluded: Bools = c.applicants.area_rank[c.applicant, c.vacancies.area[c.vacancy]] < 0
    return excluded


def _age(c: Candidates) -> Bools:
    age = c.applicants.age[c.applicant]
    return (age < c.vacancies.age_min[c.vacancy]) | (age > c.vacancies.age_max[c.vacancy])


def _sex(c: Candidates) -> Bools:
    barred: Bools = (c.applicants.sexes[c.applicant] & ~c.vacancies.sexes[c.vacancy]) != 0
    return barred


def _accessibility(c: Candidates) -> Bools:
    needs = c.applicants.accessibility_needs[c.applicant]
    lacking: Bools = (needs & ~c.vacancies.features[c.vacancy]) != 0
    return lacking


def _rent(c: Candidates) -> Bools:
    rent = c.vacancies.rent_pence[c.vacancy]
    limit = c.applicants.rent_limit_pence[c.applicant]
    return (rent >= 0) & (limit >= 0) & (rent > limit)


def _dates(c: Candidates) -> Bools:
    available = c.vacancies.available_day[c.vacancy]
    void_days = c.applicants.ready_day[c.applicant] - available
    return (available > c.applicants.needed_by_day[c.applicant]) | (void_days > c.max_void_days)


_FAILS: Final[dict[Rule, Callable[[Candidates], Bools]]] = {
    Rule.BEDROOMS: _bedrooms,
    Rule.SUPPORT_LEVEL: _support_level,
    Rule.CLIENT_GROUP: _client_group,
    Rule.AREA_WANTED: _area_wanted,
    Rule.AREA_EXCLUDED: _area_excluded,
    Rule.AGE: _age,
    Rule.SEX: _sex,
    Rule.ACCESSIBILITY: _accessibility,
    Rule.RENT: _rent,
    Rule.DATES: _dates,
}
