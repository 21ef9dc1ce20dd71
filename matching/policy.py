"""What counts, and for how much: data with a name and a version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Final

from matching.columns import ProblemError
from matching.rules import ALL_RULES, ALWAYS_ON, Rule, rules_in

MAX_WORTH: Final = 9_999
"""No pair is worth more, under any policy."""

MOST_SPARE_BEDROOMS: Final = 4
"""Spare bedrooms beyond this many cost no further points."""

MOST_SHORTFALL_POUNDS: Final = 50
"""Pounds of weekly rent shortfall beyond this many cost no further points."""

MOST_YEARS_WAITED: Final = 10
"""Years waited beyond this many earn no further points."""

N_FEATURES: Final = 32
TOP_SUPPORT_LEVEL: Final = 3
TIERS: Final = (1, 2, 3, 4, 5)

ORDERS: Final = ("strict", "weighted")
FLOORS: Final = ("none", "client_group", "register")
TIE_BREAKS: Final = ("registered", "seed")

_TEXTS: Final = ("name", "order", "floors", "tie_break")
_LISTS: Final = ("choice", "tier_order")


@dataclass(frozen=True)
class Policy:
    """What counts, and for how much.

    Attributes:
        name: what people call it.
        version: a new number for every change.
        rules: the hard rules switched on; ALWAYS_ON are on whether named or not.
        order: ``strict``: who is housed is settled by priority alone, and points settle only
            where; ``weighted``: as many of each tier are housed as under strict, but within a tier
            points settle who.
        tier_order: the tiers, the first to be housed first.
        floors: ``client_group`` or ``register``: the first of each group stand before everybody
            until the group has its floor; ``none``.
        floor_percent: a group's floor, per cent of what it would get if homes were shared out in
            proportion to the people of each group to whom a home is open.
        tie_break: what settles allocations that are equally good: ``registered``: the fit of the
            person who registered first, then of the next, then the seed; ``seed``: that alone.
        longest_chain: most moves that may hang on one another; 0 for any number.
        max_void_days: days a home may stand empty until the applicant is ready.
        quality_gate: the lowest quality rating a rated home may have, 0 to 4.
        base: points of every pair, so that worth stays above 0.
        choice: points of an area by rank: first choice, second, and on; the last for all later.
        minutes: points of a journey of no minutes, less in proportion up to ``far_minutes``.
        far_minutes: minutes of a journey that earns no points, nor does a longer one.
        bedrooms: points when no bedroom is spare.
        spare_bedroom: points lost a spare bedroom, of the first MOST_SPARE_BEDROOMS.
        support: points when the home gives just the support that is needed.
        over_support: points lost a level of support above the need.
        under_support: points lost a level of support below the need, which floating support meets.
        feature_met: points for each feature that is needed and there.
        feature_spare: points lost for each feature that is there and not needed.
        rent: points when the rent takes nothing of the limit, less in proportion.
        rent_shortfall: points lost a whole pound a week that the rent is above the limit.
        dates: points when the home need not stand empty at all, less in proportion.
        link: points when the home is in the cluster of the enablement scheme they move on from.
        waiting: points a whole year waited, of the first MOST_YEARS_WAITED.
        previous: points for the home that an earlier allocation gave them.

    Raises:
        ProblemError: if a number is out of range, or some pair could be worth less than 1 or more
            than MAX_WORTH.
    """

    name: str
    version: int
    rules: Rule = ALL_RULES
    order: str = "strict"
    tier_order: tuple[int, ...] = TIERS
    floors: str = "none"
    floor_percent: int = 80
    tie_break: str = "registered"
    longest_chain: int = 0
    max_void_days: int = 42
    quality_gate: int = 2
    base: int = 1_100
    choice: tuple[int, ...] = (300, 200, 120, 60)
    minutes: int = 100
    far_minutes: int = 60
    bedrooms: int = 200
    spare_bedroom: int = 100
    support: int = 200
    over_support: int = 60
    under_support: int = 10
    feature_met: int = 50
    feature_spare: int = 25
    rent: int = 100
    rent_shortfall: int = 2
    dates: int = 100
    link: int = 150
    waiting: int = 0
    previous: int = 30

    def __post_init__(self) -> None:
        object.__setattr__(self, "rules", Rule(self.rules) | ALWAYS_ON)
        for name in _LISTS:
            object.__setattr__(self, name, tuple(getattr(self, name)))
        self._check_fields()
        lowest, highest = self._range()
        if lowest < 1 or highest > MAX_WORTH:
            raise ProblemError(
                f"policy.base is {self.base}, so that a pair could be worth {lowest} to {highest}; "
                f"it must be 1..{MAX_WORTH}"
            )

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values; ``from_dict`` reads them back."""
        lists = {name: list(getattr(self, name)) for name in _LISTS}
        return asdict(self) | {"rules": [rule.name for rule in rules_in(self.rules)]} | lists

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> Policy:
        """A policy from plain JSON values.

        Raises:
            ProblemError: if a field is missing, unknown, of a wrong type or out of range.
        """
        known = [field.name for field in fields(cls)]
        if wrong := sorted(set(given) ^ set(known)):
            raise ProblemError(
                f"policy.{wrong[0]} is missing or unknown; the fields are {', '.join(known)}"
            )
        return cls(**{**given, "rules": _rules_from(given["rules"])})

    def _check_fields(self) -> None:
        if not isinstance(self.name, str) or not self.name:
            raise ProblemError(f"policy.name is {self.name!r}; it must be some text")
        if not self.choice:
            raise ProblemError("policy.choice is empty; it must have points for the first choice")
        for name, value in self._numbers():
            if type(value) is not int or not 0 <= value <= MAX_WORTH:
                raise ProblemError(f"policy.{name} is {value!r}; it must be 0..{MAX_WORTH}")
        self._check_words()

    def _check_words(self) -> None:
        for name, words in (("order", ORDERS), ("floors", FLOORS), ("tie_break", TIE_BREAKS)):
            if getattr(self, name) not in words:
                raise ProblemError(
                    f"policy.{name} is {getattr(self, name)!r}; it must be {' or '.join(words)}"
                )
        if sorted(self.tier_order) != list(TIERS):
            raise ProblemError(
                f"policy.tier_order is {list(self.tier_order)}; it must be {list(TIERS)} in some "
                "order"
            )
        if self.order == "weighted" and self.floors != "none":
            raise ProblemError("policy.floors must be none where policy.order is weighted")

    def _numbers(self) -> list[tuple[str, Any]]:
        singles = [
            (field.name, getattr(self, field.name))
            for field in fields(self)
            if field.name not in ("rules", *_TEXTS, *_LISTS)
        ]
        lists = [
            (f"{name}[{at}]", value)
            for name in _LISTS
            for at, value in enumerate(getattr(self, name))
        ]
        return singles + lists

    def _range(self) -> tuple[int, int]:
        """The least and the most that any pair could be worth."""
        lowest = (
            self.base
            + self.bedrooms
            - self.spare_bedroom * MOST_SPARE_BEDROOMS
            + self.support
            - max(self.over_support, self.under_support) * TOP_SUPPORT_LEVEL
            - self.feature_spare * N_FEATURES
            - self.rent_shortfall * MOST_SHORTFALL_POUNDS
        )
        best = (
            self.base,
            max(self.choice),
            self.minutes,
            self.bedrooms,
            self.support,
            self.feature_met * N_FEATURES,
            self.rent,
            self.dates,
            self.link,
            self.waiting * MOST_YEARS_WAITED,
            self.previous,
        )
        return lowest, sum(best)


STRICT: Final = Policy(name="strict", version=2)
"""The default policy: priority is law, and every rule is on."""

WEIGHTED: Final = Policy(name="weighted", version=1, order="weighted", waiting=100)
"""As many of each tier are housed, but within a tier fit may outweigh some years of waiting."""

FAIR: Final = Policy(name="fair", version=1, floors="client_group", floor_percent=80)
"""Strict priority, once each client group has four fifths of its share."""

POLICIES: Final = {policy.name: policy for policy in (STRICT, WEIGHTED, FAIR)}
"""The policies that come with Homeward, by name."""


def _rules_from(names: Any) -> Rule:
    if not isinstance(names, list | tuple):
        raise ProblemError(f"policy.rules is {names!r}; it must be a list of the names of rules")
    rules = Rule(0)
    for name in names:
        if name not in Rule.__members__:
            raise ProblemError(
                f"policy.rules has {name!r}; a rule is one of {', '.join(Rule.__members__)}"
            )
        rules |= Rule[name]
    return rules
