"""How many bedrooms a household is entitled to, under the three rule sets in use.

A landlord lets by one rule set and they are never mixed. Each asks for the fewest rooms that its
sharing rules allow; a reading of the law for software, not legal advice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

LHA_MOST_BEDROOMS = 4
"""The most that private rent is met for: Universal Credit Regulations 2013, Schedule 4 para 26."""


class BedroomRule(StrEnum):
    """Which rule set a landlord lets by."""

    LHA_UC = "lha_uc"
    """Universal Credit Regulations 2013 (SI 2013/376), Schedule 4 paragraphs 8 to 12."""
    HB_SOCIAL = "hb_social"
    """Housing Benefit Regulations 2006 (SI 2006/213), regulation B13 paragraphs (5) to (7)."""
    BEDROOM_STANDARD = "bedroom_standard"
    """Allocation of accommodation: guidance for local housing authorities, June 2012, para 4.8."""

    @property
    def words(self) -> str:
        """The rule set as a page says it."""
        return _RULE_WORDS[self]


_RULE_WORDS = {
    BedroomRule.LHA_UC: "local housing allowance (Universal Credit)",
    BedroomRule.HB_SOCIAL: "Housing Benefit size criteria (social rent)",
    BedroomRule.BEDROOM_STANDARD: "the bedroom standard",
}

_OWN_ROOM_FROM = {
    BedroomRule.LHA_UC: 16,
    BedroomRule.HB_SOCIAL: 16,
    BedroomRule.BEDROOM_STANDARD: 21,
}
"""The age in years from which a person never shares with another who is not their partner."""

_BOTH_SEXES_BELOW = 10
"""Two children below this age in years share whatever their sex; all three rule sets agree."""


class Role(StrEnum):
    """What a bedroom rule asks of a person's standing in the household."""

    LEAD = "lead"
    PARTNER = "partner"
    OTHER = "other"


@dataclass(frozen=True)
class Person:
    """One person to be given a bed."""

    label: str
    """How a page names them: "partner", "child aged 4"."""
    age: int
    """Whole years on the day that counts."""
    is_female: bool
    role: Role = Role.OTHER
    needs_own_room: bool = False
    """Cannot reasonably share because of a disability."""

    def __post_init__(self) -> None:
        """Refuse an age below nought."""
        if self.age < 0:
            raise ValueError(f"{self.label} is not born yet (age {self.age}); leave them out")


@dataclass(frozen=True)
class Room:
    """One bedroom: who sleeps in it and the rule that gives it."""

    sleepers: tuple[str, ...]
    """Labels of the people, in household order."""
    why: str


class HouseholdMember(Protocol):
    """What is read from a member of an applicant's household (``people.Member`` is one)."""

    @property
    def relation(self) -> str:
        """The word "lead", "partner", "child" or "other"."""

    @property
    def sex(self) -> str:
        """The word "female" or "male"."""

    @property
    def needs_own_room(self) -> bool | None:
        """Whether a disability keeps them from sharing; None: not known."""

    def age_on(self, day: date) -> int:
        """Whole years of age on a day."""


def people_of(household: Sequence[HouseholdMember], on: date) -> tuple[Person, ...]:
    """The members of a household as the bedroom rules see them on a day, in the same order.

    A child who is expected but not born by that day is left out: none of the three rule sets
    counts an unborn child.
    """
    return tuple(
        Person(
            label=_label(member.relation, member.age_on(on)),
            age=member.age_on(on),
            is_female=member.sex == "female",
            role=Role(member.relation) if member.relation in _COUPLE_ROLES else Role.OTHER,
            needs_own_room=bool(member.needs_own_room),
        )
        for member in household
        if member.age_on(on) >= 0
    )


def bedrooms_to_ask(
    household: Sequence[HouseholdMember], on: date, *, overnight_carer: bool | None
) -> tuple[str, ...]:
    """What is not known of a household and could give it another bedroom, after "whether"."""
    unasked = [
        f"the {_label(member.relation, member.age_on(on))} needs a bedroom of their own"
        for member in household
        if member.needs_own_room is None and member.age_on(on) >= 0
    ]
    carer = ["a carer who lives elsewhere stays at night"] if overnight_carer is None else []
    return tuple(dict.fromkeys([*unasked, *carer]))


_COUPLE_ROLES = frozenset({"lead", "partner"})


def _label(relation: str, age: int) -> str:
    """How a page names a member of a household."""
    match relation:
        case "lead":
            return "lead applicant"
        case "partner":
            return "partner"
        case "child":
            return f"child aged {age}"
        case _:
            return f"household member aged {age}"


def bedrooms_needed(
    people: Sequence[Person], rule: BedroomRule, *, overnight_carer: bool | None
) -> int:
    """How many bedrooms a household is entitled to: as many as ``allocate_rooms`` gives."""
    return len(allocate_rooms(people, rule, overnight_carer=overnight_carer))


def bedrooms_paid_for(bedrooms: int) -> int:
    """The bedrooms that Universal Credit pays a private renter for, of those needed: 4 at most.

    Schedule 4 paragraph 26 caps what is paid, not what the household needs, so the cap is no part
    of ``allocate_rooms``; social landlords have none.
    """
    return min(bedrooms, LHA_MOST_BEDROOMS)


