"""Who may sign in, and their sessions."""

from dataclasses import dataclass
from datetime import timedelta

from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import one_row

SQL = queries("accounts")

IDLE = timedelta(minutes=30)
"""A session that nobody uses for this long is over."""
ABSOLUTE = timedelta(hours=12)
"""Every session is over after this long."""


@dataclass(frozen=True)
class Account:
    """What signing in needs of an account."""

    id: int
    password_hash: str | None
    """None: they were invited and have not set one, or sign in with their organisation."""


@dataclass(frozen=True)
class Session:
    """The account behind a session, and the token that its forms carry."""

    id: int
    account_id: int
    name: str
    role: str
    landlord_id: int | None
    provider_id: int | None
    district_code: str | None
    csrf_token: str
    needs: str | None
    """What it still needs before it is signed in: ``code`` or ``second_factor``."""
    is_due: bool
    """Whether its last use should be written down again."""


async def add_account(
    connection: Connection,
    *,
    email: str,
    name: str,
    role: str,
    landlord_id: int | None,
    provider_id: int | None,
    district_code: str | None,
    password_hash: str | None,
) -> int | None:
    """The new account's id; None when the email address has an account."""
    cursor = await connection.execute(
        SQL["add_account"],
        {
            "email": email,
            "name": name,
            "role": role,
            "landlord_id": landlord_id,
            "provider_id": provider_id,
            "district_code": district_code,
            "password_hash": password_hash,
        },
    )
    row = await cursor.fetchone()
    return None if row is None else int(row[0])


async def find_account(connection: Connection, email: str) -> Account | None:
    """The account that may sign in with an email address (lower case)."""
    return await one_row(connection, Account, SQL["find_account"], {"email": email})


async def set_password_hash(connection: Connection, account_id: int, password_hash: str) -> None:
    """Keep a newer hash of the same password."""
    await connection.execute(
        SQL["set_password_hash"], {"account_id": account_id, "password_hash": password_hash}
    )


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
    given = {"token_sha256": token_sha256, "idle": IDLE, "absolute": ABSOLUTE}
    session = await one_row(connection, Session, SQL["find_session"], given)
    if session is not None and session.is_due:
        await connection.execute(SQL["see_session"], {"token_sha256": token_sha256})
    return session


async def delete_session(connection: Connection, token_sha256: bytes) -> None:
    """End a session."""
    await connection.execute(SQL["delete_session"], {"token_sha256": token_sha256})


async def delete_old_sessions(connection: Connection) -> None:
    """Forget the sessions that have timed out."""
    await connection.execute(SQL["delete_old_sessions"], {"idle": IDLE, "absolute": ABSOLUTE})
