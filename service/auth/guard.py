"""The guard of every route: deny unless the route says that this person may."""

import secrets
from typing import Any
from urllib.parse import urlsplit

import structlog
from litestar import Request
from litestar.connection import ASGIConnection
from litestar.exceptions import NotAuthorizedException
from litestar.handlers.base import BaseRouteHandler

from service.auth.limits import FORMS, check_address, check_body, check_headers
from service.auth.who import NOBODY, Access, Who
from service.errors import NotAllowed

Connection = ASGIConnection[Any, Any, Any, Any]

CSRF_FIELD = "csrf_token"
CSRF_HEADER = "X-CSRF-Token"
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_FOREIGN = "This form did not come from Homeward's own pages. Open the page here and try again."
_OUT_OF_DATE = (
    "This form is out of date. Go back, load the page again and send it once more; with the JSON "
    f"API, send the session's csrf_token as the header {CSRF_HEADER}."
)

log = structlog.get_logger()


async def check_access(connection: Connection, handler: BaseRouteHandler) -> None:
    """Refuse whoever the route does not say may use it.

    A route says ``may`` (roles), ``needs`` (what a session may still need that is not wholly signed
    in, whose person has no role until it is), ``scope`` where a token of another program may ask,
    and ``takes_file`` where a file may be sent.

    Raises:
        HTTPException: More is sent than any request may, or what is no text.
        NotAuthorizedException: Nobody is signed in, and the route asks for somebody.
        NotAllowed: The role may not, or the form is not from our own page in this session.
    """
    may: Who = handler.opt.get("may", NOBODY)
    access: Access = connection.scope.get("auth") or Access()
    is_safe = connection.scope.get("method", "GET") in _SAFE_METHODS
    check_headers(connection)
    check_address(connection)
    if not is_safe:
        _check_origin(connection)
        takes_file = bool(handler.opt.get("takes_file"))
        if takes_file:  # nobody else may keep us busy with a large body
            _check_role(connection, may)
        await check_body(connection, takes_file=takes_file)
    if access.scopes is not None:
        _check_scope(access, handler, is_safe=is_safe)
    if access.needs is None or access.needs not in handler.opt.get("needs", ()):
        if None in may:
            return
        _check_role(connection, may)
    if not is_safe:
        await _check_form(connection, access)


def is_for_tokens(connection: Connection) -> bool:
    """Whether a token of another program may be used at this address at all."""
    return connection.scope["path"].startswith("/api/")


def _check_role(connection: Connection, may: Who) -> None:
    actor = connection.scope.get("user")
    if actor is None:
        raise NotAuthorizedException("Sign in first.")
    if actor.role not in may:
        log.warning("refused", account_id=actor.account_id, path=connection.scope["path"])
        raise NotAllowed(f"This is not open to you as {actor.role.with_article}.")


def _check_scope(access: Access, handler: BaseRouteHandler, *, is_safe: bool) -> None:
    """Refuse an API token what its scopes do not name; it never writes."""
    scope = handler.opt.get("scope")
    if not is_safe or scope is None:
        raise NotAllowed(f"No API token may {'read' if is_safe else 'do'} this.")
    if access.scopes is None or scope not in access.scopes:
        raise NotAllowed("This API token is not for this. Make one with the scope that is needed.")


def _check_origin(connection: Connection) -> None:
    """Refuse what another site's page sent; also before there is a session to hold a token."""
    origin = connection.headers.get("origin")
    site = connection.headers.get("sec-fetch-site", "none")
    if site not in ("same-origin", "none") or (
        origin is not None and urlsplit(origin).netloc != connection.headers.get("host")
    ):
        raise NotAllowed(_FOREIGN)


async def _check_form(connection: Connection, access: Access) -> None:
    """Refuse a write without the session's own token, in a header or in a form's field."""
    assert isinstance(connection, Request)
    given = connection.headers.get(CSRF_HEADER)
    if given is None and connection.content_type[0] in FORMS:
        given = (await connection.form()).get(CSRF_FIELD)
    if (
        not isinstance(given, str)
        or access.csrf_token is None
        or not secrets.compare_digest(given.encode(), access.csrf_token.encode())
    ):
        raise NotAllowed(_OUT_OF_DATE)
