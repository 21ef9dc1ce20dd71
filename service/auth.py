"""Who may: sessions, roles, and forms that come from our own pages.

Every route says who may use it: ``@get("/runs", may=auth.OFFICERS)``. A route that says nothing may
be used by nobody.
"""

import secrets
from typing import Any
from urllib.parse import urlsplit

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie, State
from litestar.exceptions import NotAuthorizedException
from litestar.handlers.base import BaseRouteHandler
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult

from service.actions.accounts import find_signed_in
from service.domain.accounts import Actor, Role
from service.errors import NotAllowed
from service.store.pool import Pool

WebRequest = Request[Actor | None, str | None, State]
"""A request: ``user`` is the person (None: signed out), ``auth`` the token for their forms."""
Connection = ASGIConnection[Any, Any, Any, Any]
Who = frozenset[Role | None]
"""The roles that may use a route; with None among them, people who have not signed in too."""

OFFICERS: Who = frozenset({Role.OFFICER})
LETTING: Who = frozenset({Role.OFFICER, Role.LANDLORD})
"""Officers, and landlords' people for their own homes."""
PLANNING: Who = frozenset({Role.OFFICER, Role.PLANNER})
"""Officers and planners, for what tells of nobody."""
SIGNED_IN: Who = frozenset(Role)
EVERYONE: Who = frozenset({*Role, None})
_NOBODY: Who = frozenset()

SESSION_COOKIE = "homeward_session"
CSRF_FIELD = "csrf_token"
CSRF_HEADER = "X-CSRF-Token"
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_FOREIGN = "This form did not come from Homeward's own pages. Open the page here and try again."
_OUT_OF_DATE = (
    "This form is out of date. Go back, load the page again and send it once more; with the JSON "
    f"API, send the session's csrf_token as the header {CSRF_HEADER}."
)


class Sessions(AbstractAuthenticationMiddleware):
    """Finds the person behind the session cookie of each request."""

    async def authenticate_request(self, connection: Connection) -> AuthenticationResult:
        """The person and the token for their forms, or None twice."""
        token = connection.cookies.get(SESSION_COOKIE)
        if not token:
            return AuthenticationResult(user=None, auth=None)
        pool: Pool = connection.app.state.pool
        async with pool.connection() as database:
            found = await find_signed_in(database, token)
        if found is None:
            return AuthenticationResult(user=None, auth=None)
        return AuthenticationResult(user=found.actor, auth=found.csrf_token)


async def check_access(connection: Connection, handler: BaseRouteHandler) -> None:
    """The guard of every route: deny unless the route says that this person may.

    Raises:
        NotAuthorizedException: Nobody is signed in, and the route asks for somebody.
        NotAllowed: The role may not, or the form is not from our own page in this session.
    """
    may: Who = handler.opt.get("may", _NOBODY)
    actor = connection.scope.get("user")
    is_safe = connection.scope.get("method", "GET") in _SAFE_METHODS
    if not is_safe:
        _check_origin(connection)
    if None in may:
        return
    if actor is None:
        raise NotAuthorizedException("Sign in first.")
    if actor.role not in may:
        raise NotAllowed(f"This is not open to you as a {actor.role.words}.")
    if not is_safe:
        await _check_form(connection)


def provide_actor(request: WebRequest) -> Actor:
    """The person who asks; for routes that need somebody signed in."""
    assert request.user is not None  # check_access let nobody else through
    return request.user


def session_cookie(request: WebRequest, token: str | None) -> Cookie:
    """The cookie that keeps a session, or that drops it when the token is None."""
    return Cookie(
        SESSION_COOKIE,
        value=token or "",
        max_age=None if token else 0,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )


def _check_origin(connection: Connection) -> None:
    """Refuse what another site's page sent; also before there is a session to hold a token."""
    origin = connection.headers.get("origin")
    site = connection.headers.get("sec-fetch-site", "none")
    if site not in ("same-origin", "none") or (
        origin is not None and urlsplit(origin).netloc != connection.headers.get("host")
    ):
        raise NotAllowed(_FOREIGN)


async def _check_form(connection: Connection) -> None:
    """Refuse a write without the session's own token, in a header or in a form's field."""
    assert isinstance(connection, Request)
    given = connection.headers.get(CSRF_HEADER)
    if given is None and connection.content_type[0] == "application/x-www-form-urlencoded":
        given = (await connection.form()).get(CSRF_FIELD)
    if not isinstance(given, str) or not secrets.compare_digest(
        given.encode(), str(connection.auth).encode()
    ):
        raise NotAllowed(_OUT_OF_DATE)
