from __future__ import annotations

import numpy as np

from matching import FAIR, STRICT, WEIGHTED
from matching.compare import compare
from tests.benchmarks.county import draw_county
from tests.matching.builder import TODAY, given_problem


def test_each_policy_is_counted_by_the_points_of_the_first():
    early = {"registered_day": TODAY - 400, "area_rank": (3, 1)}
    late = {"registered_day": TODAY - 10, "area_rank": (1, 1)}
    strict, weighted = compare(given_problem([early, late], [{}]), [STRICT, WEIGHTED], seed=1)
    assert (strict.placed_by_tier, strict.mean_days_waited) == ((0, 0, 1, 0, 0), 400)
    assert (weighted.placed_by_tier, weighted.mean_days_waited) == ((0, 0, 1, 0, 0), 10)
    assert weighted.fit - strict.fit == 300 - 120
    assert (strict.moved, weighted.moved) == (0, 2)
    assert (strict.envious, weighted.envious) == (0, 1)


def test_nobody_waiting_is_passed_over_under_strict_priority_in_a_county():
    strict, weighted, fair = compare(
        draw_county(900, 150, seed=4), [STRICT, WEIGHTED, FAIR], seed=1
    )
    assert strict.envious == 0
    assert weighted.placed_by_tier == strict.placed_by_tier
    assert weighted.placed == fair.placed == strict.placed
    assert weighted.fit >= strict.fit
    assert np.array(fair.placed_by_tier).sum() == fair.placed


def test_no_policy_gives_nothing_to_compare():
    assert compare(given_problem(), [], seed=1) == []
