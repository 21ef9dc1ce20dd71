"""Who waits, before they have a name: district, bedrooms, preference, support needs and age."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from service.demo.ages import draw_ages
from service.demo.figures.places import DISTRICTS
from service.demo.figures.support import OWED, Need
from service.demo.figures.waiting import REASONABLE_PREFERENCE, WAITING, Preference
from service.demo.needs import draw_needs
from service.demo.rounding import Bools, Floats, Ints
from service.domain.support import ClientGroup, SupportLevel

HOMELESS = frozenset({Preference.HOMELESS, Preference.DUTY})

OTHERS_AS_LIKELY = 0.38
"""Households that are not homeless have support needs 0.38 times as often as those owed a duty.

Ours, nothing is published: it leaves some 15 to 20 in a hundred of the county's register with a
medium or high need.
"""

MEDICAL_WEIGHT = 3.0
"""How much likelier a household with a medical or welfare ground is to be among them; ours."""

AUTISM_SHARE = 0.35
"""Of people with a learning disability, those given autism too: S4 counts the two together."""


@dataclass(frozen=True)
class Circumstances:
    """What the published tables say of one household."""

    district: str
    bedrooms: int
    """1, 2 or 3 bedrooms needed; 4 stands for four or more."""
    preferences: frozenset[Preference]
    needs: tuple[Need, ...]
    age: int
    """Of the lead applicant, years."""
    groups: frozenset[ClientGroup]
    leaves_hospital: bool = False

    @property
    def is_homeless(self) -> bool:
        """Whether the household is homeless or owed a homelessness duty."""
        return bool(self.preferences & HOMELESS)

    @property
    def support_level(self) -> SupportLevel:
        """The level that the number of support needs is taken for; the thresholds are ours."""
        if not self.needs:
            return SupportLevel.NONE
        if len(self.needs) == 1:
            return SupportLevel.LOW
        return SupportLevel.MEDIUM if len(self.needs) < 4 else SupportLevel.HIGH


def draw_register(rng: np.random.Generator) -> list[Circumstances]:
    """Every household of every register, district by district."""
    return [
        household for column in range(len(DISTRICTS)) for household in _draw_district(column, rng)
    ]


def _draw_district(column: int, rng: np.random.Generator) -> Iterator[Circumstances]:
    district = DISTRICTS[column]
    bedrooms = rng.permutation(np.repeat([1, 2, 3, 4], WAITING[district]))
    preferences = deal_preferences(district, len(bedrooms), rng)
    supported = _draw_supported(district, preferences, rng)
    needs = draw_needs(column, supported, bedrooms, rng)
    ages = draw_ages(bedrooms, needs, rng)
    for row in range(len(bedrooms)):
        yield Circumstances(
            district=district,
            bedrooms=int(bedrooms[row]),
            preferences=frozenset(preferences[row]),
            needs=needs[row],
            age=int(ages[row]),
            groups=_groups(needs[row], int(ages[row]), rng),
        )


def deal_preferences(district: str, n: int, rng: np.random.Generator) -> list[set[Preference]]:
    """Deal the published reasons to as many households as have any, so that each count is met.

    Where the reasons are more than the households some have two; where they are fewer the rest
    have a preference whose reason is not stated. Independent of bedrooms.
    """
    published = REASONABLE_PREFERENCE[district]
    labels = [reason for reason, count in published.parts for _ in range(count)]
    labels += [Preference.UNSTATED] * max(0, published.total - len(labels))
    rows = rng.permutation(n)[: published.total]
    dealt: list[set[Preference]] = [set() for _ in range(n)]
    for position, reason in enumerate(labels):
        dealt[rows[position % published.total]].add(reason)
    return dealt


def _draw_supported(
    district: str, preferences: list[set[Preference]], rng: np.random.Generator
) -> Bools:
    """Which households have support needs: the published share of the homeless, fewer others."""
    homeless = np.array([bool(reasons & HOMELESS) for reasons in preferences])
    medical = np.array([Preference.MEDICAL in reasons for reasons in preferences])
    share = OWED[district].share_with_needs
    supported = np.zeros(len(preferences), dtype=np.bool_)
    supported[_drawn(homeless, np.ones(len(medical)), share, rng)] = True
    weights = np.where(medical, MEDICAL_WEIGHT, 1.0)
    supported[_drawn(~homeless, weights, OTHERS_AS_LIKELY * share, rng)] = True
    return supported


def _drawn(
    among: Bools, weights: Floats, share: float,
    rng: np.random.Generator,
) -> Ints:  # fmt: skip
    """A share of some rows, rounded to a whole number, likelier by weight."""
    rows = np.flatnonzero(among)
    chances = weights[rows] / weights[rows].sum()
    return rng.choice(rows, size=round(share * len(rows)), replace=False, p=chances)


def _groups(needs: tuple[Need, ...], age: int, rng: np.random.Generator) -> frozenset[ClientGroup]:
    """The client groups that the needs mean; whoever is 65 or over and has a need is older too."""
    groups = {need.group for need in needs if need.group is not None}
    if ClientGroup.LEARNING_DISABILITY in groups and rng.random() < AUTISM_SHARE:
        groups.add(ClientGroup.AUTISM)
    if needs and age >= 65:
        groups.add(ClientGroup.OLDER)
    return frozenset(groups)
