"""Background jobs: match runs, one at a time, each solved in a child process of its own."""

import asyncio
import contextlib
from datetime import UTC, datetime
from pathlib import Path

import structlog
from procrastinate import App

from service.actions.accounts import clear_sign_in
from service.actions.audit_check import keep_head_of_day
from service.actions.match_runs import carry_out
from service.actions.sending import clear_messages, make_way, send_due
from service.errors import NotReady
from service.settings import Notify, Smtp
from service.store import jobs, match_runs
from service.store.bedroom_needs import refresh_bedroom_needs
from service.store.pool import connect

log = structlog.get_logger()

_SWEEP_SECONDS = 60
_PAUSE_SECONDS = 5
_SEND_SECONDS = 15


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


async def work(
    database_url: str,
    home: Path,
    *,
    mail: Smtp | Notify | None = None,
    handle_signals: bool = True,
) -> None:
    """Take jobs until stopped (by a signal, or by cancelling).

    Args:
        database_url: Where the jobs and everything else are.
        home: The folder for data, where heads of the audit are kept.
        mail: How e-mails go; None: they stay in the outbox.
        handle_signals: Whether a signal stops it.
    """
    sweeper = asyncio.create_task(_sweep(database_url, home))
    sender = asyncio.create_task(_send(database_url, mail))
    try:
        while True:
            try:
                await _take_jobs(database_url, handle_signals=handle_signals)
                return
            except Exception:
                log.exception("the worker lost its database; it tries again")
                await asyncio.sleep(_PAUSE_SECONDS)
    finally:
        for task in (sweeper, sender):
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task


async def _take_jobs(database_url: str, *, handle_signals: bool) -> None:
    """Take jobs until a signal says to stop."""
    app = make_worker(database_url)
    async with app.open_async():
        await app.run_worker_async(
            name="homeward",
            install_signal_handlers=handle_signals,
            delete_jobs="successful",
            shutdown_graceful_timeout=2,
        )


async def _sweep(database_url: str, home: Path) -> None:
    """Once a minute: queue runs whose worker fell silent, keep up with birthdays and the audit."""
    while True:
        try:
            await sweep_once(database_url)
            await keep_todays_head(database_url, home)
        except Exception:  # whatever it was, the next minute is another
            log.exception("the sweep failed; it tries again in a minute")
        await asyncio.sleep(_SWEEP_SECONDS)


async def _send(database_url: str, mail: Smtp | Notify | None) -> None:
    """Send what is due, every few seconds; beside the sweep, for a mail server may be slow."""
    while True:
        try:
            await send_due(database_url, make_way(mail))
        except Exception:  # whatever it was, the next try is another
            log.exception("sending e-mails failed; it tries again")
        await asyncio.sleep(_SEND_SECONDS)


async def sweep_once(database_url: str) -> None:
    """Queue again stalled runs, bring needs up to today, and forget old sign-ins and e-mails."""
    async with connect(database_url) as connection:
        await refresh_bedroom_needs(connection, on=datetime.now(UTC).date())
    async with connect(database_url) as connection:
        await clear_sign_in(connection)
        await clear_messages(connection)
    async with connect(database_url) as connection:
        for run_id in await match_runs.find_stalled(connection):
            log.warning("match run taken up again", run_id=run_id)
            await jobs.add_match_run(connection, run_id)


async def keep_todays_head(database_url: str, home: Path) -> None:
    """Write the end of the audit's chain to its file, once a day; a file that is shut is logged."""
    try:
        async with connect(database_url) as connection:
            head = await keep_head_of_day(connection, home=home, today=datetime.now(UTC).date())
    except NotReady as error:
        log.error("the head of the audit was not kept", why=str(error))
        return
    if head is not None:
        log.info("head of the audit kept", position=head.position, sha256=head.sha256)
