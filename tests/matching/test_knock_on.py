from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from itertools import combinations_with_replacement

import numpy as np
import pytest
from numpy.random import Generator

from matching import NotOptimalError, ProblemError
from matching.chains import capacity_left, house_with_movers
from matching.flow import best_fit
from matching.knock_on import KnockOn, knock_on, knock_on_of_kinds
from matching.margins import one_more
from matching.pool import best_n
from matching.prices import worth_at
from tests.matching.test_margins import (
    Worths,
    changed,
    draw_solved,
    draw_worths,
    pairs_of,
    with_kinds,
    worths_of,
)


@dataclass
class Town:
    """Who could live where, in order of priority, where some live, and a best allocation."""

    worths: Worths
    capacity: np.ndarray
    home_of: np.ndarray

    @cached_property
    def pairs(self):
        return pairs_of(self.worths)

    @cached_property
    def place(self) -> np.ndarray:
        place = house_with_movers(self.pairs, self.capacity, self.home_of)
        placed = np.flatnonzero(place >= 0)
        room = capacity_left(self.capacity, self.home_of, place)
        place[placed] = best_fit(self.pairs.of(placed), room)
        return place

    @property
    def outcome(self) -> tuple[list[bool], int]:
        return (self.place >= 0).tolist(), int(worth_at(self.pairs, self.place).sum())

    def knock_on(self, place=None) -> KnockOn:
        place = self.place if place is None else np.array(place, dtype=np.int32)
        return knock_on(self.pairs, place, self.capacity, self.home_of)

    def with_places(self, n_more) -> Town:
        return Town(self.worths, (self.capacity + n_more).astype(np.int32), self.home_of)


def given_town(worths: Worths, capacity, home_of) -> Town:
    return Town(worths, np.array(capacity, dtype=np.int32), np.array(home_of, dtype=np.int32))


def draw_town(rng: Generator, n_most: int, m_most: int) -> Town:
    n, m = int(rng.integers(0, n_most)), int(rng.integers(1, m_most))
    worths = draw_worths(rng, n, m, rng.uniform(1, 4))
    lives = rng.random(n) < rng.choice([0.2, 0.5, 0.8])
    home_of = np.where(lives, rng.integers(0, m, n), -1)
    for i in np.flatnonzero(lives):
        worths[i].pop(int(home_of[i]), None)
    free = rng.choice([0, 1, 2], m, p=[0.6, 0.3, 0.1])
    return given_town(worths, np.bincount(home_of[lives], minlength=m) + free, home_of)


def told(town: Town, found: KnockOn, row: int) -> tuple[list[bool], int]:
    """The outcome with one more place, as it is told."""
    placed, value = town.outcome
    turns = np.trim_zeros(found.turns[row], "b").tolist()
    assert [abs(turn) for turn in turns] == sorted({abs(turn) for turn in turns} - {0})
    for turn in turns:
        assert placed[abs(turn) - 1] == (turn < 0)
        placed[abs(turn) - 1] = turn > 0
    return placed, value + int(found.gain[row])


def check_every_place(town: Town) -> None:
    found = town.knock_on()
    for j, one in enumerate(np.eye(len(town.capacity), dtype=int)):
        assert told(town, found, j) == town.with_places(one).outcome


@pytest.mark.parametrize("chunk", range(4))
def test_each_place_and_kind_changes_what_solving_again_shows(chunk):
    rng = np.random.default_rng([11, chunk])
    for _ in range(150):
        town = draw_town(rng, 9, 7)
        check_every_place(town)
        kinds = pairs_of(draw_worths(rng, len(town.worths), 3, rng.uniform(1, 4)))
        found = knock_on_of_kinds(kinds, 3, town.pairs, town.place, town.capacity, town.home_of)
        m = len(town.capacity)
        everything = worths_of(with_kinds(town.pairs, kinds, m))
        for kind, one in enumerate(np.eye(3, dtype=int)):
            enlarged = given_town(everything, np.append(town.capacity, one), town.home_of)
            assert told(town, found, kind) == enlarged.outcome


@pytest.mark.parametrize("chunk", range(2))
def test_long_chains_change_what_solving_again_shows(chunk):
    rng = np.random.default_rng([12, chunk])
    for _ in range(12):
        check_every_place(draw_town(rng, 200, 80))


def try_everything(town: Town) -> tuple[list[bool], int]:
    """Who is placed, the first in order counting most, and then the greatest total fit."""
    homes = town.home_of.tolist()

    @cache
    def best_from(i: int, left: tuple[int, ...]) -> tuple[list[bool], int] | None:
        if i == len(homes):
            return [], 0
        stay = left if homes[i] < 0 else changed(left, homes[i], -1)
        ways = [(False, 0, stay)]
        ways += [(True, worth, changed(left, j, -1)) for j, worth in town.worths[i].items()]
        found = []
        for placed, worth, rest in ways:
            then = best_from(i + 1, rest) if min(rest, default=0) >= 0 else None
            if then is not None:
                found.append(([placed, *then[0]], worth + then[1]))
        return max(found, default=None)

    best = best_from(0, tuple(town.capacity.tolist()))
    assert best is not None
    return best


def test_the_answers_are_those_of_trying_everything():
    rng = np.random.default_rng(13)
    for _ in range(150):
        town = draw_town(rng, 6, 5)
        found = town.knock_on()
        assert town.outcome == try_everything(town)
        for j, one in enumerate(np.eye(len(town.capacity), dtype=int)):
            assert told(town, found, j) == try_everything(town.with_places(one))


