"""Breaking the glass: a restricted record opened for an hour with a reason, and reviewed after."""

from service.actions.reading import record_read
from service.domain.accounts import Actor
from service.domain.auditing import checked_reason
from service.domain.days import uk_clock
from service.domain.restrictions import SHORTEST_REASON
from service.errors import NotAllowed, NotFound, RuleBroken
from service.store import openings as store
from service.store.applicant_pages import find_applicant_id
from service.store.context import elevated, set_reason
from service.store.openings import Opening, RestrictedRecord
from service.store.pool import Connection


async def find_visible(connection: Connection, *, reference: str) -> int | None:
    """The id of the applicant with a reference, if whoever asks may see them.

    The case of letters does not matter, here and below, where only one record has it so.
    """
    async with elevated(connection):
        stored = await store.find_stored_reference(connection, reference)
    try:
        return await find_applicant_id(connection, stored)
    except NotFound:
        return None


async def find_closed(
    connection: Connection, *, actor: Actor, reference: str
) -> RestrictedRecord | None:
    """The restricted record with this reference, which the officer could open.

    That they were told of it is recorded. None where there is no such record, where it is not
    restricted, and where it is of another district than the officer's: the three look the same.
    """
    async with elevated(connection):
        stored = await store.find_stored_reference(connection, reference)
        record = await store.find_restricted(
            connection, reference=stored, district_code=actor.district_code
        )
    if record is not None:
        told = "that a record is restricted"
        await record_read(connection, subject=told, applicant_ids=[record.id])
    return record


async def get_closed(connection: Connection, *, actor: Actor, reference: str) -> RestrictedRecord:
    """The restricted record with this reference, which the officer could open.

    Raises:
        NotFound: There is none; the words are the same whatever the cause.
    """
    record = await find_closed(connection, actor=actor, reference=reference)
    if record is None:
        raise _nothing()
    return record


async def open_record(
    connection: Connection, *, actor: Actor, reference: str, reason: str
) -> RestrictedRecord:
    """Open a restricted record to this officer for an hour.

    Raises:
        NotFound: There is no such record, or it is of another district.
        RuleBroken: The reason is too short, or they may read the record already.
    """
    words = f"Give a reason of {SHORTEST_REASON} characters or more"
    reason = checked_reason(reason, words, least=SHORTEST_REASON)
    async with elevated(connection):
        stored = await store.find_stored_reference(connection, reference)
        record = await store.lock_restricted(
            connection, reference=stored, district_code=actor.district_code
        )
    if record is None:
        raise _nothing()
    await _check_is_shut(connection, actor, record)
    await set_reason(connection, reason)
    async with elevated(connection):
        await store.add_opening(
            connection, record, account_id=actor.account_id, opened_by=actor.name, reason=reason
        )
    return record


async def _check_is_shut(connection: Connection, actor: Actor, record: RestrictedRecord) -> None:
    """Refuse a second opening while one is open, and any to a named reader."""
    until = await store.find_open_until(
        connection, applicant_id=record.id, account_id=actor.account_id
    )
    if until is not None:
        raise RuleBroken(
            f"You have opened this record already: it is open to you until {uk_clock(until)}."
        )
    if await find_visible(connection, reference=record.reference) is not None:
        raise RuleBroken("You are a named reader of this record: there is nothing to open.")


async def review(
    connection: Connection, *, actor: Actor, opening_id: int, was_justified: bool, note: str
) -> Opening:
    """Say whether an opening was justified; the opening as it was before.

    Raises:
        NotFound: There is no such opening.
        NotAllowed: It is the reviewer's own.
        RuleBroken: It is reviewed already, or a note is missing.
    """
    opening = await store.lock_opening(connection, opening_id)
    if opening.account_id == actor.account_id:
        raise NotAllowed("Nobody reviews what they opened themselves. Ask another reviewer.")
    if opening.reviewed_by is not None:
        raise RuleBroken(f"{opening.reviewed_by} has reviewed this opening already.")
    least = 0 if was_justified else SHORTEST_REASON
    words = "Say why it was not justified, and what follows from it"
    note = checked_reason(note, words, least=least, field="note")
    await store.review_opening(
        connection,
        opening_id,
        reviewed_by=actor.name,
        was_justified=was_justified,
        note=note or None,
    )
    return opening


def _nothing() -> NotFound:
    return NotFound("There is no restricted record with this reference for you to open.")
