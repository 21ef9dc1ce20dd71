"""Households: who lives together, so that the bedroom standard gives exactly the size drawn.

The published need is met under the bedroom standard (allocation guidance, June 2012, paragraph
4.8), the national measure that the housing statistics follow, and not under the benefit rules.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from service.demo.figures.support import (
    COUPLES,
    COUPLES_WITH_CHILDREN,
    LONE_FATHERS,
    LONE_MOTHERS,
    SINGLE_MEN,
    SINGLE_WOMEN,
)
from service.demo.lots import Lots
from service.domain.bedrooms import BedroomRule, bedrooms_needed, people_of
from service.domain.people import Member, Relation, Sex

COUPLE_SHARE = COUPLES / (COUPLES + SINGLE_MEN + SINGLE_WOMEN)
MEN_AMONG_SINGLE = SINGLE_MEN / (SINGLE_MEN + SINGLE_WOMEN)
COUPLES_AMONG_PARENTS = COUPLES_WITH_CHILDREN / (
    COUPLES_WITH_CHILDREN + LONE_FATHERS + LONE_MOTHERS
)
FATHERS_AMONG_LONE = LONE_FATHERS / (LONE_FATHERS + LONE_MOTHERS)

_CHILDREN = {2: (1, 1, 1, 2, 2), 3: (2, 2, 3, 3, 3, 4), 4: (4, 4, 5, 3), 5: (5, 6, 4), 6: (6, 7, 8)}
"""How many children a family needing so many bedrooms has, by lot."""
_LARGEST = Lots((4, 5, 6), (0.86, 0.12, 0.02))
"""How "four or more bedrooms" is split; ours."""
_CHILD_ALONE = 0.03
_WOMEN_AMONG_ABUSED = 0.85
_MOST_TRIES = 40


@dataclass(frozen=True)
class Household:
    """The members, and whether a carer stays overnight."""

    members: tuple[Member, ...]
    overnight_carer: bool = False

    def bedrooms(self, today: date) -> int:
        """Bedrooms needed by the bedroom standard."""
        return bedrooms_needed(
            people_of(self.members, today),
            BedroomRule.BEDROOM_STANDARD,
            overnight_carer=self.overnight_carer,
        )


def draw_household(
    bedrooms: int, age: int, *, abused: bool, today: date, rng: np.random.Generator
) -> Household:
    """A household that needs so many bedrooms; 4 stands for four or more.

    Args:
        bedrooms: 1 to 4.
        age: Of the lead applicant, years.
        abused: Whether they have lived with domestic abuse, so that most leads are women.
        today: The day on which ages count.
        rng: The lot.
    """
    draw = _Draw(age, abused, today, rng)
    if bedrooms == 1:
        return draw.adults()
    if bedrooms == 4:
        bedrooms = _LARGEST.draw(rng)
    if bedrooms == 2 and (age > 50 or rng.random() < 0.1):
        return draw.two_rooms_of_adults()
    for _ in range(_MOST_TRIES):
        household = draw.family(_CHILDREN[bedrooms][rng.integers(len(_CHILDREN[bedrooms]))])
        if household.bedrooms(today) == bedrooms:
            return household
    return draw.grown_family(bedrooms)


def born_on(age: int, today: date, rng: np.random.Generator) -> date:
    """A birthday that makes somebody so old today."""
    day = 28 if (today.month, today.day) == (2, 29) else today.day
    return date(today.year - age, today.month, day) - timedelta(days=int(rng.integers(0, 365)))


@dataclass(frozen=True)
class _Draw:
    """One lead applicant's household in the drawing."""

    age: int
    abused: bool
    today: date
    rng: np.random.Generator

    def adults(self) -> Household:
        """A single adult or a couple."""
        is_couple = self.age >= 18 and self.rng.random() < COUPLE_SHARE
        lead = self._lead(MEN_AMONG_SINGLE)
        return Household((lead, self._partner(lead)) if is_couple else (lead,))

    def two_rooms_of_adults(self) -> Household:
        """Somebody with a carer, a couple who cannot share, or two adults who are no couple."""
        lead = self._lead(MEN_AMONG_SINGLE)
        lot = self.rng.random()
        if lot < 0.35:
            return Household((lead,), overnight_carer=True)
        if lot < 0.55:
            return Household((lead, self._partner(lead, needs_own_room=True)))
        return Household((lead, self._member(Relation.OTHER, int(self.rng.integers(21, 60)))))

    def family(self, n_children: int) -> Household:
        """One parent or two, with children."""
        eldest = min(20, self.age - 17)
        youngest = min(max(0, self.age - 42), eldest)
        ages = sorted(self.rng.integers(youngest, eldest + 1, n_children), reverse=True)
        children = [
            self._member(Relation.CHILD, int(age), alone=self.rng.random() < _CHILD_ALONE)
            for age in ages
        ]
        return Household((*self._parents(), *children))

    def grown_family(self, bedrooms: int) -> Household:
        """Parents and grown relatives with a room each: always the size wanted."""
        others = [
            self._member(Relation.OTHER, int(self.rng.integers(21, 75)))
            for _ in range(bedrooms - 1)
        ]
        return Household((*self._parents(), *others))

    def _parents(self) -> tuple[Member, ...]:
        lead = self._lead(FATHERS_AMONG_LONE)
        if self.abused or self.rng.random() >= COUPLES_AMONG_PARENTS:
            return (lead,)
        return lead, self._partner(lead)

    def _lead(self, men: float) -> Member:
        chance = 1 - _WOMEN_AMONG_ABUSED if self.abused else men
        sex = Sex.MALE if self.rng.random() < chance else Sex.FEMALE
        return Member(Relation.LEAD, born_on(self.age, self.today, self.rng), sex)

    def _partner(self, lead: Member, *, needs_own_room: bool = False) -> Member:
        """A partner of about the lead's age; one in twenty-five of the same sex."""
        age = max(18, self.age + int(self.rng.integers(-5, 6)))
        other = Sex.FEMALE if lead.sex is Sex.MALE else Sex.MALE
        sex = lead.sex if self.rng.random() < 0.04 else other
        return Member(Relation.PARTNER, born_on(age, self.today, self.rng), sex, needs_own_room)

    def _member(self, relation: Relation, age: int, *, alone: bool = False) -> Member:
        sex = Sex.FEMALE if self.rng.random() < 0.49 else Sex.MALE
        return Member(relation, born_on(age, self.today, self.rng), sex, alone)
