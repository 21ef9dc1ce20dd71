"""Schemes, homes, loans and landlords as the JSON API shows and takes them."""

from datetime import date
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from service.api.shapes.common import Page, Pence, Support
from service.domain.homes import Feature, IntendedStay, LandlordKind, SchemeKind, SexesAccepted
from service.domain.quality import RatingScheme
from service.domain.support import ClientGroup
from service.domain.terms import ChargePeriod, Facility, HouseholdKind, PartM, Staffing

Version = Annotated[
    int, Meta(ge=1, le=2**31 - 1, description="The version that you read; else it is a conflict.")
]
Id = Annotated[int, Meta(ge=1, le=2**31 - 1)]
Age = Annotated[int, Meta(ge=0, le=120)]
People = Annotated[int, Meta(ge=1, le=50)]
Level = Annotated[int, Meta(ge=0, le=3, description="0 none, 1 low, 2 medium, 3 high.")]
Reference = Annotated[str, Meta(min_length=1, max_length=60, pattern=r"^[^\x00\s][^\x00]*$")]
Name = Annotated[str, Meta(min_length=1, max_length=200, pattern=r"^[^\x00\s][^\x00]*$")]
Charge = Annotated[int, Meta(ge=0, le=1_000_000, description="Pence a period.")]
Groups = Annotated[list[ClientGroup], Meta(description="None named: anyone.")]
Districts = Annotated[
    list[Annotated[str, Meta(pattern=r"^[A-Z][0-9]{8}$")]],
    Meta(description="Codes of districts.", max_length=32, examples=[["E07000148"]]),
]
Postcode = Annotated[str, Meta(min_length=5, max_length=10, pattern="^[A-Za-z0-9 ]+$")]


class Scheme(Struct):
    """A scheme in a list."""

    id: int
    reference: Annotated[str, Meta(examples=["HH-0042"])]
    name: str
    kind: Annotated[str, Meta(examples=["housing_with_care"])]
    support_level: Support
    staffing: str | None
    rating_scheme: str | None
    rating: str | None
    landlord: str
    manager: Annotated[str | None, Meta(description="None: the landlord.")]
    place: str
    district: str
    n_units: int
    n_lent: int


class Schemes(Page[Scheme]):
    """A part of the list of schemes."""


class SchemeDetail(Struct):
    """Every fact of a scheme."""

    id: int
    version: Annotated[int, Meta(description="To be named by whoever changes it.")]
    reference: str
    name: str
    kind: str
    support_level: Support
    client_groups: list[str]
    age_min: int | None
    age_max: int | None
    sexes: str
    intended_stay: str
    postcode: Annotated[str | None, Meta(description="None where the address is protected.")]
    place_id: int
    district_code: str
    source: str
    landlord_id: int
    manager_id: int | None
    support_provider_id: int | None
    staffing: str | None
    rating_scheme: str | None
    rating: str | None
    rated_on: date | None
    gate_holds: bool
    household_kind: str
    household_max: int | None
    connection_districts: list[str]
    nominating_districts: list[str]
    nomination_quota: int | None
    pets_allowed: bool | None
    landlord: str
    manager: str | None
    place: str
    district: str


class SchemeTerms(Struct, forbid_unknown_fields=True, kw_only=True):
    """What may be said of a scheme, and need not be."""

    client_groups: Groups | UnsetType = UNSET
    age_min: Age | UnsetType | None = UNSET
    age_max: Age | UnsetType | None = UNSET
    sexes: SexesAccepted | UnsetType = UNSET
    postcode: Postcode | UnsetType | None = UNSET
    place_id: Annotated[int, Meta(ge=0, le=2**31 - 1)] | UnsetType = UNSET
    district_code: Annotated[str, Meta(pattern=r"^[A-Z][0-9]{8}$")] | UnsetType = UNSET
    manager_id: Id | UnsetType | None = UNSET
    staffing: Staffing | UnsetType | None = UNSET
    rating_scheme: RatingScheme | UnsetType | None = UNSET
    rating: Annotated[str, Meta(max_length=30)] | UnsetType | None = UNSET
    rated_on: date | UnsetType | None = UNSET
    gate_holds: bool | UnsetType = UNSET
    household_kind: HouseholdKind | UnsetType = UNSET
    household_max: People | UnsetType | None = UNSET
    connection_districts: Districts | UnsetType = UNSET
    nominating_districts: Districts | UnsetType = UNSET
    nomination_quota: Annotated[int, Meta(ge=0, le=100)] | UnsetType | None = UNSET
    pets_allowed: bool | UnsetType | None = UNSET


class SchemeAsked(SchemeTerms, kw_only=True):
    """A new scheme; a landlord's own is theirs whatever landlord is named."""

    reference: Reference
    name: Name
    kind: SchemeKind
    support_level: Level
    intended_stay: IntendedStay
    source: Name
    landlord_id: Id | UnsetType = UNSET


class SchemeChange(SchemeTerms, kw_only=True):
    """What changes of a scheme; what is left out stays as it is."""

    version: Version
    name: Name | UnsetType = UNSET
    kind: SchemeKind | UnsetType = UNSET
    support_level: Level | UnsetType = UNSET
    intended_stay: IntendedStay | UnsetType = UNSET
    source: Name | UnsetType = UNSET


