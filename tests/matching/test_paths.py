from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from matching import ProblemError
from matching.columns import starts
from matching.edges import Pairs
from matching.heap import drop_first, push
from matching.paths import MOST_WORTH, best_places
from matching.prices import worth_at
from matching.wishes import best_first
from tests.benchmarks.peers import min_cost_flow

LARGEST = [1, 3, 50, 10_000, 10**12, MOST_WORTH - 1]


def given_pairs(applicant, vacancy, worth, n_applicants: int) -> Pairs:
    order = np.argsort(applicant, kind="stable")
    return Pairs(
        starts(np.bincount(applicant, minlength=n_applicants)),
        np.asarray(vacancy, dtype=np.int32)[order],
        np.asarray(worth, dtype=np.int64)[order],
    )


def drawn_pairs(rng, n_applicants: int, n_vacancies: int, n_pairs: int, largest: int) -> Pairs:
    return given_pairs(
        rng.integers(0, n_applicants, n_pairs),
        rng.integers(0, n_vacancies, n_pairs),
        rng.integers(-largest // 4, largest, n_pairs, endpoint=True),
        n_applicants,
    )


def value_of(pairs: Pairs, capacity) -> int:
    """The value of an answer that is checked to be an allocation."""
    capacity = np.asarray(capacity, dtype=np.int32)
    place = best_places(pairs, capacity).place
    placed = np.flatnonzero(place >= 0)
    given = set(zip(pairs.applicant.tolist(), pairs.vacancy.tolist(), strict=True))
    assert given.issuperset(zip(placed.tolist(), place[placed].tolist(), strict=True))
    assert (np.bincount(place[placed], minlength=len(capacity)) <= capacity).all()
    return sum(worth_at(pairs, place).tolist())


def bound_of(pairs: Pairs, capacity) -> int:
    """What no allocation can pass at the prices found, in integers of any size."""
    prices = best_places(pairs, np.asarray(capacity, dtype=np.int32)).prices
    assert (prices >= 0).all()
    best = [0] * (len(pairs.start) - 1)
    for i, j, worth in zip(
        pairs.applicant.tolist(), pairs.vacancy.tolist(), pairs.worth.tolist(), strict=True
    ):
        best[i] = max(best[i], worth - int(prices[j]))
    return sum(best) + sum(int(c) * int(p) for c, p in zip(capacity, prices, strict=True))


def best_by_trying_everything(pairs: Pairs, capacity) -> int:
    choices = [
        [(-1, 0), *zip(pairs.vacancy[a:b].tolist(), pairs.worth[a:b].tolist(), strict=True)]
        for a, b in zip(pairs.start[:-1], pairs.start[1:], strict=True)
    ]
    return max(
        sum(worth for _, worth in choice)
        for choice in product(*choices)
        if all(sum(j == k for j, _ in choice) <= room for k, room in enumerate(capacity))
    )


@settings(deadline=None, max_examples=300)
@given(
    st.integers(1, 5),
    st.lists(st.integers(0, 3), min_size=1, max_size=5),
    st.integers(0, 9),
    st.sampled_from(LARGEST),
    st.integers(0, 2**32 - 1),
)
def test_nothing_is_worth_more_when_everything_is_tried(n, capacity, n_pairs, largest, seed):
    pairs = drawn_pairs(np.random.default_rng(seed), n, len(capacity), n_pairs, largest)
    assert value_of(pairs, capacity) == best_by_trying_everything(pairs, capacity)
    assert value_of(pairs, capacity) == bound_of(pairs, capacity)


@pytest.mark.parametrize("largest", LARGEST)
def test_the_prices_prove_the_value(largest):
    rng = np.random.default_rng(largest % 1_000)
    for n_vacancies in (5, 20, 60):
        pairs = drawn_pairs(rng, 30, n_vacancies, 200, largest)
        capacity = rng.integers(0, 4, n_vacancies)
        assert bound_of(pairs, capacity) == value_of(pairs, capacity)


@pytest.mark.parametrize("largest", [1, 20, 10_000, 10**9])
@pytest.mark.parametrize("shape", [(40, 10), (10, 40), (25, 25), (60, 3), (3, 60)])
def test_the_value_is_what_scipy_finds(shape, largest):
    rng = np.random.default_rng(shape[0] * largest)
    for _ in range(40):
        capacity = rng.integers(0, 4, shape[1])
        dense = rng.integers(1, largest, shape, endpoint=True) * (rng.random(shape) < 0.3)
        applicant, vacancy = np.nonzero(dense)
        pairs = given_pairs(applicant, vacancy, dense[applicant, vacancy], shape[0])
        rows, columns = linear_sum_assignment(places := dense.repeat(capacity, 1), maximize=True)
        assert value_of(pairs, capacity) == places[rows, columns].sum()


@pytest.mark.parametrize("n_vacancies", [20, 150, 300, 900])
@pytest.mark.parametrize("largest", [1, 9, 5_000])
def test_the_value_is_what_min_cost_flow_finds(n_vacancies, largest):
    rng = np.random.default_rng(n_vacancies + largest)
    for per_applicant in (1, 3, 10):
        pairs = drawn_pairs(rng, 300, n_vacancies, 300 * per_applicant, largest)
        capacity = rng.integers(0, 3, n_vacancies)
        assert value_of(pairs, capacity) == min_cost_flow(pairs, capacity)


def test_a_chain_as_long_as_the_list_of_applicants_is_followed():
    n = 400
    applicant = np.repeat(np.arange(n), 2)
    vacancy = np.stack([np.arange(n), np.arange(n) + 1], axis=1).ravel()
    worth = np.tile([1000, 999], n)
    pairs = given_pairs(
        np.append(applicant, n), np.append(vacancy, 0), np.append(worth, 10**6), n + 1
    )
    assert value_of(pairs, np.ones(n + 1)) == 10**6 + 999 * n


def test_one_home_and_many_people_goes_to_whom_it_suits_best():
    n = 200_000
    worth = np.random.default_rng(1).permutation(n) + 1
    pairs = given_pairs(np.arange(n), np.zeros(n), worth, n)
    assert np.flatnonzero(best_places(pairs, np.array([1])).place == 0) == np.argmax(worth)
    assert value_of(pairs, [3]) == 3 * n - 3


def test_homes_that_suit_everybody_alike_start_no_war_of_prices():
    n_applicants, n_vacancies = 3_000, 60
    applicant = np.repeat(np.arange(n_applicants), n_vacancies)
    vacancy = np.tile(np.arange(n_vacancies), n_applicants)
    pairs = given_pairs(applicant, vacancy, np.full(len(applicant), 7), n_applicants)
    for capacity in (1, 50, 70):
        room = np.full(n_vacancies, capacity)
        place = best_places(pairs, room, looks_a_pair=1).place
        assert np.count_nonzero(place >= 0) == min(n_applicants, capacity * n_vacancies)


def test_without_pairs_nobody_has_a_place():
    nobody = given_pairs(np.zeros(0, dtype=int), [], [], 0)
    assert best_places(nobody, np.array([1, 2])).place.tolist() == []
    without = given_pairs(np.zeros(0, dtype=int), [], [], 3)
    assert best_places(without, np.array([1])).place.tolist() == [-1, -1, -1]
    assert best_places(without, np.zeros(0, dtype=int)).place.tolist() == [-1, -1, -1]


def test_a_home_without_places_is_given_to_nobody():
    pairs = given_pairs([0, 1], [0, 0], [5, 6], 2)
    assert best_places(pairs, np.array([0])).place.tolist() == [-1, -1]


def test_nobody_is_placed_where_it_is_worth_nothing_or_less():
    pairs = given_pairs([0, 1, 2], [0, 0, 0], [-5, 0, 1], 3)
    assert best_places(pairs, np.array([3])).place.tolist() == [-1, -1, 0]


def test_a_pair_named_twice_counts_once_and_at_its_best():
    assert value_of(given_pairs([0, 0, 0], [0, 0, 0], [3, 8, 8], 1), [2]) == 8


def test_a_worth_at_the_limit_is_refused_and_one_below_is_exact():
    with pytest.raises(ProblemError, match="is too large"):
        best_places(given_pairs([0], [0], [MOST_WORTH], 1), np.array([1]))
    most = MOST_WORTH - 1
    crossed = given_pairs([0, 0, 1, 1], [0, 1, 0, 1], [most, 1, most - 1, -(2**63)], 2)
    assert value_of(crossed, [1, 1]) == most
    assert value_of(given_pairs([0, 0, 1], [0, 1, 0], [most, most, most], 2), [1, 1]) == 2 * most


def test_an_answer_that_takes_too_many_looks_is_given_up():
    rng = np.random.default_rng(1)
    pairs = drawn_pairs(rng, 2_000, 2_000, 30_000, 10**6)
    capacity = np.ones(2_000, dtype=np.int32)
    assert best_places(pairs, capacity, looks_a_pair=0) is None
    assert best_places(pairs, capacity) is not None


def test_the_same_pairs_give_the_same_answer_and_shuffled_ones_the_same_value():
    rng = np.random.default_rng(2)
    pairs, capacity = drawn_pairs(rng, 200, 60, 2_000, 9), rng.integers(0, 4, 60)
    assert (best_places(pairs, capacity).place == best_places(pairs, capacity).place).all()
    order = rng.permutation(len(pairs))
    shuffled = given_pairs(pairs.applicant[order], pairs.vacancy[order], pairs.worth[order], 200)
    assert value_of(shuffled, capacity) == value_of(pairs, capacity)


@pytest.mark.parametrize("largest", [0, 1, 2**16, 2**40, 2**61])
def test_lists_are_sorted_by_worth_and_equal_ones_stay_in_order(largest):
    rng = np.random.default_rng(largest % 97)
    seeker, worth = rng.integers(0, 9, 500), rng.integers(-largest, largest, 500, endpoint=True)
    worth[::3] = worth[0]
    wishes = best_first(seeker.astype(np.int32), np.arange(500, dtype=np.int32), worth, 10)
    order = np.lexsort((np.arange(500), -worth, seeker))
    assert wishes.goal.tolist() == order.tolist()
    assert wishes.worth.tolist() == worth[order].tolist()
    assert wishes.start.tolist() == starts(np.bincount(seeker, minlength=10)).tolist()


@settings(deadline=None)
@given(st.lists(st.integers(-5, 5), max_size=40))
def test_a_heap_gives_back_its_rows_by_key(keys):
    heap_keys, rows = np.zeros(40, dtype=np.int64), np.zeros(40, dtype=np.int32)
    size, taken = 0, []
    for row, key in enumerate(keys):
        size = push(heap_keys, rows, size, key, row)
    while size:
        taken.append((int(heap_keys[0]), int(rows[0])))
        size = drop_first(heap_keys, rows, size)
    assert [key for key, _ in taken] == sorted(keys)
    assert sorted(row for _, row in taken) == list(range(len(keys)))
