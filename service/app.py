"""Wires the pool, the routes, sign-in, errors, logs and headers into one application."""

from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from http import HTTPStatus
from typing import Any

from litestar import Litestar, Request, Response, Router
from litestar.datastructures import CacheControlHeader, State
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.logging.config import LoggingConfig, StructLoggingConfig
from litestar.middleware import ASGIMiddleware, DefineMiddleware
from litestar.middleware.logging import LoggingMiddlewareConfig
from litestar.plugins.structlog import StructlogConfig, StructlogPlugin
from litestar.static_files import create_static_files_router
from litestar.types import ASGIApp, Logger, Message, Receive, Scope, Send

from service import auth, errors
from service.actions.provider import Provider
from service.api import routes as api
from service.api.asking_again import AskedAgain, answer_again, claim
from service.api.preconditions import check_match, note_version
from service.api.problems import problem_json
from service.pages import routes as pages
from service.pages.assets.build import STATIC
from service.pages.forms import FormRefused
from service.pages.links import LINK_PATH
from service.pages.problems import problem_page
from service.pages.templating import STATIC_PATH, template_config
from service.settings import Settings
from service.store.context import set_context
from service.store.pool import Connection, Pool, application_url, make_pool

STATUSES: Mapping[type[errors.HomewardError], HTTPStatus] = {
    errors.NotFound: HTTPStatus.NOT_FOUND,
    errors.NotAllowed: HTTPStatus.FORBIDDEN,
    errors.RuleBroken: HTTPStatus.CONFLICT,
    errors.Stale: HTTPStatus.CONFLICT,
    errors.Outdated: HTTPStatus.PRECONDITION_FAILED,
    errors.WrongCursor: HTTPStatus.BAD_REQUEST,
    errors.TooMany: HTTPStatus.TOO_MANY_REQUESTS,
    errors.NotReady: HTTPStatus.SERVICE_UNAVAILABLE,
}
"""The one table from our refusals to HTTP."""

_NAMING_FIELDS = (errors.RuleBroken, errors.WrongCursor)
_YEAR_SECONDS = 365 * 24 * 3600
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_QUIET_LIBRARIES: dict[str, dict[str, Any] | list[Any] | str] = {
    "level": "WARNING",
    "handlers": ["queue_listener"],
}
_OPEN = "homeward_open"
"""Where a request keeps what closes its connection."""
_INTERNAL = "Something went wrong on our side, and nothing was changed. Try again in a minute."


def create_app(settings: Settings, database_url: str) -> Litestar:
    """The whole web service.

    Raises:
        NotReady: The pages' assets are not built.
    """
    return Litestar(
        route_handlers=[api.router(), pages.router(), _static()],
        dependencies={
            "connection": Provide(_connection),
            "actor": Provide(auth.provide_actor, sync_to_thread=False),
        },
        guards=[auth.check_access],
        middleware=[
            GivesBackConnections(),
            DefineMiddleware(auth.Sessions, exclude=f"^{STATIC_PATH}/"),
        ],
        exception_handlers={
            errors.HomewardError: _refused,
            HTTPException: _http_error,
            AskedAgain: answer_again,
            Exception: _crashed,
        },
        lifespan=[_open_pool],
        before_send=[_secure],
        state=_state(settings, database_url),
        template_config=template_config(),
        openapi_config=api.openapi_config(),
        plugins=[_logs()],
        request_max_body_size=auth.MOST_BYTES,
        multipart_form_part_limit=auth.MOST_FIELDS,
    )


def _state(settings: Settings, database_url: str) -> State:
    """What requests share: the pool, the settings, and the organisation's sign-in if any."""
    pool = make_pool(_web_url(settings, database_url))
    provider = None if settings.openid is None else Provider(settings.openid)
    return State({"pool": pool, "settings": settings, "provider": provider})


def _web_url(settings: Settings, database_url: str) -> str:
    """The address that the web works with: the application's own where it can log in."""
    if settings.database_app_url is not None:
        return application_url(settings.database_app_url, can_log_in=True)
    return application_url(database_url, can_log_in=settings.database_url is None)


@asynccontextmanager
async def _open_pool(app: Litestar) -> AsyncGenerator[None, None]:
    async with app.state.pool:
        yield


async def _connection(
    state: State, request: Request[Any, Any, Any]
) -> AsyncGenerator[Connection, None]:
    """A connection for one request's person: commits on leaving, rolls back on any exception."""
    stack = AsyncExitStack()
    connection = await stack.enter_async_context(_transaction(state.pool, request))
    request.scope["state"][_OPEN] = stack
    async with stack:
        yield connection


@asynccontextmanager
async def _transaction(pool: Pool, request: Request[Any, Any, Any]) -> AsyncIterator[Connection]:
    async with pool.connection() as connection:
        await set_context(connection, request.user, source=auth.source_of(request))
        await claim(connection, request)
        await check_match(connection, request)
        yield connection
        await note_version(connection, request)


