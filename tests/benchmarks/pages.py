"""Time the pages most used against a bare route with one SELECT, and shortlists against their SQL.

    python -m tests.benchmarks.pages --sizes 5000x800,50000x8000

First the shortlist of a vacancy and the homes open to an applicant, beside the SQL that they read
and beside working everything out anew, in one process. Then the ten routes most used, asked by four
clients at once for some seconds each over HTTP, with as many requests to a bare Litestar route with
one SELECT on the same server and database just before. These machines are shared: compare ratios.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import httpx
import numpy as np
import psycopg

from matching import STRICT
from matching.edges import eligible_pairs
from service.actions.problems import translate
from service.actions.shortlists import homes_open, shortlist
from service.domain.days import today
from service.store.columns import read_columns
from service.store.pool import Connection, connect
from tests.benchmarks import storing
from tests.benchmarks.drawn_rows import OFFICER, draw_rows
from tests.benchmarks.timing import SIZES, options, say
from tests.pages.county import token_of
from tests.pages.live import free_port

N_CLIENTS = 4
SECONDS = 4.0
TIMES = 5
ROUTES = (
    "/",
    "/tasks",
    "/vacancies",
    "/vacancies/{vacancy}",
    "/applicants",
    "/applicants/{applicant}",
    "/applicants/{applicant}/homes",
    "/nominations",
    "/api/vacancies?limit=50",
    "/api/vacancies/{vacancy}/shortlist?limit=50",
)
"""The ten routes that officers use most."""


@dataclass(frozen=True)
class Load:
    """What one route answered under load."""

    a_second: float
    p50_ms: float
    p99_ms: float


def main() -> None:
    chosen = options(__doc__, SIZES).parse_args()
    with storing.database() as url, TemporaryDirectory(prefix="hw-pages-") as home:
        for n_applicants, n_vacancies in chosen.sizes:
            draw_rows(url, n_applicants, n_vacancies)
            say(f"\n{n_applicants:,} × {n_vacancies:,}")
            asyncio.run(_bench_actions(url))
            _bench_routes(url, Path(home))


async def _bench_actions(url: str) -> None:
    """Shortlist and homes open: seconds, and as ratios to their SQL and to everything anew."""
    vacancy_id, applicant_id = _ids(url)
    on = today()
    async with connect(url) as connection:
        whole = await _seconds(lambda: _anew(connection))
        for name, act, asked in (
            (
                "shortlist of a vacancy",
                lambda: shortlist(connection, vacancy_id=vacancy_id, on=on),
                {"vacancy_ids": [vacancy_id]},
            ),
            (
                "homes open to an applicant",
                lambda: homes_open(connection, applicant_id=applicant_id, on=on),
                {"applicant_id": applicant_id},
            ),
        ):
            ours = await _seconds(act)
            bare = await _seconds(lambda asked=asked: read_columns(connection, on=on, **asked))
            say(
                f"  {name:<28}{ours * 1000:>9.1f} ms{ours / bare:>8.2f} × its SQL"
                f"{ours / whole:>8.3f} × everything anew"
            )


async def _anew(connection: Connection) -> None:
    """Read everybody and every vacancy, and work out every pair."""
    columns = await read_columns(connection, on=today())
    eligible_pairs(translate(columns).problem, STRICT)


async def _seconds(act: Callable[[], Awaitable[object]]) -> float:
    """The median of some times, after one that compiles and caches."""
    await act()
    spent = []
    for _ in range(TIMES):
        began = time.perf_counter()
        await act()
        spent.append(time.perf_counter() - began)
    return median(spent)


def _ids(url: str) -> tuple[int, int]:
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "SELECT (SELECT min(id) + 7 FROM vacancies), (SELECT min(id) + 7 FROM applicants)"
        ).fetchone()
    assert row is not None
    return row[0], row[1]


def _bench_routes(url: str, home: Path) -> None:
    vacancy_id, applicant_id = _ids(url)
    with _serving("ours", url, home) as ours, _serving("bare", url, home) as bare:
        say(f"  {'route':<46}{'a second':>9}{'p50 ms':>8}{'p99 ms':>8}{'× bare p99':>12}")
        for route in ROUTES:
            address = route.format(vacancy=vacancy_id, applicant=applicant_id)
            under = asyncio.run(_load(f"{bare}/"))
            found = asyncio.run(_load(f"{ours}{address}"))
            say(
                f"  {route:<46}{found.a_second:>9.1f}{found.p50_ms:>8.1f}{found.p99_ms:>8.1f}"
                f"{found.p99_ms / under.p99_ms:>12.1f}"
            )
            say(f"  {'  (bare)':<46}{under.a_second:>9.1f}{under.p50_ms:>8.1f}{under.p99_ms:>8.1f}")


async def _load(address: str) -> Load:
    """Ask one address by some clients at once, for some seconds."""
    spent: list[float] = []
    cookies = {"homeward_session": token_of(OFFICER)}
    async with httpx.AsyncClient(cookies=cookies, timeout=60) as client:
        await _ask(client, address, [])
        began = time.perf_counter()
        until = began + SECONDS
        await asyncio.gather(*(_client(client, address, spent, until) for _ in range(N_CLIENTS)))
        passed = time.perf_counter() - began
    p50, p99 = np.percentile(np.array(spent) * 1000, [50, 99])
    return Load(len(spent) / passed, float(p50), float(p99))


async def _client(
    client: httpx.AsyncClient, address: str, spent: list[float], until: float
) -> None:
    while time.perf_counter() < until:
        await _ask(client, address, spent)


async def _ask(client: httpx.AsyncClient, address: str, spent: list[float]) -> None:
    began = time.perf_counter()
    answer = await client.get(address)
    spent.append(time.perf_counter() - began)
    assert answer.status_code == 200, (address, answer.status_code)


@contextmanager
def _serving(which: str, url: str, home: Path):
    """The address of one of the two servers, in a process of its own."""
    port = free_port()
    command = [sys.executable, "-m", "tests.benchmarks.page_servers", which, url, str(port)]
    environment = {**os.environ, "HOMEWARD_HOME": str(home)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as server:  # its log
        try:
            _wait_for(f"http://127.0.0.1:{port}/health")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def _wait_for(address: str) -> None:
    for _ in range(400):
        try:
            httpx.get(address, timeout=5).raise_for_status()
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(f"{address} does not answer")


if __name__ == "__main__":
    main()
