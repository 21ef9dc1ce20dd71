"""Time the finding of eligible pairs beside blocked numpy and a plain Python loop over all pairs.

    python -m tests.benchmarks.edges --sizes 5000x800,50000x8000

The peers ask every rule about every applicant and every vacancy, as `failed_rules` and the worths
of `score` read: numpy in blocks that fit the cache, and Python one pair at a time, leaving off at
the first rule that fails. Python looks at a sample of applicants, and its seconds are scaled up to
all of them. The same pairs must come out.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from matching import STRICT, Problem
from matching.columns import Int64
from matching.edges import eligible_pairs, rows_with_place
from matching.score import failed, worth
from tests.benchmarks.county import draw_county
from tests.benchmarks.edges_in_python import open_homes
from tests.benchmarks.timing import options, say, seconds_of

PAIRS_AT_ONCE = 1 << 18
IN_SAMPLE = 40


def main() -> None:
    chosen = options(__doc__).parse_args()
    eligible_pairs(draw_county(50, 20, seed=1), STRICT)
    for n_applicants, n_vacancies in chosen.sizes:
        bench(draw_county(n_applicants, n_vacancies, seed=chosen.seed))


def bench(problem: Problem) -> None:
    """Print the seconds of each way, and how many times those of ours they are."""
    n, m = problem.n_applicants, problem.n_vacancies
    ours, pairs = seconds_of(lambda: eligible_pairs(problem, STRICT), times=3)
    say(f"\n{n:,} × {m:,}, {len(pairs):,} pairs")
    say(f"  {'eligible_pairs':<42}{ours:>10.3f} s")
    seconds, found = seconds_of(lambda: _blocked_numpy(problem))
    assert np.array_equal(_sorted(*found), _sorted(pairs.applicant, pairs.vacancy, pairs.worth))
    say(f"  {'numpy over all pairs, in blocks':<42}{seconds:>10.3f} s{seconds / ours:>8.0f} × ours")
    sample = np.random.default_rng(1).choice(n, min(n, IN_SAMPLE), replace=False)
    seconds, found = seconds_of(lambda: _in_python(problem, sample))
    theirs = pairs.of(sample)
    rows = sample[theirs.applicant]
    assert np.array_equal(_sorted(*found), _sorted(rows, theirs.vacancy, theirs.worth))
    seconds *= n / len(sample)
    name = f"Python loop, scaled up from {len(sample)} applicants"
    say(f"  {name:<42}{seconds:>10.3f} s{seconds / ours:>8.0f} × ours")


def _blocked_numpy(problem: Problem) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Every rule about every applicant and vacancy, some applicants at a time; then the worths."""
    homes = rows_with_place(problem)
    applicant, vacancy = np.concatenate(list(_open_blocks(problem, homes)), axis=1)
    return applicant, vacancy, worth(problem, STRICT, applicant, vacancy)


def _open_blocks(problem: Problem, homes: Int64) -> Iterator[Int64]:
    at_once = 1 + PAIRS_AT_ONCE // len(homes)
    for first in range(0, problem.n_applicants, at_once):
        people = np.arange(first, min(first + at_once, problem.n_applicants))
        person, home = np.nonzero(failed(problem, STRICT, people[:, None], homes[None]) == 0)
        yield np.stack([people[person], homes[home]])


def _in_python(problem: Problem, sample: Int64) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """One pair at a time, by rules that leave off at the first that fails; then the worths."""
    found = np.array(list(open_homes(problem, sample.tolist())), dtype=np.int64).reshape(-1, 2).T
    return *found, worth(problem, STRICT, *found)


def _sorted(applicant: np.ndarray, vacancy: np.ndarray, points: np.ndarray) -> np.ndarray:
    order = np.lexsort((vacancy, applicant))
    return np.stack([applicant, vacancy, points])[:, order]


if __name__ == "__main__":
    main()
