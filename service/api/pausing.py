"""Applicants out of the queue and back over JSON: parked, withdrawn, put back."""

from http import HTTPStatus

from litestar import post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.status_codes import HTTP_200_OK

from service import auth
from service.actions import parking
from service.api.params import shaped
from service.api.problems import refusals
from service.api.shapes import records as shapes
from service.domain.accounts import Actor
from service.domain.days import today
from service.store.applicant_pages import get_applicant
from service.store.pool import Connection

_TAGS = ["Applicants"]
_WRITES = refusals(HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT)


@post(
    "/applicants/{applicant_id:int}/park",
    may=auth.OFFICERS,
    tags=_TAGS,
    summary="Park an applicant",
    status_code=HTTP_200_OK,
    responses=_WRITES,
)
async def park(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    applicant_id: FromPath[int],
    data: JSONBody[shapes.ParkAsked],
) -> shapes.State:
    """Out of the queue until a day, or until somebody puts them back."""
    await parking.park(
        connection,
        actor=actor,
        applicant_id=applicant_id,
        reason=data.reason,
        until=data.until,
        on=today(),
        note=data.note,
    )
    return shaped(await get_applicant(connection, applicant_id), shapes.State)


@post(
    "/applicants/{applicant_id:int}/withdraw",
    may=auth.OFFICERS,
    tags=_TAGS,
    summary="End an application",
    status_code=HTTP_200_OK,
    responses=_WRITES,
)
async def withdraw(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    applicant_id: FromPath[int],
    data: JSONBody[shapes.WithdrawAsked],
) -> shapes.State:
    """Without a home of ours, of somebody who waits or is parked; unpark puts them back."""
    await parking.withdraw_application(
        connection, actor=actor, applicant_id=applicant_id, reason=data.reason, note=data.note
    )
    return shaped(await get_applicant(connection, applicant_id), shapes.State)


@post(
    "/applicants/{applicant_id:int}/unpark",
    may=auth.OFFICERS,
    tags=_TAGS,
    summary="Put an applicant back in the queue",
    status_code=HTTP_200_OK,
    responses=_WRITES,
)
async def unpark(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    applicant_id: FromPath[int],
) -> shapes.State:
    """Somebody who was parked or withdrew; the pause ends."""
    await get_applicant(connection, applicant_id)
    await parking.unpark(connection, actor=actor, applicant_id=applicant_id, on=today())
    return shaped(await get_applicant(connection, applicant_id), shapes.State)
