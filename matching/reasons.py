"""The tables of reasons: why for everyone, in columns. ``explain`` fills them.

Data, not prose; pages turn it into words. Row numbers are those of the problem. ``Unplaced`` names
nobody else: of those who stand before somebody, it has only a place in the order, a tier and a
date. ``Placed.follows`` does name another applicant, and is for officers.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from matching.columns import Int8, Int32, Int64
from matching.score import Part


class Reason(IntEnum):
    """Why an applicant is not placed."""

    NO_ELIGIBLE_HOME = 0
    HIGHER_PRIORITY = 1
    SHORT_OF_HOURS = 2
    HELD_BACK = 3


@dataclass(frozen=True, eq=False)
class Placed:
    """Everyone who is given a home.

    Attributes:
        applicants: int64[k], rows, rising.
        vacancies: int64[k], the vacancy each is given.
        alternatives: int32[k], other vacancies that were open to them.
        service: int32[k], the service whose hours each takes; −1 none.
        follows: int32[k], the applicant who moves and frees the place that each takes; −1 if it was
            free.
        parts: for every Part int32[k], points; they add up to the worth.
    """

    applicants: Int64
    vacancies: Int64
    alternatives: Int32
    service: Int32
    follows: Int32
    parts: dict[Part, Int32]


@dataclass(frozen=True, eq=False)
class Unplaced:
    """Everyone who is not, with those who stay where they live.

    Vacancies without a place are left out of every count. HIGHER_PRIORITY is exact: even were
    nothing short but places, the places that they could have, by any chain of moves, are held by
    people who stand before them, or lived in by people who stay. Where a search settled the
    allocation there are two more reasons. SHORT_OF_HOURS: places alone would do, but every way to
    house them has somebody take hours of support that are gone. HELD_BACK: a limit, company or the
    length of chains stands in the way. Under a weighted policy it is the tier that stands before
    others, and within a tier the points.

    Attributes:
        applicants: int64[k], rows, rising.
        reason: int8[k], a Reason.
        n_open: int32[k], vacancies open to them.
        shut: int32[k, N_RULES], vacancies that each rule shuts to them, in order of RULES.
        rule: int32[k], where no home is open, the Rule whose relaxing alone would open most
            vacancies or, if none opens any, the one that shuts most; 0 where a home is open or
            there are no vacancies. An exclusion is never relaxed.
        opens: int32[k], how many vacancies relaxing that rule alone would open.
        sets: int32[k, N_SETS], the smallest sets of rules, as masks, whose relaxing would open a
            vacancy; 0 for none. Of one size, the set that opens most goes first.
        set_opens: int32[k, N_SETS], how many vacancies relaxing each would open.
        misses: int32[k, N_MISSES], the vacancies nearest to being open, by fewest rules failed,
            then by worth; −1 for none. Never one in an area that they exclude.
        missed: int32[k, N_MISSES], a mask of the rules that shut each.
        rank: int32[k], their own place in the order of priority, 1 the first.
        last_rank: int32[k], where the reason is HIGHER_PRIORITY, the place in that order of the
            last of those who hold the homes open to them, or whom any rearrangement could make
            give way. Where nobody moves and only priority counts, standing before that person
            would have meant a home. Where people move, or hours, limits or company count, it is
            the last within reach of a chain of moves that looks at places alone; under a weighted
            policy it may come after their own. 0 for any other reason, or if all who could be
            reached stay where they live.
        last_tier: int8[k], the tier of that person; 0 where there is none.
        last_registered_day: int32[k], when that person registered; 0 where there is none.
    """

    applicants: Int64
    reason: Int8
    n_open: Int32
    shut: Int32
    rule: Int32
    opens: Int32
    sets: Int32
    set_opens: Int32
    misses: Int32
    missed: Int32
    rank: Int32
    last_rank: Int32
    last_tier: Int8
    last_registered_day: Int32


@dataclass(frozen=True, eq=False)
class Empty:
    """Every vacancy with a place left over; the places of people who stay where they live are none.

    Attributes:
        vacancies: int64[k], rows, rising.
        free: int64[k], places left over.
        n_open: int32[k], applicants it is open to.
        shut: int32[k, N_RULES], applicants whom each rule shuts out, in order of RULES. People to
            whom the home is closed by a rule that is never relaxed are left out.
        rule: int32[k], the Rule that shuts most out; 0 if none shuts anyone out.
    """

    vacancies: Int64
    free: Int64
    n_open: Int32
    shut: Int32
    rule: Int32


@dataclass(frozen=True, eq=False)
class Worth:
    """What one more place would bring, at every vacancy that has a place.

    Exact while nothing but places is short, and the order of the run is held: whom floors put
    first stay first. Where people would move, one more place can place several in a chain, or one
    before others who then stay where they live. There are no rows where a search settled the
    allocation or time ran out before the fit was settled: one place more could then change more
    than it is worth itself.

    Attributes:
        vacancies: int64[k], rows, rising.
        tiers: int8[k], the tier of the first in order who would be housed besides; 0 for nobody.
        ranks: int32[k], that person's place in the order of priority, 1 the first; 0 for nobody,
            and under a weighted policy, where points choose among those of a tier.
        housed: int32[k, 5], how many more of each tier would be housed; below 0 for fewer.
        gains: int64[k], points that the total fit would gain, theirs included; below 0 if housing
            them would move others somewhere that suits them less.
    """

    vacancies: Int64
    tiers: Int8
    ranks: Int32
    housed: Int32
    gains: Int64


@dataclass(frozen=True, eq=False)
class Explanations:
    """A reason for every applicant and for every vacancy, and the worth of one more place."""

    placed: Placed
    unplaced: Unplaced
    empty: Empty
    worth: Worth
