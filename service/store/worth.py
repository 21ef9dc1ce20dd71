"""What one more home would bring, as a match run has it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from service.store.bulk import copy_rows
from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import all_rows, one_row

SQL = queries("worth")


@dataclass(frozen=True)
class WorthOfOneMore:
    """What one more home like a vacancy would bring."""

    tier: int
    """Of the first in order whom it would house besides; 0: nobody."""
    rank: int | None
    """Their place in the order of priority, from 1; None where points choose."""
    housed: list[int]
    """How many more of each tier, 1 to 5, it would house; below 0: fewer."""
    gain: int
    """Points of fit, theirs included; below 0 where others would have to move for them."""


@dataclass(frozen=True)
class WorthOfKind:
    """What one more home of one size in one town would bring, at best."""

    place: str
    bedrooms: int
    n_vacancies: int
    """Vacancies of this kind in the run."""
    tier: int
    """Of the most urgent whom it would house besides; 0: nobody."""
    housed: list[int]
    """How many more of each tier, 1 to 5; below 0: fewer."""
    gain: int
    """Points of fit, theirs included."""


async def copy_worth(connection: Connection, rows: Iterable[Sequence[Any]]) -> None:
    """Write many: run, vacancy, tier, rank, housed, gain."""
    columns = {"run_id": "int8", "vacancy_id": "int8", "tier": "int2", "rank": "int4"}
    worth = {"housed": "jsonb", "gain": "int4"}
    await copy_rows(connection, "worth_of_one_more", columns | worth, rows)


async def find_worth_of_vacancy(
    connection: Connection, run_id: int, vacancy_id: int
) -> WorthOfOneMore | None:
    """What one more home like a vacancy would bring; None when it was not in the run."""
    asked = {"run_id": run_id, "vacancy_id": vacancy_id}
    return await one_row(connection, WorthOfOneMore, SQL["find_worth_of_vacancy"], asked)


async def find_worth_by_kind(connection: Connection, run_id: int) -> list[WorthOfKind]:
    """What one more home would bring, by town and bedrooms, the most urgent first."""
    return await all_rows(connection, WorthOfKind, SQL["find_worth_by_kind"], {"run_id": run_id})


async def find_crowded_kinds(
    connection: Connection, run_id: int, *, least: int
) -> set[tuple[str, int]]:
    """Town and bedrooms needed, where at least so many people whom a run left out wait for them."""
    asked = {"run_id": run_id, "least": least}
    rows = await (await connection.execute(SQL["find_crowded_kinds"], asked)).fetchall()
    return {(place, bedrooms) for place, bedrooms in rows}
