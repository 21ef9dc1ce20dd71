"""Who is behind a request: the session of its cookie, or the token of another program."""

from litestar import Request
from litestar.exceptions import NotAuthorizedException
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult

from service.actions.api_tokens import find_token_bearer
from service.actions.signing_in import SignedIn, find_signed_in
from service.auth.cookies import session_token
from service.auth.guard import Connection, is_for_tokens
from service.auth.sources import source_of
from service.auth.who import Access, Needs, WebRequest
from service.domain.accounts import Actor
from service.store.pool import Pool

_BEARER = "bearer "
_WRONG_TOKEN = (
    "This API token is unknown, expired or revoked, or the account of whoever made it is disabled. "
    "Make a new one on the page for API tokens."
)


class Sessions(AbstractAuthenticationMiddleware):
    """Finds the person behind the session cookie, or the API token, of each request."""

    async def authenticate_request(self, connection: Connection) -> AuthenticationResult:
        """The person (None: nobody) and what else the request carries."""
        pool: Pool = connection.app.state.pool
        given = connection.headers.get("authorization", "")
        if given.lower().startswith(_BEARER) and is_for_tokens(connection):
            return await self._by_api_token(pool, given[len(_BEARER) :].strip(), connection)
        token = session_token(Request(connection.scope))
        if not token:
            return AuthenticationResult(user=None, auth=Access())
        async with pool.connection() as database:
            found = await find_signed_in(database, token)
        if found is None:
            return AuthenticationResult(user=None, auth=Access())
        return _of_session(found)

    async def _by_api_token(
        self, pool: Pool, token: str, connection: Connection
    ) -> AuthenticationResult:
        async with pool.connection() as database:
            found = await find_token_bearer(database, token, source=source_of(connection))
        if found is None:
            raise NotAuthorizedException(_WRONG_TOKEN)
        return AuthenticationResult(user=found.actor, auth=Access(scopes=found.scopes))


def _of_session(found: SignedIn) -> AuthenticationResult:
    needs = None if found.needs is None else Needs(found.needs)
    signed_in, waiting = (found.actor, None) if needs is None else (None, found.actor)
    access = Access(found.csrf_token, found.session_id, needs, waiting)
    return AuthenticationResult(user=signed_in, auth=access)


async def go_on_in(request: WebRequest, token: str) -> None:
    """Answer in a session that was just opened: the page's forms carry its token."""
    pool: Pool = request.app.state.pool
    async with pool.connection() as database:
        found = await find_signed_in(database, token)
    if found is not None:
        result = _of_session(found)
        request.scope["user"], request.scope["auth"] = result.user, result.auth


def provide_actor(request: WebRequest) -> Actor:
    """The person who asks; for routes that need somebody signed in."""
    assert request.user is not None  # check_access let nobody else through
    return request.user
