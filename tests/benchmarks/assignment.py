"""Time exact assignments, nobody forced, beside peers on the same pairs in the same process.

    python -m tests.benchmarks.assignment --sizes 5000x800,50000x8000 [--slow]

Every exact method must find the same value. A peer that is known to take minutes at a size is left
out there unless --slow is given. Afterwards: whom greedy and deferred acceptance would house on
these pairs, beside the priority-best set at its best fit.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from matching import STRICT, WEIGHTED, Problem, best_assignment, priority_order, solve
from matching.edges import Pairs, eligible_pairs
from matching.flow import best_fit
from matching.prices import worth_at
from matching.priority import house_in_order
from tests.benchmarks import peers
from tests.benchmarks.county import draw_county
from tests.benchmarks.timing import LARGE, SIZES, options, say, seconds_of

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
    parser = options(__doc__, f"{SIZES},{LARGE}")
    parser.add_argument("--slow", action="store_true", help="every peer at every size")
    chosen = parser.parse_args()
    say("compiling the loops, once for this machine …")
    problem, pairs = _draw(50, 20, seed=1)
    for method, _ in METHODS.values():
        method(pairs, problem.vacancies.capacity)
    _allocations(problem, pairs, seed=1)
    for n_applicants, n_vacancies in chosen.sizes:
        problem, pairs = _draw(n_applicants, n_vacancies, seed=chosen.seed)
        places = int(problem.vacancies.capacity.sum())
        say(f"\n{n_applicants:,} × {n_vacancies:,} ({places:,} places), {len(pairs):,} pairs")
        _bench(problem, pairs, slow=chosen.slow)
        _compare(problem, pairs, chosen.seed)


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
            say(f"  {name:<26}left out: it takes minutes at this size")
            continue
        seconds, value = seconds_of(
            lambda found=method: found(pairs, problem.vacancies.capacity), 5, REPEATS_SECONDS
        )
        if name == OURS:
            our_seconds = seconds
        say(
            f"  {name:<26}{seconds:>10.4f} s{seconds / our_seconds:>10.1f} × ours"
            + (f"{value:>16,}" if value is not None else "      not proved")
        )
        if value is not None:
            values[name] = value
    assert len(set(values.values())) == 1, values


def _compare(problem: Problem, pairs: Pairs, seed: int) -> None:
    """Print whom each way of allocating houses, how well, and who is passed over."""
    capacity, tier = problem.vacancies.capacity, problem.applicants.tier
    say("  Who would be housed. Fit is the mean worth of a home to whom it is given, in points.")
    say("  Passed over: a home that they may have and would rather have has a free place, or went")
    say("  to somebody after them in the order of priority; 'without a home': they got none.")
    columns = "".join(f"{f'tier {t}':>8}" for t in range(1, 6))
    say(f"  {'':<32}{'housed':>8}{columns}{'fit':>8}{'passed over':>13}{'without a home':>16}")
    for name, place in _allocations(problem, pairs, seed).items():
        placed = place >= 0
        passed = peers.passed_over(pairs, capacity, place)
        by_tier = "".join(f"{n:>8,}" for n in np.bincount(tier[placed], minlength=6)[1:])
        say(
            f"  {name:<32}{placed.sum():>8,}{by_tier}{worth_at(pairs, place)[placed].mean():>8.1f}"
            f"{passed.sum():>13,}{(passed & ~placed).sum():>16,}"
        )


def _allocations(problem: Problem, pairs: Pairs, seed: int) -> dict[str, np.ndarray]:
    """The place of each applicant, −1 for none, by each way of allocating."""
    capacity = problem.vacancies.capacity
    best = house_in_order(pairs, capacity)
    housed = np.flatnonzero(best >= 0)
    best[housed] = best_fit(pairs.of(housed), capacity)
    return {
        "strict: who by rank, best fit": best,
        "weighted: fit before waiting": solve(problem, WEIGHTED, seed=seed).vacancy_of,
        "greedy: each in turn picks": peers.greedy(pairs, capacity),
        "deferred acceptance": peers.deferred_acceptance(pairs, capacity, problem.applicants.tier),
    }


if __name__ == "__main__":
    main()
