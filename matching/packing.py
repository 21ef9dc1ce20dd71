"""Columns packed side by side in 32 bits, as compiled code reads and writes them."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from matching.columns import Int8, Int16, Int32, Int64, UInt32, starts
from matching.problem import N_BEDROOM_RULES, Applicants, Problem
from matching.score import Policy, choice_points, void_points

N_MISSES: Final = 3
NO_LIMIT: Final = int(np.iinfo(np.int32).max)

# Columns of People.columns; the first three are the bedrooms needed under each rule set.
SUPPORT_UNMET, SUPPORT_NEEDED, GROUPS, AGE, SEXES, NEEDS, RENT_LIMIT, READY, NEEDED_BY = range(
    N_BEDROOM_RULES, N_BEDROOM_RULES + 9
)
# Rows of Homes.columns.
(
    ROOMS,
    BEDROOM_RULE,
    SURPLUS,
    LEVEL,
    MEANT_FOR,
    AGE_MIN,
    AGE_MAX,
    BARRED,
    LACKING,
    RENT,
    AVAILABLE,
) = range(11)


class People(NamedTuple):
    """Applicants as compiled code reads them, a row each.

    Attributes:
        columns: int32[n_applicants, 12], masks bit for bit.
        area_rank: int8[n_applicants, n_areas].
    """

    columns: Int32
    area_rank: Int8


class Homes(NamedTuple):
    """Vacancies as compiled code reads them, area by area.

    Attributes:
        columns: int32[11, n_homes], masks bit for bit.
        area_start: int64[n_areas + 1], where the homes of each area begin.
        vacancy: int32[n_homes], the row of each among the vacancies.
        key: int64[n_homes].
    """

    columns: Int32
    area_start: Int64
    vacancy: Int32
    key: Int64


class Terms(NamedTuple):
    """The numbers of a Policy that compiled code reads; ``choice`` and ``dates`` are tables."""

    rules: int
    max_void_days: int
    base: int
    choice: Int32
    bedrooms: int
    spare_bedroom: int
    support: int
    over_support: int
    feature_met: int
    feature_spare: int
    rent: int
    dates: Int32


class Survey(NamedTuple):
    """What is seen from some applicants, looking at every home: written by ``kernels.survey``.

    Attributes:
        n_open: int32[k], homes that no rule shuts.
        shut: int32[k, N_RULES], homes that each rule shuts.
        alone: int32[k, N_RULES], homes that each rule shuts and no other does.
        misses: int32[k, N_MISSES], indexes of the homes nearest to open; −1 for none.
        missed: int16[k, N_MISSES], the mask of the rules that shut each.
    """

    n_open: Int32
    shut: Int32
    alone: Int32
    misses: Int32
    missed: Int16


def pack_people(applicants: Applicants) -> People:
    """Put the columns of the applicants side by side."""
    unmet = np.where(
        applicants.floating_level < applicants.support_needed, applicants.support_needed, 0
    )
    limit = np.where(applicants.rent_limit_pence < 0, NO_LIMIT, applicants.rent_limit_pence)
    columns = (
        *applicants.bedrooms_needed.T,
        unmet,
        applicants.support_needed,
        _bits(applicants.client_groups),
        applicants.age,
        applicants.sexes,
        _bits(applicants.accessibility_needs),
        limit,
        applicants.ready_day,
        applicants.needed_by_day,
    )
    return People(np.stack(columns, axis=1).astype(np.int32), applicants.area_rank)


def pack_homes(problem: Problem, vacancies: Int64) -> Homes:
    """Put the columns of some vacancies under one another, area by area.

    Args:
        problem: the columns.
        vacancies: int64[n_homes], rows.
    """
    v = problem.vacancies
    vacancy = vacancies[np.argsort(v.area[vacancies], kind="stable")]
    columns = (
        np.maximum(v.bedrooms, 1),
        v.bedroom_rule,
        v.bedroom_surplus,
        v.support_level,
        _bits(v.client_groups),
        v.age_min,
        v.age_max,
        ~v.sexes.astype(np.int32),
        ~_bits(v.features),
        v.rent_pence,
        v.available_day,
    )
    n_in_area = np.bincount(v.area[vacancy], minlength=problem.n_areas)
    return Homes(
        np.stack(columns).astype(np.int32)[:, vacancy].copy(),
        starts(n_in_area),
        vacancy.astype(np.int32),
        v.key[vacancy],
    )


def pack_terms(policy: Policy) -> Terms:
    """The policy as compiled code takes it."""
    terms = {name: getattr(policy, name) for name in Terms._fields}
    terms |= {
        "rules": int(policy.rules),
        "choice": choice_points(policy),
        "dates": void_points(policy),
    }
    return Terms(**terms)


def _bits(mask: UInt32) -> Int32:
    """The same 32 bits as a signed number."""
    return mask.view(np.int32)
