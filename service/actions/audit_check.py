"""Whether the audit is as it was written: every link, every value and every head kept outside."""

import hashlib
import time
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import UTC, date
from pathlib import Path

from service.actions.audit_heads import FILE, KeptHeads, read_heads, write_head
from service.domain.auditing import Fault, Head
from service.domain.retention import AUDIT_VALUES
from service.errors import NotFound
from service.store.audit_chain import (
    Link,
    find_head,
    limited,
    read_chain,
    read_faulty_changes,
    read_faulty_reasons,
    read_unchained,
)
from service.store.pool import Connection

_OTHER_ROW = (
    "the row, what it changed or the link before is not what stood there when it was chained"
)
_OTHER_VALUES = "the values of change {position} are not what was written"
_NO_GROUND = (
    f"the values of change {{position}} are gone, though its applicant was not erased and it is "
    f"younger than {AUDIT_VALUES.keep}"
)
_OTHER_REASON = "the reason is not the one that was written"
_REASON_GONE = "the reason is gone, though nobody whom the row concerns was erased"


@dataclass
class _Walk:
    """How far the chain was followed, and the heads that lie on the way, by position."""

    heads: dict[int, list[Head]]
    position: int = 0
    sha256: bytes = b""

    def follow(self, link: Link) -> Iterator[Fault]:
        """Check one link against the one before and its row."""
        position, audit_id, sha256, words = link
        if position != self.position + 1:
            yield Fault(_missing(self.position + 1, position - 1), self.position + 1)
        if words is None:
            yield Fault("the row is gone", position, audit_id)
        elif hashlib.sha256(self.sha256 + words).digest() != sha256:
            yield Fault(_OTHER_ROW, position, audit_id)
        for head in self.heads.pop(position, ()):
            if head.sha256 != sha256.hex():
                yield Fault(f"the chain is not what it was {_when(head)}", position, audit_id)
        self.position, self.sha256 = position, sha256

    def end(self) -> Iterator[Fault]:
        """What is missing after the last link."""
        for position, heads in sorted(self.heads.items()):
            for head in heads:
                yield Fault(
                    f"the chain ends at position {self.position}, though it reached here "
                    f"{_when(head)}",
                    position,
                )


async def check_audit(connection: Connection, *, home: Path) -> AsyncIterator[Fault]:
    """What is wrong with the audit, one thing at a time; nothing when it is whole.

    Reads the chain as a stream, so that its length does not matter.

    Args:
        connection: May read the audit and erasures; each query sees one moment, and a row and its
            link commit together, so others may write meanwhile.
        home: The folder with the heads.

    Raises:
        NotReady: The heads cannot be read.
    """
    kept = read_heads(home)  # before the chain is: what is in the file has been committed
    for part in _parts(connection, kept):
        async for faults in part:
            for fault in faults:
                yield fault


@dataclass(frozen=True)
class Check:
    """What a check found in the time it had."""

    is_finished: bool
    """False: it ended early, for want of time or because there were faults enough to tell."""
    faults: Sequence[Fault]


async def check_within(
    connection: Connection, *, home: Path, seconds: float, most: int = 100
) -> Check:
    """Check the audit for as long as somebody waits for a page.

    Args:
        connection: As for ``check_audit``.
        home: The folder with the heads.
        seconds: How long it may take altogether.
        most: How many faults to tell.

    Raises:
        NotReady: The heads cannot be read.
    """
    ends_at = time.monotonic() + seconds
    found: list[Fault] = []
    try:
        for part in _parts(connection, read_heads(home)):
            async with limited(connection, ends_at - time.monotonic()), aclosing(part):
                async for faults in part:
                    found += faults
                    if len(found) > most:
                        return Check(False, found[:most])
                    if time.monotonic() > ends_at:
                        raise TimeoutError
    except TimeoutError:
        return Check(False, found)
    return Check(True, found)


def _parts(connection: Connection, kept: KeptHeads) -> list[AsyncGenerator[Sequence[Fault], None]]:
    """What there is to look at, part by part: the faults of each some thousand rows."""
    return [
        _links(connection, kept),
        _unchained(connection),
        _changes(connection),
        _reasons(connection),
    ]


async def _links(connection: Connection, kept: KeptHeads) -> AsyncGenerator[Sequence[Fault], None]:
    yield [Fault(f"line {number} of {FILE} is no head") for number in kept.unread]
    walk = _Walk({})
    for head in kept.heads:
        walk.heads.setdefault(head.position, []).append(head)
    async with aclosing(read_chain(connection)) as chain:
        async for links in chain:
            yield [fault for link in links for fault in walk.follow(link)]
    yield list(walk.end())


async def _unchained(connection: Connection) -> AsyncGenerator[Sequence[Fault], None]:
    async with aclosing(read_unchained(connection)) as rows:
        async for audit_id in rows:
            yield [Fault("the row has no link in the chain", None, audit_id)]


async def _changes(connection: Connection) -> AsyncGenerator[Sequence[Fault], None]:
    async with aclosing(read_faulty_changes(connection, kept=AUDIT_VALUES.keep)) as changes:
        async for audit_id, position, is_erased in changes:
            words = _NO_GROUND if is_erased else _OTHER_VALUES
            yield [Fault(words.format(position=position), None, audit_id)]


async def _reasons(connection: Connection) -> AsyncGenerator[Sequence[Fault], None]:
    async with aclosing(read_faulty_reasons(connection)) as rows:
        async for audit_id, is_erased in rows:
            yield [Fault(_REASON_GONE if is_erased else _OTHER_REASON, None, audit_id)]


async def keep_head(connection: Connection, *, home: Path) -> tuple[Head, Path]:
    """Write the end of the chain to the file outside the database; both.

    Raises:
        NotFound: The audit is empty.
        NotReady: The file cannot be written.
    """
    head = await find_head(connection)
    if head is None:
        raise NotFound("Nothing is in the audit yet.")
    return head, write_head(home, head)


async def keep_head_of_day(connection: Connection, *, home: Path, today: date) -> Head | None:
    """Write the end of the chain unless a head of today is there; None: it is, or all is empty.

    Raises:
        NotReady: The file cannot be read or written.
    """
    heads = read_heads(home).heads
    if heads and heads[-1].at.astimezone(UTC).date() >= today:
        return None
    head = await find_head(connection)
    if head is not None:
        write_head(home, head)
    return head


def _missing(first: int, last: int) -> str:
    return (
        "the link is missing" if first == last else f"the links up to position {last} are missing"
    )


def _when(head: Head) -> str:
    return f"when its head was written down at {head.at:%H:%M on %d/%m/%Y} UTC"
