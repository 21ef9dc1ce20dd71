"""Whom one more home would house is said in words."""

import pytest

from service.domain.worth import housed_words


@pytest.mark.parametrize(
    ("tier", "housed", "words"),
    [
        (0, (0, 0, 0, 0, 0), "nobody more"),
        (1, (1, 0, 0, 0, 0), "a person of tier 1"),
        (3, (1, 0, 1, 0, 0), "2 people: tiers 1 and 3"),
        (1, (2, 0, 1, 0, 0), "3 people: tiers 1, 1 and 3"),
        (2, (0, 2, 0, 0, 0), "2 people of tier 2"),
        (2, (0, 1, -1, 0, 0), "a person of tier 2, while a person of tier 3 stays where they live"),
        (2, (0, 1, -2, 0, 0), "a person of tier 2, while 2 people of tier 3 stay where they live"),
        (4, (0, 0, 0, 0, 0), "a person of tier 4 before others"),
    ],
)
def test_whom_one_more_home_would_house_is_said_in_words(tier, housed, words):
    assert housed_words(tier, housed) == words
