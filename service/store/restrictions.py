"""Restrictions of applicants' records, and who is named to read them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import all_rows, one_value

SQL = queries("restrictions")


@dataclass(frozen=True)
class Restriction:
    """One reason why few may read a record, which holds."""

    id: int
    kind: str
    made_by: str
    made_at: datetime


@dataclass(frozen=True)
class Reader:
    """Somebody named to read a restricted record."""

    account_id: int
    name: str
    named_by: str
    named_at: datetime


@dataclass(frozen=True)
class Officer:
    """An officer who can be named."""

    id: int
    name: str


async def find_unread(connection: Connection, reference: str) -> int | None:
    """The restricted applicant with a reference whom nobody is named to read; elevated."""
    asked = {"reference": reference}
    return await one_value(connection, SQL["find_unread"], asked)  # type: ignore[no-any-return]


async def find_restrictions(connection: Connection, applicant_id: int) -> list[Restriction]:
    """What restricts a record now, the oldest first."""
    asked = {"applicant_id": applicant_id}
    return await all_rows(connection, Restriction, SQL["find_restrictions"], asked)


async def add_restriction(
    connection: Connection, applicant_id: int, *, kind: str, made_by: str
) -> bool:
    """Restrict a record; False when it is already, for this reason."""
    said = {"applicant_id": applicant_id, "kind": kind, "made_by": made_by}
    return await one_value(connection, SQL["add_restriction"], said) is not None


async def lift_restriction(
    connection: Connection, applicant_id: int, *, restriction_id: int, lifted_by: str
) -> bool:
    """Lift a restriction of a record; False when none such holds."""
    said = {
        "applicant_id": applicant_id,
        "restriction_id": restriction_id,
        "lifted_by": lifted_by,
    }
    return await one_value(connection, SQL["lift_restriction"], said) is not None


async def find_readers(connection: Connection, applicant_id: int) -> list[Reader]:
    """The named readers of a record who may sign in, by name; elevated, for their names."""
    return await all_rows(connection, Reader, SQL["find_readers"], {"applicant_id": applicant_id})


async def find_officers(connection: Connection, district_code: str) -> list[Officer]:
    """The officers who see a district's register, by name; elevated, for their names."""
    asked = {"district_code": district_code}
    return await all_rows(connection, Officer, SQL["find_officers"], asked)


async def name_reader(
    connection: Connection, applicant_id: int, *, account_id: int, named_by: str
) -> None:
    """Name somebody to read a record; whoever is named stays so."""
    said = {"applicant_id": applicant_id, "account_id": account_id, "named_by": named_by}
    await connection.execute(SQL["name_reader"], said)


async def name_first_readers(
    connection: Connection, references: Sequence[str], *, account_ids: Sequence[int]
) -> Counter[int]:
    """Name officers on those of some restricted records that nobody is named to read.

    Args:
        connection: Homeward's own.
        references: Of applicants.
        account_ids: Of officers; on each record those who see its register are named.

    Returns:
        Account -> on how many records it was named.
    """
    given = {"references": list(references), "account_ids": list(account_ids)}
    cursor = await connection.execute(SQL["name_first_readers"], given)
    return Counter(account_id for (account_id,) in await cursor.fetchall())


async def count_unread(connection: Connection, references: Sequence[str]) -> int:
    """How many of some records are restricted and have nobody named to read them."""
    given = {"references": list(references)}
    return int(await one_value(connection, SQL["count_unread"], given))


async def find_officer_ids(connection: Connection, emails: Sequence[str]) -> dict[str, int]:
    """Email address -> account, of those that are officers' who may sign in."""
    cursor = await connection.execute(SQL["find_officer_ids"], {"emails": list(emails)})
    return dict(await cursor.fetchall())


async def remove_reader(connection: Connection, applicant_id: int, *, account_id: int) -> None:
    """Take somebody's name off a record."""
    said = {"applicant_id": applicant_id, "account_id": account_id}
    await connection.execute(SQL["remove_reader"], said)


async def remove_readers_of_unrestricted(connection: Connection, applicant_id: int) -> None:
    """Take every name off a record that nothing restricts any more."""
    await connection.execute(SQL["remove_readers_of_unrestricted"], {"applicant_id": applicant_id})
