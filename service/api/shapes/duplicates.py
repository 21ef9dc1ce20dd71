"""Records that may be of one person as the JSON API shows them."""

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta, Struct

from service.api.shapes.common import Page


class DuplicatePair(Struct):
    """Two records that may be of one person."""

    id: int
    score: Annotated[int, Meta(description="0 to 100, where nothing differs.")]
    found_at: datetime
    first_id: int
    first_reference: Annotated[str, Meta(examples=["A-00412"])]
    first_name: str
    first_born_on: date
    second_id: int
    second_reference: str
    second_name: str
    second_born_on: date


class DuplicatePairs(Page[DuplicatePair]):
    """A part of the list of pairs."""


class MergeAsked(Struct, forbid_unknown_fields=True):
    """Which record to keep, and how one knows that the two are one person's."""

    kept_id: Annotated[int, Meta(ge=1, le=2**31 - 1)]
    reason: Annotated[str, Meta(min_length=10, max_length=1000)]


class Merged(Struct):
    """Two records that were made one."""

    id: Annotated[int, Meta(description="By which it can be undone.")]
    kept_id: int
    merged_id: int
    reason: str
    merged_by: str
    merged_at: datetime
    undone_by: str | None
    undone_at: datetime | None
