"""Time exact assignments, nobody forced, beside peers on the same pairs in the same process.

    python -m tests.benchmarks.assignment --sizes 5000x800,50000x8000 [--slow]

Every exact method must find the same value. A peer that is known to take minutes at a size is left
out there unless --slow is given. Afterwards: whom greedy and deferred acceptance would house on
these pairs, beside the priority-best set at its best fit.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import time
from collections.abc import Callable

import numpy as np

from matching import STRICT, Problem, best_assignment, priority_order
from matching.edges import Pairs, eligible_pairs
from matching.flow import best_fit
from matching.prices import worth_at
from matching.priority import house_in_order
from tests.benchmarks import peers
from tests.benchmarks.county import draw_county

SIZES = "5000x800,50000x8000"
OURS = "best_assignment, proved"
REPEATS_SECONDS = 1.0

Exact = Callable[[Pairs, np.ndarray], int | None]

METHODS: dict[str, tuple[Exact, int]] = {
    OURS: (lambda pairs, capacity: ours(pairs, capacity), 10**9),
    "OR-Tools min-cost flow": (peers.min_cost_flow, 10**9),
    "scipy sparse matching": (peers.sparse_matching, 10_000_000),
    "OR-Tools linear sum": (peers.linear_sum_assignment, 1_000_000),
    "HiGHS, linear programme": (peers.highs, 1_000_000),
    "CP-SAT": (peers.cp_sat, 200_000),
}
"""Each method, and with how many pairs it still finishes within about 3 minutes."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default=SIZES, help="applicants x vacancies, comma-separated")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--slow", action="store_true", help="every peer at every size")
    chosen = parser.parse_args()
    _say("compiling the loops, once for this machine …")
    _allocations(*_draw(50, 20, seed=1))
    for size in chosen.sizes.split(","):
        n_applicants, n_vacancies = map(int, size.split("x"))
        problem, pairs = _draw(n_applicants, n_vacancies, seed=chosen.seed)
        places = int(problem.vacancies.capacity.sum())
        _say(f"\n{n_applicants:,} × {n_vacancies:,} ({places:,} places), {len(pairs):,} pairs")
        _bench(problem, pairs, slow=chosen.slow)
        _compare(problem, pairs)
        peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        _say(f"  peak memory of the process {peak_mb:,.0f} MB")


def ours(pairs: Pairs, capacity: np.ndarray) -> int:
    """Our answer, from columns in no particular form to a value that is proved."""
    applicant = pairs.applicant.astype(np.int32)
    return best_assignment(applicant, pairs.vacancy, pairs.worth.astype(np.int64), capacity).value


def _draw(n_applicants: int, n_vacancies: int, *, seed: int) -> tuple[Problem, Pairs]:
    """A county with its applicants in order of priority, and its pairs."""
    problem = draw_county(n_applicants, n_vacancies, seed=seed)
    ranked = problem.take(priority_order(problem, seed), np.arange(n_vacancies))
    return ranked, eligible_pairs(ranked, STRICT)


def _bench(problem: Problem, pairs: Pairs, *, slow: bool) -> None:
    """Print the seconds of every method, their ratio to ours, and the value."""
    values: dict[str, int] = {}
    for name, (method, most_pairs) in METHODS.items():
        if len(pairs) > most_pairs and not slow:
            _say(f"  {name:<26}left out: it takes minutes at this size")
            continue
        seconds, value = _time(lambda found=method: found(pairs, problem.vacancies.capacity))
        if name == OURS:
            our_seconds = seconds
        _say(
            f"  {name:<26}{seconds:>10.4f} s{seconds / our_seconds:>10.1f} × ours"
            + (f"{value:>16,}" if value is not None else "      not proved")
        )
        if value is not None:
            values[name] = value
    assert len(set(values.values())) == 1, values


def _time(work: Callable[[], int | None]) -> tuple[float, int | None]:
    """The median of five runs, or of as many as a second holds; and the value."""
    seconds: list[float] = []
    while not seconds or (sum(seconds) < REPEATS_SECONDS and len(seconds) < 5):
        began = time.perf_counter()
        value = work()
        seconds.append(time.perf_counter() - began)
    return statistics.median(seconds), value


def _compare(problem: Problem, pairs: Pairs) -> None:
    """Print whom each way of allocating houses, how well, and who is passed over."""
    capacity, tier = problem.vacancies.capacity, problem.applicants.tier
    _say("  housed, by tier, mean worth of a place, justified envy (of them without a home):")
    for name, place in _allocations(problem, pairs).items():
        placed = place >= 0
        envious = peers.passed_over(pairs, capacity, place)
        _say(
            f"    {name:<24}{placed.sum():>7,}  {np.bincount(tier[placed], minlength=6)[1:]}"
            f"  {worth_at(pairs, place)[placed].mean():7.1f}"
            f"  {envious.sum():,} ({(envious & ~placed).sum():,})"
        )


def _allocations(problem: Problem, pairs: Pairs) -> dict[str, np.ndarray]:
    """The place of each applicant, −1 for none, by each way of allocating."""
    capacity = problem.vacancies.capacity
    best = house_in_order(pairs, capacity)
    housed = np.flatnonzero(best >= 0)
    best[housed] = best_fit(pairs.of(housed), capacity)
    return {
        "priority-best, best fit": best,
        "greedy in turn": peers.greedy(pairs, capacity),
        "deferred acceptance": peers.deferred_acceptance(pairs, capacity, problem.applicants.tier),
    }


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
