"""From the county's rows to the matcher's columns: ids to row numbers, enums to small integers."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from matching import (
    EVERYWHERE,
    FEMALE,
    MALE,
    NO_DAY,
    Applicants,
    Mark,
    Marks,
    Problem,
    Vacancies,
)
from service.actions.districts_mask import district_bits
from service.actions.lettings_rules import HOUSEHOLDS, nominators_of
from service.domain.bedrooms import BedroomRule
from service.domain.connections import (
    ConnectionGround,
    LocalConnection,
    connections_on,
    why_none_is_asked,
)
from service.domain.homes import Feature, SchemeKind, SexesAccepted
from service.domain.quality import quality_that_counts
from service.domain.scopes import WHOLE, Scope
from service.domain.support import ClientGroup
from service.domain.terms import PartM
from service.store.columns import (
    ApplicantRow,
    Columns,
    ExcludedRow,
    VacancyRow,
    WantedRow,
    read_columns,
)
from service.store.marks import Said
from service.store.match_runs import count_households
from service.store.pool import snapshot

ANYWHERE_RANK = 100
"""The rank of every area for somebody who would live anywhere: behind any choice named."""

_EPOCH = date(1970, 1, 1)
_GROUP_BITS = {str(group): 1 << bit for bit, group in enumerate(ClientGroup)}
_FEATURE_BITS = {str(feature): 1 << bit for bit, feature in enumerate(Feature)}
_BEDROOM_RULES = {str(rule): number for number, rule in enumerate(BedroomRule)}
_SEXES = {
    str(SexesAccepted.ANY): FEMALE | MALE,
    str(SexesAccepted.WOMEN): FEMALE,
    str(SexesAccepted.MEN): MALE,
}

Number = TypeVar("Number", bound=np.generic)

Area = tuple[int, str]
"""Where a home counts as being: its nearest town's id and its district's code."""


@dataclass(frozen=True, eq=False)
class Translated:
    """A problem, with the ids that its rows stand for."""

    problem: Problem
    applicant_ids: npt.NDArray[np.int64]
    """int64[n_applicants]"""
    vacancy_ids: npt.NDArray[np.int64]
    """int64[n_vacancies]"""
    areas: Sequence[Area] = ()
    """What each of the problem's areas stands for."""


async def read_problem(database_url: str, on: date, scope: Scope = WHOLE) -> tuple[Translated, int]:
    """The problem of a day, of one moment of the database, and how many households wait."""
    async with snapshot(database_url) as connection:
        columns = await read_columns(connection, on=on, scope=scope)
        n_households = await count_households(connection)
    return await asyncio.to_thread(translate, columns), n_households


def translate(columns: Columns) -> Translated:
    """The matcher's columns for a county's rows.

    Raises:
        ProblemError: A row holds what no problem may hold.
    """
    areas: dict[Area, int] = {}
    for row in columns.vacancies:
        areas.setdefault((row.place_id, row.district_code), len(areas))
    applicant_ids = _column((row.id for row in columns.applicants), np.int64)
    vacancy_ids = _column((row.id for row in columns.vacancies), np.int64)
    ranks = _area_ranks(applicant_ids, list(areas), columns.wanted, columns.excluded)
    districts = district_bits(columns.districts)
    applicants = _applicants(columns, applicant_ids, ranks, districts)
    today = (columns.on - _EPOCH).days
    vacancies = _vacancies(columns.vacancies, vacancy_ids, areas, districts, today)
    marks = _marks(columns.marks, applicants, vacancies)
    problem = Problem(applicants, vacancies, marks=marks, day=today)
    return Translated(problem, applicant_ids, vacancy_ids, list(areas))


