"""What an answer of an applicant's record says in words, and what is not known of somebody."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from service.domain.connections import ConnectionGround
from service.domain.days import uk_date
from service.domain.people import ACCESS_CATEGORIES, FACTS, Applicant
from service.domain.records import LABELS
from service.domain.support import SupportLevel
from service.pages.words import capital, features, groups, money

NOT_KNOWN = "Not known"


def said(field: str, value: Any) -> list[str]:
    """An answer in words, a line each; what nobody knows is "Not known"."""
    if field in FACTS:
        return [_known(value)]
    lines = _SAY.get(field, _plain)(value)
    return [lines] if isinstance(lines, str) else list(lines)


def _known(value: bool | None) -> str:
    return NOT_KNOWN if value is None else "Yes" if value else "No"


def _plain(value: Any) -> str:
    return "Not answered" if value in (None, "") else str(value)


def _day(value: Any) -> str:
    return uk_date(date.fromisoformat(value)) if value else "Not answered"


def _level(value: Any) -> str:
    return "Not answered" if value is None else capital(SupportLevel(value).words)


_ALONE: Mapping[bool | None, str] = {
    True: ", needs a bedroom of their own",
    False: "",
    None: ", a need for a bedroom of their own not known",
}


def _people(value: Any) -> Iterable[str]:
    for person in value or ():
        relation = "Lead applicant" if person["relation"] == "lead" else capital(person["relation"])
        alone = _ALONE[person["needs_own_room"]]
        yield f"{relation}, {person['sex']}, born on {_day(person['born_on'])}{alone}"
    if not value:
        yield "Not answered"


def _ties(value: Any) -> Iterable[str]:
    if not value:
        yield NOT_KNOWN if value is None else "None"
    for tie in value or ():
        since = _day(tie["since"]) if tie["since"] else "a day not known"
        until = f" to {_day(tie['until'])}" if tie["until"] else ""
        yield f"{tie['district']}: {ConnectionGround(tie['ground']).words}, from {since}{until}"


_SAY: Mapping[str, Callable[[Any], str | Iterable[str]]] = {
    "household": _people,
    "connections": _ties,
    "registered_on": _day,
    "ready_on": _day,
    "needed_by": lambda value: _day(value) if value else "No last day",
    "support_level": _level,
    "floating_level": _level,
    "client_groups": lambda value: capital(groups(value)) if value else "None",
    "accessibility_needs": lambda value: capital(features(value or ())),
    "access_category": lambda value: (
        NOT_KNOWN if value is None else capital(ACCESS_CATEGORIES[value])
    ),
    "wanted": lambda value: ", then ".join(value or ()) or "Anywhere",
    "excluded": lambda value: ", ".join(value or ()) or "None",
    "rent_limit_pence": lambda value: NOT_KNOWN if value is None else money(value),
    "overnight_carer": _known,
    "current_unit": lambda value: value or "None of ours",
}

_COSTS: Mapping[str, str] = {
    "rent_limit_pence": "no home is shut to them by its rent",
    "access_category": "homes of every accessibility category are proposed",
    "has_pets": "homes that take no pets are proposed too",
    "claims_housing_costs": "what benefits meet of a rent is worked out as if they claimed",
    "is_care_leaver": "the shared accommodation rate may be assumed wrongly",
    "hostel_three_months": "the shared accommodation rate may be assumed wrongly",
    "has_care_benefit": "the shared accommodation rate may be assumed wrongly",
    "is_mappa_managed": "the shared accommodation rate may be assumed wrongly",
    "fled_abuse": "the shared rate may be assumed, and a local connection asked, wrongly",
    "fled_slavery": "the shared accommodation rate may be assumed wrongly",
    "connections": "no scheme is shut to them for its local connection; ask before nominating",
    "has_served": "a local connection may be asked that must not be",
    "overnight_carer": "bedrooms are worked out without a room for a carer",
}


def not_known(applicant: Applicant) -> list[tuple[str, str]]:
    """What is not known of somebody, and what follows of it."""
    missing = [
        (LABELS[field], costs)
        for field, costs in _COSTS.items()
        if getattr(applicant, field) is None
    ]
    if any(member.needs_own_room is None for member in applicant.household):
        costs = "bedrooms are worked out as if everybody could share"
        missing.append(("Who needs a bedroom of their own", costs))
    return missing
