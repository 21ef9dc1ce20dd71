"""Registering a void and its vacancy, question by question, and changing the answers."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template
from litestar.status_codes import HTTP_303_SEE_OTHER

from service import auth
from service.actions import vacancies as actions
from service.actions.void_plans import ready_on, settled, usual_plan
from service.domain.accounts import Actor
from service.domain.days import today
from service.domain.homes import SchemeKind, VacancyState, VoidReason
from service.domain.vacancies import Act, Plan, opening_day, usual_turnaround
from service.errors import RuleBroken
from service.pages.done import redirect_done
from service.pages.forms import FormRefused, id_in, query_of, refusable, shown_again, text_of
from service.pages.void_forms import (
    REASONS,
    RULES,
    WORKS,
    Sent,
    filled_in,
    read_form,
    read_void,
    ticked,
    with_rules,
    with_void,
    with_works,
)
from service.store.pool import Connection
from service.store.voids import PlannedVacancy, UnitFound, find_units, get_planned

_HOMES = "vacancies/new.html"
_CHOOSE = "Choose the home that stands empty"
_MOST_UNITS = 25
_NEXT = {"void": "works", "works": "rules"}
_READ: Mapping[str, Callable[[Plan, Sent], Plan]] = {
    "void": with_void,
    "works": with_works,
    "rules": with_rules,
}


@get("/vacancies/new", may=auth.KEEPING_HOMES)
async def show_new(request: auth.WebRequest, connection: NamedDependency[Connection]) -> Template:
    """Which home stands empty; once that is chosen, when and why."""
    query = query_of(request)
    unit_id = id_in(query.get("unit_id"))
    if unit_id is None:
        context = await _homes(connection, text_of(query))
        if "chosen" in query:
            raise FormRefused(_HOMES, {"unit_id": _CHOOSE}, context)
        return Template(_HOMES, context=context)
    unit = await actions.get_unit(connection, unit_id=unit_id)
    return Template("vacancies/void.html", context=_new_void(unit, Sent({})))


async def _homes(connection: Connection, text: str | None) -> dict[str, Any]:
    units = await find_units(connection, text, limit=_MOST_UNITS + 1)
    return {
        "free": [unit for unit in units[:_MOST_UNITS] if unit.vacancy_id is None],
        "taken": [unit for unit in units[:_MOST_UNITS] if unit.vacancy_id is not None],
        "has_more": len(units) > _MOST_UNITS,
        "text": text or "",
        "problems": {},
    }


def _new_void(unit: UnitFound, sent: Sent) -> dict[str, Any]:
    return {
        "unit": unit,
        "where": f"{unit.reference}: {unit.scheme}, {unit.place}",
        "vacancy": None,
        "sent": sent,
        "reasons": ticked(REASONS, (sent.text("reason"),)),
        "problems": {},
    }


@post("/vacancies/new", may=auth.KEEPING_HOMES)
async def draft_vacancy(
    request: auth.WebRequest, connection: NamedDependency[Connection], actor: NamedDependency[Actor]
) -> Redirect:
    """Keep the void and a draft of its vacancy, and ask about the works next."""
    sent = await read_form(request)
    unit_id = id_in(sent.text("unit_id"))
    if unit_id is None:
        context = await _homes(connection, None)
        raise FormRefused(_HOMES, {"unit_id": _CHOOSE}, context)
    unit = await actions.get_unit(connection, unit_id=unit_id)
    context = _new_void(unit, sent)
    answers = read_void(sent)
    if sent.problems or answers.void_from is None or answers.reason is None:
        raise FormRefused("vacancies/void.html", sent.problems, context)
    plan = await usual_plan(
        connection,
        unit,
        void_from=answers.void_from,
        reason=VoidReason(answers.reason),
        noticed_on=answers.noticed_on,
    )
    async with refusable(connection), shown_again("vacancies/void.html", context):
        vacancy_id = await actions.draft(connection, actor=actor, unit=unit, plan=plan, on=today())
    return _to(f"/vacancies/{vacancy_id}/edit/works")


@get("/vacancies/{vacancy_id:int}/edit", may=auth.KEEPING_HOMES)
async def show_answers(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    vacancy_id: FromPath[int],
) -> Template:
    """What is planned for a vacancy: to check before it is registered, or to change."""
    return Template("vacancies/answers.html", context=await answers(connection, actor, vacancy_id))


async def answers(connection: Connection, actor: Actor, vacancy_id: int) -> dict[str, Any]:
    """What the page of the answers shows."""
    vacancy = await get_planned(connection, vacancy_id)
    why = await actions.why_not_each(connection, actor, vacancy)
    return {
        "vacancy": vacancy,
        "is_draft": vacancy.stands is VacancyState.DRAFT,
        "ready_on": ready_on(vacancy.plan),
        "opens_on": opening_day(vacancy.opens_on, vacancy.available_on),
        "why_not": why[Act.EDIT],
        "problems": {},
    }


async def _part(
    connection: Connection, actor: Actor, vacancy: PlannedVacancy, sent: Sent
) -> dict[str, Any]:
    """What each page of questions shows."""
    why = await actions.why_not_each(connection, actor, vacancy)
    return {
        "vacancy": vacancy,
        "where": f"{vacancy.reference}, home {vacancy.unit}: {vacancy.scheme}",
        "sent": sent,
        "reasons": ticked(REASONS, (sent.text("reason"),)),
        "works": ticked(WORKS, sent.works),
        "rules": ticked(RULES, (sent.text("bedroom_rule"),)),
        "usual": usual_turnaround(SchemeKind(vacancy.scheme_kind)),
        "is_draft": vacancy.stands is VacancyState.DRAFT,
        "is_locked": vacancy.stands in (VacancyState.RESERVED, VacancyState.OFFERED),
        "why_not": why[Act.EDIT],
        "worked_out": None,
        "problems": {},
    }


async def _show_part(connection: Connection, actor: Actor, vacancy_id: int, part: str) -> Template:
    vacancy = await get_planned(connection, vacancy_id)
    context = await _part(connection, actor, vacancy, filled_in(vacancy.plan))
    return Template(f"vacancies/{part}.html", context=context)


async def _change_part(
    request: auth.WebRequest, connection: Connection, actor: Actor, vacancy_id: int, part: str
) -> Template | Redirect:
    """Keep the answers of one page, and go on; where only the day is asked for, show it."""
    vacancy = await get_planned(connection, vacancy_id)
    sent = await read_form(request)
    template = f"vacancies/{part}.html"
    context = await _part(connection, actor, vacancy, sent)
    plan = _READ[part](vacancy.plan, sent)
    if sent.problems:
        raise FormRefused(template, sent.problems, context)
    async with refusable(connection), shown_again(template, context):
        if sent.text("then") == "work-out":
            return Template(template, context=context | {"worked_out": _worked_out(plan, today())})
        await actions.change(
            connection,
            actor=actor,
            vacancy_id=vacancy_id,
            version=id_in(sent.text("version")),
            plan=plan,
            because=sent.text("because"),
            on=today(),
        )
    if vacancy.stands is not VacancyState.DRAFT:
        return redirect_done(f"/vacancies/{vacancy_id}", "vacancy-changed")
    following = _NEXT.get(part)
    return _to(f"/vacancies/{vacancy_id}/edit" + (f"/{following}" if following else ""))


def _worked_out(plan: Plan, on: date) -> dict[str, date]:
    """The days that the answers make, before they are kept."""
    try:
        plan, available_on = settled(plan, on)
    except RuleBroken as broken:
        ready = None if set(broken.problems) != {"available_because"} else ready_on(plan)
        if ready is None:
            raise
        available_on = plan.chosen_on or ready  # the reason can follow
    found = {"available": available_on, "opens": opening_day(plan.opens_on, available_on)}
    return found if plan.works_until is None else found | {"works_until": plan.works_until}


def _to(path: str) -> Redirect:
    return Redirect(path, status_code=HTTP_303_SEE_OTHER)


@get("/vacancies/{vacancy_id:int}/edit/void", may=auth.KEEPING_HOMES)
async def show_void(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    vacancy_id: FromPath[int],
) -> Template:
    """When and why the home stands empty."""
    return await _show_part(connection, actor, vacancy_id, "void")


@post("/vacancies/{vacancy_id:int}/edit/void", may=auth.KEEPING_HOMES, status_code=200)
async def change_void(
    request: auth.WebRequest,
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    vacancy_id: FromPath[int],
) -> Template | Redirect:
    """Change when and why the home stands empty."""
    return await _change_part(request, connection, actor, vacancy_id, "void")


@get("/vacancies/{vacancy_id:int}/edit/works", may=auth.KEEPING_HOMES)
async def show_works(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    vacancy_id: FromPath[int],
) -> Template:
    """What is done to the home, and the days that follow from it."""
    return await _show_part(connection, actor, vacancy_id, "works")


@post("/vacancies/{vacancy_id:int}/edit/works", may=auth.KEEPING_HOMES, status_code=200)
async def change_works(
    request: auth.WebRequest,
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    vacancy_id: FromPath[int],
) -> Template | Redirect:
    """Change what is done to the home, or work out the days without keeping anything."""
    return await _change_part(request, connection, actor, vacancy_id, "works")


@get("/vacancies/{vacancy_id:int}/edit/rules", may=auth.KEEPING_HOMES)
async def show_rules(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    vacancy_id: FromPath[int],
) -> Template:
    """By which rules the home is let, and what officers should know."""
    return await _show_part(connection, actor, vacancy_id, "rules")


@post("/vacancies/{vacancy_id:int}/edit/rules", may=auth.KEEPING_HOMES, status_code=200)
async def change_rules(
    request: auth.WebRequest,
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    vacancy_id: FromPath[int],
) -> Template | Redirect:
    """Change the rules by which the home is let."""
    return await _change_part(request, connection, actor, vacancy_id, "rules")
