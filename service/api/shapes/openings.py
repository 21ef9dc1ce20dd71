"""Openings of restricted records as the JSON API shows them."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from service.api.shapes.common import Page


class Opening(Struct):
    """A restricted record that somebody opened for an hour."""

    id: int
    applicant_reference: Annotated[str, Meta(examples=["B-10023"])]
    opened_by: Annotated[str, Meta(examples=["Olive Officer"])]
    reason: str
    opened_at: datetime
    open_until: datetime
    reviewed_by: Annotated[str | None, Meta(description="Null: it waits for a review.")]
    reviewed_at: datetime | None
    was_justified: bool | None
    review_note: str | None


class Openings(Page[Opening]):
    """A part of the list of openings."""
