"""The words for rules, parts of a worth, and outcomes; what pages, letters and exports say."""

from collections.abc import Callable, Mapping, Sequence
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
    "household_size": "a household larger than the home takes",
    "care_framework": "the framework their care is bought under",
    "travel": "a longer journey than they would make",
    "pets": "a pet where none is allowed",
    "quality": "the scheme's quality rating",
    "local_connection": "a local connection that they do not have",
    "nomination": "who may nominate to it",
    "refused": "an earlier refusal",
    "forbidden": "an officer's decision",
    "live_offer": "a live offer",
    "locked": "an officer's decision to hold another home for them",
    "own_home": "their living there already",
    "household_kind": "the kind of household the home takes",
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
    "household_size": "Their household is larger than it takes.",
    "care_framework": "Their care cannot be bought under the framework that it works under.",
    "travel": "It is further away than they would travel.",
    "pets": "It does not allow pets.",
    "quality": "Its quality rating is below what placements are made at.",
    "local_connection": "It asks for a local connection that they do not have.",
    "nomination": "Their register may not nominate to it at present.",
    "refused": "It was offered and refused before.",
    "forbidden": "An officer has ruled this home out for them.",
    "live_offer": "One of the two is in a live offer already.",
    "locked": "An officer holds another home for them.",
    "own_home": "They live there already.",
    "household_kind": "It is for another kind of household.",
}
"""Hard rule -> a full sentence about one home and one applicant."""

PARTS: Mapping[str, str] = {
    "base": "An eligible home",
    "choice": "The area",
    "travel": "The journey",
    "bedrooms": "The bedrooms",
    "support": "The support",
    "features_met": "The accessibility features they need",
    "features_spare": "The accessibility features they do not need",
    "rent": "The rent",
    "rent_shortfall": "Rent above what they can meet",
    "dates": "The dates",
    "link": "The enablement scheme's own cluster",
    "waiting": "The years they have waited",
    "previous": "The home proposed before",
}
"""Part of a pair's worth -> its name on a page, in the order that pages show them."""

_CHOICES = ("in the area they asked for first", "in their second choice of area",
            "in their third choice of area")  # fmt: skip
_MOST_SPARE_BEDROOMS = 4
"""Spare bedrooms beyond this many cost no further points, so that points cannot tell them apart."""


def rule_words(rule: str) -> str:
    """The words for a rule; a rule without words is named as it is."""
    return RULES.get(rule, rule.replace("_", " "))


def set_words(sets: Sequence[Mapping[str, Any]]) -> str:
    """What the smallest sets of rules keep shut: "Without X, 3 homes would be open; ...".

    Args:
        sets: ``rules`` that together shut so many homes and no rule besides, and what it ``opens``.
    """
    said = []
    for position, one in enumerate(sets):
        rules = " and ".join(map(rule_words, one["rules"]))
        homes = _count(one["opens"], "home") if not position else f"{one['opens']:,}"
        said.append(f"without {rules}, {homes} {'more' if position else 'would be open'}")
    words = "; ".join(said)
    return words and f"{words[:1].upper()}{words[1:]}."


def change_words(area: str | None, rules: Sequence[str]) -> str:
    """A change for one applicant: an area asked for besides, or rules relaxed for them."""
    added = [f"{area} added to the areas they asked for"] if area else []
    relaxed = [f"without {' and '.join(map(rule_words, rules))}"] if rules else []
    words = ", ".join(added + relaxed)
    return f"{words[:1].upper()}{words[1:]}"


def part_words(part: str, points: int, policy: Mapping[str, Any]) -> str:
    """What a part's points say of one home and one applicant, under the policy that gave them.

    Where they do not tell one case from another, the plain name of the part.

    Args:
        part: A name from ``PARTS``; another is named as it is.
        points: The points of the part.
        policy: The fields of a ``matching.Policy``, as a run keeps them.
    """
    try:
        words = _PART_WORDS[part](points, policy)
    except (KeyError, ZeroDivisionError):  # from before this part or field, or it counts nothing
        words = ""
    words = words or PARTS.get(part, part.replace("_", " "))
    return words[:1].upper() + words[1:]


