"""Refusals and faults as pages."""

from http import HTTPStatus
from pathlib import PurePath
from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect, Template
from litestar.status_codes import HTTP_303_SEE_OTHER

from service import auth
from service.pages.forms import sign_in_address

_TITLES = {
    HTTPStatus.BAD_REQUEST: "There is a problem with what was sent",
    HTTPStatus.FORBIDDEN: "You cannot do this",
    HTTPStatus.NOT_FOUND: "Page not found",
    HTTPStatus.METHOD_NOT_ALLOWED: "You cannot do this",
    HTTPStatus.CONFLICT: "This cannot be done",
    HTTPStatus.TOO_MANY_REQUESTS: "Too many tries",
    HTTPStatus.SERVICE_UNAVAILABLE: "Homeward is not ready",
}
_NO_PAGE = "There is no page at this address. Check it, or begin at the start page."


def problem_page(request: Request[Any, Any, Any], status: HTTPStatus, detail: str) -> Response[Any]:
    """A page that says what is so and what to do; somebody signed out is sent to sign in."""
    if status == HTTPStatus.UNAUTHORIZED:
        asked = request.url.path if request.method == "GET" else "/"
        return Redirect(sign_in_address(asked), status_code=HTTP_303_SEE_OTHER)
    if status == HTTPStatus.NOT_FOUND and detail == HTTPStatus.NOT_FOUND.phrase:
        detail = _NO_PAGE
    title = _TITLES.get(status, "Sorry, there is a problem")
    return Template(
        "problem.html", context={"title": title, "detail": detail}, status_code=status.value
    )


@get("/{path:path}", may=auth.EVERYONE)
async def show_no_page(path: FromPath[PurePath]) -> None:
    """Any other address: the page that says so, to somebody signed in with their navigation."""
    raise NotFoundException(HTTPStatus.NOT_FOUND.phrase)
