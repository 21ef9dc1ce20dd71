"""Two match runs side by side, and proposals accepted, as the JSON API shows them."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from service.api.shapes.common import Id, Page, Tier
from service.domain.lettings import LawfulBasis


class Figures(Struct):
    """What one run comes to."""

    placed: int
    placed_by_tier: Annotated[list[int], Meta(description="Of tiers 1 to 5.")]
    mean_days_waited: Annotated[int, Meta(description="By those proposed, on the run's day.")]
    days_waited_by_tier: list[int]
    worth: Annotated[int, Meta(description="Points of all proposals, under its own policy.")]
    empty: Annotated[int, Meta(description="Vacancies that it leaves empty.")]


class Change(Struct):
    """An applicant for whom the runs propose different homes."""

    applicant_id: int
    applicant_reference: str
    applicant_name: str
    tier: Tier
    registered_on: date
    change: Annotated[str, Meta(description="moved, lost or won.", examples=["moved"])]
    first_vacancy_id: int | None
    first_vacancy: str | None
    second_vacancy_id: int | None
    second_vacancy: str | None
    first_worth: int | None
    second_worth: int | None


class Changes(Page[Change]):
    """A part of the list of whom the runs treat otherwise."""


class LeftEmpty(Struct):
    """A vacancy that one of the runs leaves empty and the other fills."""

    vacancy_id: int
    reference: str
    run_id: int


class SideBySide(Struct):
    """Two runs and how they differ."""

    first: Figures
    second: Figures
    n_changes: Annotated[
        Mapping[str, int], Meta(description="Change -> everybody whom it concerns.")
    ]
    n_hidden: Annotated[int, Meta(description="Of them, people whom you may not see.")]
    left_empty: list[LeftEmpty]
    changes: Changes


class AcceptAsked(Struct, forbid_unknown_fields=True):
    """Whose proposals to accept, and why it is lawful to tell of them."""

    lawful_basis: LawfulBasis
    consented_on: Annotated[date | None, Meta(description="With consent only.")] = None
    applicant_ids: Annotated[
        Annotated[list[Id], Meta(max_length=10_000)] | None,
        Meta(description="Null: all that you may see."),
    ] = None
    reason: Annotated[
        str, Meta(max_length=1000, description="Why them; kept with each nomination.")
    ] = ""


class Accepted(Struct):
    """A proposal that became a nomination."""

    applicant_id: int
    applicant_reference: str
    vacancy_id: int
    vacancy_reference: str
    nomination_id: int


class Missed(Struct):
    """A proposal that holds no longer."""

    applicant_id: int
    applicant_reference: str
    vacancy_id: int
    vacancy_reference: str
    why: str


class Acceptance(Struct):
    """What came of accepting proposals."""

    nominated: list[Accepted]
    missed: list[Missed]
