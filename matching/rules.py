"""The names of the hard rules: one bit each, so that every refusal can be said."""

from __future__ import annotations

from enum import IntFlag
from typing import Final


class Rule(IntFlag):
    """A reason why a home is not open to an applicant."""

    BEDROOMS = 1 << 0
    SUPPORT_LEVEL = 1 << 1
    CLIENT_GROUP = 1 << 2
    AREA_WANTED = 1 << 3
    AREA_EXCLUDED = 1 << 4
    AGE = 1 << 5
    SEX = 1 << 6
    ACCESSIBILITY = 1 << 7
    RENT = 1 << 8
    DATES = 1 << 9
    HOUSEHOLD_SIZE = 1 << 10
    CARE_FRAMEWORK = 1 << 11
    TRAVEL = 1 << 12
    PETS = 1 << 13
    QUALITY = 1 << 14
    LOCAL_CONNECTION = 1 << 15
    NOMINATION = 1 << 16
    REFUSED = 1 << 17
    FORBIDDEN = 1 << 18
    LIVE_OFFER = 1 << 19
    LOCKED = 1 << 20
    OWN_HOME = 1 << 21
    HOUSEHOLD_KIND = 1 << 22


RULES: Final = tuple(Rule)
"""Every rule in order of its bit: the columns of each table of counts by rule."""

N_RULES: Final = len(RULES)
ALL_RULES: Final = Rule((1 << N_RULES) - 1)
ALWAYS_ON: Final = (
    Rule.AREA_EXCLUDED | Rule.FORBIDDEN | Rule.LIVE_OFFER | Rule.LOCKED | Rule.OWN_HOME
)
"""Rules that no policy can switch off."""

NEVER_RELAXED: Final = ALWAYS_ON
"""Rules that nobody is told to relax."""


def rules_in(mask: int) -> list[Rule]:
    """The rules whose bits are set, in order."""
    return [rule for rule in RULES if mask & rule]
