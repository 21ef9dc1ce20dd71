"""An organisation's own contacts, and what each is told of."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from service import auth
from service.actions import contacts as actions
from service.domain.accounts import Actor
from service.domain.messages import CHOICES, How
from service.pages.done import redirect_done
from service.pages.forms import (
    FormRefused,
    id_in,
    one_of,
    options,
    query_of,
    refusable,
    shown_again,
)
from service.pages.paging import paging
from service.store import contacts as store
from service.store.contacts import Contact, Details
from service.store.landlords import find_landlords
from service.store.messages import Organisation
from service.store.places import find_districts
from service.store.pool import Connection

_PATH = "/contacts"
_ONE = f"{_PATH}/{{contact_id:int}}"
_FORM = "contacts/form.html"
_COUNTY = "county"
_NOTHING = Details("", "", None, None, tuple(CHOICES), How.EACH)


@dataclass(frozen=True)
class Sent:
    """What the form sends."""

    whose: str
    details: Details
    version: str = ""


@get(_PATH, may=auth.CONTACTING)
async def show_contacts(
    request: auth.WebRequest, connection: NamedDependency[Connection], actor: NamedDependency[Actor]
) -> Template:
    """Whom Homeward writes to: an organisation's own to its people, all to administrators."""
    query = query_of(request)
    choices = await _choices(connection, actor)
    chosen = one_of(query.get("whose"), choices)
    whose = actions.own_organisation(actor) or (None if chosen is None else _organisation(chosen))
    page = paging(_PATH, query, await store.count_contacts(connection, whose))
    rows = await store.find_contacts(connection, whose, limit=page.limit, offset=page.offset)
    filters = {"whose": ("Whose", options(choices, chosen, "Anybody’s"))} if choices else {}
    context = {"contacts": rows, "paging": page, "fields": filters, "kinds": _kind_words()}
    return Template("contacts/list.html", context=context)


@get(f"{_PATH}/new", may=auth.CONTACTING)
async def show_new(
    connection: NamedDependency[Connection], actor: NamedDependency[Actor]
) -> Template:
    """The form that adds a contact."""
    context = await _form(connection, actor, None, Sent("", _NOTHING))
    return Template(_FORM, context=context)


@post(_PATH, may=auth.CONTACTING)
async def add(
    request: auth.WebRequest, connection: NamedDependency[Connection], actor: NamedDependency[Actor]
) -> Redirect:
    """Add a contact."""
    sent = await _read(request)
    context = await _form(connection, actor, None, sent)
    problems = actions.find_problems(sent.details)
    own = actions.own_organisation(actor)
    if own is None and sent.whose not in await _choices(connection, actor):
        problems = {"whose": "Choose whose contact they are", **problems}
    if problems:
        raise FormRefused(_FORM, problems, context)
    async with refusable(connection), shown_again(_FORM, context, usual="email"):
        await actions.add_contact(
            connection,
            actor=actor,
            whose=own or _organisation(sent.whose),
            details=sent.details,
        )
    return redirect_done(_PATH, "contact-added")


@get(_ONE, may=auth.CONTACTING)
async def show_one(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    contact_id: FromPath[int],
) -> Template:
    """The form that changes a contact."""
    contact = await store.get_contact(connection, contact_id)
    details = Details(
        contact.name, contact.email, contact.phone, contact.job, contact.about, contact.how
    )
    context = await _form(connection, actor, contact, Sent("", details))
    return Template(_FORM, context=context)


@post(_ONE, may=auth.CONTACTING)
async def change(
    request: auth.WebRequest,
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    contact_id: FromPath[int],
) -> Redirect:
    """Change a contact."""
    contact = await store.get_contact(connection, contact_id)
    sent = await _read(request)
    context = await _form(connection, actor, contact, sent)
    problems = actions.find_problems(sent.details)
    if problems:
        raise FormRefused(_FORM, problems, context)
    async with refusable(connection), shown_again(_FORM, context, usual="email"):
        await actions.change_contact(
            connection,
            actor=actor,
            contact_id=contact_id,
            version=id_in(sent.version),
            details=sent.details,
        )
    return redirect_done(_PATH, "contact-changed")


@post(f"{_ONE}/remove", may=auth.CONTACTING)
async def remove(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    contact_id: FromPath[int],
) -> Redirect:
    """Remove a contact."""
    await actions.remove_contact(connection, actor=actor, contact_id=contact_id)
    return redirect_done(_PATH, "contact-removed")


async def _read(request: auth.WebRequest) -> Sent:
    form = await request.form()
    texts = {
        name: str(form.get(name, "")).replace("\0", "")
        for name in ("whose", "name", "email", "phone", "job", "how", "version")
    }
    known = {kind.value for kind in CHOICES}
    about = tuple(one for one in form.getall("about", []) if one in known)
    whose, version = texts.pop("whose"), texts.pop("version")
    return Sent(whose, Details(about=about, **texts), version)


async def _form(
    connection: Connection, actor: Actor, contact: Contact | None, sent: Sent
) -> dict[str, Any]:
    """What the form shows, as it was filled in."""
    choices = {} if contact is not None else await _choices(connection, actor)
    chosen = one_of(sent.whose, choices)
    return {
        "contact": contact,
        "form": sent.details,
        "version": sent.version or (contact.version if contact else ""),
        "problems": {},
        "whose": options(choices, chosen, "Choose whose") if choices else None,
        "about": [
            {"value": kind.value, "text": kind.words, "checked": kind in sent.details.about}
            for kind in CHOICES
        ],
        "how": [
            {"value": how.value, "text": how.words, "checked": how == sent.details.how}
            for how in How
        ],
    }


async def _choices(connection: Connection, actor: Actor) -> dict[str, str]:
    """Organisations whose contacts this person chooses among: value -> words; none: their own."""
    if actions.own_organisation(actor) is not None:
        return {}
    named: list[tuple[str, Mapping[str, str]]] = [
        ("landlord", await find_landlords(connection)),
        ("provider", await store.find_providers(connection)),
        ("district", {one.code: f"{one.name} council" for one in await find_districts(connection)}),
    ]
    return {_COUNTY: "The county’s own officers"} | {
        f"{kind} {key}": words for kind, names in named for key, words in names.items()
    }


def _organisation(chosen: str) -> Organisation:
    """The organisation that one of the choices stands for."""
    kind, _, key = chosen.partition(" ")
    if kind == "landlord":
        return Organisation(landlord_id=int(key))
    if kind == "provider":
        return Organisation(provider_id=int(key))
    return Organisation(district_code=key or None)


def _kind_words() -> dict[str, str]:
    return {kind.value: kind.words for kind in CHOICES}
