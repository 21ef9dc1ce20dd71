"""The words for rules, parts of a worth, and outcomes; what pages, letters and exports say."""

from collections.abc import Callable, Mapping
from typing import Any

RULES: Mapping[str, str] = {
    "bedrooms": "the number of bedrooms",
    "support_level": "the support level",
    "client_group": "who the scheme is for",
    "area_wanted": "the areas they asked for",
    "area_excluded": "the areas they must not live in",
    "age": "the scheme's age limits",
    "sex": "the scheme's single-sex rule",
    "accessibility": "the accessibility features they need",
    "rent": "a rent above what they can meet",
    "dates": "dates that do not meet",
}
"""Hard rule -> what shut the door, to follow "because of"."""

RULE_SENTENCES: Mapping[str, str] = {
    "bedrooms": "It does not have the number of bedrooms they need.",
    "support_level": "It does not give the level of support they need.",
    "client_group": "It is for other groups of people.",
    "area_wanted": "It is not in an area they asked for.",
    "area_excluded": "It is in an area they must not live in.",
    "age": "They are outside its age limits.",
    "sex": "It is for one sex, and an adult of the household is not of it.",
    "accessibility": "It lacks an accessibility feature they need.",
    "rent": "Its rent is above what they can meet.",
    "dates": "It is free too late, or would stand empty too long before they can move.",
}
"""Hard rule -> a full sentence about one home and one applicant."""

PARTS: Mapping[str, str] = {
    "base": "An eligible home",
    "choice": "The area",
    "bedrooms": "The bedrooms",
    "support": "The support",
    "accessibility": "The accessibility features",
    "rent": "The rent",
    "dates": "The dates",
}
"""Part of a pair's worth -> its name on a page, in the order that pages show them."""

_CHOICES = ("in the area they asked for first", "in their second choice of area",
            "in their third choice of area")  # fmt: skip


def rule_words(rule: str) -> str:
    """The words for a rule; a rule without words is named as it is."""
    return RULES.get(rule, rule.replace("_", " "))


def part_words(part: str, points: int, policy: Mapping[str, Any]) -> str:
    """What a part's points say of one home and one applicant, under the policy that gave them.

    Args:
        part: A name from ``PARTS``; another is named as it is.
        points: The points of the part.
        policy: The fields of a ``matching.Policy``, as a run keeps them.
    """
    say = _PART_WORDS.get(part)
    words = part.replace("_", " ") if say is None else say(points, policy)
    return words[:1].upper() + words[1:]


def _choice(points: int, policy: Mapping[str, Any]) -> str:
    ranks = list(policy["choice"])
    rank = ranks.index(points) if points in ranks else len(ranks)
    if rank < min(len(_CHOICES), len(ranks) - 1):
        return _CHOICES[rank]
    return "in a later choice of area, or they named none"


def _bedrooms(points: int, policy: Mapping[str, Any]) -> str:
    spare = _steps(policy["bedrooms"] - points, policy["spare_bedroom"])
    if not spare:
        return "no spare bedroom"
    return f"{spare} spare bedroom{'s' if spare > 1 else ''}"


def _support(points: int, policy: Mapping[str, Any]) -> str:
    above = _steps(policy["support"] - points, policy["over_support"])
    if not above:
        return "no more support than they need"
    return f"{above} level{'s' if above > 1 else ''} more support than they need"


def _accessibility(points: int, _policy: Mapping[str, Any]) -> str:
    if points > 0:
        return "has accessibility features that they need"
    if points < 0:
        return "has accessibility features that somebody else may need more"
    return "accessibility features neither needed nor wasted"


def _rent(points: int, policy: Mapping[str, Any]) -> str:
    if points >= policy["rent"]:
        return "the rent takes nothing of what they can meet, or is met in full"
    if not points:
        return "the rent takes all they can meet, or what they can meet is not known"
    return f"the rent leaves {round(100 * points / policy['rent'])}% of what they can meet"


def _dates(points: int, policy: Mapping[str, Any]) -> str:
    if points >= policy["dates"]:
        return "they are ready by the day it is free"
    return "it would stand empty until they are ready"


def _steps(lost: int, each: int) -> int:
    """How many times ``each`` points were lost."""
    return lost // each if each else 0


_PART_WORDS: Mapping[str, Callable[[int, Mapping[str, Any]], str]] = {
    "base": lambda _points, _policy: "an eligible home",
    "choice": _choice,
    "bedrooms": _bedrooms,
    "support": _support,
    "accessibility": _accessibility,
    "rent": _rent,
    "dates": _dates,
}

OUTCOMES: Mapping[str, str] = {
    "no_eligible_home": "No vacancy is open to them",
    "higher_priority": "Every vacancy open to them went to people of higher priority",
}
"""Why an applicant was not placed -> its words."""
