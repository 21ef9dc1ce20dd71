"""Support providers, who staff schemes that landlords own."""

from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import one_value

SQL = queries("support_providers")


async def add_support_provider(connection: Connection, name: str) -> int:
    """The new support provider's id."""
    return int(await one_value(connection, SQL["add_support_provider"], {"name": name}))


async def find_names(connection: Connection) -> frozenset[str]:
    """The names of those that whoever asks may see."""
    rows = await (await connection.execute(SQL["find_names"])).fetchall()
    return frozenset(name for (name,) in rows)


async def give_schemes(
    connection: Connection, *, provider_id: int, landlord_id: int, n: int
) -> None:
    """Say that a provider staffs so many of a landlord's schemes, those with most support."""
    given = {"provider_id": provider_id, "landlord_id": landlord_id, "n": n}
    await connection.execute(SQL["give_schemes"], given)
