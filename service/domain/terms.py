"""What a scheme and a home are like beyond their size: staffing, households, charges, access."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Staffing(StrEnum):
    """When staff are at a scheme."""

    NONE = "none"
    VISITING = "visiting"
    DAYTIME = "daytime"
    NIGHT_SLEEPING = "night_sleeping"
    WAKING = "waking_24_hours"

    @property
    def words(self) -> str:
        """The staffing as a page says it."""
        return {
            Staffing.NONE: "no staff",
            Staffing.VISITING: "staff visit",
            Staffing.DAYTIME: "staff by day",
            Staffing.NIGHT_SLEEPING: "staff by day, and asleep there at night",
            Staffing.WAKING: "staff awake 24 hours",
        }[self]


class HouseholdKind(StrEnum):
    """Which households a home takes."""

    ANY = "any"
    SINGLE_PEOPLE = "single_people"
    COUPLES = "couples"
    FAMILIES = "families"
    """With a child under 18, or one to come."""

    @property
    def words(self) -> str:
        """The kind as a page says it."""
        return {
            HouseholdKind.ANY: "any household",
            HouseholdKind.SINGLE_PEOPLE: "single people",
            HouseholdKind.COUPLES: "single people or couples",
            HouseholdKind.FAMILIES: "families with children",
        }[self]


class PartM(StrEnum):
    """Categories of dwellings in Part M of the Building Regulations (Approved Document M, 2015)."""

    M4_1 = "m4_1"
    """Visitable."""
    M4_2 = "m4_2"
    """Accessible and adaptable."""
    M4_3_ADAPTABLE = "m4_3_2_a"
    """Wheelchair adaptable."""
    M4_3_ACCESSIBLE = "m4_3_2_b"
    """Wheelchair accessible."""

    @property
    def words(self) -> str:
        """The category as the regulations write it, and what it means."""
        return {
            PartM.M4_1: "M4(1), visitable",
            PartM.M4_2: "M4(2), accessible and adaptable",
            PartM.M4_3_ADAPTABLE: "M4(3)(2)(a), wheelchair adaptable",
            PartM.M4_3_ACCESSIBLE: "M4(3)(2)(b), wheelchair accessible",
        }[self]

    @property
    def rank(self) -> int:
        """The category on the matcher's scale, 1 to 4; 0 is none."""
        return list(PartM).index(self) + 1


class Facility(StrEnum):
    """What a home shares with others."""

    BATHROOM = "bathroom"
    TOILET = "toilet"
    KITCHEN = "kitchen"
    LOUNGE = "lounge"
    LAUNDRY = "laundry"
    GARDEN = "garden"
    GUEST_ROOM = "guest_room"
    SCOOTER_STORE = "scooter_store"

    @property
    def words(self) -> str:
        """The facility as a page says it."""
        return self.value.replace("_", " ")


class ChargePeriod(StrEnum):
    """What rent and charges are for."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    FOUR_WEEKLY = "four_weekly"
    MONTHLY = "monthly"

    @property
    def words(self) -> str:
        """The period as a page says it."""
        return {
            ChargePeriod.WEEKLY: "a week",
            ChargePeriod.FORTNIGHTLY: "two weeks",
            ChargePeriod.FOUR_WEEKLY: "four weeks",
            ChargePeriod.MONTHLY: "a month",
        }[self]

    @property
    def how_often(self) -> str:
        """How often it is paid, to follow an amount."""
        return self.words if self.words.startswith("a ") else f"every {self.words}"


_PER_YEAR = {
    ChargePeriod.WEEKLY: 52,
    ChargePeriod.FORTNIGHTLY: 26,
    ChargePeriod.FOUR_WEEKLY: 13,
    ChargePeriod.MONTHLY: 12,
}
CHARGES = (
    "basic_rent_pence",
    "eligible_charge_pence",
    "ineligible_charge_pence",
    "personal_charge_pence",
)
"""The parts of what a household pays for a home; together they are its whole rent."""


@dataclass(frozen=True)
class Charges:
    """What a household pays for a home, pence a period."""

    period: ChargePeriod
    basic_rent: int
    eligible: int
    """Service charges that Housing Benefit can meet."""
    ineligible: int
    """Service charges that it cannot meet."""
    personal: int
    """For what is used in the home, as heating."""

    @property
    def weekly(self) -> int:
        """All of them a week."""
        return weekly_pence(self.whole, self.period)

    @property
    def whole(self) -> int:
        """All of them a period."""
        return self.basic_rent + self.eligible + self.ineligible + self.personal

    @property
    def monthly(self) -> int:
        """All of them a month, to the nearest penny."""
        return (self.whole * _PER_YEAR[self.period] * 2 + 12) // 24


def charges_of(period: str | None, pence: Sequence[int | None]) -> Charges | None:
    """Charges as they are kept, in the order of CHARGES; None where no period is told."""
    if period is None:
        return None
    basic, eligible, ineligible, personal = (amount or 0 for amount in pence)
    return Charges(ChargePeriod(period), basic, eligible, ineligible, personal)


def weekly_pence(pence: int, period: ChargePeriod) -> int:
    """What an amount of a period is a week, to the nearest penny: a month is 12/52 of a year."""
    return (pence * _PER_YEAR[period] * 2 + 52) // 104
