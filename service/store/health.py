"""What the database is, and whether anybody takes jobs from it."""

from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import one_value

SQL = queries("health")


async def get_server_version(connection: Connection) -> str:
    """PostgreSQL's version, such as 15.18."""
    return str(await one_value(connection, SQL["get_server_version"]))


async def get_postgis_version(connection: Connection) -> str | None:
    """The version of PostGIS beside this server; None: not installed."""
    found = await one_value(connection, SQL["get_postgis_version"])
    return None if found is None else str(found)


async def count_workers(connection: Connection) -> int:
    """Workers that gave a sign of life within half a minute; the database must be migrated."""
    return int(await one_value(connection, SQL["count_workers"]))
