"""What a file of one person must not touch: which references are others'.

Asked as Homeward itself, because a reference that the person cannot see may still be taken.
"""

from collections.abc import Collection
from dataclasses import dataclass

from service.domain.accounts import Actor
from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import one_row, one_value

SQL = queries("uploads")


@dataclass(frozen=True)
class OwnLandlord:
    """A landlord as its own people must write it."""

    name: str
    kind: str


async def get_landlord(connection: Connection, landlord_id: int) -> OwnLandlord:
    """A landlord's name and kind."""
    found = await one_row(
        connection, OwnLandlord, SQL["get_landlord"], {"landlord_id": landlord_id}
    )
    assert found is not None  # accounts hang on it
    return found


async def get_district(connection: Connection, code: str) -> str:
    """A district's name."""
    return str(await one_value(connection, SQL["get_district"], {"code": code}))


async def find_others(
    connection: Connection, noun: str, references: Collection[str], *, landlord_id: int
) -> set[str]:
    """Of some references those of other landlords.

    Args:
        connection: Elevated.
        noun: ``schemes``, ``units`` or ``vacancies``.
        references: Those of a file.
        landlord_id: Whose file it is.
    """
    given = {"references": sorted(references), "landlord_id": landlord_id}
    rows = await (await connection.execute(SQL[f"find_others_{noun}"], given)).fetchall()
    return {str(row[0]) for row in rows}


async def find_elsewhere(
    connection: Connection, noun: str, references: Collection[str], *, district_code: str
) -> set[str]:
    """Of some references those of other districts than one.

    Args:
        connection: Of an officer, who sees all of them.
        noun: ``schemes``, ``units`` or ``vacancies``.
        references: Those of a file.
        district_code: The officer's own.
    """
    given = {"references": sorted(references), "district_code": district_code}
    rows = await (await connection.execute(SQL[f"find_{noun}_elsewhere"], given)).fetchall()
    return {str(row[0]) for row in rows}


async def find_closed(
    connection: Connection, noun: str, references: Collection[str], *, officer: Actor
) -> set[str]:
    """Of some references those that stand for people whom an officer may not write.

    Args:
        connection: Elevated.
        noun: ``applicants``, or ``units`` where they live.
        references: Those of a file.
        officer: Whose file it is.
    """
    given = {
        "references": sorted(references),
        "district": officer.district_code,
        "account_id": officer.account_id,
    }
    rows = await (await connection.execute(SQL[f"find_closed_{noun}"], given)).fetchall()
    return {str(row[0]) for row in rows}


async def find_own_units(connection: Connection, references: Collection[str]) -> set[str]:
    """Of some references those of units that whoever asks may see."""
    rows = await connection.execute(SQL["find_own_units"], {"references": sorted(references)})
    return {str(row[0]) for row in await rows.fetchall()}


async def find_nominated(connection: Connection, references: Collection[str]) -> set[str]:
    """Of some references those of applicants who are nominated, of those that may be seen."""
    rows = await connection.execute(SQL["find_nominated"], {"references": sorted(references)})
    return {str(row[0]) for row in await rows.fetchall()}


async def find_promised(connection: Connection, references: Collection[str]) -> dict[str, str]:
    """Of some references those of vacancies that somebody stands for -> reserved or offered."""
    rows = await connection.execute(SQL["find_promised"], {"references": sorted(references)})
    return {str(reference): str(state) for reference, state in await rows.fetchall()}
