"""Two match runs side by side, and accepting what a run proposes, over JSON."""

from http import HTTPStatus
from typing import Annotated, Literal

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from litestar.status_codes import HTTP_200_OK

from service import auth
from service.actions.accepting import accept_proposals
from service.actions.reading import record_read
from service.actions.side_by_side import side_by_side, who_changes
from service.api.cursors import PageAsked
from service.api.params import all_shaped, shaped
from service.api.problems import refusals
from service.api.shapes import run_changes as shapes
from service.domain.accounts import Actor
from service.domain.days import today
from service.domain.lettings import Ground
from service.store.pool import Connection

_TAGS = ["Match runs"]
_Run = Annotated[int, QueryParameter(ge=1, le=2**31 - 1, description="A finished run.")]
_Change = Literal["moved", "lost", "won"]


@get(
    "/runs/compare",
    may=auth.OFFICERS,
    tags=_TAGS,
    summary="Two match runs side by side",
    responses=refusals(HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT),
)
async def show_compared(
    connection: NamedDependency[Connection],
    page: NamedDependency[PageAsked],
    first: _Run,
    second: _Run,
    change: FromQuery[_Change | None] = None,
) -> shapes.SideBySide:
    """Who changes, of those that you may see, and what it costs in worth and in waiting."""
    found = await side_by_side(connection, first=first, second=second)
    rows = await who_changes(connection, found, change=change, **page.window)
    ids = [row.applicant_id for row in rows]
    await record_read(connection, subject=f"runs {first} and {second}", applicant_ids=ids)
    total = found.n_seen.get(change, 0) if change else sum(found.n_seen.values())
    return shapes.SideBySide(
        first=shaped(found.figures[0], shapes.Figures),
        second=shaped(found.figures[1], shapes.Figures),
        n_changes=found.n_changes,
        n_hidden=found.n_hidden,
        left_empty=all_shaped(found.left_empty, shapes.LeftEmpty),
        changes=page.shown(shapes.Changes, rows, all_shaped(rows, shapes.Change), total=total),
    )


@post(
    "/runs/{run_id:int}/accept",
    may=auth.OFFICERS,
    tags=_TAGS,
    summary="Nominate those whom a run proposes",
    status_code=HTTP_200_OK,
    responses=refusals(HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT),
)
async def accept(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    run_id: FromPath[int],
    data: JSONBody[shapes.AcceptAsked],
) -> shapes.Acceptance:
    """One by one, as things are now; those that no longer hold are left out, with the reason."""
    done = await accept_proposals(
        connection,
        actor=actor,
        run_id=run_id,
        applicant_ids=data.applicant_ids,
        ground=Ground(data.lawful_basis, data.consented_on),
        on=today(),
        reason=data.reason,
    )
    pairs = [one.pair for one in done.nominated] + [one.pair for one in done.missed]
    ids = [pair.applicant_id for pair in pairs]
    await record_read(connection, subject=f"accepting run {run_id}", applicant_ids=ids)
    nominated = [{**vars(one.pair), "nomination_id": one.nomination_id} for one in done.nominated]
    missed = [{**vars(one.pair), "why": one.why} for one in done.missed]
    return shapes.Acceptance(
        all_shaped(nominated, shapes.Accepted), all_shaped(missed, shapes.Missed)
    )
