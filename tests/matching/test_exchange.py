from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from matching.columns import starts
from matching.edges import Pairs
from matching.exchange import usable


def given_pairs(open_to: list[list[int]]) -> Pairs:
    vacancy = np.array([j for theirs in open_to for j in theirs], dtype=np.int32)
    sizes = np.array([len(theirs) for theirs in open_to], dtype=np.int64)
    return Pairs(starts(sizes), vacancy, np.zeros(len(vacancy), dtype=np.int64))


def allocations(open_to: list[list[int]], capacity, must_fill):
    """Every allocation that houses everyone and leaves nothing free that must be filled."""
    for place in product(*open_to):
        taken = np.bincount(place, minlength=len(capacity))
        if (taken <= capacity).all() and (taken == capacity)[must_fill].all():
            yield place


@pytest.mark.parametrize("density", [0.1, 0.3, 0.6])
def test_a_pair_is_usable_if_some_allocation_of_everyone_uses_it(density):
    rng = np.random.default_rng(int(density * 10))
    for _ in range(150):
        n, n_vacancies = rng.integers(1, 6), rng.integers(1, 5)
        place = rng.integers(0, n_vacancies, n).astype(np.int32)
        free = rng.integers(0, 2, n_vacancies)
        capacity = (np.bincount(place, minlength=n_vacancies) + free).astype(np.int32)
        must_fill = (free == 0) & (rng.random(n_vacancies) < 0.5)
        there = rng.random((n, n_vacancies)) < density
        there[np.arange(n), place] = True
        pairs = given_pairs(open_to := [np.flatnonzero(row).tolist() for row in there])
        used = {
            pair for found in allocations(open_to, capacity, must_fill) for pair in enumerate(found)
        }
        given = zip(pairs.applicant.tolist(), pairs.vacancy.tolist(), strict=True)
        kept = usable(pairs, place, capacity, must_fill)
        assert kept.tolist() == [pair in used for pair in given]


def test_nobody_can_go_where_none_can_leave():
    # Home 0 is held by someone who can go nowhere else; 1 and 2 can be exchanged; 3 is free.
    pairs = given_pairs([[0], [0, 1, 2], [1, 2]])
    kept = usable(pairs, np.arange(3, dtype=np.int32), np.ones(4, dtype=np.int32))
    assert kept.tolist() == [True, False, True, True, True, True]


def test_a_long_round_of_moves_is_one_part():
    n = 50_000
    pairs = given_pairs([[i, (i + 1) % n] for i in range(n)])
    assert usable(pairs, np.arange(n, dtype=np.int32), np.ones(n, dtype=np.int32)).all()


def test_nobody_at_all_has_nothing_to_exchange():
    nowhere = np.zeros(0, dtype=np.int32)
    assert usable(given_pairs([]), nowhere, np.ones(2, dtype=np.int32)).tolist() == []
