"""How often a row was changed, and who changed it last."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from psycopg import sql

from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import all_rows

SQL = queries("versions")

Versioned = Literal[
    "landlords",
    "schemes",
    "units",
    "unit_loans",
    "vacancies",
    "applicants",
    "nominations",
    "contacts",
]
"""The tables whose rows count their changes."""


@dataclass(frozen=True)
class LastChange:
    """One change of a row."""

    actor: str
    columns: Sequence[str]


async def see_version(connection: Connection, table: Versioned, row_id: int) -> int | None:
    """The version of a row; None where there is none that whoever asks may see."""
    return await _version(connection, "see_version", table, row_id)


async def lock_version(connection: Connection, table: Versioned, row_id: int) -> int | None:
    """The version of a row, which nobody else changes until this transaction ends; None: no row.

    Elevated only, for people may not lock what they may only read.
    """
    if table == "nominations":
        await connection.execute(SQL["lock_vacancy_of_nomination"], {"row_id": row_id})
    return await _version(connection, "lock_version", table, row_id)


async def count_change(connection: Connection, table: Versioned, row_id: int) -> None:
    """Count a change of what belongs to a row and stands in other tables; elevated only."""
    query = sql.SQL(SQL["count_change"]).format(table=sql.Identifier(table))
    await connection.execute(query, {"row_id": row_id})


async def _version(connection: Connection, name: str, table: Versioned, row_id: int) -> int | None:
    query = sql.SQL(SQL[name]).format(table=sql.Identifier(table))
    row = await (await connection.execute(query, {"row_id": row_id})).fetchone()
    return None if row is None else int(row[0])


async def find_last_changes(
    connection: Connection, table: Versioned, row_id: int, *, n: int
) -> list[LastChange]:
    """The newest changes of a row, at most so many; for eyes that may read the audit."""
    given = {"table": table, "row_id": row_id, "limit": n}
    return await all_rows(connection, LastChange, SQL["find_last_changes"], given)
