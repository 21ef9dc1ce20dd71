"""What is planned for a void: the day it is available, what is wrong, what stands in its way."""

from dataclasses import replace
from datetime import date, timedelta

from service.actions.working_days import add_working_days
from service.domain.bedrooms import BedroomRule
from service.domain.days import uk_date
from service.domain.homes import SchemeKind, VacancyState, VoidReason
from service.domain.vacancies import (
    Plan,
    date_faults,
    rule_faults,
    usual_turnaround,
    void_faults,
    works_faults,
)
from service.errors import RuleBroken
from service.store import overlaps
from service.store.overlaps import OtherVoid
from service.store.pool import Connection
from service.store.voids import UnitFound, find_usual_rule


def works_end(void_from: date, working_days: int) -> date:
    """The last day of works that take some working days from the day a home is empty."""
    return add_working_days(void_from, max(working_days, 1) - 1)


def with_works_days(plan: Plan, working_days: int | None, today: date) -> Plan:
    """A plan whose works take some working days; None: their last day is given, if any."""
    if working_days is None or void_faults(plan, today):  # a faulty day is refused later
        return plan
    return replace(plan, works_until=works_end(plan.void_from, working_days))


def ready_on(plan: Plan) -> date | None:
    """The day that works and turnaround make a home available; None: nobody said how long.

    The turnaround begins on the day after the works, in working days of England.
    """
    if plan.turnaround_days is None:
        return None
    works_until = plan.works_until
    begins = plan.void_from if works_until is None else works_until + timedelta(days=1)
    return add_working_days(begins, max(0, plan.turnaround_days))


def settled(plan: Plan, today: date) -> tuple[Plan, date]:
    """A plan without what says nothing, and the day it makes the home available.

    Raises:
        RuleBroken: Something is out of order, field by field.
    """
    faults = void_faults(plan, today) | works_faults(plan) | rule_faults(plan)
    if faults:
        raise RuleBroken.of_fields(faults)
    ready = ready_on(plan)
    if plan.chosen_on is None or plan.chosen_on == ready:
        plan = replace(plan, chosen_on=None, available_because=None)
    faults = date_faults(plan, ready)
    available_on = plan.chosen_on or ready
    if faults or available_on is None:
        raise RuleBroken.of_fields(faults)
    return plan, available_on


async def usual_plan(
    connection: Connection,
    unit: UnitFound,
    *,
    void_from: date,
    reason: VoidReason,
    noticed_on: date | None,
) -> Plan:
    """A void with what is usual for its scheme and landlord in everything else."""
    kind = SchemeKind(unit.scheme_kind)
    rule = await find_usual_rule(connection, unit.id)
    is_private = kind is SchemeKind.PRIVATE_RENTED
    return Plan(
        void_from=void_from,
        reason=reason,
        noticed_on=noticed_on,
        works=frozenset(),
        works_until=None,
        turnaround_days=usual_turnaround(kind),
        chosen_on=None,
        available_because=None,
        opens_on=None,
        bedroom_rule=rule or (BedroomRule.LHA_UC if is_private else BedroomRule.HB_SOCIAL),
        bedroom_surplus=0,
        nominees=1,
        notes="",
    )


async def refuse_second_vacancy(
    connection: Connection, unit_id: int, unit: str, vacancy_id: int | None = None
) -> None:
    """Refuse a vacancy of a home that has one already, or that is out of service.

    Raises:
        RuleBroken: It names the other vacancy.
    """
    other = await overlaps.find_other_vacancy(connection, unit_id, vacancy_id)
    if other is None:
        return
    if other.state == VacancyState.OUT_OF_SERVICE:
        until = f" until {uk_date(other.out_until)}" if other.out_until else ""
        words = (
            f"Home {unit} is out of service{until} (vacancy {other.reference}); bring that "
            "vacancy back first."
        )
        raise RuleBroken(words, field="unit")
    raise RuleBroken(
        f"Home {unit} has vacancy {other.reference} already, which is {other.state}; change that "
        "one, or withdraw it first.",
        field="unit",
    )


async def find_same_void(
    connection: Connection, unit_id: int, unit: str, void_from: date
) -> OtherVoid | None:
    """The open void of a home that began on the same day, which a new vacancy goes on with.

    Raises:
        RuleBroken: The home stands empty at another time that overlaps this one.
    """
    await overlaps.end_let_voids(connection, unit_id, before=void_from)
    other = await overlaps.find_void_overlapped(connection, unit_id, None, void_from)
    if other is not None and other.ended_on is None and other.void_from == void_from:
        return other
    _refuse_overlap(other, unit)
    return None


async def refuse_overlaps(
    connection: Connection,
    unit_id: int,
    unit: str,
    void_from: date,
    *,
    void_id: int | None,
    old_void_from: date | None = None,
) -> None:
    """Refuse a void that overlaps another of the home, or a time for which it is let.

    Raises:
        RuleBroken: It names the days of the other.
    """
    if void_id is not None:
        other = await overlaps.find_void_overlapped(connection, unit_id, void_id, void_from)
        _refuse_overlap(other, unit)
    letting = await overlaps.find_letting_overlapped(connection, unit_id, void_from, old_void_from)
    if letting is None:
        return
    until = f" to {uk_date(letting.ended_on)}" if letting.ended_on else ""
    raise RuleBroken(
        f"Home {unit} is let from {uk_date(letting.starts_on)}{until}; give a day on which it is "
        "not.",
        field="void_from",
    )


def _refuse_overlap(other: OtherVoid | None, unit: str) -> None:
    if other is None:
        return
    if other.ended_on is None:
        since = uk_date(other.void_from)
        words = f"Home {unit} stands empty from {since} already; give that day."
    else:
        words = (
            f"Home {unit} stood empty from {uk_date(other.void_from)} to "
            f"{uk_date(other.ended_on)}; give a day from then on."
        )
    raise RuleBroken(words, field="void_from")
