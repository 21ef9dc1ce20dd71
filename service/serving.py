"""Serves the app and takes background jobs, in one process, until told to stop."""

import asyncio
import contextlib
import signal
import socket
import sys

from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.server.embed import Server

from service.app import create_app
from service.errors import NotReady
from service.settings import Settings
from service.worker import work

HTTP = HTTP1Settings(header_read_timeout=10_000, max_buffer_size=64_000)
"""Browsers get ten seconds for their headers; what is longer than 64 kB is cut off with 431."""


async def serve_until_stopped(settings: Settings, database_url: str, *, with_worker: bool) -> None:
    """Serve until Ctrl-C or a termination signal; leaves nothing running.

    Raises:
        NotReady: The port is taken.
    """
    require_free_port(settings)
    app = create_app(settings, database_url)
    server = Server(
        app,
        settings.host,
        settings.port,
        interface=Interfaces.ASGI,
        log_enabled=False,
        http1_settings=HTTP,
    )
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    tasks = [asyncio.create_task(server.serve(), name="server")]
    if with_worker:
        work_on = work(database_url, settings.home, mail=settings.mail, handle_signals=False)
        tasks.append(asyncio.create_task(work_on, name="worker"))
    print(f"Serving on http://{settings.host}:{settings.port} - Ctrl-C stops.", file=sys.stderr)
    try:
        await _first_of(stopped, tasks)
    finally:
        server.stop()  # type: ignore[no-untyped-call]
        for task in tasks[1:]:
            task.cancel()
        for task in tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task


async def _first_of(stopped: asyncio.Event, tasks: list[asyncio.Task[None]]) -> None:
    """Wait for the signal, or for a task that ends by itself; its error is raised."""
    signalled = asyncio.create_task(stopped.wait())
    done, _ = await asyncio.wait([signalled, *tasks], return_when=asyncio.FIRST_COMPLETED)
    signalled.cancel()
    for task in done - {signalled}:
        task.result()


def require_free_port(settings: Settings) -> None:
    """Refuse to start where somebody else serves.

    Raises:
        NotReady: The address and port cannot be had.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise NotReady(
                f"{settings.host}:{settings.port} cannot be served on ({error.strerror}). "
                "Stop what uses it, or set HOMEWARD_PORT to another port."
            ) from error
