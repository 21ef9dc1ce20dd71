"""Many rows written at once: copied to a table of the transaction, then merged by reference."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, LiteralString

from psycopg import sql
from psycopg.types.json import Jsonb

from service.errors import RuleBroken
from service.store.pool import Connection
from service.store.queries import queries

SQL = queries("bulk")


@dataclass(frozen=True)
class Changed:
    """How many records a write added, changed and found as they were."""

    added: int = 0
    changed: int = 0
    same: int = 0

    def __add__(self, other: "Changed") -> "Changed":
        """The counts of two writes together."""
        return Changed(
            self.added + other.added, self.changed + other.changed, self.same + other.same
        )

    @property
    def total(self) -> int:
        """Every record that was given."""
        return self.added + self.changed + self.same


async def take_turn(connection: Connection) -> None:
    """Wait until no other transaction writes many rows, and keep others waiting until it ends."""
    await connection.execute(SQL["take_turn"])


async def copy_in(
    connection: Connection, query: LiteralString, rows: Iterable[Sequence[Any]]
) -> None:
    """Write rows by COPY."""
    async with connection.cursor() as cursor, cursor.copy(query) as copy:
        for row in rows:
            await copy.write_row(row)


async def copy_rows(
    connection: Connection, table: str, types: Mapping[str, str], rows: Iterable[Sequence[Any]]
) -> None:
    """Write many rows to a table; lists and mappings become JSON.

    PostgreSQL does not copy into a table with row-level security, so the rows go by binary COPY to
    a table of the transaction and from there in one statement, under the policies.

    Args:
        connection: The transaction to write in.
        table: The table's name.
        types: Column -> its type, in the order of a row's values.
        rows: One sequence of values a row.
    """
    incoming, target = sql.Identifier(f"incoming_{table}"), sql.Identifier(table)
    columns = sql.SQL(", ").join(map(sql.Identifier, types))
    names = {"incoming": incoming, "target": target, "columns": columns}
    await connection.execute(sql.SQL(SQL["make_incoming"]).format(**names))
    copy_in = sql.SQL(SQL["copy_incoming"]).format(**names)
    async with connection.cursor() as cursor, cursor.copy(copy_in) as copy:
        copy.set_types(list(types.values()))
        for row in rows:
            await copy.write_row([Jsonb(x) if isinstance(x, dict | list) else x for x in row])
    await connection.execute(sql.SQL(SQL["take_incoming"]).format(**names))
    await connection.execute(sql.SQL(SQL["drop_incoming"]).format(**names))


async def merge(connection: Connection, query: LiteralString, n_given: int) -> Changed:
    """Run an upsert that returns one boolean a written row: whether it is new."""
    cursor = await connection.execute(query)
    is_new = [bool(row[0]) for row in await cursor.fetchall()]
    return Changed(sum(is_new), len(is_new) - sum(is_new), n_given - len(is_new))


async def refuse_first(connection: Connection, query: LiteralString) -> None:
    """Refuse with the sentence that a query returns; nothing when it returns no row.

    Raises:
        RuleBroken: The query found a fault.
    """
    row = await (await connection.execute(query)).fetchone()
    if row is not None:
        raise RuleBroken(str(row[0]))


def refuse_twice(noun: str, references: Iterable[str]) -> None:
    """Refuse a list that gives one reference twice.

    Raises:
        RuleBroken: A reference stands twice.
    """
    seen: set[str] = set()
    for reference in references:
        if reference in seen:
            raise RuleBroken(f"The {noun} {reference} is given twice; give it once.")
        seen.add(reference)
