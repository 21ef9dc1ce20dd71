"""Time one change at a time, re-solved from what stands, beside solving the whole county again.

    python -m tests.benchmarks.live --sizes 5000x800,50000x8000 --events 2000

Of the people drawn some are kept back to arrive later; the four kinds of event come in turn. At
checkpoints the set and the value are held against a fresh solution, and everything is proved again.
Times are of the processor, not of the clock, so that a busy machine spoils the ratios less.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.random import Generator

from matching import STRICT, Problem, priority_order, solve
from matching.columns import Int32, Int64
from matching.edges import Pairs, eligible_pairs
from matching.flow import best_fit
from matching.live import Change, Live
from matching.prices import least_prices, worth_at
from matching.priority import house_in_order
from tests.benchmarks.county import draw_county
from tests.benchmarks.timing import options
from tests.benchmarks.timing import say as _say

N_CHECKPOINTS = 5


class Fresh(NamedTuple):
    """A set and a fit found from nothing: the place of each applicant, and the value."""

    place: Int32
    value: int


@dataclass
class Timings:
    """Microseconds and people moved, event by event, of one kind."""

    micros: list[float] = field(default_factory=list)
    moved: list[int] = field(default_factory=list)


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("--events", type=int, default=2000)
    chosen = parser.parse_args()
    _say("compiling the loops, once for this machine …")
    small = County(500, 60, 200, chosen.seed)
    small.seconds_afresh()
    small.run()
    for n_applicants, n_vacancies in chosen.sizes:
        bench(n_applicants, n_vacancies, chosen.events, chosen.seed)


def bench(n_applicants: int, n_vacancies: int, n_events: int, seed: int) -> None:
    """Print one size: microseconds and people moved by kind of event."""
    county = County(n_applicants, n_vacancies, n_events, seed)
    whole_s, fresh_s = county.seconds_afresh()
    timings = county.run()
    _say(
        f"\n{n_applicants:,} × {n_vacancies:,}, {len(county.pairs):,} pairs, {n_events} events\n"
        f"  run: a fresh solve, from the pairs to the proof, {whole_s:.3f} s\n"
        f"  fit: its set and fit alone, from ready pairs, {fresh_s:.3f} s"
    )
    everything = Timings(
        [x for t in timings.values() for x in t.micros],
        [x for t in timings.values() for x in t.moved],
    )
    _say("  µs             median      p99      max  run ÷ median  fit ÷ median  moved mean  max")
    for name, t in (*timings.items(), ("all", everything)):
        median, p99 = np.percentile(t.micros, [50, 99])
        _say(
            f"  {name:<12}{median:>9,.0f}{p99:>9,.0f}{max(t.micros):>9,.0f}"
            f"{whole_s * 1e6 / median:>14,.0f}{fresh_s * 1e6 / median:>14,.0f}"
            f"{np.mean(t.moved):>12.1f}{max(t.moved):>5}"
        )
    _say(
        f"  {N_CHECKPOINTS} checkpoints: set and value as in a fresh solution, which moved "
        f"{np.mean(county.moved_afresh):,.0f} people for the one event (mean)"
    )


class County:
    """A drawn county, its stored answer, and events drawn at random."""

    def __init__(self, n_applicants: int, n_vacancies: int, n_events: int, seed: int) -> None:
        self.n_events, self.seed = n_events, seed
        self.rng: Generator = np.random.default_rng(seed)
        self.n_later = n_events // 4 + 1
        drawn = draw_county(n_applicants + self.n_later, n_vacancies, seed=seed)
        self.problem: Problem = drawn.take(priority_order(drawn, seed), np.arange(n_vacancies))
        self.everyone = eligible_pairs(self.problem, STRICT)
        shuffled = self.rng.permutation(n_applicants + self.n_later)
        self.later = shuffled[: self.n_later].tolist()
        self.first: Int64 = np.sort(shuffled[self.n_later :])
        self.pairs = self.everyone.of(self.first)
        capacity = self.problem.vacancies.capacity
        place = afresh(self.pairs, capacity).place
        housed = np.flatnonzero(place >= 0)
        prices = least_prices(self.pairs.of(housed), place[housed], n_vacancies)
        self.live = Live(self.pairs, capacity, place, prices, self.first)
        self.there: list[int] = list(range(n_applicants))
        self.moved_afresh: list[int] = []

    def seconds_afresh(self) -> tuple[float, float]:
        """Seconds of a whole run, and of its set and fit from ready pairs."""
        capacity = self.problem.vacancies.capacity
        problem = self.problem.take(self.first, np.arange(len(capacity)))
        began = time.process_time()
        solve(problem, STRICT, seed=self.seed)
        solved = time.process_time()
        afresh(self.pairs, capacity)
        return solved - began, time.process_time() - solved

    def run(self) -> dict[str, Timings]:
        """Let the events happen, and check at the checkpoints."""
        kinds = ("arrive", "withdraw", "add place", "lose place")
        timings = {kind: Timings() for kind in kinds}
        checked = set(np.linspace(0, self.n_events - 1, N_CHECKPOINTS).astype(int).tolist())
        for event in range(self.n_events):
            kind = kinds[event % 4]
            before = self._afresh_now() if event in checked else None
            happen = self._draw(kind)
            began = time.process_time()
            change = happen()
            timings[kind].micros.append((time.process_time() - began) * 1e6)
            timings[kind].moved.append(len(change.moves))
            if before is not None:
                self._check(before)
        return timings

    def _draw(self, kind: str) -> Callable[[], Change]:
        if kind == "arrive":
            rank = self.later.pop()
            theirs = slice(*self.everyone.start[rank : rank + 2])
            vacancies, worths = self.everyone.vacancy[theirs], self.everyone.worth[theirs]
            self.there.append(len(self.live.place))
            return lambda: self.live.arrive(rank, vacancies, worths)[1]
        if kind == "withdraw":
            at = int(self.rng.integers(len(self.there)))
            self.there[at], self.there[-1] = self.there[-1], self.there[at]
            leaver = self.there.pop()
            return lambda: self.live.withdraw(leaver)
        if kind == "add place":
            vacancy = int(self.rng.integers(len(self.live.capacity)))
            return lambda: self.live.add_place(vacancy)
        vacancy = int(self.rng.choice(np.flatnonzero(self.live.capacity)))
        return lambda: self.live.lose_place(vacancy)

    def _afresh_now(self) -> dict[int, int]:
        """Where a fresh solution puts each applicant."""
        now = self.live.standing()
        found = afresh(now.pairs, now.capacity)
        assert ((found.place >= 0) == (now.place >= 0)).all()
        assert found.value == self.live.value
        return dict(zip(now.applicant.tolist(), found.place.tolist(), strict=True))

    def _check(self, before: dict[int, int]) -> None:
        self.live.prove()
        after = self._afresh_now()
        both = before.keys() & after.keys()
        self.moved_afresh.append(sum(before[i] != after[i] for i in both))


def afresh(pairs: Pairs, capacity: Int32) -> Fresh:
    """The best set and a best fit for it, from nothing."""
    place = house_in_order(pairs, capacity)
    housed = np.flatnonzero(place >= 0)
    place[housed] = best_fit(pairs.of(housed), capacity)
    return Fresh(place, int(worth_at(pairs, place).sum()))


if __name__ == "__main__":
    main()
