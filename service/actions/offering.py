"""From support that is agreed to a home that is accepted."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from service.actions.steps import MOST_DAYS_AHEAD, Taking, end, move
from service.domain.accounts import HOMEWARD
from service.domain.days import uk_date
from service.domain.lettings import NominationState as State
from service.domain.steps import Step
from service.errors import RuleBroken
from service.store import nomination_steps as store

_SUPERSEDED = "somebody else accepted the home"


async def agree_support(taking: Taking) -> None:
    """Write down that the support provider will support the person."""
    changes = {"support_agreed_by": taking.actor.name, "support_agreed_at": datetime.now(UTC)}
    await move(taking, State.NOMINATED, changes)


async def offer(taking: Taking) -> None:
    """Offer the home to the person."""
    await move(taking, State.OFFERED)
    await store.settle_vacancy(taking.connection, taking.it.vacancy_id)


async def arrange_viewing(taking: Taking) -> None:
    """Set when they view the home.

    Raises:
        RuleBroken: There is no moment, or it is over.
    """
    at = taking.said.viewing_at
    now = datetime.now(UTC)
    if at is None or not now <= at <= now + timedelta(MOST_DAYS_AHEAD):
        words = "Give the day and time of the viewing, still to come and within a year"
        raise RuleBroken(words, field="viewing_at")
    await move(taking, State.VIEWING, {"viewing_at": at})


async def accept(taking: Taking) -> None:
    """Write down that they accept; the others nominated for the home are free again."""
    superseded = [
        await supersede(taking, nomination_id)
        for nomination_id in await store.find_others_live(taking.connection, taking.it)
    ]
    await move(taking, State.ACCEPTED, more={"superseded": superseded})
    await store.settle_vacancy(taking.connection, taking.it.vacancy_id)


async def supersede(taking: Taking, nomination_id: int) -> int:
    """End another nomination for the same home; which it was."""
    it = await store.get_standing(taking.connection, nomination_id)
    other = replace(taking, it=it, actor=HOMEWARD, step=Step.SUPERSEDE)
    await end(other, State.SUPERSEDED, because=_SUPERSEDED, note="")
    return nomination_id


async def set_move_in(taking: Taking) -> None:
    """Set the day they move in.

    Raises:
        RuleBroken: There is no day, or it is over, or the home is not free by then.
    """
    day = taking.said.move_in_on
    if day is None or not taking.on <= day <= taking.on + timedelta(MOST_DAYS_AHEAD):
        words = "Give the day they move in, today or later and within a year"
        raise RuleBroken(words, field="move_in_on")
    if day < taking.it.available_on:
        free = uk_date(taking.it.available_on)
        raise RuleBroken(
            f"The home is free from {free}; give that day or later", field="move_in_on"
        )
    await move(taking, State.MOVE_IN_SET, {"move_in_on": day})
