"""What each rule says of people who are alike to it, in plain numpy: asked once for each kind.

Most rules look at few columns of an applicant, in which many hold the same.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from matching.columns import Column, Int64, UInt8
from matching.eligibility import Candidates, fails, service_suits
from matching.policy import Policy
from matching.problem import Problem
from matching.rules import Rule

_LOOKS_AT: Final[dict[Rule, tuple[str, ...]]] = {
    Rule.BEDROOMS: ("bedrooms_needed",),
    Rule.SUPPORT_LEVEL: ("support_needed", "floating_level"),
    Rule.CLIENT_GROUP: ("client_groups",),
    Rule.AGE: ("age",),
    Rule.SEX: ("sexes",),
    Rule.ACCESSIBILITY: ("accessibility_needs", "access_category"),
    Rule.RENT: ("rent_limit_pence",),
    Rule.DATES: ("ready_day", "needed_by_day"),
    Rule.HOUSEHOLD_SIZE: ("household_size",),
    Rule.CARE_FRAMEWORK: ("care_frameworks",),
    Rule.PETS: ("pets",),
    Rule.QUALITY: (),
    Rule.LOCAL_CONNECTION: ("connections",),
    Rule.NOMINATION: ("registers",),
    Rule.LIVE_OFFER: ("live_offer",),
    Rule.HOUSEHOLD_KIND: ("household_kinds",),
}
"""The columns of Applicants that a rule looks at; SUPPORT_LEVEL asks what services suit as well."""

BY_KIND: Final = Rule(sum(_LOOKS_AT))
"""These rules; the others look at areas, journeys, marks and the homes that people live in."""

_PAIRS_AT_ONCE: Final = 1 << 18


class Kinds(NamedTuple):
    """Applicants sorted out by what one rule looks at.

    Attributes:
        first: int64[n_kinds], the row of some applicant of each kind.
        of: int64[k], the kind of each applicant.
    """

    first: Int64
    of: Int64


def sort_out(problem: Problem, rule: Rule, rows: Int64) -> Kinds:
    """Find the kinds of applicants that a rule tells apart.

    Args:
        problem: the columns.
        rule: one of BY_KIND.
        rows: int64[k], applicants.
    """
    kind, first = np.zeros(len(rows), dtype=np.int64), np.arange(min(len(rows), 1))
    for column in _looked_at(problem, rule):
        values, at = np.unique(column[rows], return_inverse=True)
        if len(values) > 1:
            both = kind * len(values) + at
            _, first, kind = np.unique(both, return_index=True, return_inverse=True)
    return Kinds(rows[first], kind)


def _looked_at(problem: Problem, rule: Rule) -> list[Column]:
    columns = []
    for name in _LOOKS_AT[rule]:
        column = getattr(problem.applicants, name)
        columns += list(column.T) if column.ndim == 2 else [column]
    if rule is Rule.SUPPORT_LEVEL:
        columns += [service_suits(problem, row) for row in range(len(problem.services))]
    return columns


def shut_bits(
    problem: Problem, policy: Policy, rule: Rule, applicants: Int64, vacancies: Int64
) -> UInt8:
    """The vacancies that a rule shuts to each of some applicants, a bit each, the lowest first.

    Args:
        problem: the columns.
        policy: the numbers of the rules.
        rule: any rule.
        applicants: int64[k], rows.
        vacancies: int64[l], rows.

    Returns:
        uint8[k, l ÷ 8 rounded up].
    """
    at_once = 1 + _PAIRS_AT_ONCE // (1 + len(vacancies))
    numbers = policy.max_void_days, policy.quality_gate
    bits = [
        np.packbits(
            fails(rule, Candidates(problem, some[:, None], vacancies[None], *numbers)),
            axis=1,
            bitorder="little",
        )
        for some in np.array_split(applicants, 1 + len(applicants) // at_once)
    ]
    return np.concatenate(bits)
