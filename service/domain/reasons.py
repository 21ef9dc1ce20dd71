"""The words for rules, parts of a worth, and outcomes; what pages, letters and exports say."""

from collections.abc import Mapping

RULES: Mapping[str, str] = {
    "bedrooms": "the number of bedrooms",
    "support_level": "the support level",
    "client_group": "who the scheme is for",
    "area_wanted": "not in an area they asked for",
    "area_excluded": "in an area they must not live in",
    "age": "the scheme's age limits",
    "sex": "the scheme's single-sex rule",
    "accessibility": "accessibility features they need",
    "rent": "the rent is above what they can meet",
    "dates": "the dates do not meet",
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
    "choice": "In an area they chose",
    "bedrooms": "Bedrooms used well",
    "support": "Support that fits",
    "accessibility": "Accessibility that fits",
    "rent": "Rent within their means",
    "dates": "Little time standing empty",
}
"""Part of a pair's worth -> its name on a page."""


def rule_words(rule: str) -> str:
    """The words for a rule; a rule without words is named as it is."""
    return RULES.get(rule, rule.replace("_", " "))


OUTCOMES: Mapping[str, str] = {
    "no_eligible_home": "No vacancy is open to them",
    "higher_priority": "Every vacancy open to them went to people of higher priority",
}
"""Why an applicant was not placed -> its words."""
