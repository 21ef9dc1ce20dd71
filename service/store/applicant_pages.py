"""Applicants as lists and pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Unpack

from service.domain.bedrooms import BedroomRule, Room, allocate_rooms, bedrooms_to_ask, people_of
from service.domain.people import Member, Relation, Sex
from service.errors import NotFound
from service.store.parts import Part, Window, find_part
from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import count_filtered, one_row, one_value

SQL = queries("applicant_pages")


@dataclass(frozen=True)
class ApplicantFilter:
    """Which applicants to list; None: whatever it is."""

    state: str | None = None
    text: str | None = None
    """Words that the reference and the name hold, whatever their case and dashes."""
    district_code: str | None = None
    tier: int | None = None
    support_level: int | None = None
    bedrooms: int | None = None
    """Under the bedroom standard."""


@dataclass(frozen=True)
class ApplicantRow:
    """An applicant in a list."""

    id: int
    reference: str
    name: str
    state: str
    tier: int
    registered_on: date
    district: str
    support_level: int
    bedrooms: int
    """Under the bedroom standard."""
    household_size: int
    parked_until: date | None
    """The day on which they are put back by themselves; None: no such day, or not parked."""


@dataclass(frozen=True)
class ApplicantPage:
    """Every fact of an applicant but the people of the household."""

    id: int
    reference: str
    name: str
    state: str
    tier: int
    registered_on: date
    district: str
    district_code: str
    support_level: int
    floating_level: int
    client_groups: Sequence[str]
    accessibility_needs: Sequence[str]
    rent_limit_pence: int | None
    ready_on: date
    needed_by: date | None
    overnight_carer: bool | None
    current_unit: str | None
    restrictions: Sequence[str]
    """The kinds that hold; empty: every officer of the register sees the record."""
    wanted: Sequence[str]
    excluded: Sequence[str]


@dataclass(frozen=True)
class Household:
    """The people of an applicant's household, the lead first."""

    members: tuple[Member, ...]
    overnight_carer: bool | None

    def rooms(self, on: date) -> dict[BedroomRule, tuple[Room, ...]]:
        """Who sleeps where under each of the three rule sets."""
        people = people_of(self.members, on)
        return {
            rule: allocate_rooms(people, rule, overnight_carer=self.overnight_carer)
            for rule in BedroomRule
        }

    def to_ask(self, on: date) -> tuple[str, ...]:
        """What is not known and could give them another bedroom, after "whether"."""
        return bedrooms_to_ask(self.members, on, overnight_carer=self.overnight_carer)


async def find_applicants(
    connection: Connection, applicant_filter: ApplicantFilter, **window: Unpack[Window]
) -> Part[ApplicantRow]:
    """The applicants that pass a filter, in the order of priority."""
    query, given = SQL["find_applicants"], vars(applicant_filter)
    return await find_part(connection, ApplicantRow, query, given, **window)


async def count_applicants(connection: Connection, applicant_filter: ApplicantFilter) -> int:
    """How many applicants pass a filter."""
    return await count_filtered(connection, SQL["count_applicants"], vars(applicant_filter))


async def get_applicant(connection: Connection, applicant_id: int) -> ApplicantPage:
    """One applicant.

    Raises:
        NotFound: There is no such applicant.
    """
    applicant = await one_row(
        connection, ApplicantPage, SQL["get_applicant"], {"applicant_id": applicant_id}
    )
    if applicant is None:
        raise NotFound(f"There is no applicant {applicant_id}.")
    return applicant


async def find_applicant_id(connection: Connection, reference: str) -> int:
    """The id of an applicant.

    Raises:
        NotFound: There is no applicant with that reference.
    """
    found = await one_value(connection, SQL["find_applicant_id"], {"reference": reference})
    if found is None:
        raise NotFound(f"There is no applicant {reference}.")
    return int(found)


async def find_household(connection: Connection, applicant: ApplicantPage) -> Household:
    """The people who would move with an applicant."""
    cursor = await connection.execute(SQL["find_members"], {"applicant_id": applicant.id})
    members = [
        Member(Relation(relation), born_on, Sex(sex), needs_own_room)
        for relation, born_on, sex, needs_own_room in await cursor.fetchall()
    ]
    return Household(tuple(members), applicant.overnight_carer)
