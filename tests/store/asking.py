"""Asks the database as one of the county's people, the way that the application does."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

import psycopg
from psycopg import sql

from service.domain.accounts import HOMEWARD, Actor, Role
from service.store.context import set_context
from service.store.pool import APPLICATION, Connection, connect_as_owner
from tests.pages.county import PEOPLE

Rows = frozenset[str]
"""Rows of a table, each by where it is stored."""

_COLUMN = """
SELECT a.attname FROM pg_attribute AS a
WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND a.attidentity = '' AND NOT a.attisdropped
  AND has_column_privilege('homeward_app', a.attrelid, a.attnum, 'UPDATE')
ORDER BY a.attnum DESC LIMIT 1
"""
_FOREIGN_KEYS = """
SELECT conrelid::regclass::text, conname FROM pg_constraint
WHERE contype = 'f' AND connamespace = 'public'::regnamespace ORDER BY oid
"""
_GENERATED = """
SELECT attrelid::regclass::text, attname FROM pg_attribute AS a
JOIN pg_class AS c ON c.oid = a.attrelid
WHERE attgenerated <> '' AND relkind = 'r' AND relnamespace = 'public'::regnamespace
ORDER BY 1, 2
"""
MOST_INSERTS = 10
_REFUSED = (psycopg.errors.InsufficientPrivilege,)
_TAKEN = (psycopg.errors.UniqueViolation,)
"""The policies let the row in, and it was there already."""


def without_foreign_keys(url: str) -> None:
    """Take them and worked-out columns away, so that any row goes wherever the policies let it."""
    with psycopg.connect(url) as connection:
        for table, name in connection.execute(_FOREIGN_KEYS).fetchall():
            alter = sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}")
            connection.execute(alter.format(sql.Identifier(table), sql.Identifier(name)))
        for table, name in connection.execute(_GENERATED).fetchall():
            keep = sql.SQL("ALTER TABLE {} ALTER COLUMN {} DROP EXPRESSION")
            connection.execute(keep.format(sql.Identifier(table), sql.Identifier(name)))


@asynccontextmanager
async def as_person(url: str, person: str) -> AsyncIterator[Connection]:
    """A transaction of homeward_app in a person's context; nothing of it is kept."""
    async with connect_as_owner(url) as connection:
        actor = await _actor(connection, person)
        await connection.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(APPLICATION)))
        if person != "no context":
            await set_context(connection, actor, source="127.0.0.1")
        yield connection
        await connection.rollback()


async def _actor(connection: Connection, person: str) -> Actor | None:
    if person not in PEOPLE:
        return HOMEWARD if person == "system" else None
    role, landlord_id, provider_id, district_code = PEOPLE[person]
    found = await connection.execute(
        "SELECT id, name FROM accounts WHERE email = %s", [f"{person}@homeward.example"]
    )
    account = await found.fetchone()
    assert account is not None
    return Actor(account[0], account[1], Role(role), landlord_id, provider_id, district_code)


def rows_where(url: str, table: str, condition: str, most: int | None = None) -> Rows:
    """The first rows of a table that meet a condition, as the owner reads them."""
    query = f'SELECT ctid::text FROM "{table}" AS t WHERE {condition} ORDER BY ctid'  # noqa: S608
    if most is not None:
        query += f" LIMIT {most}"
    with psycopg.connect(url) as connection:
        return frozenset(row for (row,) in connection.execute(query).fetchall())


def rows_seen(url: str, person: str, tables: Iterable[str]) -> dict[str, Rows]:
    """Table -> the rows that a person sees."""

    async def ask() -> dict[str, Rows]:
        async with as_person(url, person) as connection:
            return {table: await _rows(connection, _ALL, table) for table in tables}

    return asyncio.run(ask())


_ALL = sql.SQL("SELECT ctid::text FROM {}")
_DELETE = sql.SQL("DELETE FROM {} RETURNING ctid::text")
_UPDATE = sql.SQL(
    "WITH before AS (SELECT ctid AS place FROM {0}) UPDATE {0} SET {1} = {1} FROM before"
    " WHERE {0}.ctid = before.place RETURNING before.place::text"
)
_ONLY = (
    "WITH before AS (SELECT ctid AS place FROM {{0}}) UPDATE {{0}} SET {} FROM before"
    " WHERE {{0}}.ctid = before.place RETURNING before.place::text"
)
_UPDATES = {
    "audit_changes": sql.SQL(_ONLY.format("before = NULL, after = NULL, salt = NULL")),
    "api_tokens": sql.SQL(_ONLY.format("revoked_at = now()")),
}
"""The one change that a table takes, where it does not take any."""
_INSERT = sql.SQL(
    "INSERT INTO {0} OVERRIDING SYSTEM VALUE SELECT (jsonb_populate_record(NULL::{0}, %s)).*"
)


async def _rows(connection: Connection, query: sql.SQL, *names: str) -> Rows:
    """What a query returns; nothing where it is refused."""
    try:
        async with connection.transaction():
            found = await connection.execute(query.format(*map(sql.Identifier, names)))
            return frozenset(row for (row,) in await found.fetchall())
    except _REFUSED:
        return frozenset()


async def _tried(connection: Connection, query: sql.SQL, *names: str) -> Rows:
    """What a write returns, which is taken back."""
    async with connection.transaction(force_rollback=True):
        return await _rows(connection, query, *names)


def may_write(url: str, person: str, tables: Iterable[str]) -> dict[tuple[str, str], Rows]:
    """Table and verb -> the rows that a person may write: each is tried, and taken back."""
    chosen = list(tables)
    with psycopg.connect(url) as owner:
        whole = {table: _whole_rows(owner, table) for table in chosen}
        columns = {table: owner.execute(_COLUMN, [table]).fetchone() for table in chosen}

    async def ask() -> dict[tuple[str, str], Rows]:
        written: dict[tuple[str, str], Rows] = {}
        async with as_person(url, person) as connection:
            for table in chosen:
                written[table, "insert"] = await _inserted(connection, table, whole[table])
                written[table, "delete"] = await _tried(connection, _DELETE, table)
                column = columns[table]
                update = _UPDATES.get(table, _UPDATE)
                written[table, "update"] = (
                    frozenset()
                    if column is None
                    else await _tried(connection, update, table, column[0])
                )
        return written

    return asyncio.run(ask())


def _whole_rows(owner: psycopg.Connection, table: str) -> list[tuple[str, str]]:
    query = sql.SQL("SELECT ctid::text, to_jsonb(t)::text FROM {} AS t ORDER BY ctid LIMIT {}")
    filled = query.format(sql.Identifier(table), sql.Literal(MOST_INSERTS))
    return owner.execute(filled).fetchall()


async def _inserted(connection: Connection, table: str, rows: list[tuple[str, str]]) -> Rows:
    """The rows that may be written, were they not there."""
    taken = set()
    for place, row in rows:
        try:
            async with connection.transaction(force_rollback=True):
                await connection.execute(_INSERT.format(sql.Identifier(table)), [row])
        except _REFUSED:
            continue
        except _TAKEN:
            pass
        taken.add(place)
    return frozenset(taken)
