"""Taking applicants out of the queue and putting them back: parked until a day, or withdrawn."""

from datetime import date

from service.domain.accounts import Actor
from service.domain.days import uk_date
from service.domain.pauses import PauseKind
from service.errors import RuleBroken
from service.store import pauses
from service.store.applicant_pages import get_applicant
from service.store.applicants import lock_applicant
from service.store.context import elevated
from service.store.erasure import is_nominated
from service.store.pool import Connection

_LONGEST_NOTE = 1000


async def park(
    connection: Connection,
    *,
    actor: Actor,
    applicant_id: int,
    reason: str,
    until: date | None,
    on: date,
    note: str | None = None,
) -> None:
    """Take somebody out of the queue until a day, or until somebody puts them back.

    Works as Homeward itself: whoever calls has checked that the actor may. Who is parked already
    is parked anew.

    Args:
        connection: Any.
        actor: Who does it, or whose decision it follows from.
        applicant_id: Whom.
        reason: Of ``pauses.ParkReason``, or another stored word.
        until: The day on which they are put back by themselves; None: nobody knows yet.
        on: The day it is.
        note: More about it, in free words.

    Raises:
        RuleBroken: The day is past, or they are housed or withdrew.
    """
    if until is not None and until <= on:
        raise RuleBroken("Enter a day after today, or none", field="until")
    async with elevated(connection):
        held = await lock_applicant(connection, applicant_id)
        if held.state not in ("live", "parked"):
            raise RuleBroken(f"They are {held.state}: only live applicants can be parked.")
        await pauses.add_pause(
            connection,
            applicant_id,
            kind=PauseKind.PARKED,
            reason=reason,
            note=_checked_note(note),
            until=until,
            made_by=actor.name,
        )


async def unpark(connection: Connection, *, actor: Actor, applicant_id: int, on: date) -> None:
    """Put somebody back in the queue who is parked or withdrew; works as Homeward itself.

    Args:
        connection: Any; it says whose doing it is.
        actor: Who does it.
        applicant_id: Whom.
        on: The day it is.

    Raises:
        RuleBroken: They are in the queue already, or housed.
    """
    async with elevated(connection):
        held = await lock_applicant(connection, applicant_id)
        if held.state not in ("parked", "withdrawn"):
            raise RuleBroken(
                f"They are {held.state} on {uk_date(on)}: {actor.name} can put back only people "
                "who are parked or withdrew."
            )
        await pauses.set_live(connection, applicant_id)


async def withdraw_application(
    connection: Connection, *, actor: Actor, applicant_id: int, reason: str, note: str | None
) -> None:
    """End an application without a home of ours.

    Works as Homeward itself: whoever calls has checked that the actor may.

    Raises:
        RuleBroken: They are housed or withdrew already.
    """
    async with elevated(connection):
        held = await lock_applicant(connection, applicant_id)
        if held.state not in ("live", "parked"):
            raise RuleBroken(f"They are {held.state} already.")
        await pauses.add_pause(
            connection,
            applicant_id,
            kind=PauseKind.WITHDRAWN,
            reason=reason,
            note=_checked_note(note),
            until=None,
            made_by=actor.name,
        )


async def check_may_pause(connection: Connection, applicant_id: int) -> None:
    """Refuse to take somebody out of the queue whom the caller may not see, or who is nominated.

    Raises:
        NotFound: There is no such applicant among those they may see.
        RuleBroken: A nomination of theirs is live.
    """
    applicant = await get_applicant(connection, applicant_id)
    if await is_nominated(connection, applicant_id):
        raise RuleBroken(
            f"{applicant.reference} is nominated for a home. Withdraw the nomination first."
        )


def _checked_note(note: str | None) -> str | None:
    """Free words without blanks at their ends; None where there are none."""
    text = (note or "").strip()
    if len(text) > _LONGEST_NOTE:
        raise RuleBroken(f"Use no more than {_LONGEST_NOTE:,} characters", field="note")
    return text or None
