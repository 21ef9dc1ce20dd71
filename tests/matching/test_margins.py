from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from itertools import combinations_with_replacement

import numpy as np
import pytest
from numpy.random import Generator

from matching import NotOptimalError, ProblemError
from matching.columns import starts
from matching.edges import Pairs
from matching.flow import best_fit
from matching.margins import (
    OneLess,
    OneMore,
    one_less,
    one_more,
    tier_of,
    worth_of_kinds,
)
from matching.pool import BestN, best_n
from matching.prices import least_prices, worth_at
from matching.priority import house_in_order

Worths = list[dict[int, int]]


@dataclass
class Solved:
    pairs: Pairs
    capacity: np.ndarray
    place: np.ndarray

    @cached_property
    def housed(self) -> set[int]:
        return set(np.flatnonzero(self.place >= 0).tolist())

    @cached_property
    def value(self) -> int:
        return int(worth_at(self.pairs, self.place).sum())

    @cached_property
    def prices(self) -> np.ndarray:
        theirs = self.pairs.of(np.flatnonzero(self.place >= 0))
        return least_prices(theirs, self.place[self.place >= 0], len(self.capacity))


def pairs_of(worths: Worths) -> Pairs:
    """Applicants in order of priority, each with the vacancies open to them and what they suit."""
    flat = np.array([pair for row in worths for pair in row.items()]).reshape(-1, 2)
    start = starts(np.array([len(row) for row in worths], dtype=np.int64))
    return Pairs(start, flat[:, 0].astype(np.int32), flat[:, 1].astype(np.int32))


def solve_again(pairs: Pairs, capacity: np.ndarray) -> Solved:
    capacity = np.asarray(capacity, dtype=np.int32)
    place = house_in_order(pairs, capacity)
    housed = np.flatnonzero(place >= 0)
    place[housed] = best_fit(pairs.of(housed), capacity)
    return Solved(pairs, capacity, place)


def given_solved(worths: Worths, capacity: list[int]) -> Solved:
    return solve_again(pairs_of(worths), np.array(capacity))


def more_of(solved: Solved, place=None, prices=None) -> OneMore:
    return _margin(one_more, solved, place, prices)


def less_of(solved: Solved, place=None, prices=None) -> OneLess:
    return _margin(one_less, solved, place, prices)


def _margin(margin, solved: Solved, place: list[int] | None, prices: list[int] | None):
    """For the allocation and prices given, or those that were found."""
    place = solved.place if place is None else np.array(place, dtype=np.int32)
    prices = solved.prices if prices is None else np.array(prices, dtype=np.int64)
    return margin(solved.pairs, place, solved.capacity, prices)


def kinds_of(solved: Solved, kind_pairs: Pairs, n_kinds: int) -> OneMore:
    return worth_of_kinds(kind_pairs, n_kinds, solved.pairs, solved.place, more_of(solved))


def choose(solved: Solved, kinds: Worths, n_kinds: int, n: int, limit=None) -> BestN:
    limit = None if limit is None else np.array(limit, dtype=np.int32)
    s = solved
    return best_n(pairs_of(kinds), n_kinds, s.pairs, s.place, s.capacity, n, limit)


def with_kinds(pairs: Pairs, kind_pairs: Pairs, n_vacancies: int) -> Pairs:
    """Kinds made vacancies, after those there are."""
    worths = [
        theirs | {n_vacancies + kind: worth for kind, worth in kinds.items()}
        for theirs, kinds in zip(worths_of(pairs), worths_of(kind_pairs), strict=True)
    ]
    return pairs_of(worths)


def worths_of(pairs: Pairs) -> Worths:
    worths: Worths = [{} for _ in range(len(pairs.start) - 1)]
    for i, j, worth in zip(pairs.applicant, pairs.vacancy, pairs.worth, strict=True):
        worths[i][int(j)] = int(worth)
    return worths


def draw_worths(rng: Generator, n: int, m: int, mean_degree: float) -> Worths:
    """Few different worths, so that ties come up, or many; some vacancies that nobody wants."""
    there = rng.random((n, m)) < min(mean_degree / max(m, 1), 1)
    there[:, rng.random(m) < 0.1] = False
    worth = rng.integers(1, rng.choice([2, 5, 60]), (n, m))
    return [{int(j): int(worth[i, j]) for j in np.flatnonzero(there[i])} for i in range(n)]


