"""Parameters that several operations take, and the step from rows to shapes."""

from collections.abc import Sequence
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")


def by_token(scope: str) -> list[dict[str, list[str]]]:
    """What the description says of an operation that a session or a token with a scope may ask."""
    return [{"session": []}, {"token": [scope]}]


def shaped(row: object, shape: type[T]) -> T:
    """A row as the API shows it; fields that the shape lacks stay behind."""
    return msgspec.convert(row, shape, from_attributes=True)


def all_shaped(rows: Sequence[Any], shape: type[T]) -> list[T]:
    """Rows as the API shows them."""
    return [shaped(row, shape) for row in rows]