def test_where_nobody_would_move_the_answer_is_that_of_the_prices():
    rng = np.random.default_rng(14)
    for _ in range(200):
        solved = draw_solved(rng)
        nobody = np.full(len(solved.place), -1, dtype=np.int32)
        found = knock_on(solved.pairs, solved.place, solved.capacity, nobody)
        more = one_more(solved.pairs, solved.place, solved.capacity, solved.prices)
        assert found.turns.tolist() == (more.housed + 1)[:, None].tolist()
        assert found.gain.tolist() == more.gain.tolist()


@pytest.mark.parametrize("limited", [False, True])
def test_the_best_n_homes_are_those_of_trying_every_choice(limited):
    rng = np.random.default_rng([15, limited])
    for _ in range(150):
        town, n_kinds, n = draw_town(rng, 8, 6), int(rng.integers(1, 4)), int(rng.integers(0, 4))
        kinds = pairs_of(draw_worths(rng, len(town.worths), n_kinds, rng.uniform(1, 3)))
        limit = rng.integers(0, 3, n_kinds) if limited else np.full(n_kinds, n)
        said = (limit.astype(np.int32) if limited else None), town.home_of
        found = best_n(kinds, n_kinds, town.pairs, town.place, town.capacity, n, *said)
        everything = worths_of(with_kinds(town.pairs, kinds, len(town.capacity)))

        def outcome(n_of_kind, town=town, everything=everything):
            room = np.append(town.capacity, n_of_kind)
            return given_town(everything, room, town.home_of).outcome

        choices = [
            np.bincount(np.array(chosen, dtype=int), minlength=n_kinds)
            for chosen in combinations_with_replacement(range(n_kinds), n)
        ]
        best = max(outcome(np.minimum(choice, limit)) for choice in choices)
        assert found.n_of_kind.sum() <= n
        assert (found.n_of_kind <= limit).all()
        assert outcome(found.n_of_kind) == best
        placed, value = town.outcome
        changed_to = np.array(placed, dtype=bool)
        changed_to[found.housed], changed_to[found.stay] = True, False
        assert (changed_to.tolist(), value + found.gain) == best


def test_one_more_place_can_place_a_whole_chain():
    town = given_town([{0: 5}, {1: 7}, {2: 9}], [1, 1, 0], [-1, 0, 1])
    found = town.knock_on()
    assert found.turns.tolist() == [[1, 0, 0], [1, 2, 0], [1, 2, 3]]
    assert found.gain.tolist() == [5, 12, 21]
    more_of_tiers = found.n_of_each_tier(np.array([4, 1, 4], dtype=np.int8))
    assert more_of_tiers.tolist() == [[0, 0, 0, 1, 0], [1, 0, 0, 1, 0], [1, 0, 0, 2, 0]]


def test_one_more_place_can_leave_more_people_at_home_than_it_places():
    """Three would move round in a circle; the newcomer takes the home that the first leaves."""
    town = given_town([{1: 5}, {0: 5}, {2: 6}, {0: 7}], [1, 1, 1], [0, -1, 1, 2])
    assert town.place.tolist() == [1, -1, 2, 0]
    found = town.knock_on()
    assert found.turns[1].tolist() == [2, -3, -4]
    assert found.gain[1] == 5 - 6 - 7
    tiers = np.array([1, 2, 3, 3], dtype=np.int8)
    assert found.n_of_each_tier(tiers)[1].tolist() == [0, 1, -2, 0, 0]


def test_where_turns_are_shared_the_points_choose_among_those_who_share_one():
    worths = [{0: 5}, {0: 9, 1: 4}, {0: 7}, {1: 1}]
    pairs, nobody = pairs_of(worths), np.full(4, -1, dtype=np.int32)
    place, room = np.array([-1, 0, -1, -1], dtype=np.int32), np.array([1, 0], dtype=np.int32)
    found = knock_on(pairs, place, room, nobody, turn=np.array([0, 0, 0, 1]))
    assert (found.turns.tolist(), found.gain.tolist()) == ([[1], [1]], [7, 7 - 9 + 4])
    with pytest.raises(NotOptimalError, match="a chain of moves would make"):
        knock_on(pairs, place[[1, 0, 2, 3]], room, nobody, turn=np.array([0, 0, 0, 1]))


@pytest.mark.parametrize(
    ("worths", "capacity", "home_of", "place"),
    [
        pytest.param([{0: 5}], [1], [-1], [-1], id="a free place is refused"),
        pytest.param([{0: 5}, {0: 5}], [1], [-1, -1], [-1, 0], id="a later one goes first"),
        pytest.param([{0: 5, 1: 6}], [1, 1], [-1], [0], id="a free place fits better"),
        pytest.param([{0: 9, 1: 1}, {0: 1, 1: 9}], [1, 1], [-1, -1], [1, 0], id="a swap fits"),
        pytest.param([{1: 5}, {0: 5}], [1, 1], [0, 1], [-1, -1], id="two could swap homes"),
    ],
)
def test_an_allocation_that_is_not_the_best_is_refused(worths, capacity, home_of, place):
    with pytest.raises(NotOptimalError, match="a chain of moves would make"):
        given_town(worths, capacity, home_of).knock_on(place)


def test_wrong_arguments_are_refused():
    town = given_town([{1: 5}, {0: 5}], [1, 1], [0, -1])
    with pytest.raises(ProblemError, match="capacity row 0 is 1; 1 more than that are placed"):
        town.knock_on([-1, 0])
    with pytest.raises(ProblemError, match="kind_pairs are of 1 applicants"):
        knock_on_of_kinds(pairs_of([{}]), 1, town.pairs, town.place, town.capacity, town.home_of)


def test_nothing_changes_nothing():
    found = given_town([], [], []).knock_on()
    assert (found.turns.shape[0], found.gain.size) == (0, 0)
