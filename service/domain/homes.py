"""Landlords own schemes, a scheme holds units, a void unit is offered as a vacancy."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from service.domain.bedrooms import BedroomRule
from service.domain.support import ClientGroup, SupportLevel


class LandlordKind(StrEnum):
    """What kind of body owns the homes."""

    REGISTERED_PROVIDER = "registered_provider"
    COUNCIL = "council"
    CHARITY = "charity"
    PRIVATE = "private"


class SchemeKind(StrEnum):
    """The kinds of scheme that the county's documents name."""

    SUPPORTED_LIVING = "supported_living"
    INDEPENDENT_LIVING = "independent_living"
    HOUSING_WITH_CARE = "housing_with_care"
    ENABLEMENT = "enablement"
    STEP_DOWN = "step_down"
    HOSTEL = "hostel"
    REFUGE = "refuge"
    DISPERSED = "dispersed"
    SECOND_STAGE = "second_stage"
    GENERAL_NEEDS = "general_needs"
    SHELTERED = "sheltered"
    SHARED_LIVES = "shared_lives"
    PRIVATE_RENTED = "private_rented"

    @property
    def words(self) -> str:
        """The kind as a page says it."""
        return _KIND_WORDS.get(self, self.value.replace("_", " "))

    @property
    def is_specified_accommodation(self) -> bool:
        """Whether rent is outside Local Housing Allowance and the benefit cap.

        Universal Credit Regulations 2013, Schedule 1 paragraph 3A: homes provided with care,
        support or supervision, refuges and local-authority hostels.
        """
        return self in _SPECIFIED

    @property
    def has_protected_address(self) -> bool:
        """Whether where it is must be kept apart: somebody there may be looked for."""
        return self in (SchemeKind.REFUGE, SchemeKind.DISPERSED, SchemeKind.SECOND_STAGE)


_KIND_WORDS = {
    SchemeKind.DISPERSED: "dispersed safe accommodation",
    SchemeKind.STEP_DOWN: "step-down",
    SchemeKind.GENERAL_NEEDS: "general needs",
    SchemeKind.SECOND_STAGE: "second-stage accommodation",
}
_SPECIFIED = frozenset(
    {
        SchemeKind.SUPPORTED_LIVING,
        SchemeKind.HOUSING_WITH_CARE,
        SchemeKind.ENABLEMENT,
        SchemeKind.STEP_DOWN,
        SchemeKind.HOSTEL,
        SchemeKind.REFUGE,
        SchemeKind.DISPERSED,
        SchemeKind.SECOND_STAGE,
        SchemeKind.SHARED_LIVES,
    }
)


class SexesAccepted(StrEnum):
    """Which adults a scheme houses."""

    ANY = "any"
    WOMEN = "women"
    MEN = "men"


class IntendedStay(StrEnum):
    """How long people are meant to stay (CORE: up to a month, up to a year, longer, for good)."""

    VERY_SHORT = "very_short"
    SHORT = "short"
    MEDIUM = "medium"
    PERMANENT = "permanent"


class Feature(StrEnum):
    """What a home has, and what a person may need of it."""

    STEP_FREE = "step_free"
    GROUND_FLOOR_OR_LIFT = "ground_floor_or_lift"
    LEVEL_ACCESS_SHOWER = "level_access_shower"
    WHEELCHAIR = "wheelchair"
    """Wheelchair accessible throughout: Building Regulations M4(3)."""
    GRAB_RAILS = "grab_rails"
    HOIST = "hoist"
    SENSORY_ADAPTED = "sensory_adapted"
    SINGLE_OCCUPANCY = "single_occupancy"
    """A front door of one's own, shared with nobody."""
    ALLOWS_PETS = "allows_pets"

    @property
    def words(self) -> str:
        """The feature as a page says it."""
        return self.value.replace("_", " ")


class VoidReason(StrEnum):
    """Why a unit came to stand empty."""

    NEW_BUILD = "new_build"
    MOVE_ON = "move_on"
    TENANCY_ENDED = "tenancy_ended"
    DEATH = "death"
    TRANSFER = "transfer"
    ABANDONED = "abandoned"
    EVICTED = "evicted"
    REPAIRS = "repairs"
    OTHER = "other"


class Works(StrEnum):
    """Kinds of works before a home is let again."""

    SAFETY_CHECKS = "safety_checks"
    CLEARANCE = "clearance"
    CLEANING = "cleaning"
    DECORATING = "decorating"
    REPAIRS = "repairs"
    DAMP = "damp"
    KITCHEN_OR_BATHROOM = "kitchen_or_bathroom"
    HEATING = "heating"
    ADAPTATIONS = "adaptations"
    OTHER = "other"

    @property
    def words(self) -> str:
        """The works as a page says them."""
        return self.value.replace("_", " ")


class VacancyState(StrEnum):
    """Where a vacancy stands between notice and letting."""

    DRAFT = "draft"
    REGISTERED = "registered"
    OPEN = "open"
    RESERVED = "reserved"
    OFFERED = "offered"
    LET = "let"
    WITHDRAWN = "withdrawn"
    OUT_OF_SERVICE = "out_of_service"


@dataclass(frozen=True)
class Landlord:
    """A registered provider, council or charity that owns homes."""

    name: str
    kind: LandlordKind


@dataclass(frozen=True)
class Scheme:
    """Homes under one roof or one service; landlord, place and district stand by their names."""

    reference: str
    landlord: str
    name: str
    kind: SchemeKind
    support_level: SupportLevel
    client_groups: frozenset[ClientGroup]
    """Empty: anyone."""
    age_min: int | None
    age_max: int | None
    sexes: SexesAccepted
    intended_stay: IntendedStay
    postcode: str | None
    place: str
    district: str
    source: str
    terms: Mapping[str, Any] = field(default_factory=dict, hash=False)
    """Staffing, rating and lettings rules: the column that keeps it -> what is so, as JSON has it.
    What is not named stays as it is; ``manager`` stands by its name."""


@dataclass(frozen=True)
class Unit:
    """A home with a door, or a room let by itself. Rent is pence a week with service charges."""

    reference: str
    scheme: str
    bedrooms: int
    shared: bool
    floor: int
    features: frozenset[Feature]
    rent_pence: int
    terms: Mapping[str, Any] = field(default_factory=dict, hash=False)
    """Access, charges and rules of its own, as of a scheme."""


@dataclass(frozen=True)
class Vacancy:
    """A void offered for letting. One live vacancy a unit."""

    reference: str
    unit: str
    state: VacancyState
    void_from: date
    void_reason: VoidReason
    registered_on: date
    available_on: date
    bedroom_rule: BedroomRule
    bedroom_surplus: int
    noticed_on: date | None = None
    """As for all that follow, None: as it is here; of a new vacancy, not told."""
    works: frozenset[Works] | None = None
    works_until: date | None = None
    turnaround_days: int | None = None
    """Working days after the works, which ``available_on`` counts in."""
    available_because: str | None = None
    """Why it is available on another day than works and turnaround make."""
    opens_on: date | None = None
    nominees: int | None = None
    """How many people to nominate at once; of a new vacancy, one."""
