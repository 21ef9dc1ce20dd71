"""Every rule and every part has words, and the words say what the points mean."""

import pytest

from matching import RULES, STRICT, Part
from service.domain.reasons import PARTS, RULE_SENTENCES, part_words
from service.domain.reasons import RULES as RULE_WORDS

POLICY = STRICT.to_dict()


def test_every_hard_rule_has_words():
    names = {rule.name.lower() for rule in RULES}
    assert set(RULE_WORDS) == names
    assert set(RULE_SENTENCES) == names


def test_every_part_has_a_name():
    assert set(PARTS) == {str(part) for part in Part}


@pytest.mark.parametrize(
    ("part", "points", "words"),
    [
        ("base", 1000, "An eligible home"),
        ("choice", 300, "In the area they asked for first"),
        ("choice", 120, "In their third choice of area"),
        ("choice", 60, "In a later choice of area, or they named none"),
        ("bedrooms", 200, "No spare bedroom"),
        ("bedrooms", 100, "1 spare bedroom"),
        ("bedrooms", 0, "2 spare bedrooms"),
        ("support", 200, "No more support than they need"),
        ("support", 80, "2 levels more support than they need"),
        ("accessibility", 50, "Has accessibility features that they need"),
        ("accessibility", -75, "Has accessibility features that somebody else may need more"),
        ("rent", 33, "The rent leaves 33% of what they can meet"),
        ("dates", 100, "They are ready by the day it is free"),
        ("dates", 40, "It would stand empty until they are ready"),
        ("new_part", 7, "New part"),
    ],
)
def test_points_become_words(part, points, words):
    assert part_words(part, points, POLICY) == words
