"""The steps of nominations as the JSON API takes and shows them."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from service.domain.declines import Party
from service.domain.lettings import Tenure
from service.domain.steps import Step

_Note = Annotated[str, Meta(max_length=1000)]


class StepAsked(Struct, forbid_unknown_fields=True):
    """A step that says no more than that it is taken."""

    note: _Note = ""


class ViewingAsked(Struct, forbid_unknown_fields=True):
    """When the home is viewed."""

    viewing_at: Annotated[datetime, Meta(tz=True, description="Still to come.")]
    note: _Note = ""


class MoveInAsked(Struct, forbid_unknown_fields=True):
    """The day they move in."""

    move_in_on: date
    note: _Note = ""


class LettingAsked(Struct, forbid_unknown_fields=True):
    """What was signed."""

    tenure: Tenure
    signed_on: date
    starts_on: date
    rent_pence: Annotated[
        int, Meta(ge=0, le=1_000_000, description="With service charges, a week.")
    ]
    reference: Annotated[
        str, Meta(max_length=100, description="The landlord's own, of the tenancy.")
    ] = ""
    note: _Note = ""


class DeclineAsked(Struct, forbid_unknown_fields=True):
    """Who declines, and why."""

    party: Party
    reason: Annotated[str, Meta(max_length=100, examples=["wrong_size"])]
    note: _Note = ""


class Verdict(StrEnum):
    """What becomes of a decline."""

    CONFIRM = "confirm"
    OVERRIDE = "override"
    RETURN = "return"


class ReviewAsked(Struct, forbid_unknown_fields=True):
    """What becomes of a decline; overriding and returning it need a note."""

    verdict: Verdict
    note: _Note = ""


class TakenStep(Struct):
    """A step that was taken; officers' words stay with officers."""

    id: int
    step: Annotated[str, Meta(examples=["offer"])]
    from_state: str | None
    to_state: str
    taken_by: str
    taken_role: str
    on_behalf_of: str | None
    taken_at: datetime
    reason: str | None
    note: str | None
    undone_by: str | None
    undone_at: datetime | None


class Choice(Struct):
    """A step, and why it cannot be taken now; None: it can."""

    step: Step
    words: str
    why_not: str | None


class Considered(Struct):
    """Somebody who was considered, whom this officer may see."""

    position: int
    applicant_id: int
    reference: str
    tier: int
    registered_on: date
    worth: int
    outcome: Annotated[str, Meta(examples=["passed_over"])]
    because: str | None


class Decision(Struct):
    """Who was considered; counts are None for a nomination from before this was kept."""

    n_considered: int | None
    n_passed_over: int | None
    considered: list[Considered]
