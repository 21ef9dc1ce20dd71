"""Homes: one with its rules and where they come from, the forms of it, and its loan."""

from collections.abc import Sequence
from typing import Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from service import auth
from service.actions import units as actions
from service.actions.keeping import check_keeper, may_keep
from service.domain.accounts import Actor
from service.domain.days import today
from service.domain.homes import Feature
from service.errors import RuleBroken
from service.pages.done import redirect_done
from service.pages.fields import Sent, filled, sent_by
from service.pages.form_pages import FormPage, shown_with_words
from service.pages.forms import query_of, refusable
from service.pages.home_facts import rule_words, unit_facts, unit_rules
from service.pages.home_fields import DUE_BACK, LOAN, OWN_GROUPS, RETURN, unit_sections
from service.pages.paging import paging
from service.store.pool import Connection
from service.store.schemes import SchemePage, get_scheme
from service.store.unit_loans import Loan, Terms, count_loans, find_loan, find_loans
from service.store.units import UnitPage, get_unit

_CRUMBS = [{"text": "Start", "href": "/"}, {"text": "Schemes", "href": "/schemes"}]
_UNIT = "/units/{unit_id:int}"


@get(_UNIT, may=auth.LETTING)
async def show_unit(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    unit_id: FromPath[int],
) -> Template:
    """One home: its facts, the rules that hold with where each comes from, and its loan."""
    unit = await get_unit(connection, unit_id)
    context = {
        "unit": unit,
        "facts": unit_facts(unit),
        "rules": unit_rules(unit),
        "loan": await find_loan(connection, unit_id),
        "may_keep": may_keep(actor, unit),
        "today": today(),
    }
    return Template("units/one.html", context=context)


@get("/loans", may=auth.LETTING)
async def show_loans(
    request: auth.WebRequest, connection: NamedDependency[Connection], actor: NamedDependency[Actor]
) -> Template:
    """Homes that are lent for another use, those due back first at the top."""
    counts = await count_loans(connection, on=today())
    page = paging("/loans", query_of(request), counts.n_loans)
    loans = await find_loans(connection, limit=page.limit, offset=page.offset)
    kept = {loan.unit_id for loan in loans if may_keep(actor, loan)}
    context = {"loans": loans, "kept": kept, "counts": counts, "paging": page, "today": today()}
    return Template("units/loans.html", context=context)


@get("/schemes/{scheme_id:int}/units/new", may=auth.KEEPING_HOMES)
async def show_new_unit(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    scheme_id: FromPath[int],
) -> Template:
    """The form that adds a home to a scheme."""
    scheme = await get_scheme(connection, scheme_id)
    check_keeper(actor, scheme)
    return _new(scheme, {"floor": ["0"], "shared": ["no"]}).page


@post("/schemes/{scheme_id:int}/units/new", may=auth.KEEPING_HOMES)
async def add_unit(
    request: auth.WebRequest,
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    scheme_id: FromPath[int],
) -> Redirect:
    """Add a home, and show it."""
    scheme = await get_scheme(connection, scheme_id)
    form = _new(scheme, await sent_by(request))
    async with refusable(connection), shown_with_words(form):
        unit_id = await actions.add_unit(
            connection, actor=actor, scheme_id=scheme_id, values=_values(form, ())
        )
    return redirect_done(f"/units/{unit_id}", "home-added")


@get(f"{_UNIT}/edit", may=auth.KEEPING_HOMES)
async def show_edit_unit(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    unit_id: FromPath[int],
) -> Template:
    """The form that changes a home."""
    unit = await get_unit(connection, unit_id)
    check_keeper(actor, unit)
    return (await _edit(connection, unit, None)).page


@post(f"{_UNIT}/edit", may=auth.KEEPING_HOMES)
async def change_unit(
    request: auth.WebRequest,
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    unit_id: FromPath[int],
) -> Redirect:
    """Change a home, and show it."""
    unit = await get_unit(connection, unit_id)
    form = await _edit(connection, unit, await sent_by(request))
    async with refusable(connection), shown_with_words(form):
        await actions.change_unit(
            connection,
            actor=actor,
            unit_id=unit_id,
            version=form.version,
            values=_values(form, unit.features),
        )
    return redirect_done(f"/units/{unit_id}", "home-changed")


@get(f"{_UNIT}/lend", may=auth.KEEPING_HOMES)
async def show_lend(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    unit_id: FromPath[int],
) -> Template:
    """The form that lends a home for another use."""
    unit = await get_unit(connection, unit_id)
    check_keeper(actor, unit)
    return _lend(unit, {}).page


@post(f"{_UNIT}/lend", may=auth.KEEPING_HOMES)
async def lend(
    request: auth.WebRequest,
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    unit_id: FromPath[int],
) -> Redirect:
    """Lend a home, and show it."""
    form = _lend(await get_unit(connection, unit_id), await sent_by(request))
    async with refusable(connection), shown_with_words(form):
        terms = Terms(**form.read())
        await actions.lend(connection, actor=actor, unit_id=unit_id, terms=terms)
    return redirect_done(f"/units/{unit_id}", "home-lent")


@get(f"{_UNIT}/return", may=auth.KEEPING_HOMES)
async def show_return(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    unit_id: FromPath[int],
) -> Template:
    """The form that says that a lent home came back."""
    unit = await get_unit(connection, unit_id)
    check_keeper(actor, unit)
    return _return(unit, {}).page


