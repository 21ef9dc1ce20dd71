"""Best assignments under side rows, held against trying everything."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from matching.columns import ProblemError
from matching.edges import Pairs
from matching.mix import Effort, best_with_resources, best_with_rows
from matching.side.losses import SCALE, Mix, NoAllocationError, losses_at
from matching.side.programme import whole_corner
from matching.side.relaxation import relax
from matching.side.rows import NO_ROWS, Rows
from matching.side.search import search
from matching.side.sides import settle_rows
from tests.matching.town import Town, int32, int64, pairs_of, towns


def draw_rows(rng: np.random.Generator, n_pairs: int, n_rows: int) -> Rows:
    """Rows over some pairs; now and then a pair gives instead of taking."""
    row, pair = np.nonzero(rng.random((n_rows, n_pairs)) < 0.5)
    amount = rng.choice([1, 2, 3, -1], len(row), p=[0.5, 0.2, 0.2, 0.1])
    return settle_rows(row, pair, amount, rng.integers(0, 5, n_rows))


def draw_mix(rng: np.random.Generator, town: Town) -> Mix:
    worth = rng.integers(-3, 40, len(town.pairs))
    rows = draw_rows(rng, len(town.pairs), int(rng.integers(0, 4)))
    must = rng.random(town.n_applicants) < rng.choice([0, 0.3])
    return Mix(replace(town.pairs, worth=worth), town.capacity, rows, must)


def every_allocation(town: Town, mix: Mix) -> list[np.ndarray]:
    """The pair of each applicant, in every allocation that keeps everything."""
    found = []
    for chosen in town.every_choice():
        pair_of = np.full(town.n_applicants, -1, dtype=np.int64)
        pair_of[mix.applicant[chosen]] = chosen
        if mix.holds(pair_of):
            found.append(pair_of)
    return found


@pytest.mark.parametrize("seed", range(3))
def test_the_best_under_rows_is_the_best_of_trying_everything(seed):
    for rng, town in towns(300 + seed, 120):
        mix = draw_mix(rng, town)
        right = every_allocation(town, mix)
        asked = (mix.pairs, mix.capacity, mix.rows)
        if not right:
            with pytest.raises(NoAllocationError):
                best_with_rows(*asked, must=mix.must)
            continue
        answer = best_with_rows(*asked, must=mix.must)
        assert mix.holds(answer.pair_of)
        assert answer.proved
        assert answer.value == mix.value(answer.pair_of) == max(map(mix.value, right))
        assert answer.first_bound >= answer.value


def test_of_equals_the_one_of_the_least_cost_is_drawn():
    for rng, town in towns(4, 120):
        mix = draw_mix(rng, town)
        mix = replace(mix, pairs=replace(mix.pairs, worth=np.minimum(mix.pairs.worth, 2)))
        right, costs = every_allocation(town, mix), rng.integers(0, 2**24, len(town.pairs))
        if not right:
            continue
        answer = best_with_rows(mix.pairs, mix.capacity, mix.rows, must=mix.must, then_least=costs)
        assert answer.is_drawn
        best = max(map(mix.value, right))
        least = min(costs[p[p >= 0]].sum() for p in right if mix.value(p) == best)
        assert costs[answer.pair_of[answer.pair_of >= 0]].sum() == least


def test_losses_add_up_to_the_bound_for_every_allocation():
    for rng, town in towns(5, 80):
        mix = draw_mix(rng, town)
        right = every_allocation(town, mix)
        try:
            losses = losses_at(mix, rng.integers(0, 4 * SCALE, mix.rows.n_rows))
        except NoAllocationError:
            assert not right
            continue
        for pair_of in right:
            chosen, without = pair_of[pair_of >= 0], np.flatnonzero(pair_of < 0)
            taken = np.bincount(mix.pairs.vacancy[chosen], minlength=len(mix.capacity))
            lost = losses.of_pair[chosen].sum() + losses.of_applicant[without].sum()
            lost += (mix.capacity - taken) @ losses.of_place
            lost += (mix.rows.most - mix.rows.used(chosen)) @ losses.of_row
            assert SCALE * mix.value(pair_of) == losses.total - lost
        assert all(column.min(initial=0) >= 0 for column in (losses.of_pair, losses.of_place))


def test_without_rows_the_flow_is_the_answer():
    for rng, town in towns(6, 60):
        mix = replace(draw_mix(rng, town), rows=NO_ROWS, must=np.zeros(town.n_applicants, bool))
        relaxed = relax(mix)
        assert mix.holds(relaxed.losses.pair_of)
        assert mix.value(relaxed.losses.pair_of) == relaxed.losses.bound


def test_the_searches_keep_what_is_asked_of_them():
    for rng, town in towns(7, 60):
        mix = draw_mix(rng, town)
        right = every_allocation(town, mix)
        found = search(mix, work=10.0)
        assert found.is_done
        assert (found.pair_of is None) == (not right)
        corner = whole_corner(mix)
        assert corner is None or mix.value(corner) == max(map(mix.value, right))
        if right:
            assert found.bound == mix.value(found.pair_of) == max(map(mix.value, right))


def test_time_that_is_up_leaves_an_allocation_and_a_bound_and_claims_no_proof():
    pairs = replace(pairs_of([[0], [0], [1]]), worth=int64([5, 4, 3]))
    rows = settle_rows(int64([0, 0]), int64([0, 2]), int64([1, 1]), int64([1]))
    answer = best_with_rows(
        pairs,
        int32([1, 1]),
        rows,
        must=np.zeros(3, dtype=bool),
        effort=Effort(stop=lambda: True),
    )
    assert rows.hold(answer.pair_of[answer.pair_of >= 0])
    assert answer.value <= 7 <= answer.bound
    assert not answer.proved


def brute_resources(applicant, resource, worth, amount, available, forced):
    """The best total of the generalised assignment by trying everything; None if there is none."""
    n = int(applicant.max(initial=-1)) + 1
    best = None

    def go(i: int, left: list[int], total: int) -> None:
        nonlocal best
        if i == n:
            best = total if best is None else max(best, total)
            return
        if not forced:
            go(i + 1, left, total)
        for e in np.flatnonzero(applicant == i):
            if amount[e] <= left[resource[e]]:
                then = left.copy()
                then[resource[e]] -= amount[e]
                go(i + 1, then, total + int(worth[e]))

    go(0, available.tolist(), 0)
    return best


@pytest.mark.parametrize("forced", [True, False])
def test_the_generalised_assignment_agrees_with_trying_everything(forced):
    rng = np.random.default_rng(8 + forced)
    for _ in range(60):
        n, m = int(rng.integers(1, 6)), int(rng.integers(1, 4))
        applicant, resource = (part.ravel() for part in np.indices((n, m)))
        kept = rng.permutation(n * m)[: int(rng.integers(n, n * m + 1))]
        applicant, resource = applicant[kept].astype(np.int32), resource[kept].astype(np.int32)
        worth, amount = rng.integers(-20, 30, len(kept)), rng.integers(0, 9, len(kept))
        available = rng.integers(0, 16, m)
        right = brute_resources(applicant, resource, worth, amount, available, forced)
        is_whole = len(np.unique(applicant)) == applicant.max() + 1
        if right is None or (forced and not is_whole):
            with pytest.raises(NoAllocationError):
                best_with_resources(applicant, resource, worth, amount, available, forced=forced)
            continue
        answer = best_with_resources(applicant, resource, worth, amount, available, forced=forced)
        used = answer.pair_of[answer.pair_of >= 0]
        assert answer.proved
        assert answer.value == worth[used].sum() == right
        assert (applicant[used] == np.flatnonzero(answer.pair_of >= 0)).all()
        taken = np.bincount(resource[used], weights=amount[used], minlength=m)
        assert (taken <= available).all()


def test_columns_of_the_generalised_assignment_are_checked():
    one, two = int32([0]), int64([1, 1])
    with pytest.raises(ProblemError, match="as many rows"):
        best_with_resources(one, one, two, int64([1]), int64([1]))
    with pytest.raises(ProblemError, match="resource row 0 is 3"):
        best_with_resources(one, int32([3]), int64([1]), int64([1]), int64([1]))
    with pytest.raises(ProblemError, match="amount row 0 is -1"):
        best_with_resources(one, one, int64([1]), int64([-1]), int64([1]))
    with pytest.raises(ProblemError, match="too large"):
        best_with_resources(one, one, int64([2**60]), int64([1]), int64([1]))


def test_a_row_that_nothing_can_keep_is_said_so():
    pairs = Pairs(int64([0, 1]), int32([0]), int64([5]))
    rows = Rows(int64([]), int32([]), int64([]), int64([-1]))
    with pytest.raises(NoAllocationError):
        best_with_rows(pairs, int32([1]), rows, must=np.zeros(1, dtype=bool))
