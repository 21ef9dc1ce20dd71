"""Match runs and what they suggest, in the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from service.errors import NotFound
from service.store.pool import Connection
from service.store.queries import queries

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
    faults: Sequence[str] | None
    seconds: Mapping[str, float] | None
    problem_sha256: str | None
    versions: Mapping[str, str] | None
    error: str | None

    @property
    def is_over(self) -> bool:
        """Whether the run has ended, well or not."""
        return self.state not in ("asked", "running")


@dataclass(frozen=True)
class Asked:
    """What a run was asked to do."""

    match_on: date
    policy: Mapping[str, Any]
    seed: int


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
    faults: Sequence[str]
    seconds: Mapping[str, float]
    problem_sha256: str
    versions: Mapping[str, str]


async def add_run(
    connection: Connection,
    *,
    asked_by: str,
    match_on: date,
    policy: Mapping[str, Any],
    seed: int,
) -> int:
    """Ask for a run; its id."""
    row = await connection.execute(
        SQL["add_run"],
        {"asked_by": asked_by, "match_on": match_on, "policy": Jsonb(policy), "seed": seed},
    )
    found = await row.fetchone()
    assert found is not None
    return int(found[0])


async def get_run(connection: Connection, run_id: int) -> Run:
    """One run.

    Raises:
        NotFound: There is no such run.
    """
    async with connection.cursor(row_factory=class_row(Run)) as cursor:
        await cursor.execute(SQL["get_run"], {"run_id": run_id})
        run = await cursor.fetchone()
    if run is None:
        raise NotFound(f"There is no match run {run_id}.")
    return run


async def find_runs(connection: Connection, *, limit: int = 50) -> list[Run]:
    """The newest runs first."""
    async with connection.cursor(row_factory=class_row(Run)) as cursor:
        await cursor.execute(SQL["find_runs"], {"limit": limit})
        return await cursor.fetchall()


async def find_latest_done(connection: Connection) -> int | None:
    """The newest finished run, if there is one."""
    row = await (await connection.execute(SQL["find_latest_done"])).fetchone()
    return None if row is None or row[0] is None else int(row[0])


async def start_run(connection: Connection, run_id: int) -> Asked | None:
    """Take a run to work on it; None when it is over or in other hands."""
    async with connection.cursor(row_factory=class_row(Asked)) as cursor:
        await cursor.execute(SQL["start_run"], {"run_id": run_id})
        return await cursor.fetchone()


async def find_stalled(connection: Connection) -> list[int]:
    """Runs whose worker has been silent for two minutes, and that no job waits for."""
    rows = await (await connection.execute(SQL["find_stalled"])).fetchall()
    return [int(row[0]) for row in rows]


async def set_progress(connection: Connection, run_id: int, *, stage: str, percent: int) -> bool:
    """Say how far a run is; False when somebody stopped it."""
    cursor = await connection.execute(
        SQL["set_progress"], {"run_id": run_id, "stage": stage, "progress": percent}
    )
    return await cursor.fetchone() is not None


async def finish_run(connection: Connection, run_id: int, finished: Finished) -> bool:
    """Close a run with its figures; False when it had been stopped."""
    figures = {**vars(finished), "run_id": run_id, "faults": list(finished.faults)}
    figures |= {"seconds": Jsonb(finished.seconds), "versions": Jsonb(finished.versions)}
    cursor = await connection.execute(SQL["finish_run"], figures)
    return await cursor.fetchone() is not None


async def fail_run(connection: Connection, run_id: int, error: str) -> None:
    """Close a run that came to nothing, with the reason."""
    await connection.execute(SQL["fail_run"], {"run_id": run_id, "error": error})


async def stop_run(connection: Connection, run_id: int) -> bool:
    """Stop a run; False when it was over."""
    cursor = await connection.execute(SQL["stop_run"], {"run_id": run_id})
    return await cursor.fetchone() is not None


async def count_households(connection: Connection) -> int:
    """Every household that waits, live or parked."""
    row = await (await connection.execute(SQL["count_households"])).fetchone()
    assert row is not None
    return int(row[0])