class Unit(Struct):
    """A home in the list of its scheme."""

    id: int
    reference: Annotated[str, Meta(examples=["HH-0042-01"])]
    bedrooms: int
    shared: bool
    floor: int
    rent_pence: Pence
    kind: Annotated[str, Meta(description="What it counts as today: of its loan, or its scheme.")]
    support_level: Support
    due_back_on: Annotated[date | None, Meta(description="While it is lent.")]


class Units(Page[Unit]):
    """A part of the list of a scheme's homes."""


class Rules(Struct):
    """The rules that hold for a home today: its loan's, else its own, else its scheme's."""

    kind: str
    support_level: Support
    client_groups: list[str]
    age_min: int | None
    age_max: int | None
    sexes: str
    household_kind: str
    household_max: int | None
    pets_allowed: bool | None
    features: list[str]


class UnitDetail(Struct):
    """Every fact of a home; of its own rules None is: as its scheme has it."""

    id: int
    version: Annotated[int, Meta(description="To be named by whoever changes it.")]
    reference: str
    scheme_id: int
    bedrooms: int
    shared: bool
    floor: int
    features: list[str]
    rent_pence: Pence
    lift: bool | None
    part_m: str | None
    facilities: list[str]
    charge_period: str | None
    basic_rent_pence: int | None
    eligible_charge_pence: int | None
    ineligible_charge_pence: int | None
    personal_charge_pence: int | None
    support_level: int | None
    client_groups: list[str] | None
    age_min: int | None
    age_max: int | None
    sexes: str | None
    household_kind: str | None
    household_max: int | None
    pets_allowed: bool | None
    holds: Rules
    vacancy_id: Annotated[int | None, Meta(description="The live vacancy of the home.")]


class UnitTerms(Struct, forbid_unknown_fields=True, kw_only=True):
    """What may be said of a home, and need not be. Of rules null is: as the scheme has it."""

    shared: bool | UnsetType = UNSET
    floor: Annotated[int, Meta(ge=-2, le=50)] | UnsetType = UNSET
    features: list[Feature] | UnsetType = UNSET
    rent_pence: Annotated[int, Meta(ge=0, le=1_000_000)] | UnsetType = UNSET
    lift: bool | UnsetType | None = UNSET
    part_m: PartM | UnsetType | None = UNSET
    facilities: list[Facility] | UnsetType = UNSET
    charge_period: ChargePeriod | UnsetType | None = UNSET
    basic_rent_pence: Charge | UnsetType | None = UNSET
    eligible_charge_pence: Charge | UnsetType | None = UNSET
    ineligible_charge_pence: Charge | UnsetType | None = UNSET
    personal_charge_pence: Charge | UnsetType | None = UNSET
    support_level: Level | UnsetType | None = UNSET
    client_groups: Groups | UnsetType | None = UNSET
    age_min: Age | UnsetType | None = UNSET
    age_max: Age | UnsetType | None = UNSET
    sexes: SexesAccepted | UnsetType | None = UNSET
    household_kind: HouseholdKind | UnsetType | None = UNSET
    household_max: People | UnsetType | None = UNSET
    pets_allowed: bool | UnsetType | None = UNSET


class UnitAsked(UnitTerms, kw_only=True):
    """A new home: with its whole weekly rent, or with the charges that it comes of."""

    reference: Reference
    bedrooms: Annotated[int, Meta(ge=0, le=10)]


class UnitChange(UnitTerms, kw_only=True):
    """What changes of a home; what is left out stays as it is."""

    version: Version
    bedrooms: Annotated[int, Meta(ge=0, le=10)] | UnsetType = UNSET


class LoanAsked(Struct, forbid_unknown_fields=True):
    """A home lent for another use."""

    kind: SchemeKind
    support_level: Level
    client_groups: Groups
    starts_on: date
    due_back_on: date


class LoanChange(Struct, forbid_unknown_fields=True):
    """Another day on which a lent home is due back."""

    due_back_on: date


class LoanReturn(Struct, forbid_unknown_fields=True):
    """A lent home that came back; any day up to today for a loan that has not begun."""

    returned_on: date


class Loan(Struct):
    """A loan of a home that is not over."""

    id: int
    unit_id: int
    unit: str
    kind: str
    support_level: Support
    client_groups: list[str]
    starts_on: date
    due_back_on: date


class Loans(Page[Loan]):
    """A part of the list of loans that are not over."""


class Landlord(Struct):
    """An organisation that owns schemes, or manages them for others."""

    id: int
    version: Annotated[int, Meta(description="To be named by whoever changes it.")]
    name: str
    kind: Annotated[str, Meta(examples=["registered_provider"])]
    n_schemes: Annotated[int, Meta(description="Of those that you may see.")]
    n_units: int
    n_managed: int


class Landlords(Page[Landlord]):
    """A part of the list of landlords."""


class LandlordAsked(Struct, forbid_unknown_fields=True):
    """A new landlord."""

    name: Name
    kind: LandlordKind
