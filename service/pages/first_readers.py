"""Naming the first reader of a restricted record, for administrators, who see nothing of it."""

from dataclasses import dataclass
from typing import Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import URLEncodedBody
from litestar.response import Template
from litestar.status_codes import HTTP_200_OK

from service import auth
from service.actions import restrictions
from service.domain.accounts import Actor, Role
from service.errors import NotFound
from service.pages.forms import FormRefused, one_of, options, refusable, shown_again
from service.store.accounts import find_listed
from service.store.pool import Connection

_PAGE = "applicants/first_reader.html"


@dataclass(frozen=True)
class FirstReaderForm:
    """Whose record, who is to read it, and why."""

    reference: str = ""
    account: str = ""
    reason: str = ""


async def _page(connection: Connection, form: FirstReaderForm) -> dict[str, Any]:
    """What the page shows, with its form as it was filled in."""
    officers = {
        str(one.id): one.name
        for one in await find_listed(connection)
        if one.role == Role.OFFICER and not one.is_disabled
    }
    return {
        "form": form,
        "accounts": officers,
        "officers": options(officers, one_of(form.account, officers), "Choose an officer"),
        "problems": {},
        "done": None,
    }


@get("/readers", may=auth.ADMINISTRATORS)
async def show_first_reader(connection: NamedDependency[Connection]) -> Template:
    """The form that names somebody to read a restricted record that has nobody."""
    return Template(_PAGE, context=await _page(connection, FirstReaderForm()))


@post("/readers", may=auth.ADMINISTRATORS, status_code=HTTP_200_OK)
async def name_first_reader(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    data: URLEncodedBody[FirstReaderForm],
) -> Template:
    """Name the first reader of a restricted record, and say so."""
    context = await _page(connection, data)
    if data.account not in context["accounts"]:
        raise FormRefused(_PAGE, {"account": "Choose an officer from the list"}, context)
    try:
        applicant_id = await restrictions.find_unread(connection, reference=data.reference)
    except NotFound as none:
        raise FormRefused(_PAGE, {"reference": str(none)}, context) from none
    async with refusable(connection), shown_again(_PAGE, context, usual="reference"):
        await restrictions.name_first_reader(
            connection,
            actor=actor,
            applicant_id=applicant_id,
            account_id=int(data.account),
            reason=data.reason,
        )
    done = f"{context['accounts'][data.account]} may read {data.reference.strip()} now"
    return Template(_PAGE, context=await _page(connection, FirstReaderForm()) | {"done": done})
