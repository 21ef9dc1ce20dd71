"""Searching applicants by reference or name, sent by POST: no name stands in an address."""

from dataclasses import dataclass
from urllib.parse import urlencode

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import URLEncodedBody
from litestar.response import Redirect, Response, Template
from litestar.status_codes import HTTP_200_OK, HTTP_303_SEE_OTHER

from service import auth
from service.actions.openings import find_closed
from service.domain.accounts import Actor
from service.pages.applicants import people_listed
from service.pages.forms import text_of
from service.pages.openings import asking_address
from service.store.pool import Connection


@dataclass(frozen=True)
class SearchForm:
    """What the form above the list of applicants sends."""

    text: str = ""
    state: str = ""
    district: str = ""
    tier: str = ""
    support: str = ""
    bedrooms: str = ""
    page: str = ""


@get("/applicants/search", may=auth.OFFICERS)
async def show_search() -> Redirect:
    """A search that was reloaded or kept: its words stand in no address, so the whole list."""
    return Redirect("/applicants", status_code=HTTP_303_SEE_OTHER)


@post("/applicants/search", may=auth.OFFICERS, status_code=HTTP_200_OK)
async def search_applicants(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    data: URLEncodedBody[SearchForm],
) -> Response[bytes]:
    """Whom the words find; filters alone go to an address that can be kept and shared.

    The reference of a restricted record leads to where one asks to open it.
    """
    query = {name: value for name, value in vars(data).items() if value}
    text = text_of(query)
    if text is None:
        kept = urlencode({name: value for name, value in query.items() if name != "text"})
        return Redirect(
            f"/applicants?{kept}" if kept else "/applicants", status_code=HTTP_303_SEE_OTHER
        )
    context = await people_listed(connection, actor, query, "/applicants/search")
    if not context["applicants"]:
        closed = await find_closed(connection, actor=actor, reference=text)
        if closed is not None:
            return Redirect(asking_address(closed.reference), status_code=HTTP_303_SEE_OTHER)
    return Template("applicants/list.html", context=context)
