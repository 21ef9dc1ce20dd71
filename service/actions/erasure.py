"""Erasing one person's record because they ask for it."""

from collections.abc import Mapping
from dataclasses import dataclass

from service.domain.auditing import checked_reason
from service.domain.retention import REQUEST
from service.errors import RuleBroken
from service.store import erasure
from service.store.applicant_pages import find_applicant_id
from service.store.applicants import lock_applicant
from service.store.context import elevated, set_reason
from service.store.pool import Connection


@dataclass(frozen=True)
class Erasure:
    """What an erasure takes away, or would."""

    reference: str
    record: erasure.Record
    held: Mapping[str, int]
    """Table -> rows that go or lose what tells of the person."""
    is_done: bool


async def erase(
    connection: Connection, *, reference: str, reason: str, is_dry_run: bool
) -> Erasure:
    """Erase an applicant and everything that hangs on them, in this transaction.

    The reasons of what was done with the record before go with it. This one stays in the audit, so
    it must name nobody.

    Args:
        connection: Of an administrator or the command line: who asks is checked before.
        reference: The applicant's.
        reason: Why, in words that the audit keeps.
        is_dry_run: Only count, change nothing.

    Raises:
        NotFound: There is no such applicant.
        RuleBroken: A nomination of theirs is live, or no reason is given.
    """
    reason = checked_reason(reason, "Say why the record is erased")
    async with elevated(connection):
        applicant_id = await find_applicant_id(connection, reference.strip())
        await lock_applicant(connection, applicant_id)
        if await erasure.is_nominated(connection, applicant_id):
            raise RuleBroken(
                f"{reference.strip()} is nominated for a home. Withdraw the nomination first."
            )
        record = await erasure.get_record(connection, applicant_id)
        held = await erasure.count_held(connection, [applicant_id])
        if not is_dry_run:
            await set_reason(connection, reason)
            await erasure.erase_applicants(connection, [applicant_id], rule=REQUEST)
    return Erasure(reference.strip(), record, held, is_done=not is_dry_run)
