"""The steps of a nomination as each person may read them."""

from collections.abc import Sequence
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
    return [
        row if actor.role in (row.taken_role, asked) else replace(row, note=None, reason=None)
        for row, asked in zip(rows, _asked(rows), strict=True)
    ]


def _asked(rows: Sequence[StepRow]) -> list[Role | None]:
    """Whom each step asks to look at their decline again; None: nobody."""
    asked, found = Role.LANDLORD, []
    for row in rows:
        if row.step == Step.DECLINE:
            is_providers = (row.on_behalf_of or row.taken_role) == Role.SUPPORT_PROVIDER
            asked = Role.SUPPORT_PROVIDER if is_providers else Role.LANDLORD
        found.append(asked if row.step == Step.RETURN_DECLINE else None)
    return found
