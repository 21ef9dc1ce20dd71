"""What follows of a change of circumstances: bedrooms, what benefits meet, local connection."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from service.domain.affordability import Renter, gets_shared_rate
from service.domain.bedrooms import BedroomRule, bedrooms_needed, bedrooms_paid_for, people_of
from service.domain.connections import connections_on, why_none_is_asked
from service.domain.people import Applicant
from service.domain.records import LABELS, applicant_of, find_problems, record_of
from service.errors import RuleBroken


def renter_of(applicant: Applicant, on: date) -> Renter:
    """What decides how much rent benefits meet for an applicant on a day."""
    people = people_of(applicant.household, on)
    needed = {rule: _bedrooms(applicant, rule, on) for rule in BedroomRule}
    return Renter(
        age=applicant.household[0].age_on(on),
        is_alone=len(people) == 1,
        bedrooms_lha=needed[BedroomRule.LHA_UC],
        bedrooms_social=needed[BedroomRule.HB_SOCIAL],
        rent_limit_pence=applicant.rent_limit_pence,
        claims_housing_costs=applicant.claims_housing_costs,
        is_care_leaver=applicant.is_care_leaver,
        hostel_three_months=applicant.hostel_three_months,
        has_care_benefit=applicant.has_care_benefit,
        is_mappa_managed=applicant.is_mappa_managed,
        fled_abuse=applicant.fled_abuse,
        fled_slavery=applicant.fled_slavery,
    )


def connection_words(applicant: Applicant, on: date) -> str:
    """With which districts an applicant has a local connection on a day, in words."""
    exempt = why_not_asked(applicant, on)
    if exempt is not None:
        return f"may not be asked, because {exempt}"
    if applicant.connections is None:
        return "not known"
    found = connections_on(applicant.connections, on)
    unsure = [f"{name} (since when is not known)" for name in sorted(found.unsure)]
    return ", ".join([*sorted(found.sure), *unsure]) or "none"


def why_not_asked(applicant: Applicant, on: date) -> str | None:
    """Why no local connection may be asked of an applicant; None: it may."""
    return why_none_is_asked(
        age=applicant.household[0].age_on(on),
        client_groups=applicant.client_groups,
        is_care_leaver=applicant.is_care_leaver,
        fled_abuse=applicant.fled_abuse,
        has_served=applicant.has_served,
    )


def effects(before: Applicant, after: Applicant, on: date) -> list[str]:
    """What is worked out otherwise of two states of a record, as "Bedrooms needed: 1 → 2"."""
    was, now = _standing(before, on), _standing(after, on)
    return [f"{what}: {was[what]} → {now[what]}" for what in now if was[what] != now[what]]


def with_change(before: Applicant, changes: Mapping[str, Mapping[str, Any]], on: date) -> Applicant:
    """A record with a change in it: field -> its value before and after, from a day.

    Raises:
        RuleBroken: Somebody changed the same field meanwhile, or the record would be wrong.
    """
    was = record_of(before)
    for field, values in changes.items():
        if was[field] not in (values["before"], values["after"]):
            raise RuleBroken(f"{LABELS[field]} was changed meanwhile. Enter the change again.")
    now = {**was, **{field: values["after"] for field, values in changes.items()}}
    if problems := find_problems(now, on):
        raise RuleBroken("; ".join(problems.values()))
    return applicant_of(now, before.state)


def _standing(applicant: Applicant, on: date) -> dict[str, str]:
    renter = renter_of(applicant, on)
    paid = bedrooms_paid_for(renter.bedrooms_lha)
    rate = "a shared room" if gets_shared_rate(renter) else f"{paid} bedroom{'s' * (paid > 1)}"
    return {
        "Bedrooms needed": str(_bedrooms(applicant, BedroomRule.BEDROOM_STANDARD, on)),
        "Bedrooms in social rent": str(renter.bedrooms_social),
        "Local Housing Allowance": rate,
        "Local connection": connection_words(applicant, on),
    }


def _bedrooms(applicant: Applicant, rule: BedroomRule, on: date) -> int:
    people = people_of(applicant.household, on)
    return bedrooms_needed(people, rule, overnight_carer=applicant.overnight_carer)
