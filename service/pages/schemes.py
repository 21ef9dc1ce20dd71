"""Schemes: the list, one with its homes, and the forms that add and change them."""

from collections.abc import Mapping
from typing import Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from service import auth
from service.actions import schemes as actions
from service.actions.keeping import check_keeper, may_keep
from service.domain.accounts import Actor, Role
from service.domain.homes import SchemeKind
from service.pages.done import redirect_done
from service.pages.fields import Sent, filled, sent_by
from service.pages.form_pages import FormPage, shown_with_words
from service.pages.forms import id_in, one_of, options, query_of, refusable, text_of
from service.pages.home_facts import scheme_facts
from service.pages.home_fields import KINDS, Choices, find_choices, scheme_sections
from service.pages.paging import paging
from service.store.pool import Connection
from service.store.schemes import SchemeFilter, SchemePage, count_schemes, find_schemes, get_scheme
from service.store.units import find_units

_LIST = "/schemes"
_CRUMBS = [{"text": "Start", "href": "/"}, {"text": "Schemes", "href": _LIST}]
_USUAL = {"gate_holds": ["yes"], "household_kind": ["any"], "sexes": ["any"]}
"""What the form of a new scheme starts with."""


@get(_LIST, may=auth.LETTING)
async def show_schemes(
    request: auth.WebRequest, connection: NamedDependency[Connection], actor: NamedDependency[Actor]
) -> Template:
    """Schemes by district, kind and landlord; landlords and support providers see their own."""
    query = query_of(request)
    choices = await find_choices(connection)
    chosen = SchemeFilter(
        district_code=one_of(query.get("district"), choices.districts),
        kind=one_of(query.get("kind"), KINDS),
        landlord_id=id_in(one_of(query.get("landlord"), choices.landlords)),
        text=text_of(query),
    )
    n_schemes = await count_schemes(connection, chosen)
    page = paging(_LIST, query, n_schemes)
    context = {
        "schemes": await find_schemes(connection, chosen, limit=page.limit, offset=page.offset),
        "n_schemes": n_schemes,
        "paging": page,
        "fields": _filters(query, choices),
        "text": chosen.text or "",
        "may_add": actor.role in auth.KEEPING_HOMES,
        "is_officer": actor.role is Role.OFFICER,
    }
    return Template("schemes/list.html", context=context)


def _filters(query: Mapping[str, str], choices: Choices) -> dict[str, tuple[str, list[Any]]]:
    offered = {
        "district": ("District", choices.districts, "Any district"),
        "kind": ("Kind", KINDS, "Any kind"),
        "landlord": ("Landlord or manager", choices.landlords, "Anybody"),
    }
    return {
        name: (label, options(values, one_of(query.get(name), values), blank))
        for name, (label, values, blank) in offered.items()
    }


@get("/schemes/{scheme_id:int}", may=auth.LETTING)
async def show_scheme(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    scheme_id: FromPath[int],
) -> Template:
    """One scheme: its facts and rules, and its homes."""
    scheme = await get_scheme(connection, scheme_id)
    choices = await find_choices(connection)
    quota = await actions.read_quota(connection, scheme)
    context = {
        "scheme": scheme,
        "facts": scheme_facts(scheme, choices.districts, quota),
        "units": await find_units(connection, scheme_id),
        "may_keep": may_keep(actor, scheme),
        "has_protected_address": SchemeKind(scheme.kind).has_protected_address
        and actor.district_code in (None, scheme.district_code),
    }
    return Template("schemes/one.html", context=context)


@get("/schemes/new", may=auth.KEEPING_HOMES)
async def show_new_scheme(
    connection: NamedDependency[Connection], actor: NamedDependency[Actor]
) -> Template:
    """The form that adds a scheme."""
    return (await _new(connection, actor, _USUAL)).page


@post("/schemes/new", may=auth.KEEPING_HOMES)
async def add_scheme(
    request: auth.WebRequest, connection: NamedDependency[Connection], actor: NamedDependency[Actor]
) -> Redirect:
    """Add a scheme, and show it."""
    form = await _new(connection, actor, await sent_by(request))
    async with refusable(connection), shown_with_words(form):
        scheme_id = await actions.add_scheme(connection, actor=actor, values=form.read())
    return redirect_done(f"{_LIST}/{scheme_id}", "scheme-added")


@get("/schemes/{scheme_id:int}/edit", may=auth.KEEPING_HOMES)
async def show_edit_scheme(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    scheme_id: FromPath[int],
) -> Template:
    """The form that changes a scheme."""
    scheme = await get_scheme(connection, scheme_id)
    check_keeper(actor, scheme)
    return (await _edit(connection, actor, scheme, None)).page


@post("/schemes/{scheme_id:int}/edit", may=auth.KEEPING_HOMES)
async def change_scheme(
    request: auth.WebRequest,
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    scheme_id: FromPath[int],
) -> Redirect:
    """Change a scheme, and show it."""
    scheme = await get_scheme(connection, scheme_id)
    form = await _edit(connection, actor, scheme, await sent_by(request))
    async with refusable(connection), shown_with_words(form):
        await actions.change_scheme(
            connection,
            actor=actor,
            scheme_id=scheme_id,
            version=form.version,
            values=form.read(),
        )
    return redirect_done(f"{_LIST}/{scheme_id}", "scheme-changed")


async def _new(connection: Connection, actor: Actor, sent: Sent) -> FormPage:
    choices = await find_choices(connection)
    is_officer = actor.role is Role.OFFICER
    context = {
        "heading": "Add a scheme",
        "crumb_items": [*_CRUMBS, {"text": "Add a scheme"}],
        "action": "/schemes/new",
        "button": "Add this scheme",
    }
    return FormPage(scheme_sections(choices, is_new=True, is_officer=is_officer), sent, context)


async def _edit(
    connection: Connection, actor: Actor, scheme: SchemePage, sent: Sent | None
) -> FormPage:
    """The form of a scheme, as it is or as it was sent."""
    choices = await find_choices(connection)
    sections = scheme_sections(choices, is_new=False, is_officer=actor.role is Role.OFFICER)
    context = {
        "heading": f"Change {scheme.name}",
        "crumb_items": [
            *_CRUMBS,
            {"text": scheme.name, "href": f"{_LIST}/{scheme.id}"},
            {"text": "Change"},
        ],
        "action": f"{_LIST}/{scheme.id}/edit",
        "button": "Keep these changes",
        "version": scheme.version if sent is None else (sent.get("version") or [""])[-1],
    }
    return FormPage(sections, filled(sections, scheme) if sent is None else sent, context)
