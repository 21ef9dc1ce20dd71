"""Rows that have been kept as long as their rule says."""

from datetime import datetime
from typing import Any

from service.domain.retention import HOUSED, WITHDRAWN, Limit
from service.store.erasure import erase_applicants
from service.store.pool import Connection
from service.store.queries import queries

SQL = queries("retention")

Keys = list[tuple[Any, ...]]
"""What tells the rows of a limit apart, in order."""


async def find_due(connection: Connection, limit: Limit, *, as_of: datetime) -> Keys:
    """The rows that a limit lets go."""
    cursor = await connection.execute(SQL[f"find_{limit.name}"], _given(limit, as_of))
    return await cursor.fetchall()


async def let_go(connection: Connection, limit: Limit, *, as_of: datetime) -> int:
    """Delete, erase or empty the rows that a limit lets go; how many.

    Args:
        connection: Elevated.
        limit: Which rows, and for how long they are kept.
        as_of: The moment to count from.
    """
    if limit not in (WITHDRAWN, HOUSED):
        cursor = await connection.execute(SQL[f"delete_{limit.name}"], _given(limit, as_of))
        return cursor.rowcount
    ids = [int(row[0]) for row in await find_due(connection, limit, as_of=as_of)]
    await connection.execute(SQL["lock_applicants"], {"ids": ids})
    ids = [int(row[0]) for row in await find_due(connection, limit, as_of=as_of)]
    if ids:
        await erase_applicants(connection, ids, rule=limit.name)
    return len(ids)


def _given(limit: Limit, as_of: datetime) -> dict[str, object]:
    return {"as_of": as_of, "keep": limit.keep}
