"""Every step that people take with a nomination: the one way in for pages and the API."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from types import MappingProxyType

from service.actions import declining, ending, letting, offering
from service.actions.steps import Said, Taking, check
from service.actions.versions import check_version
from service.domain.accounts import Actor
from service.domain.steps import Step
from service.store.context import elevated
from service.store.nomination_steps import hold
from service.store.nominations import get_nomination
from service.store.pool import Connection

_STEPS: Mapping[Step, Callable[[Taking], Awaitable[None]]] = MappingProxyType(
    {
        Step.AGREE_SUPPORT: offering.agree_support,
        Step.OFFER: offering.offer,
        Step.ARRANGE_VIEWING: offering.arrange_viewing,
        Step.ACCEPT: offering.accept,
        Step.SET_MOVE_IN: offering.set_move_in,
        Step.SIGN: letting.sign,
        Step.DECLINE: declining.decline,
        Step.CONFIRM_DECLINE: declining.confirm,
        Step.OVERRIDE_DECLINE: declining.override,
        Step.RETURN_DECLINE: declining.hand_back,
        Step.WITHDRAW: ending.withdraw,
        Step.REOPEN: ending.reopen,
        Step.UNDO: ending.undo,
    }
)


async def take_step(
    connection: Connection,
    *,
    actor: Actor,
    nomination_id: int,
    step: Step,
    on: date,
    said: Said | None = None,
    version: int | None = None,
) -> None:
    """Take a step with a nomination.

    Args:
        connection: The person's own, which sees the nomination.
        actor: The person.
        nomination_id: The nomination.
        step: Any but those that Homeward takes by itself, and nominating.
        on: Today.
        said: What is said with it.
        version: Of the nomination as the person saw it; None: whatever it is by now.

    Raises:
        NotFound: There is no such nomination for this person.
        NotAllowed: The step is for others to take.
        RuleBroken: It cannot be taken now, or something said with it is missing or wrong.
        Outdated: Somebody changed it since the person saw it.
        Stale: Somebody else changed it in the same moment.
    """
    await get_nomination(connection, nomination_id)
    if version is not None:
        await check_version(connection, "nominations", nomination_id, version)
    async with elevated(connection):
        it = await hold(connection, nomination_id)
        taking = Taking(connection, actor, it, step, on, said or Said())
        check(taking)
        await _STEPS[step](taking)
