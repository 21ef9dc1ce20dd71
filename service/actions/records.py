"""Applicants written down by officers: added, changed from a day, and changes that wait for theirs.

Officers write no record by hand: each action checks that the officer sees the record, or keeps to
their own district, and then works as Homeward itself. The audit keeps the officer's name.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from service.actions.effects import effects, with_change
from service.domain.accounts import Actor, Role
from service.domain.auditing import checked_reason
from service.domain.days import uk_date
from service.domain.people import Applicant, ApplicantState
from service.domain.records import (
    EMPTY,
    FIELDS,
    LABELS,
    Record,
    applicant_of,
    find_problems,
    record_of,
)
from service.errors import NotAllowed, NotFound, RuleBroken
from service.store import circumstances
from service.store.applicant_pages import get_applicant
from service.store.applicants import (
    find_applicants_for_export,
    find_id,
    lock_applicant,
    new_reference,
    put_applicants,
)
from service.store.bulk import take_turn
from service.store.circumstances import Circumstance
from service.store.context import elevated
from service.store.places import find_districts
from service.store.pool import Connection
from service.store.versions import count_change, see_version

_SHUT_UNIT = (
    "This home cannot be given here: check its reference. A home is given to one applicant only"
)


async def read_applicant(connection: Connection, applicant_id: int) -> Applicant:
    """An applicant with all that belongs to them, if whoever asks may see them.

    Raises:
        NotFound: There is no such applicant among those they may see.
    """
    page = await get_applicant(connection, applicant_id)
    return (await find_applicants_for_export(connection, [page.reference]))[0]


async def add_applicant(
    connection: Connection, *, actor: Actor, answers: Mapping[str, Any], today: date
) -> int:
    """Put somebody new on the register, live from today; their id.

    Args:
        connection: The officer's own.
        actor: The officer.
        answers: Field -> value, as ``records.FIELDS``; a field left out is not known. Without a
            reference Homeward gives one.
        today: The day it is.

    Raises:
        NotAllowed: Somebody else than an officer asks.
        RuleBroken: A field is wrong; ``problems`` says which and why.
    """
    _check_officer(actor)
    record = {**EMPTY, **answers}
    async with elevated(connection):
        await take_turn(connection)
        record["reference"] = record["reference"] or await new_reference(connection)
        await _check(connection, actor, record, today)
        if await find_id(connection, record["reference"]) is not None:
            raise RuleBroken("Another applicant has this reference", field="reference")
        await _put(connection, applicant_of(record, ApplicantState.LIVE), today)
        applicant_id = await find_id(connection, record["reference"])
    assert applicant_id is not None  # it was written a moment ago
    return applicant_id


async def change_applicant(
    connection: Connection,
    *,
    actor: Actor,
    applicant_id: int,
    answers: Mapping[str, Any],
    base: Record | None = None,
    from_on: date,
    why: str,
    today: date,
) -> Circumstance:
    """Change a record from a day: at once, or on the day if it is still to come.

    Args:
        connection: The officer's own, who must see the record.
        actor: The officer.
        applicant_id: Whose record.
        answers: Field -> new value; a field left out stays as it is.
        base: The record as the officer saw it; a field that somebody else changed since is refused.
        from_on: The day from which it holds.
        why: What happened, in a sentence.
        today: The day it is.

    Raises:
        NotFound: There is no such applicant among those they may see.
        RuleBroken: Nothing changes, or a field is wrong; ``problems`` says which and why.
    """
    _check_officer(actor)
    why = checked_reason(why, "Say what changed in their circumstances", field="why")
    await get_applicant(connection, applicant_id)
    async with elevated(connection):
        await take_turn(connection)
        await lock_applicant(connection, applicant_id)
    before = await read_applicant(connection, applicant_id)
    was = record_of(before)
    now = {**was, **answers}
    changes = _differences(was if base is None else base, now, answers)
    _check_changes(was, now, changes)
    async with elevated(connection):
        await _check(connection, actor, now, max(today, from_on))
        found = None
        if from_on <= today:
            after = applicant_of(now, before.state)
            await _put_counted(connection, applicant_id, after, today)
            found = effects(before, after, today)
        added = await circumstances.add_circumstance(
            connection,
            applicant_id,
            from_on=from_on,
            changes=changes,
            why=why,
            made_by=actor.name,
            effects=found,
        )
    return next(
        one
        for one in await circumstances.find_circumstances(connection, applicant_id)
        if one.id == added
    )


async def cancel_change(
    connection: Connection, *, actor: Actor, applicant_id: int, circumstance_id: int
) -> None:
    """Cancel a change whose day is still to come.

    Raises:
        NotFound: There is no such applicant among those they may see, or no such change waits.
    """
    await get_applicant(connection, applicant_id)
    async with elevated(connection):
        await lock_applicant(connection, applicant_id)
        was_waiting = await circumstances.set_cancelled(
            connection, applicant_id, circumstance_id, cancelled_by=actor.name
        )
    if not was_waiting:
        raise NotFound("This change does not wait any more.")


async def take_due_changes(connection: Connection, *, on: date) -> int:
    """Put the changes whose day has come into the records, each once; how many were taken up.

    One that no longer fits the record, because somebody changed the same field meanwhile, is
    marked as failed and left to people.
    """
    n_taken = 0
    while (due := await circumstances.take_next_due(connection, on)) is not None:
        n_taken += 1
        try:
            async with connection.transaction():
                found = await _take(connection, due, on)
        except RuleBroken as broken:
            await circumstances.set_failed(connection, due.id, str(broken))
        else:
            await circumstances.set_taken(connection, due.id, found)
    return n_taken


async def _take(connection: Connection, due: Circumstance, on: date) -> list[str]:
    """Put one change into its record; what followed of it."""
    await take_turn(connection)
    await lock_applicant(connection, due.applicant_id)
    before = await read_applicant(connection, due.applicant_id)
    after = with_change(before, due.changes, on)
    await _put_counted(connection, due.applicant_id, after, on)
    return effects(before, after, on)


def _differences(base: Record, now: Record, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Field -> its value before and after, of those that were answered otherwise."""
    return {
        field: {"before": base[field], "after": now[field]}
        for field in FIELDS
        if field in answers and base[field] != now[field]
    }


