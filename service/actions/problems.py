"""From the county's rows to the matcher's columns: ids to row numbers, enums to small integers."""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from matching import (
    EVERYWHERE,
    FEMALE,
    MALE,
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
from service.store.columns import Columns, TiedRow, VacancyRow, read_columns
from service.store.marks import Said
from service.store.match_runs import count_households
from service.store.numbers import Numbers
from service.store.pool import snapshot

ANYWHERE_RANK = 100
"""The rank of every area for somebody who would live anywhere: behind any choice named."""

_NOT_NAMED = 127
"""For now, the rank of what somebody who names areas has not named."""

_EPOCH = date(1970, 1, 1)
_GROUP_BITS = {str(group): 1 << bit for bit, group in enumerate(ClientGroup)}
_FEATURE_BITS = {str(feature): 1 << bit for bit, feature in enumerate(Feature)}
_BEDROOM_RULES = {str(rule): number for number, rule in enumerate(BedroomRule)}
_NUMBERS: dict[str, tuple[str, type[np.generic]]] = {
    "tier": ("tier", np.int8),
    "registered_day": ("registered_day", np.int32),
    "support_needed": ("support_level", np.int8),
    "floating_level": ("floating_level", np.int8),
    "client_groups": ("client_groups", np.uint32),
    "age": ("age", np.int16),
    "sexes": ("sexes", np.uint8),
    "accessibility_needs": ("accessibility_needs", np.uint32),
    "rent_limit_pence": ("rent_limit_pence", np.int32),
    "ready_day": ("ready_day", np.int32),
    "needed_by_day": ("needed_by_day", np.int32),
    "household_size": ("household_size", np.int16),
    "household_kinds": ("household_kinds", np.uint32),
    "access_category": ("access_category", np.int8),
    "pets": ("pets", np.uint8),
}
"""The matcher's columns that are numbers of the database as they stand: whose, and of what type."""

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
    vacancy_ids = _column((row.id for row in columns.vacancies), np.int64)
    districts = district_bits(columns.districts)
    applicants = _applicants(columns, _area_ranks(columns, list(areas)), districts)
    today = (columns.on - _EPOCH).days
    vacancies = _vacancies(columns.vacancies, vacancy_ids, areas, districts, today)
    marks = _marks(columns.marks, applicants, vacancies)
    problem = Problem(applicants, vacancies, marks=marks, day=today)
    return Translated(problem, applicants.key, vacancy_ids, list(areas))


def _applicants(
    columns: Columns, ranks: npt.NDArray[np.int8], districts: dict[str, int]
) -> Applicants:
    people = columns.applicants
    needs = np.stack([people[rule] for rule in _BEDROOM_RULES], axis=1)
    bits = np.array([0, *(districts[code] for code in columns.districts)], dtype=np.uint32)
    return Applicants(
        key=people["id"],
        bedrooms_needed=needs.astype(np.int8),
        area_rank=ranks,
        connections=_connections(columns, districts),
        registers=bits[people["district"]],
        **{column: people[name].astype(dtype) for column, (name, dtype) in _NUMBERS.items()},
    )


def _connections(columns: Columns, districts: dict[str, int]) -> npt.NDArray[np.uint32]:
    """Each applicant's mask of districts; every bit where it may not be asked or is not known."""
    masks = np.full(len(columns.applicants), EVERYWHERE, dtype=np.uint32)
    facts: dict[int, list[LocalConnection]] = {}
    for fact in columns.connections:
        ground = ConnectionGround(fact.ground)
        tie = LocalConnection(fact.district_code, ground, fact.since, fact.until)
        facts.setdefault(fact.applicant_id, []).append(tie)
    asked = [row for row in columns.tied if not _is_exempt(row)]
    rows, here = _rows_of(columns.applicants["id"], [row.id for row in asked])
    for row, which in zip(rows, np.flatnonzero(here), strict=True):
        found = connections_on(facts.get(asked[which].id, ()), columns.on)
        masks[row] = _mask(found.sure | found.unsure, districts)
    return masks


def _is_exempt(row: TiedRow) -> bool:
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


def _area_ranks(columns: Columns, areas: Sequence[Area]) -> npt.NDArray[np.int8]:
    """int8[n_applicants, n_areas]: −1 excluded, 0 not wanted, 1 first choice, 2 second, and on."""
    ids = columns.applicants["id"]
    ranks = np.full((len(ids), len(areas)), ANYWHERE_RANK, dtype=np.int8)
    rows, here = _rows_of(ids, columns.wanted["applicant_id"])
    ranks[rows] = _NOT_NAMED
    for which, inside in _named(columns.wanted[here], columns.districts, areas):
        at = np.ix_(rows[which], inside)
        ranks[at] = np.minimum(ranks[at], columns.wanted["rank"][here][which, None])
    ranks[ranks == _NOT_NAMED] = 0
    rows, here = _rows_of(ids, columns.excluded["applicant_id"])
    for which, inside in _named(columns.excluded[here], columns.districts, areas):
        ranks[np.ix_(rows[which], inside)] = -1
    return ranks


def _named(
    said: Numbers, codes: Sequence[str], areas: Sequence[Area]
) -> Iterator[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]]:
    """For each place and district that rows name: which rows do, and the areas inside it."""
    for column, whole in (("place_id", None), ("district", codes)):
        for value in np.unique(said[column][said[column] > 0]).tolist():
            name = value if whole is None else whole[value - 1]
            inside = np.array([name in area for area in areas], dtype=np.bool_)
            yield np.flatnonzero(said[column] == value), np.flatnonzero(inside)


def _rows_of(
    ids: npt.NDArray[np.int64], asked: npt.ArrayLike
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """The rows of those asked for who are among rising ids, and which of those asked for are."""
    wanted = np.asarray(asked, dtype=np.int64)
    rows = np.searchsorted(ids, wanted)
    here = np.isin(wanted, ids)
    return rows[here], here


def _mask(names: Iterable[str], bits: dict[str, int]) -> int:
    mask = 0
    for name in names:
        mask |= bits[name]
    return mask


def _column(values: Iterable[int], dtype: type[Number]) -> npt.NDArray[Number]:
    return np.fromiter(values, dtype=dtype)
