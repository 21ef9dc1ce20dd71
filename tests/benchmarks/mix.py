"""Time best assignments under side constraints: support hours, mix limits, people kept apart.

    python -m tests.benchmarks.mix --sizes 20000x3000 --seeds 1,2,3

The objective counts a tier as 1,000 points and nobody is forced, so that who and where is one sum:
the question that a weighing rival answers. Seconds are of the clock, from ready pairs to the proof;
the bound of the flow alone, and the gap to it, say how far the side constraints bind. CP-SAT by
itself, which is given the same pairs and rows, is asked only with --slow.
"""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np

from matching import STRICT
from matching.edges import eligible_pairs
from matching.order import rank_applicants
from matching.side.losses import Mix
from matching.side.mix import Effort, Mixed, best_with_rows
from matching.side.search import search
from matching.side.ways import find_ways
from tests.benchmarks.county import draw_county
from tests.benchmarks.shared import draw_shared, worth_with_tiers
from tests.benchmarks.timing import options, say

SIZES = "5000x800,20000x3000"
LIMIT_SECONDS = 10
NO_LIMIT = Effort()
SLOW_WORK = 60.0


def main() -> None:
    parser = options(__doc__, SIZES)
    parser.add_argument("--seeds", default="1,2,3", help="counties to draw, comma-separated")
    parser.add_argument("--slow", action="store_true", help="CP-SAT by itself as well")
    chosen = parser.parse_args()
    say("compiling the loops, once for this machine …")
    solve(draw(500, 60, seed=1))
    for n_applicants, n_vacancies in chosen.sizes:
        for seed in map(int, chosen.seeds.split(",")):
            say(f"\n{n_applicants:,} × {n_vacancies:,}, seed {seed}")
            bench(draw(n_applicants, n_vacancies, seed=seed), slow=chosen.slow)


def draw(n_applicants: int, n_vacancies: int, *, seed: int) -> Mix:
    """A county with side constraints, as an assignment that nobody is forced into."""
    county = draw_shared(draw_county(n_applicants, n_vacancies, seed=seed), seed=seed)
    ranked = rank_applicants(county, STRICT, seed, eligible_pairs)
    ways = find_ways(ranked, STRICT)
    pairs = replace(ways.pairs, worth=worth_with_tiers(ranked.problem, ways.pairs))
    nobody = np.zeros(n_applicants, dtype=np.bool_)
    return Mix(pairs, ranked.problem.vacancies.capacity, ways.rows, nobody)


def bench(mix: Mix, *, slow: bool) -> None:
    """Print one county: how long the proof took, and how near an answer is after some seconds."""
    say(f"  {len(mix.pairs):,} ways, {mix.rows.n_rows:,} rows, {len(mix.rows.pair):,} entries")
    began = time.perf_counter()
    answer = solve(mix)
    seconds = time.perf_counter() - began
    say(
        f"  value {answer.value:,}, bound {answer.bound:,}, proved {answer.proved}: {seconds:.1f} s"
    )
    say(f"  bound by the prices of rows alone {answer.first_bound:,}")
    if seconds > LIMIT_SECONDS:
        deadline = time.perf_counter() + LIMIT_SECONDS
        hurried = solve(mix, Effort(stop=lambda: time.perf_counter() > deadline))
        say(f"  asked to stop after {LIMIT_SECONDS} s: gap {gap(hurried, answer.bound):.1e}")
    if slow:
        found = search(mix, SLOW_WORK)
        value = 0 if found.pair_of is None else mix.value(found.pair_of)
        say(f"  CP-SAT by itself, {SLOW_WORK:.0f} of its seconds: {value:,}, bound {found.bound:,}")


def solve(mix: Mix, effort: Effort = NO_LIMIT) -> Mixed:
    """Ours, from ready pairs and rows to a value and a bound."""
    return best_with_rows(mix.pairs, mix.capacity, mix.rows, must=mix.must, effort=effort)


def gap(answer: Mixed, bound: int) -> float:
    """How far the value lies below a bound, as a share of it."""
    return (bound - answer.value) / bound


if __name__ == "__main__":
    main()
