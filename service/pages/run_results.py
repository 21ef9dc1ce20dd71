"""What a match run says: who is placed, who is not and why, which vacancies stay empty."""

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from service import auth
from service.pages.forms import one_of, options, query_of
from service.pages.paging import paging
from service.store.match_runs import get_run
from service.store.outcomes import (
    count_unplaced,
    find_empty_vacancies,
    find_proposals,
    find_unplaced,
)
from service.store.pool import Connection

REASONS = {
    "no_eligible_home": "No home fits",
    "higher_priority": "Homes that fit went to applicants of higher priority",
}


@get("/runs/{run_id:int}/placed", may=auth.OFFICERS)
async def show_placed(
    request: auth.WebRequest, connection: NamedDependency[Connection], run_id: FromPath[int]
) -> Template:
    """Who is proposed for which vacancy, in the order of priority."""
    run = await get_run(connection, run_id)
    query = query_of(request)
    page = paging(f"/runs/{run_id}/placed", query, run.placed or 0)
    rows = await find_proposals(connection, run_id, limit=page.limit, offset=page.offset)
    return Template("runs/placed.html", context={"run": run, "proposals": rows, "paging": page})


@get("/runs/{run_id:int}/unplaced", may=auth.OFFICERS)
async def show_unplaced(
    request: auth.WebRequest, connection: NamedDependency[Connection], run_id: FromPath[int]
) -> Template:
    """Who is not placed and why, in the order of priority."""
    run = await get_run(connection, run_id)
    query = query_of(request)
    reason = one_of(query.get("reason"), REASONS)
    counted = await count_unplaced(connection, run_id)
    n_total = sum(row.n for row in counted if reason in (None, row.reason))
    page = paging(f"/runs/{run_id}/unplaced", query, n_total)
    rows = await find_unplaced(
        connection, run_id, reason=reason, limit=page.limit, offset=page.offset
    )
    return Template(
        "runs/unplaced.html",
        context={
            "run": run,
            "unplaced": rows,
            "paging": page,
            "reasons": options(REASONS, reason, "Any reason"),
            "counted": counted,
        },
    )


@get("/runs/{run_id:int}/empty", may=auth.OFFICERS)
async def show_empty(
    request: auth.WebRequest, connection: NamedDependency[Connection], run_id: FromPath[int]
) -> Template:
    """Which vacancies nobody is proposed for, and the rule that shut most people out."""
    run = await get_run(connection, run_id)
    rows = await find_empty_vacancies(connection, run_id)
    query = query_of(request)
    page = paging(f"/runs/{run_id}/empty", query, len(rows))
    shown = rows[page.offset : page.offset + page.limit]
    return Template("runs/empty.html", context={"run": run, "vacancies": shown, "paging": page})