@post(f"{_UNIT}/return", may=auth.KEEPING_HOMES)
async def give_back(
    request: auth.WebRequest,
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    unit_id: FromPath[int],
) -> Redirect:
    """Say that a lent home came back, and show it."""
    form = _return(await get_unit(connection, unit_id), await sent_by(request))
    async with refusable(connection), shown_with_words(form):
        day = form.read()["returned_on"]
        await actions.give_back(connection, actor=actor, unit_id=unit_id, returned_on=day)
    return redirect_done(f"/units/{unit_id}", "home-returned")


@get(f"{_UNIT}/due-back", may=auth.KEEPING_HOMES)
async def show_due_back(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    unit_id: FromPath[int],
) -> Template:
    """The form that changes the day on which a lent home is due back."""
    unit = await get_unit(connection, unit_id)
    check_keeper(actor, unit)
    loan = await _lent(connection, unit)
    return _due_back(unit, filled(DUE_BACK, loan)).page


@post(f"{_UNIT}/due-back", may=auth.KEEPING_HOMES)
async def change_due_back(
    request: auth.WebRequest,
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    unit_id: FromPath[int],
) -> Redirect:
    """Change the day on which a lent home is due back, and show the home."""
    unit = await get_unit(connection, unit_id)
    check_keeper(actor, unit)
    loan = await _lent(connection, unit)
    form = _due_back(unit, await sent_by(request))
    async with refusable(connection), shown_with_words(form):
        day = form.read()["due_back_on"]
        await actions.set_due_back(connection, actor=actor, loan_id=loan.id, due_back_on=day)
    return redirect_done(f"/units/{unit_id}", "loan-changed")


async def _lent(connection: Connection, unit: UnitPage) -> Loan:
    """The loan of a home, whose day can be changed.

    Raises:
        RuleBroken: It is not lent.
    """
    loan = await find_loan(connection, unit.id)
    if loan is None:
        raise RuleBroken(f"Home {unit.reference} is not lent, so it has no day to come back.")
    return loan


def _values(form: FormPage, features: Sequence[str]) -> dict[str, Any]:
    """What is to be written of a home; features that the form does not ask of stay."""
    values = form.read()
    has_own_groups = values.pop(OWN_GROUPS) == "yes"
    values["client_groups"] = values["client_groups"] if has_own_groups else None
    if values["pets_allowed"] is not None:
        values["pets_allowed"] = values["pets_allowed"] == "yes"
    values["features"] += [one for one in features if one == Feature.ALLOWS_PETS]
    return values


def _new(scheme: SchemePage, sent: Sent) -> FormPage:
    context = {
        "heading": "Add a home",
        "caption": scheme.name,
        "crumb_items": [
            *_CRUMBS,
            {"text": scheme.name, "href": f"/schemes/{scheme.id}"},
            {"text": "Add a home"},
        ],
        "action": f"/schemes/{scheme.id}/units/new",
        "button": "Add this home",
    }
    return FormPage(unit_sections(rule_words(vars(scheme)), is_new=True), sent, context)


async def _edit(connection: Connection, unit: UnitPage, sent: Sent | None) -> FormPage:
    """The form of a home, as it is or as it was sent."""
    scheme = await get_scheme(connection, unit.scheme_id)
    sections = unit_sections(rule_words(vars(scheme)), is_new=False)
    if sent is None:
        now = filled(sections, unit)
        own = {
            OWN_GROUPS: [] if unit.client_groups is None else ["yes"],
            "pets_allowed": [{None: "", True: "yes", False: "no"}[unit.pets_allowed]],
            "rent_pence": now["rent_pence"] if unit.charge_period is None else [],
            "version": [str(unit.version)],
        }
        sent = {**now, **own}
    context = _context(unit, "Change", f"Change home {unit.reference}", "edit")
    context |= {"button": "Keep these changes", "version": (sent.get("version") or [""])[-1]}
    return FormPage(sections, sent, context)


def _lend(unit: UnitPage, sent: Sent) -> FormPage:
    context = _context(unit, "Lend", f"Lend home {unit.reference} for another use", "lend")
    return FormPage(LOAN, sent, context | {"button": "Lend this home"})


def _due_back(unit: UnitPage, sent: Sent) -> FormPage:
    heading = f"Change the day home {unit.reference} is due back"
    context = _context(unit, "Due back", heading, "due-back")
    return FormPage(DUE_BACK, sent, context | {"button": "Keep this day"})


def _return(unit: UnitPage, sent: Sent) -> FormPage:
    heading = f"Home {unit.reference} came back"
    context = _context(unit, "Came back", heading, "return")
    return FormPage(RETURN, sent, context | {"button": "It came back"})


def _context(unit: UnitPage, step: str, heading: str, ending: str) -> dict[str, Any]:
    return {
        "heading": heading,
        "caption": unit.scheme,
        "crumb_items": [
            *_CRUMBS,
            {"text": unit.scheme, "href": f"/schemes/{unit.scheme_id}"},
            {"text": unit.reference, "href": f"/units/{unit.id}"},
            {"text": step},
        ],
        "action": f"/units/{unit.id}/{ending}",
    }
