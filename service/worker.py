"""Background jobs: match runs, one at a time, each solved in a child process of its own."""

import asyncio
import contextlib
from datetime import UTC, datetime

import structlog
from procrastinate import App

from service.actions.match_runs import carry_out
from service.store import jobs, match_runs
from service.store.bedroom_needs import refresh_bedroom_needs
from service.store.pool import connect

log = structlog.get_logger()

_SWEEP_SECONDS = 60


def make_worker(database_url: str) -> App:
    """The job queue with every task that Homeward has."""
    app = jobs.make_app(database_url)

    @app.task(name=jobs.MATCH_RUN)
    async def match_run(run_id: int) -> None:
        log.info("match run taken", run_id=run_id)
        try:
            await carry_out(database_url, run_id)
        except Exception:  # the run's row says why; the job itself is done
            log.exception("match run failed", run_id=run_id)

    return app


async def work(database_url: str, *, handle_signals: bool = True) -> None:
    """Take jobs until stopped (by a signal, or by cancelling)."""
    app = make_worker(database_url)
    async with app.open_async():
        sweeper = asyncio.create_task(_sweep(database_url))
        try:
            await app.run_worker_async(
                name="homeward",
                install_signal_handlers=handle_signals,
                delete_jobs="successful",
                shutdown_graceful_timeout=2,
            )
        finally:
            sweeper.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await sweeper


async def _sweep(database_url: str) -> None:
    """Once a minute: queue again the runs whose worker fell silent; keep up with birthdays."""
    while True:
        async with connect(database_url) as connection:
            await refresh_bedroom_needs(connection, on=datetime.now(UTC).date())
            for run_id in await match_runs.find_stalled(connection):
                log.warning("match run stalled; taken again", run_id=run_id)
                await jobs.add_match_run(connection, run_id)
        await asyncio.sleep(_SWEEP_SECONDS)
