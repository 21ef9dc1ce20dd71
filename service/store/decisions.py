"""The decision to nominate as it was made: who was considered, in which order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from service.store.match_runs import find_latest_done
from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import all_rows, one_value

SQL = queries("decisions")


@dataclass(frozen=True)
class NewConsidered:
    """Somebody who was considered, to be written down."""

    position: int
    applicant_id: int
    tier: int
    registered_on: date
    worth: int
    outcome: str
    """``nominated``, ``passed_over`` or ``after``."""
    because: str | None


@dataclass(frozen=True)
class Considered:
    """Somebody who was considered and whom whoever asks may see."""

    position: int
    applicant_id: int
    reference: str
    name: str
    tier: int
    registered_on: date
    worth: int
    outcome: str
    because: str | None


async def add_considered(
    connection: Connection, nomination_id: int, rows: Sequence[NewConsidered]
) -> None:
    """Keep who was considered."""
    given = {
        "nomination_id": nomination_id,
        "positions": [row.position for row in rows],
        "applicant_ids": [row.applicant_id for row in rows],
        "tiers": [row.tier for row in rows],
        "registered": [row.registered_on for row in rows],
        "worths": [row.worth for row in rows],
        "outcomes": [row.outcome for row in rows],
        "becauses": [row.because for row in rows],
    }
    await connection.execute(SQL["add_considered"], given)


async def find_visible(connection: Connection, ids: Sequence[int]) -> set[int]:
    """Of some applicants those whom whoever asks may see."""
    rows = await (await connection.execute(SQL["find_visible"], {"ids": list(ids)})).fetchall()
    return {row[0] for row in rows}


async def is_proposed(connection: Connection, *, vacancy_id: int, applicant_id: int) -> bool:
    """Whether the match run of the day proposes the two, as far as whoever asks may see.

    A what-if, as a run over a part of the county, leaves people out who stand before others.
    """
    run_id = await find_latest_done(connection)
    asked = {"run_id": run_id, "vacancy_id": vacancy_id, "applicant_id": applicant_id}
    return bool(await one_value(connection, SQL["is_proposed"], asked))


async def get_counts(connection: Connection, nomination_id: int) -> tuple[int, int] | None:
    """How many were considered and how many passed over; None for a nomination from before."""
    asked = {"nomination_id": nomination_id}
    row = await (await connection.execute(SQL["get_counts"], asked)).fetchone()
    return None if row is None or row[0] is None else (row[0], row[1])


async def find_considered(connection: Connection, nomination_id: int) -> list[Considered]:
    """Who was considered, of those whom whoever asks may see, in the order of that day."""
    asked = {"nomination_id": nomination_id}
    return await all_rows(connection, Considered, SQL["find_considered"], asked)
