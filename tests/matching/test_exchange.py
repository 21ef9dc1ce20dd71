from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from matching.columns import starts
from matching.edges import Pairs
from matching.exchange import usable


def allocations(open_to: list[list[int]], capacity: list[int], must_fill: list[bool]):
    """Every allocation that houses everyone and leaves nothing free that must be filled."""
    for place in product(*open_to):
        taken = np.bincount(place, minlength=len(capacity))
        if (taken <= capacity).all() and (taken == capacity)[must_fill].all():
            yield place


@settings(deadline=None, max_examples=400)
@given(
    st.integers(1, 5),
    st.lists(st.tuples(st.integers(0, 3), st.booleans()), min_size=1, max_size=5),
    st.floats(0.2, 1),
    st.integers(0, 2**32 - 1),
)
def test_a_pair_is_usable_if_some_allocation_of_everyone_uses_it(n, homes, density, seed):
    rng = np.random.default_rng(seed)
    capacity, must_fill = (list(column) for column in zip(*homes, strict=True))
    open_to = [np.flatnonzero(rng.random(len(homes)) < density).tolist() for _ in range(n)]
    found = list(allocations(open_to, capacity, must_fill))
    assume(found)
    pairs = Pairs(
        starts(np.array([len(theirs) for theirs in open_to])),
        np.concatenate(open_to).astype(np.int32),
        np.zeros(len(np.concatenate(open_to)), dtype=np.int64),
    )
    used = {pair for place in found for pair in enumerate(place)}
    place = np.array(found[rng.integers(len(found))], dtype=np.int32)
    kept = usable(pairs, place, np.array(capacity, dtype=np.int32), np.array(must_fill))
    given = zip(pairs.applicant.tolist(), pairs.vacancy.tolist(), strict=True)
    assert kept.tolist() == [pair in used for pair in given]


def test_on_a_tight_market_nobody_can_go_where_none_can_leave():
    # 0 is held by someone who can go nowhere else; 1 and 2 can be exchanged; 3 is free.
    pairs = Pairs(
        np.array([0, 1, 4, 6]),
        np.array([0, 0, 1, 2, 1, 2], dtype=np.int32),
        np.ones(6, dtype=np.int64),
    )
    place, capacity = np.array([0, 1, 2], dtype=np.int32), np.ones(4, dtype=np.int32)
    kept = usable(pairs, place, capacity)
    assert kept.tolist() == [True, False, True, True, True, True]


def test_nobody_at_all_has_nothing_to_exchange():
    nobody = Pairs(np.zeros(1, dtype=np.int64), np.zeros(0, dtype=np.int32), np.zeros(0, dtype=int))
    assert usable(nobody, np.zeros(0, dtype=np.int32), np.ones(2, dtype=np.int32)).tolist() == []
