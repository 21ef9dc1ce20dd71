"""Signing in and out."""

from dataclasses import dataclass
from http import HTTPStatus

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery, URLEncodedBody
from litestar.response import Redirect, Response, Template
from litestar.status_codes import HTTP_303_SEE_OTHER

from service import auth
from service.actions import signing_in
from service.errors import NotAllowed
from service.pages.forms import FormRefused, safe_next
from service.store.pool import Connection


@dataclass(frozen=True)
class SignInForm:
    """What the sign-in form sends."""

    email: str = ""
    password: str = ""
    next: str = "/"


@get("/sign-in", may=auth.EVERYONE)
async def show_sign_in(
    request: auth.WebRequest, next: FromQuery[str | None] = None
) -> Response[bytes]:
    """The form, for whoever has not signed in."""
    then = safe_next(next)
    if request.user is not None:
        return Redirect(then, status_code=HTTP_303_SEE_OTHER)
    return Template("sign_in.html", context={"email": "", "next": then, "problems": {}})


@post("/sign-in", may=auth.EVERYONE)
async def sign_in(
    request: auth.WebRequest,
    connection: NamedDependency[Connection],
    data: URLEncodedBody[SignInForm],
) -> Redirect:
    """Open a session with a new token, whatever cookie came along."""
    then = safe_next(data.next)
    try:
        token = await signing_in.sign_in(
            connection,
            email=data.email,
            password=data.password,
            visit=auth.visit_of(request),
        )
    except NotAllowed as wrong:
        sent = {"email": data.email, "next": then}
        raise FormRefused(
            "sign_in.html", {"email": str(wrong)}, sent, HTTPStatus.FORBIDDEN
        ) from wrong
    cookie = auth.session_cookie(request, token)
    return Redirect(then, status_code=HTTP_303_SEE_OTHER, cookies=[cookie])


@post("/sign-out", may=auth.SIGNED_IN)
async def sign_out(request: auth.WebRequest, connection: NamedDependency[Connection]) -> Redirect:
    """End the session."""
    await signing_in.sign_out(connection, token=auth.session_token(request) or "")
    cookie = auth.session_cookie(request, None)
    return Redirect("/sign-in", status_code=HTTP_303_SEE_OTHER, cookies=[cookie])
