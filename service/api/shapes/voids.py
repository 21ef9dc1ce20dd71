"""What the JSON API is told of a void and its vacancy, and how a vacancy changed."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any

from msgspec import UNSET, Meta, Struct, UnsetType

from service.domain.bedrooms import BedroomRule
from service.domain.homes import VoidReason, Works

_Days = Annotated[int, Meta(ge=0, le=120, description="Working days after the works.")]
_WorksDays = Annotated[
    int, Meta(ge=1, le=500, description="Working days of works from the day it is empty.")
]
_Surplus = Annotated[int, Meta(ge=0, le=3)]
_Nominees = Annotated[int, Meta(ge=1, le=5, description="People to nominate at once.")]
_Text = Annotated[str, Meta(max_length=1000, pattern=r"^[^\x00]*$")]
_Why = Annotated[_Text, Meta(description="The landlord and officers see it. Name nobody.")]
_Version = Annotated[
    int | None, Meta(description="The one that you looked at; a later one is refused.")
]


class VacancyAsked(Struct):
    """A void and its vacancy to register, or to keep as a draft."""

    unit: Annotated[_Text, Meta(description="Reference of the home.", examples=["HH-BIT-01"])]
    void_from: Annotated[date, Meta(description="The first day on which it stands empty.")]
    void_reason: VoidReason
    noticed_on: date | None = None
    works: list[Works] = []
    works_days: _WorksDays | None = None
    works_until: Annotated[date | None, Meta(description="Or the last day of the works.")] = None
    turnaround_days: Annotated[
        _Days | None, Meta(description="None: as is usual for this kind of scheme.")
    ] = None
    available_on: Annotated[
        date | None, Meta(description="None: the day that works and turnaround make.")
    ] = None
    available_because: Annotated[_Text | None, Meta(description="Why it is another day.")] = None
    opens_on: Annotated[date | None, Meta(description="None: 28 days before it is available.")] = (
        None
    )
    bedroom_rule: Annotated[
        BedroomRule | None, Meta(description="None: as the landlord let last.")
    ] = None
    bedroom_surplus: _Surplus = 0
    nominees: _Nominees = 1
    notes: Annotated[_Text, Meta(description="For officers. Name nobody.")] = ""
    draft: Annotated[bool, Meta(description="Keep it as a draft, and register it later.")] = False


class VacancyChange(Struct):
    """What to change of a vacancy; what is left out stays."""

    void_from: date | UnsetType = UNSET
    void_reason: VoidReason | UnsetType = UNSET
    noticed_on: date | UnsetType | None = UNSET
    works: list[Works] | UnsetType = UNSET
    works_days: _WorksDays | UnsetType = UNSET
    works_until: date | UnsetType | None = UNSET
    turnaround_days: _Days | UnsetType = UNSET
    available_on: date | UnsetType | None = UNSET
    available_because: _Text | UnsetType | None = UNSET
    opens_on: date | UnsetType | None = UNSET
    bedroom_rule: BedroomRule | UnsetType = UNSET
    bedroom_surplus: _Surplus | UnsetType = UNSET
    nominees: _Nominees | UnsetType = UNSET
    notes: _Text | UnsetType = UNSET
    because: _Why = ""
    version: _Version = None


class Registration(Struct):
    """Which version of a draft to register."""

    version: _Version = None


class ReasonAsked(Struct):
    """Why a vacancy is withdrawn or brought back."""

    because: _Why
    version: _Version = None


class OutOfServiceAsked(Struct):
    """From when until when a home is out of service, and why."""

    out_from: date
    because: _Why
    out_until: Annotated[date | None, Meta(description="None: until it is brought back.")] = None
    works: list[Works] = []
    version: _Version = None


class Revision(Struct):
    """One change of a vacancy."""

    made_at: datetime
    made_by: str
    made_role: Annotated[str, Meta(examples=["landlord"])]
    changes: Annotated[
        Mapping[str, list[Any]], Meta(description="Field -> what was before, and after.")
    ]
    because: str | None