def _choice(points: int, policy: Mapping[str, Any]) -> str:
    ranks = list(policy["choice"])
    if len(ranks) == 1 or not points or ranks.count(points) != 1:
        return ""
    rank = ranks.index(points)
    if rank < min(len(_CHOICES), len(ranks) - 1):
        return _CHOICES[rank]
    return "in a later choice of area, or they named none"


def _bedrooms(points: int, policy: Mapping[str, Any]) -> str:
    spare = (policy["bedrooms"] - points) // policy["spare_bedroom"]
    if spare >= _MOST_SPARE_BEDROOMS:
        return f"{_MOST_SPARE_BEDROOMS} or more spare bedrooms"
    return _count(spare, "spare bedroom")


def _support(points: int, policy: Mapping[str, Any]) -> str:
    lost = policy["support"] - points
    above, rest = divmod(lost, policy["over_support"])
    if rest:
        return "less support than they need, with floating support for the rest"
    if not above:
        return "the support they need and no more"
    return f"{_count(above, 'level')} more support than they need"


def _features_met(points: int, policy: Mapping[str, Any]) -> str:
    met = points // policy["feature_met"]
    return f"{_count(met, 'accessibility feature')} that they need"


def _features_spare(points: int, policy: Mapping[str, Any]) -> str:
    spare = -points // policy["feature_spare"]
    return f"{_count(spare, 'accessibility feature')} that somebody else may need more"


def _rent(points: int, policy: Mapping[str, Any]) -> str:
    percent = 100 * points // policy["rent"]
    if percent >= 100:  # the rent is nothing, or housing benefit meets it all
        return "no rent for them to meet"
    if not percent:  # the rent takes it all or all but, or nobody knows what they can meet
        return "little or no known room between the rent and what they can meet"
    return f"the rent leaves at least {percent}% of what they can meet"


def _dates(points: int, policy: Mapping[str, Any]) -> str:
    if not policy["dates"]:
        return ""
    if points == policy["dates"]:
        return "they are ready by the day it is free"
    return "it would stand empty until they are ready"


def _travel(points: int, policy: Mapping[str, Any]) -> str:
    if not points:
        return "a journey too long to count, or not known"
    share = 100 * points // policy["minutes"]
    return f"a journey at most {100 - share}% of {policy['far_minutes']} minutes"


def _count(n: int, noun: str) -> str:
    return f"{n or 'no'} {noun}{'s' if n > 1 else ''}"


_PART_WORDS: Mapping[str, Callable[[int, Mapping[str, Any]], str]] = {
    "base": lambda _points, _policy: "an eligible home",
    "choice": _choice,
    "bedrooms": _bedrooms,
    "support": _support,
    "features_met": _features_met,
    "features_spare": _features_spare,
    "rent": _rent,
    "rent_shortfall": lambda points, _policy: (
        "a rent above what they can meet" if points else "no rent above what they can meet"
    ),
    "dates": _dates,
    "travel": _travel,
    "link": lambda points, _policy: (
        "in the cluster of the enablement scheme they move on from" if points else ""
    ),
    "waiting": lambda points, policy: f"{_count(points // policy['waiting'], 'year')} waited",
    "previous": lambda points, _policy: "the home proposed to them before" if points else "",
}

OUTCOMES: Mapping[str, str] = {
    "no_eligible_home": "No vacancy is open to them",
    "short_of_hours": "A home is free that suits them, but not the hours of support it would take",
    "higher_priority": "Every vacancy open to them went to people of higher priority",
    "held_back": "A limit, company or the length of chains of moves stands in the way",
}
"""Why an applicant was not placed -> its words."""
