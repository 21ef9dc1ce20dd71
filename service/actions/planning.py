"""What planners are told: counts and worths of a whole county, which tell of nobody."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.domain.accounts import Actor, Role
from service.store.context import elevated
from service.store.demand import (
    EmptyHomes,
    PastYear,
    Unmet,
    UnmetReason,
    find_empty_homes,
    find_past_years,
    find_unmet,
    find_unmet_reasons,
)
from service.store.pool import Connection
from service.store.worth import WorthOfKind, find_crowded_kinds, find_worth_by_kind

LEAST_COUNT = 5
"""Counts below this are not told, since they could tell of a person."""


@dataclass(frozen=True)
class Demand:
    """What a match run could not meet, with small counts suppressed."""

    unmet: Sequence[Unmet]
    reasons: Sequence[UnmetReason]
    empty: Sequence[EmptyHomes]


async def unmet_demand(connection: Connection, run_id: int) -> Demand:
    """The demand that a run left unmet, counted over everybody, restricted records too."""
    async with elevated(connection):
        return Demand(
            await find_unmet(connection, run_id),
            await find_unmet_reasons(connection, run_id),
            await find_empty_homes(connection, run_id),
        )


async def worth_by_kind(
    connection: Connection, *, actor: Actor, run_id: int
) -> Sequence[WorthOfKind]:
    """What one more home of each kind would bring, the most urgent first.

    Planners are told of no kind that few people wait for: whom it would house could be guessed.
    """
    async with elevated(connection):
        rows = await find_worth_by_kind(connection, run_id)
        if actor.role is not Role.PLANNER:
            return rows
        crowded = await find_crowded_kinds(connection, run_id, least=LEAST_COUNT)
    return [row for row in rows if (row.place, max(1, row.bedrooms)) in crowded]


async def past_years(connection: Connection) -> Sequence[PastYear]:
    """How many applications ended and were erased in each year, small counts suppressed."""
    async with elevated(connection):
        return await find_past_years(connection)
