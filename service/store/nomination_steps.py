"""The steps of nominations: what they hang on, what they change, and their record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg.errors import DeadlockDetected, SerializationFailure, UniqueViolation
from psycopg.types.json import Jsonb

from service.domain.accounts import Actor
from service.domain.guards import CONSENT_WITHDRAWN, Standing
from service.domain.lettings import NominationState
from service.domain.steps import Step
from service.errors import NotFound, Stale
from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import all_rows, one_row, one_value

SQL = queries("nomination_steps")
_MOVED = "Somebody else changed this in the same moment. Look again."


@dataclass(frozen=True)
class StepRow:
    """One step that was taken."""

    id: int
    step: str
    from_state: str | None
    to_state: str
    taken_by: str
    taken_role: str
    on_behalf_of: str | None
    taken_at: datetime
    reason: str | None
    note: str | None
    undone_by: str | None
    undone_at: datetime | None


@dataclass(frozen=True)
class NewStep:
    """A step to be written down."""

    step: Step
    to_state: NominationState
    note: str = ""
    reason: str | None = None
    on_behalf_of: str | None = None


async def hold(connection: Connection, nomination_id: int) -> Standing:
    """A nomination, its vacancy and the people that a step may touch, held until the end.

    Raises:
        NotFound: There is no such nomination.
        Stale: Somebody else changed them in the same moment.
    """
    asked = {"nomination_id": nomination_id}
    try:
        await connection.execute(SQL["lock_vacancy"], asked)
        await _hold_people(connection, nomination_id)
    except (DeadlockDetected, SerializationFailure) as error:
        raise Stale(_MOVED) from error
    return await get_standing(connection, nomination_id)


async def try_to_hold(connection: Connection, nomination_id: int) -> Standing | None:
    """As ``hold``; None where somebody else holds the vacancy now."""
    asked = {"nomination_id": nomination_id}
    if await one_value(connection, SQL["try_lock_vacancy"], asked) is None:
        return None
    await _hold_people(connection, nomination_id)
    return await get_standing(connection, nomination_id)


async def _hold_people(connection: Connection, nomination_id: int) -> None:
    asked = {"nomination_id": nomination_id}
    await connection.execute(SQL["lock_people"], asked)
    await connection.execute(SQL["lock_nominations"], asked)


async def get_standing(connection: Connection, nomination_id: int) -> Standing:
    """A nomination as it stands; elevated, for it counts what nobody by hand may see.

    Raises:
        NotFound: There is no such nomination.
    """
    asked = {"nomination_id": nomination_id, "consent_withdrawn": CONSENT_WITHDRAWN}
    standing = await one_row(connection, Standing, SQL["get_standing"], asked)
    if standing is None:
        raise NotFound(f"There is no nomination {nomination_id} among those you may see.")
    return standing


async def find_others_live(connection: Connection, it: Standing) -> list[int]:
    """The other live nominations for the same vacancy."""
    asked = {"vacancy_id": it.vacancy_id, "nomination_id": it.id}
    rows = await (await connection.execute(SQL["find_superseded"], asked)).fetchall()
    return [row[0] for row in rows]


async def get_before(connection: Connection, nomination_id: int) -> dict[str, Any]:
    """What a step may change in a nomination, as it is now."""
    return dict(await one_value(connection, SQL["get_before"], {"nomination_id": nomination_id}))


async def change_nomination(
    connection: Connection, nomination_id: int, changes: Mapping[str, Any]
) -> None:
    """Set some columns of a nomination.

    Raises:
        Stale: Another nomination has the home or the person by now.
    """
    given = {"nomination_id": nomination_id, "changes": Jsonb(dict(changes))}
    try:
        await connection.execute(SQL["change_nomination"], given)
    except UniqueViolation as error:
        raise Stale(_MOVED) from error


async def restore_nomination(
    connection: Connection, nomination_id: int, before: Mapping[str, Any]
) -> None:
    """Set a nomination back to what it was, to the moment since when."""
    await change_nomination(connection, nomination_id, before)
    given = {"nomination_id": nomination_id, "nomination": Jsonb(dict(before))}
    await connection.execute(SQL["set_since"], given)


async def add_step(
    connection: Connection, it: Standing, actor: Actor, new: NewStep, before: Mapping[str, Any]
) -> int:
    """Write a step down, by whom it is; its id."""
    given = {
        "nomination_id": it.id,
        "applicant_id": it.applicant_id,
        "step": new.step,
        "from_state": None if new.step is Step.NOMINATE else it.state,
        "to_state": new.to_state,
        "account_id": actor.account_id,
        "taken_by": actor.name,
        "taken_role": "system" if actor.role is None else actor.role.value,
        "on_behalf_of": new.on_behalf_of,
        "reason": new.reason,
        "note": new.note or None,
        "before": Jsonb(dict(before)),
    }
    return int(await one_value(connection, SQL["add_step"], given))


async def mark_undone(connection: Connection, step_id: int, *, undone_by: str) -> None:
    """Write down that a step was undone."""
    await connection.execute(SQL["mark_undone"], {"step_id": step_id, "undone_by": undone_by})


async def find_steps(connection: Connection, nomination_id: int) -> list[StepRow]:
    """Every step of a nomination, the first first."""
    return await all_rows(connection, StepRow, SQL["find_steps"], {"nomination_id": nomination_id})


async def settle_vacancy(connection: Connection, vacancy_id: int) -> None:
    """Make a vacancy offered, reserved or open, as its live nominations say."""
    await connection.execute(SQL["settle_vacancy"], {"vacancy_id": vacancy_id})


async def get_applicant_before(connection: Connection, applicant_id: int) -> dict[str, Any]:
    """What a step may change of an applicant, as it is now."""
    asked = {"applicant_id": applicant_id}
    return dict(await one_value(connection, SQL["get_applicant_before"], asked))


async def restore_applicant(
    connection: Connection, applicant_id: int, before: Mapping[str, Any]
) -> None:
    """Set an applicant back to what they were."""
    given = {"applicant_id": applicant_id, **before}
    await connection.execute(SQL["restore_applicant"], given)
    await connection.execute(SQL["set_applicant_since"], given)


async def count_refusals(connection: Connection, applicant_id: int, reasons: Sequence[str]) -> int:
    """How many suitable homes an applicant refused; ``reasons`` are those that count."""
    asked = {"applicant_id": applicant_id, "reasons": list(reasons)}
    return int(await one_value(connection, SQL["count_refusals"], asked))
