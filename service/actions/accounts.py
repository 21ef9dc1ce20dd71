"""Signing in and out, and opening accounts."""

import asyncio
import hashlib
import secrets
from dataclasses import dataclass

from pwdlib import PasswordHash

from service.domain.accounts import Actor, Role
from service.errors import NotAllowed, RuleBroken
from service.store import accounts
from service.store.audit import add_audit
from service.store.pool import Connection

SHORTEST_PASSWORD = 12
WRONG_SIGN_IN = (
    "The email address or the password is not right. Check both and try again; if you cannot "
    "sign in, ask whoever runs Homeward for you."
)
"""Said whichever of the two was wrong, and when there is no such account."""

_HASHER = PasswordHash.recommended()


@dataclass(frozen=True)
class SignedIn:
    """The person behind a session, and the token that their forms must carry."""

    actor: Actor
    csrf_token: str


async def add_account(
    connection: Connection,
    *,
    actor: Actor,
    email: str,
    name: str,
    role: Role,
    landlord_id: int | None,
    password: str,
) -> int:
    """Open an account; its id.

    Raises:
        RuleBroken: The email address has an account, the password is short, or a landlord's person
            is not tied to a landlord (and nobody else may be).
    """
    _check_account(role, landlord_id, password)
    account_id = await accounts.add_account(
        connection,
        email=email.strip().lower(),
        name=name,
        role=role,
        landlord_id=landlord_id,
        password_hash=await asyncio.to_thread(_HASHER.hash, password),
    )
    if account_id is None:
        raise RuleBroken(f"{email} has an account; use another email address.")
    await add_audit(
        connection, actor=actor.name, action="add account", subject=f"account {account_id}"
    )
    return account_id


async def sign_in(
    connection: Connection, *, email: str, password: str, old_token: str | None
) -> str:
    """Open a session with a token of its own and end the one it replaces; the new token.

    A wrong address takes as long as a wrong password, and is answered with the same words.

    Raises:
        NotAllowed: The two do not belong together.
    """
    account_id = await _verify(connection, email, password)
    await accounts.delete_old_sessions(connection)
    if old_token is not None:
        await accounts.delete_session(connection, _digest(old_token))
    token = secrets.token_urlsafe(32)
    await accounts.add_session(
        connection,
        token_sha256=_digest(token),
        account_id=account_id,
        csrf_token=secrets.token_urlsafe(32),
    )
    return token


async def sign_out(connection: Connection, *, token: str) -> None:
    """End a session."""
    await accounts.delete_session(connection, _digest(token))


async def find_signed_in(connection: Connection, token: str) -> SignedIn | None:
    """The person behind a token; None when it is unknown or its session has timed out."""
    session = await accounts.find_session(connection, _digest(token))
    if session is None:
        return None
    actor = Actor(session.account_id, session.name, Role(session.role), session.landlord_id)
    return SignedIn(actor, session.csrf_token)


def _check_account(role: Role, landlord_id: int | None, password: str) -> None:
    if len(password) < SHORTEST_PASSWORD:
        raise RuleBroken(f"The password is too short; use {SHORTEST_PASSWORD} characters or more.")
    if (role is Role.LANDLORD) != (landlord_id is not None):
        raise RuleBroken("An account names a landlord when its role is landlord, and only then.")


async def _verify(connection: Connection, email: str, password: str) -> int:
    """The id of the account that an address and a password open; a newer hash is kept."""
    account = await accounts.find_account(connection, email.strip().lower())
    if account is None:
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


def _digest(token: str) -> bytes:
    """What is stored of a token, so that a stolen database opens no session."""
    return hashlib.sha256(token.encode()).digest()
