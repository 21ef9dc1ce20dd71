"""Vacancies: the list, and one with its shortlist."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from service import auth
from service.actions.reading import record_read, record_shown
from service.actions.shortlists import Candidate, shortlist
from service.actions.telling import read_nominations
from service.actions.vacancies import why_not_each
from service.domain.accounts import Actor, Role
from service.domain.days import today
from service.domain.homes import SchemeKind, VacancyState
from service.domain.support import SupportLevel
from service.domain.vacancies import VoidDays, void_days
from service.pages.forms import (
    number_in,
    one_of,
    options,
    query_of,
    state_of,
    state_options,
    text_of,
)
from service.pages.latest import TODAYS_POLICY, latest_run
from service.pages.paging import paging
from service.pages.shortlists import held_for
from service.pages.words import bedrooms, capital, plain
from service.store.landlords import find_landlords
from service.store.marks import find_marks
from service.store.match_runs import find_latest_done
from service.store.nominations import find_nominated
from service.store.outcomes import HomeProposed, find_homes_proposed, find_outcome_of_vacancy
from service.store.places import find_districts, find_places
from service.store.pool import Connection
from service.store.vacancy_pages import (
    VacancyFilter,
    VacancyPage,
    count_vacancies,
    find_proposed,
    find_vacancies,
    get_vacancy,
)
from service.store.voids import find_revisions, get_planned
from service.store.worth import find_worth_of_vacancy

STATES = {str(state): capital(plain(state)) for state in VacancyState}
LEVELS = {str(int(level)): capital(level.words) for level in SupportLevel}
SIZES = {str(n): capital(bedrooms(n)) for n in range(7)}
PROPOSED = {"somebody": "Somebody", "nobody": "Nobody"}
_MOST_ID = 2**31 - 1


@get("/vacancies", may=auth.LETTING)
async def show_vacancies(
    request: auth.WebRequest, connection: NamedDependency[Connection], actor: NamedDependency[Actor]
) -> Template:
    """Vacancies by state, town, size and support; landlords and support providers see their own."""
    query = query_of(request)
    chosen = vacancy_filter(query, actor)
    run_id = await find_latest_done(connection)
    n_vacancies = await count_vacancies(connection, chosen, run_id=run_id)
    page = paging("/vacancies", query, n_vacancies)
    rows = await find_vacancies(
        connection, chosen, run_id=run_id, limit=page.limit, offset=page.offset
    )
    await record_shown(connection, rows)
    fields = await _filter_fields(connection, query, chosen, actor)
    return Template(
        "vacancies/list.html",
        context={
            "vacancies": rows,
            "n_vacancies": n_vacancies,
            "paging": page,
            "fields": fields,
            "text": chosen.text or "",
            "any_state": chosen.state is None,
            "today": today(),
            "is_officer": actor.role is Role.OFFICER,
            "keeps_homes": actor.role in auth.KEEPING_HOMES,
        },
    )


def vacancy_filter(query: Mapping[str, str], actor: Actor) -> VacancyFilter:
    """The filter that a query string asks for; open vacancies unless it says or searches.

    Whom a run proposes is for officers; row-level security keeps the others to their own homes.
    """
    proposed = one_of(query.get("proposed"), PROPOSED)
    is_officer = actor.role is Role.OFFICER
    return VacancyFilter(
        state=state_of(query, STATES, VacancyState.OPEN),
        place_id=number_in(query.get("place"), 0, _MOST_ID),
        bedrooms=number_in(query.get("bedrooms"), 0, 10),
        support_level=number_in(query.get("support"), 0, max(SupportLevel)),
        landlord_id=number_in(query.get("landlord"), 0, _MOST_ID) if is_officer else None,
        proposed=proposed == "somebody" if is_officer and proposed else None,
        text=text_of(query),
        district_code=query.get("district", "")[:20].replace("\0", "") or None,
    )


async def _filter_fields(
    connection: Connection, query: Mapping[str, str], chosen: VacancyFilter, actor: Actor
) -> dict[str, tuple[str, list[dict[str, object]]]]:
    """Field -> its label and options; officers choose by landlord and by proposal too."""
    places = {str(place.id): place.name for place in await find_places(connection)}
    districts = {row.code: row.name for row in await find_districts(connection)}
    fields = {
        "state": ("State", state_options(query, STATES, VacancyState.OPEN)),
        "place": ("Town", options(places, _text(chosen.place_id), "Any town")),
        "district": ("District", options(districts, chosen.district_code, "Any district")),
        "bedrooms": ("Size", options(SIZES, _text(chosen.bedrooms), "Any size")),
        "support": ("Support", options(LEVELS, _text(chosen.support_level), "Any support")),
    }
    if actor.role is Role.OFFICER:
        proposed = one_of(query.get("proposed"), PROPOSED)
        fields["proposed"] = ("Proposed", options(PROPOSED, proposed, "Anyone or nobody"))
        names = await find_landlords(connection)
        choices = options(names, _text(chosen.landlord_id), "Any landlord")
        fields["landlord"] = ("Landlord", choices)
    return fields


def _text(value: int | None) -> str | None:
    return None if value is None else str(value)


@get("/vacancies/{vacancy_id:int}", may=auth.LETTING)
async def show_vacancy(
    request: auth.WebRequest,
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    vacancy_id: FromPath[int],
) -> Template:
    """One vacancy: its home and who is nominated; for officers the run's proposal and shortlist."""
    vacancy = await get_vacancy(connection, vacancy_id)
    run = await latest_run(connection)
    on = today()
    run_id = None if run is None else run.id
    context: dict[str, Any] = {
        "vacancy": vacancy,
        "run": run,
        "nominations": await read_nominations(connection, vacancy_id=vacancy_id),
        "outcome": run_id and await find_outcome_of_vacancy(connection, run_id, vacancy_id),
        "today": on,
        "days": days_void(vacancy, on),
        "has_protected_address": SchemeKind(vacancy.scheme_kind).has_protected_address
        and actor.district_code in (None, vacancy.district_code),
    }
    if actor.role in auth.KEEPING_HOMES:
        context |= await _kept(connection, actor, vacancy_id)
    if actor.role is not Role.OFFICER:
        return Template("vacancies/told.html", context=context)
    proposed = await find_proposed(connection, run_id=run_id, vacancy_id=vacancy_id)
    shown = [proposed.applicant_id] if proposed else []
    await record_read(connection, subject=f"vacancy {vacancy_id}", applicant_ids=shown)
    context["proposed"] = proposed
    context["one_more"] = run_id and await find_worth_of_vacancy(connection, run_id, vacancy_id)
    context |= await _shortlisted(connection, query_of(request), vacancy_id, run_id)
    return Template("vacancies/one.html", context=context)


