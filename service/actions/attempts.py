"""Guessing at passwords and codes is stopped, by what is tried and by where from."""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network

from service.actions.digests import digest
from service.domain.accounts import HOMEWARD, same_address
from service.errors import TooMany
from service.store import attempts
from service.store.attempts import Key
from service.store.audit import add_audit
from service.store.pool import Connection

MOST_BY_ADDRESS = 5
"""Failures for one email address, known or not, from one network, or for one account's codes,
within 15 minutes."""
MOST_FROM_ANYWHERE = 50
"""Failures for one email address from all networks; more, so that one stranger shuts nobody out."""
MOST_BY_SOURCE = 30
"""Failures from one network address."""
MOST_BEGUN = 100
"""Sign-ins with the organisation that one network begins and none of which ends well."""

_TOO_MANY = (
    "There were too many failed tries to sign in. Nothing was looked at this time. Try again in "
    "{wait}; if you have forgotten your password, ask whoever runs Homeward for you for a new one."
)
_V6_HOME = 64
"""Bits of an IPv6 address that name one household or office; the rest its people choose freely."""


@dataclass(frozen=True)
class Try:
    """One try, which counts as failed until it is taken back."""

    ids: tuple[int, ...]
    wait_seconds: int
    """0: it may go ahead."""
    is_last: bool
    """If it fails, no more may be made for a while."""


def by_address(email: str, source: str) -> tuple[Key, Key]:
    """Failures for one email address, account or not: from one network, and from anywhere."""
    address = same_address(email)
    return (
        Key("address", digest(f"{address} {_network(source)}"), MOST_BY_ADDRESS),
        Key("address", digest(address), MOST_FROM_ANYWHERE),
    )


def by_code(account_id: int) -> Key:
    """Failures with the codes of one account."""
    return Key("code", digest(str(account_id)), MOST_BY_ADDRESS)


def by_source(source: str) -> Key:
    """Failures from one network address, or from one IPv6 network."""
    return Key("source", digest(_network(source)), MOST_BY_SOURCE)


def by_token(source: str) -> Key:
    """Wrong API tokens from one network."""
    return Key("token", digest(_network(source)), MOST_BY_SOURCE)


def by_begun(source: str) -> Key:
    """Sign-ins with the organisation that were begun from one network."""
    return Key("source", digest(f"begun {_network(source)}"), MOST_BEGUN)


async def count_try(connection: Connection, keys: Sequence[Key]) -> Try:
    """Count a try before it is looked at, so that many at once are no way round the limits.

    Args:
        connection: A transaction that ends before the proof is looked at, or with it.
        keys: What it counts for; always in the same order.
    """
    failures = [await attempts.count_failures(connection, key) for key in keys]
    wait = max(failed.wait_seconds for failed in failures)
    if wait > 0:
        return Try((), wait, is_last=False)
    ids = [await attempts.add_attempt(connection, key) for key in keys]
    is_last = any(f.n + 1 >= key.most for f, key in zip(failures, keys, strict=True))
    return Try(tuple(ids), 0, is_last)


async def forget_failures(connection: Connection, tried: Try, own: Key) -> None:
    """The try was right: it does not count, nor do the failures before it for the same thing."""
    await attempts.delete_attempts(connection, tried.ids)
    await attempts.delete_attempts_of(connection, own)


async def record_failure(connection: Connection, tried: Try, *, what: str, subject: str) -> None:
    """Write down that a try failed, and that it was the last for a while.

    Args:
        connection: A transaction that is not rolled back with the refusal.
        tried: The try.
        what: What was wrong, as "password" or "code".
        subject: "account 7", or "unknown address": people mistype passwords into that field.
    """
    for action in ("fail to sign in", "lock out") if tried.is_last else ("fail to sign in",):
        await add_audit(
            connection,
            actor=HOMEWARD.name,
            action=action,
            subject=subject,
            details={"wrong": what},
        )


def refuse_locked(tried: Try, words: str = _TOO_MANY) -> None:
    """Refuse a try that came after too many.

    Args:
        tried: The try.
        words: What is said, with "{wait}" for the time until the next may be made.

    Raises:
        TooMany: It may be made in a while.
    """
    if tried.wait_seconds > 0:
        minutes = -(-tried.wait_seconds // 60)
        wait = f"{minutes} {'minute' if minutes == 1 else 'minutes'}"
        raise TooMany(words.format(wait=wait), seconds=tried.wait_seconds)


def _network(source: str) -> str:
    try:
        address = ip_address(source)
    except ValueError:
        return source
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return str(ip_network((int(address), _V6_HOME), strict=False))
    return source
