"""Schemes and homes in words: what their pages say, and where each rule comes from."""

from collections.abc import Mapping, Sequence
from typing import Any

from service.domain.days import uk_date
from service.domain.quality import RatingScheme, grade_words, meets_gate
from service.domain.quotas import n_kept
from service.domain.terms import CHARGES, ChargePeriod, Facility, PartM, Staffing
from service.pages.home_fields import HOUSEHOLDS, KINDS, LEVELS, SEXES, STAYS
from service.pages.words import bedrooms, capital, features, groups, listed, money, where
from service.store.schemes import Quota, SchemePage
from service.store.units import UnitPage

Fact = tuple[str, str]
"""A label and what is so; an empty text is left out."""

_CHARGE_WORDS = {
    "basic_rent_pence": "Rent without charges",
    "eligible_charge_pence": "Charges that Housing Benefit can meet",
    "ineligible_charge_pence": "Charges that it cannot meet",
    "personal_charge_pence": "Personal charges",
}


def scheme_facts(
    scheme: SchemePage, districts: Mapping[str, str], quota: Quota
) -> list[tuple[str, list[Fact]]]:
    """Everything of a scheme, under headings."""
    return [
        ("The scheme", _itself(scheme)),
        ("Support and quality", [*_support(scheme), *_quality(scheme)]),
        ("Who can live there", [*_people(scheme), *_lettings(scheme, districts, quota)]),
    ]


def _itself(scheme: SchemePage) -> list[Fact]:
    address = f", {scheme.postcode}" if scheme.postcode else "; no postcode is kept"
    return [
        ("Reference", scheme.reference),
        ("Kind", KINDS[scheme.kind]),
        ("Landlord", scheme.landlord),
        ("Manager", scheme.manager or "The landlord"),
        ("Support provider", scheme.support_provider or ""),
        ("Where", where(scheme.place, scheme.district) + address),
        ("Known from", scheme.source),
    ]


def _support(scheme: SchemePage) -> list[Fact]:
    staff = capital(Staffing(scheme.staffing).words) if scheme.staffing else "Not known"
    return [
        ("Support", LEVELS[str(scheme.support_level)]),
        ("Staff", staff),
        ("Intended stay", STAYS[scheme.intended_stay]),
    ]


def _quality(scheme: SchemePage) -> list[Fact]:
    if scheme.rating_scheme is None or scheme.rating is None:
        return [("Quality", "Not rated")]
    rated = RatingScheme(scheme.rating_scheme)
    words = grade_words(rated, scheme.rating)
    day = f", rated on {uk_date(scheme.rated_on)}" if scheme.rated_on else ""
    if meets_gate(rated, scheme.rating):
        gate = "Its rating is good enough to take new people"
    elif scheme.gate_holds:
        gate = "Its rating is too low: it is shut to new people"
    else:
        gate = "Its rating is too low, but it takes new people all the same"
    return [("Quality", words + day), ("New people", gate)]


def _people(scheme: SchemePage) -> list[Fact]:
    words = rule_words(vars(scheme))
    return [(label, words[rule]) for rule, label in RULES.items() if rule not in _SAID_BEFORE]


def _lettings(scheme: SchemePage, districts: Mapping[str, str], quota: Quota) -> list[Fact]:
    asked = _named(scheme.connection_districts, districts)
    may = _named(scheme.nominating_districts, districts)
    facts = [
        ("Local connection", f"Asked with {asked}" if asked else "Not asked"),
        ("Who may nominate", f"The registers of {may}" if may else "Every register"),
    ]
    if scheme.nomination_quota is not None:
        lettings = "1 letting" if quota.n_lettings == 1 else f"{quota.n_lettings} lettings"
        so_far = f"{quota.n_nominated} of {lettings} since 1 April"
        facts.append(("Their share of lettings", f"{scheme.nomination_quota}%: {so_far}"))
        facts.append(("Kept for them", _kept(scheme.nomination_quota, quota)))
    return facts


def _kept(percent: int, quota: Quota) -> str:
    kept = n_kept(percent, **vars(quota))
    homes = "1 vacancy" if quota.n_vacancies == 1 else f"{quota.n_vacancies} vacancies"
    if kept == quota.n_vacancies:
        return f"{homes}, all that there are now" if kept else "No home is to be let now"
    return f"{kept} of {homes}, the first to be available; every register may nominate to the rest"


def _named(codes: Sequence[str], names: Mapping[str, str]) -> str:
    return listed(sorted(names.get(code, code) for code in codes))


RULES = {
    "kind": "Counts as",
    "support_level": "Support",
    "client_groups": "For",
    "age_min": "Youngest age",
    "age_max": "Oldest age",
    "sexes": "Men or women",
    "household_kind": "Households",
    "household_max": "Most people",
    "pets_allowed": "Pets",
}
"""The rules that a home has from its scheme unless it has its own -> their labels."""
_SAID_BEFORE = ("kind", "support_level")


def rule_words(holds: Mapping[str, Any]) -> dict[str, str]:
    """Each rule as it holds, in words."""
    pets = {None: "Not known", True: "Allowed", False: "Not allowed"}
    people = holds["client_groups"] or ()
    return {
        "kind": KINDS[holds["kind"]],
        "support_level": LEVELS[str(holds["support_level"])],
        "client_groups": capital(groups(people)),
        "age_min": _or_no_limit(holds["age_min"]),
        "age_max": _or_no_limit(holds["age_max"]),
        "sexes": SEXES[holds["sexes"]],
        "household_kind": HOUSEHOLDS[holds["household_kind"]],
        "household_max": _or_no_limit(holds["household_max"]),
        "pets_allowed": pets[holds["pets_allowed"]],
    }


def _or_no_limit(number: int | None) -> str:
    return "No limit" if number is None else str(number)


def unit_rules(unit: UnitPage) -> list[tuple[str, str, str]]:
    """Each rule that holds for a home: its label, what it is, and where it comes from."""
    words = rule_words(unit.holds)
    return [(label, words[rule], unit.whence(rule)) for rule, label in RULES.items()]


def unit_facts(unit: UnitPage) -> list[Fact]:
    """Everything of a home itself."""
    lift = {None: "", True: "Yes", False: "No"}[unit.lift]
    room = ", a room in a shared home" if unit.shared else ""
    return [
        ("Reference", unit.reference),
        ("Scheme", f"{unit.scheme} ({KINDS[unit.scheme_kind]})"),
        ("Landlord", unit.landlord),
        ("Where", where(unit.place, unit.district)),
        ("Size", capital(bedrooms(unit.bedrooms)) + room),
        ("Shared with others", capital(listed([Facility(one).words for one in unit.facilities]))),
        ("Floor", "Ground" if unit.floor == 0 else str(unit.floor)),
        ("Reached by lift", lift),
        ("Part M", PartM(unit.part_m).words if unit.part_m else ""),
        ("Features", capital(features(unit.holds["features"]))),
        ("Rent a week", f"{money(unit.rent_pence)}, with every charge"),
        *_charges(unit),
    ]


def _charges(unit: UnitPage) -> list[Fact]:
    if unit.charge_period is None:
        return []
    period = ChargePeriod(unit.charge_period).words
    return [
        (f"{_CHARGE_WORDS[name]}, {period}", money(getattr(unit, name) or 0)) for name in CHARGES
    ]
