"""The commands that set up, show and serve."""

import argparse
import asyncio
import json
import sys
import time
from datetime import UTC, datetime

from service.actions.match_runs import ask_for_run
from service.cli.database import database, require_migrated
from service.cli.progress import stages, step
from service.cli.runs import follow_run, print_summary
from service.demo.accounts import add_demo_accounts, has_demo_accounts, sign_in_lines
from service.demo.county import draw_county
from service.demo.load import load_county
from service.demo.marginals import marginals, render
from service.domain.accounts import COMMAND_LINE
from service.errors import NotReady
from service.serving import require_free_port, serve_until_stopped
from service.settings import Settings
from service.store import match_runs
from service.store.landlords import has_landlords
from service.store.migrate import migrate as apply_migrations
from service.store.places import load_places, load_postcodes
from service.store.pool import connect, connect_as_owner
from service.worker import work


async def migrate(settings: Settings, _chosen: argparse.Namespace) -> int:
    """``homeward migrate``: the newest tables, and the places and postcodes of the county."""
    with database(settings) as url:
        await _migrate(url)
    print("The database is up to date.")
    return 0


async def demo(settings: Settings, chosen: argparse.Namespace) -> int:
    """``homeward demo``: from nothing to a solved and explained county, then serve it."""
    started = time.perf_counter()
    today = datetime.now(UTC).date()
    if chosen.marginals:
        print("\n".join(render(marginals(draw_county(seed=chosen.seed, today=today)))))
        return 0
    if not chosen.no_serve:
        require_free_port(settings)
    with database(settings) as url:
        await _migrate(url)
        await _load_demo(url, chosen.seed)
        run = await _latest_run(url)
        print_summary(run)
        print(json.dumps(_summary(run, time.perf_counter() - started)), flush=True)
        if not chosen.no_serve:
            print("\n".join(sign_in_lines()), file=sys.stderr)
            await serve_until_stopped(settings, url, with_worker=True)
    return 0


async def serve(settings: Settings, chosen: argparse.Namespace) -> int:
    """``homeward serve``: pages and API until Ctrl-C."""
    with database(settings) as url:
        await require_migrated(url)
        await serve_until_stopped(settings, url, with_worker=not chosen.no_worker)
    return 0


async def worker(settings: Settings, _chosen: argparse.Namespace) -> int:
    """``homeward worker``: background jobs until Ctrl-C."""
    with database(settings) as url:
        await require_migrated(url)
        print("Taking jobs; Ctrl-C stops.", flush=True)
        await work(url, settings.home, mail=settings.mail)
    return 0


async def _migrate(url: str) -> None:
    with step("Bringing the database up to date") as report:
        async with connect_as_owner(url) as connection:
            await apply_migrations(connection)
            await load_places(connection)
        report(0.5)
    with step("Loading postcodes") as report:
        async with connect_as_owner(url) as connection:
            await load_postcodes(connection, report)


async def _load_demo(url: str, seed: int) -> None:
    """Draw and load the county and its accounts, unless they are there already.

    Raises:
        NotReady: Somebody's own homes or people are in the database.
    """
    async with connect(url, COMMAND_LINE) as connection:
        if await has_demo_accounts(connection):
            return
        if await match_runs.count_households(connection) or await has_landlords(connection):
            raise NotReady(
                "This database holds homes or people of your own. Use 'homeward match' and "
                "'homeward serve', or set HOMEWARD_HOME to another folder for a demonstration."
            )
    today = datetime.now(UTC).date()
    with step("Drawing the demonstration county") as report:
        county = await asyncio.to_thread(draw_county, seed=seed, today=today)
        report(1.0)
    with step("Loading the county") as report:
        async with connect(url, COMMAND_LINE) as connection:
            shares = iter((0.1, 0.2, 0.9))
            await load_county(connection, county, lambda _noun, _changed: report(next(shares)))
            await add_demo_accounts(connection)


async def _latest_run(url: str) -> match_runs.Run:
    """The newest finished run; a first one is made where there is none."""
    async with connect(url, COMMAND_LINE) as connection:
        run_id = await match_runs.find_latest_done(connection)
        if run_id is None:
            run_id = await ask_for_run(
                connection,
                actor=COMMAND_LINE,
                match_on=datetime.now(UTC).date(),
            )
    with stages("Matching") as watch:
        await follow_run(url, run_id, watch)
    async with connect(url, COMMAND_LINE) as connection:
        run = await match_runs.get_run(connection, run_id)
    if run.state != "done":
        raise NotReady(f"Match run {run_id} {run.state}: {run.error or 'no reason was given'}")
    return run


def _summary(run: match_runs.Run, seconds_total: float) -> dict[str, object]:
    seconds = run.seconds or {}
    names = ("pairs", "priority", "fit", "ties", "certificate")
    return {
        "households": run.households,
        "applicants": run.applicants,
        "vacancies": run.vacancies,
        "placed": run.placed,
        "unplaced": run.unplaced,
        "value": run.value,
        "bound": run.bound,
        "proved": run.proved,
        "seconds_solve": round(sum(seconds.get(name, 0.0) for name in names), 3),
        "seconds_total": round(seconds_total, 3),
        "faults": len(run.faults or ()),
    }
