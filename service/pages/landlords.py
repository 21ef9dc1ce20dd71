"""Landlords: the list, one, and the forms that add and rename them."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from service import auth
from service.actions import landlords as actions
from service.domain.accounts import Actor
from service.domain.homes import LandlordKind
from service.pages.done import redirect_done
from service.pages.fields import Sent, filled, sent_by
from service.pages.form_pages import FormPage, shown_with_words
from service.pages.forms import refusable
from service.pages.home_fields import LANDLORD
from service.store.landlords import Organisation
from service.store.pool import Connection

_LIST = "/landlords"
_CRUMBS = [{"text": "Start", "href": "/"}, {"text": "Landlords", "href": _LIST}]


@get(_LIST, may=auth.KEEPING_LANDLORDS)
async def show_landlords(
    connection: NamedDependency[Connection], actor: NamedDependency[Actor]
) -> Template:
    """Every landlord, with how many homes are theirs."""
    context = {
        "landlords": await actions.read_landlords(connection),
        "may_keep": actions.may_keep(actor),
    }
    return Template("landlords/list.html", context=context)


@get("/landlords/{landlord_id:int}", may=auth.KEEPING_LANDLORDS)
async def show_landlord(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    landlord_id: FromPath[int],
) -> Template:
    """One landlord."""
    context = {
        "landlord": await actions.read_landlord(connection, landlord_id),
        "may_keep": actions.may_keep(actor),
        "sees_schemes": actor.role in auth.LETTING,
    }
    return Template("landlords/one.html", context=context)


@get("/landlords/new", may=auth.KEEPING_LANDLORDS)
async def show_new_landlord() -> Template:
    """The form that adds a landlord."""
    return _new({}).page


@post("/landlords/new", may=auth.KEEPING_LANDLORDS)
async def add_landlord(
    request: auth.WebRequest, connection: NamedDependency[Connection], actor: NamedDependency[Actor]
) -> Redirect:
    """Add a landlord, and show it."""
    form = _new(await sent_by(request))
    async with refusable(connection), shown_with_words(form):
        values = form.read()
        landlord_id = await actions.add_landlord(
            connection, actor=actor, name=values["name"], kind=LandlordKind(values["kind"])
        )
    return redirect_done(f"{_LIST}/{landlord_id}", "landlord-added")


@get("/landlords/{landlord_id:int}/edit", may=auth.KEEPING_LANDLORDS)
async def show_edit_landlord(
    connection: NamedDependency[Connection], landlord_id: FromPath[int]
) -> Template:
    """The form that changes a landlord."""
    return _edit(await actions.read_landlord(connection, landlord_id), None).page


@post("/landlords/{landlord_id:int}/edit", may=auth.KEEPING_LANDLORDS)
async def change_landlord(
    request: auth.WebRequest,
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    landlord_id: FromPath[int],
) -> Redirect:
    """Change a landlord, and show it."""
    landlord = await actions.read_landlord(connection, landlord_id)
    form = _edit(landlord, await sent_by(request))
    async with refusable(connection), shown_with_words(form):
        values = form.read()
        await actions.change_landlord(
            connection,
            actor=actor,
            landlord_id=landlord_id,
            version=form.version,
            name=values["name"],
            kind=LandlordKind(values["kind"]),
        )
    return redirect_done(f"{_LIST}/{landlord_id}", "landlord-changed")


def _new(sent: Sent) -> FormPage:
    context = {
        "heading": "Add a landlord",
        "crumb_items": [*_CRUMBS, {"text": "Add a landlord"}],
        "action": f"{_LIST}/new",
        "button": "Add this landlord",
    }
    return FormPage(LANDLORD, sent, context)


def _edit(landlord: Organisation, sent: Sent | None) -> FormPage:
    """The form of a landlord, as it is or as it was sent."""
    address = f"{_LIST}/{landlord.id}"
    context = {
        "heading": f"Change {landlord.name}",
        "crumb_items": [*_CRUMBS, {"text": landlord.name, "href": address}, {"text": "Change"}],
        "action": f"{address}/edit",
        "button": "Keep these changes",
        "version": landlord.version if sent is None else (sent.get("version") or [""])[-1],
    }
    return FormPage(LANDLORD, filled(LANDLORD, landlord) if sent is None else sent, context)
