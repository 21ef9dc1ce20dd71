"""Whether benefits meet a rent: Local Housing Allowance, and what social tenants lose by size.

A reading of the rules for software, not advice on benefits. Money is pence a week.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from service.domain.bedrooms import bedrooms_paid_for
from service.domain.homes import LandlordKind, SchemeKind

SHARED_UNDER = 35
"""Age in years below which single people get the shared accommodation rate."""
PENSION_AGE = 66
"""Age in years from which social tenants lose nothing by spare bedrooms."""
LOST_BY_ONE, LOST_BY_MORE = 14, 25
"""Percent of the rent: Universal Credit Regulations 2013, Schedule 4 paragraph 36."""


class MarketArea(StrEnum):
    """The Broad Rental Market Areas of Norfolk whose rates are typed in here."""

    NORWICH = "central_norfolk_and_norwich"
    KINGS_LYNN = "kings_lynn"
    LOWESTOFT = "lowestoft_and_great_yarmouth"

    @property
    def words(self) -> str:
        """The area as a page says it."""
        return _AREA_WORDS[self]


_AREA_WORDS = {
    MarketArea.NORWICH: "Central Norfolk and Norwich",
    MarketArea.KINGS_LYNN: "King’s Lynn",
    MarketArea.LOWESTOFT: "Lowestoft and Great Yarmouth",
}

RATES_FROM = date(2024, 4, 1)
RATES_SOURCE = (
    "Valuation Office Agency, Local Housing Allowance rates of April 2024, frozen for 2025 to 2026 "
    "and 2026 to 2027"
)
SPECIFIED_RULE = "Universal Credit Regulations 2013, Schedule 1 paragraph 3A"
SIZE_RULE = "Universal Credit Regulations 2013, Schedule 4 paragraph 36; Housing Benefit reg. B13"
ALLOWANCE_RULE = f"Universal Credit Regulations 2013, Schedule 4 paragraphs 8 to 29; {RATES_SOURCE}"
OWN_MONEY_RULE = "The rent limit on their record"
RATES: Mapping[MarketArea, tuple[int, int, int, int, int]] = {
    MarketArea.NORWICH: (9056, 13578, 15995, 18411, 26466),
    MarketArea.KINGS_LYNN: (9202, 12617, 14959, 17836, 24164),
    MarketArea.LOWESTOFT: (8661, 10151, 13233, 14499, 18986),
}
"""Pence a week for a shared room, then for 1 to 4 bedrooms."""
MONTHLY_RATES: Mapping[MarketArea, tuple[int, int, int, int, int]] = {
    MarketArea.NORWICH: (39350, 59000, 69500, 80000, 115000),
    MarketArea.KINGS_LYNN: (39983, 54823, 65000, 77500, 105000),
    MarketArea.LOWESTOFT: (37633, 44107, 57500, 63000, 82500),
}
"""The same in pence a month, as published for Universal Credit by the same source."""

_TOWNS: Mapping[MarketArea, tuple[str, ...]] = {
    MarketArea.NORWICH: (
        "Norwich", "Attleborough", "Aylsham", "Cromer", "Dereham", "Hingham", "Holt", "Loddon",
        "Long Stratton", "North Walsham", "Reepham", "Sheringham", "Stalham",
        "Wroxham and Hoveton", "Wymondham", "Acle",
    ),
    MarketArea.KINGS_LYNN: (
        "King's Lynn", "Downham Market", "Fakenham", "Hunstanton", "Swaffham", "Watton",
        "Wells-next-the-Sea",
    ),
    MarketArea.LOWESTOFT: ("Great Yarmouth",),
}  # fmt: skip
_AREA_OF = {town: area for area, towns in _TOWNS.items() for town in towns}


def market_area(town: str) -> MarketArea | None:
    """The market area of the town that a home counts as being in; None where none is typed in.

    An approximation: areas are drawn by postcode (LHA-Direct), and homes between two towns may lie
    in the other's. Thetford, Diss and Harleston lie at or over the edge of Suffolk's areas, whose
    rates are not here, and so have none.
    """
    return _AREA_OF.get(town)


@dataclass(frozen=True)
class Renter:
    """What decides how much rent benefits meet; None: not known."""

    age: int
    is_alone: bool
    """No partner, child or other adult."""
    bedrooms_lha: int
    bedrooms_social: int
    rent_limit_pence: int | None
    claims_housing_costs: bool | None = None
    is_care_leaver: bool | None = None
    hostel_three_months: bool | None = None
    has_care_benefit: bool | None = None
    is_mappa_managed: bool | None = None
    fled_abuse: bool | None = None
    fled_slavery: bool | None = None


@dataclass(frozen=True)
class Rented:
    """What decides how much of a home's rent benefits meet."""

    rent_pence: int
    kind: SchemeKind
    landlord_kind: LandlordKind
    town: str
    bedrooms: int


@dataclass(frozen=True)
class Affordability:
    """Whether benefits meet a rent, and why."""

    is_checked: bool
    """Whether a shortfall could be worked out."""
    met_pence: int | None
    """The most that benefits meet a week; None: no limit that is known here."""
    shortfall_pence: int
    """Rent that is left to the person a week; 0 where nothing is, or it is not known."""
    why: str
    """What decided it, in a sentence."""
    not_known: tuple[str, ...] = ()
    """What is not known and could change it."""
    rule: str = ""
    """The law or the figures that it rests on; empty: none, for it is not checked."""

    @property
    def warns(self) -> bool:
        """Whether rent is left to the person."""
        return self.shortfall_pence > 0


