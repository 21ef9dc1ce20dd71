"""Sessions: who is signed in, from where, and until when."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from service.store.accounts import Person
from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import all_rows, one_row

SQL = queries("sessions")

IDLE = timedelta(minutes=30)
"""A session that nobody uses for this long is over."""
ABSOLUTE = timedelta(hours=12)
"""Every session is over after this long."""
HALF = timedelta(minutes=15)
"""One that still needs something is over after this long."""

_LIMITS = {"idle": IDLE, "absolute": ABSOLUTE, "half": HALF}


@dataclass(frozen=True)
class Session(Person):
    """The person behind a session, and the token that its forms carry."""

    session_id: int
    csrf_token: str
    needs: str | None
    """What it still needs before it is signed in: ``code`` or ``second_factor``."""
    is_due: bool
    """Whether its last use should be written down again."""


@dataclass(frozen=True)
class OpenSession:
    """A session as the person sees it whose it is."""

    id: int
    source: str | None
    browser: str | None
    started_at: datetime
    seen_at: datetime


async def add_session(
    connection: Connection,
    *,
    token_sha256: bytes,
    account_id: int,
    csrf_token: str,
    needs: str | None,
    source: str,
    browser: str,
) -> None:
    """Open a session."""
    await connection.execute(
        SQL["add_session"],
        {
            "token_sha256": token_sha256,
            "account_id": account_id,
            "csrf_token": csrf_token,
            "needs": needs,
            "source": source,
            "browser": browser,
        },
    )


async def find_session(connection: Connection, token_sha256: bytes) -> Session | None:
    """The session of a token, unless it has timed out; its use is noted once a minute."""
    given = {"token_sha256": token_sha256, **_LIMITS}
    session = await one_row(connection, Session, SQL["find_session"], given)
    if session is not None and session.is_due:
        await connection.execute(SQL["see_session"], {"token_sha256": token_sha256})
    return session


async def find_open_sessions(connection: Connection, account_id: int) -> list[OpenSession]:
    """Where an account is signed in, the one used last first."""
    given = {"account_id": account_id, **_LIMITS}
    return await all_rows(connection, OpenSession, SQL["find_open"], given)


async def delete_session(connection: Connection, token_sha256: bytes) -> int | None:
    """End a session; the account that it was of, None when there was none."""
    cursor = await connection.execute(SQL["delete_session"], {"token_sha256": token_sha256})
    row = await cursor.fetchone()
    return None if row is None else int(row[0])


async def delete_sessions_of(connection: Connection, account_id: int) -> None:
    """End every session of an account."""
    await connection.execute(SQL["delete_sessions_of"], {"account_id": account_id})


async def delete_old_sessions(connection: Connection, *, keep: str) -> None:
    """Forget the sessions that nobody has used for so long."""
    await connection.execute(SQL["delete_old_sessions"], {"keep": keep})
