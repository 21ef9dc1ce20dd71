from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from matching import NotOptimalError, ProblemError, best_assignment
from matching.edges import Pairs
from matching.flow import _best_flow, best_fit, prove_best
from matching.prices import least_prices, worth_at
from matching.priority import house_in_order


def assign(pairs: list[tuple[int, int, int]], capacity: list[int]):
    columns = np.array(pairs, dtype=np.int64).reshape(len(pairs), 3).T
    applicant, place = columns[:2].astype(np.int32)
    return best_assignment(applicant, place, columns[2], np.array(capacity, dtype=np.int32))


@settings(deadline=None, max_examples=200)
@given(
    st.integers(1, 7),
    st.lists(st.integers(0, 3), min_size=1, max_size=6),
    st.integers(0, 2**32 - 1),
    st.sampled_from([3, 1_000, 10**12]),
)
def test_an_assignment_is_worth_what_scipy_finds(n, capacity, seed, largest):
    rng = np.random.default_rng(seed)
    dense = rng.integers(-largest, largest, (n, len(capacity)))
    there = rng.random(dense.shape) < 0.6
    applicant, place = np.nonzero(there)
    found = best_assignment(
        applicant.astype(np.int32), place.astype(np.int32), dense[there], np.array(capacity)
    )
    unforced = np.where(there & (dense > 0), dense, 0).repeat(capacity, axis=1)
    rows, columns = linear_sum_assignment(unforced, maximize=True)
    assert found.value == unforced[rows, columns].sum()
    placed = np.flatnonzero(found.place_of >= 0)
    assert found.value == dense[placed, found.place_of[placed]].sum()
    taken = np.bincount(found.place_of[placed], minlength=len(capacity))
    assert (taken <= capacity).all()


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 2**32 - 1))
def test_a_price_is_what_one_more_place_adds(seed):
    rng = np.random.default_rng(seed)
    there = np.argwhere(rng.random((6, 4)) < 0.5).tolist()
    pairs = [(i, j, int(rng.integers(1, 50))) for i, j in there]
    capacity = rng.integers(0, 2, 4)
    found = assign(pairs, capacity.tolist())
    for j in range(4):
        with_one_more = assign(pairs, (capacity + (np.arange(4) == j)).tolist())
        assert found.prices[j] == with_one_more.value - found.value


def test_nobody_is_forced_into_a_place_worth_less_than_nothing():
    found = assign([(0, 0, -5), (1, 0, 0)], [2])
    assert found.value == 0
    assert found.place_of[0] == -1


def test_a_pair_named_twice_counts_at_its_best():
    assert assign([(0, 0, 3), (0, 0, 8)], [1]).value == 8


def test_an_assignment_of_nobody_is_worth_nothing():
    found = assign([], [1, 1])
    assert (found.value, found.place_of.tolist(), found.prices.tolist()) == (0, [], [0, 0])


def test_someone_without_a_pair_stays_without_a_place():
    assert assign([(2, 0, 4)], [1]).place_of.tolist() == [-1, -1, 0]


@pytest.mark.parametrize("worth", [2**62, -(2**63), 2**60])
def test_worths_whose_sums_could_overflow_are_refused(worth):
    with pytest.raises(ProblemError, match="too large for"):
        assign([(0, 0, worth), (1, 0, 1)], [1])


def test_a_large_worth_within_the_limit_is_exact():
    worth = 2**63 // (2 * 5**2) - 1
    assert assign([(0, 0, worth), (1, 0, worth - 1)], [1]).value == worth


@pytest.mark.parametrize(
    ("pairs", "capacity", "message"),
    [
        ([(0, 1, 1)], [1], r"place row 0 is 1; it must be 0\.\.0"),
        ([(-1, 0, 1)], [1], r"applicant row 0 is -1"),
        ([(0, 0, 1)], [-1], r"capacity row 0 is -1"),
    ],
)
def test_an_index_out_of_range_is_refused(pairs, capacity, message):
    with pytest.raises(ProblemError, match=message):
        assign(pairs, capacity)


def test_columns_of_different_lengths_are_refused():
    one, two = np.zeros(1, dtype=np.int32), np.zeros(2, dtype=np.int32)
    with pytest.raises(ProblemError, match="have 1, 2 and 1 rows"):
        best_assignment(one, two, one.astype(np.int64), one)


