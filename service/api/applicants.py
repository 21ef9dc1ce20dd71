"""Applicants over JSON."""

from http import HTTPStatus
from typing import Annotated

import msgspec
from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.status_codes import HTTP_200_OK

from service import auth
from service.actions.opening import homes_and_more
from service.actions.reading import record_read
from service.actions.searching import list_people
from service.actions.shortlists import OpenHome
from service.actions.what_if import what_if
from service.api.cursors import PageAsked, page_in
from service.api.params import all_shaped, shaped
from service.api.problems import refusals
from service.api.shapes import applicants as shapes
from service.api.shapes.common import RuleCount
from service.domain.days import today
from service.domain.people import ApplicantState
from service.store.applicant_pages import (
    ApplicantFilter,
    count_applicants,
    find_household,
    get_applicant,
)
from service.store.match_runs import find_latest_done
from service.store.outcomes import find_outcome_of_applicant
from service.store.parts import part_of
from service.store.pool import Connection

_TAGS = ["Applicants"]
_State = Annotated[ApplicantState | None, QueryParameter(name="state")]
_District = Annotated[
    str | None, QueryParameter(pattern="^E[0-9]{8}$", description="A district's ONS code.")
]
_Tier = Annotated[int | None, QueryParameter(ge=1, le=5, description="1 is the most urgent.")]
_Level = Annotated[int | None, QueryParameter(ge=0, le=3, description="Support needed, 0 to 3.")]
_Bedrooms = Annotated[
    int | None, QueryParameter(ge=1, le=20, description="Needed under the bedroom standard.")
]


@get(
    "/applicants",
    may=auth.OFFICERS,
    tags=_TAGS,
    summary="List applicants",
    responses=refusals(HTTPStatus.BAD_REQUEST),
)
async def list_applicants(
    connection: NamedDependency[Connection],
    page: NamedDependency[PageAsked],
    applicant_state: _State = None,
    district_code: _District = None,
    tier: _Tier = None,
    support_level: _Level = None,
    bedrooms: _Bedrooms = None,
) -> shapes.Applicants:
    """Applicants that pass the filters and that you may see, in the order of priority."""
    chosen = ApplicantFilter(applicant_state, None, district_code, tier, support_level, bedrooms)
    total = await count_applicants(connection, chosen)
    rows = await list_people(connection, chosen, **page.window)
    return page.shown(shapes.Applicants, rows, all_shaped(rows, shapes.Applicant), total=total)


@post(
    "/applicants/search",
    may=auth.OFFICERS,
    tags=_TAGS,
    summary="Search applicants by reference or name",
    status_code=HTTP_200_OK,
    responses=refusals(HTTPStatus.BAD_REQUEST),
)
async def search_applicants(
    request: auth.WebRequest,
    connection: NamedDependency[Connection],
    data: JSONBody[shapes.ApplicantSearch],
) -> shapes.Applicants:
    """The same list by words of reference or name, which never stand in an address."""
    chosen = ApplicantFilter(
        data.state, data.text, data.district_code, data.tier, data.support_level, data.bedrooms
    )
    page = page_in(request, data)
    total = await count_applicants(connection, chosen)
    rows = await list_people(connection, chosen, **page.window)
    return page.shown(shapes.Applicants, rows, all_shaped(rows, shapes.Applicant), total=total)


@get(
    "/applicants/{applicant_id:int}",
    may=auth.OFFICERS,
    tags=_TAGS,
    summary="One applicant",
    responses=refusals(HTTPStatus.NOT_FOUND),
)
async def show_applicant(
    connection: NamedDependency[Connection], applicant_id: FromPath[int]
) -> shapes.ApplicantDetail:
    """Every fact of an applicant, who sleeps where under each bedroom rule, and the latest run."""
    applicant = await get_applicant(connection, applicant_id)
    await record_read(connection, subject="applicant", applicant_ids=[applicant_id])
    household = await find_household(connection, applicant)
    run_id = await find_latest_done(connection)
    outcome = run_id and await find_outcome_of_applicant(connection, run_id, applicant_id)
    return msgspec.structs.replace(
        shaped(applicant, shapes.ApplicantDetail),
        household=all_shaped(household.members, shapes.Member),
        bedroom_needs=[
            shapes.BedroomNeed(rule.value, len(rooms), all_shaped(rooms, shapes.Room))
            for rule, rooms in household.rooms(today()).items()
        ],
        bedrooms_to_ask=household.to_ask(today()),
        outcome=shaped(outcome, shapes.ApplicantOutcome) if outcome else None,
    )


@get(
    "/applicants/{applicant_id:int}/homes",
    may=auth.OFFICERS,
    tags=_TAGS,
    summary="Homes open to an applicant",
    responses=refusals(HTTPStatus.NOT_FOUND, HTTPStatus.BAD_REQUEST),
)
async def show_homes(
    connection: NamedDependency[Connection],
    page: NamedDependency[PageAsked],
    applicant_id: FromPath[int],
) -> shapes.HomesOpen:
    """Vacancies that fit today, the best first, the nearest misses, and what would open more."""
    asked = await homes_and_more(connection, applicant_id=applicant_id, on=today())
    found = asked.open
    homes = part_of(found.homes, OpenHome.turn, **page.window)
    await record_read(connection, subject="homes open", applicant_ids=[applicant_id])
    return shapes.HomesOpen(
        applicant_id,
        len(found.homes),
        page.next_of(homes),
        all_shaped(homes, shapes.OpenHome),
        all_shaped(found.near_misses, shapes.NearMiss),
        all_shaped(asked.would_open, shapes.WouldOpen),
        all_shaped(found.shut, RuleCount),
    )


@get(
    "/applicants/{applicant_id:int}/what-if",
    may=auth.OFFICERS,
    tags=_TAGS,
    summary="What would change an applicant's outcome",
    responses=refusals(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT),
)
async def show_what_if(
    connection: NamedDependency[Connection], applicant_id: FromPath[int]
) -> shapes.WhatIf:
    """Each change by itself, all else as in the latest run: homes open, and whether it places."""
    found = await what_if(connection, applicant_id=applicant_id)
    await record_read(connection, subject="what-if", applicant_ids=[applicant_id])
    return shaped(found, shapes.WhatIf)
