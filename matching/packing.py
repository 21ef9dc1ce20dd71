"""Columns packed side by side in 32 bits, as compiled code reads and writes them."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np

from matching.applicants import N_BEDROOM_RULES
from matching.columns import Bools, Int8, Int16, Int32, Int64, UInt32, starts
from matching.conditions import Mark, Marks
from matching.eligibility import ready_to_let, service_suits
from matching.policy import Policy
from matching.problem import Problem
from matching.rules import Rule
from matching.score import choice_points, travel_points, void_points, waiting_points

N_MISSES: Final = 3
N_SETS: Final = 3
NO_LIMIT: Final = int(np.iinfo(np.int32).max)

# Columns of People.columns; the first three are the bedrooms needed under each rule set.
(
    SUPPORT_UNMET, SUPPORT_NEEDED, GROUPS, FRAMEWORKS, CONNECTIONS, REGISTERS, AGE, SEXES, NEEDS,
    CATEGORY, SIZE, PETS, RENT_LIMIT, READY, NEEDED_BY, SHUT_OUT, ORIGIN, MINUTES_LIMIT, LINKS,
    PREVIOUS, WAITED, KINDS,
) = range(N_BEDROOM_RULES, N_BEDROOM_RULES + 22)  # fmt: skip
# Rows of Homes.columns.
(
    ROOMS, BEDROOM_RULE, SURPLUS, LEVEL, MEANT_FOR, BOUGHT_UNDER, ASKED, NOMINATORS, AGE_MIN,
    AGE_MAX, BARRED, LACKING, REACHES, SIZE_MAX, NO_PETS, RENT, AVAILABLE, SHUT, CLUSTER, ROW,
    KINDS_TAKEN,
) = range(21)  # fmt: skip


class People(NamedTuple):
    """Applicants as compiled code reads them, a row each.

    Attributes:
        columns: int32[n_applicants, 25], masks bit for bit.
        area_rank: int8[n_applicants, n_areas].
        suited: bool[n_applicants, n_services], whom each service could take on.
        covers: int8[n_services, n_areas], where each works.
        minutes: int16[n_origins, n_areas].
        mark_start: int64[n_applicants + 1], where the marks of each applicant begin.
        mark_home: int32[n_marks], rows of vacancies.
        mark: int32[n_marks], the rule that the mark breaks; Rule.LOCKED where the pair is locked.
    """

    columns: Int32
    area_rank: Int8
    suited: Bools
    covers: Int8
    minutes: Int16
    mark_start: Int64
    mark_home: Int32
    mark: Int32


class Homes(NamedTuple):
    """Vacancies as compiled code reads them, area by area.

    Attributes:
        columns: int32[21, n_homes], masks bit for bit; ROW is the row among the vacancies.
        area_start: int64[n_areas + 1], where the homes of each area begin.
        area: int32[n_homes].
        key: int64[n_homes].
        home_of: int32[n_vacancies], the home that is each vacancy; −1 for none.
    """

    columns: Int32
    area_start: Int64
    area: Int32
    key: Int64
    home_of: Int32

    @property
    def vacancy(self) -> Int32:
        """int32[n_homes], the row of each among the vacancies."""
        row: Int32 = self.columns[ROW]
        return row


class Terms(NamedTuple):
    """The numbers of a Policy that compiled code reads; three of them are tables of points."""

    rules: int
    max_void_days: int
    base: int
    choice: Int32
    travel: Int32
    bedrooms: int
    spare_bedroom: int
    support: int
    over_support: int
    under_support: int
    feature_met: int
    feature_spare: int
    rent: int
    rent_shortfall: int
    dates: Int32
    link: int
    previous: int


class Survey(NamedTuple):
    """What is seen from some applicants, looking at every home: written by ``surveys.survey``.

    Attributes:
        n_open: int32[k], homes that no rule shuts.
        shut: int32[k, N_RULES], homes that each rule shuts.
        sets: int32[k, N_SETS], the smallest sets of rules whose relaxing opens a home, as masks,
            by fewest rules, then by most homes opened, then by mask; 0 for none.
        opens: int32[k, N_SETS], homes that relaxing each set would open.
        misses: int32[k, N_MISSES], indexes of the homes nearest to open; −1 for none.
        missed: int32[k, N_MISSES], the mask of the rules that shut each.
    """

    n_open: Int32
    shut: Int32
    sets: Int32
    opens: Int32
    misses: Int32
    missed: Int32


def pack_people(problem: Problem, policy: Policy) -> People:
    """Put the columns of the applicants side by side."""
    a = problem.applicants
    unmet = np.where(a.floating_level < a.support_needed, a.support_needed, 0)
    limit = np.where(a.rent_limit_pence < 0, NO_LIMIT, a.rent_limit_pence)
    furthest = np.where(a.minutes_limit < 0, NO_LIMIT, a.minutes_limit.astype(np.int32))
    columns = (
        *a.bedrooms_needed.T,
        unmet,
        a.support_needed,
        _bits(a.client_groups),
        _bits(a.care_frameworks),
        _bits(a.connections),
        _bits(a.registers),
        a.age,
        a.sexes,
        _bits(a.accessibility_needs),
        a.access_category,
        a.household_size,
        a.pets,
        limit,
        a.ready_day,
        a.needed_by_day,
        np.where(a.live_offer != 0, int(Rule.LIVE_OFFER), 0),
        a.origin,
        furthest,
        _bits(a.links),
        a.previous,
        waiting_points(problem, policy),
        _bits(a.household_kinds),
    )
    suits = [service_suits(problem, row) for row in range(len(problem.services))]
    suited = np.array(suits, dtype=np.bool_).reshape(len(suits), problem.n_applicants).T.copy()
    order, mark_start = _mark_order(problem)
    return People(
        np.stack(columns, axis=1).astype(np.int32),
        a.area_rank,
        suited,
        problem.services.covers,
        problem.minutes,
        mark_start,
        *_mark_columns(problem, order),
    )


def pack_homes(problem: Problem, policy: Policy, vacancies: Int64) -> Homes:
    """Put the columns of some vacancies under one another, area by area.

    Args:
        problem: the columns.
        policy: the policy, for the quality gate.
        vacancies: int64[n_homes], rows.
    """
    v = problem.vacancies
    vacancy = vacancies[np.argsort(v.area[vacancies], kind="stable")]
    below = (v.quality != 0) & (v.quality < policy.quality_gate)
    shut = np.where(below, int(Rule.QUALITY & policy.rules), 0)
    shut |= np.where(v.live_offer != 0, int(Rule.LIVE_OFFER), 0)
    columns = (
        np.maximum(v.bedrooms, 1),
        v.bedroom_rule,
        v.bedroom_surplus,
        v.support_level,
        _bits(v.client_groups),
        _bits(v.care_frameworks),
        _bits(v.connections_asked),
        _bits(v.nominators),
        v.age_min,
        v.age_max,
        ~v.sexes.astype(np.int32),
        ~_bits(v.features),
        v.access_category,
        v.household_max,
        1 - v.pets_allowed.astype(np.int32),
        v.rent_pence,
        ready_to_let(v),
        shut,
        _bits(v.links),
        np.arange(len(v)),
        _bits(v.household_kinds),
    )
    home_of = np.full(len(v), -1, dtype=np.int32)
    home_of[vacancy] = np.arange(len(vacancy), dtype=np.int32)
    return Homes(
        np.stack(columns).astype(np.int32)[:, vacancy].copy(),
        starts(np.bincount(v.area[vacancy], minlength=problem.n_areas)),
        v.area[vacancy],
        v.key[vacancy],
        home_of,
    )


def pack_terms(policy: Policy) -> Terms:
    """The policy as compiled code takes it."""
    numbers: dict[str, Any] = {
        "rules": int(policy.rules),
        "choice": choice_points(policy),
        "travel": travel_points(policy),
        "dates": void_points(policy),
    }
    for name in Terms._fields:
        if name not in numbers:
            numbers[name] = getattr(policy, name)
    return Terms(**numbers)


def _mark_order(problem: Problem) -> tuple[Int64, Int64]:
    """Marks and homes lived in, applicant by applicant: their order, and where each begins."""
    person = np.concatenate([problem.marks.applicant, problem.movers])
    n_of_each = np.bincount(person, minlength=problem.n_applicants)
    return np.argsort(person, kind="stable"), starts(n_of_each)


def _mark_columns(problem: Problem, order: Int64) -> tuple[Int32, Int32]:
    """The vacancy of each mark and the rule it breaks; a home lived in breaks OWN_HOME."""
    marks: Marks = problem.marks
    rule_of = np.zeros(len(Mark) + 1, dtype=np.int32)
    rule_of[[Mark.LOCKED, Mark.FORBIDDEN, Mark.REFUSED]] = (
        Rule.LOCKED,
        Rule.FORBIDDEN,
        Rule.REFUSED,
    )
    own = problem.applicants.home[problem.movers]
    homes = np.concatenate([marks.vacancy, own])[order].astype(np.int32)
    broken = np.concatenate([rule_of[marks.mark], np.full(len(own), int(Rule.OWN_HOME))])[order]
    return homes, broken.astype(np.int32)


def _bits(mask: UInt32) -> Int32:
    """The same 32 bits as a signed number."""
    return mask.view(np.int32)
