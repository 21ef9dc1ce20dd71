"""What reports are made of, as far as whoever asks may see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from psycopg.rows import dict_row

from service.store.pool import Connection
from service.store.queries import queries

SQL = queries("reports")


@dataclass(frozen=True)
class ReportFilter:
    """Which part of a report; None: whatever it is."""

    since: date | None = None
    until: date | None = None
    district_code: str | None = None
    """Of the home."""
    landlord_id: int | None = None
    kind: str | None = None
    """Of the scheme."""


_FACTS: Mapping[str, str] = {
    "vacancies": "find_open_vacancies",
    "times": "find_step_times",
    "declines": "find_declines",
    "overdue": "find_overdue",
    "passed-over": "find_passed_over",
    "lettings": "find_lettings",
}


async def find_facts(
    connection: Connection, name: str, asked: ReportFilter, *, today: date
) -> list[dict[str, Any]]:
    """What a report is made of: column -> value, row by row."""
    async with connection.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(SQL[_FACTS[name]], {**vars(asked), "today": today})
        return await cursor.fetchall()
