"""Vacancies from notice to opening: drafted, registered, changed, withdrawn, brought back.

Whoever asks sees the vacancy with their own eyes first; what is written then is Homeward's.
"""

from dataclasses import replace
from datetime import date

from service.actions.keeping import check_keeper, why_not_keep
from service.actions.notices import tell_of_vacancy
from service.actions.vacancy_holding import (
    end_letting,
    held,
    move_void,
    say_why,
)
from service.actions.void_plans import (
    find_same_void,
    refuse_overlaps,
    refuse_second_vacancy,
    settled,
)
from service.domain.accounts import Actor, Role
from service.domain.homes import VacancyState, Works
from service.domain.messages import Kind
from service.domain.vacancies import Act, Plan, why_not
from service.errors import NotFound, RuleBroken
from service.store import overlaps
from service.store import voids as store
from service.store.context import elevated
from service.store.pool import Connection
from service.store.voids import Out, PlannedVacancy, UnitFound


async def get_unit(
    connection: Connection, *, unit_id: int | None = None, reference: str | None = None
) -> UnitFound:
    """A home that whoever asks may see.

    Raises:
        NotFound: There is no such home among them.
    """
    found = await store.find_unit(connection, unit_id=unit_id, reference=reference)
    if found is None or (unit_id is None and reference is None):
        raise NotFound(f"There is no home {reference or unit_id} among those you may see.")
    return found


async def draft(
    connection: Connection, *, actor: Actor, unit: UnitFound, plan: Plan, on: date
) -> int:
    """Keep a vacancy as a draft, before anybody is told of it; its id.

    Args:
        connection: Their own, with which ``unit`` was found.
        actor: A landlord for homes of their own, or an officer of their district.
        unit: Which home stands empty.
        plan: When and why, and what is done until it is let.
        on: Today.

    Raises:
        NotAllowed: Somebody else asks.
        RuleBroken: Something is out of order, or the home has a vacancy or is not empty then.
        Stale: It got one in the same moment.
    """
    check_keeper(actor, unit)
    plan, available_on = settled(plan, on)
    async with elevated(connection):
        await store.lock_unit(connection, unit.id)
        await refuse_second_vacancy(connection, unit.id, unit.reference)
        same = await find_same_void(connection, unit.id, unit.reference, plan.void_from)
        await refuse_overlaps(
            connection,
            unit.id,
            unit.reference,
            plan.void_from,
            void_id=None if same is None else same.id,
            old_void_from=None if same is None else same.void_from,
        )
        if same is None:
            void_id = await store.add_void(connection, unit.id, plan)
        else:
            void_id = same.id
            await store.set_void(connection, void_id, plan, ended_on=None)
        return await store.add_vacancy(
            connection,
            unit_id=unit.id,
            void_id=void_id,
            plan=plan,
            available_on=available_on,
            on=on,
        )


async def register(
    connection: Connection, *, actor: Actor, vacancy_id: int, version: int | None, on: date
) -> None:
    """Register a draft: the letting that goes on ends when the home stands empty.

    Raises:
        NotFound, NotAllowed, RuleBroken, Stale: As for ``change``.
    """
    vacancy = await store.get_planned(connection, vacancy_id)
    async with elevated(connection):
        vacancy = await held(connection, actor, vacancy, Act.REGISTER, version)
        _, available_on = settled(vacancy.plan, on)
        if available_on != vacancy.available_on:
            await store.set_vacancy(connection, vacancy.id, vacancy.plan, available_on)
        await end_letting(connection, vacancy, vacancy.void_from)
        await store.set_state(connection, vacancy.id, VacancyState.REGISTERED, registered_on=on)
    key = f"registered:{vacancy.id}:{on}"
    await tell_of_vacancy(connection, vacancy.id, Kind.VACANCY_REGISTERED, key)


async def change(
    connection: Connection,
    *,
    actor: Actor,
    vacancy_id: int,
    version: int | None,
    plan: Plan,
    because: str,
    on: date,
) -> None:
    """Change what is planned for a vacancy.

    Args:
        connection: Their own.
        actor: Its landlord, or an officer of its district.
        vacancy_id: Which.
        version: The one that they looked at; None: whatever it is by now.
        plan: As it is to be.
        because: Why; an officer must say so while somebody is nominated, and its dates are locked.
        on: Today.

    Raises:
        NotFound: There is no such vacancy for them.
        NotAllowed: Somebody else than its landlord or an officer asks.
        RuleBroken: Its state forbids it, something is out of order, or something stands in the way.
        Stale: Somebody changed it since.
    """
    vacancy = await store.get_planned(connection, vacancy_id)
    async with elevated(connection):
        vacancy = await held(connection, actor, vacancy, Act.EDIT, version)
        is_locked = vacancy.stands in (VacancyState.RESERVED, VacancyState.OFFERED) or (
            await store.count_live(connection, vacancy.id) > 0
        )
        await say_why(connection, because, must=is_locked)
        plan, available_on = settled(plan, on)
        if plan.void_from != vacancy.void_from:
            await move_void(connection, vacancy, plan.void_from)
        if plan == vacancy.plan:
            return
        await store.set_void(connection, vacancy.void_id, plan, ended_on=vacancy.ended_on)
        await store.set_vacancy(connection, vacancy.id, plan, available_on)


