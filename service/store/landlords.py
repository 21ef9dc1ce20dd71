"""Landlords in the database."""

from service.store.pool import Connection
from service.store.queries import queries

SQL = queries("landlords")


async def find_largest_landlord(connection: Connection) -> int | None:
    """The id of the landlord with most open vacancies; None where there is no landlord."""
    row = await (await connection.execute(SQL["find_largest_landlord"])).fetchone()
    return None if row is None else int(row[0])
