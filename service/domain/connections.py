"""Local connection: with which districts a person has one on a day, and of whom none is asked.

Housing Act 1996, section 199, and the working definition that councils use with it: living there
for 6 of the last 12 months or 3 of the last 5 years, work that is not casual, close family there
for 5 years or more, or special circumstances. What is not known is kept apart from what is not so.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from service.domain.support import ClientGroup

DAYS_OF_SIX_MONTHS = 181
"""The fewest days that six months in a row have (September to February): nobody is a day short."""
DAYS_OF_THREE_YEARS = 3 * 365
YEARS_OF_FAMILY = 5
CARE_LEAVER_UNTIL = 25
"""Age in years: SI 2025/706, in force from 10 July 2025."""
CONNECTION_RULE = "Housing Act 1996, section 199"
NONE_ASKED_RULE = "SI 2025/706 and SI 2012/1869"
"""Why none may be asked of some people."""


class ConnectionGround(StrEnum):
    """What ties a person to a district."""

    RESIDENCE = "residence"
    EMPLOYMENT = "employment"
    FAMILY = "family"
    SPECIAL = "special"

    @property
    def words(self) -> str:
        """The ground as a page says it."""
        return _WORDS[self]


_WORDS = {
    ConnectionGround.RESIDENCE: "lives or lived there",
    ConnectionGround.EMPLOYMENT: "works there",
    ConnectionGround.FAMILY: "close family live there",
    ConnectionGround.SPECIAL: "special circumstances",
}


@dataclass(frozen=True)
class LocalConnection:
    """One fact that ties a person to a district."""

    district: str
    """Its name, or its code where rows are read for a match."""
    ground: ConnectionGround
    since: date | None = None
    """The first day; of family, the day from which they have lived there. None: not known."""
    until: date | None = None
    """The last day; None: it goes on."""


@dataclass(frozen=True)
class Connections:
    """The districts that a person has a local connection with on a day."""

    sure: frozenset[str]
    unsure: frozenset[str]
    """Those where it hangs on a day that is not known."""


def connections_on(facts: Iterable[LocalConnection], on: date) -> Connections:
    """With which districts there is a local connection on a day."""
    by_district: dict[str, list[LocalConnection]] = {}
    for fact in facts:
        by_district.setdefault(fact.district, []).append(fact)
    sure = frozenset(name for name, of in by_district.items() if _is_sure(of, on))
    may = frozenset(name for name, of in by_district.items() if any(_may_be(f, on) for f in of))
    return Connections(sure, may - sure)


def _is_sure(facts: Sequence[LocalConnection], on: date) -> bool:
    """Whether what is known of one district is enough."""
    lived = [fact for fact in facts if fact.ground is ConnectionGround.RESIDENCE]
    others = (fact for fact in facts if fact.ground is not ConnectionGround.RESIDENCE)
    return _has_lived(lived, on) or any(_holds(fact, on) for fact in others)


def _holds(fact: LocalConnection, on: date) -> bool:
    """Whether a fact other than living there ties a person on a day."""
    if _is_over(fact, on) or (fact.since is not None and fact.since > on):
        return False
    if fact.ground is ConnectionGround.SPECIAL:
        return True
    if fact.since is None:
        return False
    needed = YEARS_OF_FAMILY if fact.ground is ConnectionGround.FAMILY else 0
    return fact.since <= years_before(on, needed)


def _may_be(fact: LocalConnection, on: date) -> bool:
    """Whether a fact whose first day is not known may tie a person."""
    if fact.since is not None:
        return False
    if fact.ground is ConnectionGround.RESIDENCE:
        return fact.until is None or fact.until >= years_before(on, 5)
    return not _is_over(fact, on)


def _has_lived(facts: Sequence[LocalConnection], on: date) -> bool:
    """Whether somebody lived there for 6 of the last 12 months or 3 of the last 5 years."""
    windows = ((1, DAYS_OF_SIX_MONTHS), (5, DAYS_OF_THREE_YEARS))
    return any(_days_lived(facts, years_before(on, years), on) >= least for years, least in windows)


def _days_lived(facts: Sequence[LocalConnection], begins: date, on: date) -> int:
    """Days from one day up to another on which somebody lived there, each counted once."""
    n_days, counted_to = 0, begins
    spans = sorted((fact.since, fact.until or on) for fact in facts if fact.since is not None)
    for since, until in spans:
        first, after = max(since, counted_to), min(until + timedelta(days=1), on)
        if after > first:
            n_days += (after - first).days
            counted_to = after
    return n_days


def _is_over(fact: LocalConnection, on: date) -> bool:
    return fact.until is not None and fact.until < on


def years_before(day: date, years: int) -> date:
    """The same day some years before; 28 February for a 29th that was not."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def why_none_is_asked(
    *,
    age: int,
    client_groups: Iterable[str],
    is_care_leaver: bool | None,
    fled_abuse: bool | None,
    has_served: bool | None,
) -> str | None:
    """Why no local connection may be asked of a person, in words; None: it may.

    People who flee domestic abuse and care leavers under 25: SI 2025/706, in force from 10 July
    2025. People who serve or served in the armed forces: SI 2012/1869, which bars it for five years
    after service; the government's guidance of December 2024 drops the five years.
    """
    groups = set(client_groups)
    if fled_abuse or ClientGroup.DOMESTIC_ABUSE in groups:
        return "they flee domestic abuse"
    if age < CARE_LEAVER_UNTIL and (is_care_leaver or ClientGroup.CARE_LEAVERS in groups):
        return "they left care and are under 25"
    if has_served or ClientGroup.VETERANS in groups:
        return "they serve or served in the armed forces"
    return None
