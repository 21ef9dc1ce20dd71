"""ETag and If-Match: whoever changes a row says which version of it they read.

An ETag is the row's version (migrations/0014) in quotes.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from litestar import Request
from litestar.exceptions import ValidationException
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from service.actions.versions import check_version
from service.store.pool import Connection
from service.store.versions import Versioned, see_version

TABLES: Mapping[str, Versioned] = MappingProxyType(
    {
        "landlord_id": "landlords",
        "scheme_id": "schemes",
        "unit_id": "units",
        "loan_id": "unit_loans",
        "vacancy_id": "vacancies",
        "applicant_id": "applicants",
        "nomination_id": "nominations",
        "contact_id": "contacts",
    }
)
"""Parameter of an address -> the table whose rows count versions."""

MATCH_HEADER = "If-Match"
_TAG = re.compile(r'"(\d{1,9})"')
_NOTED = "homeward_version"
_WRONG_TAG = (
    'If-Match takes one ETag as an answer gave it, such as "7", or *. Read the row, and send its '
    "ETag back."
)


async def check_match(connection: Connection, request: Request[Any, Any, Any]) -> None:
    """Refuse a write whose If-Match names another version than the row has; it is held then.

    Raises:
        Outdated: Somebody changed the row.
        ValidationException: If-Match is no ETag of ours.
    """
    named = _row(request)
    given = request.headers.get(MATCH_HEADER)
    if named is None or given is None or request.method in ("GET", "HEAD") or given == "*":
        return
    if await see_version(connection, *named) is None:
        return  # whatever reads it next says that there is none
    tag = _TAG.fullmatch(given.strip())
    if tag is None:
        raise ValidationException(_WRONG_TAG)
    await check_version(connection, *named, int(tag.group(1)))


async def note_version(connection: Connection, request: Request[Any, Any, Any]) -> None:
    """Remember the version of the row that an answer is about, as it is after the work."""
    named = _row(request)
    if named is not None:
        version = await see_version(connection, *named)
        request.scope["state"][_NOTED] = version


def _row(request: Request[Any, Any, Any]) -> tuple[Versioned, int] | None:
    """Table and id of the last row that an address of the API names; None where it names none.

    Of what belongs to a row, as a change of an applicant's circumstances, it is that row.
    """
    rows = [one for one in request.path_params.items() if one[0] in TABLES]
    if not rows or not request.url.path.startswith("/api/"):
        return None
    name, row_id = rows[-1]
    is_row = request.method != "GET" or request.url.path.endswith(f"/{row_id}")
    return (TABLES[name], int(row_id)) if is_row else None


class TellsVersions(ASGIMiddleware):
    """Sends the version of the row that an answer is about as its ETag."""

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Add the header to answers that are no refusal."""

        async def send_tagged(message: Message) -> None:
            version = scope.get("state", {}).get(_NOTED)
            if message["type"] == "http.response.start" and version is not None:
                tag = (b"etag", f'"{version}"'.encode())
                message["headers"] = [*message["headers"], tag]
            await send(message)

        await next_app(scope, receive, send_tagged)
