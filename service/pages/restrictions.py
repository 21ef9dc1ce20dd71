"""Restricting an applicant's record, and who may read it then."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Template
from litestar.status_codes import HTTP_303_SEE_OTHER

from service import auth
from service.actions import restrictions
from service.actions.reading import record_read
from service.domain.accounts import Actor
from service.domain.restrictions import RestrictionKind
from service.pages.forms import FormRefused, id_in, options, refusable, shown_again
from service.pages.words import capital
from service.store.applicant_pages import get_applicant
from service.store.openings import find_open_until
from service.store.pool import Connection

KINDS = {str(kind): capital(kind.words) for kind in RestrictionKind}
_PAGE = "applicants/restrictions.html"


@dataclass(frozen=True)
class RestrictForm:
    """Why a record is to be restricted."""

    kind: str = ""


@dataclass(frozen=True)
class LiftForm:
    """Why a restriction is lifted."""

    reason: str = ""


@dataclass(frozen=True)
class ReaderForm:
    """Who is to read a restricted record."""

    account: str = ""


async def restriction_context(
    connection: Connection, actor: Actor, applicant_id: int
) -> dict[str, Any]:
    """What an applicant's page says of restrictions: their kinds, readers, and till when open."""
    found = await restrictions.restricted(connection, actor=actor, applicant_id=applicant_id)
    is_named = actor.account_id in {reader.account_id for reader in found.readers}
    until = await find_open_until(
        connection, applicant_id=applicant_id, account_id=actor.account_id
    )
    return {
        "restricted": found,
        "open_until": until if found.restrictions and not is_named else None,
        "kind_words": KINDS,
    }


async def _page(
    connection: Connection,
    actor: Actor,
    applicant_id: int,
    *,
    kind: str | None = None,
    lifting: int | None = None,
    reason: str = "",
) -> dict[str, Any]:
    """What the page of a record's restrictions shows, with its forms as they were filled in.

    That it is shown is recorded.
    """
    applicant = await get_applicant(connection, applicant_id)
    await record_read(connection, subject="restrictions", applicant_ids=[applicant_id])
    context = await restriction_context(connection, actor, applicant_id)
    found: restrictions.Restricted = context["restricted"]
    free = {value: words for value, words in KINDS.items() if value not in found.kinds}
    officers = {str(officer.id): officer.name for officer in found.officers}
    return {
        **context,
        "applicant": applicant,
        "kinds": [
            {"value": value, "text": words, "checked": value == kind}
            for value, words in free.items()
        ],
        "officers": options(officers, None, "Choose an officer"),
        "lifting": lifting,
        "reason": reason,
        "problems": {},
    }


def _refused(problems: Mapping[str, str], context: Mapping[str, Any]) -> FormRefused:
    return FormRefused(_PAGE, problems, context)


def _back(applicant_id: int) -> Redirect:
    address = f"/applicants/{applicant_id}/restrictions"
    return Redirect(address, status_code=HTTP_303_SEE_OTHER)


@get("/applicants/{applicant_id:int}/restrictions", may=auth.OFFICERS)
async def show_restrictions(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    applicant_id: FromPath[int],
) -> Template:
    """What restricts a record and who reads it, with the forms to change that."""
    context = await _page(connection, actor, applicant_id)
    return Template(_PAGE, context=context)


@post("/applicants/{applicant_id:int}/restrictions", may=auth.OFFICERS)
async def restrict(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    applicant_id: FromPath[int],
    data: URLEncodedBody[RestrictForm],
) -> Redirect:
    """Restrict a record to its named readers."""
    context = await _page(connection, actor, applicant_id)
    async with refusable(connection):
        if data.kind not in KINDS:
            raise _refused({"kind": "Choose why the record is restricted"}, context)
        kind = RestrictionKind(data.kind)
        await restrictions.restrict(connection, actor=actor, applicant_id=applicant_id, kind=kind)
    return _back(applicant_id)


@post("/applicants/{applicant_id:int}/restrictions/{restriction_id:int}/lift", may=auth.OFFICERS)
async def lift(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    applicant_id: FromPath[int],
    restriction_id: FromPath[int],
    data: URLEncodedBody[LiftForm],
) -> Redirect:
    """Lift a restriction, with a reason."""
    context = await _page(
        connection, actor, applicant_id, lifting=restriction_id, reason=data.reason
    )
    async with refusable(connection), shown_again(_PAGE, context):
        await restrictions.lift(
            connection,
            actor=actor,
            applicant_id=applicant_id,
            restriction_id=restriction_id,
            reason=data.reason,
        )
    return _back(applicant_id)


@post("/applicants/{applicant_id:int}/readers", may=auth.OFFICERS)
async def name_reader(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    applicant_id: FromPath[int],
    data: URLEncodedBody[ReaderForm],
) -> Redirect:
    """Name an officer to read a restricted record."""
    context = await _page(connection, actor, applicant_id)
    async with refusable(connection), shown_again(_PAGE, context):
        account_id = id_in(data.account)
        if account_id is None:
            raise _refused({"account": "Choose an officer from the list"}, context)
        await restrictions.name_reader(
            connection, actor=actor, applicant_id=applicant_id, account_id=account_id
        )
    return _back(applicant_id)


@post("/applicants/{applicant_id:int}/readers/{account_id:int}/remove", may=auth.OFFICERS)
async def remove_reader(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    applicant_id: FromPath[int],
    account_id: FromPath[int],
) -> Redirect:
    """Take an officer off a record's readers; who takes off themselves is sent to the list."""
    await restrictions.remove_reader(
        connection, actor=actor, applicant_id=applicant_id, account_id=account_id
    )
    if account_id == actor.account_id:
        return Redirect("/applicants", status_code=HTTP_303_SEE_OTHER)
    return _back(applicant_id)
