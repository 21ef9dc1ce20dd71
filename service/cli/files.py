"""The commands that read and write files of homes, vacancies, applicants and runs."""

import argparse

from service.actions import exports
from service.actions.imports import ImportKind, import_file
from service.actions.instances import export_instance
from service.actions.reports.core_return import export_core
from service.cli.database import database, require_migrated
from service.cli.privacy import export_one
from service.cli.progress import step
from service.domain.accounts import COMMAND_LINE
from service.errors import RuleBroken
from service.settings import Settings
from service.store.pool import Connection, connect

INSTANCE = "instance"
"""What to export besides the kinds of table: a run as a pseudonymous file, with its result."""
PERSON = "person"
"""And everything held about one person."""
CORE = "core"
"""And the national lettings return, with a list of what it lacks."""


async def import_(settings: Settings, chosen: argparse.Namespace) -> int:
    """``homeward import``: good rows go in, bad rows come back as a file to correct."""
    if chosen.readers and chosen.kind != ImportKind.APPLICANTS:
        raise RuleBroken("Name readers with a file of applicants only.")
    with database(settings) as url:
        await require_migrated(url)
        with step(f"Importing {chosen.kind}") as report:
            async with connect(url, COMMAND_LINE) as connection:
                result = await import_file(
                    connection,
                    kind=ImportKind(chosen.kind),
                    path=chosen.file,
                    dry_run=chosen.dry_run,
                    exports=settings.exports,
                    report=report,
                    readers=chosen.readers,
                )
    print("\n".join(result.summary()))
    return 1 if result.is_blocked or result.n_rejected else 0


async def export(settings: Settings, chosen: argparse.Namespace) -> int:
    """``homeward export``: a file that ``homeward import`` would take, or a run's outcome."""
    if (chosen.since or chosen.until) and chosen.kind != CORE:
        raise RuleBroken("Name the days --from and --to with core only.")
    if (chosen.kind == PERSON) != (chosen.reference is not None):
        raise RuleBroken("Name a reference when one person's data is to be written, and only then.")
    if chosen.kind == PERSON:
        return await export_one(settings, chosen.reference, chosen.file)
    with database(settings) as url:
        await require_migrated(url)
        async with connect(url, COMMAND_LINE) as connection:
            if chosen.kind == CORE:
                return await _export_core(connection, chosen)
            if chosen.kind == INSTANCE:
                beside = await export_instance(
                    connection,
                    run_id=chosen.run_id,
                    path=chosen.file,
                )
                print(f"The run was written to {chosen.file} and {beside}.")
                return 0
            n_rows = await exports.export(
                connection,
                kind=exports.ExportKind(chosen.kind),
                path=chosen.file,
                run_id=chosen.run_id,
            )
    print(f"{n_rows:,} rows were written to {chosen.file}.")
    return 0


async def _export_core(connection: Connection, chosen: argparse.Namespace) -> int:
    """The national lettings return, and beside it what its lettings lack."""
    core, beside = await export_core(
        connection, path=chosen.file, since=chosen.since, until=chosen.until
    )
    print(f"Lettings written to {chosen.file}: {len(core.lettings):,}.")
    print(f"What they lack is in {beside}.")
    if core.n_outside:
        print(f"Lettings left out, for CORE has another form for their year: {core.n_outside:,}.")
    return 0
