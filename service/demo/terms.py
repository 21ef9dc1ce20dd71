"""Staffing, ratings, access and charges of the demonstration's homes; ours, no figure is published.

Nothing here shuts a home to anybody, and nothing is drawn by lot: it follows from what a scheme and
a home are, and from their place in the list.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from service.demo.figures.landlords import PROVIDERS
from service.domain.homes import Feature, Scheme, SchemeKind, Unit
from service.domain.support import SupportLevel
from service.domain.terms import Facility, PartM, Staffing

_CARE = frozenset(
    {SchemeKind.SUPPORTED_LIVING, SchemeKind.HOUSING_WITH_CARE, SchemeKind.SHARED_LIVES}
)
_STEPS = frozenset({SchemeKind.ENABLEMENT, SchemeKind.STEP_DOWN})
_UNRATED = frozenset({SchemeKind.GENERAL_NEEDS, SchemeKind.SHELTERED, SchemeKind.PRIVATE_RENTED})
_STAFFING = {
    SupportLevel.NONE: (Staffing.NONE,),
    SupportLevel.LOW: (Staffing.VISITING,),
    SupportLevel.MEDIUM: (Staffing.DAYTIME, Staffing.NIGHT_SLEEPING),
    SupportLevel.HIGH: (Staffing.WAKING,),
}
_MANAGED = 12
"""One scheme in so many is managed by another organisation than its landlord."""
_OWN_RULES = 40
"""One home in so many, of general needs and not offered for letting, has rules of its own."""


def with_terms(schemes: Sequence[Scheme]) -> tuple[Scheme, ...]:
    """The schemes with staffing, a rating that is good enough, and some with a manager."""
    return tuple(
        replace(scheme, terms=_scheme_terms(scheme, number))
        for number, scheme in enumerate(schemes)
    )


def _scheme_terms(scheme: Scheme, number: int) -> dict[str, Any]:
    staffing = _STAFFING[scheme.support_level]
    terms: dict[str, Any] = {"staffing": staffing[number % len(staffing)].value}
    if scheme.kind not in _UNRATED and number % 5:
        terms |= _rating(scheme.kind, is_best=number % 7 == 0)
        terms["rated_on"] = f"2025-{1 + number % 12:02}-{1 + number % 28:02}"
    if number % _MANAGED == 0:
        names = [one.landlord.name for one in PROVIDERS if one.landlord.name != scheme.landlord]
        terms["manager"] = names[number // _MANAGED % len(names)]
    return terms


def _rating(kind: SchemeKind, *, is_best: bool) -> dict[str, str]:
    if kind in _CARE:
        return {"rating_scheme": "cqc", "rating": "outstanding" if is_best else "good"}
    if kind in _STEPS:
        return {"rating_scheme": "pamms", "rating": "excellent" if is_best else "good"}
    return {"rating_scheme": "qaf", "rating": "a" if is_best else "b"}


def units_with_terms(
    units: Sequence[Unit], schemes: Sequence[Scheme], offered: frozenset[str]
) -> tuple[Unit, ...]:
    """The homes with access and charges; some that are not offered have a rule of their own."""
    kinds = {scheme.reference: scheme.kind for scheme in schemes}
    return tuple(
        replace(
            unit, terms=_unit_terms(unit, kinds[unit.scheme], number, unit.reference in offered)
        )
        for number, unit in enumerate(units)
    )


def _unit_terms(unit: Unit, kind: SchemeKind, number: int, is_offered: bool) -> dict[str, Any]:
    terms: dict[str, Any] = {**_access(unit), **_charges(unit.rent_pence, kind)}
    terms["facilities"] = sorted(_facilities(unit, kind))
    has_own = number % _OWN_RULES == 0 and kind is SchemeKind.GENERAL_NEEDS
    if has_own and not is_offered:
        terms |= {"age_min": 55, "pets_allowed": number % (2 * _OWN_RULES) == 0}
    return terms


def _access(unit: Unit) -> dict[str, Any]:
    part = PartM.M4_1 if Feature.STEP_FREE in unit.features else None
    if Feature.LEVEL_ACCESS_SHOWER in unit.features and part:
        part = PartM.M4_2
    if Feature.WHEELCHAIR in unit.features:
        part = PartM.M4_3_ACCESSIBLE
    has_lift = unit.floor > 0 and Feature.GROUND_FLOOR_OR_LIFT in unit.features
    return {"lift": has_lift if unit.floor else None, "part_m": part and part.value}


def _charges(rent_pence: int, kind: SchemeKind) -> dict[str, Any]:
    """Parts of a weekly rent, larger where there is more in common to pay for."""
    share = 0.3 if kind.is_specified_accommodation else 0.06
    eligible, personal = int(rent_pence * share), int(rent_pence * share / 10)
    ineligible = personal // 2
    return {
        "charge_period": "weekly",
        "basic_rent_pence": rent_pence - eligible - ineligible - personal,
        "eligible_charge_pence": eligible,
        "ineligible_charge_pence": ineligible,
        "personal_charge_pence": personal,
    }


def _facilities(unit: Unit, kind: SchemeKind) -> set[str]:
    facilities: set[Facility] = set()
    if unit.shared:
        facilities |= {Facility.BATHROOM, Facility.KITCHEN, Facility.LOUNGE}
    if kind in (SchemeKind.HOUSING_WITH_CARE, SchemeKind.SHELTERED):
        facilities |= {Facility.LOUNGE, Facility.LAUNDRY, Facility.GARDEN}
    return {facility.value for facility in facilities}
