"""Match runs and what they suggest, in the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Unpack

from psycopg.types.json import Jsonb

from service.domain.policies import STRICT
from service.domain.scopes import Scope
from service.errors import NotFound
from service.store.parts import Part, Window, find_part
from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import one_row, one_value

SQL = queries("match_runs")


@dataclass(frozen=True)
class Run:
    """One match run; the figures are None until it is done."""

    id: int
    asked_by: str
    asked_at: datetime
    match_on: date
    policy: Mapping[str, Any]
    seed: int
    state: str
    stage: str
    progress: int
    """Per cent."""
    seconds_allowed: int | None
    memory_mb_allowed: int | None
    started_at: datetime | None
    finished_at: datetime | None
    households: int | None
    applicants: int | None
    vacancies: int | None
    pairs: int | None
    placed: int | None
    unplaced: int | None
    value: int | None
    bound: int | None
    proved: bool | None
    proof: str | None
    """What proves the bound: ``flow`` or ``search``; None for a run from before this was kept."""
    settled: str | None
    """The last stage that is wholly settled: ``priority``, ``fit`` or ``ties``."""
    comparison: Sequence[Mapping[str, Any]] | None
    """The strict policy and then this run's, as ``service.actions.comparing`` describes them."""
    faults: Sequence[str] | None
    seconds: Mapping[str, float] | None
    problem_sha256: str | None
    versions: Mapping[str, str] | None
    error: str | None
    scope: Mapping[str, Any]
    """What ``over`` is made of."""

    @property
    def over(self) -> Scope:
        """Which homes and whose applications it is over."""
        return Scope.from_dict(self.scope)

    @property
    def is_over(self) -> bool:
        """Whether the run has ended, well or not."""
        return self.state not in ("asked", "running")

    @property
    def is_what_if(self) -> bool:
        """Whether it is for another day, under another policy or over a part of the county."""
        is_of_the_day = abs(self.match_on - self.asked_at.date()) <= timedelta(days=1)
        is_strict = self.policy.get("name", STRICT) == STRICT
        return not is_of_the_day or not is_strict or self.over.is_partial


@dataclass(frozen=True)
class Asked:
    """What a run was asked to do."""

    match_on: date
    policy: Mapping[str, Any]
    seed: int
    seconds_allowed: int | None = None
    memory_mb_allowed: int | None = None
    scope: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Finished:
    """The figures of a finished run."""

    households: int
    applicants: int
    vacancies: int
    pairs: int
    placed: int
    unplaced: int
    value: int
    bound: int
    proved: bool
    proof: str
    settled: str
    comparison: Sequence[Mapping[str, Any]]
    faults: Sequence[str]
    seconds: Mapping[str, float]
    problem_sha256: str
    versions: Mapping[str, str]


async def add_run(connection: Connection, asked: Asked, *, asked_by: str) -> int:
    """Ask for a run; its id."""
    words = _as_parameters(asked) | {"asked_by": asked_by}
    return int(await one_value(connection, SQL["add_run"], words))


async def find_unfinished(connection: Connection, asked: Asked) -> int | None:
    """A run asked for with the same words that is not over yet."""
    found = await one_value(connection, SQL["find_unfinished"], _as_parameters(asked))
    return None if found is None else int(found)


def _as_parameters(asked: Asked) -> dict[str, Any]:
    return {**vars(asked), "policy": Jsonb(asked.policy), "scope": Jsonb(asked.scope)}


async def get_run(connection: Connection, run_id: int) -> Run:
    """One run.

    Raises:
        NotFound: There is no such run.
    """
    run = await one_row(connection, Run, SQL["get_run"], {"run_id": run_id})
    if run is None:
        raise NotFound(f"There is no match run {run_id}.")
    return run


async def find_runs(connection: Connection, **window: Unpack[Window]) -> Part[Run]:
    """The newest runs first."""
    return await find_part(connection, Run, SQL["find_runs"], {}, **window)


async def count_runs(connection: Connection) -> int:
    """How many runs there are."""
    return int(await one_value(connection, SQL["count_runs"]))


async def find_latest_done(connection: Connection) -> int | None:
    """The newest finished run under the strict policy for the day it was asked on, if there is one.

    A run for another day, under another policy or over a part of the county is a what-if and never
    the answer of the day.
    """
    found = await one_value(connection, SQL["find_latest_done"], {"policy": STRICT})
    return None if found is None else int(found)


async def start_run(connection: Connection, run_id: int) -> Asked | None:
    """Take a run to work on it; None when it is over or in other hands."""
    return await one_row(connection, Asked, SQL["start_run"], {"run_id": run_id})


async def find_stalled(connection: Connection) -> list[int]:
    """Runs that wait or whose worker is silent for two minutes, with no job to take them up."""
    rows = await (await connection.execute(SQL["find_stalled"])).fetchall()
    return [int(row[0]) for row in rows]


async def set_progress(connection: Connection, run_id: int, *, stage: str, percent: int) -> bool:
    """Say how far a run is; False when somebody stopped it."""
    said = {"run_id": run_id, "stage": stage, "progress": percent}
    return bool(await one_value(connection, SQL["set_progress"], said))


async def finish_run(connection: Connection, run_id: int, finished: Finished) -> bool:
    """Close a run with its figures; False when it had been stopped."""
    figures = {**vars(finished), "run_id": run_id, "faults": list(finished.faults)}
    figures |= {
        "seconds": Jsonb(finished.seconds),
        "versions": Jsonb(finished.versions),
        "comparison": Jsonb(list(finished.comparison)) if finished.comparison else None,
    }
    return await one_value(connection, SQL["finish_run"], figures) is not None


async def fail_run(connection: Connection, run_id: int, error: str) -> None:
    """Close a run that came to nothing, with the reason."""
    await connection.execute(SQL["fail_run"], {"run_id": run_id, "error": error})


async def release_run(connection: Connection, run_id: int) -> None:
    """Give back a run that was taken and not finished, for another worker."""
    await connection.execute(SQL["release_run"], {"run_id": run_id})


async def stop_run(connection: Connection, run_id: int) -> bool:
    """Stop a run; False when it was over."""
    return await one_value(connection, SQL["stop_run"], {"run_id": run_id}) is not None


async def count_households(connection: Connection) -> int:
    """Every household that waits, live or parked."""
    return int(await one_value(connection, SQL["count_households"]))
