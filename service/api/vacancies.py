"""Vacancies over JSON."""

from dataclasses import replace
from http import HTTPStatus
from typing import Annotated

import msgspec
from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from service import auth
from service.actions.reading import record_read
from service.actions.shortlists import Candidate, shortlist
from service.api.cursors import PageAsked
from service.api.params import all_shaped, by_token, shaped
from service.api.problems import refusals
from service.api.shapes import vacancies as shapes
from service.api.shapes.common import RuleCount
from service.domain.accounts import Actor
from service.domain.days import today
from service.domain.homes import VacancyState
from service.store.match_runs import find_latest_done
from service.store.nominations import NominationFilter, find_nominations
from service.store.outcomes import find_outcome_of_vacancy, rule_told
from service.store.parts import part_of
from service.store.pool import Connection
from service.store.vacancy_pages import (
    VacancyFilter,
    VacancyRow,
    count_vacancies,
    find_proposed,
    find_vacancies,
    get_vacancy,
)
from service.store.worth import find_worth_of_vacancy

_TAGS = ["Vacancies"]
_State = Annotated[VacancyState | None, QueryParameter(name="state")]
_Id = Annotated[int | None, QueryParameter(ge=0, le=2**31 - 1)]
_Bedrooms = Annotated[int | None, QueryParameter(ge=0, le=10, description="0: a studio.")]
_District = Annotated[
    str | None, QueryParameter(pattern=r"^[A-Z0-9]{9}$", description="Its code, such as E07000143.")
]
_Level = Annotated[int | None, QueryParameter(ge=0, le=3, description="Support given, 0 to 3.")]


@get(
    "/vacancies",
    may=auth.LETTING,
    scope="read_vacancies",
    security=by_token("read_vacancies"),
    tags=_TAGS,
    summary="List vacancies",
    responses=refusals(HTTPStatus.BAD_REQUEST),
)
async def list_vacancies(
    connection: NamedDependency[Connection],
    page: NamedDependency[PageAsked],
    actor: NamedDependency[Actor],
    vacancy_state: _State = None,
    place_id: _Id = None,
    bedrooms: _Bedrooms = None,
    support_level: _Level = None,
    landlord_id: _Id = None,
    district_code: _District = None,
) -> shapes.Vacancies:
    """Soonest free first; a landlord or support provider gets their own, whatever they ask."""
    is_told = actor.role in auth.TOLD
    landlord = None if is_told else landlord_id
    chosen = VacancyFilter(
        vacancy_state, place_id, bedrooms, support_level, landlord, district_code=district_code
    )
    run_id = await find_latest_done(connection)
    total = await count_vacancies(connection, chosen, run_id=run_id)
    rows = await find_vacancies(connection, chosen, run_id=run_id, **page.window)
    shown = [row.proposed_id for row in rows if row.proposed_id is not None]
    await record_read(connection, subject="list of vacancies", applicant_ids=shown)
    items = all_shaped([_as_told(row) for row in rows] if is_told else rows, shapes.Vacancy)
    return page.shown(shapes.Vacancies, rows, items, total=total)


def _as_told(row: VacancyRow) -> VacancyRow:
    """A vacancy with no reason that is kept from landlords."""
    return replace(row, empty_rule=rule_told(row.empty_rule, row.empty_rules))


@get(
    "/vacancies/{vacancy_id:int}",
    may=auth.LETTING,
    scope="read_vacancies",
    security=by_token("read_vacancies"),
    tags=_TAGS,
    summary="One vacancy",
    responses=refusals(HTTPStatus.NOT_FOUND),
)
async def show_vacancy(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    vacancy_id: FromPath[int],
) -> shapes.VacancyDetail:
    """Every fact of a vacancy and its home, who is nominated, and what the latest run says of it.

    Whom a run proposes is told to officers only.
    """
    vacancy = await get_vacancy(connection, vacancy_id)
    nominated = await find_nominations(
        connection, NominationFilter(is_live=True), vacancy_id=vacancy_id
    )
    run_id = await find_latest_done(connection)
    outcome = run_id and await find_outcome_of_vacancy(connection, run_id, vacancy_id)
    detail = msgspec.structs.replace(
        shaped(vacancy, shapes.VacancyDetail),
        nomination_id=nominated[0].id if nominated else None,
    )
    if not run_id or not outcome:
        return detail
    if actor.role in auth.TOLD:
        return msgspec.structs.replace(detail, empty_rule=outcome.rule_told)
    proposed = await find_proposed(connection, run_id=run_id, vacancy_id=vacancy_id)
    shown = [proposed.applicant_id] if proposed else []
    await record_read(connection, subject=f"vacancy {vacancy_id}", applicant_ids=shown)
    worth = await find_worth_of_vacancy(connection, run_id, vacancy_id)
    return msgspec.structs.replace(
        detail,
        proposed=proposed and shaped(proposed, shapes.Proposed),
        empty_rule=outcome.rule,
        shut_out=outcome.rules,
        one_more=worth and shaped(worth, shapes.WorthOfOneMore),
    )


@get(
    "/vacancies/{vacancy_id:int}/shortlist",
    may=auth.OFFICERS,
    tags=_TAGS,
    summary="Who could live in a vacancy",
    responses=refusals(HTTPStatus.NOT_FOUND, HTTPStatus.BAD_REQUEST),
)
async def show_shortlist(
    connection: NamedDependency[Connection],
    page: NamedDependency[PageAsked],
    vacancy_id: FromPath[int],
) -> shapes.Shortlist:
    """Applicants who fit today in the order of priority, who comes near, and what shuts who out."""
    found = await shortlist(connection, vacancy_id=vacancy_id, on=today())
    shown = part_of(found.candidates, Candidate.turn, **page.window)
    near = {one.applicant_id for one in found.near_misses}
    ids = sorted({one.applicant_id for one in shown} | near)
    await record_read(connection, subject=f"shortlist of vacancy {vacancy_id}", applicant_ids=ids)
    return shapes.Shortlist(
        vacancy_id,
        len(found.candidates),
        page.next_of(shown),
        ["held for them", "tier", "registered_on", "lot"],
        all_shaped(shown, shapes.Candidate),
        all_shaped(found.near_misses, shapes.NearlyOpen),
        found.n_near,
        found.sets,
        all_shaped(found.shut_out, RuleCount),
    )
