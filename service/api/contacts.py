"""Contacts over JSON."""

from dataclasses import replace
from http import HTTPStatus
from typing import Any

from litestar import delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.response import Response
from litestar.status_codes import HTTP_201_CREATED

from service import auth
from service.actions import contacts as actions
from service.api.cursors import PageAsked
from service.api.params import all_shaped, shaped
from service.api.problems import refusals
from service.api.shapes import contacts as shapes
from service.domain.accounts import Actor
from service.store import contacts as store
from service.store.contacts import Details
from service.store.messages import Organisation
from service.store.pool import Connection

_TAGS = ["Contacts"]
_ONE = "/contacts/{contact_id:int}"
_REFUSALS = refusals(HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT)


@get(
    "/contacts",
    may=auth.CONTACTING,
    tags=_TAGS,
    summary="List contacts",
    responses=refusals(HTTPStatus.BAD_REQUEST),
)
async def list_contacts(
    connection: NamedDependency[Connection],
    page: NamedDependency[PageAsked],
    actor: NamedDependency[Actor],
) -> shapes.Contacts:
    """An organisation's own to its people, all to administrators."""
    whose = actions.own_organisation(actor)
    total = await store.count_contacts(connection, whose)
    rows = await store.find_contacts(connection, whose, **page.window)
    return page.shown(shapes.Contacts, rows, all_shaped(rows, shapes.Contact), total=total)


@post(
    "/contacts",
    may=auth.CONTACTING,
    tags=_TAGS,
    summary="Add a contact",
    status_code=HTTP_201_CREATED,
    responses=refusals(HTTPStatus.BAD_REQUEST, HTTPStatus.CONFLICT),
)
async def add_contact(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    data: JSONBody[shapes.ContactAsked],
) -> Response[shapes.Contact]:
    """They are written to from now on."""
    asked = Organisation(data.landlord_id, data.provider_id, data.district_code)
    own = actions.own_organisation(actor)
    contact_id = await actions.add_contact(
        connection,
        actor=actor,
        whose=own if own is not None and asked == Organisation() else asked,
        details=Details(data.name, data.email, data.phone, data.job, data.about, data.how),
    )
    contact = shaped(await store.get_contact(connection, contact_id), shapes.Contact)
    return Response(
        contact,
        status_code=HTTP_201_CREATED,
        headers={"Location": f"/api/contacts/{contact_id}"},
    )


@get(
    _ONE,
    may=auth.CONTACTING,
    tags=_TAGS,
    summary="One contact",
    responses=refusals(HTTPStatus.NOT_FOUND),
)
async def show_contact(
    connection: NamedDependency[Connection], contact_id: FromPath[int]
) -> shapes.Contact:
    """Who they are, and what they are told of."""
    return shaped(await store.get_contact(connection, contact_id), shapes.Contact)


@patch(
    _ONE,
    may=auth.CONTACTING,
    tags=_TAGS,
    summary="Change a contact",
    responses=_REFUSALS,
)
async def change_contact(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    contact_id: FromPath[int],
    data: JSONBody[shapes.ContactChange],
) -> shapes.Contact:
    """What is left out stays as it is."""
    contact = await store.get_contact(connection, contact_id)
    details = Details(
        contact.name, contact.email, contact.phone, contact.job, contact.about, contact.how
    )
    given: dict[str, Any] = data.given()
    await actions.change_contact(
        connection, actor=actor, contact_id=contact_id, details=replace(details, **given)
    )
    return shaped(await store.get_contact(connection, contact_id), shapes.Contact)


@delete(
    _ONE,
    may=auth.CONTACTING,
    tags=_TAGS,
    summary="Remove a contact",
    responses=refusals(HTTPStatus.NOT_FOUND),
)
async def remove_contact(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    contact_id: FromPath[int],
) -> None:
    """They are written to no more."""
    await actions.remove_contact(connection, actor=actor, contact_id=contact_id)
