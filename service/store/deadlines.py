"""Deadlines of the steps of nominations."""

from dataclasses import dataclass
from datetime import date

from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import all_rows

SQL = queries("deadlines")


@dataclass(frozen=True)
class Deadline:
    """How many working days a state may last; the other two count from when it is due."""

    state: str
    working_days: int
    escalate_after: int
    expire_after: int | None
    """None: it never expires."""


async def find_deadlines(connection: Connection) -> dict[str, Deadline]:
    """State -> its deadline, in the order of a nomination's life."""
    rows = await all_rows(connection, Deadline, SQL["find_deadlines"])
    return {row.state: row for row in rows}


async def set_deadline(connection: Connection, deadline: Deadline) -> None:
    """Change how long a state may last."""
    await connection.execute(SQL["set_deadline"], vars(deadline))


async def find_due(connection: Connection, on: date) -> list[int]:
    """Live nominations whose next step is due on a day or before."""
    rows = await (await connection.execute(SQL["find_due"], {"on": on})).fetchall()
    return [row[0] for row in rows]


async def set_reminded(
    connection: Connection, nomination_id: int, *, reminders: int, escalated_on: date | None
) -> None:
    """Keep how often somebody was reminded, and when officers were told."""
    given = {
        "nomination_id": nomination_id,
        "reminders": reminders,
        "escalated_on": escalated_on,
    }
    await connection.execute(SQL["set_reminded"], given)
