"""Schemes, homes and landlords over JSON."""

from http import HTTPStatus
from typing import Annotated, Any

import msgspec
from litestar import get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.response import Response
from litestar.status_codes import HTTP_201_CREATED

from service import auth
from service.actions import landlords, schemes, units
from service.api.cursors import PageAsked
from service.api.params import all_shaped, by_token, shaped
from service.api.problems import refusals
from service.api.shapes import homes as shapes
from service.domain.accounts import Actor
from service.domain.homes import SchemeKind
from service.store.landlords import count_organisations, find_organisations
from service.store.pool import Connection
from service.store.schemes import SchemeFilter, count_schemes, find_schemes, get_scheme
from service.store.units import count_units, find_units, get_unit

_TAGS = ["Homes"]
_Id = Annotated[int | None, QueryParameter(ge=1, le=2**31 - 1)]
_Kind = Annotated[SchemeKind | None, QueryParameter(name="kind")]
_District = Annotated[
    str | None, QueryParameter(pattern=r"^[A-Z][0-9]{8}$", description="Code of a district.")
]
_READ = refusals(HTTPStatus.NOT_FOUND)
_WRITE = refusals(HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT)


@get(
    "/schemes",
    may=auth.LETTING,
    scope="read_vacancies",
    security=by_token("read_vacancies"),
    tags=_TAGS,
    summary="List schemes",
    responses=refusals(HTTPStatus.BAD_REQUEST),
)
async def list_schemes(
    connection: NamedDependency[Connection],
    page: NamedDependency[PageAsked],
    scheme_kind: _Kind = None,
    district_code: _District = None,
    landlord_id: _Id = None,
) -> shapes.Schemes:
    """By name; landlords, managers and support providers get their own."""
    chosen = SchemeFilter(district_code, scheme_kind, landlord_id)
    total = await count_schemes(connection, chosen)
    rows = await find_schemes(connection, chosen, **page.window)
    return page.shown(shapes.Schemes, rows, all_shaped(rows, shapes.Scheme), total=total)


@get(
    "/schemes/{scheme_id:int}",
    may=auth.LETTING,
    scope="read_vacancies",
    security=by_token("read_vacancies"),
    tags=_TAGS,
    summary="One scheme",
    responses=_READ,
)
async def show_scheme(
    connection: NamedDependency[Connection], scheme_id: FromPath[int]
) -> shapes.SchemeDetail:
    """Every fact of a scheme, with the version that a change must name."""
    return shaped(await get_scheme(connection, scheme_id), shapes.SchemeDetail)


@post(
    "/schemes",
    may=auth.KEEPING_HOMES,
    tags=_TAGS,
    summary="Add a scheme",
    status_code=HTTP_201_CREATED,
    responses=_WRITE,
)
async def add_scheme(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    data: JSONBody[shapes.SchemeAsked],
) -> Response[shapes.SchemeDetail]:
    """A scheme of the officer's district, or of the landlord's own."""
    scheme_id = await schemes.add_scheme(connection, actor=actor, values=_said(data))
    scheme = shaped(await get_scheme(connection, scheme_id), shapes.SchemeDetail)
    location = {"Location": f"/api/schemes/{scheme_id}"}
    return Response(scheme, status_code=HTTP_201_CREATED, headers=location)


@patch(
    "/schemes/{scheme_id:int}",
    may=auth.KEEPING_HOMES,
    tags=_TAGS,
    summary="Change a scheme",
    responses=_WRITE,
)
async def change_scheme(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    scheme_id: FromPath[int],
    data: JSONBody[shapes.SchemeChange],
) -> shapes.SchemeDetail:
    """What is left out stays; a version that is out of date is a conflict that says who changed."""
    await schemes.change_scheme(
        connection, actor=actor, scheme_id=scheme_id, version=data.version, values=_said(data)
    )
    return shaped(await get_scheme(connection, scheme_id), shapes.SchemeDetail)