def _check_changes(was: Record, now: dict[str, Any], changes: Mapping[str, Any]) -> None:
    """Refuse no change, another reference, and one on top of a value that nobody looked at."""
    if not changes:
        raise RuleBroken("Nothing is changed. Change an answer, or leave the record as it is.")
    if "reference" in changes:
        raise RuleBroken("A reference stays as it is", field="reference")
    for field in FIELDS:
        if field not in changes:
            now[field] = was[field]
        elif was[field] not in (changes[field]["before"], changes[field]["after"]):
            words = f"Somebody else changed {LABELS[field]} meanwhile. Start from the record again"
            raise RuleBroken(words, field=field)


async def _check(connection: Connection, actor: Actor, record: Record, on: date) -> None:
    """Refuse a record that is wrong, or of a district that is not the officer's; elevated."""
    problems = find_problems(record, on)
    codes = {one.name: one.code for one in await find_districts(connection)}
    code = codes.get(record["district"])
    if record["district"] and code is None:
        problems["district"] = "Choose a district of the county"
    elif code is not None and actor.district_code not in (None, code):
        problems["district"] = "Choose your own district: you keep its register only"
    if problems:
        raise RuleBroken("; ".join(problems.values()), problems=problems)


async def _put_counted(
    connection: Connection, applicant_id: int, applicant: Applicant, on: date
) -> None:
    """Write a change, which counts as one also where only the household or areas change."""
    was = await see_version(connection, "applicants", applicant_id)
    await _put(connection, applicant, on)
    if await see_version(connection, "applicants", applicant_id) == was:
        await count_change(connection, "applicants", applicant_id)


async def _put(connection: Connection, applicant: Applicant, on: date) -> None:
    """Write an applicant; what cannot be written is said at its field.

    A home that is not known and one where somebody lives are refused alike: who lives there may be
    a person whom this officer must not know of.
    """
    try:
        await put_applicants(connection, [applicant], on=on)
    except RuleBroken as broken:
        words = str(broken)
        if words.startswith("Unit ") or ' names the unit "' in words:
            raise RuleBroken(_SHUT_UNIT, field="current_unit") from broken
        raise RuleBroken(words, field="wanted") from broken


def _check_officer(actor: Actor) -> None:
    if actor.role not in (Role.OFFICER, None):
        raise NotAllowed("Only housing officers keep the register.")


def says_when(change: Circumstance) -> str:
    """When a change went into the record or will, as a page says it."""
    if change.cancelled_at is not None:
        return f"cancelled by {change.cancelled_by}"
    if change.failed_because is not None:
        return f"could not be made: {change.failed_because}"
    return "in the record" if change.taken_at else f"waits for {uk_date(change.from_on)}"
