"""Taking applicants out of the queue and putting them back: parked until a day, or withdrawn."""

from dataclasses import dataclass
from datetime import date

from service.domain.accounts import Actor
from service.domain.days import uk_date
from service.domain.pauses import PauseKind
from service.errors import RuleBroken
from service.store import pauses
from service.store.applicant_pages import ApplicantPage, get_applicant
from service.store.applicants import lock_applicant
from service.store.context import elevated
from service.store.erasure import is_nominated
from service.store.pool import Connection

_LONGEST_NOTE = 1000


@dataclass(frozen=True)
class _Pause:
    kind: PauseKind
    reason: str
    note: str | None
    until: date | None


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

    Who is parked already is parked anew.

    Args:
        connection: Of whoever must see the applicant.
        actor: Who does it.
        applicant_id: Whom.
        reason: Of ``pauses.ParkReason``, or another stored word.
        until: The day on which they are put back by themselves; None: nobody knows yet.
        on: The day it is.
        note: More about it, in free words.

    Raises:
        NotFound: There is no such applicant among those they may see.
        RuleBroken: The day is past, or they are nominated, housed or withdrew.
    """
    if until is not None and until <= on:
        raise RuleBroken("Enter a day after today, or none", field="until")
    pause = _Pause(PauseKind.PARKED, reason, _checked_note(note), until)
    await _pause(connection, actor, applicant_id, pause)


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

    Raises:
        NotFound: There is no such applicant among those they may see.
        RuleBroken: They are nominated, housed or withdrew already.
    """
    pause = _Pause(PauseKind.WITHDRAWN, reason, _checked_note(note), None)
    await _pause(connection, actor, applicant_id, pause)


async def _pause(connection: Connection, actor: Actor, applicant_id: int, pause: _Pause) -> None:
    """Take somebody out of the queue, held so that nobody nominates them in the same moment."""
    applicant = await get_applicant(connection, applicant_id)
    async with elevated(connection):
        held = await lock_applicant(connection, applicant_id)
        if held.state not in ("live", "parked"):
            raise RuleBroken(f"They are {held.state} already.")
        if await is_nominated(connection, applicant_id):
            raise _nominated(applicant)
        await pauses.add_pause(connection, applicant_id, made_by=actor.name, **vars(pause))


def _nominated(applicant: ApplicantPage) -> RuleBroken:
    return RuleBroken(
        f"{applicant.reference} is nominated for a home. Withdraw the nomination first."
    )


async def check_may_pause(connection: Connection, applicant_id: int) -> None:
    """Refuse a form that takes somebody out of the queue who may not leave it now.

    Raises:
        NotFound: There is no such applicant among those they may see.
        RuleBroken: A nomination of theirs is live.
    """
    applicant = await get_applicant(connection, applicant_id)
    if await is_nominated(connection, applicant_id):
        raise _nominated(applicant)


def _checked_note(note: str | None) -> str | None:
    """Free words without blanks at their ends; None where there are none."""
    text = (note or "").strip()
    if len(text) > _LONGEST_NOTE:
        raise RuleBroken(f"Use no more than {_LONGEST_NOTE:,} characters", field="note")
    return text or None