@get(
    "/schemes/{scheme_id:int}/units",
    may=auth.LETTING,
    scope="read_vacancies",
    security=by_token("read_vacancies"),
    tags=_TAGS,
    summary="The homes of a scheme",
    responses=refusals(HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND),
)
async def list_units(
    connection: NamedDependency[Connection],
    page: NamedDependency[PageAsked],
    scheme_id: FromPath[int],
) -> shapes.Units:
    """By reference, each with what it counts as today."""
    await get_scheme(connection, scheme_id)
    total = await count_units(connection, scheme_id)
    rows = await find_units(connection, scheme_id, **page.window)
    return page.shown(shapes.Units, rows, all_shaped(rows, shapes.Unit), total=total)


@post(
    "/schemes/{scheme_id:int}/units",
    may=auth.KEEPING_HOMES,
    tags=_TAGS,
    summary="Add a home",
    status_code=HTTP_201_CREATED,
    responses=_WRITE,
)
async def add_unit(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    scheme_id: FromPath[int],
    data: JSONBody[shapes.UnitAsked],
) -> Response[shapes.UnitDetail]:
    """Its rules are its scheme's where none of its own are said."""
    unit_id = await units.add_unit(connection, actor=actor, scheme_id=scheme_id, values=_said(data))
    unit = shaped(await get_unit(connection, unit_id), shapes.UnitDetail)
    location = {"Location": f"/api/units/{unit_id}"}
    return Response(unit, status_code=HTTP_201_CREATED, headers=location)


@get(
    "/units/{unit_id:int}",
    may=auth.LETTING,
    scope="read_vacancies",
    security=by_token("read_vacancies"),
    tags=_TAGS,
    summary="One home",
    responses=_READ,
)
async def show_unit(
    connection: NamedDependency[Connection], unit_id: FromPath[int]
) -> shapes.UnitDetail:
    """Every fact of a home, and the rules that hold for it today."""
    return shaped(await get_unit(connection, unit_id), shapes.UnitDetail)


@patch(
    "/units/{unit_id:int}",
    may=auth.KEEPING_HOMES,
    tags=_TAGS,
    summary="Change a home",
    responses=_WRITE,
)
async def change_unit(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    unit_id: FromPath[int],
    data: JSONBody[shapes.UnitChange],
) -> shapes.UnitDetail:
    """What is left out stays; a version that is out of date is a conflict that says who changed."""
    await units.change_unit(
        connection, actor=actor, unit_id=unit_id, version=data.version, values=_said(data)
    )
    return shaped(await get_unit(connection, unit_id), shapes.UnitDetail)


@get("/landlords", may=auth.LETTING | auth.KEEPING_LANDLORDS, tags=_TAGS, summary="List landlords",
     responses=refusals(HTTPStatus.BAD_REQUEST))  # fmt: skip
async def list_landlords(
    connection: NamedDependency[Connection], page: NamedDependency[PageAsked]
) -> shapes.Landlords:
    """By name, those that you may see; the counts are of the schemes that you may see."""
    total = await count_organisations(connection)
    rows = await find_organisations(connection, **page.window)
    return page.shown(shapes.Landlords, rows, all_shaped(rows, shapes.Landlord), total=total)


@post(
    "/landlords",
    may=auth.KEEPING_LANDLORDS,
    tags=_TAGS,
    summary="Add a landlord",
    status_code=HTTP_201_CREATED,
    responses=_WRITE,
)
async def add_landlord(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    data: JSONBody[shapes.LandlordAsked],
) -> shapes.Landlord:
    """A landlord whose name no other has."""
    landlord_id = await landlords.add_landlord(
        connection, actor=actor, name=data.name, kind=data.kind
    )
    return shaped(await landlords.read_landlord(connection, landlord_id), shapes.Landlord)


def _said(data: msgspec.Struct) -> dict[str, Any]:
    """Column -> value, of what was said."""
    said: dict[str, Any] = msgspec.to_builtins(data)
    said.pop("version", None)
    return said
