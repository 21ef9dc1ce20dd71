"""Two match runs side by side: who changes, and what it costs in worth and in waiting."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Unpack

from service.errors import RuleBroken
from service.store import run_changes
from service.store.context import elevated
from service.store.match_runs import Run, get_run
from service.store.parts import Part, Window
from service.store.pool import Connection
from service.store.run_changes import ChangeRow, LeftEmpty, Pair, TierPlaced

TIERS = range(1, 6)


@dataclass(frozen=True)
class Figures:
    """What one of the runs comes to; it tells of nobody."""

    placed: int
    placed_by_tier: Sequence[int]
    """Of tiers 1 to 5."""
    mean_days_waited: int
    """By those proposed, on the day of the run; 0 where there are none."""
    days_waited_by_tier: Sequence[int]
    worth: int
    """Points of all proposals, under the run's own policy."""
    empty: int


@dataclass(frozen=True)
class SideBySide:
    """Two runs and how they differ."""

    first: Run
    second: Run
    figures: Sequence[Figures]
    """Of the first and of the second."""
    n_changes: Mapping[str, int]
    """Change -> everybody whom it concerns."""
    n_seen: Mapping[str, int]
    """Change -> those of them whom whoever asks may see."""
    left_empty: Sequence[LeftEmpty]

    @property
    def n_hidden(self) -> int:
        """People whom a change concerns and whom whoever asks may not see."""
        return sum(self.n_changes.values()) - sum(self.n_seen.values())


async def side_by_side(connection: Connection, *, first: int, second: int) -> SideBySide:
    """Hold two runs against each other.

    Raises:
        NotFound: There is no such run.
        RuleBroken: They are one run, or one of them has no result.
    """
    runs = [await get_run(connection, run_id) for run_id in (first, second)]
    if first == second:
        raise RuleBroken("Choose two different runs.", field="second")
    for name, run in zip(("first", "second"), runs, strict=True):
        if run.state != "done":
            raise RuleBroken(
                f"Match run {run.id} is {run.state} and has no result. Choose another.", field=name
            )
    pair = Pair(first, second)
    async with elevated(connection):  # figures of the county, which name nobody
        placed = await run_changes.count_placed(connection, pair)
        n_changes = await run_changes.count_changes(connection, pair)
    return SideBySide(
        runs[0],
        runs[1],
        [_figures(run, placed) for run in runs],
        n_changes,
        await run_changes.count_changes(connection, pair),
        await run_changes.find_left_empty(connection, pair),
    )


async def who_changes(
    connection: Connection,
    found: SideBySide,
    *,
    change: str | None = None,
    **window: Unpack[Window],
) -> Part[ChangeRow]:
    """Those whom two runs treat otherwise, in the order of priority."""
    return await run_changes.find_changes(
        connection,
        Pair(found.first.id, found.second.id),
        change=change,
        **window,
    )


def _figures(run: Run, placed: Sequence[TierPlaced]) -> Figures:
    tiers = {row.tier: row for row in placed if row.run_id == run.id}
    n, days = sum(row.n for row in tiers.values()), sum(row.days_waited for row in tiers.values())
    return Figures(
        placed=n,
        placed_by_tier=[tiers[tier].n if tier in tiers else 0 for tier in TIERS],
        mean_days_waited=round(days / n) if n else 0,
        days_waited_by_tier=[
            round(tiers[tier].days_waited / tiers[tier].n) if tier in tiers else 0 for tier in TIERS
        ],
        worth=sum(row.worth for row in tiers.values()),
        empty=(run.vacancies or 0) - n,
    )
