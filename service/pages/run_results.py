"""What a match run says: who is placed, who is not and why, which vacancies stay empty."""

from collections.abc import Mapping
from urllib.parse import urlencode

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from service import auth
from service.actions.planning import worth_by_kind
from service.actions.reading import record_read
from service.domain.accounts import Actor, Role
from service.domain.reasons import RULES
from service.pages.forms import one_of, options, query_of
from service.pages.paging import paging
from service.pages.words import REASONS, capital
from service.store.match_runs import get_run
from service.store.nominations import find_nominated
from service.store.outcomes import (
    UnplacedCount,
    count_proposals,
    count_unplaced,
    find_empty_vacancies,
    find_proposals,
    find_unplaced,
)
from service.store.places import find_districts
from service.store.pool import Connection

_RULE_NAMES = {rule: capital(words) for rule, words in RULES.items()}


@get("/runs/{run_id:int}/placed", may=auth.OFFICERS)
async def show_placed(
    request: auth.WebRequest, connection: NamedDependency[Connection], run_id: FromPath[int]
) -> Template:
    """Who is proposed for which vacancy, in the order of priority."""
    run = await get_run(connection, run_id)
    query = query_of(request)
    nobody = query.pop("nobody", None)
    page = paging(f"/runs/{run_id}/placed", query, await count_proposals(connection, run_id))
    rows = await find_proposals(connection, run_id, limit=page.limit, offset=page.offset)
    ids = [row.applicant_id for row in rows]
    await record_read(connection, subject=f"placed in run {run_id}", applicant_ids=ids)
    context = {"run": run, "proposals": rows, "paging": page}
    context["nominated"] = nominated = await find_nominated(connection, ids)
    if nobody and (first := next((id for id in ids if id not in nominated), None)):
        context["problems"] = {f"pick-{first}": "Tick whom to nominate"}
    return Template("runs/placed.html", context=context)


@get("/runs/{run_id:int}/unplaced", may=auth.OFFICERS)
async def show_unplaced(
    request: auth.WebRequest, connection: NamedDependency[Connection], run_id: FromPath[int]
) -> Template:
    """Who is not placed and why, in the order of priority."""
    run = await get_run(connection, run_id)
    query = query_of(request)
    districts = {row.code: row.name for row in await find_districts(connection)}
    chosen = _chosen(query, districts)
    counted = await count_unplaced(connection, run_id, district_code=chosen["district_code"])
    n_total = sum(
        row.n
        for row in counted
        if chosen["reason"] in (None, row.reason) and chosen["rule"] in (None, row.rule)
    )
    page = paging(f"/runs/{run_id}/unplaced", query, n_total)
    rows = await find_unplaced(connection, run_id, **chosen, limit=page.limit, offset=page.offset)
    ids = [row.applicant_id for row in rows]
    await record_read(connection, subject=f"not placed in run {run_id}", applicant_ids=ids)
    return Template(
        "runs/unplaced.html",
        context={
            "run": run,
            "unplaced": rows,
            "paging": page,
            "fields": _filter_fields(chosen, districts),
            "counted": [(row, _address(run_id, row, chosen["district_code"])) for row in counted],
        },
    )


def _chosen(query: Mapping[str, str], districts: Mapping[str, str]) -> dict[str, str | None]:
    """The filters that a query string asks for, as the store takes them."""
    return {
        "reason": one_of(query.get("reason"), REASONS),
        "rule": one_of(query.get("rule"), RULES),
        "district_code": one_of(query.get("district"), districts),
    }


def _filter_fields(
    chosen: Mapping[str, str | None], districts: Mapping[str, str]
) -> dict[str, tuple[str, list[dict[str, object]]]]:
    """Field -> its label and options."""
    return {
        "reason": ("Reason", options(REASONS, chosen["reason"], "Any reason")),
        "rule": ("Because of", options(_RULE_NAMES, chosen["rule"], "Any rule")),
        "district": ("District", options(districts, chosen["district_code"], "Any district")),
    }


def _address(run_id: int, row: UnplacedCount, district: str | None) -> str:
    """Where those are listed whom one reason kept without a home."""
    asked = {"reason": row.reason, "rule": row.rule, "district": district}
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"/runs/{run_id}/unplaced?{query}"


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


@get("/runs/{run_id:int}/worth", may=auth.PLANNING)
async def show_worth(
    request: auth.WebRequest,
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    run_id: FromPath[int],
) -> Template:
    """What one more home would bring, by town and size; it names nobody."""
    run = await get_run(connection, run_id)
    rows = await worth_by_kind(connection, actor=actor, run_id=run_id)
    page = paging(f"/runs/{run_id}/worth", query_of(request), len(rows))
    return Template(
        "runs/worth.html",
        context={
            "run": run,
            "rows": rows[page.offset : page.offset + page.limit],
            "paging": page,
            "is_officer": actor.role is Role.OFFICER,
        },
    )
