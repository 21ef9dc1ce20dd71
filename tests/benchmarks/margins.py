"""Time what one more home of every kind would change, beside solving again for each of them.

    python -m tests.benchmarks.margins --sizes 5000x800,50000x8000

The kinds are the vacancies of another county, of the same size. Solving again is only who is
housed and their best fit, on ready pairs, with no proof; it is done for three rows drawn by lot,
whose answers must be equal, and the seconds of the others are extrapolated from those. Seconds are
the processor's (everything runs on one), so that other work on the machine counts for less.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import mean

import numpy as np

from matching import STRICT, Problem, priority_order
from matching.columns import starts
from matching.edges import Pairs, eligible_pairs
from matching.flow import best_fit
from matching.margins import OneMore, one_less, one_more, worth_of_kinds
from matching.pool import best_n
from matching.prices import least_prices, worth_at
from matching.priority import house_in_order
from tests.benchmarks.county import draw_county
from tests.benchmarks.timing import Result, options, say, seconds_of

N_AGAIN = 3
N_HOMES = 20


@dataclass(frozen=True, eq=False)
class Solved:
    """A drawn county, solved, and the kinds of home to weigh in it."""

    pairs: Pairs
    kind_pairs: Pairs
    n_kinds: int
    capacity: np.ndarray
    place: np.ndarray
    prices: np.ndarray


def main() -> None:
    chosen = options(__doc__).parse_args()
    say("compiling the loops, once for this machine …")
    _weigh(_draw_solved(500, 60, seed=1))
    for n_applicants, n_vacancies in chosen.sizes:
        bench(_draw_solved(n_applicants, n_vacancies, seed=chosen.seed), seed=chosen.seed)


def bench(solved: Solved, *, seed: int) -> None:
    """Print one size: seconds for every row, beside those of solving again, and the ratio."""
    places, n_housed = int(solved.capacity.sum()), int((solved.place >= 0).sum())
    say(
        f"\n{len(solved.place):,} × {len(solved.capacity):,} ({places:,} places, {n_housed:,} "
        f"taken), {len(solved.pairs):,} pairs, {len(solved.kind_pairs):,} with kinds"
    )
    more, kinds, seconds = _weigh(solved)
    rng = np.random.default_rng(seed)
    for name, found, solve_with in (
        ("one more place", more, _solve_with_place),
        ("one more home of a kind", kinds, _solve_with_kind),
    ):
        again = mean(_check(solved, found, solve_with, row) for row in _rows(rng, found))
        n_rows, n_useful = len(found.housed), int((found.housed >= 0).sum())
        say(f"  {name}: {n_useful:,} of {n_rows:,} rows would house another")
        say(
            f"    all {seconds[name]:.4f} s; again {again:.3f} s each, {N_AGAIN} equal, "
            f"all {again * n_rows:,.0f} s extrapolated; ratio {again * n_rows / seconds[name]:,.0f}"
        )
    for name in ("one place less", f"best {N_HOMES} homes"):
        say(f"  {name}: {seconds[name]:.4f} s")


def _draw_solved(n_applicants: int, n_vacancies: int, *, seed: int) -> Solved:
    county = draw_county(n_applicants, n_vacancies, seed=seed)
    kinds = draw_county(n_applicants, n_vacancies, seed=seed + 1).vacancies
    ranked = county.take(priority_order(county, seed), np.arange(n_vacancies))
    pairs, capacity = eligible_pairs(ranked, STRICT), ranked.vacancies.capacity
    kind_pairs = eligible_pairs(Problem(ranked.applicants, kinds), STRICT)
    place = _solve(pairs, capacity)
    housed = np.flatnonzero(place >= 0)
    prices = least_prices(pairs.of(housed), place[housed], n_vacancies)
    return Solved(pairs, kind_pairs, len(kinds), capacity, place, prices)


def _solve(pairs: Pairs, capacity: np.ndarray) -> np.ndarray:
    place = house_in_order(pairs, capacity)
    housed = np.flatnonzero(place >= 0)
    place[housed] = best_fit(pairs.of(housed), capacity)
    return place


def _weigh(s: Solved) -> tuple[OneMore, OneMore, dict[str, float]]:
    """Everything of ``margins`` once for all rows; seconds by name, the median of three times."""
    seconds: dict[str, float] = {}

    def clock(name: str, work: Callable[[], Result]) -> Result:
        seconds[name], result = seconds_of(work, times=3)
        return result

    more = clock("one more place", lambda: one_more(s.pairs, s.place, s.capacity, s.prices))
    kinds = clock(
        "one more home of a kind",
        lambda: worth_of_kinds(s.kind_pairs, s.n_kinds, s.pairs, s.place, more),
    )
    clock("one place less", lambda: one_less(s.pairs, s.place, s.capacity, s.prices))
    clock(
        f"best {N_HOMES} homes",
        lambda: best_n(s.kind_pairs, s.n_kinds, s.pairs, s.place, s.capacity, N_HOMES),
    )
    return more, kinds, seconds


def _rows(rng: np.random.Generator, found: OneMore) -> np.ndarray:
    """Rows drawn by lot, of those that would house another."""
    return rng.choice(np.flatnonzero(found.housed >= 0), N_AGAIN, replace=False)


def _solve_with_place(s: Solved, vacancy: int) -> tuple[float, Pairs, np.ndarray]:
    capacity = s.capacity.copy()
    capacity[vacancy] += 1
    return _solve_timed(s.pairs, capacity)


def _solve_with_kind(s: Solved, kind: int) -> tuple[float, Pairs, np.ndarray]:
    """A home of the kind is one more vacancy, in the last row."""
    theirs = s.kind_pairs.where(s.kind_pairs.vacancy == kind)
    row = np.concatenate([s.pairs.applicant, theirs.applicant])
    order = np.argsort(row, kind="stable")
    vacancy = np.append(s.pairs.vacancy, np.full(len(theirs), len(s.capacity), dtype=np.int32))
    enlarged = Pairs(
        starts(np.bincount(row, minlength=len(s.place))),
        vacancy[order],
        np.append(s.pairs.worth, theirs.worth)[order],
    )
    return _solve_timed(enlarged, np.append(s.capacity, np.int32(1)))


def _solve_timed(pairs: Pairs, capacity: np.ndarray) -> tuple[float, Pairs, np.ndarray]:
    seconds, place = seconds_of(lambda: _solve(pairs, capacity))
    return seconds, pairs, place


def _check(
    s: Solved,
    found: OneMore,
    solve_with: Callable[[Solved, int], tuple[float, Pairs, np.ndarray]],
    row: int,
) -> float:
    """Seconds of solving again with one more, which must change what was found."""
    seconds, pairs, place = solve_with(s, row)
    housed = np.flatnonzero((place >= 0) != (s.place >= 0)).tolist()
    gain = int(worth_at(pairs, place).sum() - worth_at(s.pairs, s.place).sum())
    assert (housed, gain) == ([found.housed[row]], found.gain[row]), (row, housed, gain)
    return seconds


if __name__ == "__main__":
    main()
