"""Failed proofs of who somebody is, counted so that nobody can go on guessing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import one_value

SQL = queries("attempts")

WINDOW = timedelta(minutes=15)
"""Failures count for this long."""


@dataclass(frozen=True, order=True)
class Key:
    """What failures are counted by, and how many may be."""

    kind: str
    """``address``, ``source``, ``code`` or ``token``."""
    key_sha256: bytes
    most: int


@dataclass(frozen=True)
class Failures:
    """What came of a key within the window."""

    n: int
    wait_seconds: int
    """Until one more try may be made; 0: now."""


async def count_failures(connection: Connection, key: Key) -> Failures:
    """The failures of a key; others who try the same wait until this transaction ends."""
    given = {"kind": key.kind, "key_sha256": key.key_sha256, "window": WINDOW, "most": key.most}
    await connection.execute(SQL["take_turn"], given)
    row = await (await connection.execute(SQL["count_failures"], given)).fetchone()
    assert row is not None
    return Failures(int(row[0]), int(row[1]))


async def find_sources_of_failures(connection: Connection, subject: str) -> list[str]:
    """From where an account's person, or who says so, failed to sign in within the window."""
    given = {"subject": subject, "window": WINDOW}
    cursor = await connection.execute(SQL["find_sources_of_failures"], given)
    return [str(row[0]) for row in await cursor.fetchall()]


async def add_attempt(connection: Connection, key: Key) -> int:
    """Count a try as failed; its id."""
    given = {"kind": key.kind, "key_sha256": key.key_sha256}
    return int(await one_value(connection, SQL["add_attempt"], given))


async def delete_attempts(connection: Connection, ids: Sequence[int]) -> None:
    """Take back tries that did not fail."""
    await connection.execute(SQL["delete_attempts"], {"ids": list(ids)})


async def delete_attempts_of(connection: Connection, key: Key) -> None:
    """Forget the failures of a key."""
    given = {"kind": key.kind, "key_sha256": key.key_sha256}
    await connection.execute(SQL["delete_attempts_of"], given)


async def delete_old_attempts(connection: Connection, *, keep: str) -> None:
    """Forget the failures of so long ago."""
    await connection.execute(SQL["delete_old_attempts"], {"keep": keep})
