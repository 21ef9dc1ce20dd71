"""Time what one more home of every kind would change where people would move, or tiers count.

    python -m tests.benchmarks.knock_on --sizes 5000x800x800,50000x8000

Sizes are applicants x vacancies x movers, a quarter of the vacancies if not said. Movers live in
vacancies drawn by lot; half of the vacancies have nothing but the places they live in. Solving
again is only who is housed and their best fit, on ready pairs; it is done for three rows drawn by
lot, whose answers must be equal, and the seconds of the others are extrapolated from those.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import mean

import numpy as np

from matching import STRICT, WEIGHTED, Policy, Problem, priority_order
from matching.chains import capacity_left, house_with_movers
from matching.edges import Pairs, eligible_pairs
from matching.effort import UNLIMITED
from matching.flow import best_fit
from matching.knock_on import KnockOn, knock_on
from matching.levels import settle_weighted
from matching.order import rank_applicants
from matching.prices import worth_at
from tests.benchmarks.county import draw_county
from tests.benchmarks.timing import options, say, seconds_of

SIZES = "5000x800x800,20000x4000x4000,50000x8000"
N_AGAIN = 3


@dataclass(frozen=True, eq=False)
class Town:
    """A drawn county with people who would move, its applicants in order of priority."""

    pairs: Pairs
    capacity: np.ndarray
    home_of: np.ndarray

    def solve(self, capacity: np.ndarray) -> np.ndarray:
        place = house_with_movers(self.pairs, capacity, self.home_of)
        placed = np.flatnonzero(place >= 0)
        room = capacity_left(capacity, self.home_of, place)
        place[placed] = best_fit(self.pairs.of(placed), room)
        return place


def main() -> None:
    chosen = options(__doc__, SIZES).parse_args()
    say("compiling the loops, once for this machine …")
    _bench_movers(_draw_town(500, 60, 50, seed=1), seed=1)
    for n_applicants, n_vacancies, *movers in chosen.sizes:
        n_movers = movers[0] if movers else n_vacancies // 4
        town = _draw_town(n_applicants, n_vacancies, n_movers, seed=chosen.seed)
        _bench_movers(town, chosen.seed)
        _bench_weighted(draw_county(n_applicants, n_vacancies, seed=chosen.seed), WEIGHTED)


def _draw_town(n_applicants: int, n_vacancies: int, n_movers: int, *, seed: int) -> Town:
    county, rng = draw_county(n_applicants, n_vacancies, seed=seed), np.random.default_rng(seed)
    ranked = county.take(priority_order(county, seed), np.arange(n_vacancies))
    movers = rng.choice(n_applicants, n_movers, replace=False)
    home_of = np.full(n_applicants, -1, dtype=np.int32)
    home_of[movers] = rng.integers(0, n_vacancies, n_movers)
    free = np.where(rng.random(n_vacancies) < 0.5, ranked.vacancies.capacity, 0)
    capacity = (free + np.bincount(home_of[movers], minlength=n_vacancies)).astype(np.int32)
    pairs = eligible_pairs(ranked, STRICT)
    kept = pairs.vacancy != home_of[pairs.applicant]
    return Town(pairs.where(kept & (capacity[pairs.vacancy] > 0)), capacity, home_of)


def _bench_movers(town: Town, seed: int) -> None:
    place = town.solve(town.capacity)
    seconds, found = seconds_of(
        lambda: knock_on(town.pairs, place, town.capacity, town.home_of), times=3
    )
    n_each = np.count_nonzero(found.turns, axis=1)
    rows = np.random.default_rng(seed).choice(np.flatnonzero(n_each), N_AGAIN, replace=False)
    again = mean(_check(town, place, found, row) for row in rows) * len(n_each)
    shape = (len(place), len(town.capacity), np.count_nonzero(town.home_of >= 0))
    say(
        f"\n{' × '.join(f'{n:,}' for n in shape)} movers, {len(town.pairs):,} pairs\n"
        f"  {np.count_nonzero(n_each > 1):,} rows change several people, up to {n_each.max()}, and "
        f"{np.count_nonzero((found.turns < 0).any(axis=1)):,} send some home\n"
        f"  all rows {seconds:.4f} s; all again {again:,.0f} s extrapolated from {N_AGAIN}, which "
        f"were equal; ratio {again / seconds:,.0f}"
    )


def _check(town: Town, place: np.ndarray, found: KnockOn, row: int) -> float:
    """Seconds of solving again with one more place, which must change what was found."""
    capacity = town.capacity.copy()
    capacity[row] += 1
    seconds, then = seconds_of(lambda: town.solve(capacity))
    changed = np.flatnonzero((then >= 0) != (place >= 0)).tolist()
    gain = worth_at(town.pairs, then).sum() - worth_at(town.pairs, place).sum()
    told = np.abs(np.trim_zeros(found.turns[row], "b")) - 1
    assert (told.tolist(), found.gain[row]) == (changed, gain), row
    return seconds


def _bench_weighted(county: Problem, policy: Policy) -> None:
    ranked = rank_applicants(county, policy, 1, eligible_pairs)
    place = settle_weighted(ranked, policy, 1, UNLIMITED, lambda stage, done: None).place
    turn = ranked.problem.applicants.tier.astype(np.int64) - 1
    nobody = np.full(len(place), -1, dtype=np.int32)
    capacity = ranked.problem.vacancies.capacity
    seconds, _ = seconds_of(lambda: knock_on(ranked.pairs, place, capacity, nobody, turn), times=3)
    say(f"  weighted, nobody moving, {len(ranked.pairs):,} pairs: {seconds:.4f} s")


if __name__ == "__main__":
    main()
