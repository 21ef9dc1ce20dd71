"""Which steps somebody may take with a nomination now, and why they cannot take the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from service.domain.accounts import Actor
from service.domain.guards import Standing, why_not
from service.domain.lettings import NominationState as State
from service.domain.steps import TURNS, Step
from service.store.context import elevated
from service.store.nomination_steps import get_standing
from service.store.nominations import get_nomination
from service.store.pool import Connection

_REVIEWS = (Step.CONFIRM_DECLINE, Step.OVERRIDE_DECLINE, Step.RETURN_DECLINE)


@dataclass(frozen=True)
class Choice:
    """A step, as its button says it, and why it cannot be taken; None: it can."""

    step: Step
    words: str
    why_not: str | None


def choices(it: Standing, actor: Actor, on: date) -> list[Choice]:
    """The steps that somebody's role takes at all, in the order of a nomination's life.

    Those that make no sense any more, as reviewing where nobody declined, are left out.
    """
    return [
        Choice(step, turn.words, why_not(step, it, actor, on))
        for step, turn in TURNS.items()
        if actor.role in turn.may and _has_meaning(step, it)
    ]


def _has_meaning(step: Step, it: Standing) -> bool:
    if step in _REVIEWS:
        return it.state == State.DECLINE_REVIEW
    if step is Step.AGREE_SUPPORT:
        return it.provider_id is not None
    return True


async def find_choices(
    connection: Connection, *, actor: Actor, nomination_id: int, on: date
) -> Sequence[Choice]:
    """The steps of a nomination for whoever asks.

    Raises:
        NotFound: There is no such nomination for this person.
    """
    await get_nomination(connection, nomination_id)
    async with elevated(connection):
        it = await get_standing(connection, nomination_id)
    return choices(it, actor, on)
