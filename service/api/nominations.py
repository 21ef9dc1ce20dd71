"""Nominations over JSON."""

from http import HTTPStatus
from typing import Annotated

import msgspec
from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.response import Response
from litestar.status_codes import HTTP_200_OK, HTTP_201_CREATED

from service import auth
from service.actions.deciding import PassedOver
from service.actions.nominations import nominate, withdraw
from service.actions.telling import Nominated, read_nomination, read_nominations
from service.api.cursors import PageAsked
from service.api.params import all_shaped, by_token, shaped
from service.api.problems import refusals
from service.api.shapes import nominations as shapes
from service.domain.accounts import Actor, Role
from service.domain.days import today
from service.domain.declines import reads_reason
from service.domain.lettings import Ground, NominationState
from service.store.nominations import NominationFilter, count_nominations
from service.store.pool import Connection

_TAGS = ["Nominations"]
_State = Annotated[NominationState | None, QueryParameter(name="state")]
_Live = Annotated[bool, QueryParameter(name="live", description="Only those that stand.")]
_Late = Annotated[bool, QueryParameter(name="late", description="Only those that are late.")]
_Landlord = Annotated[int | None, QueryParameter(name="landlord_id", ge=1, le=2**31 - 1)]


@post(
    "/vacancies/{vacancy_id:int}/nominations",
    may=auth.OFFICERS,
    tags=_TAGS,
    summary="Nominate an applicant for a vacancy",
    status_code=HTTP_201_CREATED,
    responses=refusals(HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT),
)
async def add_nomination(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    vacancy_id: FromPath[int],
    data: JSONBody[shapes.NominationAsked],
) -> Response[shapes.Nomination]:
    """The vacancy is reserved, and its landlord and support provider are told of the person."""
    nomination_id = await nominate(
        connection,
        actor=actor,
        vacancy_id=vacancy_id,
        applicant_id=data.applicant_id,
        ground=Ground(data.lawful_basis, data.consented_on),
        on=today(),
        reason=data.reason,
        passed_over=PassedOver(data.passed_over, data.passed_over_note),
    )
    nomination = as_told(await read_nomination(connection, nomination_id), actor)
    location = {"Location": f"/api/nominations/{nomination_id}"}
    return Response(nomination, status_code=HTTP_201_CREATED, headers=location)


@get(
    "/nominations",
    may=auth.LETTING,
    scope="read_nominations",
    security=by_token("read_nominations"),
    tags=_TAGS,
    summary="List nominations",
    responses=refusals(HTTPStatus.BAD_REQUEST),
)
async def list_nominations(
    connection: NamedDependency[Connection],
    page: NamedDependency[PageAsked],
    actor: NamedDependency[Actor],
    nomination_state: _State = None,
    is_live: _Live = False,
    is_late: _Late = False,
    landlord_id: _Landlord = None,
) -> shapes.Nominations:
    """Live ones first, then the newest; a landlord or support provider gets what they were told."""
    late_on = today() if is_late else None
    chosen = NominationFilter(nomination_state, is_live, late_on, landlord_id)
    total = await count_nominations(connection, chosen)
    rows = await read_nominations(connection, chosen, **page.window)
    items = [as_told(row, actor) for row in rows]
    return page.shown(shapes.Nominations, rows, items, total=total)


@get(
    "/nominations/{nomination_id:int}",
    may=auth.LETTING,
    scope="read_nominations",
    security=by_token("read_nominations"),
    tags=_TAGS,
    summary="One nomination",
    responses=refusals(HTTPStatus.NOT_FOUND),
)
async def show_nomination(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    nomination_id: FromPath[int],
) -> shapes.Nomination:
    """What was told in it, to whom, and why that was lawful."""
    return as_told(await read_nomination(connection, nomination_id), actor)


@post(
    "/nominations/{nomination_id:int}/withdraw",
    may=auth.OFFICERS,
    tags=_TAGS,
    summary="Withdraw a nomination",
    status_code=HTTP_200_OK,
    responses=refusals(HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT),
)
async def withdraw_nomination(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    nomination_id: FromPath[int],
    data: JSONBody[shapes.WithdrawalAsked],
) -> shapes.Nomination:
    """The vacancy is open again, and what was told is taken back."""
    await withdraw(connection, actor=actor, nomination_id=nomination_id, because=data.because)
    return as_told(await read_nomination(connection, nomination_id), actor)


def as_told(row: Nominated, actor: Actor) -> shapes.Nomination:
    """A nomination as this person gets it: others' words, and why they declined, stay with them."""
    facts = {
        **vars(row.nomination),
        "is_live": row.nomination.is_live,
        "told": all_shaped(row.told, shapes.Disclosure),
    }
    shape = shaped(facts, shapes.Nomination)
    if actor.role is Role.OFFICER:
        return shape
    reason = shape.declined_reason if reads_reason(actor.role, shape.declined_party) else None
    return msgspec.structs.replace(shape, withdrawn_because=None, declined_reason=reason)
