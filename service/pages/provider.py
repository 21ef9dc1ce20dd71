"""Signing in with the organisation's own accounts."""

from http import HTTPStatus

from litestar import get
from litestar.exceptions import NotFoundException
from litestar.params import FromQuery
from litestar.response import Redirect, Response, Template
from litestar.status_codes import HTTP_303_SEE_OTHER

from service import auth
from service.actions.openid import begin_sign_in, end_sign_in
from service.actions.provider import Provider
from service.errors import NotAllowed, NotReady
from service.pages.forms import query_of, safe_next, sign_in_address
from service.store.identities import LONGEST

_SECONDS = int(LONGEST.total_seconds())
_PLAIN, _SECURE = "homeward_sign_in", "__Host-homeward_sign_in"


@get("/sign-in/provider", may=auth.EVERYONE)
async def begin(request: auth.WebRequest, next: FromQuery[str | None] = None) -> Response[bytes]:
    """Send the browser to the organisation, with a cookie by which it is known when it is back."""
    provider = _provider(request)
    if request.user is not None:
        return Redirect(safe_next(next), status_code=HTTP_303_SEE_OTHER)
    try:
        begun = await begin_sign_in(
            request.app.state.pool,
            provider,
            next_path=safe_next(next),
            source=auth.source_of(request),
        )
    except NotReady as refusal:
        return _refused(request, refusal)
    cookie = auth.own_cookie(request, _cookie(request), begun.browser_token, seconds=_SECONDS)
    return Redirect(begun.address, status_code=HTTP_303_SEE_OTHER, cookies=[cookie])


@get("/sign-in/provider/return", may=auth.EVERYONE)
async def end(request: auth.WebRequest) -> Response[bytes]:
    """Open a session for whoever the organisation says has come back."""
    try:
        ended = await end_sign_in(
            request.app.state.pool,
            _provider(request),
            query_of(request),
            browser_token=request.cookies.get(_cookie(request)),
            visit=auth.visit_of(request),
        )
    except (NotAllowed, NotReady) as refusal:
        return _refused(request, refusal)
    cookies = [
        auth.session_cookie(request, ended.session_token),
        auth.own_cookie(request, _cookie(request), None),
    ]
    then = ended.next_path
    if ended.needs is not None:
        then = sign_in_address(then)  # which leads on to the code
    return Redirect(then, status_code=HTTP_303_SEE_OTHER, cookies=cookies)


def _provider(request: auth.WebRequest) -> Provider:
    provider: Provider | None = request.app.state.provider
    if provider is None:
        raise NotFoundException(HTTPStatus.NOT_FOUND.phrase)
    return provider


def _cookie(request: auth.WebRequest) -> str:
    """The cookie's name, bound to this host where pages come over TLS."""
    return _SECURE if auth.is_secure(request) else _PLAIN


def _refused(request: auth.WebRequest, refusal: NotAllowed | NotReady) -> Template:
    """A page that says why; what must stay is committed already, and nothing else was begun."""
    is_down = isinstance(refusal, NotReady)
    status = HTTPStatus.SERVICE_UNAVAILABLE if is_down else HTTPStatus.FORBIDDEN
    return Template(
        "provider_refused.html",
        context={"detail": str(refusal)},
        status_code=status.value,
        cookies=[auth.own_cookie(request, _cookie(request), None)],
    )