class GivesBackConnections(ASGIMiddleware):
    """Rolls back what is still open when a request is over, and gives its connection back.

    Litestar closes what a request depends on, but not where another thing that it depends on is
    refused after the connection was opened.
    """

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Answer, then look whether the connection was left open."""
        try:
            await next_app(scope, receive, send)
        finally:
            if stack := scope["state"].get(_OPEN):
                left = GeneratorExit()
                await stack.__aexit__(type(left), left, None)


def _static() -> Router:
    return create_static_files_router(
        path=STATIC_PATH,
        directories=[STATIC],
        cache_control=CacheControlHeader(max_age=_YEAR_SECONDS, public=True, immutable=True),
        opt={"may": auth.EVERYONE},
    )


def _logs() -> StructlogPlugin:
    """Who asked for what and how it ended; never a body, a query string or a cookie."""
    codes = {400, 401, 403, 404, 405, 409, 412, 413, 414, 415, 422, 431}
    expected: set[int | type[Exception]] = {*codes, *STATUSES, FormRefused, AskedAgain}
    return StructlogPlugin(
        StructlogConfig(
            structlog_logging_config=StructLoggingConfig(
                log_exceptions="always",
                exception_logging_handler=_log_crash,
                disable_stack_trace=expected,
                standard_lib_logging_config=LoggingConfig(
                    root=_QUIET_LIBRARIES,
                    loggers={name: {"level": "WARNING"} for name in ("httpx", "httpcore")},
                ),
            ),
            middleware_logging_config=LoggingMiddlewareConfig(
                exclude=[f"^{STATIC_PATH}/", f"^{LINK_PATH}/"],  # a link's address is its secret
                request_log_fields=("path", "method"),
                response_log_fields=frozenset({"status_code"}),
            ),
        )
    )


def _log_crash(logger: Logger, scope: Scope, _: list[str]) -> None:
    """What was not expected, with where it was; a link's address is its secret."""
    path = scope["path"]
    shown = f"{LINK_PATH}/..." if path.startswith(f"{LINK_PATH}/") else path
    logger.exception("Uncaught exception", path=shown)


def _refused(request: Request[Any, Any, Any], error: errors.HomewardError) -> Response[Any]:
    source = "query" if request.method == "GET" else "body"
    problems = error.problems if isinstance(error, _NAMING_FIELDS) else {}
    fields = [{"key": key, "message": text, "source": source} for key, text in problems.items()]
    answer = _show(request, STATUSES[type(error)], str(error), fields)
    if isinstance(error, errors.TooMany):
        answer.headers["Retry-After"] = str(error.seconds)
    return answer


def _http_error(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    if error.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return _crashed(request, error)
    fields = error.extra if isinstance(error.extra, list) else []
    is_long = error.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    detail = _too_long(request) if is_long else error.detail
    return _show(request, HTTPStatus(error.status_code), detail, fields)


def _too_long(request: Request[Any, Any, Any]) -> str:
    """What is said of a body that is too long, by whether it brings a file."""
    handler = request.scope.get("route_handler")
    takes_file = handler is not None and handler.opt.get("takes_file", False)
    return auth.FILE_TOO_LARGE if takes_file else auth.TOO_LONG


def _crashed(request: Request[Any, Any, Any], _: Exception) -> Response[Any]:
    return _show(request, HTTPStatus.INTERNAL_SERVER_ERROR, _INTERNAL)


def _show(
    request: Request[Any, Any, Any],
    status: HTTPStatus,
    detail: str,
    fields: list[Any] | None = None,
) -> Response[Any]:
    """The refusal as problem+json for the API, and as a page for people."""
    if request.url.path.startswith("/api/"):
        return problem_json(request, status, detail, fields or [])
    return problem_page(request, status, detail)


async def _secure(message: Message, scope: Scope) -> None:
    """Put the security headers on every response, errors included."""
    if message["type"] != "http.response.start":
        return
    headers = {**_HEADERS, "Content-Security-Policy": _content_security_policy(scope)}
    if _is_public_over_tls(scope):
        headers["Strict-Transport-Security"] = f"max-age={_YEAR_SECONDS}; includeSubDomains"
    elif scope["scheme"] == "https":
        headers["Strict-Transport-Security"] = f"max-age={_YEAR_SECONDS}"
    if any(map(auth.drops_session, message["headers"])):
        headers["Clear-Site-Data"] = '"cache"'
    given = {name.lower() for name, _ in message["headers"]}
    if b"cache-control" not in given:
        headers["Cache-Control"] = "no-store"
    pairs = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    message["headers"] = [*message["headers"], *pairs]


def _is_public_over_tls(scope: Scope) -> bool:
    """Whether whoever runs Homeward has said that people reach it over TLS."""
    settings: Settings = scope["litestar_app"].state.settings
    return str(settings.public_url or "").startswith("https:")


def _content_security_policy(scope: Scope) -> str:
    """Everything from here; a script of ours inside a page carries this response's nonce."""
    nonce = scope["state"].get("csp_nonce")
    scripts = f"'self' 'nonce-{nonce}'" if nonce else "'self'"
    return (
        f"default-src 'self'; script-src {scripts}; style-src 'self'; img-src 'self' data:; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
