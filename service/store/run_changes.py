"""Two match runs held against each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Unpack

from service.store.parts import Part, Window, find_part
from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import all_rows

SQL = queries("run_changes")


@dataclass(frozen=True)
class Pair:
    """The ids of the runs."""

    first: int
    second: int


@dataclass(frozen=True)
class ChangeRow:
    """One applicant for whom the runs propose different homes."""

    applicant_id: int
    applicant_reference: str
    applicant_name: str
    tier: int
    registered_on: date
    change: str
    """``moved``: to another home; ``lost``: the second has none; ``won``: the first has none."""
    first_vacancy_id: int | None
    first_vacancy: str | None
    second_vacancy_id: int | None
    second_vacancy: str | None
    first_worth: int | None
    second_worth: int | None


@dataclass(frozen=True)
class TierPlaced:
    """Whom one run proposes of one tier."""

    run_id: int
    tier: int
    n: int
    days_waited: int
    """Days that they have waited on the day of the run, all together."""
    worth: int


@dataclass(frozen=True)
class LeftEmpty:
    """A vacancy that one of the runs leaves empty and the other fills."""

    vacancy_id: int
    reference: str
    run_id: int
    """Which leaves it empty."""


async def find_changes(
    connection: Connection, runs: Pair, *, change: str | None, **window: Unpack[Window]
) -> Part[ChangeRow]:
    """Those whom the runs treat otherwise, and whom whoever asks may see."""
    asked = {**vars(runs), "change": change}
    return await find_part(connection, ChangeRow, SQL["find_changes"], asked, **window)


async def count_changes(connection: Connection, runs: Pair) -> Mapping[str, int]:
    """Change -> how many people it concerns, of those that whoever asks may see."""
    rows = await (await connection.execute(SQL["count_changes"], vars(runs))).fetchall()
    return {change: int(n) for change, n in rows}


async def count_placed(connection: Connection, runs: Pair) -> list[TierPlaced]:
    """Whom each run proposes, by tier."""
    return await all_rows(connection, TierPlaced, SQL["count_placed"], vars(runs))


async def find_left_empty(connection: Connection, runs: Pair) -> list[LeftEmpty]:
    """The vacancies that only one of the runs leaves empty, by reference."""
    return await all_rows(connection, LeftEmpty, SQL["find_left_empty"], vars(runs))
