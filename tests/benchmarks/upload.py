"""Time uploads of many rows, beside only reading the same workbook and only copying its cells.

    python -m tests.benchmarks.upload --sizes 20000

Each kind is received, checked and put in by the worker's own function, as an officer's file, on a
real PostGIS. The peers do less: openpyxl reads the same workbook and checks nothing, and COPY
writes its cells as text into one table without a key. Seconds are of the clock, the database's
included: compare the ratios.
"""

from __future__ import annotations

import asyncio
import io
import time
from collections.abc import Callable
from typing import Any

import psycopg
from openpyxl import load_workbook
from psycopg import sql

from service.actions import uploads as actions
from service.actions.imports.columns import ImportKind, columns_of
from service.actions.imports.writing import as_bytes
from service.actions.upload_work import work_on_upload
from service.domain.accounts import Actor, Role
from service.store import uploads as store
from service.store.context import set_context
from service.store.pool import connect
from tests.benchmarks import storing
from tests.benchmarks.timing import options, say

_ROWS = "20000"
_EMPTY = {"current unit": "", "restrictions": "", "why parked": "", "parked until": ""}
_TOWN = {"postcode": "", "town": "Norwich", "district": "Norwich"}
_ACCOUNT = "INSERT INTO accounts (email, name, role) VALUES ('b@x.example', 'Bench', 'officer')"


def main() -> None:
    chosen = options(__doc__, _ROWS).parse_args()
    with storing.database() as url:
        with psycopg.connect(url) as connection:
            connection.execute(_ACCOUNT)
        for n_rows, *_ in chosen.sizes:
            for kind in ImportKind:
                _measure(url, kind, n_rows)


def _measure(url: str, kind: ImportKind, n_rows: int) -> None:
    header = [column.name for column in columns_of(kind, 2)]
    rows = [_row(kind, i) for i in range(n_rows)]
    content = as_bytes(".xlsx", [(kind.value, header, rows)])
    read_s, cells = _timed(lambda: _read_only(content))
    copy_s, _ = _timed(lambda: _copy_only(url, cells))
    upload_id = asyncio.run(_received(url, kind, content))
    check_s, _ = _timed(lambda: asyncio.run(work_on_upload(url, upload_id)))
    checked = asyncio.run(_confirmed(url, upload_id))
    put_s, _ = _timed(lambda: asyncio.run(work_on_upload(url, upload_id)))
    say(
        f"{n_rows:,} {kind} ({len(content) / 1e6:.1f} MB, {checked.n_good:,} good): check "
        f"{check_s:.2f} s, put in {put_s:.2f} s; openpyxl only {read_s:.2f} s, COPY only "
        f"{copy_s:.2f} s; check {check_s / read_s:.1f} x openpyxl, put in "
        f"{put_s / (read_s + copy_s):.1f} x both"
    )


def _row(kind: ImportKind, i: int) -> list[str]:
    """The guide's example as a row of its own."""
    changes = {
        ImportKind.HOMES: {
            "scheme reference": f"S{i // 20}",
            "unit reference": f"U{i}",
            **_TOWN,
        },
        ImportKind.VACANCIES: {"vacancy reference": f"V{i}", "unit reference": f"U{i}"},
        ImportKind.APPLICANTS: {"applicant reference": f"A{i}", **_EMPTY},
    }[kind]
    return [changes.get(column.name, column.example) for column in columns_of(kind, 2)]


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    result = work()
    return time.perf_counter() - began, result


def _read_only(content: bytes) -> list[tuple[Any, ...]]:
    book = load_workbook(io.BytesIO(content), read_only=True)
    return list(book.worksheets[0].iter_rows(values_only=True))


def _copy_only(url: str, rows: list[tuple[Any, ...]]) -> None:
    columns = sql.SQL(", ").join(sql.SQL("c{} text").format(i) for i in range(len(rows[0])))
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute(sql.SQL("CREATE TEMP TABLE bare ({})").format(columns))
        with cursor.copy("COPY bare FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)


def _actor(account_id: int) -> Actor:
    return Actor(account_id, "Bench", Role.OFFICER)


async def _received(url: str, kind: ImportKind, content: bytes) -> int:
    async with connect(url) as connection:
        await set_context(connection, _actor(1), source=None)
        received = await actions.receive(
            connection, actor=_actor(1), kind=kind, name=f"{kind}.xlsx", content=content
        )
    return received.upload_id


async def _confirmed(url: str, upload_id: int) -> store.Upload:
    async with connect(url) as connection:
        await set_context(connection, _actor(1), source=None)
        await actions.confirm(connection, actor=_actor(1), upload_id=upload_id, soft_confirmed=True)
        return await store.get_upload(connection, upload_id)


if __name__ == "__main__":
    main()
