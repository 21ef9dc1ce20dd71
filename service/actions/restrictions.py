"""Restricting an applicant's record, and naming who may read it.

Officers see no accounts and write no restrictions by hand: each action here checks that the officer
sees the record and may say who else does, and then works as Homeward itself. The audit keeps the
officer's name.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from service.actions.reading import record_read
from service.domain.accounts import Actor, Role
from service.domain.auditing import checked_reason
from service.domain.restrictions import (
    RestrictionKind,
    check_keeper,
    may_keep,
)
from service.errors import NotAllowed, NotFound, RuleBroken
from service.store import restrictions as store
from service.store.applicant_pages import get_applicant
from service.store.applicants import Held, lock_applicant
from service.store.context import elevated, set_reason
from service.store.pool import Connection
from service.store.restrictions import Officer, Reader, Restriction


@dataclass(frozen=True)
class Restricted:
    """How a record is restricted, and what this officer may do about it."""

    restrictions: Sequence[Restriction]
    readers: Sequence[Reader]
    officers: Sequence[Officer]
    """Who can still be named."""
    may_keep: bool
    """Whether this officer may restrict it, lift that, and name readers."""

    @property
    def kinds(self) -> list[RestrictionKind]:
        """The kinds that hold, the oldest first."""
        return [RestrictionKind(one.kind) for one in self.restrictions]


async def restricted(connection: Connection, *, actor: Actor, applicant_id: int) -> Restricted:
    """How a record that this officer sees is restricted.

    Raises:
        NotFound: There is no such applicant among those they may see.
    """
    applicant = await get_applicant(connection, applicant_id)
    held = await store.find_restrictions(connection, applicant_id)
    async with elevated(connection):
        readers = await store.find_readers(connection, applicant_id) if held else []
        officers = await store.find_officers(connection, applicant.district_code)
    named = {reader.account_id for reader in readers}
    return Restricted(
        held,
        readers,
        [officer for officer in officers if officer.id not in named],
        may_keep(actor.account_id, is_restricted=bool(held), readers=named),
    )


async def restrict(
    connection: Connection, *, actor: Actor, applicant_id: int, kind: RestrictionKind
) -> None:
    """Restrict a record to its named readers; whoever does so becomes one.

    Raises:
        NotFound: There is no such applicant among those they may see.
        NotAllowed: It is restricted, and they are no named reader of it.
        RuleBroken: It is restricted so already.
    """
    await _lock(connection, actor, applicant_id)
    async with elevated(connection):
        if actor.account_id is not None:
            await store.name_reader(
                connection, applicant_id, account_id=actor.account_id, named_by=actor.name
            )
        is_new = await store.add_restriction(
            connection, applicant_id, kind=kind, made_by=actor.name
        )
    if not is_new:
        raise RuleBroken(f"This record is restricted already: {kind.words}.")


async def lift(
    connection: Connection, *, actor: Actor, applicant_id: int, restriction_id: int, reason: str
) -> None:
    """Lift one restriction of a record, with a reason.

    Raises:
        NotFound: There is no such applicant among those they may see, or no such restriction.
        NotAllowed: They are no named reader of it.
        RuleBroken: There is no reason.
    """
    reason = checked_reason(reason, "Say why the restriction is lifted")
    await _lock(connection, actor, applicant_id)
    await set_reason(connection, reason)
    async with elevated(connection):
        was_held = await store.lift_restriction(
            connection, applicant_id, restriction_id=restriction_id, lifted_by=actor.name
        )
        await store.remove_readers_of_unrestricted(connection, applicant_id)
    if not was_held:
        raise NotFound("This restriction does not hold any more.")


async def name_reader(
    connection: Connection, *, actor: Actor, applicant_id: int, account_id: int
) -> None:
    """Name an officer to read a restricted record.

    Raises:
        NotFound: There is no such applicant among those they may see.
        NotAllowed: They are no named reader of it.
        RuleBroken: The record is not restricted, or that officer does not see its register.
    """
    record, _ = await _lock(connection, actor, applicant_id)
    if not record.is_restricted:
        raise RuleBroken("This record is not restricted: every officer of the register reads it.")
    async with elevated(connection):
        await _name(connection, record, applicant_id, account_id=account_id, named_by=actor.name)


async def find_unread(connection: Connection, *, reference: str) -> int:
    """The restricted record with this exact reference that nobody is named to read.

    That an administrator was told of it is recorded.

    Raises:
        NotFound: There is none; the words are the same whatever the cause.
    """
    async with elevated(connection):
        applicant_id = await store.find_unread(connection, reference.strip())
    if applicant_id is None:
        raise NotFound("There is no restricted record with this reference and without a reader")
    told = "that a record is restricted"
    await record_read(connection, subject=told, applicant_ids=[applicant_id])
    return applicant_id


async def name_first_reader(
    connection: Connection, *, actor: Actor, applicant_id: int, account_id: int, reason: str
) -> None:
    """Name an officer to read a restricted record that nobody is named to read.

    Args:
        connection: The administrator's own, who sees nothing of the record.
        actor: The administrator.
        applicant_id: As ``find_unread`` tells it.
        account_id: Of the officer.
        reason: Why it is them, which the audit keeps.

    Raises:
        NotAllowed: Somebody else than an administrator asks.
        RuleBroken: Somebody is named by now, that officer does not see the register, or there is
            no reason.
    """
    if actor.role is not Role.ADMINISTRATOR:
        raise NotAllowed("Only an administrator names the first reader of a record.")
    await set_reason(connection, checked_reason(reason, "Say why it is them"))
    async with elevated(connection):
        record = await lock_applicant(connection, applicant_id)
        if not record.is_restricted or await store.find_readers(connection, applicant_id):
            raise RuleBroken("Somebody is named by now: only the named readers name others")
        await _name(connection, record, applicant_id, account_id=account_id, named_by=actor.name)


async def remove_reader(
    connection: Connection, *, actor: Actor, applicant_id: int, account_id: int
) -> None:
    """Take an officer off those who read a restricted record.

    Raises:
        NotFound: There is no such applicant among those they may see.
        NotAllowed: They are no named reader of it.
        RuleBroken: Nobody would be left.
    """
    _, readers = await _lock(connection, actor, applicant_id)
    if not readers - {account_id}:
        raise RuleBroken("Somebody must be left who reads this record: name another reader first.")
    async with elevated(connection):
        await store.remove_reader(connection, applicant_id, account_id=account_id)


async def _name(
    connection: Connection, record: Held, applicant_id: int, *, account_id: int, named_by: str
) -> None:
    """Name an officer who sees the record's register; elevated."""
    officers = await store.find_officers(connection, record.district_code)
    if account_id not in {officer.id for officer in officers}:
        words = "Choose an officer of the county or of this register's district"
        raise RuleBroken(words, field="account")
    await store.name_reader(connection, applicant_id, account_id=account_id, named_by=named_by)


async def _lock(
    connection: Connection, actor: Actor, applicant_id: int
) -> tuple[Held, frozenset[int]]:
    """Hold a record that this officer sees and keeps; with the accounts of its readers."""
    await get_applicant(connection, applicant_id)
    async with elevated(connection):
        record = await lock_applicant(connection, applicant_id)
        named = await store.find_readers(connection, applicant_id)
    readers = frozenset(reader.account_id for reader in named)
    check_keeper(actor.account_id, is_restricted=record.is_restricted, readers=readers)
    return record, readers
