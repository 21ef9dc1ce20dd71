"""The commands for data protection: the register, retention, erasure and a person's bundle."""

import argparse
from pathlib import Path

from service.actions import data_register
from service.actions import erasure as erasing
from service.actions import retention as keeping
from service.actions.subject_access import export_person
from service.cli.database import database, require_migrated
from service.domain.accounts import COMMAND_LINE
from service.settings import Settings
from service.store.pool import connect


async def write_register(settings: Settings, chosen: argparse.Namespace) -> int:
    """``homeward data-register``: every stored field, as a table."""
    with database(settings) as url:
        await require_migrated(url)
        async with connect(url, COMMAND_LINE) as connection:
            n_fields = await data_register.write_register(
                connection, actor=COMMAND_LINE.name, path=chosen.file
            )
    print(f"{n_fields:,} stored fields were written to {chosen.file}.")
    return 0


async def retention(settings: Settings, chosen: argparse.Namespace) -> int:
    """``homeward retention``: what is due to go; with ``--apply``, it goes."""
    with database(settings) as url:
        await require_migrated(url)
        async with connect(url, COMMAND_LINE) as connection:
            due = await keeping.plan(connection)
            for one in due.due:
                print(f"{one.n:>9,}  {one.limit.what.lower()}, kept {one.limit.words}")
            if chosen.apply:
                await keeping.apply(connection, as_of=due.as_of, digest=due.digest)
    if chosen.apply:
        print(f"{due.n:,} rows were let go.")
    elif due.n:
        print("Nothing was changed. Run 'homeward retention --apply' to let them go.")
    return 0


async def erase(settings: Settings, chosen: argparse.Namespace) -> int:
    """``homeward erase``: what an erasure would take away; with ``--apply``, it is taken away."""
    with database(settings) as url:
        await require_migrated(url)
        async with connect(url, COMMAND_LINE) as connection:
            done = await erasing.erase(
                connection,
                reference=chosen.reference,
                reason=chosen.reason,
                is_dry_run=not chosen.apply,
            )
    for table, n in done.held.items():
        print(f"{n:>9,}  {table.replace('_', ' ')}")
    if done.is_done:
        print(f"{done.reference} was erased.")
    else:
        print("Nothing was changed. Add --apply to erase it; that cannot be undone.")
    return 0


async def export_one(settings: Settings, reference: str, file: Path) -> int:
    """``homeward export person``: everything held about one person."""
    with database(settings) as url:
        await require_migrated(url)
        async with connect(url, COMMAND_LINE) as connection:
            await export_person(connection, reference=reference, path=file)
    print(f"Everything held about {reference} was written to {file}.")
    return 0
