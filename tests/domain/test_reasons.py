"""Every rule and every part has words, and the words say what the points mean."""

from types import SimpleNamespace

import pytest

import matching
from matching import RULES, STRICT, Part, Reason
from matching.policy import MOST_SPARE_BEDROOMS
from service.domain.policies import POLICIES
from service.domain.proofs import proof_words
from service.domain.reasons import (
    OUTCOMES,
    PARTS,
    RULE_SENTENCES,
    change_words,
    part_words,
    set_words,
)
from service.domain.reasons import RULES as RULE_WORDS
from service.pages.words import REASONS

POLICY = STRICT.to_dict()
NOTHING_COUNTS = POLICY | dict.fromkeys(
    ("spare_bedroom", "over_support", "feature_met", "feature_spare", "rent", "dates"), 0
)


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
        ("bedrooms", -200, "4 or more spare bedrooms"),
        ("support", 200, "The support they need and no more"),
        ("support", 190, "Less support than they need, with floating support for the rest"),
        ("travel", 75, "A journey at most 25% of 60 minutes"),
        ("travel", 0, "A journey too long to count, or not known"),
        ("link", 150, "In the cluster of the enablement scheme they move on from"),
        ("link", 0, "The enablement scheme's own cluster"),
        ("rent_shortfall", -4, "A rent above what they can meet"),
        ("previous", 30, "The home proposed to them before"),
        ("support", 80, "2 levels more support than they need"),
        ("features_met", 50, "1 accessibility feature that they need"),
        ("features_met", 100, "2 accessibility features that they need"),
        ("features_met", 0, "No accessibility feature that they need"),
        ("features_spare", -25, "1 accessibility feature that somebody else may need more"),
        ("features_spare", -75, "3 accessibility features that somebody else may need more"),
        ("features_spare", 0, "No accessibility feature that somebody else may need more"),
        ("rent", 100, "No rent for them to meet"),
        ("rent", 33, "The rent leaves at least 33% of what they can meet"),
        ("rent", 0, "Little or no known room between the rent and what they can meet"),
        ("dates", 100, "They are ready by the day it is free"),
        ("dates", 40, "It would stand empty until they are ready"),
        ("new_part", 7, "New part"),
    ],
)
def test_points_become_words(part, points, words):
    assert part_words(part, points, POLICY) == words


def test_a_part_from_before_a_field_of_the_policy_is_named_plainly():
    assert part_words("features_met", 50, {}) == "The accessibility features they need"
    for part in PARTS:
        assert part_words(part, 50, {})


def test_a_part_from_before_the_parts_of_today_is_named_plainly():
    assert part_words("accessibility", 25, POLICY) == "Accessibility"


def test_points_that_are_the_same_whatever_is_so_say_only_what_they_are_about():
    for part in ("bedrooms", "support", "features_met", "features_spare", "rent", "dates"):
        points = int(NOTHING_COUNTS.get(part, 0))
        assert part_words(part, points, NOTHING_COUNTS) == PARTS[part]


@pytest.mark.parametrize("choice", [[300], [300, 300, 60]])
def test_choices_of_area_with_the_same_points_are_not_told_apart(choice):
    assert part_words("choice", 300, POLICY | {"choice": choice}) == "The area"


def test_spare_bedrooms_are_counted_as_far_as_the_points_count_them():
    beyond = POLICY["bedrooms"] - MOST_SPARE_BEDROOMS * POLICY["spare_bedroom"]
    assert part_words("bedrooms", beyond, POLICY).startswith(f"{MOST_SPARE_BEDROOMS} or more")


def test_sets_of_rules_become_one_sentence():
    sets = [{"rules": ["bedrooms"], "opens": 1}, {"rules": ["rent", "age"], "opens": 1_200}]
    assert set_words(sets) == (
        "Without the number of bedrooms, 1 home would be open; without a rent above what they can "
        "meet and the scheme's age limits, 1,200 more."
    )
    assert set_words([]) == ""


def test_a_change_is_an_area_added_or_rules_relaxed():
    assert change_words("Diss", []) == "Diss added to the areas they asked for"
    assert change_words(None, ["rent"]) == "Without a rent above what they can meet"


def test_every_reason_of_the_matcher_has_words():
    assert OUTCOMES.keys() == REASONS.keys() == {reason.name.lower() for reason in Reason}


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((True, "flow", "ties"), "Proved best by prices, which anyone can check"),
        ((True, None, None), "Proved best by prices, which anyone can check"),
        ((False, "flow", "priority"), "Not proved best; time ran out before the best fit"),
        ((True, "search", "fit"), "Proved best by a search through what limits, hours and"),
    ],
)
def test_a_proof_is_said_as_far_as_it_goes(answer, words):
    names = ("proved", "proof", "settled")
    said = proof_words(SimpleNamespace(**dict(zip(names, answer, strict=True))))
    assert said.startswith(words)
    assert ("time ran out" in said) == (answer[2] in ("priority", "fit"))


def test_every_named_policy_has_words():
    assert POLICIES.keys() == matching.POLICIES.keys()