def draw_solved(rng: Generator, n_most: int = 8, m_most: int = 6) -> Solved:
    n, m = int(rng.integers(0, n_most)), int(rng.integers(0, m_most))
    capacity = rng.choice([0, 1, 2, 3], m, p=[0.15, 0.55, 0.2, 0.1])
    return solve_again(pairs_of(draw_worths(rng, n, m, rng.uniform(1, 4))), capacity)


def difference(after: Solved, before: Solved) -> tuple[set[int], set[int], int]:
    return after.housed - before.housed, before.housed - after.housed, after.value - before.value


def somebody(rank: int) -> set[int]:
    return {int(rank)} - {-1}


def check_every_vacancy(solved: Solved) -> None:
    more, less = more_of(solved), less_of(solved)
    for j, one in enumerate(np.eye(len(solved.capacity), dtype=int)):
        after = solve_again(solved.pairs, solved.capacity + one)
        found = somebody(more.housed[j]), set(), more.gain[j]
        assert difference(after, solved) == found
        if solved.capacity[j] == 0:
            assert (less.lost[j], less.change[j]) == (-1, 0)
            continue
        after = solve_again(solved.pairs, solved.capacity - one)
        assert difference(after, solved) == (set(), somebody(less.lost[j]), less.change[j])


def check_every_kind(rng: Generator, solved: Solved, n_kinds: int) -> None:
    kind_pairs = pairs_of(draw_worths(rng, len(solved.place), n_kinds, rng.uniform(1, 4)))
    kinds = kinds_of(solved, kind_pairs, n_kinds)
    enlarged = with_kinds(solved.pairs, kind_pairs, len(solved.capacity))
    for kind, one in enumerate(np.eye(n_kinds, dtype=int)):
        after = solve_again(enlarged, np.append(solved.capacity, one))
        found = somebody(kinds.housed[kind]), set(), kinds.gain[kind]
        assert difference(after, solved) == found


@pytest.mark.parametrize("chunk", range(4))
def test_each_place_and_kind_changes_what_solving_again_shows(chunk):
    rng = np.random.default_rng([1, chunk])
    for _ in range(400):
        solved = draw_solved(rng)
        check_every_vacancy(solved)
        check_every_kind(rng, solved, n_kinds=3)


@pytest.mark.parametrize("chunk", range(2))
def test_long_chains_change_what_solving_again_shows(chunk):
    rng = np.random.default_rng([2, chunk])
    for _ in range(12):
        n, m = int(rng.integers(20, 90)), int(rng.integers(15, 40))
        worths = draw_worths(rng, n, m, rng.uniform(1.5, 4))
        solved = solve_again(pairs_of(worths), rng.choice([0, 1, 1, 1, 2], m))
        check_every_vacancy(solved)
        check_every_kind(rng, solved, n_kinds=20)


def changed(left: tuple[int, ...], j: int, by: int) -> tuple[int, ...]:
    return (*left[:j], left[j] + by, *left[j + 1 :])


def try_everything(worths: Worths, capacity: tuple[int, ...]) -> tuple[list[bool], int]:
    """Who is housed, the first in order counting most, and then the greatest total fit."""

    @cache
    def best_from(i: int, left: tuple[int, ...]) -> tuple[list[bool], int]:
        if i == len(worths):
            return [], 0
        housed, value = best_from(i + 1, left)
        found = [([False, *housed], value)]
        for j, worth in worths[i].items():
            if left[j] > 0:
                rest = changed(left, j, -1)
                housed, value = best_from(i + 1, rest)
                found.append(([True, *housed], value + worth))
        return max(found)

    return best_from(0, capacity)


