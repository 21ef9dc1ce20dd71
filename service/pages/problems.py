"""Refusals and faults as pages."""

from http import HTTPStatus
from pathlib import PurePath
from typing import Any
from urllib.parse import urlsplit

from litestar import Request, Response, get
from litestar.exceptions import HTTPException, NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect, Template
from litestar.status_codes import HTTP_303_SEE_OTHER

from service import auth
from service.pages.forms import safe_next, sign_in_address
from service.pages.links import LINK_PATH

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
        return Redirect(_where_to_sign_in(request), status_code=HTTP_303_SEE_OTHER)
    if status == HTTPStatus.NOT_FOUND and detail == HTTPStatus.NOT_FOUND.phrase:
        detail = _NO_PAGE
    title = _TITLES.get(status, "Sorry, there is a problem")
    return Template(
        "problem.html", context={"title": title, "detail": detail}, status_code=status.value
    )


def _where_to_sign_in(request: auth.WebRequest) -> str:
    """To sign in and come back to the page asked for, or to the page with the form sent."""
    if request.method in ("GET", "HEAD"):
        return sign_in_address(_page(request.url.path, request.url.query))
    if request.url.path == "/sign-out":
        return sign_in_address("/")
    came_from = _page_with_form(request)
    access: auth.Access = request.scope.get("auth") or auth.Access()
    has_ended = auth.session_token(request) is not None and access.needs is None
    return sign_in_address(came_from, lost="yes") if has_ended else sign_in_address(came_from)


def _page_with_form(request: auth.WebRequest) -> str:
    """The page of ours that the browser says it came from; the start page if none that opens."""
    try:
        came_from = urlsplit(request.headers.get("referer", ""))
        request.app.asgi_router.handle_routing(path=came_from.path, method="GET")
    except (ValueError, HTTPException):  # no address, or one that only takes forms
        return "/"
    is_ours = came_from.netloc == request.headers.get("host")
    return _page(came_from.path, came_from.query) if is_ours else "/"


def _page(path: str, query: str) -> str:
    """A page with what was asked of it; the start page for a link, whose address is its secret."""
    if path.startswith(f"{LINK_PATH}/"):
        return "/"
    return safe_next(f"{path}?{query}" if query else path)


@get("/{path:path}", may=auth.EVERYONE)
async def show_no_page(path: FromPath[PurePath]) -> None:
    """Any other address: the page that says so, to somebody signed in with their navigation."""
    raise NotFoundException(HTTPStatus.NOT_FOUND.phrase)
