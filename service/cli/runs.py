"""The commands that match: on the database, or on a self-contained instance file."""

import argparse
import asyncio
import contextlib
from collections.abc import Callable
from datetime import UTC, datetime

from rich.console import Console
from rich.table import Table

from service.actions import instances
from service.actions.match_runs import ask_for_run, carry_out
from service.actions.solving import Allowance
from service.cli.database import database, require_migrated
from service.cli.progress import stages
from service.cli.questions import print_comparison
from service.domain.accounts import COMMAND_LINE
from service.domain.proofs import proof_words
from service.domain.reasons import OUTCOMES, rule_words
from service.domain.scopes import Scope
from service.settings import Settings
from service.store import match_runs, outcomes
from service.store.places import find_districts
from service.store.pool import Connection, connect

_FOLLOW_SECONDS = 0.5


async def match(settings: Settings, chosen: argparse.Namespace) -> int:
    """``homeward match``: ask for a run, see it carried out, print what came of it."""
    if chosen.export:
        instances.check_target(chosen.export)
    allowance = Allowance(chosen.seconds, chosen.memory)
    on = chosen.on or datetime.now(UTC).date()
    with database(settings) as url:
        await require_migrated(url)
        async with connect(url, COMMAND_LINE) as connection:
            run_id = await ask_for_run(
                connection,
                actor=COMMAND_LINE,
                match_on=on,
                seed=chosen.seed,
                policy=chosen.policy,
                allowance=allowance,
                scope=await _scope(connection, chosen.district),
            )
        with stages("Matching") as watch:
            await follow_run(url, run_id, watch)
        async with connect(url, COMMAND_LINE) as connection:
            run = await match_runs.get_run(connection, run_id)
            counts = await outcomes.count_unplaced(connection, run_id)
        print_summary(run, counts)
        if chosen.export and run.state == "done":
            async with connect(url, COMMAND_LINE) as connection:
                beside = await instances.export_instance(
                    connection, run_id=run_id, path=chosen.export
                )
            print(f"The run was written to {chosen.export} and {beside}.")
    return 0 if run.state == "done" else 1


async def _scope(connection: Connection, districts: list[str]) -> Scope:
    """The scope of the districts named; a name that is none stays, and is refused as such."""
    codes = {row.name.casefold(): row.code for row in await find_districts(connection)}
    return Scope(districts=tuple(codes.get(name.casefold(), name) for name in districts))


async def solve(_settings: Settings, chosen: argparse.Namespace) -> int:
    """``homeward solve``: an instance file in, a result file out; no database."""
    with stages("Solving") as watch:

        async def report(stage: str, done: float) -> bool:
            watch(stage, round(100 * done))
            return True

        allowance = Allowance(chosen.seconds, chosen.memory)
        result = await instances.solve_file(chosen.instance, chosen.out, report, allowance)
    print(f"Placed {result.placed} of {result.applicants} applicants in {result.vacancies} "
          f"vacancies; value {result.value}, bound {result.bound}.")  # fmt: skip
    print(f"{proof_words(result)}.")
    print(f"The result was written to {chosen.out}.")
    return 0


async def verify(_settings: Settings, chosen: argparse.Namespace) -> int:
    """``homeward verify``: whether a result is the best answer to its instance."""
    found = await asyncio.to_thread(instances.verify_files, chosen.instance, chosen.result)
    for fault in found:
        print(f"fault: {fault}")
    if not found:
        print("No faults: everyone placed is eligible, nobody was passed over, the fit is best,")
        print("the draw among equals is the seed's, and every reason is right.")
    return 1 if found else 0


async def follow_run(url: str, run_id: int, watch: Callable[[str, int], None]) -> None:
    """See a run through: carry it out here, or watch the worker that took it first.

    Told to stop, it stops the run.
    """
    try:
        await _follow(url, run_id, watch)
    except asyncio.CancelledError:
        async with connect(url, COMMAND_LINE) as connection:
            await match_runs.stop_run(connection, run_id)
        raise


async def _follow(url: str, run_id: int, watch: Callable[[str, int], None]) -> None:
    while True:
        with contextlib.suppress(Exception):  # the run's row says what went wrong
            await carry_out(url, run_id, watch)
        async with connect(url, COMMAND_LINE) as connection:
            run = await match_runs.get_run(connection, run_id)
        if run.is_over:
            return
        watch(run.stage, run.progress)
        await asyncio.sleep(_FOLLOW_SECONDS)


def print_summary(run: match_runs.Run, counts: list[outcomes.UnplacedCount] | None = None) -> None:
    """What came of a run, as a table."""
    table = Table(title=f"Match run {run.id}: {run.state}", show_header=False)
    table.add_column()
    table.add_column(justify="right")
    for words, figure in (
        ("Households waiting", run.households),
        ("Applicants in the run", run.applicants),
        ("Vacancies", run.vacancies),
        ("Eligible pairs", run.pairs),
        ("Placed", run.placed),
        ("Not placed", run.unplaced),
        ("Value, points", run.value),
        ("Bound, points", run.bound),
    ):
        table.add_row(words, "-" if figure is None else f"{figure:,}")
    table.add_row("Proved best", "yes" if run.proved else "no")
    table.add_row("Seed", str(run.seed))
    for count in counts or ():
        words = OUTCOMES[count.reason] + (f": {rule_words(count.rule)}" if count.rule else "")
        table.add_row(words, f"{count.n:,}")
    Console(width=88).print(table)
    if run.state == "done":
        print(f"{proof_words(run)}.")
    if run.comparison:
        print_comparison(run.comparison)
    if run.error:
        print(run.error)