def test_fractions_are_refused():
    one = np.zeros(1, dtype=np.int32)
    with pytest.raises(ProblemError, match="worth is of type float64"):
        best_assignment(one, one, np.array([0.5]), one)


def test_two_who_can_only_have_one_place_cannot_both_be_housed():
    both = Pairs(np.array([0, 1, 2]), np.zeros(2, dtype=np.int32), np.ones(2, dtype=np.int32))
    with pytest.raises(NotOptimalError, match="not every applicant can have a place"):
        best_fit(both, np.array([1], dtype=np.int32))


def test_an_assignment_that_is_not_the_best_has_no_proof():
    crossed = Pairs(
        np.array([0, 2, 4]),
        np.array([0, 1, 0, 1], dtype=np.int32),
        np.array([9, 1, 1, 9], dtype=np.int32),
    )
    room = np.array([1, 1], dtype=np.int32)
    assert prove_best(crossed, np.array([0, 1], dtype=np.int32), room)[0] == 18
    with pytest.raises(NotOptimalError, match="a round of moves"):
        prove_best(crossed, np.array([1, 0], dtype=np.int32), room)


def test_an_assignment_that_leaves_a_better_place_free_has_no_proof():
    choice = Pairs(np.array([0, 2]), np.array([0, 1], dtype=np.int32), np.array([1, 9]))
    with pytest.raises(NotOptimalError, match="is not proved best"):
        prove_best(choice, np.array([0], dtype=np.int32), np.array([1, 1], dtype=np.int32))


def drawn_for_housed(rng: np.random.Generator, n: int, n_vacancies: int, largest: int):
    """Pairs of people who can all be housed, the places, and one way of housing them."""
    there = rng.random((n, n_vacancies)) < 0.4
    vacancy = np.nonzero(there)[1].astype(np.int32)
    start = np.append(0, np.cumsum(there.sum(axis=1)))
    pairs = Pairs(start, vacancy, rng.integers(-largest, largest, len(vacancy)))
    capacity = rng.integers(0, 4, n_vacancies).astype(np.int32)
    place = house_in_order(pairs, capacity)
    housed = np.flatnonzero(place >= 0)
    return pairs.of(housed), capacity, place[housed]


@pytest.mark.parametrize("largest", [2, 100, 10**10])
def test_the_best_fit_is_the_flows_whether_or_not_a_way_to_house_all_is_known(largest):
    rng = np.random.default_rng(largest % 1_000)
    for _ in range(60):
        pairs, capacity, known = drawn_for_housed(rng, 12, 8, largest)
        full = np.bincount(known, minlength=8) == capacity
        for must_fill in (None, full & (rng.random(8) < 0.5)):
            if not len(known):
                continue
            value = worth_at(pairs, _best_flow(pairs, capacity, must_fill)).sum()
            for given_place in (None, known):
                place = best_fit(pairs, capacity, must_fill, given_place)
                taken = np.bincount(place, minlength=8)
                assert worth_at(pairs, place).sum() == value
                assert (taken <= capacity).all()
                assert must_fill is None or (taken == capacity)[must_fill].all()


@pytest.mark.parametrize("largest", [2, 100, 10**10])
def test_prices_come_down_to_the_least_from_any_that_prove_it(largest):
    rng = np.random.default_rng(largest % 1_000)
    for _ in range(60):
        pairs, capacity, _ = drawn_for_housed(rng, 12, 8, largest)
        place = best_fit(pairs, capacity)
        least = least_prices(pairs, place, 8)
        above = least + int(rng.integers(0, largest))
        assert (least_prices(pairs, place, 8, above) == least).all()


def test_prices_that_do_not_satisfy_everyone_prove_nothing():
    choice = Pairs(np.array([0, 2]), np.array([0, 1], dtype=np.int32), np.array([1, 9]))
    with pytest.raises(NotOptimalError, match="a round of moves"):
        least_prices(choice, np.array([0], dtype=np.int32), 2, np.array([0, 5]))


def test_an_assignment_that_the_paths_give_up_is_left_to_the_flow(monkeypatch):
    monkeypatch.setattr("matching.flow.best_places", lambda pairs, capacity: None)
    found = assign([(0, 0, 5), (0, 1, 3), (1, 0, 4), (2, 1, -2), (3, 1, 0)], [1, 1])
    assert (found.value, found.place_of.tolist()) == (7, [1, 0, -1, -1])
    assert found.prices.tolist() == [2, 0]
