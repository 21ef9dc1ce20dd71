"""Vacancies as lists and pages show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Unpack

from service.errors import NotFound
from service.store.parts import Part, Window, find_part
from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import count_filtered, one_row

SQL = queries("vacancy_pages")


@dataclass(frozen=True)
class VacancyFilter:
    """Which vacancies to list; None: whatever it is."""

    state: str | None = None
    place_id: int | None = None
    bedrooms: int | None = None
    support_level: int | None = None
    landlord_id: int | None = None
    proposed: bool | None = None
    """Whether the run proposes somebody, or looked at it and proposes nobody."""
    text: str | None = None
    """Words that the reference and the scheme's name hold, whatever their case and dashes."""
    district_code: str | None = None


@dataclass(frozen=True)
class VacancyRow:
    """A vacancy in a list, with what one match run says of it."""

    id: int
    reference: str
    state: str
    available_on: date
    opens_on: date
    """The day on which it opens by itself, or did."""
    scheme: str
    scheme_kind: str
    place: str
    district: str
    bedrooms: int
    shared: bool
    support_level: int
    rent_pence: int
    landlord: str
    proposed_id: int | None
    proposed_reference: str | None
    is_left_empty: bool
    """Whether the run looked at it and proposes nobody."""
    empty_rule: str | None
    empty_rules: Mapping[str, int] | None
    nomination_id: int | None
    """Of the live nomination, where whoever asks may see it."""
    nominated_id: int | None
    """The applicant nominated, where whoever asks was told of them or may see them."""
    nominated_reference: str | None


@dataclass(frozen=True)
class VacancyPage:
    """Every fact of a vacancy and its home."""

    id: int
    reference: str
    state: str
    registered_on: date
    available_on: date
    bedroom_rule: str
    bedroom_surplus: int
    void_from: date
    void_reason: str
    unit: str
    bedrooms: int
    shared: bool
    floor: int
    features: Sequence[str]
    rent_pence: int
    scheme: str
    scheme_kind: str
    support_level: int
    client_groups: Sequence[str]
    age_min: int | None
    age_max: int | None
    sexes: str
    intended_stay: str
    postcode: str | None
    place: str
    district: str
    landlord: str
    support_provider: str | None
    """None: the scheme has none, or it is not for whoever asks to see."""
    scheme_id: int
    district_code: str
    due_back_on: date | None
    """While the home is lent for another use: the day on which it is due back."""
    opens_on: date
    works: Sequence[str]
    works_from: date | None
    works_until: date | None
    turnaround_days: int | None
    nominees: int
    void_ended_on: date | None
    version: int


@dataclass(frozen=True)
class Proposed:
    """The applicant whom a run proposes: what a letting needs to know, and no name."""

    applicant_id: int
    reference: str
    household_size: int
    bedrooms: int
    """What the vacancy's bedroom rule gives the household."""
    support_level: int
    worth: int
    parts: Mapping[str, int]


async def find_vacancies(
    connection: Connection,
    vacancy_filter: VacancyFilter,
    *,
    run_id: int | None,
    **window: Unpack[Window],
) -> Part[VacancyRow]:
    """The vacancies that pass a filter, soonest free first."""
    given = {**vars(vacancy_filter), "run_id": run_id}
    return await find_part(connection, VacancyRow, SQL["find_vacancies"], given, **window)


async def count_vacancies(
    connection: Connection, vacancy_filter: VacancyFilter, *, run_id: int | None
) -> int:
    """How many vacancies pass a filter."""
    given = {**vars(vacancy_filter), "run_id": run_id}
    return await count_filtered(connection, SQL["count_vacancies"], given)


async def get_vacancy(connection: Connection, vacancy_id: int) -> VacancyPage:
    """One vacancy.

    Raises:
        NotFound: There is no such vacancy, or it is not for whoever asks to see.
    """
    asked = {"vacancy_id": vacancy_id}
    vacancy = await one_row(connection, VacancyPage, SQL["get_vacancy"], asked)
    if vacancy is None:
        raise NotFound(f"There is no vacancy {vacancy_id} among those you may see.")
    return vacancy


async def find_proposed(
    connection: Connection, *, run_id: int | None, vacancy_id: int
) -> Proposed | None:
    """Whom a run proposes for a vacancy; None when nobody."""
    return await one_row(
        connection, Proposed, SQL["find_proposed"], {"run_id": run_id, "vacancy_id": vacancy_id}
    )
