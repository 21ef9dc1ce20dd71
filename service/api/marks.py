"""Homes held for a person or ruled out for them, over JSON."""

from http import HTTPStatus

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.response import Response
from litestar.status_codes import HTTP_200_OK, HTTP_201_CREATED

from service import auth
from service.actions.marks import lift_mark, mark_pair
from service.actions.reading import record_read
from service.api.params import all_shaped
from service.api.problems import refusals
from service.api.shapes import vacancies as shapes
from service.domain.accounts import Actor
from service.store.marks import find_marks
from service.store.pool import Connection
from service.store.vacancy_pages import get_vacancy

_TAGS = ["Vacancies"]


@get(
    "/vacancies/{vacancy_id:int}/marks",
    may=auth.OFFICERS,
    tags=_TAGS,
    summary="For whom a vacancy is held or ruled out",
    responses=refusals(HTTPStatus.NOT_FOUND),
)
async def list_marks(
    connection: NamedDependency[Connection], vacancy_id: FromPath[int]
) -> list[shapes.PairMark]:
    """Of applicants that you may see; those that hold first, then the newest."""
    await get_vacancy(connection, vacancy_id)
    return await _shown(connection, vacancy_id, None)


@post(
    "/vacancies/{vacancy_id:int}/marks",
    may=auth.OFFICERS,
    tags=_TAGS,
    summary="Hold a vacancy for an applicant, or rule it out",
    status_code=HTTP_201_CREATED,
    responses=refusals(HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT),
)
async def add_mark(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    vacancy_id: FromPath[int],
    data: JSONBody[shapes.MarkAsked],
) -> Response[shapes.PairMark]:
    """A run keeps to it until it is lifted."""
    await mark_pair(
        connection,
        actor=actor,
        vacancy_id=vacancy_id,
        applicant_id=data.applicant_id,
        mark=data.mark,
        reason=data.reason,
    )
    made = (await _shown(connection, vacancy_id, data.applicant_id))[0]
    location = {"Location": f"/api/vacancies/{vacancy_id}/marks"}
    return Response(made, status_code=HTTP_201_CREATED, headers=location)


@post(
    "/vacancies/{vacancy_id:int}/marks/{applicant_id:int}/lift",
    may=auth.OFFICERS,
    tags=_TAGS,
    summary="Lift what holds of a vacancy and an applicant",
    status_code=HTTP_200_OK,
    responses=refusals(HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT),
)
async def lift(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    vacancy_id: FromPath[int],
    applicant_id: FromPath[int],
    data: JSONBody[shapes.LiftAsked],
) -> list[shapes.PairMark]:
    """Runs treat the two as any others; everything said of them is sent."""
    await lift_mark(
        connection,
        actor=actor,
        vacancy_id=vacancy_id,
        applicant_id=applicant_id,
        reason=data.reason,
    )
    return await _shown(connection, vacancy_id, applicant_id)


async def _shown(
    connection: Connection, vacancy_id: int, applicant_id: int | None
) -> list[shapes.PairMark]:
    """The marks, and that whoever asks was shown them."""
    marks = await find_marks(connection, vacancy_id=vacancy_id, applicant_id=applicant_id)
    ids = sorted({mark.applicant_id for mark in marks})
    await record_read(connection, subject=f"marks of vacancy {vacancy_id}", applicant_ids=ids)
    return all_shaped(marks, shapes.PairMark)
