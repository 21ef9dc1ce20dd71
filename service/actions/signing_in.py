"""Signing in and out."""

import asyncio
from dataclasses import dataclass

from pwdlib import PasswordHash

from service.actions.digests import digest
from service.actions.sessions import Visit, open_session
from service.domain.accounts import HOMEWARD, Actor, Role
from service.errors import NotAllowed
from service.store import accounts
from service.store.context import elevated, set_context
from service.store.pool import Connection

WRONG_SIGN_IN = (
    "The email address or the password is not right. Check both and try again; if you cannot "
    "sign in, ask whoever runs Homeward for you."
)
"""Said whichever of the two was wrong, and when there is no such account."""

_HASHER = PasswordHash.recommended()


@dataclass(frozen=True)
class SignedIn:
    """The person behind a session, and what the session carries."""

    actor: Actor
    csrf_token: str
    session_id: int
    needs: str | None
    """What the session still needs before it is signed in; None: nothing."""


async def sign_in(connection: Connection, *, email: str, password: str, visit: Visit) -> str:
    """Open a session with a token of its own and end the one it replaces; the new token.

    A wrong address takes as long as a wrong password, and is answered with the same words.

    Raises:
        NotAllowed: The two do not belong together.
    """
    async with elevated(connection):
        account_id = await _verify(connection, email, password)
        return await open_session(connection, account_id=account_id, visit=visit)


async def sign_out(connection: Connection, *, token: str) -> None:
    """End a session."""
    async with elevated(connection):
        await accounts.delete_session(connection, digest(token))


async def find_signed_in(connection: Connection, token: str) -> SignedIn | None:
    """The person behind a token; None when it is unknown or its session has timed out.

    Args:
        connection: A transaction of its own, before anybody is known to ask.
        token: The session cookie's value.
    """
    await set_context(connection, HOMEWARD, source=None)
    session = await accounts.find_session(connection, digest(token))
    if session is None:
        return None
    actor = Actor(
        session.account_id,
        session.name,
        Role(session.role),
        session.landlord_id,
        session.provider_id,
        session.district_code,
    )
    return SignedIn(actor, session.csrf_token, session.id, session.needs)


async def _verify(connection: Connection, email: str, password: str) -> int:
    """The id of the account that an address and a password open; a newer hash is kept."""
    account = await accounts.find_account(connection, email.strip().lower())
    if account is None or account.password_hash is None:
        await asyncio.to_thread(_HASHER.hash, password)  # the same work as verifying
        raise NotAllowed(WRONG_SIGN_IN)
    is_right, new_hash = await asyncio.to_thread(
        _HASHER.verify_and_update, password, account.password_hash
    )
    if not is_right:
        raise NotAllowed(WRONG_SIGN_IN)
    if new_hash is not None:
        await accounts.set_password_hash(connection, account.id, new_hash)
    return account.id
