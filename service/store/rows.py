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
    connection: Connection,
    query: LiteralString,
    parameters: Mapping[str, Any] | None = None,
    *,
    prepare: bool | None = None,
) -> Any:
    """The first column of a query's first row; None when there is no row.

    Args:
        connection: Whose policies hold for the query.
        query: One statement.
        parameters: Of the statement.
        prepare: False plans it anew each time, for the values that it comes with: for filters that
            are mostly empty, of which a plan for any values takes sixty times as long.
    """
    row = await (await connection.execute(query, parameters, prepare=prepare)).fetchone()
    return row[0] if row else None
