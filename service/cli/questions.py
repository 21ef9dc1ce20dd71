"""The commands that ask: what policies cost, what one more home would bring, what would change."""

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from rich.console import Console
from rich.table import Table

from service.actions import what_if as asking
from service.actions.comparing import compare_policies
from service.cli.database import database, require_migrated
from service.cli.progress import stages
from service.domain.accounts import COMMAND_LINE
from service.domain.policies import comparison_lines
from service.domain.worth import housed_words
from service.errors import NotFound
from service.settings import Settings
from service.store.applicant_pages import find_applicant_id
from service.store.match_runs import find_latest_done
from service.store.pool import connect
from service.store.worth import find_worth_by_kind

_NO_RUN = "No match run is done yet. Start one with 'homeward match'."


async def compare(settings: Settings, chosen: argparse.Namespace) -> int:
    """``homeward compare``: today's problem under each policy, side by side."""
    with database(settings) as url:
        await require_migrated(url)
        with stages("Comparing") as watch:

            async def report(stage: str, done: float) -> bool:
                watch(stage, round(100 * done))
                return True

            found = await compare_policies(
                url,
                chosen.policies,
                on=datetime.now(UTC).date(),
                seed=chosen.seed,
                report=report,
            )
    if chosen.json:
        print(json.dumps(found))
    else:
        print_comparison(found)
    return 0


async def worth(settings: Settings, chosen: argparse.Namespace) -> int:
    """``homeward worth``: what the newest run says one more home would bring."""
    with database(settings) as url:
        await require_migrated(url)
        async with connect(url, COMMAND_LINE) as connection:
            run_id = await find_latest_done(connection)
            if run_id is None:
                raise NotFound(_NO_RUN)
            rows = await find_worth_by_kind(connection, run_id)
    if chosen.json:
        print(json.dumps({"run": run_id, "kinds": [asdict(row) for row in rows]}))
        return 0
    table = Table(title=f"What one more home would bring, from match run {run_id}")
    for words in ("Town", "Bedrooms", "Vacancies now", "One more houses", "Points of fit"):
        table.add_column(words, justify="left" if words in ("Town", "One more houses") else "right")
    for row in rows:
        who = housed_words(row.tier, row.housed)
        table.add_row(row.place, str(row.bedrooms), str(row.n_vacancies), who, f"{row.gain:+,}")
    Console(width=88).print(table)
    return 0


async def what_if(settings: Settings, chosen: argparse.Namespace) -> int:
    """``homeward what-if``: what each change to an applicant's wishes or needs would do."""
    with database(settings) as url:
        await require_migrated(url)
        async with connect(url, COMMAND_LINE) as connection:
            applicant_id = await find_applicant_id(connection, chosen.applicant)
            found = await asking.what_if(connection, applicant_id=applicant_id)
    if chosen.json:
        print(json.dumps(asdict(found), default=str))
        return 0
    table = Table(title=f"What would change it for {chosen.applicant}, in run {found.run_id}")
    for words in ("With this change", "Homes open", "They would be"):
        table.add_column(words, justify="right" if words == "Homes open" else "left")
    for row in found.changes:
        table.add_row(row.words, f"{row.n_open:,}", "placed" if row.placed else "not placed")
    Console(width=88).print(table)
    return 0


def print_comparison(comparison: Sequence[Mapping[str, Any]]) -> None:
    """Policies side by side, as a table."""
    table = Table(title="Policies side by side")
    table.add_column("")
    for one in comparison:
        table.add_column(str(one["policy"]), justify="right")
    for words, figures in comparison_lines(comparison):
        table.add_row(words, *(f"{figure:,}" for figure in figures))
    Console(width=100).print(table)
