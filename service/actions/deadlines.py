"""Deadlines of nominations: reminding, escalating and letting expire, each once."""

from dataclasses import dataclass
from datetime import date

from service.actions.ending import expire
from service.actions.notices import escalate, remind
from service.actions.steps import Taking
from service.actions.working_days import add_working_days, working_days_between
from service.domain.accounts import HOMEWARD
from service.domain.guards import Standing
from service.domain.lettings import NominationState
from service.domain.steps import LIVE, TURNS, Step
from service.errors import RuleBroken
from service.store import deadlines as store
from service.store.deadlines import Deadline
from service.store.nomination_steps import try_to_hold
from service.store.pool import Connection

_MOST_DAYS = 60
_MOST_TO_EXPIRY = 120


@dataclass(frozen=True)
class Kept:
    """What was done about late nominations."""

    reminded: int = 0
    escalated: int = 0
    expired: int = 0


async def keep_deadlines(connection: Connection, on: date) -> Kept:
    """Remind, escalate and let expire what is due; each nomination in its own transaction.

    What was done stands in the nomination's row, which is held meanwhile. So two workers at once,
    or one that is killed in the middle, do nothing twice. A nomination that somebody holds waits
    for the next time.

    Args:
        connection: Of Homeward itself, in no transaction that has more to do.
        on: Today.
    """
    kept = Kept()
    deadlines = await store.find_deadlines(connection)
    due = await store.find_due(connection, on)
    await connection.commit()
    for nomination_id in due:
        it = await try_to_hold(connection, nomination_id)
        if it is not None:
            kept = await _keep_one(connection, it, deadlines, on, kept)
        await connection.commit()
    return kept


async def _keep_one(
    connection: Connection, it: Standing, deadlines: dict[str, Deadline], on: date, kept: Kept
) -> Kept:
    """Do what is due of one nomination that is held."""
    if it.due_on is None or it.due_on > on or it.state not in LIVE:
        return kept  # somebody took a step meanwhile
    deadline, n_late = deadlines[it.state], working_days_between(it.due_on, on)
    if _is_over(it, deadline, n_late):
        await expire(Taking(connection, HOMEWARD, it, Step.EXPIRE, on))
        return Kept(kept.reminded, kept.escalated, kept.expired + 1)
    reminders = 2 if on >= add_working_days(it.due_on, 1) else 1
    escalates = it.escalated_on is None and n_late >= deadline.escalate_after
    reminds = reminders > it.reminders
    if reminds or escalates:
        await store.set_reminded(
            connection,
            it.id,
            reminders=max(reminders, it.reminders),
            escalated_on=on if escalates else it.escalated_on,
        )
    if reminds:
        await remind(connection, it, reminders)
    if escalates:
        await escalate(connection, it)
    return Kept(kept.reminded + reminds, kept.escalated + escalates, kept.expired)


def _is_over(it: Standing, deadline: Deadline, n_late: int) -> bool:
    """Whether a nomination has waited as long as its state may last at all."""
    may_expire = NominationState(it.state) in TURNS[Step.EXPIRE].sources
    after = deadline.expire_after
    return may_expire and after is not None and n_late >= after


async def set_deadline(connection: Connection, deadline: Deadline) -> None:
    """Change how long a state may last; what is due already stays due.

    Raises:
        RuleBroken: A figure is out of bounds, or it would expire before it is escalated.
    """
    if not 0 <= deadline.working_days <= _MOST_DAYS:
        raise RuleBroken(f"Give 0 to {_MOST_DAYS} working days", field="working_days")
    if not 0 <= deadline.escalate_after <= _MOST_DAYS:
        raise RuleBroken(f"Give 0 to {_MOST_DAYS} working days", field="escalate_after")
    expire_after = deadline.expire_after
    least = max(1, deadline.escalate_after)
    if expire_after is not None and not least <= expire_after <= _MOST_TO_EXPIRY:
        raise RuleBroken(
            f"Give {least} to {_MOST_TO_EXPIRY} working days, or leave it empty",
            field="expire_after",
        )
    await store.set_deadline(connection, deadline)
