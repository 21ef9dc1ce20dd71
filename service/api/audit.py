"""The audit over JSON."""

from datetime import date
from http import HTTPStatus
from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from service import auth
from service.actions.auditing import Asked, read_audit
from service.api.cursors import PageAsked
from service.api.params import all_shaped
from service.api.problems import refusals
from service.api.shapes import audit as shapes
from service.store.pool import Connection


def _words(description: str, name: str | None = None) -> QueryParameter:
    pattern = r"^[^\x00]+$"
    return QueryParameter(name=name, max_length=100, pattern=pattern, description=description)


_ActorName = Annotated[str | None, _words("Part of the name of whoever did it.", "actor")]
_Action = Annotated[str | None, _words("What was done, as a row has it.")]
_Applicant = Annotated[
    str | None, _words("The reference of the applicant whose record was read or written.")
]
_Text = Annotated[str | None, _words("Part of what it was done to.")]
_Since = Annotated[
    date | None, QueryParameter(description="The first day, as people in Norfolk count days.")
]
_Until = Annotated[date | None, QueryParameter(description="The last day.")]


@get(
    "/audit",
    may=auth.AUDITORS,
    tags=["Audit"],
    summary="Read the audit",
    responses=refusals(HTTPStatus.BAD_REQUEST),
)
async def list_audit(
    connection: NamedDependency[Connection],
    page: NamedDependency[PageAsked],
    actor_name: _ActorName = None,
    action: _Action = None,
    applicant: _Applicant = None,
    text: _Text = None,
    since: _Since = None,
    until: _Until = None,
) -> shapes.Acts:
    """Who did, read and changed what, the newest first; that it was read is written down too."""
    asked = Asked(
        actor=actor_name,
        action=action,
        applicant=applicant,
        text=text,
        since=since,
        until=until,
    )
    found = await read_audit(connection, asked=asked, **page.window)
    return shapes.Acts(page.next_of(found.acts), all_shaped(found.acts, shapes.Act))
