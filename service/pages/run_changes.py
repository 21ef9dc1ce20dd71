"""Two match runs side by side."""

from collections.abc import Mapping
from typing import Any

from litestar import get
from litestar.di import NamedDependency
from litestar.response import Template

from service import auth
from service.actions.reading import record_read
from service.actions.side_by_side import TIERS, SideBySide, side_by_side, who_changes
from service.errors import RuleBroken
from service.pages.forms import FormRefused, id_in, one_of, options, query_of
from service.pages.paging import paging
from service.pages.words import capital, plain
from service.store.match_runs import Run, find_runs
from service.store.pool import Connection

_MOST_RUNS = 50
_PAGE = "runs/compare.html"
_CHANGES = {
    "moved": "Another home",
    "lost": "A home in the first only",
    "won": "A home in the second only",
}


@get("/runs/compare", may=auth.OFFICERS)
async def show_compared(
    request: auth.WebRequest, connection: NamedDependency[Connection]
) -> Template:
    """Two runs to choose, and who changes between them and at what price."""
    query = query_of(request)
    first, second = id_in(query.get("first")), id_in(query.get("second"))
    context = await _choosing(connection, first, second)
    if first is None or second is None:
        return Template(_PAGE, context=context)
    try:
        found = await side_by_side(connection, first=first, second=second)
    except RuleBroken as broken:
        raise FormRefused(_PAGE, {broken.field or "first": str(broken)}, context) from broken
    change = one_of(query.get("change"), _CHANGES)
    n_rows = found.n_seen.get(change, 0) if change else sum(found.n_seen.values())
    page = paging("/runs/compare", query, n_rows)
    rows = await who_changes(connection, found, change=change, limit=page.limit, offset=page.offset)
    ids = [row.applicant_id for row in rows]
    await record_read(connection, subject=f"runs {first} and {second}", applicant_ids=ids)
    context |= {"found": found, "lines": _lines(found), "rows": rows, "paging": page}
    context |= {"chosen": _CHANGES.get(change or ""), "change_words": _CHANGES}
    return Template(_PAGE, context=context)


async def _choosing(
    connection: Connection, first: int | None, second: int | None
) -> dict[str, Any]:
    """The form that chooses two runs."""
    runs = {
        str(run.id): _name(run)
        for run in await find_runs(connection, limit=_MOST_RUNS)
        if run.state == "done"
    }
    return {
        "runs": {
            "first": options(runs, _text(first), "Choose a run"),
            "second": options(runs, _text(second), "Choose a run"),
        },
        "found": None,
        "problems": {},
    }


def _name(run: Run) -> str:
    policy = capital(plain(run.policy.get("name", "strict")))
    title = f", {run.over.title}" if run.over.title else ""
    return f"Run {run.id}: {policy}{title}"


def _text(value: int | None) -> str | None:
    return None if value is None else str(value)


def _lines(found: SideBySide) -> list[tuple[str, int, int]]:
    """Each figure with its value in the first run and in the second."""
    one, other = found.figures
    plain_figures: Mapping[str, tuple[int, int]] = {
        "Proposed for a home": (one.placed, other.placed),
        "Points of all proposals": (one.worth, other.worth),
        "Days waited by those proposed, on average": (
            one.mean_days_waited, other.mean_days_waited),
        "Vacancies left empty": (one.empty, other.empty),
    }  # fmt: skip
    lines = [(words, first, second) for words, (first, second) in plain_figures.items()]
    for k, tier in enumerate(TIERS):
        pair = one.placed_by_tier[k], other.placed_by_tier[k]
        if any(pair):
            days = one.days_waited_by_tier[k], other.days_waited_by_tier[k]
            lines.append((f"Tier {tier}: proposed for a home", *pair))
            lines.append((f"Tier {tier}: days waited, on average", *days))
    return lines
