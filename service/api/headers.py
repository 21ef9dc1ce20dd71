"""What the API's description says of headers: writes that are done once, and none is lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from litestar.handlers import HTTPRouteHandler
from litestar.openapi.spec import (
    OpenAPIMediaType,
    OpenAPIResponse,
    OpenAPIType,
    Operation,
    Reference,
    Schema,
)
from litestar.openapi.spec import Parameter as Header

from service.api.asking_again import KEY_HEADER
from service.api.preconditions import MATCH_HEADER, TABLES
from service.api.problems import MEDIA_TYPE

_MATCH = (
    'The ETag that came with the row, such as "7". Where somebody changed the row since, this is '
    "refused (412), and the refusal says who changed which fields. Without it the last to write "
    "wins, except for a version that the body must name."
)
_KEY = "1 to 200 printable characters, such as a UUID. Sent again with the same, it is done once."
_MATCH_REFUSED = {
    HTTPStatus.BAD_REQUEST: "The If-Match is no ETag.",
    HTTPStatus.PRECONDITION_FAILED: "Somebody else changed it after it was read.",
}
_KEY_REFUSED = {
    HTTPStatus.BAD_REQUEST: "The Idempotency-Key is none.",
    HTTPStatus.CONFLICT: "The same was asked a moment ago, and is under way.",
    HTTPStatus.UNPROCESSABLE_ENTITY: "The Idempotency-Key came with another request before.",
}


@dataclass
class Write(Operation):
    """A write: of a row that people edit it takes If-Match."""

    def __post_init__(self) -> None:
        """Add what the addresses of rows have in common."""
        named = [
            one.name
            for one in self.parameters or ()
            if isinstance(one, Header) and one.param_in == "path"
        ]
        if any(name in TABLES for name in named):
            self._take(MATCH_HEADER, _MATCH, _MATCH_REFUSED)

    def _take(self, name: str, words: str, refused: Mapping[HTTPStatus, str]) -> None:
        """Say that a header may come, and how a wrong one is refused."""
        header = Header(name, "header", schema=Schema(type=OpenAPIType.STRING), description=words)
        self.parameters = [*(self.parameters or ()), header]
        problem = {MEDIA_TYPE: OpenAPIMediaType(Reference(_PROBLEM))}
        told = {str(it.value): OpenAPIResponse(why, content=problem) for it, why in refused.items()}
        self.responses = {**told, **(self.responses or {})}


@dataclass
class Post(Write):
    """A POST: it takes an Idempotency-Key too."""

    def __post_init__(self) -> None:
        """Add the key."""
        super().__post_init__()
        self._take(KEY_HEADER, _KEY, _KEY_REFUSED)


_PROBLEM = "#/components/schemas/Problem"


def described(handlers: list[Any]) -> list[HTTPRouteHandler]:
    """Routes of the API, whose descriptions name the headers that they take."""
    for handler in handlers:
        if "POST" in handler.http_methods:
            handler.operation_class = Post
        elif handler.http_methods & {"PATCH", "PUT", "DELETE"}:
            handler.operation_class = Write
    return handlers
