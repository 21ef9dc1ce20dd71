"""Applicants out of the queue: parked, or withdrawn."""

from dataclasses import dataclass
from datetime import date, datetime

from service.domain.pauses import PauseKind
from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import all_rows, one_value
from service.store.versions import count_change

SQL = queries("pauses")


@dataclass(frozen=True)
class Pause:
    """One time out of the queue."""

    id: int
    kind: str
    reason: str
    note: str | None
    until: date | None
    made_by: str
    made_at: datetime
    ended_by: str | None
    ended_at: datetime | None


async def find_pauses(connection: Connection, applicant_id: int) -> list[Pause]:
    """Every pause of an applicant, the latest first."""
    return await all_rows(connection, Pause, SQL["find_pauses"], {"applicant_id": applicant_id})


async def add_pause(
    connection: Connection,
    applicant_id: int,
    *,
    kind: PauseKind,
    reason: str,
    note: str | None,
    until: date | None,
    made_by: str,
) -> None:
    """Take an applicant out of the queue, and end what pause stood before; elevated."""
    given = {
        "applicant_id": applicant_id,
        "kind": kind.value,
        "reason": reason,
        "note": note,
        "until": until,
        "made_by": made_by,
    }
    await count_change(connection, "applicants", applicant_id)
    for step in ("set_state", "end_standing", "add_pause"):
        await connection.execute(SQL[step], given)


async def set_live(connection: Connection, applicant_id: int) -> None:
    """Put an applicant back in the queue; what pause stood ends by itself; elevated."""
    await connection.execute(SQL["set_live"], {"applicant_id": applicant_id})


async def end_due_pauses(connection: Connection, on: date) -> int:
    """Put back in the queue everybody who was parked until a day that has come; how many."""
    return int(await one_value(connection, SQL["end_due"], {"on": on}))
