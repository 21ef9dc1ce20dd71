"""Nominations: applicants whom officers put forward for vacancies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from service.domain.lettings import NominationState
from service.domain.steps import LIVE
from service.errors import NotFound
from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import all_rows, one_row, one_value

SQL = queries("nominations")


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
    """Whether a vacancy and an applicant are in live nominations, with each other or others."""

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

    @property
    def is_live(self) -> bool:
        """Whether it stands."""
        return NominationState(self.state) in LIVE


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


async def add_nomination(
    connection: Connection, *, vacancy_id: int, applicant_id: int, nominated_by: str
) -> int | None:
    """Put an applicant forward; None where one of the two is taken."""
    given = {"vacancy_id": vacancy_id, "applicant_id": applicant_id, "nominated_by": nominated_by}
    return await one_value(connection, SQL["add_nomination"], given)  # type: ignore[no-any-return]


async def reserve_vacancy(connection: Connection, vacancy_id: int) -> None:
    """Keep a vacancy for whoever is nominated for it."""
    await connection.execute(SQL["reserve_vacancy"], {"vacancy_id": vacancy_id})


async def reopen_vacancy(connection: Connection, vacancy_id: int) -> None:
    """Open a vacancy again that was kept for somebody."""
    await connection.execute(SQL["reopen_vacancy"], {"vacancy_id": vacancy_id})


async def set_withdrawn(
    connection: Connection, nomination_id: int, *, withdrawn_by: str, because: str
) -> bool:
    """Withdraw a nomination; False when it is withdrawn already."""
    given = {"nomination_id": nomination_id, "withdrawn_by": withdrawn_by, "because": because}
    return await one_value(connection, SQL["withdraw_nomination"], given) is not None


async def find_nominations(
    connection: Connection,
    *,
    vacancy_id: int | None = None,
    applicant_id: int | None = None,
    state: str | None = None,
    limit: int = 1000,
    offset: int = 0,
) -> list[Nomination]:
    """Nominations that whoever asks may see; live ones first, then the newest."""
    asked = {"vacancy_id": vacancy_id, "applicant_id": applicant_id, "nomination_id": None}
    page = {"state": state, "limit": limit, "offset": offset}
    return await all_rows(connection, Nomination, SQL["find_nominations"], asked | page)


async def count_nominations(connection: Connection, *, state: str | None = None) -> int:
    """How many nominations whoever asks may see."""
    return int(await one_value(connection, SQL["count_nominations"], {"state": state}))


async def get_nomination(connection: Connection, nomination_id: int) -> Nomination:
    """One nomination.

    Raises:
        NotFound: There is no such nomination, or it is not for this person to see.
    """
    asked = {"vacancy_id": None, "applicant_id": None, "nomination_id": nomination_id}
    page = {"state": None, "limit": 1, "offset": 0}
    found = await one_row(connection, Nomination, SQL["find_nominations"], asked | page)
    if found is None:
        raise NotFound(f"There is no nomination {nomination_id} among those you may see.")
    return found


async def find_nominated(connection: Connection, applicant_ids: Sequence[int]) -> dict[int, int]:
    """Of some applicants those who are nominated now -> the nomination."""
    asked = {"applicant_ids": list(applicant_ids)}
    rows = await (await connection.execute(SQL["find_nominated"], asked)).fetchall()
    return dict(rows)