def allocate_rooms(
    people: Sequence[Person], rule: BedroomRule, *, overnight_carer: bool | None
) -> tuple[Room, ...]:
    """The fewest bedrooms that a rule set gives a household, and who sleeps in each.

    A couple (the first lead and the first partner) has one room, or two when a disability keeps
    either from sharing. Whoever cannot share has a room alone. From the age of 16 (``LHA_UC``,
    ``HB_SOCIAL``) or 21 (``BEDROOM_STANDARD``) so has everybody else: under Universal Credit each
    adult non-dependant counts by himself, couple or not. Younger people share in twos when they
    are of one sex or both under 10, so as to need the fewest rooms (Universal Credit, Schedule 4
    paragraph 10(2); the guidance says "paired, if possible"). A lone lead applicant under 21 may
    share under the bedroom standard, whose wording leaves no room for parents, and never under
    the other two. One more room stands for carers who stay overnight and live elsewhere
    (paragraph 12(3); regulation B13(6)). Rooms for foster placements, and for children or armed
    forces members who are away, are an officer's to add. What is not known gives no room:
    say ``bedrooms_to_ask`` beside it.

    The same people in the same order always give the same rooms, in household order.
    """
    couple = _couple(people)
    may_share = [i for i, p in enumerate(people) if i not in couple and _may_share(p, rule)]
    alone = [(i,) for i in range(len(people)) if i not in couple and i not in may_share]
    groups = sorted([*_couple_rooms(people, couple), *alone, *_fewest_rooms(people, may_share)])
    rooms = [
        Room(tuple(people[i].label for i in group), _why(people, group, couple, rule))
        for group in groups
    ]
    if overnight_carer:
        rooms.append(Room(("overnight carer",), "overnight carer"))
    return tuple(rooms)


_Group = tuple[int, ...]
"""Row numbers of the people who share a room, ascending."""


def _couple(people: Sequence[Person]) -> _Group:
    """The rows of the first lead and the first partner, or nobody when either is missing."""
    roles = [person.role for person in people]
    if Role.LEAD not in roles or Role.PARTNER not in roles:
        return ()
    return tuple(sorted((roles.index(Role.LEAD), roles.index(Role.PARTNER))))


def _couple_rooms(people: Sequence[Person], couple: _Group) -> list[_Group]:
    """One room for the couple, or one each when either cannot share."""
    if any(people[i].needs_own_room for i in couple):
        return [(i,) for i in couple]
    return [couple] if couple else []


def _may_share(person: Person, rule: BedroomRule) -> bool:
    """Whether a person outside the couple may be asked to share."""
    if person.needs_own_room or person.age >= _OWN_ROOM_FROM[rule]:
        return False
    return rule is BedroomRule.BEDROOM_STANDARD or person.role is Role.OTHER


def _fewest_rooms(people: Sequence[Person], rows: Sequence[int]) -> list[_Group]:
    """Put people of one sex, or both under 10, in rooms of two, so as to fill the fewest rooms.

    This is a maximum matching, and exact. Each sex can be paired off among itself, which leaves
    one over when its number is odd. Only when both are odd can a mixed pair save a room, and then
    one suffices: nobody is left. Without a boy or a girl under 10 no mixed pair is allowed, the
    sexes are apart, and one is left over in each. Neighbours in age share; the mixed pair is the
    youngest boy and girl, who may share longest; whoever is left over is the eldest.
    """
    eldest_first = sorted(rows, key=lambda row: (-people[row].age, row))
    girls = [row for row in eldest_first if people[row].is_female]
    boys = [row for row in eldest_first if not people[row].is_female]
    mixed: list[_Group] = []
    if len(girls) % 2 and len(boys) % 2:
        girl, boy = girls[-1], boys[-1]
        if max(people[girl].age, people[boy].age) < _BOTH_SEXES_BELOW:
            mixed.append((min(girl, boy), max(girl, boy)))
            girls, boys = girls[:-1], boys[:-1]
    return [*mixed, *_in_twos(girls), *_in_twos(boys)]


def _in_twos(eldest_first: Sequence[int]) -> list[_Group]:
    """Neighbours in age together; the eldest alone when the number is odd."""
    n_alone = len(eldest_first) % 2
    paired = eldest_first[n_alone:]
    pairs = zip(paired[::2], paired[1::2], strict=True)
    return [(row,) for row in eldest_first[:n_alone]] + [tuple(sorted(pair)) for pair in pairs]


def _why(people: Sequence[Person], group: _Group, couple: _Group, rule: BedroomRule) -> str:
    """The rule that gives a room, in words."""
    if group == couple:
        return "couple"
    if len(group) == 2:
        return _why_two(people[group[0]], people[group[1]], rule)
    person = people[group[0]]
    if group[0] in couple:
        return "couple who cannot share a bedroom"
    return _why_one(person, rule)


def _why_two(one: Person, other: Person, rule: BedroomRule) -> str:
    """Why two people who are no couple share."""
    if max(one.age, other.age) < _BOTH_SEXES_BELOW:
        return "two children under 10"
    if rule is not BedroomRule.BEDROOM_STANDARD:
        return "two children of the same sex"
    if min(one.age, other.age) < _BOTH_SEXES_BELOW:
        return "a person aged 10 to 20 and a child under 10 of the same sex"
    return "two people aged 10 to 20 of the same sex"


def _why_one(person: Person, rule: BedroomRule) -> str:
    """Why a person outside a couple has a room alone."""
    if person.role is Role.LEAD:
        return "lead applicant"
    if person.age >= _OWN_ROOM_FROM[rule]:
        return f"person aged {_OWN_ROOM_FROM[rule]} or over"
    who = "child" if person.age < 16 else "young person"
    ending = "who cannot share a bedroom" if person.needs_own_room else "with nobody to share with"
    return f"{who} {ending}"
