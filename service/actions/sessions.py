"""Sessions: opened with a token of their own when somebody has proved who they are."""

import secrets
from dataclasses import dataclass

from service.actions.digests import digest
from service.domain.accounts import Actor
from service.errors import NotAllowed
from service.store import sessions
from service.store.accounts import find_open_account, set_signed_in
from service.store.audit import add_audit
from service.store.context import elevated, name_person
from service.store.pool import Connection

_BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
_SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "Mac",
    "CrOS": "Chromebook",
    "Linux": "Linux",
}
"""A word of what a browser says it is -> what people call it; the first that stands there."""


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

    From here on the transaction is in the name of the account's person. A session that needs
    nothing more is a sign-in, and is recorded as one.

    Args:
        connection: Elevated: sessions are Homeward's own.
        account_id: Who has proved to be themselves.
        visit: From where.
        needs: What the session still needs before it is signed in: ``code`` or ``second_factor``.

    Raises:
        NotAllowed: The account is disabled, or gone.
    """
    account = await find_open_account(connection, account_id)
    if account is None:
        raise NotAllowed("This account is not open. Ask whoever runs Homeward for you.")
    await name_person(connection, account.actor, source=visit.source)
    if visit.old_token is not None:
        await sessions.delete_session(connection, digest(visit.old_token))
    token = secrets.token_urlsafe(32)
    await sessions.add_session(
        connection,
        token_sha256=digest(token),
        account_id=account_id,
        csrf_token=secrets.token_urlsafe(32),
        needs=needs,
        source=visit.source,
        browser=browser_words(visit.browser),
    )
    if needs is None:
        await set_signed_in(connection, account_id)
        await _record(connection, account.actor, "sign in")
    return token


async def end_session(connection: Connection, *, actor: Actor, visit: Visit) -> None:
    """End the session that a visit came with."""
    async with elevated(connection):
        await name_person(connection, actor, source=visit.source)
        await sessions.delete_session(connection, digest(visit.old_token or ""))
        await _record(connection, actor, "sign out")


async def end_own_sessions(connection: Connection, *, actor: Actor) -> None:
    """Sign a person out everywhere."""
    assert actor.account_id is not None
    async with elevated(connection):
        await sessions.delete_sessions_of(connection, actor.account_id)
        await _record(connection, actor, "sign out everywhere")


async def find_own_sessions(connection: Connection, *, actor: Actor) -> list[sessions.OpenSession]:
    """Where a person is signed in."""
    assert actor.account_id is not None
    async with elevated(connection):
        return await sessions.find_open_sessions(connection, actor.account_id)


def browser_words(text: str) -> str:
    """What a browser says it is, in a few words: "Firefox on Windows"."""
    browser = next((words for sign, words in _BROWSERS.items() if sign in text), None)
    system = next((words for sign, words in _SYSTEMS.items() if sign in text), None)
    words = " on ".join(word for word in (browser, system) if word is not None)
    return words or "another program"


async def _record(connection: Connection, actor: Actor, action: str) -> None:
    await add_audit(
        connection, actor=actor.name, action=action, subject=f"account {actor.account_id}"
    )
