"""Applicants as the JSON API shows them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from service.api.shapes.common import (
    CURSOR_WORDS,
    LONGEST_CURSOR,
    Next,
    Page,
    Parts,
    Pence,
    RuleCount,
    RuleSets,
    Support,
    Tier,
)
from service.domain.people import ApplicantState


class Applicant(Struct):
    """An applicant in a list."""

    id: int
    reference: str
    name: str
    state: Annotated[str, Meta(examples=["live"])]
    tier: Tier
    registered_on: date
    district: str
    support_level: Support
    bedrooms: Annotated[int, Meta(description="Under the bedroom standard.")]
    household_size: int


class ApplicantSearch(Struct, forbid_unknown_fields=True):
    """What to search applicants for; it is sent as a body, so that no address holds a name."""

    text: Annotated[
        str,
        Meta(
            max_length=100,
            pattern=r"^[^\x00]*$",
            description="Words that reference and name hold, whatever their case and dashes.",
            examples=["B-10023"],
        ),
    ]
    state: ApplicantState | None = None
    district_code: (
        Annotated[str, Meta(pattern="^E[0-9]{8}$", description="A district's ONS code.")] | None
    ) = None
    tier: Annotated[int, Meta(ge=1, le=5, description="1 is the most urgent.")] | None = None
    support_level: Annotated[int, Meta(ge=0, le=3, description="Needed, 0 to 3.")] | None = None
    bedrooms: (
        Annotated[int, Meta(ge=1, le=20, description="Needed under the bedroom standard.")] | None
    ) = None
    limit: Annotated[int, Meta(ge=1, le=200, description="Rows to send, 200 at most.")] = 50
    cursor: Annotated[str, Meta(max_length=LONGEST_CURSOR, description=CURSOR_WORDS)] | None = None
    offset: (
        Annotated[
            int,
            Meta(
                ge=0,
                le=10_000_000,
                description="Rows of the list to leave out first, for pages; never with a cursor.",
            ),
        ]
        | None
    ) = None


class Applicants(Page[Applicant]):
    """A part of the list of applicants."""


class Member(Struct):
    """One person of a household."""

    relation: Annotated[str, Meta(examples=["lead"])]
    born_on: date
    sex: Annotated[str, Meta(examples=["female"])]
    needs_own_room: Annotated[bool | None, Meta(description="null: not known.")]


class Room(Struct):
    """One bedroom: who sleeps in it and the rule that gives it."""

    sleepers: list[str]
    why: Annotated[str, Meta(examples=["couple"])]


class BedroomNeed(Struct):
    """What one rule set gives the household."""

    rule: Annotated[str, Meta(examples=["lha_uc"])]
    bedrooms: int
    rooms: list[Room]


class ApplicantOutcome(Struct):
    """What the latest run says of an applicant: a vacancy, or the reason why none."""

    vacancy_id: int | None
    worth: int | None
    parts: Mapping[str, int] | None
    reason: Annotated[str | None, Meta(examples=["no_eligible_home"])]
    eligible: Annotated[int | None, Meta(description="Vacancies open to them.")]
    rule: str | None
    opens: Annotated[int | None, Meta(description="Vacancies that relaxing rule alone would open.")]
    rules: Mapping[str, int] | None
    last_tier: int | None
    last_registered_on: date | None
    rank: Annotated[int | None, Meta(description="Place in the order of priority, from 1.")]
    last_rank: Annotated[
        int | None, Meta(description="Of whoever they would have had to stand before.")
    ]
    sets: RuleSets | None


class ApplicantDetail(Struct):
    """Every fact of an applicant, their household, and what the latest run says."""

    id: int
    reference: str
    name: str
    state: str
    tier: Tier
    registered_on: date
    district: str
    support_level: Support
    floating_level: Support
    client_groups: list[str]
    accessibility_needs: list[str]
    rent_limit_pence: int | None
    ready_on: date
    needed_by: date | None
    overnight_carer: Annotated[bool | None, Meta(description="null: not known.")]
    current_unit: str | None
    restrictions: Annotated[
        list[str],
        Meta(description="Why only named readers see the record.", examples=[["high_risk"]]),
    ]
    wanted: Annotated[list[str], Meta(description="In order of preference; empty: anywhere.")]
    excluded: list[str]
    household: list[Member] = []
    bedroom_needs: list[BedroomNeed] = []
    bedrooms_to_ask: Annotated[
        Sequence[str],
        Meta(
            description="What is not known, counts as no, and could give them another bedroom.",
            examples=[["a carer who lives elsewhere stays at night"]],
        ),
    ] = []
    outcome: ApplicantOutcome | None = None


class OpenHome(Struct):
    """A vacancy that an applicant could live in."""

    vacancy_id: int
    reference: str
    scheme: str
    scheme_kind: str
    place: str
    bedrooms: int
    rent_pence: Pence
    available_on: date
    worth: int
    parts: Parts


class NearMiss(Struct):
    """A vacancy that comes near to fitting, and the rules that it breaks."""

    vacancy_id: int
    reference: str
    scheme: str
    scheme_kind: str
    place: str
    bedrooms: int
    support_level: Support
    rent_pence: Pence
    rules: list[str]


class WouldOpen(Struct):
    """One thing that could be otherwise, and the vacancies that it would open."""

    kind: Annotated[str, Meta(examples=["town"])]
    words: Annotated[str, Meta(examples=["If they asked for Cromer too"])]
    n_homes: Annotated[int, Meta(description="Open with it and not without.")]


class HomesOpen(Struct):
    """The homes open to an applicant today, the best first, and the nearest misses."""

    applicant_id: int
    total: Annotated[int, Meta(description="Homes in the whole list.")]
    next: Next
    homes: list[OpenHome]
    near_misses: list[NearMiss]
    would_open: Annotated[
        list[WouldOpen], Meta(description="What would open more, each by itself.")
    ]
    shut: list[RuleCount]


class Changed(Struct):
    """One change for an applicant, and what it would do while all else stays as it is."""

    area: Annotated[
        str | None,
        Meta(description="Asked for besides, if that is the change.", examples=["Diss"]),
    ]
    rules: Annotated[list[str], Meta(description="Relaxed for them, if that is the change.")]
    words: Annotated[str, Meta(examples=["Without the number of bedrooms"])]
    n_open: Annotated[int, Meta(description="Homes that would be open to them.")]
    placed: Annotated[bool, Meta(description="Whether the run would have placed them.")]


class WhatIf(Struct):
    """What would change an applicant's outcome in the latest run, exactly."""

    run_id: int
    match_on: date
    placed: Annotated[bool, Meta(description="Whether the run places them as things are.")]
    changes: list[Changed]
