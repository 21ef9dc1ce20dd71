"""The second factor: codes of an authenticator app, and recovery codes for when it is lost."""

import base64
import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from pyotp import TOTP, random_base32

from service.actions.attempts import (
    by_code,
    by_source,
    count_try,
    forget_failures,
    record_failure,
    refuse_locked,
)
from service.actions.digests import digest
from service.actions.sessions import Visit, open_session
from service.domain.accounts import Actor, Role
from service.errors import NotAllowed, RuleBroken
from service.store import second_factors
from service.store.accounts import Account, find_open_account
from service.store.context import elevated, own_transaction
from service.store.pool import Connection, Pool
from service.store.sessions import delete_sessions_of

WRONG_CODE = (
    "The code is not right, or was used before. Wait for the next one in your app, or use a "
    "recovery code that you have not used."
)
MUST_HAVE = frozenset({Role.ADMINISTRATOR})
"""The roles that do nothing without a second factor."""

_N_RECOVERY_CODES = 10
_RECOVERY_BYTES = 15
"""120 bits: a digest of it needs no slow hash."""
_DRIFT_STEPS = (-1, 0, 1)
"""A phone's clock may be half a minute off."""


@dataclass(frozen=True)
class SetUp:
    """What an authenticator app is given."""

    key: str
    """In groups of four, to type."""
    address: str
    """The same as an otpauth address, for a QR code."""


@dataclass(frozen=True)
class State:
    """How a person's second factor stands."""

    email: str
    """Of the account, for a browser that keeps passwords."""
    is_confirmed: bool
    n_recovery_codes: int
    set_up: SetUp | None
    """What the app is given, until its first code confirms it."""


@dataclass(frozen=True)
class Confirmed:
    """A new session, and the recovery codes, which are shown this once."""

    token: str
    recovery_codes: tuple[str, ...]


async def find_needs(connection: Connection, actor: Actor) -> str | None:
    """What a person needs after their password: a code, to set up the factor, or nothing."""
    assert actor.account_id is not None
    factor = await second_factors.find_second_factor(connection, actor.account_id)
    if factor is not None and factor.is_confirmed:
        return "code"
    return "second_factor" if actor.role in MUST_HAVE else None


async def find_state(connection: Connection, *, actor: Actor) -> State:
    """How a person's second factor stands."""
    assert actor.account_id is not None
    async with elevated(connection):
        factor = await second_factors.find_second_factor(connection, actor.account_id)
        account = await find_open_account(connection, actor.account_id)
        n_left = await second_factors.count_recovery_codes(connection, actor.account_id)
    email = "" if account is None else account.email
    if factor is None or account is None:
        return State(email, is_confirmed=False, n_recovery_codes=0, set_up=None)
    if factor.is_confirmed:
        return State(email, is_confirmed=True, n_recovery_codes=n_left, set_up=None)
    set_up = _set_up(factor.secret, account)
    return State(email, is_confirmed=False, n_recovery_codes=0, set_up=set_up)


async def begin_set_up(pool: Pool, *, actor: Actor, source: str) -> None:
    """Draw a key; it counts for nothing until a code of it confirms it."""
    assert actor.account_id is not None
    async with own_transaction(pool, actor, source=source) as connection:
        await second_factors.set_second_factor(connection, actor.account_id, random_base32())


async def confirm(pool: Pool, *, actor: Actor, code: str, visit: Visit) -> Confirmed:
    """Take the first code of a new key: it counts from now on, and every other session ends.

    Raises:
        NotAllowed: The code is wrong.
        TooMany: It was not looked at, after too many failures.
        RuleBroken: No key waits to be confirmed.
    """
    assert actor.account_id is not None
    async with own_transaction(pool, actor, source=visit.source) as connection:
        factor = await second_factors.find_second_factor(connection, actor.account_id)
    if factor is None or factor.is_confirmed:
        raise RuleBroken("No second factor waits for its first code. Begin again.")
    await _prove_code(pool, actor=actor, code=code, source=visit.source)
    async with own_transaction(pool, actor, source=visit.source) as connection:
        codes = await _set_recovery_codes(connection, actor.account_id)
        await delete_sessions_of(connection, actor.account_id)
        token = await open_session(connection, account_id=actor.account_id, visit=visit)
    return Confirmed(token, codes)


