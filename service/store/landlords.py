"""Landlords in the database."""

from dataclasses import dataclass
from typing import Unpack

from service.store.parts import Part, Window, find_part
from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import one_value

SQL = queries("landlords")


@dataclass(frozen=True)
class Organisation:
    """A landlord with what it owns and what it manages for others."""

    id: int
    version: int
    name: str
    kind: str
    n_schemes: int
    n_units: int
    n_managed: int
    """Schemes that it manages and another owns."""


async def has_landlords(connection: Connection) -> bool:
    """Whether there is any landlord."""
    return bool(await one_value(connection, SQL["has_landlords"]))


async def find_largest_landlord(connection: Connection) -> int | None:
    """The id of the landlord with most open vacancies; None where there is no landlord."""
    found = await one_value(connection, SQL["find_largest_landlord"])
    return None if found is None else int(found)


async def find_landlords(connection: Connection) -> dict[str, str]:
    """Id, as forms send it -> name, of the landlords that whoever asks may see, by name."""
    rows = await (await connection.execute(SQL["find_landlords"])).fetchall()
    return {str(landlord_id): name for landlord_id, name in rows}


async def find_organisations(
    connection: Connection, landlord_id: int | None = None, **window: Unpack[Window]
) -> Part[Organisation]:
    """Landlords with counts of their homes, by name; one where its id is given."""
    query, given = SQL["find_organisations"], {"landlord_id": landlord_id}
    return await find_part(connection, Organisation, query, given, **window)


async def count_organisations(connection: Connection) -> int:
    """How many landlords whoever asks may see."""
    return int(await one_value(connection, SQL["count_organisations"]))


async def is_name_taken(connection: Connection, name: str, *, but_id: int | None = None) -> bool:
    """Whether another landlord than one has a name."""
    given = {"name": name, "but_id": but_id}
    return bool(await one_value(connection, SQL["is_name_taken"], given))


async def add_landlord(connection: Connection, *, name: str, kind: str) -> int | None:
    """The new landlord's id; None where the name is taken."""
    given = {"name": name, "kind": kind}
    added = await one_value(connection, SQL["add_landlord"], given)
    return None if added is None else int(added)


async def set_landlord(connection: Connection, landlord_id: int, *, name: str, kind: str) -> None:
    """Change a landlord's name and kind."""
    given = {"landlord_id": landlord_id, "name": name, "kind": kind}
    await connection.execute(SQL["set_landlord"], given)
