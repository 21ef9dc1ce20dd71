"""Uploads as the JSON API takes and shows them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from msgspec import Meta, Struct

from service.api.shapes.common import Page


class Upload(Struct):
    """A file and what came of it; counts are null until it is checked."""

    id: int
    kind: Annotated[str, Meta(examples=["vacancies"])]
    file_name: Annotated[str, Meta(examples=["vacancies.csv"])]
    file_format: Annotated[str, Meta(examples=["csv"])]
    n_bytes: int
    uploaded_by: str
    uploaded_at: datetime
    same_as: Annotated[
        int | None, Meta(description="The upload by which this file was put in before.")
    ]
    state: Annotated[
        str,
        Meta(
            description="received, checking, to_confirm, putting_in, done, refused or failed.",
            examples=["to_confirm"],
        ),
    ]
    is_over: Annotated[bool, Meta(description="Nothing is under way; to_confirm waits for you.")]
    stage: str
    progress: Annotated[int, Meta(description="Per cent.", examples=[40])]
    checked_at: datetime | None
    confirmed_by: str | None
    confirmed_at: datetime | None
    finished_at: datetime | None
    n_rows: int | None
    n_good: Annotated[int | None, Meta(description="Rows that go in, or went in.")]
    n_to_confirm: Annotated[int | None, Meta(description="Good rows with something unusual.")]
    n_rejected: Annotated[int, Meta(description="Rows that come back to be corrected.")]
    added: Annotated[int | None, Meta(description="Records new, or that would be.")]
    changed: int | None
    same: int | None
    outcome: Annotated[
        Mapping[str, Any],
        Meta(description="Counts of faults, and notes.", examples=[{"critical": 1, "soft": 0}]),
    ]
    error: str | None
    has_rejected: Annotated[bool, Meta(description="There is a file of rows to correct.")]


class Uploads(Page[Upload]):
    """A part of the list of uploads."""


class Fault(Struct):
    """One cell to correct or to confirm."""

    row_number: Annotated[int, Meta(description="Of the file; 0: the file as a whole.")]
    cell: Annotated[str, Meta(examples=["C17"])]
    field: Annotated[str, Meta(description="The column.", examples=["rent"])]
    value: str
    message: str
    category: Annotated[str, Meta(description="setup, critical or soft.", examples=["critical"])]


class Faults(Page[Fault]):
    """A part of the list of what is wrong in a file."""


class Confirmed(Struct, forbid_unknown_fields=True):
    """That the good rows go in."""

    soft_confirmed: Annotated[
        bool, Meta(description="You have checked the cells with something unusual.")
    ] = False