async def enter_code(pool: Pool, *, actor: Actor, code: str, visit: Visit) -> str:
    """Sign in with a code after the password; the token of the session, a new one.

    Raises:
        NotAllowed: The code is wrong or was used before.
        TooMany: It was not looked at, after too many failures.
    """
    assert actor.account_id is not None
    await _prove_code(pool, actor=actor, code=code, source=visit.source)
    async with own_transaction(pool, actor, source=visit.source) as connection:
        return await open_session(connection, account_id=actor.account_id, visit=visit)


async def renew_recovery_codes(pool: Pool, *, actor: Actor, source: str) -> tuple[str, ...]:
    """New recovery codes in place of the old, for somebody who has given their password.

    Raises:
        RuleBroken: They have no second factor.
    """
    assert actor.account_id is not None
    async with own_transaction(pool, actor, source=source) as connection:
        factor = await second_factors.find_second_factor(connection, actor.account_id)
        if factor is None or not factor.is_confirmed:
            raise RuleBroken("You have no second factor. Set one up first.")
        return await _set_recovery_codes(connection, actor.account_id)


async def remove(pool: Pool, *, actor: Actor, visit: Visit) -> str:
    """Take a second factor away from somebody who has given their password; their new token.

    Every session ends. Whoever must have a second factor can do nothing before they set up another.
    """
    assert actor.account_id is not None
    async with own_transaction(pool, actor, source=visit.source) as connection:
        await second_factors.delete_second_factor(connection, actor.account_id)
        await delete_sessions_of(connection, actor.account_id)
        needs = await find_needs(connection, actor)
        return await open_session(connection, account_id=actor.account_id, visit=visit, needs=needs)


def _set_up(secret: str, account: Account) -> SetUp:
    groups = [secret[i : i + 4] for i in range(0, len(secret), 4)]
    address = TOTP(secret).provisioning_uri(name=account.email, issuer_name="Homeward")
    return SetUp(" ".join(groups), address)


async def _prove_code(pool: Pool, *, actor: Actor, code: str, source: str) -> None:
    """Take a code of the app or a recovery code; each is taken once."""
    assert actor.account_id is not None
    own = by_code(actor.account_id)
    async with own_transaction(pool, actor, source=source) as connection:
        tried = await count_try(connection, (own, by_source(source)))
        is_locked = tried.wait_seconds > 0
        is_right = not is_locked and await _take(connection, actor.account_id, code)
        if is_right:
            await forget_failures(connection, tried, own)
        elif not is_locked:
            subject = f"account {actor.account_id}"
            await record_failure(connection, tried, what="code", subject=subject)
    refuse_locked(tried)
    if not is_right:
        raise NotAllowed(WRONG_CODE)


async def _take(connection: Connection, account_id: int, code: str) -> bool:
    plain = "".join(code.split()).replace("-", "").upper()
    factor = await second_factors.find_second_factor(connection, account_id)
    if factor is None:
        return False
    if not (len(plain) == 6 and plain.isascii() and plain.isdecimal()):
        return await second_factors.use_recovery_code(connection, account_id, digest(plain))
    step = _step_of(factor, plain)
    return step is not None and await second_factors.use_step(connection, account_id, step)


def _step_of(factor: second_factors.SecondFactor, code: str) -> int | None:
    """The 30-second step of a code, if it is one of those around now and later than the last."""
    totp = TOTP(factor.secret)
    now = totp.timecode(datetime.now(UTC))
    steps = [now + drift for drift in _DRIFT_STEPS]
    right = [step for step in steps if hmac.compare_digest(totp.generate_otp(step), code)]
    return next((step for step in right if step > factor.last_step), None)


async def _set_recovery_codes(connection: Connection, account_id: int) -> tuple[str, ...]:
    codes = [
        base64.b32encode(secrets.token_bytes(_RECOVERY_BYTES)).decode()
        for _ in range(_N_RECOVERY_CODES)
    ]
    await second_factors.set_recovery_codes(
        connection, account_id, [digest(code) for code in codes]
    )
    return tuple("-".join(code[i : i + 6] for i in range(0, len(code), 6)) for code in codes)
