from __future__ import annotations

import numpy as np
import pytest

from matching import ProblemError
from matching.lottery import TOP_SEED, draw


def test_the_mixing_is_the_published_one():
    # The first two numbers of SplitMix64 from state 0; a key is mixed in by exclusive or.
    first, second = 0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4
    golden = 0x9E3779B97F4A7C15
    key = np.array([first ^ golden], dtype=np.uint64).view(np.int64)
    assert draw(0, key).tolist() == [second]


def test_a_row_draws_the_same_lot_in_any_company():
    keys = np.array([5, -7, 2**62])
    alone = [int(draw(9, keys[row : row + 1])[0]) for row in range(3)]
    assert draw(9, keys).tolist() == alone
    assert draw(9, keys[::-1]).tolist() == alone[::-1]


def test_lots_differ_by_seed_by_key_and_by_the_order_of_keys():
    one, two = np.array([1]), np.array([2])
    lots = [draw(3, one, two), draw(3, two, one), draw(4, one, two), draw(3, one), draw(3, two)]
    assert len({int(lot[0]) for lot in lots}) == 5


def test_lots_are_evenly_spread():
    lots = draw(1, np.arange(100_000)) >> np.uint64(60)
    counts = np.bincount(lots.astype(int), minlength=16)
    assert abs(counts - 6_250).max() < 400


@pytest.mark.parametrize("seed", [-1, TOP_SEED + 1])
def test_a_seed_out_of_range_is_refused(seed):
    with pytest.raises(ProblemError, match=r"it must be 0\.\.9223372036854775807"):
        draw(seed, np.array([1]))