_EXCEPTIONS: tuple[tuple[str, int, int, str], ...] = (
    ("is_care_leaver", 18, 24, "left care and are 18 to 24"),
    ("hostel_three_months", 16, 34, "stayed in homeless hostels for 3 months with support"),
    ("has_care_benefit", 0, 34, "get a disability benefit’s care or daily living part"),
    ("is_mappa_managed", 0, 34, "are managed under MAPPA"),
    ("fled_abuse", 16, 34, "fled domestic abuse"),
    ("fled_slavery", 16, 34, "are a victim of modern slavery"),
)
"""Fact, ages in years from and to, and words: Universal Credit Regulations 2013, Schedule 4
paragraph 29, with the exceptions for domestic abuse and modern slavery of 1 October 2022."""


def shared_rate_exception(renter: Renter) -> tuple[str | None, tuple[str, ...]]:
    """Why the shared rate does not hold for somebody single and young, and what is not known."""
    open_to = [one for one in _EXCEPTIONS if one[1] <= renter.age <= one[2]]
    for name, _, _, words in open_to:
        if getattr(renter, name):
            return words, ()
    return None, tuple(words for name, _, _, words in open_to if getattr(renter, name) is None)


def gets_shared_rate(renter: Renter) -> bool:
    """Whether Local Housing Allowance is that of a shared room, by what is known."""
    is_young = renter.is_alone and renter.age < SHARED_UNDER
    return is_young and shared_rate_exception(renter)[0] is None


def affordability(renter: Renter, home: Rented, on: date) -> Affordability:
    """How much of a rent benefits leave to the person.

    A shortfall warns and shuts nothing: what somebody can meet besides is theirs to say, and the
    rent limit on their record is what the matcher keeps to.
    """
    if renter.claims_housing_costs is False:
        return _from_own_money(renter, home)
    asks = () if renter.claims_housing_costs else ("claim help with rent",)
    if home.kind.is_specified_accommodation:
        found = _specified(home)
    else:
        found = _private(renter, home, on) if _is_private(home) else _social(renter, home)
    return replace(found, not_known=asks + found.not_known)


def _specified(home: Rented) -> Affordability:
    why = "It is specified accommodation: Housing Benefit meets the rent, with no allowance."
    return Affordability(True, home.rent_pence, 0, why, rule=SPECIFIED_RULE)


def _is_private(home: Rented) -> bool:
    """Whether Local Housing Allowance limits what benefits meet."""
    is_social = home.landlord_kind in (LandlordKind.COUNCIL, LandlordKind.REGISTERED_PROVIDER)
    return home.kind is SchemeKind.PRIVATE_RENTED or not is_social


def _from_own_money(renter: Renter, home: Rented) -> Affordability:
    limit = renter.rent_limit_pence
    if limit is None:
        why = "They claim no help with rent, and what they can meet is not known."
        return Affordability(False, None, 0, why, ("can meet it themselves",))
    why = "They claim no help with rent; it is held against what they can meet."
    left = home.rent_pence - min(home.rent_pence, limit)
    return Affordability(True, limit, left, why, rule=OWN_MONEY_RULE)


def _private(renter: Renter, home: Rented, on: date) -> Affordability:
    area = market_area(home.town)
    if area is None:
        why = f"The rates of the market area around {home.town} are not in Homeward."
        return Affordability(False, None, 0, why)
    if on < RATES_FROM:
        return Affordability(False, None, 0, "The rates of that year are not in Homeward.")
    exception: str | None = None
    not_known: tuple[str, ...] = ()
    if renter.is_alone and renter.age < SHARED_UNDER:
        exception, not_known = shared_rate_exception(renter)
    size = 0 if gets_shared_rate(renter) else max(1, bedrooms_paid_for(renter.bedrooms_lha))
    met = RATES[area][size]
    which = "a shared room" if size == 0 else f"{size} bedroom{'s' if size > 1 else ''}"
    why = (
        f"Local Housing Allowance for {which} in {area.words} is {_pounds(met)} a week "
        f"({_pounds(MONTHLY_RATES[area][size])} a month in Universal Credit)."
    )
    if exception:
        why += f" The shared rate does not hold, because they {exception}."
    left = home.rent_pence - min(home.rent_pence, met)
    return Affordability(True, met, left, why, not_known, ALLOWANCE_RULE)


def _social(renter: Renter, home: Rented) -> Affordability:
    spare = home.bedrooms - renter.bedrooms_social
    if spare <= 0 or renter.age >= PENSION_AGE:
        why = "A social rent for a home of the size they need is met in full."
        return Affordability(True, home.rent_pence, 0, why, rule=SIZE_RULE)
    percent = LOST_BY_ONE if spare == 1 else LOST_BY_MORE
    lost = home.rent_pence * percent // 100
    many = "1 spare bedroom" if spare == 1 else f"{spare} spare bedrooms"
    why = f"With {many}, {percent}% of a social rent is not met."
    return Affordability(True, home.rent_pence - lost, lost, why, rule=SIZE_RULE)


def _pounds(pence: int) -> str:
    return f"£{pence // 100:,}.{pence % 100:02}"
