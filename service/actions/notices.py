"""Who is written to when something happens with a nomination or a vacancy.

Whoever did it is not told of it; officers of the home's district are, where they are waited for or
have to know.
"""

from collections.abc import Mapping, Set
from functools import partial
from types import MappingProxyType

from service.actions.messages import tell
from service.domain.accounts import Role
from service.domain.declines import Party
from service.domain.guards import Standing
from service.domain.lettings import NominationState
from service.domain.messages import Kind
from service.domain.steps import Step
from service.store.context import elevated
from service.store.messages import find_concerned
from service.store.pool import Connection

_EVERYBODY: frozenset[Role | None] = frozenset({Role.LANDLORD, Role.SUPPORT_PROVIDER, Role.OFFICER})
_OUTSIDE: frozenset[Role | None] = frozenset({Role.LANDLORD, Role.SUPPORT_PROVIDER})
_STEPS: Mapping[Step, tuple[Kind, frozenset[Role | None]]] = MappingProxyType(
    {
        Step.AGREE_SUPPORT: (Kind.SUPPORT_AGREED, frozenset({Role.LANDLORD})),
        Step.OFFER: (Kind.OFFERED, _EVERYBODY),
        Step.ARRANGE_VIEWING: (Kind.VIEWING, _EVERYBODY),
        Step.ACCEPT: (Kind.ACCEPTED, _EVERYBODY),
        Step.SET_MOVE_IN: (Kind.MOVE_IN_SET, _EVERYBODY),
        Step.SIGN: (Kind.LET, _EVERYBODY),
        Step.DECLINE: (Kind.DECLINED, frozenset({Role.OFFICER})),
        Step.WITHDRAW: (Kind.WITHDRAWN, _OUTSIDE),
        Step.SUPERSEDE: (Kind.SUPERSEDED, _OUTSIDE),
        Step.EXPIRE: (Kind.EXPIRED, _EVERYBODY),
        Step.REOPEN: (Kind.REOPENED, _OUTSIDE),
    }
)
"""Step -> what is said of it, and to whom."""
_PUT_BACK = (Step.OVERRIDE_DECLINE, Step.RETURN_DECLINE)


async def tell_of_nomination(connection: Connection, it: Standing) -> None:
    """Write to landlord and support provider that somebody is nominated."""
    key = f"nominate:{it.id}"
    await _tell(connection, it, Kind.NOMINATED, key, {Role.LANDLORD})
    await _tell(connection, it, Kind.SUPPORT_ASKED, key, {Role.SUPPORT_PROVIDER})


async def tell_of_step(
    connection: Connection, it: Standing, step: Step, step_id: int, *, taken_by: Role | None
) -> None:
    """Write to those whom a step concerns, but whoever took it.

    Args:
        connection: The transaction of the step.
        it: The nomination as it stood before.
        step: What was done.
        step_id: Of its row, so that each step is told of once.
        taken_by: Whose step it was.
    """
    key = f"{step}:{step_id}"
    if step in _PUT_BACK:
        is_providers = it.declined_party == Party.SUPPORT_PROVIDER
        asked = Role.SUPPORT_PROVIDER if is_providers else Role.LANDLORD
        await _tell(connection, it, Kind.DECLINE_RETURNED, key, {asked})
    elif step in _STEPS:
        kind, concerned = _STEPS[step]
        await _tell(connection, it, kind, key, concerned - {taken_by})


async def remind(connection: Connection, it: Standing, reminders: int) -> None:
    """Write to whoever is waited for."""
    if it.state == NominationState.DECLINE_REVIEW:
        waited_for = {Role.OFFICER}
    elif it.state == NominationState.NOMINATED and it.provider_id and not it.support_agreed:
        waited_for = {Role.LANDLORD, Role.SUPPORT_PROVIDER}
    else:
        waited_for = {Role.LANDLORD}
    key = f"reminder:{it.id}:{it.due_on}:{reminders}"
    await _tell(connection, it, Kind.REMINDER, key, waited_for)


async def escalate(connection: Connection, it: Standing) -> None:
    """Write to officers, and to whoever is waited for, that a step is late."""
    key = f"escalated:{it.id}:{it.due_on}"
    await _tell(connection, it, Kind.ESCALATED, key, {Role.OFFICER, Role.LANDLORD})


async def tell_of_vacancy(connection: Connection, vacancy_id: int, kind: Kind, key: str) -> None:
    """Write to officers of a vacancy's district, and of its opening to its landlord too."""
    async with elevated(connection):
        of = await find_concerned(connection, vacancy_id)
    say = partial(tell, connection, kind=kind, key=key, vacancy_id=vacancy_id)
    await say(district_code=of.district_code)
    if kind is Kind.VACANCY_OPENED:
        await say(landlord_id=of.landlord_id)


async def _tell(
    connection: Connection, it: Standing, kind: Kind, key: str, to: Set[Role | None]
) -> None:
    async with elevated(connection):
        of = await find_concerned(connection, it.vacancy_id)
    say = partial(
        tell, connection, kind=kind, key=key, vacancy_id=it.vacancy_id, nomination_id=it.id
    )
    if Role.LANDLORD in to:
        await say(landlord_id=of.landlord_id)
    if Role.SUPPORT_PROVIDER in to and of.provider_id is not None:
        await say(provider_id=of.provider_id)
    if Role.OFFICER in to:
        await say(district_code=of.district_code)
