"""Requests that name an Idempotency-Key: sent twice, they are done once and answered alike.

The key is taken in the transaction of the work itself, so one is never kept without the other. The
answer is kept before it is sent.
"""

import hashlib
from typing import Any, cast

from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.middleware import ASGIMiddleware
from litestar.status_codes import HTTP_422_UNPROCESSABLE_ENTITY
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from service.auth import source_of
from service.errors import Stale
from service.store.context import elevated, own_transaction
from service.store.idempotency_keys import Answer, Asked, claim_key, get_answer, keep_answer
from service.store.pool import Connection

KEY_HEADER = "Idempotency-Key"
REPLAYED_HEADER = "Idempotency-Replayed"
_LONGEST_KEY = 200
_KEPT_HEADERS = ("content-type", "location", "etag")
_CLAIMED = "homeward_claimed"

_OTHER = (
    f"This {KEY_HEADER} was used for another request. Name a new one for each thing to be done."
)
_UNDER_WAY = (
    f"A request with this {KEY_HEADER} has been done, and its answer is not kept yet. Ask again in "
    "a second; where the answer is still missing then, read what you changed."
)
_WRONG_KEY = f"The {KEY_HEADER} is 1 to {_LONGEST_KEY} printable characters, such as a UUID."


class AskedAgain(Exception):
    """What was asked has been done before; this is what was answered."""

    def __init__(self, answer: Answer) -> None:
        """Say what was answered."""
        super().__init__("asked again")
        self.answer = answer


async def claim(connection: Connection, request: Request[Any, Any, Any]) -> None:
    """Take the key that a request names, if it does, in the transaction that does its work.

    Raises:
        AskedAgain: It was done before.
        Stale: It was done a moment ago.
        HTTPException: The key is none, or was used for something else.
    """
    asked = await _asked(request)
    if asked is None:
        return
    async with elevated(connection):
        is_new = await claim_key(connection, asked)
        before = None if is_new else await get_answer(connection, asked)
    if is_new:
        request.scope["state"][_CLAIMED] = asked
    elif before is None or before.status == 0:
        raise Stale(_UNDER_WAY)
    elif before.request_sha256 != asked.request_sha256:
        raise HTTPException(_OTHER, status_code=HTTP_422_UNPROCESSABLE_ENTITY)
    else:
        raise AskedAgain(before)


async def _asked(request: Request[Any, Any, Any]) -> Asked | None:
    """The request as its key names it; None where it names none that counts."""
    key = request.headers.get(KEY_HEADER)
    account_id = getattr(request.user, "account_id", None)
    is_write = request.method == "POST" and request.url.path.startswith("/api/")
    if key is None or account_id is None or not is_write:
        return None
    if not (0 < len(key) <= _LONGEST_KEY and key.isprintable() and key.isascii()):
        raise ValidationException(_WRONG_KEY)
    words = b"\0".join(
        (request.method.encode(), request.scope["raw_path"], request.scope["query_string"])
    )
    digest = hashlib.sha256(words + b"\0" + await request.body()).digest()
    return Asked(account_id, key, digest)


def answer_again(_: Request[Any, Any, Any], error: AskedAgain) -> Response[bytes]:
    """The answer as it was given before."""
    headers = {**error.answer.headers, REPLAYED_HEADER: "true"}
    media_type = headers.pop("content-type", None)
    return Response(
        error.answer.body,
        status_code=error.answer.status,
        headers=headers,
        media_type=media_type,
    )


class KeepsAnswers(ASGIMiddleware):
    """Keeps the answer of a request that took a key, before the answer is sent."""

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Hold the answer back until it is kept; other requests pass untouched."""
        held: list[Message] = []

        async def send_kept(message: Message) -> None:
            asked = scope.get("state", {}).get(_CLAIMED)
            if asked is None:
                await send(message)
                return
            held.append(message)
            if message["type"] == "http.response.body" and not message["more_body"]:
                await _keep(scope, asked, held)
                for one in held:
                    await send(one)

        await next_app(scope, receive, send_kept)


async def _keep(scope: Scope, asked: Asked, held: list[Message]) -> None:
    """Keep an answer that says it was done; a refusal undid the key with all else."""
    start, *rest = held
    status = cast("Any", start)["status"]
    if status >= 400:
        return
    pairs = {name.decode().lower(): value.decode() for name, value in cast("Any", start)["headers"]}
    headers = {name: pairs[name] for name in _KEPT_HEADERS if name in pairs}
    body = b"".join(cast("Any", part).get("body", b"") for part in rest)
    request: Request[Any, Any, Any] = Request(scope)
    pool = request.app.state.pool
    async with own_transaction(pool, request.user, source=source_of(request)) as connection:
        await keep_answer(connection, asked, Answer(asked.request_sha256, status, headers, body))
