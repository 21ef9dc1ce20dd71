"""Signing in with a password, and who is behind a session."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.actions.attempts import (
    Try,
    by_address,
    by_source,
    count_try,
    forget_failures,
    record_failure,
    refuse_locked,
)
from service.actions.digests import digest
from service.actions.passwords import Verdict, verify_password
from service.actions.second_factor import find_needs
from service.actions.sessions import Visit, open_session
from service.domain.accounts import HOMEWARD, Actor, same_address
from service.errors import NotAllowed
from service.store import accounts, sessions
from service.store.attempts import Key
from service.store.context import own_transaction, set_context
from service.store.pool import Connection, Pool

WRONG_SIGN_IN = (
    "The email address or the password is not right. Check both and try again; if you cannot "
    "sign in, ask whoever runs Homeward for you."
)
"""Said whichever of the two was wrong, and when there is no such account."""
WRONG_PASSWORD = "The password is not the one that you sign in with. Try again."
"""Said to somebody who is signed in and is asked for their password again."""


@dataclass(frozen=True)
class SignedIn:
    """The person behind a session, and what the session carries."""

    actor: Actor
    csrf_token: str
    session_id: int
    needs: str | None
    """What the session still needs before it is signed in; None: nothing."""


@dataclass(frozen=True)
class Opened:
    """A new session."""

    token: str
    needs: str | None
    """What it still needs before it is signed in; None: nothing."""


async def sign_in(pool: Pool, *, email: str, password: str, visit: Visit) -> Opened:
    """Open a session with a token of its own and end the one it replaces.

    A wrong address takes as much work as a wrong password, and is answered with the same words. The
    work is done while no connection is held.

    Raises:
        NotAllowed: The two do not belong together.
        TooMany: They were not looked at, after too many failures.
    """
    account = await _prove(pool, email=email, password=password, source=visit.source)
    if account is None:
        raise NotAllowed(WRONG_SIGN_IN)
    async with own_transaction(pool, account.actor, source=visit.source) as connection:
        needs = await find_needs(connection, account.actor)
        token = await open_session(connection, account_id=account.id, visit=visit, needs=needs)
    return Opened(token, needs)


async def prove_own_password(
    pool: Pool, *, actor: Actor, password: str, source: str
) -> accounts.Account:
    """The account of somebody who is signed in and gives their password again.

    Raises:
        NotAllowed: It is not theirs.
        TooMany: It was not looked at, after too many failures.
    """
    assert actor.account_id is not None
    async with own_transaction(pool, actor, source=source) as connection:
        own = await accounts.find_open_account(connection, actor.account_id)
    email = "" if own is None else own.email
    account = await _prove(pool, email=email, password=password, source=source)
    if account is None:
        raise NotAllowed(WRONG_PASSWORD)
    return account


async def find_signed_in(connection: Connection, token: str) -> SignedIn | None:
    """The person behind a token; None when it is unknown or its session has timed out.

    Args:
        connection: A transaction of its own, before anybody is known to ask.
        token: The session cookie's value.
    """
    await set_context(connection, HOMEWARD, source=None)
    session = await sessions.find_session(connection, digest(token))
    if session is None:
        return None
    return SignedIn(session.actor, session.csrf_token, session.session_id, session.needs)


async def _prove(pool: Pool, *, email: str, password: str, source: str) -> accounts.Account | None:
    """The account that an address and a password open; None when they open none."""
    keys = (*by_address(email, source), by_source(source))
    async with own_transaction(pool, HOMEWARD, source=source) as connection:
        tried = await count_try(connection, keys)
        account = await accounts.find_account(connection, same_address(email))
    refuse_locked(tried)
    verdict = await verify_password(password, None if account is None else account.password_hash)
    async with own_transaction(pool, HOMEWARD, source=source) as connection:
        await _write_down(connection, account, verdict, tried, keys)
    return account if verdict.is_right else None


async def _write_down(
    connection: Connection,
    account: accounts.Account | None,
    verdict: Verdict,
    tried: Try,
    keys: Sequence[Key],
) -> None:
    """Forget the failures before a right password and keep a newer hash; or count a wrong one."""
    if account is None or not verdict.is_right:
        subject = "unknown address" if account is None else f"account {account.id}"
        await record_failure(connection, tried, what="password", subject=subject)
        return
    await forget_failures(connection, tried, keys[0])
    if verdict.new_hash is not None:
        await accounts.set_password_hash(connection, account.id, verdict.new_hash)
