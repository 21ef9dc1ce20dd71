"""Connections: the only place that opens one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psycopg
from psycopg import AsyncConnection, IsolationLevel
from psycopg.rows import TupleRow
from psycopg_pool import AsyncConnectionPool

from service.errors import NotReady

Connection = AsyncConnection[TupleRow]
Pool = AsyncConnectionPool[Connection]


def make_pool(database_url: str, *, size: int = 8) -> Pool:
    """A closed pool; open it inside the event loop that uses it (``async with pool``)."""
    return AsyncConnectionPool(
        database_url, min_size=1, max_size=size, open=False, name="homeward", timeout=15
    )


@asynccontextmanager
async def connect(database_url: str) -> AsyncIterator[Connection]:
    """One connection; commits on leaving, rolls back on an exception.

    Raises:
        NotReady: The address is not one, or the server does not answer.
    """
    try:
        connection = await AsyncConnection.connect(database_url)
    except (psycopg.ProgrammingError, UnicodeError) as error:
        words = str(error).strip().replace(database_url, "...")  # it may hold a password
        raise NotReady(
            f"DATABASE_URL is not an address of a database ({words}). Write it as "
            "postgresql://ROLE:PASSWORD@HOST:PORT/DATABASE."
        ) from error
    except psycopg.Error as error:
        raise NotReady(
            f"The database does not answer ({str(error).strip()}). Check DATABASE_URL, or run "
            "'homeward check'."
        ) from error
    async with connection:
        yield connection


@asynccontextmanager
async def snapshot(database_url: str) -> AsyncIterator[Connection]:
    """A connection that reads one moment of the database, however long it takes.

    Raises:
        NotReady: The server does not answer.
    """
    async with connect(database_url) as connection:
        await connection.set_isolation_level(IsolationLevel.REPEATABLE_READ)
        await connection.set_read_only(True)
        yield connection
