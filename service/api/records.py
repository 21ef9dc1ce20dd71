"""Writing applicants over JSON: new ones, changes from a day, times out of the queue."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Annotated

import msgspec
from litestar import get, patch, post
from litestar.di import NamedDependency
from litestar.exceptions import ValidationException
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.status_codes import HTTP_200_OK, HTTP_201_CREATED

from service import auth
from service.actions.affordability import affordability_of
from service.actions.duplicates import find_again
from service.actions.foreseeing import find_foreseen
from service.actions.reading import record_read
from service.actions.records import add_applicant, cancel_change, change_applicant
from service.api.params import all_shaped, shaped
from service.api.problems import refusals
from service.api.shapes import records as shapes
from service.domain.accounts import Actor
from service.domain.days import today
from service.store.applicant_pages import get_applicant
from service.store.circumstances import Circumstance, find_circumstances
from service.store.pool import Connection

_TAGS = ["Applicants"]
_WRITES = refusals(HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT)
_VacancyId = Annotated[
    int | None,
    QueryParameter(ge=1, le=2**31 - 1, description="A vacancy's number; it must be given."),
]


@post(
    "/applicants",
    may=auth.OFFICERS,
    tags=_TAGS,
    summary="Put somebody new on the register",
    status_code=HTTP_201_CREATED,
    responses=refusals(HTTPStatus.BAD_REQUEST, HTTPStatus.CONFLICT),
)
async def add(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    data: JSONBody[shapes.ApplicantGiven],
) -> shapes.Added:
    """Live from today; a field left out or null is not known, which is not no.

    Look at ``possible_duplicates``: an officer says on the page of duplicates whether each is
    somebody else, or makes the two records one.
    """
    answers = msgspec.to_builtins(data)
    alike = await _find_alike(connection, data)
    added = await add_applicant(connection, actor=actor, answers=answers, today=today())
    page = await get_applicant(connection, added)
    return shapes.Added(page.id, page.reference, page.state, alike)


async def _find_alike(
    connection: Connection, data: shapes.ApplicantGiven
) -> list[shapes.PossibleDuplicate]:
    """Who is likely the person given, of those the caller may see; that it is told is recorded."""
    if data.name is msgspec.UNSET or data.household is msgspec.UNSET:
        return []
    found = await find_again(connection, name=data.name, born_on=data.household[0].born_on)
    if found:
        shown = [one.id for one in found]
        await record_read(connection, subject="records like somebody new", applicant_ids=shown)
    return all_shaped(found, shapes.PossibleDuplicate)


@patch(
    "/applicants/{applicant_id:int}",
    may=auth.OFFICERS,
    tags=_TAGS,
    summary="Change an applicant from a day",
    responses=_WRITES,
)
async def change(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    applicant_id: FromPath[int],
    data: JSONBody[shapes.ChangeAsked],
) -> shapes.Circumstance:
    """At once, or on the day if it is still to come, once; what followed is told."""
    answers = msgspec.to_builtins(data)
    del answers["from_on"], answers["why"]
    changed = await change_applicant(
        connection,
        actor=actor,
        applicant_id=applicant_id,
        answers=answers,
        from_on=data.from_on,
        why=data.why,
        today=today(),
    )
    return (await _with_foreseen(connection, applicant_id, [changed]))[0]


async def _with_foreseen(
    connection: Connection, applicant_id: int, changes: Sequence[Circumstance]
) -> list[shapes.Circumstance]:
    """Changes with what will follow of those that wait."""
    foreseen = await find_foreseen(connection, applicant_id)
    return [
        msgspec.structs.replace(
            shaped(change, shapes.Circumstance), foreseen=foreseen.get(change.id, ())
        )
        for change in changes
    ]


@get(
    "/applicants/{applicant_id:int}/circumstances",
    may=auth.OFFICERS,
    tags=_TAGS,
    summary="What changed in an applicant's circumstances",
    responses=refusals(HTTPStatus.NOT_FOUND),
)
async def show_circumstances(
    connection: NamedDependency[Connection], applicant_id: FromPath[int]
) -> shapes.Circumstances:
    """Every change, the latest first; those to come and those cancelled too."""
    await get_applicant(connection, applicant_id)
    await record_read(connection, subject="circumstances", applicant_ids=[applicant_id])
    rows = await find_circumstances(connection, applicant_id)
    return shapes.Circumstances(await _with_foreseen(connection, applicant_id, rows))


@post(
    "/applicants/{applicant_id:int}/circumstances/{circumstance_id:int}/cancel",
    may=auth.OFFICERS,
    tags=_TAGS,
    summary="Cancel a change whose day is still to come",
    status_code=HTTP_200_OK,
    responses=_WRITES,
)
async def cancel(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    applicant_id: FromPath[int],
    circumstance_id: FromPath[int],
) -> shapes.Circumstance:
    """It never goes into the record; If-Match takes the applicant's ETag."""
    await cancel_change(
        connection, actor=actor, applicant_id=applicant_id, circumstance_id=circumstance_id
    )
    await record_read(connection, subject="circumstances", applicant_ids=[applicant_id])
    rows = await find_circumstances(connection, applicant_id)
    return shaped(next(row for row in rows if row.id == circumstance_id), shapes.Circumstance)


@get(
    "/applicants/{applicant_id:int}/affordability",
    may=auth.OFFICERS,
    tags=_TAGS,
    summary="Whether benefits meet a vacancy's rent",
    responses=refusals(HTTPStatus.NOT_FOUND, HTTPStatus.BAD_REQUEST),
)
async def show_affordability(
    connection: NamedDependency[Connection],
    applicant_id: FromPath[int],
    vacancy_id: _VacancyId = None,
) -> shapes.Affordable:
    """Local Housing Allowance, or what a social tenant loses by size, and what is not known."""
    await get_applicant(connection, applicant_id)
    if vacancy_id is None:
        raise ValidationException("Name the vacancy whose rent is meant, as ?vacancy_id=7.")
    found = await affordability_of(
        connection, applicant_id=applicant_id, vacancy_id=vacancy_id, on=today()
    )
    await record_read(connection, subject="affordability", applicant_ids=[applicant_id])
    return shaped(found, shapes.Affordable)
