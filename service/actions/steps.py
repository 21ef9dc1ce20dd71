"""Taking a step of a nomination: the guard, the change, what follows for others, and the record."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from service.actions.notices import tell_of_step
from service.actions.working_days import add_working_days
from service.domain.accounts import Actor, Role
from service.domain.auditing import LONGEST_REASON
from service.domain.days import UK
from service.domain.declines import Party
from service.domain.guards import Standing, why_not
from service.domain.lettings import NominationState as State
from service.domain.steps import ENDED, TURNS, Step
from service.errors import NotAllowed, RuleBroken
from service.store import disclosures
from service.store import nomination_steps as store
from service.store.context import set_reason
from service.store.deadlines import find_deadlines
from service.store.lettings import Terms
from service.store.nomination_steps import NewStep
from service.store.pool import Connection

MOST_DAYS_AHEAD = 366
"""How far ahead a viewing, a move-in or a tenancy may lie."""


@dataclass(frozen=True)
class Said:
    """What is said with a step; each step asks for some of it."""

    note: str = ""
    viewing_at: datetime | None = None
    move_in_on: date | None = None
    terms: Terms | None = None
    party: Party | None = None
    """Who declines."""
    reason: str = ""
    """Why, out of the list of the party's reasons."""


@dataclass(frozen=True)
class Taking:
    """A step about to be taken; everything it touches is held, and the connection is elevated."""

    connection: Connection
    actor: Actor
    it: Standing
    step: Step
    on: date
    said: Said = field(default_factory=Said)

    @property
    def note(self) -> str:
        """What was said, without blanks at its ends.

        Raises:
            RuleBroken: It is too long to keep.
        """
        note = self.said.note.strip()
        if len(note) > LONGEST_REASON:
            raise RuleBroken(f"Use no more than {LONGEST_REASON:,} characters", field="note")
        return note


def check(taking: Taking) -> None:
    """Refuse a step that cannot be taken now.

    Raises:
        NotAllowed: It is for others to take.
        RuleBroken: It is not its turn, or the world forbids it.
    """
    words = why_not(taking.step, taking.it, taking.actor, taking.on)
    if words is None:
        return
    role = taking.actor.role
    if role is not None and role not in TURNS[taking.step].may:
        raise NotAllowed(words)
    raise RuleBroken(words)


async def move(
    taking: Taking,
    to_state: State,
    changes: Mapping[str, Any] | None = None,
    *,
    reason: str | None = None,
    on_behalf_of: Party | None = None,
    note: str | None = None,
    more: Mapping[str, Any] | None = None,
) -> None:
    """Change the nomination and write the step down, with what stood before.

    Args:
        taking: The step.
        to_state: Where it leads.
        changes: Columns to set besides its state and what is due.
        reason: Why, out of a list.
        on_behalf_of: Whose answer is written down; None: by the step itself.
        note: In place of what was said.
        more: What stood before of others, kept to undo it.
    """
    connection, it = taking.connection, taking.it
    before = await store.get_before(connection, it.id)
    due_on = await due(
        connection, to_state, on=_counts_from(it, to_state, changes or {}, taking.on)
    )
    fresh = {"state": to_state, "due_on": _text(due_on), "reminders": 0, "escalated_on": None}
    said = {name: _text(value) for name, value in (changes or {}).items()}
    await store.change_nomination(connection, it.id, fresh | said)
    behalf = on_behalf_of or _speaks_for(taking)
    words = taking.note if note is None else note
    new = NewStep(taking.step, to_state, words, reason, behalf)
    step_id = await store.add_step(connection, it, taking.actor, new, before | dict(more or {}))
    await tell_of_step(connection, it, taking.step, step_id, taken_by=taking.actor.role)


async def end(taking: Taking, to_state: State, *, because: str, **how: Any) -> None:
    """End the nomination without a letting: what was told is taken back, its vacancy has room."""
    await set_reason(taking.connection, because)
    await move(taking, to_state, **how)
    await disclosures.take_back(taking.connection, taking.it.id, because=because)
    await set_reason(taking.connection, "")  # it is about the person, and no row of theirs follows
    await store.settle_vacancy(taking.connection, taking.it.vacancy_id)


async def due(connection: Connection, state: State, *, on: date) -> date | None:
    """The day by which the step after a state is due; None: nobody is waited for."""
    if state in ENDED:
        return None
    deadline = (await find_deadlines(connection))[state]
    return add_working_days(on, deadline.working_days)


def _counts_from(it: Standing, to_state: State, changes: Mapping[str, Any], on: date) -> date:
    """The day that the deadline counts from: the viewing or move-in still to come, or today."""
    viewing: datetime | None = changes.get("viewing_at", it.viewing_at)
    if to_state is State.VIEWING and viewing is not None:
        return max(on, viewing.astimezone(UK).date())
    move_in: date | None = changes.get("move_in_on", it.move_in_on)
    if to_state is State.MOVE_IN_SET and move_in is not None:
        return max(on, move_in)
    return on


def _text(value: object) -> object:
    """A value as JSON has it."""
    return value.isoformat() if isinstance(value, date | datetime) else value


def _speaks_for(taking: Taking) -> Party | None:
    """Whose answer an officer writes down, where the step is another's to take."""
    if taking.actor.role is not Role.OFFICER:
        return None
    may = TURNS[taking.step].may
    if taking.step in (Step.DECLINE, Step.UNDO):
        return None
    if Role.LANDLORD in may:
        return Party.LANDLORD
    return Party.SUPPORT_PROVIDER if Role.SUPPORT_PROVIDER in may else None
