"""Changes of people's circumstances, each from a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from psycopg.types.json import Jsonb

from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import all_rows, one_row, one_value
from service.store.versions import count_change

SQL = queries("circumstances")


@dataclass(frozen=True)
class Circumstance:
    """One change of a record; it waits while none of the last four fields is set."""

    id: int
    applicant_id: int
    from_on: date
    changes: Mapping[str, Mapping[str, Any]]
    """Field -> its value before and after."""
    why: str
    made_by: str
    made_at: datetime
    taken_at: datetime | None
    effects: Sequence[str]
    failed_because: str | None
    cancelled_by: str | None
    cancelled_at: datetime | None

    @property
    def waits(self) -> bool:
        """Whether its day is still to come."""
        return not (self.taken_at or self.failed_because or self.cancelled_at)


async def add_circumstance(
    connection: Connection,
    applicant_id: int,
    *,
    from_on: date,
    changes: Mapping[str, Any],
    why: str,
    made_by: str,
    effects: Sequence[str] | None,
) -> int:
    """Write a change down; elevated. ``effects`` None: it waits for its day."""
    given = {
        "applicant_id": applicant_id,
        "from_on": from_on,
        "changes": Jsonb(changes),
        "why": why,
        "made_by": made_by,
        "is_taken": effects is not None,
        "effects": Jsonb(list(effects or ())),
    }
    if effects is None:
        await count_change(connection, "applicants", applicant_id)
    return int(await one_value(connection, SQL["add_circumstance"], given))


async def find_circumstances(connection: Connection, applicant_id: int) -> list[Circumstance]:
    """Every change of a record, the latest first."""
    asked = {"applicant_id": applicant_id}
    return await all_rows(connection, Circumstance, SQL["find_circumstances"], asked)


async def take_next_due(connection: Connection, on: date) -> Circumstance | None:
    """A change whose day has come, held until the transaction ends; None: there is none left."""
    return await one_row(connection, Circumstance, SQL["take_next_due"], {"on": on})


async def set_taken(connection: Connection, circumstance_id: int, effects: Sequence[str]) -> None:
    """Note that a change went into the record."""
    given = {"id": circumstance_id, "effects": Jsonb(list(effects))}
    await connection.execute(SQL["set_taken"], given)


async def set_failed(connection: Connection, circumstance_id: int, because: str) -> None:
    """Note that a change could not go into the record."""
    await connection.execute(SQL["set_failed"], {"id": circumstance_id, "because": because})


async def set_cancelled(
    connection: Connection, applicant_id: int, circumstance_id: int, *, cancelled_by: str
) -> bool:
    """Cancel a change that waits; False when it does not."""
    given = {"id": circumstance_id, "applicant_id": applicant_id, "cancelled_by": cancelled_by}
    was_waiting = await one_value(connection, SQL["set_cancelled"], given) is not None
    if was_waiting:
        await count_change(connection, "applicants", applicant_id)
    return was_waiting
