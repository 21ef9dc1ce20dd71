"""Applicants: a person or household waiting, what they need, and their place in the queue."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from service.domain.connections import LocalConnection
from service.domain.homes import Feature
from service.domain.pauses import ParkReason
from service.domain.restrictions import RestrictionKind
from service.domain.support import ClientGroup, SupportLevel


class Sex(StrEnum):
    """Sex as recorded for bedroom rules and single-sex schemes."""

    FEMALE = "female"
    MALE = "male"


class Relation(StrEnum):
    """What a household member is to the lead applicant."""

    LEAD = "lead"
    PARTNER = "partner"
    CHILD = "child"
    OTHER = "other"


class ApplicantState(StrEnum):
    """Whether an applicant is in the queue."""

    LIVE = "live"
    PARKED = "parked"
    HOUSED = "housed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Member:
    """One person of a household."""

    relation: Relation
    born_on: date
    sex: Sex
    needs_own_room: bool | None = False
    """Whether a disability keeps them from sharing a bedroom; None: not known."""

    def age_on(self, day: date) -> int:
        """Whole years of age on a day."""
        had_birthday = (day.month, day.day) >= (self.born_on.month, self.born_on.day)
        return day.year - self.born_on.year - (not had_birthday)


@dataclass(frozen=True)
class Area:
    """A town or a whole district, by name; exactly one of the two."""

    place: str | None = None
    district: str | None = None

    def __post_init__(self) -> None:
        """Refuse an area that is both or neither."""
        if (self.place is None) == (self.district is None):
            raise ValueError("an area is a place or a district, one of the two")

    @property
    def name(self) -> str:
        """The name as a person would say it."""
        return self.place or f"{self.district} district"


@dataclass(frozen=True)
class Applicant:
    """A person or household waiting."""

    reference: str
    name: str
    state: ApplicantState
    tier: int
    """1 (most urgent) to 5."""
    registered_on: date
    district: str
    """The district whose register they wait on."""
    household: tuple[Member, ...]
    """The lead applicant first."""
    support_level: SupportLevel
    floating_level: SupportLevel
    """The level that floating support they already have would meet in any home."""
    client_groups: frozenset[ClientGroup]
    accessibility_needs: frozenset[Feature]
    rent_limit_pence: int | None
    """Pence a week they can meet; None: not known."""
    ready_on: date
    needed_by: date | None
    overnight_carer: bool | None
    """Whether a carer who lives elsewhere stays at night; None: not known."""
    wanted: tuple[Area, ...]
    """In order of preference; empty: anywhere."""
    excluded: frozenset[Area]
    current_unit: str | None
    """The reference of the unit of ours they live in."""
    access_category: int | None = None
    """Part M: 0 none needed, 1 M4(1), 2 M4(2), 3 M4(3)(a), 4 M4(3)(b); None: not known."""
    has_pets: bool | None = None
    claims_housing_costs: bool | None = None
    is_care_leaver: bool | None = None
    hostel_three_months: bool | None = None
    has_care_benefit: bool | None = None
    is_mappa_managed: bool | None = None
    fled_abuse: bool | None = None
    fled_slavery: bool | None = None
    has_served: bool | None = None
    connections: tuple[LocalConnection, ...] | None = None
    """None: not known; empty: none anywhere."""
    park_reason: ParkReason | None = None
    """Why somebody parked is not looked for a home now; None: nobody said, or it stays as it is."""
    parked_until: date | None = None
    """The day on which they are back in the queue by themselves; None the same."""
    restrictions: frozenset[RestrictionKind] = frozenset()
    """Why few may read their record; empty: every officer of the register may."""


FACTS = (
    "has_pets", "claims_housing_costs", "is_care_leaver", "hostel_three_months",
    "has_care_benefit", "is_mappa_managed", "fled_abuse", "fled_slavery", "has_served",
)  # fmt: skip
"""Fields of an applicant that are yes, no or not known."""

ACCESS_CATEGORIES = ("none", "M4(1)", "M4(2)", "M4(3)(a)", "M4(3)(b)")
"""What a home must reach under Part M of the Building Regulations, by number."""
