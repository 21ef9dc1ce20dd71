"""Nominations: applicants whom officers put forward for vacancies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Unpack

from service.errors import NotFound
from service.store.parts import Part, Window, find_part
from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import count_filtered, one_row, one_value

SQL = queries("nominations")


@dataclass(frozen=True)
class NominationFilter:
    """Which nominations to list; None: whatever it is."""

    state: str | None = None
    is_live: bool = False
    """Only those that stand."""
    late_on: date | None = None
    """Only those whose next step was due before this day."""
    landlord_id: int | None = None
    nominated_by: str | None = None


ANY_NOMINATION = NominationFilter()


@dataclass(frozen=True)
class LockedVacancy:
    """A vacancy that nobody else may nominate for in this moment."""

    id: int
    reference: str
    state: str
    bedroom_rule: str
    landlord_id: int
    provider_id: int | None


@dataclass(frozen=True)
class Taken:
    """Whether a vacancy has no room for one more, and an applicant is in a live nomination."""

    vacancy: bool
    applicant: bool


@dataclass(frozen=True)
class Nomination:
    """One applicant put forward for one vacancy.

    Who the applicant is stands in it for officers only; landlords and support providers see what
    they were told (``store.disclosures``).
    """

    id: int
    vacancy_id: int
    vacancy_reference: str
    scheme: str
    place: str
    state: str
    nominated_by: str
    nominated_at: datetime
    run_id: int | None
    withdrawn_by: str | None
    withdrawn_at: datetime | None
    withdrawn_because: str | None
    applicant_id: int | None
    applicant_reference: str | None
    applicant_name: str | None
    state_since: datetime
    due_on: date | None
    """The day by which the next step is due; None: nobody is waited for."""
    reminders: int
    escalated_on: date | None
    support_agreed_by: str | None
    support_agreed_at: datetime | None
    viewing_at: datetime | None
    move_in_on: date | None
    declined_party: str | None
    declined_reason: str | None
    n_considered: int | None
    n_passed_over: int | None
    landlord: str
    is_live: bool
    """Whether it stands."""


async def lock_vacancy(connection: Connection, vacancy_id: int) -> LockedVacancy:
    """A vacancy, held until the transaction ends.

    Raises:
        NotFound: There is no such vacancy.
    """
    asked = {"vacancy_id": vacancy_id}
    vacancy = await one_row(connection, LockedVacancy, SQL["lock_vacancy"], asked)
    if vacancy is None:
        raise NotFound(f"There is no vacancy {vacancy_id} among those you may see.")
    return vacancy


async def find_taken(connection: Connection, *, vacancy_id: int, applicant_id: int) -> Taken:
    """Which of the two is nominated already."""
    asked = {"vacancy_id": vacancy_id, "applicant_id": applicant_id}
    taken = await one_row(connection, Taken, SQL["find_taken"], asked)
    assert taken is not None
    return taken


@dataclass(frozen=True)
class NewNomination:
    """Somebody to be put forward, with how many were considered, and when the next step is due."""

    vacancy_id: int
    applicant_id: int
    nominated_by: str
    n_considered: int
    n_passed_over: int
    due_on: date | None


async def add_nomination(connection: Connection, new: NewNomination) -> int | None:
    """Put an applicant forward; None where one of the two is taken."""
    return await one_value(connection, SQL["add_nomination"], vars(new))  # type: ignore[no-any-return]


async def find_nominations(
    connection: Connection,
    chosen: NominationFilter = ANY_NOMINATION,
    *,
    vacancy_id: int | None = None,
    applicant_id: int | None = None,
    **window: Unpack[Window],
) -> Part[Nomination]:
    """Nominations that whoever asks may see; live ones first, then the newest."""
    asked = {"vacancy_id": vacancy_id, "applicant_id": applicant_id, "nomination_id": None}
    given = vars(chosen) | asked
    return await find_part(connection, Nomination, SQL["find_nominations"], given, **window)


async def count_nominations(
    connection: Connection, chosen: NominationFilter = ANY_NOMINATION
) -> int:
    """How many nominations whoever asks may see."""
    return await count_filtered(connection, SQL["count_nominations"], vars(chosen))


async def get_nomination(connection: Connection, nomination_id: int) -> Nomination:
    """One nomination.

    Raises:
        NotFound: There is no such nomination, or it is not for this person to see.
    """
    asked = {"vacancy_id": None, "applicant_id": None, "nomination_id": nomination_id}
    given = vars(ANY_NOMINATION) | asked
    found = await one_row(connection, Nomination, SQL["find_nominations"], given)
    if found is None:
        raise NotFound(f"There is no nomination {nomination_id} among those you may see.")
    return found


async def find_nominated(connection: Connection, applicant_ids: Sequence[int]) -> dict[int, int]:
    """Of some applicants those who are nominated now -> the nomination."""
    asked = {"applicant_ids": list(applicant_ids)}
    rows = await (await connection.execute(SQL["find_nominated"], asked)).fetchall()
    return dict(rows)
