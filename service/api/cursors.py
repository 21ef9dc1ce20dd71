"""Cursors: where a list goes on, whatever rows came and went meanwhile.

A cursor is the sort key of the last row that was sent, so that the next page begins after it. It is
opaque to whoever asks: base64 of JSON.
"""

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Annotated, Any, TypeVar

import msgspec
from litestar.exceptions import ValidationException
from litestar.params import QueryParameter

Row = TypeVar("Row")

Cursor = Annotated[
    str | None,
    QueryParameter(
        max_length=300,
        description="What an answer's next said: the rows after those. Leave offset out with it.",
    ),
]

_WRONG = "This cursor is none of ours. Send what an answer's next said, or leave it out."


def next_cursor(
    rows: Sequence[Row], limit: int, key: Callable[[Row], tuple[Any, ...]]
) -> str | None:
    """The cursor for the rows after these; None where these are the last.

    Args:
        rows: Up to one more than ``limit``.
        limit: How many are sent.
        key: The columns that the list is sorted by, and the id.
    """
    if len(rows) <= limit:
        return None
    encoded = msgspec.json.encode(key(rows[limit - 1]))
    return base64.urlsafe_b64encode(encoded).decode().rstrip("=")


def key_of(cursor: str | None, kind: type[tuple[Any, ...]]) -> tuple[Any, ...] | None:
    """The sort key that a cursor holds; None where there is no cursor.

    Args:
        cursor: As it was sent.
        kind: Such as ``tuple[date, int]``.

    Raises:
        ValidationException: It is none of ours.
    """
    if cursor is None:
        return None
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        encoded = base64.b64decode(padded, b"-_", validate=True)
        return tuple(msgspec.json.decode(encoded, type=kind))
    except (ValueError, binascii.Error, msgspec.MsgspecError) as error:
        extra = [{"key": "cursor", "message": _WRONG}]
        raise ValidationException(_WRONG, extra=extra) from error
