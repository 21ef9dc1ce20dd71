"""The service itself over JSON: its health, and who is signed in."""

from litestar import get
from litestar.di import NamedDependency

from service import auth
from service.api.problems import refusals
from service.api.shapes import common as shapes
from service.store.health import get_server_version
from service.store.pool import Connection


@get("/health", may=auth.EVERYONE, tags=["Service"], summary="Whether the service answers")
async def show_health(connection: NamedDependency[Connection]) -> shapes.Health:
    """Says ok when the database answers too."""
    await get_server_version(connection)
    return shapes.Health("ok")


@get(
    "/api/session",
    may=auth.SIGNED_IN,
    tags=["Service"],
    summary="Who is signed in",
    responses=refusals(),
)
async def show_session(request: auth.WebRequest) -> shapes.Session:
    """The name and role, and the token that writes must carry in the header X-CSRF-Token."""
    actor = auth.provide_actor(request)
    role = "" if actor.role is None else actor.role.value
    return shapes.Session(actor.name, role, str(request.auth.csrf_token))
