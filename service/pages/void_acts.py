"""Registering, withdrawing, taking out of service and bringing back a vacancy."""

from typing import Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from service import auth
from service.actions import vacancies as actions
from service.domain.accounts import Actor
from service.domain.days import today
from service.domain.vacancies import Act
from service.pages.done import redirect_done
from service.pages.forms import FormRefused, id_in, refusable, shown_again
from service.pages.void_forms import WORKS, Sent, read_form, ticked
from service.pages.voids import answers
from service.store.pool import Connection
from service.store.voids import get_planned

_TEMPLATE = "vacancies/act.html"


@post("/vacancies/{vacancy_id:int}/register", may=auth.KEEPING_HOMES)
async def register_vacancy(
    request: auth.WebRequest,
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    vacancy_id: FromPath[int],
) -> Redirect:
    """Register a draft once its answers are checked."""
    sent = await read_form(request)
    context = {**await answers(connection, actor, vacancy_id), "here": None}
    async with refusable(connection), shown_again("vacancies/answers.html", context):
        await actions.register(
            connection,
            actor=actor,
            vacancy_id=vacancy_id,
            version=id_in(sent.text("version")),
            on=today(),
        )
    return redirect_done(f"/vacancies/{vacancy_id}", "vacancy-registered")


async def _asked(
    connection: Connection, actor: Actor, vacancy_id: int, act: Act, sent: Sent
) -> dict[str, Any]:
    """What the page that asks for a reason shows."""
    vacancy = await get_planned(connection, vacancy_id)
    why = await actions.why_not_each(connection, actor, vacancy)
    return {
        "vacancy": vacancy,
        "act": act,
        "why_not": why[act],
        "sent": sent,
        "works": ticked(WORKS, sent.works),
        "problems": {},
    }


async def _show(connection: Connection, actor: Actor, vacancy_id: int, act: Act) -> Template:
    on = today()
    parts = {"day": on.day, "month": on.month, "year": on.year}
    sent = Sent({f"out_from_{part}": str(value) for part, value in parts.items()})
    return Template(_TEMPLATE, context=await _asked(connection, actor, vacancy_id, act, sent))


@get("/vacancies/{vacancy_id:int}/withdraw", may=auth.KEEPING_HOMES)
async def show_withdraw(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    vacancy_id: FromPath[int],
) -> Template:
    """Why the vacancy is withdrawn."""
    return await _show(connection, actor, vacancy_id, Act.WITHDRAW)


@post("/vacancies/{vacancy_id:int}/withdraw", may=auth.KEEPING_HOMES)
async def withdraw(
    request: auth.WebRequest,
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    vacancy_id: FromPath[int],
) -> Redirect:
    """Withdraw the vacancy."""
    sent = await read_form(request)
    context = await _asked(connection, actor, vacancy_id, Act.WITHDRAW, sent)
    async with refusable(connection), shown_again(_TEMPLATE, context):
        await actions.withdraw_vacancy(
            connection,
            actor=actor,
            vacancy_id=vacancy_id,
            version=id_in(sent.text("version")),
            because=sent.text("because"),
            on=today(),
        )
    return redirect_done(f"/vacancies/{vacancy_id}", "vacancy-withdrawn")


@get("/vacancies/{vacancy_id:int}/out-of-service", may=auth.KEEPING_HOMES)
async def show_take_out(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    vacancy_id: FromPath[int],
) -> Template:
    """From when until when the home is out of service, and why."""
    return await _show(connection, actor, vacancy_id, Act.TAKE_OUT)


@post("/vacancies/{vacancy_id:int}/out-of-service", may=auth.KEEPING_HOMES)
async def take_out(
    request: auth.WebRequest,
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    vacancy_id: FromPath[int],
) -> Redirect:
    """Take the home out of service."""
    sent = await read_form(request)
    context = await _asked(connection, actor, vacancy_id, Act.TAKE_OUT, sent)
    out_from = sent.date("out_from", missing="Enter the first day out of service")
    out_until = sent.date("out_until")
    if sent.problems or out_from is None:
        raise FormRefused(_TEMPLATE, sent.problems, context)
    async with refusable(connection), shown_again(_TEMPLATE, context):
        await actions.take_out(
            connection,
            actor=actor,
            vacancy_id=vacancy_id,
            version=id_in(sent.text("version")),
            out_from=out_from,
            out_until=out_until,
            works=sent.kinds_of_works(),
            because=sent.text("because"),
        )
    return redirect_done(f"/vacancies/{vacancy_id}", "vacancy-out-of-service")


@get("/vacancies/{vacancy_id:int}/back", may=auth.KEEPING_HOMES)
async def show_bring_back(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    vacancy_id: FromPath[int],
) -> Template:
    """Why the vacancy is brought back."""
    return await _show(connection, actor, vacancy_id, Act.BRING_BACK)


@post("/vacancies/{vacancy_id:int}/back", may=auth.KEEPING_HOMES)
async def bring_back(
    request: auth.WebRequest,
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    vacancy_id: FromPath[int],
) -> Redirect:
    """Register the vacancy again."""
    sent = await read_form(request)
    context = await _asked(connection, actor, vacancy_id, Act.BRING_BACK, sent)
    async with refusable(connection), shown_again(_TEMPLATE, context):
        await actions.bring_back(
            connection,
            actor=actor,
            vacancy_id=vacancy_id,
            version=id_in(sent.text("version")),
            because=sent.text("because"),
            on=today(),
        )
    return redirect_done(f"/vacancies/{vacancy_id}", "vacancy-back")
