from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from matching.columns import starts
from matching.edges import Pairs
from matching.priority import FREE, house_in_order, last_within_reach, rank_to_beat


def pairs_of(wanted: list[list[int]]) -> Pairs:
    """Worthless pairs: applicant 0 first in order, each with the vacancies they want."""
    flat = np.array([j for row in wanted for j in row], dtype=np.int32)
    return Pairs(starts(np.array([len(row) for row in wanted])), flat, np.zeros_like(flat))


def housed(wanted: list[list[int]], capacity: list[int]) -> list[int]:
    place = house_in_order(pairs_of(wanted), np.array(capacity, dtype=np.int32))
    for i, j in enumerate(place.tolist()):
        assert j == -1 or j in wanted[i]
    taken = np.bincount(place[place >= 0], minlength=len(capacity))
    assert (taken <= capacity).all()
    return np.flatnonzero(place >= 0).tolist()


def test_earlier_applicants_move_to_make_room_for_later_ones():
    assert housed([[0, 1], [0, 2], [0]], [1, 1, 1]) == [0, 1, 2]


def test_a_later_applicant_never_turns_out_an_earlier_one():
    assert housed([[0], [0], [0, 1], [1]], [1, 1]) == [0, 2]


def test_a_region_found_full_stays_full_and_others_are_still_housed():
    assert housed([[0], [0, 1], [0, 1], [0, 1], [1, 2], [2], [3]], [1, 1, 1, 1]) == [0, 1, 4, 6]


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 2**32 - 1))
def test_as_many_are_housed_as_any_matching_could_house(seed):
    rng = np.random.default_rng(seed)
    n, m = int(rng.integers(1, 120)), int(rng.integers(1, 90))
    there = rng.random((n, m)) < rng.uniform(0.5, 4) / m
    place = housed([np.flatnonzero(row).tolist() for row in there], [1] * m)
    most = (maximum_bipartite_matching(csr_array(there), perm_type="column") >= 0).sum()
    assert len(place) == most


def test_the_last_within_reach_follows_chains_to_holders_and_to_free_places():
    wanted = [[0, 1], [1], [2, 3], [0]]
    place = np.array([0, 1, 2, -1], dtype=np.int32)
    capacity = np.array([1, 1, 1, 1, 0], dtype=np.int32)
    last = last_within_reach(pairs_of(wanted), place, capacity)
    assert last.tolist() == [1, 1, FREE, FREE, -1]
    assert rank_to_beat(pairs_of(wanted), last, np.array([3])).tolist() == [1]
    assert rank_to_beat(pairs_of([[], [2]]), last, np.array([0, 1])).tolist() == [-1, FREE]
