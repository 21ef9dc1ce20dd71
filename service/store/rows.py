"""Rows of a query as records: the one way that the store reads."""

from collections.abc import Mapping
from typing import Any, LiteralString, TypeVar

from psycopg.rows import class_row

from service.store.pool import Connection

Row = TypeVar("Row")


async def all_rows(
    connection: Connection,
    record: type[Row],
    query: LiteralString,
    parameters: Mapping[str, Any] | None = None,
) -> list[Row]:
    """Every row of a query, as records whose fields have the names of its columns."""
    async with connection.cursor(row_factory=class_row(record)) as cursor:
        await cursor.execute(query, parameters)
        return await cursor.fetchall()


async def one_row(
    connection: Connection,
    record: type[Row],
    query: LiteralString,
    parameters: Mapping[str, Any] | None = None,
) -> Row | None:
    """The first row of a query as a record; None when there is none."""
    async with connection.cursor(row_factory=class_row(record)) as cursor:
        await cursor.execute(query, parameters)
        return await cursor.fetchone()


async def one_value(
    connection: Connection, query: LiteralString, parameters: Mapping[str, Any] | None = None
) -> Any:
    """The first column of a query's first row; None when there is no row."""
    row = await (await connection.execute(query, parameters)).fetchone()
    return row[0] if row else None


async def count_filtered(
    connection: Connection, query: LiteralString, filters: Mapping[str, Any]
) -> int:
    """How many rows a list with filters has.

    It is planned anew each time, for the filters that it comes with: most are empty, and a plan for
    any values can take sixty times as long.
    """
    row = await (await connection.execute(query, filters, prepare=False)).fetchone()
    return int(row[0]) if row else 0
