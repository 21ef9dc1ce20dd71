"""The steps of a nomination as each person may read them."""

from dataclasses import replace

from service.domain.accounts import Actor, Role
from service.domain.steps import Step
from service.store.nomination_steps import StepRow, find_steps
from service.store.nominations import get_nomination
from service.store.pool import Connection


async def read_steps(connection: Connection, *, actor: Actor, nomination_id: int) -> list[StepRow]:
    """Every step of a nomination, the first first.

    Officers' words stay with officers, but for what they ask whoever declined; a landlord and a
    support provider read their own, and not each other's.

    Raises:
        NotFound: There is no such nomination for this person.
    """
    await get_nomination(connection, nomination_id)
    rows = await find_steps(connection, nomination_id)
    if actor.role is Role.OFFICER:
        return rows
    return [row if _is_theirs(row, actor) else replace(row, note=None, reason=None) for row in rows]


def _is_theirs(row: StepRow, actor: Actor) -> bool:
    return row.step == Step.RETURN_DECLINE or row.taken_role == actor.role
