"""What stands in the way of a void: other vacancies, voids and lettings of the same home."""

from dataclasses import dataclass
from datetime import date

from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import one_row

SQL = queries("overlaps")


@dataclass(frozen=True)
class OtherVacancy:
    """A vacancy of the same home."""

    reference: str
    state: str
    out_until: date | None


@dataclass(frozen=True)
class OtherVoid:
    """Another time when the same home stands empty."""

    id: int
    void_from: date
    ended_on: date | None


@dataclass(frozen=True)
class OtherLetting:
    """A time for which the same home is let."""

    starts_on: date
    ended_on: date | None


async def find_other_vacancy(
    connection: Connection, unit_id: int, vacancy_id: int | None
) -> OtherVacancy | None:
    """The vacancy of a unit that stands in the way of one (None: of a new one)."""
    asked = {"unit_id": unit_id, "vacancy_id": vacancy_id}
    return await one_row(connection, OtherVacancy, SQL["find_other_vacancy"], asked)


async def end_let_voids(connection: Connection, unit_id: int, *, before: date) -> None:
    """End the unit's void whose vacancy was let, where nobody did so yet."""
    await connection.execute(SQL["end_let_voids"], {"unit_id": unit_id, "void_from": before})


async def find_void_overlapped(
    connection: Connection, unit_id: int, void_id: int | None, void_from: date
) -> OtherVoid | None:
    """The void of a unit that another from a day (None: a new one) would overlap."""
    asked = {"unit_id": unit_id, "void_id": void_id, "void_from": void_from}
    return await one_row(connection, OtherVoid, SQL["find_void_overlapped"], asked)


async def find_letting_overlapped(
    connection: Connection, unit_id: int, void_from: date, old_void_from: date | None
) -> OtherLetting | None:
    """The letting that a void from a day would overlap, but for one that ends with it."""
    asked = {"unit_id": unit_id, "void_from": void_from, "old_void_from": old_void_from}
    return await one_row(connection, OtherLetting, SQL["find_letting_overlapped"], asked)


async def end_letting(
    connection: Connection, unit_id: int, void_from: date, old_void_from: date
) -> None:
    """End the letting of a unit on the day it stands empty."""
    asked = {"unit_id": unit_id, "void_from": void_from, "old_void_from": old_void_from}
    await connection.execute(SQL["end_letting"], asked)


async def carry_letting_on(connection: Connection, unit_id: int, void_from: date) -> None:
    """Let a letting go on whose end does not come."""
    asked = {"unit_id": unit_id, "void_from": void_from}
    await connection.execute(SQL["carry_letting_on"], asked)
