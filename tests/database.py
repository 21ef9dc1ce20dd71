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
    template = _template_name(folder)
    with (folder / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with psycopg.connect(url, autocommit=True) as connection:
            found = connection.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", [template]
            ).fetchone()
            if found is None:
                building = f"{template}_building"
                _drop(connection, building)
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(building)))
                asyncio.run(_fill(address_of(url, building)))
                connection.execute(
                    sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                        sql.Identifier(building), sql.Identifier(template)
                    )
                )
    return template


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
            _drop(connection, _template_name(folder))
    shutil.rmtree(folder, ignore_errors=True)


def _template_name(folder: Path) -> str:
    return f"template_{folder.name.replace('-', '_').lower()}"


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
