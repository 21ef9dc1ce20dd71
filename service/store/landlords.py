"""Landlords in the database."""

from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import one_value

SQL = queries("landlords")


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
