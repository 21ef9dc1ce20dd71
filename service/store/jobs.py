"""Background jobs, kept in the same database and queued in the caller's transaction."""

import contextlib
from typing import LiteralString

from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.schema import SchemaManager

from service.store.pool import Connection

MATCH_RUN = "match_run"
"""The task that carries out one match run; its one argument is ``run_id``."""
UPLOAD = "upload"
"""The task that checks one upload, or puts it in; its one argument is ``upload_id``."""


def schema() -> LiteralString:
    """The tables and functions that the job queue needs, as its library ships them."""
    return SchemaManager.get_schema()


def make_app(database_url: str) -> App:
    """The job queue, closed; a worker adds its tasks and opens it."""
    return App(connector=PsycopgConnector(conninfo=database_url, min_size=1, max_size=3))


async def add_match_run(connection: Connection, run_id: int) -> None:
    """Queue a match run; it is there for workers when the transaction commits."""
    app = App(connector=PsycopgConnector())
    job = app.configure_task(MATCH_RUN, connection=connection, queueing_lock=f"match_run:{run_id}")
    await job.defer_async(run_id=run_id)


async def add_upload(connection: Connection, upload_id: int) -> None:
    """Queue an upload to be checked or put in, when the transaction commits.

    A job of it that still waits will do: it does whatever is next with the upload.
    """
    app = App(connector=PsycopgConnector())
    job = app.configure_task(UPLOAD, connection=connection, queueing_lock=f"upload:{upload_id}")
    with contextlib.suppress(AlreadyEnqueued):
        async with connection.transaction():
            await job.defer_async(upload_id=upload_id)