def test_the_answers_are_those_of_trying_everything():
    rng = np.random.default_rng(3)
    for _ in range(400):
        n, m = int(rng.integers(1, 6)), int(rng.integers(1, 5))
        worths = draw_worths(rng, n, m, rng.uniform(1, 4))
        capacity = tuple(rng.integers(0, 3, m).tolist())
        solved = given_solved(worths, list(capacity))
        more, less = more_of(solved), less_of(solved)
        housed, value = try_everything(worths, capacity)
        for j in range(m):
            room = changed(capacity, j, 1)
            expected = housed.copy()
            if more.housed[j] >= 0:
                expected[more.housed[j]] = True
            assert try_everything(worths, room) == (expected, value + more.gain[j])
            if capacity[j] == 0:
                continue
            room = changed(capacity, j, -1)
            expected = housed.copy()
            if less.lost[j] >= 0:
                expected[less.lost[j]] = False
            assert try_everything(worths, room) == (expected, value + less.change[j])


@pytest.mark.parametrize("limited", [False, True])
def test_the_best_n_homes_are_those_of_trying_every_choice(limited):
    rng = np.random.default_rng([4, limited])
    for _ in range(250):
        solved, n_kinds, n = draw_solved(rng), int(rng.integers(1, 4)), int(rng.integers(0, 4))
        kinds = draw_worths(rng, len(solved.place), n_kinds, rng.uniform(1, 3))
        limit = rng.integers(0, 3, n_kinds) if limited else np.full(n_kinds, n)
        found = choose(solved, kinds, n_kinds, n, limit if limited else None)
        enlarged = with_kinds(solved.pairs, pairs_of(kinds), len(solved.capacity))

        def outcome(n_of_kind, solved=solved, enlarged=enlarged):
            after = solve_again(enlarged, np.append(solved.capacity, n_of_kind))
            return (after.place >= 0).tolist(), after.value

        choices = [
            np.bincount(np.array(chosen, dtype=int), minlength=n_kinds)
            for chosen in combinations_with_replacement(range(n_kinds), n)
        ]
        best = max(outcome(np.minimum(choice, limit)) for choice in choices)
        assert found.n_of_kind.sum() <= n
        assert (found.n_of_kind <= limit).all()
        assert outcome(found.n_of_kind) == best
        housed = sorted(solved.housed | set(found.housed.tolist()))
        assert (np.flatnonzero(best[0]).tolist(), best[1]) == (housed, solved.value + found.gain)


def test_the_best_one_home_is_the_kind_worth_most():
    rng = np.random.default_rng(5)
    for _ in range(300):
        solved = draw_solved(rng)
        kinds = draw_worths(rng, len(solved.place), 4, 2)
        worth = kinds_of(solved, pairs_of(kinds), 4)
        found = choose(solved, kinds, 4, 1)
        in_order = np.lexsort((-worth.gain, np.where(worth.housed < 0, 99, worth.housed)))
        best = in_order[0]
        assert (set(found.housed.tolist()), found.gain) == (
            somebody(worth.housed[best]),
            worth.gain[best],
        )


def test_one_more_place_houses_the_first_whom_a_chain_of_moves_brings_there():
    solved = given_solved([{0: 9}, {1: 5, 2: 6}, {0: 7}, {1: 3}], [1, 1, 0])
    more = more_of(solved)
    assert more.housed.tolist() == [2, 3, 3]
    assert more.gain.tolist() == [7, 3, 4]


def test_more_homes_can_be_worth_less_fit_to_those_who_move_for_another():
    solved = given_solved([{0: 100, 1: 1}, {0: 1}], [1, 0])
    assert more_of(solved).gain[1] == -98
    assert less_of(solve_again(solved.pairs, np.array([1, 1]))).change.tolist() == [-1, 98]


def test_a_place_that_houses_nobody_besides_is_worth_its_price():
    solved = given_solved([{0: 9, 1: 4}, {0: 8, 1: 1}], [1, 1])
    assert more_of(solved).housed.tolist() == [-1, -1]
    assert more_of(solved).gain.tolist() == solved.prices.tolist() == [5, 0]


def test_a_free_place_takes_in_whoever_has_to_leave():
    less = less_of(given_solved([{0: 9, 1: 4}], [1, 2]))
    assert (less.lost.tolist(), less.change.tolist()) == ([-1, -1], [-5, 0])


