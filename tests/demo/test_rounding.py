import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.demo.lots import Lots, sample
from service.demo.rounding import filled, shared_out, systematic

SEEDS = st.integers(0, 2**32 - 1)
WEIGHTS = st.lists(st.floats(0.01, 100), min_size=1, max_size=30)


@given(st.integers(0, 10_000), WEIGHTS)
def test_a_total_is_shared_out_exactly_and_each_share_is_within_one(total, weights):
    parts = shared_out(total, weights)

    exact = total * np.array(weights) / sum(weights)
    assert parts.sum() == total
    assert (np.abs(parts - exact) < 1 + 1e-6).all()


@given(WEIGHTS, SEEDS, st.data())
def test_as_many_rows_are_drawn_as_are_asked_for_and_none_twice(weights, seed, data):
    n = data.draw(st.integers(0, len(weights)))

    rows = systematic(n, np.array(weights), np.random.default_rng(seed))

    assert len(rows) == len(set(rows.tolist())) == n


def test_a_row_without_weight_is_never_drawn():
    rng = np.random.default_rng(1)

    assert systematic(2, np.array([1.0, 0.0, 5.0]), rng).tolist() == [0, 2]
    assert sample(3, np.array([1.0, 0.0, 5.0]), rng) in ([0, 2], [2, 0])


def test_more_rows_than_there_are_cannot_be_drawn():
    with pytest.raises(ValueError, match="3 rows are wanted of 2"):
        systematic(3, np.array([1.0, 0.0, 5.0]), np.random.default_rng(1))


@given(st.integers(1, 12), st.integers(1, 8), SEEDS)
def test_a_table_that_can_be_filled_is_filled_exactly(n_rows, n_columns, seed):
    rng = np.random.default_rng(seed)
    some = rng.random((n_rows, n_columns)) < 0.4

    table = filled(some.sum(axis=1), some.sum(axis=0), rng)

    assert (table.sum(axis=1) == some.sum(axis=1)).all()
    assert (table.sum(axis=0) == some.sum(axis=0)).all()


@given(SEEDS)
def test_a_lot_without_weight_is_never_drawn(seed):
    lots = Lots(("never", "always"), (0.0, 1.0))

    assert lots.draw(np.random.default_rng(seed)) == "always"
