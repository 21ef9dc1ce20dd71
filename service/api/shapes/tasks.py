"""Tasks as the JSON API shows them."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from service.api.shapes.common import Page
from service.domain.tasks import TaskKind


class Task(Struct):
    """One thing that waits for whoever asks."""

    kind: TaskKind
    what: Annotated[str, Meta(examples=["Answer a nomination"])]
    address: Annotated[str, Meta(description="The page on which it is done.")]
    vacancy_id: int | None
    vacancy_reference: str | None
    nomination_id: int | None
    applicant_reference: str | None
    message_id: int | None
    since: date
    due: Annotated[date | None, Meta(description="Null: no day is set.")]
    is_late: bool
    days_late: Annotated[int, Meta(description="Working days since it was due.")]
    is_mine: Annotated[
        bool, Meta(description="Whether whoever asks made the nomination that it is of.")
    ]


class Tasks(Page[Task]):
    """A part of the list of tasks."""

    n_late: Annotated[int, Meta(description="How many of all one's tasks are late.")]
