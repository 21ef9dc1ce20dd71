"""A letting as a row of CORE, the national return of lettings, as far as Homeward holds it.

Codes are those of the form of 2026 (see ``core_fields``). What Homeward does not hold, or holds in
words that fit no one code, is left empty and named: a wrong code is worse than none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from service.domain.core_charges import CHARGE_FIELDS, charge_fields
from service.domain.core_fields import FIELDS, MOST_PEOPLE, gender_field, person_fields
from service.domain.homes import Feature, LandlordKind, SchemeKind, VoidReason, Works
from service.domain.lettings import Tenure
from service.domain.people import Member, Relation, Sex
from service.domain.terms import Charges, PartM

Value = int | str
"""What a field holds."""

_TENANCY = {
    Tenure.ASSURED: 2,
    Tenure.ASSURED_SHORTHOLD: 4,
    Tenure.SECURE: 7,
    Tenure.FLEXIBLE: 6,
    Tenure.LICENCE: 5,
    Tenure.OTHER: 3,
}
"""A starter tenancy is of any type, which is not held."""
_FIXED_TERM = (4, 6)
_VACANT = {
    VoidReason.NEW_BUILD: 15,
    VoidReason.DEATH: 5,
    VoidReason.TRANSFER: 13,
    VoidReason.ABANDONED: 6,
    VoidReason.OTHER: 22,
}
"""Of the others CORE asks more: where the tenant moved to, or why they were evicted."""
_GENERAL_NEEDS = frozenset({SchemeKind.GENERAL_NEEDS, SchemeKind.PRIVATE_RENTED})
_LEVEL_ACCESS = frozenset({Feature.STEP_FREE, Feature.LEVEL_ACCESS_SHOWER})
_OTHER_ACCESS = frozenset(
    {Feature.GROUND_FLOOR_OR_LIFT, Feature.GRAB_RAILS, Feature.HOIST, Feature.SENSORY_ADAPTED}
)
_WHEELCHAIR_DWELLINGS = (PartM.M4_3_ADAPTABLE, PartM.M4_3_ACCESSIBLE)
_MAJOR_REPAIRS = frozenset({Works.REPAIRS, Works.DAMP, Works.KITCHEN_OR_BATHROOM, Works.HEATING})
"""Works told as major repairs, which CORE says no tenant could reasonably live with."""
_REPAIRS_FIELDS = frozenset({33, 34, 35})
_WAITED = ((1, 2), (2, 7), (3, 8), (4, 9), (5, 10), (10, 11))
"""Under so many years -> code of the time on the waiting list; 12: 10 years or more."""
_YES, _NO = 1, 2
_CHILD_UNTIL, _CHILD_UNDER_16 = 16, 9


@dataclass(frozen=True)
class CoreLetting:
    """What Homeward holds of a letting that CORE asks for; None: the record was erased."""

    starts_on: date
    tenure: Tenure
    rent_pence: int
    """With charges, a week."""
    reference: str | None
    unit: str
    bedrooms: int
    shared: bool
    features: frozenset[Feature]
    part_m: PartM | None
    charges: Charges | None
    """As the home has them now; None: not told."""
    works: frozenset[Works]
    works_until: date | None
    scheme_kind: SchemeKind
    landlord_kind: LandlordKind
    place: str
    district_code: str
    postcode: str | None
    """None: the address is protected, or not held."""
    void_from: date
    void_reason: VoidReason
    household: Sequence[Member]
    """The lead tenant first; empty: the record was erased."""
    access_needs: frozenset[Feature] | None
    waiting_since: date | None
    register_district: str | None
    """Whose waiting list they stood on."""

    @property
    def is_supported(self) -> bool:
        """Whether it is supported housing to CORE, and not general needs."""
        return self.scheme_kind not in _GENERAL_NEEDS

    @property
    def people(self) -> Sequence[Member]:
        """Those of the household who are born when the tenancy starts."""
        return [member for member in self.household if member.born_on <= self.starts_on]


@dataclass(frozen=True)
class CoreRow:
    """A row of the return, and what it still needs."""

    values: Mapping[int, Value]
    """Field number -> value; what is not held is not in it."""
    missing: tuple[int, ...]
    """Fields that CORE asks of this letting and Homeward does not hold."""

    @property
    def cells(self) -> list[Value]:
        """Every field in order; '' is empty."""
        return [self.values.get(field, "") for field in FIELDS]


def core_row(letting: CoreLetting) -> CoreRow:
    """A letting as a row of the return."""
    values: dict[int, Value] = {}
    for part in (_tenancy(letting), _home(letting), _people(letting), _needs(letting)):
        values |= {field: value for field, value in part.items() if value is not None}
    asked = _asked(letting, values)
    return CoreRow(values, tuple(sorted(asked - set(values))))


def _day(day: date, first: int) -> dict[int, Value | None]:
    return {first: day.day, first + 1: day.month, first + 2: day.year}


def _tenancy(letting: CoreLetting) -> dict[int, Value | None]:
    """The tenancy, its rent and how it came about."""
    kind = letting.scheme_kind
    is_council = letting.landlord_kind is LandlordKind.COUNCIL
    return {
        4: 2 if letting.is_supported else 1,
        7: _NO,  # whoever is nominated takes up a new home
        **_day(letting.starts_on, 8),
        11: 7 if kind.is_specified_accommodation else None,
        13: letting.reference,
        38: _YES if letting.tenure is Tenure.STARTER else _NO,
        39: _TENANCY.get(letting.tenure),
        112: _NO,  # officers nominate; nobody bids
        116: 3 if is_council else None,  # from a housing register
        122: int(letting.rent_pence == 0) if letting.is_supported else None,  # 0 is yes
        **charge_fields(
            letting.charges, weekly_rent=letting.rent_pence, is_supported=letting.is_supported
        ),
    }


def _home(letting: CoreLetting) -> dict[int, Value | None]:
    """The home and how it came to be vacant."""
    first, _, second = (letting.postcode or "").partition(" ")
    values: dict[int, Value | None] = {
        14: letting.unit,
        16: _VACANT.get(letting.void_reason),
        21: letting.place if letting.postcode else None,
        23: first or None,
        24: second or None,
        25: letting.district_code,
        **_day(letting.void_from, 30),
        **_repairs(letting),
    }
    if letting.is_supported:
        return values | {36: _sheltered(letting.scheme_kind)}
    is_bedsit = letting.bedrooms == 0 and not letting.shared
    return values | {
        26: 2 if is_bedsit else None,
        28: _YES if _is_for_wheelchairs(letting) else _NO,
        29: max(1, letting.bedrooms),
    }


def _is_for_wheelchairs(letting: CoreLetting) -> bool:
    """Adapted, or built as a wheelchair user dwelling (Part M, category 3, both kinds)."""
    return Feature.WHEELCHAIR in letting.features or letting.part_m in _WHEELCHAIR_DWELLINGS


def _repairs(letting: CoreLetting) -> dict[int, Value | None]:
    """When major repairs were finished, where the works were such and ended within the void."""
    end = letting.works_until
    if end is None or not letting.works & _MAJOR_REPAIRS:
        return {}
    return _day(end, 33) if letting.void_from <= end <= letting.starts_on else {}


def _sheltered(kind: SchemeKind) -> int | None:
    """Extra care or none; of sheltered housing CORE asks the ages that it is for."""
    if kind is SchemeKind.SHELTERED:
        return None
    return 2 if kind is SchemeKind.HOUSING_WITH_CARE else 3


def _people(letting: CoreLetting) -> dict[int, Value | None]:
    """The household, the first eight of it."""
    values: dict[int, Value | None] = {}
    if len(letting.people) < len(letting.household):
        values[78] = _YES
    for n, member in enumerate(letting.people[:MOST_PEOPLE], start=1):
        age = member.age_on(letting.starts_on)
        sex = "F" if member.sex is Sex.FEMALE else "M"
        work = _CHILD_UNDER_16 if age < _CHILD_UNTIL else None
        if n == 1:
            values |= {42: age, 43: sex}
            continue
        partner = _YES if member.relation is Relation.PARTNER else _NO
        values |= dict(zip(person_fields(n), (partner, age, sex, work), strict=True))
    return values


def _needs(letting: CoreLetting) -> dict[int, Value | None]:
    """What access they need, and how long they waited."""
    waited: dict[int, Value | None] = {}
    if letting.waiting_since and letting.register_district == letting.district_code:
        waited = {97: _waited(letting.waiting_since, letting.starts_on)}
    needs = letting.access_needs
    if needs is None:
        return waited
    needs_level = bool(needs & _LEVEL_ACCESS) and Feature.WHEELCHAIR not in needs
    access = {
        79: Feature.WHEELCHAIR in needs,
        81: needs_level,
        82: bool(needs & _OTHER_ACCESS),
    }
    if not any(access.values()):
        return waited | {83: 1}
    return waited | {field: 1 for field, is_needed in access.items() if is_needed}


def _waited(since: date, until: date) -> int:
    years = until.year - since.year - ((until.month, until.day) < (since.month, since.day))
    return next((code for under, code in _WAITED if years < under), 12)


_ASKED_OF_ALL = frozenset(
    {1, 2, 4, 7, 8, 9, 10, 11, 13, 14, 15, 16, 30, 31, 32, 37, 38, 39, 42, 43, 44, 45, 46, 75, 78,
     85, 96, 97, 98, 100, 101, 102, 105, 106, 112, 113, 114, 115, 117, 120, 121, 123, 124, 125, 126,
     127, 128}
)  # fmt: skip
_ASKED_OF_SUPPORTED = frozenset({5, 6, 36, 122})
_ASKED_OF_GENERAL_NEEDS = frozenset({19, 21, 23, 24, 25, 26, 27, 28, 29})


def _asked(letting: CoreLetting, values: Mapping[int, Value]) -> set[int]:
    """The fields that CORE asks of this letting, as far as what is held lets one say."""
    asked = set(_ASKED_OF_ALL)
    asked |= _ASKED_OF_SUPPORTED if letting.is_supported else _ASKED_OF_GENERAL_NEEDS
    if letting.void_reason is not VoidReason.NEW_BUILD:
        asked.add(17)
    if values.get(39) in _FIXED_TERM:
        asked.add(41)
    if values.get(39) == _TENANCY[Tenure.OTHER]:
        asked.add(40)
    asked.add(116 if letting.landlord_kind is LandlordKind.COUNCIL else 146)
    if not {79, 81, 82, 83} & set(values):
        asked.add(83)
    if letting.works & (_MAJOR_REPAIRS | {Works.OTHER}):
        asked |= _REPAIRS_FIELDS
    if values.get(122) == 1:
        asked -= set(CHARGE_FIELDS)
    for n in range(1, max(1, min(len(letting.people), MOST_PEOPLE)) + 1):
        asked.add(gender_field(n))
        asked |= set(person_fields(n)) if n > 1 else set()
    return asked
