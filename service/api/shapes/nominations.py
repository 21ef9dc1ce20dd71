"""Nominations as the JSON API shows them."""

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta, Struct

from service.api.shapes.common import Page, Support
from service.domain.lettings import LawfulBasis
from service.domain.passed_over import PASSED_OVER

_OFFICERS = "To officers."


class Told(Struct):
    """What a landlord or support provider was told of a person, as it was then."""

    name: str
    reference: Annotated[str, Meta(examples=["A-00412"])]
    household_size: int
    bedrooms: Annotated[int, Meta(description="What the vacancy's bedroom rule gives them.")]
    support_level: Support
    accessibility_needs: list[str]
    ready_on: date
    overnight_carer: Annotated[bool | None, Meta(description="null: not known.")]
    client_groups: Annotated[
        list[str] | None, Meta(description="Told to support providers only.")
    ] = None


class Disclosure(Struct):
    """Who was told, what, and why that was lawful."""

    recipient: str
    recipient_kind: Annotated[str, Meta(examples=["landlord"])]
    told: Annotated[Told | None, Meta(description="None: it was taken back.")]
    lawful_basis: LawfulBasis
    consented_on: date | None
    told_at: datetime
    taken_back_at: datetime | None


class Nomination(Struct):
    """A person whom an officer put forward for a vacancy."""

    id: int
    vacancy_id: int
    vacancy_reference: Annotated[str, Meta(examples=["V-0042"])]
    scheme: str
    place: str
    state: Annotated[str, Meta(examples=["nominated"])]
    nominated_by: str
    nominated_at: datetime
    withdrawn_at: datetime | None
    told: Annotated[
        list[Disclosure], Meta(description="To a landlord or support provider: their own.")
    ]
    applicant_id: Annotated[int | None, Meta(description=_OFFICERS)] = None
    applicant_reference: Annotated[str | None, Meta(description=_OFFICERS)] = None
    applicant_name: Annotated[str | None, Meta(description=_OFFICERS)] = None
    withdrawn_because: Annotated[str | None, Meta(description=_OFFICERS)] = None
    is_live: Annotated[bool, Meta(description="Whether it stands.")] = True
    due_on: Annotated[
        date | None, Meta(description="By when the next step is due; None: nobody is waited for.")
    ] = None
    escalated_on: date | None = None
    support_agreed_at: datetime | None = None
    viewing_at: datetime | None = None
    move_in_on: date | None = None
    declined_party: Annotated[str | None, Meta(examples=["applicant"])] = None
    declined_reason: Annotated[
        str | None,
        Meta(
            examples=["wrong_size"],
            description="A landlord's and a support provider's are not told to each other.",
        ),
    ] = None


class Nominations(Page[Nomination]):
    """A part of the list of nominations."""


class NominationAsked(Struct, forbid_unknown_fields=True):
    """Whom to nominate, and why it is lawful to tell of them."""

    applicant_id: Annotated[int, Meta(ge=1, le=2**31 - 1)]
    lawful_basis: LawfulBasis
    consented_on: Annotated[
        date | None, Meta(description="The day the person agreed; with consent, and only then.")
    ] = None
    reason: Annotated[
        str, Meta(max_length=1000, description="Why, where the home does not fit them.")
    ] = ""
    passed_over: Annotated[
        str,
        Meta(
            examples=["more_urgent"],
            description="Why, where others stand before them on the shortlist. One of "
            + ", ".join(PASSED_OVER)
            + ". Not needed where the latest match run proposes the home for them.",
        ),
    ] = ""
    passed_over_note: Annotated[
        str, Meta(max_length=1000, description="More words; needed with other.")
    ] = ""


class WithdrawalAsked(Struct, forbid_unknown_fields=True):
    """Why a nomination is withdrawn."""

    because: Annotated[str, Meta(min_length=3, max_length=1000)]
