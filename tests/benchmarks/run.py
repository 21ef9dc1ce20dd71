"""Time whole exact runs on drawn counties, beside peers on the same pairs in the same process.

    python -m tests.benchmarks.run --sizes 500x60,5000x800,50000x8000

The peers answer an easier question: the greatest total worth when nobody is forced and priority
counts for nothing. With more pairs than MOST_PAIRS nothing is stored and the slower peer is left
out. The peak memory is that of a process of its own (``peak``). The seconds are those of one run on
this machine as it is: compare the ratios.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from matching import STRICT, Problem, best_assignment, explain, faults, solve
from matching.edges import Pairs, eligible_pairs
from matching.plain_edges import eligible_pairs_plain
from service.actions.solving import Solved
from tests.benchmarks import storing
from tests.benchmarks.county import draw_county
from tests.benchmarks.peak import weigh
from tests.benchmarks.peers import min_cost_flow, sparse_matching
from tests.benchmarks.timing import LARGE, SIZES, Result, options, say

ALL_SIZES = f"500x60,{SIZES},{LARGE}"
MOST_PAIRS = 10_000_000
BARE = "OR-Tools min-cost flow"


@dataclass
class Clock:
    """Seconds by name."""

    seconds: dict[str, float]

    def time(self, name: str, work: Callable[[], Result]) -> Result:
        began = time.perf_counter()
        result = work()
        self.seconds[name] = time.perf_counter() - began
        return result


def main() -> None:
    chosen = options(__doc__, ALL_SIZES).parse_args()
    say("compiling the loops, once for this machine …")
    with storing.database() as url:
        small = draw_county(50, 20, seed=1)
        _run(small, Clock({}), url)
        _run_peers(small, eligible_pairs(small, STRICT), Clock({}))
        for n_applicants, n_vacancies in chosen.sizes:
            bench(n_applicants, n_vacancies, chosen.seed, url)


def bench(n_applicants: int, n_vacancies: int, seed: int, url: str) -> None:
    """Print one size: seconds, and their ratio to those of the bare optimiser on ready pairs."""
    problem, clock = draw_county(n_applicants, n_vacancies, seed=seed), Clock({})
    pairs = clock.time("edges", lambda: eligible_pairs(problem, STRICT))
    clock.time("edges, plain numpy", lambda: eligible_pairs_plain(problem, STRICT))
    outcome = _run(problem, clock, url if len(pairs) <= MOST_PAIRS else None)
    outcome += _run_peers(problem, pairs, clock)
    places = int(problem.vacancies.capacity.sum())
    say(f"\n{n_applicants:,} × {n_vacancies:,} ({places:,} places), {len(pairs):,} pairs")
    for name, seconds in clock.seconds.items():
        say(f"  {name:<26}{seconds:>10.4f} s{seconds / clock.seconds[BARE]:>9.2f} × bare")
    peak = weigh(n_applicants, n_vacancies, seed).whole
    for line in [*outcome, f"peak memory of drawing, solving, checking, explaining {peak:,} MiB"]:
        say(f"  {line}")


def _run(problem: Problem, clock: Clock, url: str | None) -> list[str]:
    """A whole run: solve, check independently, explain to everyone; store it all where said."""
    translated = None if url is None else storing.make_rows(url, problem)
    began = time.perf_counter()
    allocation = clock.time("solve", lambda: solve(problem, STRICT, seed=1))
    found = clock.time("check", lambda: faults(problem, STRICT, allocation))
    assert not found, found
    why = clock.time("explain", lambda: explain(problem, STRICT, allocation))
    clock.seconds["solve + check + explain"] = time.perf_counter() - began
    if url is not None and translated is not None:
        solved = Solved(allocation, found, why, {})
        clock.time("store", lambda: storing.store(url, translated, solved))
        clock.seconds["whole run, stored"] = time.perf_counter() - began
    tiers = np.bincount(problem.applicants.tier[allocation.placed], minlength=6)[1:].tolist()
    return [
        f"housed {len(allocation.placed):,} (by tier {tiers}), no faults",
        f"value {allocation.value:,}, bound {allocation.bound:,}, proved {allocation.proved}",
    ]


def _run_peers(problem: Problem, pairs: Pairs, clock: Clock) -> list[str]:
    """The greatest total worth, nobody forced: by ways which must agree."""
    capacity = problem.vacancies.capacity
    applicant = pairs.applicant.astype(np.int32)
    worth = pairs.worth.astype(np.int64)
    ours = clock.time(
        "best_assignment, proved",
        lambda: best_assignment(applicant, pairs.vacancy, worth, capacity).value,
    )
    flow = clock.time(BARE, lambda: min_cost_flow(pairs, capacity))
    values = {ours, flow}
    if len(pairs) <= MOST_PAIRS:
        values.add(clock.time("scipy sparse matching", lambda: sparse_matching(pairs, capacity)))
    assert values == {ours}, values
    return [f"nobody forced, no priority: {ours:,} by all"]


if __name__ == "__main__":
    main()
