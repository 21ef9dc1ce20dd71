"""Lettings: homes let to people, and what changes of homes and people with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from psycopg.errors import UniqueViolation

from service.domain.guards import Standing
from service.errors import Stale
from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import one_row, one_value

SQL = queries("lettings")


@dataclass(frozen=True)
class Terms:
    """What is signed; rent with charges, pence a week."""

    signed_on: date
    starts_on: date
    tenure: str
    rent_pence: int
    reference: str = ""


@dataclass(frozen=True)
class Letting:
    """A home let to a person from a day; rent is pence a week."""

    signed_on: date
    starts_on: date
    ended_on: date | None
    tenure: str
    rent_pence: int
    reference: str | None
    made_by: str
    made_at: datetime


async def add_letting(connection: Connection, it: Standing, terms: Terms, *, made_by: str) -> None:
    """Write a signed letting down.

    Raises:
        Stale: The home was let in the same moment.
    """
    given = {
        **vars(terms),
        "reference": terms.reference or None,
        "nomination_id": it.id,
        "vacancy_id": it.vacancy_id,
        "unit_id": it.unit_id,
        "applicant_id": it.applicant_id,
        "made_by": made_by,
    }
    try:
        await connection.execute(SQL["add_letting"], given)
    except UniqueViolation as error:
        raise Stale("The home was let in the same moment. Look again.") from error


async def end_others(connection: Connection, it: Standing, *, ended_on: date) -> list[int]:
    """End the lettings of the home and of the person that went on; which they were."""
    asked = {"unit_id": it.unit_id, "applicant_id": it.applicant_id}
    rows = await (await connection.execute(SQL["find_going_on"], asked)).fetchall()
    ids = [row[0] for row in rows]
    await connection.execute(SQL["end_lettings"], {"ids": ids, "ended_on": ended_on})
    return ids


async def let_go_on(connection: Connection, ids: Sequence[int]) -> None:
    """Take back that some lettings ended."""
    await connection.execute(SQL["let_go_on"], {"ids": list(ids)})


async def delete_letting(connection: Connection, nomination_id: int) -> None:
    """Take back a letting that was written down."""
    await connection.execute(SQL["delete_letting"], {"nomination_id": nomination_id})


async def let_vacancy(connection: Connection, vacancy_id: int) -> None:
    """Make a vacancy let."""
    await connection.execute(SQL["let_vacancy"], {"vacancy_id": vacancy_id})


async def unlet_vacancy(connection: Connection, vacancy_id: int) -> None:
    """Take back that a vacancy is let."""
    await connection.execute(SQL["unlet_vacancy"], {"vacancy_id": vacancy_id})


async def end_void(connection: Connection, void_id: int, ended_on: date | None) -> date | None:
    """Set the day on which a void ended, None: it goes on; the day that stood there."""
    asked = {"void_id": void_id, "ended_on": ended_on}
    return await one_value(connection, SQL["end_void"], asked)  # type: ignore[no-any-return]


async def house(connection: Connection, it: Standing) -> list[int]:
    """Move the person in; who lived there by the record until then."""
    given = {"unit_id": it.unit_id, "applicant_id": it.applicant_id}
    rows = await (await connection.execute(SQL["leave_unit"], given)).fetchall()
    await connection.execute(SQL["house"], given)
    return [row[0] for row in rows]


async def live_again(connection: Connection, *, applicant_id: int, unit_id: int) -> bool:
    """Let somebody live in a unit by its record as before; False where they moved meanwhile."""
    given = {"applicant_id": applicant_id, "unit_id": unit_id}
    return await one_value(connection, SQL["live_again"], given) is not None


async def find_letting(connection: Connection, nomination_id: int) -> Letting | None:
    """The letting that came of a nomination, for those who see the nomination."""
    return await one_row(connection, Letting, SQL["get_letting"], {"nomination_id": nomination_id})
