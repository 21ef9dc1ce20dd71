"""The cookie that keeps a session."""

from litestar.datastructures import Cookie

from service.actions.sessions import Visit
from service.auth.sources import source_of
from service.auth.who import WebRequest

_PLAIN, _SECURE = "homeward_session", "__Host-homeward_session"
SESSION_COOKIES = (_SECURE, _PLAIN)
"""Its names: with the prefix that binds it to this host where pages come over TLS."""


def is_secure(request: WebRequest) -> bool:
    """Whether people reach Homeward over TLS."""
    is_public = str(request.app.state.settings.public_url or "").startswith("https:")
    return is_public or request.url.scheme == "https"


def session_cookie(request: WebRequest, token: str | None) -> Cookie:
    """The cookie that keeps a session, or that drops it when the token is None."""
    return own_cookie(request, _SECURE if is_secure(request) else _PLAIN, token)


def own_cookie(
    request: WebRequest, name: str, value: str | None, *, seconds: int | None = None
) -> Cookie:
    """A cookie that only our own server reads; it goes with the browser unless told how long."""
    return Cookie(
        name,
        value=value or "",
        path="/",
        max_age=seconds if value else 0,
        httponly=True,
        samesite="lax",
        secure=is_secure(request),
    )


def session_token(request: WebRequest) -> str | None:
    """The token in the request's session cookie, if it has one."""
    name = _SECURE if is_secure(request) else _PLAIN
    return request.cookies.get(name) or None


def visit_of(request: WebRequest) -> Visit:
    """The browser that asks, for the session that it is to have."""
    return Visit(source_of(request), request.headers.get("user-agent", ""), session_token(request))


def drops_session(header: tuple[bytes, bytes]) -> bool:
    """Whether a header of a response makes the browser forget its session."""
    name, value = header
    is_session = value.startswith(tuple(f"{cookie}=".encode() for cookie in SESSION_COOKIES))
    return name.lower() == b"set-cookie" and is_session and b"Max-Age=0" in value
