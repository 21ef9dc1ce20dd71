"""Databases for tests: one cluster for the run, a fresh copy of one template for each test."""

import asyncio
import fcntl
import itertools
import os
import shutil
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from service.store.embedded import locate, running
from service.store.migrate import migrate
from service.store.places import load_places, load_postcodes
from service.store.pool import Connection, connect, connect_as_owner

T = TypeVar("T")
_numbers = itertools.count(1)


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """The address of a server to make databases on: DATABASE_URL's, or a cluster of ours."""
    given = os.environ.get("DATABASE_URL")
    if given:
        yield given
        return
    with running(locate(folder, durable=False)) as url:
        yield url


def address_of(url: str, database: str) -> str:
    """The address of another database on the same server."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


def make_template(url: str, folder: Path) -> str:
    """The template's name: migrated, with Norfolk's places and postcodes; made once a run."""
    return make_once(url, folder, "template", lambda address: asyncio.run(_fill(address)))


def make_once(
    url: str,
    folder: Path,
    kind: str,
    fill: Callable[[str], None],
    *,
    template: str = "template1",
) -> str:
    """The name of a database to copy, filled once a run by whichever worker comes first.

    Args:
        url: The server.
        folder: The run's own.
        kind: What it is, for its name.
        fill: Told the address of a copy of ``template``.
        template: What it starts from.
    """
    name = f"{kind}_{folder.name.replace('-', '_').lower()}"
    with (folder / f"{kind}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with psycopg.connect(url, autocommit=True) as connection:
            found = connection.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", [name]
            ).fetchone()
            if found is None:
                building = f"{name}_building"
                _drop(connection, building)
                connection.execute(
                    sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                        sql.Identifier(building), sql.Identifier(template)
                    )
                )
                fill(address_of(url, building))
                connection.execute(
                    sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                        sql.Identifier(building), sql.Identifier(name)
                    )
                )
    return name


async def _fill(url: str) -> None:
    async with connect_as_owner(url) as connection:
        await migrate(connection)
        await load_places(connection)
        await load_postcodes(connection)


@contextmanager
def fresh_database(url: str, template: str, worker: str) -> Iterator[str]:
    """A database of one's own, dropped afterwards."""
    name = f"{template}_{worker}_{next(_numbers)}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
    try:
        yield address_of(url, name)
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            _drop(connection, name)


def clean_up(folder: Path) -> None:
    """Remove what the run left: the cluster's folder, and the template on a server not ours."""
    given = os.environ.get("DATABASE_URL")
    if given:
        with psycopg.connect(given, autocommit=True) as connection:
            for kind in ("county", "template"):
                _drop(connection, f"{kind}_{folder.name.replace('-', '_').lower()}")
    shutil.rmtree(folder, ignore_errors=True)


def as_owner(url: str, action: Callable[[Connection], Awaitable[T]]) -> T:
    """Run one asynchronous action as the owner of the tables."""

    async def go() -> T:
        async with connect_as_owner(url) as connection:
            return await action(connection)

    return asyncio.run(go())


def within(url: str, action: Callable[[Connection], Awaitable[T]]) -> T:
    """Run one asynchronous action in a transaction of its own."""

    async def go() -> T:
        async with connect(url) as connection:
            return await action(connection)

    return asyncio.run(go())


def _drop(connection: psycopg.Connection, name: str) -> None:
    connection.execute(
        sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    )
