"""Letting go of what has been kept as long as the rules say, where people decide when."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from service.domain.retention import LIMITS, Limit
from service.errors import Stale
from service.store import retention
from service.store.context import elevated, set_reason
from service.store.pool import Connection

_FRESH = timedelta(hours=1)
_CHANGED = (
    "What is due has changed since it was shown, and nothing was let go. "
    "Look at it again and decide."
)


@dataclass(frozen=True)
class Due:
    """How many rows a limit lets go."""

    limit: Limit
    n: int


@dataclass(frozen=True)
class Plan:
    """What is due at one moment."""

    as_of: datetime
    due: tuple[Due, ...]
    digest: str
    """Of the moment and of which rows are due, not only how many."""

    @property
    def n(self) -> int:
        """All rows that are due."""
        return sum(one.n for one in self.due)


async def plan(connection: Connection, *, as_of: datetime | None = None) -> Plan:
    """What the rules let go now; only looks.

    Args:
        connection: Of an administrator or the command line: counts tell of nobody.
        as_of: The moment to count from; None: now.
    """
    moment = as_of or datetime.now(UTC)
    words = hashlib.sha256(moment.isoformat().encode())
    due = []
    async with elevated(connection):
        for limit in LIMITS:
            keys = await retention.find_due(connection, limit, as_of=moment)
            words.update(f"{limit.name}{keys}".encode())
            due.append(Due(limit, len(keys)))
    return Plan(moment, tuple(due), words.hexdigest())


async def apply(connection: Connection, *, as_of: datetime, digest: str) -> Plan:
    """Let go of exactly what was shown, in this transaction.

    Args:
        connection: Of an administrator or the command line.
        as_of: The moment of the plan that was shown.
        digest: Of that plan.

    Raises:
        Stale: Other rows are due than were shown, or it was shown more than an hour ago.
    """
    age = datetime.now(UTC) - as_of
    if not timedelta(0) <= age <= _FRESH:
        raise Stale(_CHANGED)
    shown = await plan(connection, as_of=as_of)
    if shown.digest != digest:
        raise Stale(_CHANGED)
    async with elevated(connection):
        for one in reversed(shown.due):  # people last: what is due by itself goes with them too
            await set_reason(connection, f"kept {one.limit.words}")
            if one.n != await retention.let_go(connection, one.limit, as_of=as_of):
                raise Stale(_CHANGED)
        await set_reason(connection, "")
    return shown
