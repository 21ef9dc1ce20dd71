"""Sessions: opened with a token of their own when somebody has proved who they are."""

import secrets
from dataclasses import dataclass

from service.actions.digests import digest
from service.store import accounts
from service.store.pool import Connection


@dataclass(frozen=True)
class Visit:
    """The browser that asks for a session."""

    source: str
    """The network address that it came from."""
    browser: str = ""
    """What it says it is."""
    old_token: str | None = None
    """Of the session that the new one replaces, if it came with one."""


async def open_session(
    connection: Connection, *, account_id: int, visit: Visit, needs: str | None = None
) -> str:
    """Open a session whose token nobody has seen before, and end the one it replaces; the token.

    Args:
        connection: Elevated: sessions are Homeward's own.
        account_id: Who has proved to be themselves.
        visit: From where.
        needs: What the session still needs before it is signed in: ``code`` or ``second_factor``.
    """
    await accounts.delete_old_sessions(connection)
    if visit.old_token is not None:
        await accounts.delete_session(connection, digest(visit.old_token))
    token = secrets.token_urlsafe(32)
    await accounts.add_session(
        connection,
        token_sha256=digest(token),
        account_id=account_id,
        csrf_token=secrets.token_urlsafe(32),
        needs=needs,
        source=visit.source,
        browser=visit.browser[:200],
    )
    return token