async def withdraw_vacancy(
    connection: Connection,
    *,
    actor: Actor,
    vacancy_id: int,
    version: int | None,
    because: str,
    on: date,
) -> None:
    """Withdraw a vacancy, and its void where the home is not empty yet or nobody was told of it.

    Raises:
        NotFound, NotAllowed, RuleBroken, Stale: As for ``change``.
    """
    vacancy = await store.get_planned(connection, vacancy_id)
    async with elevated(connection):
        vacancy = await held(connection, actor, vacancy, Act.WITHDRAW, version)
        await say_why(connection, because, must=True)
        is_draft = vacancy.stands is VacancyState.DRAFT
        is_to_come = vacancy.void_from > on
        if is_to_come or (is_draft and await store.is_alone(connection, vacancy.id)):
            ended_on = vacancy.void_from
            await store.set_void(connection, vacancy.void_id, vacancy.plan, ended_on=ended_on)
        if is_to_come and not is_draft:
            await overlaps.carry_letting_on(connection, vacancy.unit_id, vacancy.void_from)
        await store.set_state(connection, vacancy.id, VacancyState.WITHDRAWN)
    if not is_draft:
        key = f"withdrawn:{vacancy.id}:{on}"
        await tell_of_vacancy(connection, vacancy.id, Kind.VACANCY_WITHDRAWN, key)


async def take_out(
    connection: Connection,
    *,
    actor: Actor,
    vacancy_id: int,
    version: int | None,
    out_from: date,
    out_until: date | None,
    works: frozenset[Works],
    because: str,
) -> None:
    """Take a home out of service: nobody is matched to it until it is brought back.

    Raises:
        NotFound, NotAllowed, RuleBroken, Stale: As for ``change``.
    """
    vacancy = await store.get_planned(connection, vacancy_id)
    async with elevated(connection):
        vacancy = await held(connection, actor, vacancy, Act.TAKE_OUT, version)
        if out_until is not None and out_until < out_from:
            raise RuleBroken("The last day cannot be before the first", field="out_until")
        await say_why(connection, because, must=True)
        out = Out(out_from, out_until, works)
        await store.set_out(connection, vacancy, VacancyState.OUT_OF_SERVICE, out)


async def bring_back(
    connection: Connection,
    *,
    actor: Actor,
    vacancy_id: int,
    version: int | None,
    because: str,
    on: date,
) -> None:
    """Register a vacancy again that was out of service or withdrawn.

    It is available today at the earliest, and opens by itself like any registered vacancy.

    Raises:
        NotFound, NotAllowed, RuleBroken, Stale: As for ``change``.
    """
    vacancy = await store.get_planned(connection, vacancy_id)
    async with elevated(connection):
        vacancy = await held(connection, actor, vacancy, Act.BRING_BACK, version)
        await say_why(connection, because, must=True)
        await refuse_second_vacancy(connection, vacancy.unit_id, vacancy.unit, vacancy.id)
        await end_letting(connection, vacancy, vacancy.void_from)
        if vacancy.ended_on is not None:
            await store.set_void(connection, vacancy.void_id, vacancy.plan, ended_on=None)
        was_out = vacancy.stands is VacancyState.OUT_OF_SERVICE
        if was_out and vacancy.available_on < on:
            vacancy = replace(vacancy, available_on=on, available_because=because.strip())
        await store.set_out(connection, vacancy, VacancyState.REGISTERED, Out())


async def open_due_vacancies(connection: Connection, *, on: date) -> list[int]:
    """Open every registered vacancy whose day has come, once; their ids.

    Args:
        connection: Homeward's own.
        on: Today.
    """
    opened = await store.open_due(connection, on=on)
    for vacancy_id in opened:
        key = f"opened:{vacancy_id}:{on}"
        await tell_of_vacancy(connection, vacancy_id, Kind.VACANCY_OPENED, key)
    return opened


async def why_not_each(
    connection: Connection, actor: Actor, vacancy: PlannedVacancy
) -> dict[Act, str | None]:
    """Each act with why it cannot be done now; None: it can."""
    if actor.role is Role.OFFICER and (words := why_not_keep(actor, vacancy)) is not None:
        return dict.fromkeys(Act, words)
    async with elevated(connection):
        n_live = await store.count_live(connection, vacancy.id)
    return {act: why_not(act, vacancy.stands, actor.role, n_live) for act in Act}
