"""Match runs over JSON."""

from http import HTTPStatus
from typing import Literal

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.response import Response
from litestar.status_codes import HTTP_200_OK, HTTP_202_ACCEPTED
from msgspec.structs import asdict

from service import auth
from service.actions.match_runs import ask_for_run
from service.actions.match_runs import stop_run as stop
from service.actions.planning import worth_by_kind
from service.actions.reading import record_read
from service.actions.solving import Allowance
from service.api.cursors import PageAsked
from service.api.params import all_shaped, shaped
from service.api.problems import refusals
from service.api.shapes import runs as shapes
from service.domain.accounts import Actor
from service.domain.days import today
from service.domain.scopes import Scope
from service.store.match_runs import count_runs, find_runs, get_run
from service.store.outcomes import (
    count_empty_vacancies,
    count_proposals,
    count_unplaced,
    find_empty_vacancies,
    find_proposals,
    find_unplaced,
)
from service.store.pool import Connection

_TAGS = ["Match runs"]
_Reason = Literal["no_eligible_home", "higher_priority", "short_of_hours", "held_back"]


@post(
    "/runs",
    may=auth.OFFICERS,
    tags=_TAGS,
    summary="Ask for a match run",
    status_code=HTTP_202_ACCEPTED,
    responses=refusals(HTTPStatus.BAD_REQUEST, HTTPStatus.CONFLICT),
)
async def ask(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    data: JSONBody[shapes.RunAsked],
) -> Response[shapes.Run]:
    """A background job carries it out; the header Location says where to follow it."""
    run_id = await ask_for_run(
        connection,
        actor=actor,
        match_on=data.match_on or today(),
        seed=data.seed,
        policy=data.policy,
        allowance=Allowance(data.seconds, data.memory_mb),
        scope=_scope(data),
    )
    run = shaped(await get_run(connection, run_id), shapes.Run)
    location = {"Location": f"/api/runs/{run_id}"}
    return Response(run, status_code=HTTP_202_ACCEPTED, headers=location)


def _scope(data: shapes.RunAsked) -> Scope:
    chosen = {name: tuple(dict.fromkeys(part)) for name, part in asdict(data.scope).items()}
    return Scope(title=data.title, **chosen)


@get(
    "/runs",
    may=auth.OFFICERS,
    tags=_TAGS,
    summary="List match runs",
    responses=refusals(HTTPStatus.BAD_REQUEST),
)
async def list_runs(
    connection: NamedDependency[Connection], page: NamedDependency[PageAsked]
) -> shapes.Runs:
    """The newest first."""
    total = await count_runs(connection)
    rows = await find_runs(connection, **page.window)
    return page.shown(shapes.Runs, rows, all_shaped(rows, shapes.Run), total=total)


@get(
    "/runs/{run_id:int}",
    may=auth.OFFICERS,
    tags=_TAGS,
    summary="One match run",
    responses=refusals(HTTPStatus.NOT_FOUND),
)
async def show_run(connection: NamedDependency[Connection], run_id: FromPath[int]) -> shapes.Run:
    """How far it is, and its figures once it is done."""
    return shaped(await get_run(connection, run_id), shapes.Run)


@post(
    "/runs/{run_id:int}/stop",
    may=auth.OFFICERS,
    tags=_TAGS,
    summary="Stop a match run",
    status_code=HTTP_200_OK,
    responses=refusals(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT),
)
async def stop_run(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    run_id: FromPath[int],
) -> shapes.Run:
    """It stores nothing; a run that is over cannot be stopped."""
    await stop(connection, actor=actor, run_id=run_id)
    return shaped(await get_run(connection, run_id), shapes.Run)


@get(
    "/runs/{run_id:int}/proposals",
    may=auth.OFFICERS,
    tags=_TAGS,
    summary="Whom a run proposes for which vacancy",
    responses=refusals(HTTPStatus.NOT_FOUND, HTTPStatus.BAD_REQUEST),
)
async def list_proposals(
    connection: NamedDependency[Connection],
    page: NamedDependency[PageAsked],
    run_id: FromPath[int],
) -> shapes.Proposals:
    """Those that you may see, in the order of priority."""
    await get_run(connection, run_id)
    total = await count_proposals(connection, run_id)
    rows = await find_proposals(connection, run_id, **page.window)
    ids = [row.applicant_id for row in rows]
    await record_read(connection, subject=f"placed in run {run_id}", applicant_ids=ids)
    return page.shown(shapes.Proposals, rows, all_shaped(rows, shapes.Proposal), total=total)


@get(
    "/runs/{run_id:int}/unplaced",
    may=auth.OFFICERS,
    tags=_TAGS,
    summary="Who is not placed, and why",
    responses=refusals(HTTPStatus.NOT_FOUND, HTTPStatus.BAD_REQUEST),
)
async def list_unplaced(
    connection: NamedDependency[Connection],
    page: NamedDependency[PageAsked],
    run_id: FromPath[int],
    reason: FromQuery[_Reason | None] = None,
) -> shapes.UnplacedList:
    """Those that you may see, in the order of priority."""
    await get_run(connection, run_id)
    counted = await count_unplaced(connection, run_id)
    total = sum(row.n for row in counted if reason in (None, row.reason))
    rows = await find_unplaced(connection, run_id, reason=reason, **page.window)
    ids = [row.applicant_id for row in rows]
    await record_read(connection, subject=f"not placed in run {run_id}", applicant_ids=ids)
    return page.shown(shapes.UnplacedList, rows, all_shaped(rows, shapes.Unplaced), total=total)


@get(
    "/runs/{run_id:int}/empty-vacancies",
    may=auth.OFFICERS,
    tags=_TAGS,
    summary="Which vacancies stay empty, and why",
    responses=refusals(HTTPStatus.NOT_FOUND, HTTPStatus.BAD_REQUEST),
)
async def list_empty_vacancies(
    connection: NamedDependency[Connection],
    page: NamedDependency[PageAsked],
    run_id: FromPath[int],
) -> shapes.EmptyVacancies:
    """By reference, with the rule that shut most people out."""
    await get_run(connection, run_id)
    total = await count_empty_vacancies(connection, run_id)
    rows = await find_empty_vacancies(connection, run_id, **page.window)
    items = all_shaped(rows, shapes.EmptyVacancy)
    return page.shown(shapes.EmptyVacancies, rows, items, total=total)


@get(
    "/runs/{run_id:int}/worth",
    may=auth.PLANNING,
    tags=_TAGS,
    summary="What one more home would bring",
    responses=refusals(HTTPStatus.NOT_FOUND),
)
async def list_worth(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    run_id: FromPath[int],
) -> list[shapes.WorthOfKind]:
    """By town and bedrooms, whoever of the most urgent tier it would house first."""
    await get_run(connection, run_id)
    return all_shaped(
        await worth_by_kind(connection, actor=actor, run_id=run_id), shapes.WorthOfKind
    )
