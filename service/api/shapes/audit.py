"""Shapes of the audit."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any

from msgspec import Meta, Struct

from service.api.shapes.common import Next


class Act(Struct):
    """One row of the audit."""

    id: Annotated[int, Meta(examples=[412])]
    at: datetime
    actor: Annotated[str, Meta(description="Who did it.", examples=["Olive Officer"])]
    role: Annotated[str | None, Meta(examples=["officer"])]
    source: Annotated[
        str | None, Meta(description="The network address it came from.", examples=["192.0.2.7"])
    ]
    action: Annotated[
        str,
        Meta(
            description="A verb; add, change and delete are writes to a table.", examples=["read"]
        ),
    ]
    subject: Annotated[
        str, Meta(description="What it was done to; of writes the table.", examples=["applicants"])
    ]
    reason: Annotated[str | None, Meta(description="Why, in the person's words.")]
    applicant_ids: Annotated[
        Sequence[int], Meta(description="Whose records were read or written.", examples=[[7]])
    ]
    details: Annotated[Mapping[str, Any], Meta(examples=[{"rows": 1}])]


class Acts(Struct):
    """A part of the audit, the newest first."""

    next: Next
    items: list[Act]
