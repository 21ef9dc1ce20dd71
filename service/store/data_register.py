"""What the database says of its own tables and columns."""

from dataclasses import dataclass

from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import all_rows

SQL = queries("data_register")


@dataclass(frozen=True)
class StoredField:
    """A column with what is written beside it."""

    table_name: str
    table_comment: str | None
    column_name: str
    column_comment: str | None


async def find_stored_fields(connection: Connection) -> list[StoredField]:
    """Every column of every table of ours, table by table."""
    return await all_rows(connection, StoredField, SQL["find_stored_fields"], {})


async def find_about_applicants(connection: Connection) -> list[str]:
    """The tables that hold something of one applicant."""
    cursor = await connection.execute(SQL["find_about_applicants"], {})
    return [str(row[0]) for row in await cursor.fetchall()]
