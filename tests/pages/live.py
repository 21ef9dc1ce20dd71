"""The application behind a real socket, for browsers."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from granian.constants import Interfaces
from granian.server.embed import Server
from litestar import Litestar

from service.app import create_app
from service.serving import HTTP
from tests.pages.site import settings


@contextmanager
def serving(database_url: str, home: Path) -> Iterator[str]:
    """The address of a server in a thread of this process."""
    port = free_port()
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()
    serve = _serve(create_app(settings(home), database_url), port, stop)
    thread = threading.Thread(target=loop.run_until_complete, args=[serve])
    thread.start()
    try:
        base = f"http://127.0.0.1:{port}"
        _wait_for(base)
        yield base
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
        loop.close()


async def _serve(app: Litestar, port: int, stop: asyncio.Event) -> None:
    server = Server(
        app, "127.0.0.1", port, interface=Interfaces.ASGI, log_enabled=False, http1_settings=HTTP
    )
    serve = asyncio.create_task(server.serve())
    await stop.wait()
    server.stop()
    await serve


def free_port() -> int:
    """A port that nobody serves on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def _wait_for(base: str) -> None:
    for _ in range(200):
        try:
            httpx.get(f"{base}/health", timeout=5).raise_for_status()
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(f"{base} does not answer")
