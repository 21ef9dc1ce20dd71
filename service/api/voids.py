"""Voids and their vacancies over JSON: registered, changed, withdrawn and brought back."""

from dataclasses import replace
from http import HTTPStatus
from typing import Any

import msgspec
from litestar import get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.response import Response
from litestar.status_codes import HTTP_200_OK, HTTP_201_CREATED

from service import auth
from service.actions import vacancies as actions
from service.actions.void_plans import usual_plan, with_works_days
from service.api.params import all_shaped, by_token, shaped
from service.api.problems import refusals
from service.api.shapes import vacancies as shapes
from service.api.shapes import voids as asked
from service.domain.accounts import Actor
from service.domain.days import today
from service.domain.vacancies import Plan
from service.store.pool import Connection
from service.store.vacancy_pages import get_vacancy
from service.store.voids import find_revisions, get_planned

_TAGS = ["Vacancies"]
_REFUSALS = refusals(HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT)
_RENAMED = {"void_reason": "reason", "available_on": "chosen_on"}
"""Fields of the API whose names differ from those of a plan."""


@post(
    "/vacancies",
    may=auth.KEEPING_HOMES,
    tags=_TAGS,
    summary="Register a vacancy",
    status_code=HTTP_201_CREATED,
    responses=_REFUSALS,
)
async def add_vacancy(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    data: JSONBody[asked.VacancyAsked],
) -> Response[shapes.VacancyDetail]:
    """Of a landlord's own home, ahead of the day it is empty; it opens by itself on its day."""
    unit = await actions.get_unit(connection, reference=data.unit)
    plan = await usual_plan(
        connection,
        unit,
        void_from=data.void_from,
        reason=data.void_reason,
        noticed_on=data.noticed_on,
    )
    given = {name: value for name, value in _fields(data).items() if value is not None}
    plan = _planned(plan, given)
    vacancy_id = await actions.draft(connection, actor=actor, unit=unit, plan=plan, on=today())
    if not data.draft:
        await actions.register(
            connection, actor=actor, vacancy_id=vacancy_id, version=None, on=today()
        )
    location = {"Location": f"/api/vacancies/{vacancy_id}"}
    return Response(await _shown(connection, vacancy_id), status_code=201, headers=location)


@patch(
    "/vacancies/{vacancy_id:int}",
    may=auth.KEEPING_HOMES,
    tags=_TAGS,
    summary="Change a vacancy",
    responses=_REFUSALS,
)
async def change_vacancy(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    vacancy_id: FromPath[int],
    data: JSONBody[asked.VacancyChange],
) -> shapes.VacancyDetail:
    """Its dates are locked while somebody is nominated: then an officer changes it, with a reason.

    A day for available_on of null is the day that works and turnaround make.
    """
    vacancy = await get_planned(connection, vacancy_id)
    await actions.change(
        connection,
        actor=actor,
        vacancy_id=vacancy_id,
        version=data.version,
        plan=_planned(vacancy.plan, _fields(data)),
        because=data.because,
        on=today(),
    )
    return await _shown(connection, vacancy_id)


def _fields(data: asked.VacancyAsked | asked.VacancyChange) -> dict[str, Any]:
    """What was given, by the names of a plan; what was left out is left out."""
    apart = {"unit", "draft", "because", "version"}
    given = {name: getattr(data, name) for name in data.__struct_fields__ if name not in apart}
    return {
        _RENAMED.get(name, name): value
        for name, value in given.items()
        if value is not msgspec.UNSET
    }


def _planned(plan: Plan, given: dict[str, Any]) -> Plan:
    """A plan with what was given; works that are left out leave nothing of their length."""
    works_days = given.pop("works_days", None)
    if "works" in given:
        given["works"] = frozenset(given["works"])
        if not given["works"]:
            given.setdefault("works_until", None)
    return with_works_days(replace(plan, **given), works_days, today())


@post(
    "/vacancies/{vacancy_id:int}/register",
    may=auth.KEEPING_HOMES,
    tags=_TAGS,
    summary="Register a draft",
    status_code=HTTP_200_OK,
    responses=_REFUSALS,
)
async def register_vacancy(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    vacancy_id: FromPath[int],
    data: JSONBody[asked.Registration],
) -> shapes.VacancyDetail:
    """The letting of the home that goes on ends on the day it is empty."""
    await actions.register(
        connection, actor=actor, vacancy_id=vacancy_id, version=data.version, on=today()
    )
    return await _shown(connection, vacancy_id)


@post(
    "/vacancies/{vacancy_id:int}/withdraw",
    may=auth.KEEPING_HOMES,
    tags=_TAGS,
    summary="Withdraw a vacancy",
    status_code=HTTP_200_OK,
    responses=_REFUSALS,
)
async def withdraw_vacancy(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    vacancy_id: FromPath[int],
    data: JSONBody[asked.ReasonAsked],
) -> shapes.VacancyDetail:
    """Refused while somebody is nominated for it."""
    await actions.withdraw_vacancy(
        connection,
        actor=actor,
        vacancy_id=vacancy_id,
        version=data.version,
        because=data.because,
        on=today(),
    )
    return await _shown(connection, vacancy_id)


@post(
    "/vacancies/{vacancy_id:int}/out-of-service",
    may=auth.KEEPING_HOMES,
    tags=_TAGS,
    summary="Take a home out of service",
    status_code=HTTP_200_OK,
    responses=_REFUSALS,
)
async def take_out_of_service(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    vacancy_id: FromPath[int],
    data: JSONBody[asked.OutOfServiceAsked],
) -> shapes.VacancyDetail:
    """Nobody is matched to it until it is brought back."""
    await actions.take_out(
        connection,
        actor=actor,
        vacancy_id=vacancy_id,
        version=data.version,
        out_from=data.out_from,
        out_until=data.out_until,
        works=frozenset(data.works),
        because=data.because,
    )
    return await _shown(connection, vacancy_id)


@post(
    "/vacancies/{vacancy_id:int}/back-in-service",
    may=auth.KEEPING_HOMES,
    tags=_TAGS,
    summary="Bring a vacancy back",
    status_code=HTTP_200_OK,
    responses=_REFUSALS,
)
async def bring_back(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    vacancy_id: FromPath[int],
    data: JSONBody[asked.ReasonAsked],
) -> shapes.VacancyDetail:
    """One that is out of service or withdrawn is registered again."""
    await actions.bring_back(
        connection,
        actor=actor,
        vacancy_id=vacancy_id,
        version=data.version,
        because=data.because,
        on=today(),
    )
    return await _shown(connection, vacancy_id)


@get(
    "/vacancies/{vacancy_id:int}/revisions",
    may=auth.KEEPING_HOMES,
    scope="read_vacancies",
    security=by_token("read_vacancies"),
    tags=_TAGS,
    summary="How a vacancy changed",
    responses=refusals(HTTPStatus.NOT_FOUND),
)
async def list_revisions(
    connection: NamedDependency[Connection], vacancy_id: FromPath[int]
) -> list[asked.Revision]:
    """Every change, the newest first: what was before and after, by whom and why."""
    await get_planned(connection, vacancy_id)
    return all_shaped(await find_revisions(connection, vacancy_id), asked.Revision)


async def _shown(connection: Connection, vacancy_id: int) -> shapes.VacancyDetail:
    return shaped(await get_vacancy(connection, vacancy_id), shapes.VacancyDetail)
