"""The chain of the audit, read as a stream so that a long one fits in memory."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager

from psycopg.errors import QueryCanceled

from service.domain.auditing import Head
from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import one_row

SQL = queries("audit_chain")

Link = tuple[int, int, bytes, bytes | None]
"""Position, audit id, SHA-256 of the link, and the words of the row (None: it is gone)."""

_BATCH = 2_000


async def read_chain(connection: Connection) -> AsyncGenerator[list[Link], None]:
    """Every link in order, some thousands at a time, as of one moment."""
    async with connection.cursor("audit_chain") as cursor:
        await cursor.execute(SQL["read_chain"], binary=True)
        while links := await cursor.fetchmany(_BATCH):
            yield links


async def read_unchained(connection: Connection) -> AsyncGenerator[int, None]:
    """The rows of the audit that have no link."""
    async with connection.cursor("audit_unchained") as cursor:
        await cursor.execute(SQL["find_unchained"])
        async for (audit_id,) in cursor:
            yield audit_id


async def read_faulty_changes(
    connection: Connection, *, kept: str
) -> AsyncGenerator[tuple[int, int, bool], None]:
    """Audit id, position in it, and whether the values are gone, of each change that is wrong.

    Args:
        connection: May read the audit and erasures.
        kept: How long values are kept, as PostgreSQL's interval; older ones may be gone.
    """
    async with connection.cursor("audit_changes") as cursor:
        await cursor.execute(SQL["find_faulty_changes"], {"kept": kept})
        async for row in cursor:
            yield row


async def read_faulty_reasons(connection: Connection) -> AsyncGenerator[tuple[int, bool], None]:
    """Audit id, and whether the reason is gone, of each row whose reason is wrong."""
    async with connection.cursor("audit_reasons") as cursor:
        await cursor.execute(SQL["find_faulty_reasons"])
        async for row in cursor:
            yield row


async def find_head(connection: Connection) -> Head | None:
    """The end of the chain; None where the audit is empty."""
    return await one_row(connection, Head, SQL["get_head"])


async def find_link(connection: Connection, audit_id: int) -> Head | None:
    """The link of one row of the audit; None where it has none."""
    return await one_row(connection, Head, SQL["get_link"], {"audit_id": audit_id})


@asynccontextmanager
async def limited(connection: Connection, seconds: float) -> AsyncIterator[None]:
    """Let no query inside take longer; the transaction goes on after one that did.

    Raises:
        TimeoutError: A query was stopped.
    """
    try:
        async with connection.transaction():
            await _limit(connection, max(1, round(1_000 * seconds)))
            yield
            await _limit(connection, 0)
    except QueryCanceled as error:
        raise TimeoutError from error


async def _limit(connection: Connection, milliseconds: int) -> None:
    await connection.execute(SQL["limit_time"], {"milliseconds": milliseconds})
