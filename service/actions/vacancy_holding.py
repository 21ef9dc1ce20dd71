"""What comes before each change of a vacancy: who asks, what stands, and why."""

from datetime import date

from service.actions.keeping import check_keeper
from service.actions.versions import check_version
from service.actions.void_plans import refuse_overlaps
from service.domain.accounts import Actor
from service.domain.auditing import SHORTEST_REASON, checked_reason
from service.domain.homes import VacancyState
from service.domain.vacancies import Act, why_not
from service.errors import RuleBroken
from service.store import overlaps
from service.store import voids as store
from service.store.context import set_reason
from service.store.pool import Connection
from service.store.voids import PlannedVacancy

_WHY = f"Say why, in {SHORTEST_REASON} characters or more"


async def held(
    connection: Connection,
    actor: Actor,
    seen: PlannedVacancy,
    act: Act,
    version: int | None,
) -> PlannedVacancy:
    """The vacancy, held until the end, once it is certain that this may be done with it now.

    Raises:
        Outdated: Somebody changed it since the version that is named.
        NotAllowed: Somebody else than its landlord or an officer of its district asks.
        RuleBroken: Its state forbids it.
    """
    check_keeper(actor, seen)
    vacancy = await store.lock_planned(connection, seen)
    if version is not None:
        await check_version(connection, "vacancies", vacancy.id, version)
    n_live = await store.count_live(connection, vacancy.id)
    words = why_not(act, vacancy.stands, actor.role, n_live)
    if words is not None:
        raise RuleBroken(f"Vacancy {vacancy.reference}: {words}")
    return vacancy


async def say_why(connection: Connection, because: str, *, must: bool) -> None:
    """Keep a reason with the audit and the revision of what follows."""
    because = checked_reason(because, _WHY, least=SHORTEST_REASON if must else 0, field="because")
    await set_reason(connection, because)
    await store.set_because(connection, because)


async def move_void(connection: Connection, vacancy: PlannedVacancy, void_from: date) -> None:
    """See that a home may stand empty from another day, and end its letting there."""
    if vacancy.stands is VacancyState.DRAFT:
        await _refuse_overlaps(connection, vacancy, void_from)
    else:
        await end_letting(connection, vacancy, void_from)


async def end_letting(connection: Connection, vacancy: PlannedVacancy, void_from: date) -> None:
    """End the letting that goes on, on the day the home stands empty."""
    await _refuse_overlaps(connection, vacancy, void_from)
    await overlaps.end_letting(connection, vacancy.unit_id, void_from, vacancy.void_from)


async def _refuse_overlaps(
    connection: Connection, vacancy: PlannedVacancy, void_from: date
) -> None:
    await refuse_overlaps(
        connection,
        vacancy.unit_id,
        vacancy.unit,
        void_from,
        void_id=vacancy.void_id,
        old_void_from=vacancy.void_from,
    )
