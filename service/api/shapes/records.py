"""Applicants as programs write them: new ones, changes from a day, and times out of the queue."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any

from msgspec import UNSET, Meta, Struct, UnsetType

from service.domain.connections import ConnectionGround
from service.domain.homes import Feature
from service.domain.pauses import ParkReason, WithdrawReason
from service.domain.people import Relation, Sex
from service.domain.support import ClientGroup

Text = Annotated[str, Meta(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]
Tier = Annotated[int, Meta(ge=1, le=5, description="1 is the most urgent.")]
Level = Annotated[int, Meta(ge=0, le=3, description="0 none, 1 low, 2 medium, 3 high.")]
Category = Annotated[
    int, Meta(ge=0, le=4, description="0 none, 1 M4(1), 2 M4(2), 3 M4(3)(a), 4 M4(3)(b).")
]
Pence = Annotated[int, Meta(ge=0, le=100_000_000, description="Pence a week.")]
Areas = Annotated[
    list[Text],
    Meta(max_length=20, description="Towns, or districts followed by the word district."),
]


class MemberGiven(Struct, forbid_unknown_fields=True):
    """One person of a household, the lead first."""

    relation: Relation
    born_on: date
    sex: Sex
    needs_own_room: Annotated[bool | None, Meta(description="null: not known.")] = None


class ConnectionGiven(Struct, forbid_unknown_fields=True):
    """One fact that ties them to a district."""

    district: Text
    ground: ConnectionGround
    since: date | None = None
    until: date | None = None


Household = Annotated[list[MemberGiven], Meta(min_length=1, max_length=20)]
Ties = Annotated[list[ConnectionGiven], Meta(max_length=20)]


class RecordChanged(Struct, forbid_unknown_fields=True):
    """Fields of an applicant; one left out is as it was, and null is not known."""

    name: Text | UnsetType = UNSET
    district: Text | UnsetType = UNSET
    household: Household | UnsetType = UNSET
    tier: Tier | UnsetType = UNSET
    registered_on: date | UnsetType = UNSET
    support_level: Level | UnsetType = UNSET
    floating_level: Level | UnsetType = UNSET
    client_groups: list[ClientGroup] | UnsetType = UNSET
    accessibility_needs: list[Feature] | UnsetType = UNSET
    access_category: Category | UnsetType | None = UNSET
    wanted: Areas | UnsetType = UNSET
    excluded: Areas | UnsetType = UNSET
    rent_limit_pence: Pence | UnsetType | None = UNSET
    claims_housing_costs: bool | UnsetType | None = UNSET
    is_care_leaver: bool | UnsetType | None = UNSET
    hostel_three_months: bool | UnsetType | None = UNSET
    has_care_benefit: bool | UnsetType | None = UNSET
    is_mappa_managed: bool | UnsetType | None = UNSET
    fled_abuse: bool | UnsetType | None = UNSET
    fled_slavery: bool | UnsetType | None = UNSET
    connections: Ties | UnsetType | None = UNSET
    has_served: bool | UnsetType | None = UNSET
    ready_on: date | UnsetType = UNSET
    needed_by: date | UnsetType | None = UNSET
    has_pets: bool | UnsetType | None = UNSET
    overnight_carer: bool | UnsetType | None = UNSET
    current_unit: Text | UnsetType | None = UNSET


class ApplicantGiven(RecordChanged, forbid_unknown_fields=True):
    """Somebody new; without a reference Homeward gives one."""

    reference: Annotated[str, Meta(max_length=60, pattern=r"^[^\x00]*$")] | None = None


class ChangeAsked(RecordChanged, forbid_unknown_fields=True, kw_only=True):
    """A change of circumstances, from a day that may be past or to come."""

    from_on: Annotated[date, Meta(description="The day from which it holds.")]
    why: Annotated[str, Meta(max_length=1000, pattern=r"^[^\x00]*$")]


class ParkAsked(Struct, forbid_unknown_fields=True):
    """Why somebody is out of the queue, and until when."""

    reason: ParkReason
    until: Annotated[date, Meta(description="Empty: until somebody says so.")] | None = None
    note: Annotated[str, Meta(max_length=1000, pattern=r"^[^\x00]*$")] | None = None


class WithdrawAsked(Struct, forbid_unknown_fields=True):
    """Why an application ends without a home of ours."""

    reason: WithdrawReason
    note: Annotated[str, Meta(max_length=1000, pattern=r"^[^\x00]*$")] | None = None


class Circumstance(Struct):
    """A change of a record; it waits for its day while ``taken_at`` and the rest are empty."""

    id: int
    from_on: date
    changes: Annotated[
        Mapping[str, Mapping[str, Any]], Meta(description="Field -> before and after.")
    ]
    why: str
    made_by: str
    made_at: datetime
    taken_at: datetime | None
    effects: Annotated[Sequence[str], Meta(examples=[["Bedrooms needed: 1 → 2"]])]
    failed_because: str | None
    cancelled_by: str | None
    cancelled_at: datetime | None
    foreseen: Annotated[
        Sequence[str],
        Meta(description="What will follow on its day, as things stand; only while it waits."),
    ] = ()


class Circumstances(Struct):
    """Every change of a record, the latest first."""

    items: list[Circumstance]


class State(Struct):
    """Whether an applicant is in the queue."""

    id: int
    reference: str
    state: Annotated[str, Meta(examples=["live"])]


class PossibleDuplicate(Struct):
    """Somebody on the register who is likely the same person."""

    id: int
    reference: str
    score: Annotated[int, Meta(description="0 to 100, where name and birthday are the same.")]


class Added(State):
    """Somebody new on the register."""

    possible_duplicates: Annotated[
        Sequence[PossibleDuplicate],
        Meta(description="Of those you may see, by name and birthday, the likeliest first."),
    ]


class Affordable(Struct):
    """Whether benefits meet a vacancy's rent; money is pence a week."""

    is_checked: bool
    met_pence: int | None
    shortfall_pence: int
    why: str
    not_known: Annotated[Sequence[str], Meta(description="What is not known and could change it.")]
    rule: Annotated[str, Meta(description="What it rests on; empty where it is not checked.")]