def _applicants(
    columns: Columns,
    ids: npt.NDArray[np.int64],
    ranks: npt.NDArray[np.int8],
    districts: dict[str, int],
) -> Applicants:
    rows = columns.applicants
    needs = [(row.lha_uc, row.hb_social, row.bedroom_standard) for row in rows]
    last_days = (NO_DAY if row.needed_by_day is None else row.needed_by_day for row in rows)
    return Applicants(
        key=ids,
        tier=_column((row.tier for row in rows), np.int8),
        registered_day=_column((row.registered_day for row in rows), np.int32),
        bedrooms_needed=np.array(needs, dtype=np.int8).reshape(len(rows), len(BedroomRule)),
        support_needed=_column((row.support_level for row in rows), np.int8),
        floating_level=_column((row.floating_level for row in rows), np.int8),
        client_groups=_column((_mask(row.client_groups, _GROUP_BITS) for row in rows), np.uint32),
        area_rank=ranks,
        age=_column((row.age for row in rows), np.int16),
        sexes=_column((row.sexes for row in rows), np.uint8),
        accessibility_needs=_column(
            (_mask(row.accessibility_needs, _FEATURE_BITS) for row in rows), np.uint32
        ),
        rent_limit_pence=_column((row.rent_limit_pence for row in rows), np.int32),
        ready_day=_column((row.ready_day for row in rows), np.int32),
        needed_by_day=_column(last_days, np.int32),
        **_ties(columns, districts),
    )


def _ties(columns: Columns, districts: dict[str, int]) -> dict[str, npt.NDArray[Any]]:
    """The columns that some schemes ask for; what is not known shuts nothing."""
    rows = columns.applicants
    registers = (districts.get(row.district_code, EVERYWHERE) for row in rows)
    return {
        "household_size": _column((row.household_size for row in rows), np.int16),
        "household_kinds": _column((row.household_kinds for row in rows), np.uint32),
        "access_category": _column((row.access_category or 0 for row in rows), np.int8),
        "pets": _column((bool(row.has_pets) for row in rows), np.uint8),
        "connections": _column(_connections(columns, districts), np.uint32),
        "registers": _column(registers, np.uint32),
    }


def _connections(columns: Columns, districts: dict[str, int]) -> Iterable[int]:
    """Each applicant's mask of districts; every bit where it may not be asked or is not known."""
    facts: dict[int, list[LocalConnection]] = {}
    for fact in columns.connections:
        ground = ConnectionGround(fact.ground)
        tie = LocalConnection(fact.district_code, ground, fact.since, fact.until)
        facts.setdefault(fact.applicant_id, []).append(tie)
    for row in columns.applicants:
        if not row.connections_known or _is_exempt(row):
            yield EVERYWHERE
            continue
        found = connections_on(facts.get(row.id, ()), columns.on)
        yield _mask(found.sure | found.unsure, districts)


def _is_exempt(row: ApplicantRow) -> bool:
    why = why_none_is_asked(
        age=row.age,
        client_groups=row.client_groups,
        is_care_leaver=row.is_care_leaver,
        fled_abuse=row.fled_abuse,
        has_served=row.has_served,
    )
    return why is not None


def _vacancies(
    rows: list[VacancyRow],
    ids: npt.NDArray[np.int64],
    areas: dict[Area, int],
    districts: dict[str, int],
    today: int,
) -> Vacancies:
    """The vacancies; one that is free already can be let today, however long it stood empty."""
    return Vacancies(
        key=ids,
        bedrooms=_column((row.bedrooms for row in rows), np.int8),
        bedroom_rule=_column((_BEDROOM_RULES[row.bedroom_rule] for row in rows), np.int8),
        bedroom_surplus=_column((row.bedroom_surplus for row in rows), np.int8),
        support_level=_column((row.support_level for row in rows), np.int8),
        client_groups=_column((_mask(row.client_groups, _GROUP_BITS) for row in rows), np.uint32),
        area=_column((areas[row.place_id, row.district_code] for row in rows), np.int32),
        age_min=_column((row.age_min for row in rows), np.int16),
        age_max=_column((row.age_max for row in rows), np.int16),
        sexes=_column((_SEXES[row.sexes] for row in rows), np.uint8),
        features=_column((_mask(row.features, _FEATURE_BITS) for row in rows), np.uint32),
        rent_pence=_column((_rent_that_counts(row) for row in rows), np.int32),
        available_day=_column((max(row.available_day, today) for row in rows), np.int32),
        capacity=np.ones(len(rows), dtype=np.int32),
        **_lettings_rules(rows, districts),
    )