def test_the_last_in_rank_whom_chains_reach_gives_way():
    less = less_of(given_solved([{0: 5}, {0: 5, 1: 5}, {1: 2}], [2, 1]))
    assert (less.lost.tolist(), less.change.tolist()) == ([2, 2], [-2, -2])


def test_a_kind_that_nobody_could_use_is_worth_nothing():
    solved = given_solved([{0: 5}], [1])
    kinds = kinds_of(solved, pairs_of([{1: 4}]), 2)
    assert (kinds.housed.tolist(), kinds.gain.tolist()) == ([-1, -1], [0, 0])


def test_of_kinds_that_suit_alike_the_lowest_row_is_chosen_and_no_more_than_help():
    found = choose(given_solved([{}, {}], []), [{2: 7, 1: 7}, {0: 1, 2: 3}], 4, 9)
    assert found.n_of_kind.tolist() == [0, 1, 1, 0]
    assert (found.housed.tolist(), found.gain) == ([0, 1], 10)


def test_a_limit_leaves_the_second_to_the_next_best_kind():
    kinds = [{0: 9, 1: 2}, {0: 9, 1: 5}, {0: 9}]
    found = choose(given_solved([{}, {}, {}], []), kinds, 2, 2, [1, 5])
    assert found.n_of_kind.tolist() == [1, 1]
    assert (found.housed.tolist(), found.gain) == ([0, 1], 14)


def test_worths_of_64_bits_and_pairs_named_twice_count_exactly():
    large = 2**40
    twice = Pairs(
        np.array([0, 3, 4]),
        np.array([0, 0, 1, 0], dtype=np.int32),
        np.array([1, large, 2, large + 1]),
    )
    more = more_of(solve_again(twice, np.array([1, 0])))
    assert (more.housed.tolist(), more.gain.tolist()) == ([1, 1], [large + 1, 3])


@pytest.mark.parametrize("margin", [more_of, less_of])
@pytest.mark.parametrize("place", [[-1, 0], [-1, -1]])
def test_an_allocation_that_passes_someone_over_is_refused(margin, place):
    with pytest.raises(NotOptimalError, match="passed over"):
        margin(given_solved([{0: 5}, {0: 5}], [1]), place)


@pytest.mark.parametrize("margin", [more_of, less_of])
@pytest.mark.parametrize(
    ("place", "prices"), [([1, 0], [0, 0]), ([0, 1], [0, 1]), ([0, 1], [-1, 0])]
)
def test_an_allocation_whose_prices_prove_nothing_is_refused(margin, place, prices):
    solved = given_solved([{0: 9, 1: 1}, {0: 1, 1: 9}], [1, 2])
    with pytest.raises(NotOptimalError, match="the prices do not prove"):
        margin(solved, place, prices)


def test_prices_that_are_not_the_least_are_refused():
    solved = given_solved([{0: 9, 1: 4}, {0: 8, 1: 1}], [1, 1])
    with pytest.raises(ProblemError, match="prices row 0 is 6; it must be the least"):
        more_of(solved, prices=[6, 1])


def test_wrong_arguments_are_refused():
    solved = given_solved([{0: 5}, {0: 5}], [1])
    with pytest.raises(ProblemError, match="kind_pairs are of 1 applicants; they must be of 2"):
        kinds_of(solved, pairs_of([{0: 1}]), 1)
    with pytest.raises(ProblemError, match="kind_pairs are of 1 applicants"):
        choose(solved, [{0: 1}], 1, 1)
    with pytest.raises(ProblemError, match="n is -1"):
        choose(solved, [{}, {}], 1, -1)
    with pytest.raises(ProblemError, match="limit row 1 is -2"):
        choose(solved, [{}, {}], 2, 1, [0, -2])
    with pytest.raises(ProblemError, match="limit has 1 rows; it must have 2"):
        choose(solved, [{}, {}], 2, 1, [0])


def test_the_tier_of_nobody_is_0():
    tiers = tier_of(np.array([1, -1, 0]), np.array([4, 2], dtype=np.int8))
    assert (tiers.tolist(), tiers.dtype) == ([2, 0, 4], np.int8)
