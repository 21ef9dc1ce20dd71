"""The hard rules, pair by pair.

This is the plain form, written to be read; ``kernels`` holds the compiled twin, and the tests hold
the two to the same answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from matching.columns import Bools, Int8, Int16, Int32, Int64, UInt32
from matching.conditions import Mark
from matching.problem import Problem
from matching.rules import ALWAYS_ON, Rule, rules_in
from matching.vacancies import Vacancies


@dataclass(frozen=True, eq=False)
class Candidates:
    """Pairs of an applicant and a vacancy that are being looked at.

    The two arrays of row numbers may have any shapes that broadcast: two columns of one length for
    so many pairs, or a column and a row for every pair of the two.

    Attributes:
        problem: the columns.
        applicant: int64, row numbers of applicants.
        vacancy: int64, row numbers of vacancies.
        max_void_days: days a home may stand empty until the applicant is ready.
        quality_gate: the lowest quality rating that a rated home may have.
    """

    problem: Problem
    applicant: Int64
    vacancy: Int64
    max_void_days: int
    quality_gate: int


def failed_rules(
    problem: Problem,
    applicant: Int64,
    vacancy: Int64,
    *,
    rules: Rule,
    max_void_days: int,
    quality_gate: int,
) -> Int32:
    """Which rules shut the vacancy to the applicant, pair by pair.

    Args:
        problem: the columns.
        applicant: int64, row numbers of applicants.
        vacancy: int64, row numbers of vacancies, of a shape that broadcasts with the other.
        rules: the rules switched on; ALWAYS_ON are on whether named or not.
        max_void_days: days a home may stand empty until the applicant is ready.
        quality_gate: the lowest quality rating that a rated home may have.

    Returns:
        int32, a bit mask of Rule for each pair; 0 where the vacancy is open to the applicant.
    """
    candidates = Candidates(problem, applicant, vacancy, max_void_days, quality_gate)
    failed = np.zeros(np.broadcast_shapes(applicant.shape, vacancy.shape), dtype=np.int32)
    for rule in rules_in(rules | ALWAYS_ON):
        failed |= _FAILS[rule](candidates) * np.int32(rule)
    return np.where(_marked(candidates, Mark.LOCKED), failed & Rule.AREA_EXCLUDED, failed)


def fails(rule: Rule, candidates: Candidates) -> Bools:
    """Whether each pair fails a rule: bool of the shape of the pairs; locks are not looked at."""
    pairs = np.broadcast_shapes(candidates.applicant.shape, candidates.vacancy.shape)
    return np.broadcast_to(_FAILS[rule](candidates), pairs)


def rooms(vacancies: Vacancies, vacancy: Int64) -> Int16:
    """Bedrooms as the need is counted: a bedsit, a studio or a room is one.

    Returns:
        int16 of the shape given, at least 1.
    """
    return np.maximum(vacancies.bedrooms[vacancy], 1).astype(np.int16)


def hours_at_hand(problem: Problem, applicant: Int64, area: Int32) -> Bools:
    """Whether some service could close the gap for each applicant in each area.

    It must cover the area, give the level they need, be for one of their client groups, and have
    the hours they need and room for one more person at all. Whether the hours last for everyone is
    settled by the allocation.
    """
    at_hand = np.zeros(np.broadcast_shapes(applicant.shape, area.shape), dtype=np.bool_)
    for row in range(len(problem.services)):
        covers = problem.services.covers[row] != 0
        at_hand |= service_suits(problem, row)[applicant] & covers[area]
    return at_hand


def service_suits(problem: Problem, service: int) -> Bools:
    """Whom a service could take on, wherever they live: bool[n_applicants]."""
    a, s = problem.applicants, problem.services
    meant_for = s.client_groups[service]
    suits: Bools = (
        (a.hours_needed > 0)
        & (a.hours_needed <= s.half_hours[service])
        & (a.support_needed <= s.level[service])
        & ((meant_for == 0) | (a.client_groups & meant_for != 0))
        & (s.people[service] > 0)
    )
    return suits


def short_of_support(problem: Problem, applicant: Int64, vacancy: Int64) -> Bools:
    """Whether neither the home nor support they have reaches the level needed, pair by pair."""
    a, v = problem.applicants, problem.vacancies
    given = np.maximum(v.support_level[vacancy], a.floating_level[applicant])
    short: Bools = given < a.support_needed[applicant]
    return short


def _bedrooms(c: Candidates) -> Bools:
    v = c.problem.vacancies
    need = c.problem.applicants.bedrooms_needed[c.applicant, v.bedroom_rule[c.vacancy]]
    spare = rooms(v, c.vacancy) - need
    return (spare < 0) | (spare > v.bedroom_surplus[c.vacancy])


def _support_level(c: Candidates) -> Bools:
    area = c.problem.vacancies.area[c.vacancy]
    at_hand = hours_at_hand(c.problem, c.applicant, area)
    return short_of_support(c.problem, c.applicant, c.vacancy) & ~at_hand


def _client_group(c: Candidates) -> Bools:
    return _none_of(
        c.problem.vacancies.client_groups[c.vacancy],
        c.problem.applicants.client_groups[c.applicant],
    )


def _care_framework(c: Candidates) -> Bools:
    return _none_of(
        c.problem.vacancies.care_frameworks[c.vacancy],
        c.problem.applicants.care_frameworks[c.applicant],
    )


def _local_connection(c: Candidates) -> Bools:
    return _none_of(
        c.problem.vacancies.connections_asked[c.vacancy],
        c.problem.applicants.connections[c.applicant],
    )


def _nomination(c: Candidates) -> Bools:
    return _none_of(
        c.problem.vacancies.nominators[c.vacancy], c.problem.applicants.registers[c.applicant]
    )


def _none_of(asked: UInt32, had: UInt32) -> Bools:
    """Whether something of a mask is asked for and nothing of it is had."""
    lacking: Bools = (asked != 0) & (asked & had == 0)
    return lacking


def _area_rank(c: Candidates) -> Int8:
    rank: Int8 = c.problem.applicants.area_rank[c.applicant, c.problem.vacancies.area[c.vacancy]]
    return rank


def _area_wanted(c: Candidates) -> Bools:
    unwanted: Bools = _area_rank(c) == 0
    return unwanted


def _area_excluded(c: Candidates) -> Bools:
    excluded: Bools = _area_rank(c) < 0
    return excluded


def travel_minutes(problem: Problem, applicant: Int64, vacancy: Int64) -> Int16:
    """The journey from where each applicant travels from: int16, minutes; −1 not known."""
    origin = problem.applicants.origin[applicant]
    if not len(problem.minutes):
        return np.full(np.broadcast_shapes(applicant.shape, vacancy.shape), -1, dtype=np.int16)
    minutes = problem.minutes[np.maximum(origin, 0), problem.vacancies.area[vacancy]]
    return np.where(origin < 0, -1, minutes).astype(np.int16)


def _travel(c: Candidates) -> Bools:
    limit = c.problem.applicants.minutes_limit[c.applicant]
    too_far: Bools = (limit >= 0) & (travel_minutes(c.problem, c.applicant, c.vacancy) > limit)
    return too_far


def _age(c: Candidates) -> Bools:
    age, v = c.problem.applicants.age[c.applicant], c.problem.vacancies
    return (age < v.age_min[c.vacancy]) | (age > v.age_max[c.vacancy])


def _sex(c: Candidates) -> Bools:
    taken = c.problem.vacancies.sexes[c.vacancy]
    barred: Bools = (c.problem.applicants.sexes[c.applicant] & ~taken) != 0
    return barred


def _accessibility(c: Candidates) -> Bools:
    a, v = c.problem.applicants, c.problem.vacancies
    lacking = (a.accessibility_needs[c.applicant] & ~v.features[c.vacancy]) != 0
    below = v.access_category[c.vacancy] < a.access_category[c.applicant]
    short: Bools = lacking | below
    return short


def _rent(c: Candidates) -> Bools:
    rent = c.problem.vacancies.rent_pence[c.vacancy]
    limit = c.problem.applicants.rent_limit_pence[c.applicant]
    return (rent >= 0) & (limit >= 0) & (rent > limit)


def ready_to_let(vacancies: Vacancies) -> Int32:
    """The first day each can be let, after its turnaround: int32[m], days since 1970-01-01."""
    return vacancies.available_day + vacancies.turnaround_days.astype(np.int32)


def _dates(c: Candidates) -> Bools:
    a, ready = c.problem.applicants, ready_to_let(c.problem.vacancies)[c.vacancy]
    void_days = a.ready_day[c.applicant] - ready
    late: Bools = (ready > a.needed_by_day[c.applicant]) | (void_days > c.max_void_days)
    return late


def _household_size(c: Candidates) -> Bools:
    most = c.problem.vacancies.household_max[c.vacancy]
    too_many: Bools = c.problem.applicants.household_size[c.applicant] > most
    return too_many


def _household_kind(c: Candidates) -> Bools:
    return _none_of(
        c.problem.vacancies.household_kinds[c.vacancy],
        c.problem.applicants.household_kinds[c.applicant],
    )


def _pets(c: Candidates) -> Bools:
    pets: Bools = (
        c.problem.applicants.pets[c.applicant] > (c.problem.vacancies.pets_allowed[c.vacancy])
    )
    return pets


def _quality(c: Candidates) -> Bools:
    quality = c.problem.vacancies.quality[c.vacancy]
    below = (quality != 0) & (quality < c.quality_gate)
    shut: Bools = below & np.ones_like(c.applicant, dtype=np.bool_)
    return shut


def _live_offer(c: Candidates) -> Bools:
    home, person = c.problem.vacancies.live_offer, c.problem.applicants.live_offer
    offered: Bools = (home[c.vacancy] | person[c.applicant]) != 0
    return offered


def _own_home(c: Candidates) -> Bools:
    own: Bools = c.problem.applicants.home[c.applicant] == c.vacancy
    return own


def _locked(c: Candidates) -> Bools:
    lock = c.problem.locks[c.applicant]
    elsewhere: Bools = (lock >= 0) & (lock != c.vacancy)
    return elsewhere


def _marked(c: Candidates, mark: Mark) -> Bools:
    """Whether each pair bears a mark."""
    rows = c.problem.marks.mark == mark
    n = np.int64(c.problem.n_vacancies)
    marked = c.problem.marks.applicant[rows] * n + c.problem.marks.vacancy[rows]
    if not len(marked):
        return np.zeros(1, dtype=np.bool_)
    return np.isin(c.applicant * n + c.vacancy, marked)


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
    Rule.HOUSEHOLD_SIZE: _household_size,
    Rule.CARE_FRAMEWORK: _care_framework,
    Rule.TRAVEL: _travel,
    Rule.PETS: _pets,
    Rule.QUALITY: _quality,
    Rule.LOCAL_CONNECTION: _local_connection,
    Rule.NOMINATION: _nomination,
    Rule.REFUSED: lambda c: _marked(c, Mark.REFUSED),
    Rule.FORBIDDEN: lambda c: _marked(c, Mark.FORBIDDEN),
    Rule.LIVE_OFFER: _live_offer,
    Rule.LOCKED: _locked,
    Rule.OWN_HOME: _own_home,
    Rule.HOUSEHOLD_KIND: _household_kind,
}