def _lettings_rules(
    rows: list[VacancyRow], districts: dict[str, int]
) -> dict[str, npt.NDArray[Any]]:
    """The columns of what schemes ask beyond size, support and people."""
    asked = (_mask(row.connection_districts, districts) for row in rows)
    nominators = (_mask(nominators_of(row), districts) for row in rows)
    return {
        "household_max": _column((row.household_max for row in rows), np.int16),
        "household_kinds": _column((HOUSEHOLDS[row.household_kind] for row in rows), np.uint32),
        "access_category": _column(
            (PartM(row.part_m).rank if row.part_m else 0 for row in rows), np.int8
        ),
        "pets_allowed": _column((row.pets_allowed for row in rows), np.uint8),
        "quality": _column(map(_quality, rows), np.int8),
        "connections_asked": _column(asked, np.uint32),
        "nominators": _column(nominators, np.uint32),
    }


def _quality(row: VacancyRow) -> int:
    return quality_that_counts(row.rating_scheme, row.rating, gate_holds=row.gate_holds)


def _marks(said: Sequence[Said], applicants: Applicants, vacancies: Vacancies) -> Marks:
    """What is said of pairs of which both are here.

    Where somebody has come to be unsafe in an area since a home there was held for them, it is not.
    """
    people = {int(id): row for row, id in enumerate(applicants.key)}
    homes = {int(id): row for row, id in enumerate(vacancies.key)}
    rows = [
        (people[one.applicant_id], homes[one.vacancy_id], Mark[one.mark.upper()])
        for one in said
        if one.applicant_id in people and one.vacancy_id in homes
    ]
    kept = [
        (person, home, mark)
        for person, home, mark in rows
        if mark != Mark.LOCKED or applicants.area_rank[person, vacancies.area[home]] >= 0
    ]
    return Marks(
        applicant=_column((person for person, _, _ in kept), np.int32),
        vacancy=_column((home for _, home, _ in kept), np.int32),
        mark=_column((mark for _, _, mark in kept), np.int8),
    )


def _rent_that_counts(row: VacancyRow) -> int:
    """The rent to hold against what a person can meet; −1 where housing benefit meets it all."""
    return -1 if SchemeKind(row.kind).is_specified_accommodation else row.rent_pence


def _area_ranks(
    ids: npt.NDArray[np.int64],
    areas: Sequence[Area],
    wanted: list[WantedRow],
    excluded: list[ExcludedRow],
) -> npt.NDArray[np.int8]:
    """int8[n_applicants, n_areas]: −1 excluded, 0 not wanted, 1 first choice, 2 second, and on."""
    ranks = np.full((len(ids), len(areas)), ANYWHERE_RANK, dtype=np.int8)
    rows = {int(applicant_id): row for row, applicant_id in enumerate(ids)}
    wanted = [row for row in wanted if row.applicant_id in rows]
    excluded = [row for row in excluded if row.applicant_id in rows]
    places = np.array([place for place, _ in areas], dtype=np.int64)
    districts = np.array([district for _, district in areas], dtype=np.str_)
    ranks[sorted({rows[row.applicant_id] for row in wanted})] = 0
    for row in sorted(wanted, key=lambda row: row.rank, reverse=True):  # the best rank lands last
        ranks[rows[row.applicant_id], _inside(row, places, districts)] = row.rank
    for shut in excluded:
        ranks[rows[shut.applicant_id], _inside(shut, places, districts)] = -1
    return ranks


def _inside(
    row: WantedRow | ExcludedRow, places: npt.NDArray[np.int64], districts: npt.NDArray[np.str_]
) -> npt.NDArray[np.bool_]:
    """bool[n_areas], whether each area lies in the town or district that the row names."""
    asked = places == row.place_id if row.place_id is not None else districts == row.district_code
    return np.asarray(asked, dtype=np.bool_)


def _mask(names: Iterable[str], bits: dict[str, int]) -> int:
    mask = 0
    for name in names:
        mask |= bits[name]
    return mask


def _column(values: Iterable[int], dtype: type[Number]) -> npt.NDArray[Number]:
    return np.fromiter(values, dtype=dtype)
