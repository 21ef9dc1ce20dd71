"""Signing in and out."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlencode

from litestar import get, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import FromQuery, URLEncodedBody
from litestar.response import Redirect, Response, Template
from litestar.status_codes import HTTP_303_SEE_OTHER

from service import auth
from service.actions import second_factor, sessions, signing_in
from service.errors import NotAllowed
from service.pages.forms import FormRefused, safe_next
from service.pages.second_factor import PATH as SET_UP
from service.store.pool import Connection

_CODE = "/sign-in/code"
_STEPS: Mapping[auth.Needs, str] = {auth.Needs.CODE: _CODE, auth.Needs.SECOND_FACTOR: SET_UP}
"""Where the session is given what it needs."""
_LOST = "You were signed out, and what you sent was not saved. Sign in and do it again."
_SIGNED_OUT = "You were signed out; sign in to go on."
_ANY_NEED = frozenset(auth.Needs)


@dataclass(frozen=True)
class SignInForm:
    """What the sign-in form sends."""

    email: str = ""
    password: str = ""
    next: str = "/"


@dataclass(frozen=True)
class CodeForm:
    """What the form for a code sends."""

    code: str = ""
    next: str = "/"


@get("/sign-in", may=auth.EVERYONE)
async def show_sign_in(
    request: auth.WebRequest,
    next: FromQuery[str | None] = None,
    lost: FromQuery[str | None] = None,
) -> Response[bytes]:
    """The form, for whoever has not signed in; the next step for whoever is half way."""
    then = safe_next(next)
    if request.user is not None:
        return Redirect(then, status_code=HTTP_303_SEE_OTHER)
    if request.auth.needs is not None:
        return _go_on(request.auth.needs, then)
    why = _why(then, had_session=auth.session_token(request) is not None, is_lost=lost == "yes")
    return Template("sign_in.html", context={"email": "", "next": then, "why": why, "problems": {}})


@post("/sign-in", may=auth.EVERYONE)
async def sign_in(
    request: auth.WebRequest, state: State, data: URLEncodedBody[SignInForm]
) -> Redirect:
    """Open a session with a new token, whatever cookie came along."""
    then = safe_next(data.next)
    sent = {"email": data.email, "next": then}
    if not data.password:
        raise FormRefused("sign_in.html", {"password": "Enter your password"}, sent)
    try:
        opened = await signing_in.sign_in(
            state.pool, email=data.email, password=data.password, visit=auth.visit_of(request)
        )
    except NotAllowed as wrong:
        raise FormRefused(
            "sign_in.html", {"email": str(wrong)}, sent, HTTPStatus.FORBIDDEN
        ) from wrong
    needs = None if opened.needs is None else auth.Needs(opened.needs)
    answer = _go_on(needs, then)
    answer.set_cookie(auth.session_cookie(request, opened.token))
    return answer


@get(_CODE, may=auth.EVERYONE, needs=_ANY_NEED)
async def show_code(
    request: auth.WebRequest, next: FromQuery[str | None] = None
) -> Response[bytes]:
    """The form for a code of the second factor, for whoever has given their password."""
    if request.auth.needs is not auth.Needs.CODE:
        return Redirect("/", status_code=HTTP_303_SEE_OTHER)
    return Template("second_factor/code.html", context={"next": safe_next(next), "problems": {}})


@post(_CODE, may=auth.SIGNED_IN, needs=frozenset({auth.Needs.CODE}))
async def enter_code(
    request: auth.WebRequest, state: State, data: URLEncodedBody[CodeForm]
) -> Redirect:
    """Sign in with the code, to a session with a new token; nothing for who is signed in."""
    then = safe_next(data.next)
    if request.user is not None:
        return Redirect(then, status_code=HTTP_303_SEE_OTHER)
    try:
        token = await second_factor.enter_code(
            state.pool,
            actor=auth.person_of(request),
            code=data.code,
            visit=auth.visit_of(request),
        )
    except NotAllowed as wrong:
        problems, sent = {"code": str(wrong)}, {"next": then}
        raise FormRefused("second_factor/code.html", problems, sent) from wrong
    cookie = auth.session_cookie(request, token)
    return Redirect(then, status_code=HTTP_303_SEE_OTHER, cookies=[cookie])


@post("/sign-out", may=auth.SIGNED_IN, needs=_ANY_NEED)
async def sign_out(request: auth.WebRequest, connection: NamedDependency[Connection]) -> Redirect:
    """End the session."""
    person, visit = auth.person_of(request), auth.visit_of(request)
    await sessions.end_session(connection, actor=person, visit=visit)
    cookie = auth.session_cookie(request, None)
    return Redirect("/sign-in", status_code=HTTP_303_SEE_OTHER, cookies=[cookie])


def _why(then: str, *, had_session: bool, is_lost: bool) -> str | None:
    """Why somebody is asked to sign in who did not ask to; None: they did."""
    if had_session and is_lost:
        return _LOST
    if then == "/":
        return None
    return _SIGNED_OUT if had_session else "Sign in to go on."


def _go_on(needs: auth.Needs | None, then: str) -> Redirect:
    """To the page asked for, or first to what the session still needs."""
    address = then if needs is None else _STEPS[needs]
    if needs is not None and then != "/":
        address = f"{address}?{urlencode({'next': then})}"
    return Redirect(address, status_code=HTTP_303_SEE_OTHER)