def days_void(vacancy: VacancyPage, on: date) -> VoidDays:
    """How long the home has stood empty until a day, or did."""
    until = vacancy.void_ended_on or on
    return void_days(vacancy.void_from, until, vacancy.works_from, vacancy.works_until)


async def _kept(connection: Connection, actor: Actor, vacancy_id: int) -> dict[str, Any]:
    """What whoever keeps homes can do with a vacancy, and how it changed."""
    planned = await get_planned(connection, vacancy_id)
    return {
        "planned": planned,
        "acts": await why_not_each(connection, actor, planned),
        "revisions": await find_revisions(connection, vacancy_id),
    }


async def _shortlisted(
    connection: Connection, query: Mapping[str, str], vacancy_id: int, run_id: int | None
) -> dict[str, Any]:
    """A page of who could live there, where a run proposes them, and who is next."""
    found = await shortlist(connection, vacancy_id=vacancy_id, on=today())
    page = paging(f"/vacancies/{vacancy_id}", query, len(found.candidates))
    ids = [candidate.applicant_id for candidate in found.candidates]
    homes = await find_homes_proposed(connection, run_id, ids) if run_id else {}
    shown = found.candidates[page.offset : page.offset + page.limit]
    next_one = next_without_home(found.candidates, homes)
    marks = [mark for mark in await find_marks(connection, vacancy_id=vacancy_id) if mark.holds]
    named = [one.applicant_id for one in (*shown, *marks, next_one) if one is not None]
    await record_read(connection, subject=f"shortlist of vacancy {vacancy_id}", applicant_ids=named)
    return {
        "policy": TODAYS_POLICY,
        "shortlist": found,
        "candidates": shown,
        "paging": page,
        "homes": homes,
        "marks": marks,
        "held_for": held_for(marks),
        "nominated": await find_nominated(connection, ids),
        "next": next_one,
        "others": any(home.vacancy_id not in (None, vacancy_id) for home in homes.values()),
    }


def next_without_home(
    candidates: Sequence[Candidate], homes: Mapping[int, HomeProposed]
) -> Candidate | None:
    """The first by priority whom the run proposes for no home."""
    placed = {id for id, home in homes.items() if home.vacancy_id is not None}
    return next((one for one in candidates if one.applicant_id not in placed), None)
