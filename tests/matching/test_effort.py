from __future__ import annotations

import numpy as np
import pytest

from matching import STRICT, Effort, TooLargeError, faults, solve
from tests.matching.builder import draw_problem, given_problem

COUNTY = draw_problem(np.random.default_rng(8), 200, 60)


@pytest.mark.parametrize(("n_asked", "settled"), [(0, "priority"), (1, "fit"), (2, "ties")])
def test_an_answer_that_ran_out_of_time_says_how_much_of_it_is_settled(n_asked, settled):
    asked = iter([False] * n_asked + [True] * 9)
    allocation = solve(COUNTY, seed=1, effort=Effort(stop=lambda: next(asked)))
    assert allocation.settled == settled
    assert faults(COUNTY, STRICT, allocation) == []
    whole = solve(COUNTY, seed=1)
    np.testing.assert_array_equal(allocation.placed, whole.placed)
    assert allocation.value <= whole.value <= allocation.bound
    assert allocation.proved == (allocation.value == allocation.bound)


def test_pairs_that_do_not_fit_the_memory_allowed_are_refused_with_what_they_need():
    problem = given_problem([{}] * 800, [{}] * 40)
    with pytest.raises(TooLargeError, match=r"need about 1 MiB, more than the 0 allowed"):
        solve(problem, seed=1, effort=Effort(memory_mb=0))
    assert solve(problem, seed=1, effort=Effort(memory_mb=50)).proved
