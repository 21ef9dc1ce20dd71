"""Parts of lists: by a cursor whatever rows come and go meanwhile, or by an offset for pages.

A cursor is opaque to whoever asks: base64 of JSON, with a digest of the list and its filters, so
that it goes on nowhere else, and the sort key of the last row that was sent. It is no secret and
gives no right: whose rows they are, the database says each time.
"""

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar
from urllib.parse import quote, urlencode

import msgspec
from litestar import Request
from litestar.di import NamedDependency
from litestar.exceptions import ValidationException
from litestar.middleware import ASGIMiddleware
from litestar.params import QueryParameter
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from service.api.shapes.common import CURSOR_WORDS, LONGEST_CURSOR, Page
from service.errors import WrongCursor
from service.store.parts import Key, Part, Window
from service.store.pool import Connection

AnyPage = TypeVar("AnyPage", bound=Page[Any])

_Limit = Annotated[int, QueryParameter(ge=1, le=200, description="Rows to send, 200 at most.")]
_Cursor = Annotated[str | None, QueryParameter(max_length=LONGEST_CURSOR, description=CURSOR_WORDS)]
_Offset = Annotated[
    int | None,
    QueryParameter(
        ge=0,
        le=10_000_000,
        description="Rows of the list to leave out first, for pages; never with a cursor.",
    ),
]
_BOTH = "Send cursor or offset, not both: a cursor says itself where the list goes on."
_PLACE = {"limit", "cursor", "offset"}
_KEY = list[str | int | float | bool | None]
_LINK = "homeward_link"


@dataclass(frozen=True)
class PageAsked:
    """Which part of a list is asked for."""

    limit: int
    offset: int | None
    """None: a cursor was sent."""
    after: Key | None
    digest: str
    """Of the list and its filters."""
    request: Request[Any, Any, Any]

    @property
    def window(self) -> Window:
        """The same, as a list is asked for."""
        return {"limit": self.limit, "offset": self.offset or 0, "after": self.after}

    def next_of(self, part: Part[Any]) -> str | None:
        """The cursor for the rows after a part, which is said in the header Link too."""
        if part.goes_on is None:
            return None
        encoded = msgspec.json.encode([self.digest, *part.goes_on])
        cursor = base64.urlsafe_b64encode(encoded).decode().rstrip("=")
        if self.request.method == "GET":
            self.request.scope["state"][_LINK] = self._address(cursor)
        return cursor

    def shown(
        self, shape: type[AnyPage], part: Part[Any], items: list[Any], **more: Any
    ) -> AnyPage:
        """A part of a list as the API shows it."""
        return shape(
            limit=self.limit, offset=self.offset, next=self.next_of(part), items=items, **more
        )

    def _address(self, cursor: str) -> str:
        """Where the rows after a part are asked for."""
        given = self.request.query_params.multi_items()
        kept = [(name, value) for name, value in given if name not in ("cursor", "offset")]
        return f"{quote(self.request.scope['path'])}?{urlencode([*kept, ('cursor', cursor)])}"


def provide_page(
    request: Request[Any, Any, Any],
    connection: NamedDependency[Connection],
    limit: _Limit = 50,
    cursor: _Cursor = None,
    offset: _Offset = None,
) -> PageAsked:
    """The part that the query of an address asks for.

    The connection is waited for: a refusal while it is being opened would break it.

    Raises:
        ValidationException: It names both a cursor and an offset.
        WrongCursor: The cursor is of another list, or of none.
    """
    filters = [one for one in request.query_params.multi_items() if one[0] not in _PLACE]
    return _page(request, filters, limit=limit, cursor=cursor, offset=offset)


def page_in(request: Request[Any, Any, Any], body: Any) -> PageAsked:
    """The part that a body asks for; its other fields are the filters.

    Raises:
        ValidationException: It names both a cursor and an offset.
        WrongCursor: The cursor is of another list, or of none.
    """
    fields: dict[str, Any] = msgspec.to_builtins(body)
    place = {name: fields.pop(name) for name in _PLACE}
    return _page(request, fields.items(), **place)


def _page(
    request: Request[Any, Any, Any],
    filters: Iterable[tuple[str, Any]],
    *,
    limit: int,
    cursor: str | None,
    offset: int | None,
) -> PageAsked:
    list_and_filters = msgspec.json.encode([request.url.path, sorted(filters)])
    digest = hashlib.sha256(list_and_filters).hexdigest()[:12]
    if cursor is None:
        return PageAsked(limit, offset or 0, None, digest, request)
    if offset is not None:
        source = "query" if request.method == "GET" else "body"
        extra = [{"key": "offset", "message": _BOTH, "source": source}]
        raise ValidationException(_BOTH, extra=extra)
    return PageAsked(limit, None, _key_in(cursor, digest), digest, request)


def _key_in(cursor: str, digest: str) -> Key:
    """The sort key in a cursor.

    Raises:
        WrongCursor: It was not made for this list and these filters.
    """
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        encoded = base64.b64decode(padded, b"-_", validate=True)
        made_for, *key = msgspec.json.decode(encoded, type=_KEY)
    except (ValueError, msgspec.MsgspecError) as error:
        raise WrongCursor from error
    if made_for != digest:
        raise WrongCursor
    return key


class TellsNext(ASGIMiddleware):
    """Sends where a list goes on as the header Link (RFC 8288)."""

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Add the header to a part that is not the last."""

        async def send_linked(message: Message) -> None:
            address = scope.get("state", {}).get(_LINK)
            if message["type"] == "http.response.start" and address is not None:
                link = (b"link", f'<{address}>; rel="next"'.encode())
                message["headers"] = [*message["headers"], link]
            await send(message)

        await next_app(scope, receive, send_linked)
