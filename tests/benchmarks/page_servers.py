"""The servers that the benchmark of pages asks: Homeward, and a bare route with one SELECT."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from granian.constants import Interfaces
from granian.server.embed import Server
from litestar import Litestar, get
from psycopg_pool import AsyncConnectionPool

from service.app import create_app
from service.serving import HTTP
from tests.pages.site import settings


def bare_app(url: str) -> Litestar:
    """One route with one SELECT, by the same driver and pool."""
    pool = AsyncConnectionPool(url, open=False, min_size=4, max_size=10)

    @asynccontextmanager
    async def opened(_: Litestar) -> AsyncIterator[None]:
        async with pool:
            yield

    @get(["/", "/health"])
    async def show() -> dict[str, int]:
        async with pool.connection() as connection:
            row = await (await connection.execute("SELECT 1")).fetchone()
        assert row is not None
        return {"one": row[0]}

    return Litestar([show], lifespan=[opened])


async def _serve(which: str, url: str, port: int) -> None:
    app = bare_app(url) if which == "bare" else create_app(settings(Path("/nonexistent")), url)
    await Server(
        app, "127.0.0.1", port, interface=Interfaces.ASGI, log_enabled=False, http1_settings=HTTP
    ).serve()


if __name__ == "__main__":
    asyncio.run(_serve(sys.argv[1], sys.argv[2], int(sys.argv[3])))
