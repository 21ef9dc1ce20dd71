"""Background jobs: match runs, each solved in a child process of its own, and uploads."""

import asyncio
import contextlib
from datetime import UTC, date, datetime
from pathlib import Path

import structlog
from procrastinate import App

from service.actions.audit_check import keep_head_of_day
from service.actions.deadlines import Kept, keep_deadlines
from service.actions.duplicates import look_for_duplicates
from service.actions.forgetting import forget_old
from service.actions.match_runs import carry_out
from service.actions.records import take_due_changes
from service.actions.sending import clear_messages, make_way, send_due
from service.actions.upload_work import forget_old_uploads, work_on_upload
from service.actions.vacancies import open_due_vacancies
from service.domain.days import today
from service.domain.retention import DRAFTS
from service.errors import NotReady
from service.settings import Notify, Smtp
from service.store import jobs, match_runs, uploads
from service.store.bedroom_needs import refresh_bedroom_needs
from service.store.drafts import delete_old_drafts
from service.store.pauses import end_due_pauses
from service.store.pool import Connection, connect

log = structlog.get_logger()

_NIGHTLY = "17 3 * * *"
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

    @app.periodic(cron=_NIGHTLY)
    @app.task(name="look_for_duplicates", queueing_lock="look_for_duplicates", pass_context=False)
    async def nightly(timestamp: int) -> None:
        async with connect(database_url) as connection:
            n_new = await look_for_duplicates(connection)
        log.info("records compared", n_new=n_new, timestamp=timestamp)

    @app.task(name=jobs.UPLOAD)
    async def upload(upload_id: int) -> None:
        log.info("upload taken", upload_id=upload_id)
        try:
            await work_on_upload(database_url, upload_id)
        except Exception:  # the upload's row says so; the job itself is done
            log.exception("upload failed", upload_id=upload_id)

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
    """Take up what stalled, open vacancies, remind, keep up with days, forget what is over.

    Each chore has a transaction of its own, and one that fails keeps no other from its turn.
    """
    for chore in _CHORES:
        try:
            async with connect(database_url) as connection:
                await chore(connection)
        except Exception:  # whatever it was, the next minute is another
            log.exception("a chore of the sweep failed", chore=chore.__name__)


async def _open_vacancies(connection: Connection) -> None:
    if opened := await open_due_vacancies(connection, on=today()):
        log.info("vacancies opened", vacancy_ids=opened)


async def _refresh_needs(connection: Connection) -> None:
    await refresh_bedroom_needs(connection, on=datetime.now(UTC).date())


async def _keep_the_queue(connection: Connection) -> None:
    await sweep_applicants(connection, on=today())


async def _keep_deadlines(connection: Connection) -> None:
    kept = await keep_deadlines(connection, today())
    if kept != Kept():
        log.info("deadlines kept", **vars(kept))


async def _take_up_runs(connection: Connection) -> None:
    for run_id in await match_runs.find_stalled(connection):
        log.warning("match run taken up again", run_id=run_id)
        await jobs.add_match_run(connection, run_id)


async def _take_up_uploads(connection: Connection) -> None:
    await forget_old_uploads(connection)
    for upload_id in await uploads.find_stalled(connection):
        log.warning("upload taken up again", upload_id=upload_id)
        await jobs.add_upload(connection, upload_id)


_CHORES = (
    _open_vacancies,
    _refresh_needs,
    _keep_the_queue,
    forget_old,
    clear_messages,
    _keep_deadlines,
    _take_up_runs,
    _take_up_uploads,
)


async def sweep_applicants(connection: Connection, *, on: date) -> None:
    """Take up the changes of a day, put back who was parked until it, forget old drafts."""
    await take_due_changes(connection, on=on)
    await end_due_pauses(connection, on)
    await delete_old_drafts(connection, keep=DRAFTS.keep)


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
