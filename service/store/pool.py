"""Connections: the only place that opens one, as the application or, rarely, as the owner."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psycopg
from psycopg import AsyncConnection, IsolationLevel
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.rows import TupleRow
from psycopg_pool import AsyncConnectionPool

from service.domain.accounts import HOMEWARD, Actor
from service.errors import NotReady

Connection = AsyncConnection[TupleRow]
Pool = AsyncConnectionPool[Connection]

APPLICATION = "homeward_app"
"""The role that owns nothing; see migrations/0008_roles.sql."""

_PLAIN = {"jit": "off"}
"""Policies make plans look dear, and compiling them costs more than it saves."""


def application_url(database_url: str, *, can_log_in: bool) -> str:
    """The address of the same database for the web, which works as the application.

    Args:
        database_url: The owner's address, or one that logs in as the application already.
        can_log_in: Whether the application's role logs in itself, as on our own cluster. Else the
            owner logs in and takes the role, which a statement could undo.
    """
    if can_log_in:
        return make_conninfo(_with_options(database_url, _PLAIN), user=APPLICATION)
    return _with_options(database_url, {"role": APPLICATION})


def make_pool(database_url: str, *, size: int = 8) -> Pool:
    """A closed pool; open it inside the event loop that uses it (``async with pool``).

    Its connections say nothing of who asks, so they see no rows until
    ``store.context.set_context`` does.

    Args:
        database_url: As ``application_url`` gives it.
        size: Connections at most.
    """
    return AsyncConnectionPool(
        database_url,
        min_size=1,
        max_size=size,
        open=False,
        name="homeward",
        timeout=15,
    )


@asynccontextmanager
async def connect(database_url: str, actor: Actor = HOMEWARD) -> AsyncIterator[Connection]:
    """One connection of the application for Homeward's own work; commits on leaving.

    Args:
        database_url: The owner's address.
        actor: Whom the audit names: the worker, or the command line.

    Raises:
        NotReady: The address is not one, or the server does not answer.
    """
    says = {"role": APPLICATION, "homeward.role": "system", "homeward.name": actor.name}
    async with _connect(database_url, says) as connection:
        yield connection


@asynccontextmanager
async def connect_as_owner(database_url: str) -> AsyncIterator[Connection]:
    """One connection that owns the tables: for migrations and for loading places, nothing else.

    Raises:
        NotReady: The address is not one, or the server does not answer.
    """
    async with _connect(database_url, {"homeward.name": "owner"}) as connection:
        yield connection


@asynccontextmanager
async def snapshot(database_url: str) -> AsyncIterator[Connection]:
    """A connection that reads one moment of the database, however long it takes.

    Raises:
        NotReady: The server does not answer.
    """
    async with connect(database_url) as connection:
        await connection.set_isolation_level(IsolationLevel.REPEATABLE_READ)
        await connection.set_read_only(True)
        yield connection


@asynccontextmanager
async def _connect(database_url: str, says: dict[str, str]) -> AsyncIterator[Connection]:
    try:
        connection = await AsyncConnection.connect(_with_options(database_url, says))
    except (psycopg.ProgrammingError, UnicodeError) as error:
        words = str(error).strip().replace(database_url, "...")  # it may hold a password
        raise NotReady(
            f"DATABASE_URL is not an address of a database ({words}). Write it as "
            "postgresql://ROLE:PASSWORD@HOST:PORT/DATABASE."
        ) from error
    except psycopg.Error as error:
        raise NotReady(_no_answer(error)) from error
    async with connection:
        yield connection


def _no_answer(error: psycopg.Error) -> str:
    words = str(error).strip()
    if f'"{APPLICATION}"' in words:
        return (
            f"The database has no role {APPLICATION}, or may not take it ({words}). "
            "Run 'homeward migrate'."
        )
    return f"The database does not answer ({words}). Check DATABASE_URL, or run 'homeward check'."


def _with_options(database_url: str, says: dict[str, str]) -> str:
    """The address, with settings that hold from the connection's first moment."""
    own = conninfo_to_dict(database_url).get("options")
    given = _PLAIN | says
    set_ = " ".join(f"-c {name}={_escaped(value)}" for name, value in given.items())
    return make_conninfo(database_url, options=f"{own} {set_}" if own else set_)


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace(" ", "\\ ")
