"""Draw how cost grows with size: the seconds of each step over the number of eligible pairs.

    python -m tests.benchmarks.growth [--large]

Seconds are the processor's, the median of three times. A slope is that of the straight line nearest
to the logarithms (least squares): 1 where twice the pairs take twice as long. At its own sizes it
writes docs/growth.svg; at others it only prints.
"""

from __future__ import annotations

from collections.abc import Callable
from math import log
from pathlib import Path
from statistics import linear_regression

from matching import STRICT, Problem, explain, faults, solve
from matching.edges import eligible_pairs
from tests.benchmarks.assignment import ours
from tests.benchmarks.chart import draw_lines
from tests.benchmarks.county import draw_county
from tests.benchmarks.peers import min_cost_flow
from tests.benchmarks.timing import LARGE, Result, options, read_sizes, say, seconds_of

SIZES = "500x60,1000x150,2000x300,5000x800,10000x1600,20000x3000,50000x8000"
SVG = Path(__file__).parents[2] / "docs" / "growth.svg"
STEPS = ("edges", "solve", "faults", "explain", "best_assignment", "OR-Tools min-cost flow")
EDGES, SOLVE, FAULTS, EXPLAIN, BEST, FLOW = STEPS

Points = list[tuple[int, float]]


def main() -> None:
    parser = options(__doc__, SIZES)
    parser.add_argument("--large", action="store_true", help=f"{LARGE} as well")
    chosen = parser.parse_args()
    say("compiling the loops, once for this machine …")
    measure(draw_county(50, 20, seed=1))
    say(f"{'seconds':<18}{'pairs':>12}" + "".join(f"{step:>24}" for step in STEPS))
    grown: dict[str, Points] = {step: [] for step in STEPS}
    for n_applicants, n_vacancies in chosen.sizes + read_sizes(LARGE) * chosen.large:
        n_pairs, seconds = measure(draw_county(n_applicants, n_vacancies, seed=chosen.seed))
        for step in STEPS:
            grown[step].append((n_pairs, seconds[step]))
        row = "".join(f"{seconds[step]:>24.4f}" for step in STEPS)
        say(f"{f'{n_applicants:,} × {n_vacancies:,}':<18}{n_pairs:>12,}{row}")
    if len(grown[EDGES]) > 1:
        say(f"{'slope':<30}" + "".join(f"{slope(grown[step]):>24.2f}" for step in STEPS))
    if chosen.sizes == read_sizes(SIZES):
        SVG.write_text(picture(grown), encoding="utf-8")
        say(f"drawn: {SVG}")


def measure(problem: Problem) -> tuple[int, dict[str, float]]:
    """How many eligible pairs there are, and the seconds of each step."""
    seconds: dict[str, float] = {}

    def clock(step: str, work: Callable[[], Result]) -> Result:
        seconds[step], result = seconds_of(work, times=3)
        return result

    pairs = clock(EDGES, lambda: eligible_pairs(problem, STRICT))
    allocation = clock(SOLVE, lambda: solve(problem, STRICT, seed=1))
    found = clock(FAULTS, lambda: faults(problem, STRICT, allocation))
    assert not found, found
    clock(EXPLAIN, lambda: explain(problem, STRICT, allocation))
    best = clock(BEST, lambda: ours(pairs, problem.vacancies.capacity))
    bare = clock(FLOW, lambda: min_cost_flow(pairs, problem.vacancies.capacity))
    assert best == bare, (best, bare)
    return len(pairs), seconds


def slope(points: Points) -> float:
    """By how much the logarithm of the seconds grows with the logarithm of the pairs."""
    return linear_regression(
        [log(n_pairs) for n_pairs, _ in points], [log(seconds) for _, seconds in points]
    ).slope


def picture(grown: dict[str, Points]) -> str:
    """The SVG of the points of each step, which has the numbers in words too."""
    said = [
        f"{step}: {points[0][1]:.2g} s at {points[0][0]:,} pairs, {points[-1][1]:.2g} s at "
        f"{points[-1][0]:,}, slope {slope(points):.2f}."
        for step, points in grown.items()
    ]
    return draw_lines(
        "Seconds of each step by number of eligible pairs",
        f"Both axes are logarithmic. {' '.join(said)}",
        ("eligible pairs; beside each name, the slope of its line", "seconds of the processor"),
        {f"{step} ({slope(points):.2f})": points for step, points in grown.items()},
    )


if __name__ == "__main__":
    main()
