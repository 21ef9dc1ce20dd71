"""Solving: the answer, an independent check of it, and the reasons."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import matching
from matching import (
    STRICT,
    Allocation,
    Compared,
    Effort,
    Explanations,
    Policy,
    Problem,
    compare,
    explain,
    faults,
    solve,
)
from service.actions.apart import Report, Tell, apart

_SOLVING, _EXPLAINING, _COMPARING = 0.8, 0.9, 0.95
"""The shares of the whole work done when checking, explaining and comparing start."""


@dataclass(frozen=True)
class Allowance:
    """What a run may take; None: as much as it needs."""

    seconds: int | None = None
    """Of solving; then the best so far is the answer, and says how much of it is settled."""
    memory_mb: int | None = None
    """Of the eligible pairs; more than that and there is no answer."""

    def effort(self, clock: Callable[[], float] = time.monotonic) -> Effort:
        """The matcher's own measure, whose time runs from now."""
        if self.seconds is None:
            return Effort(memory_mb=self.memory_mb)
        end = clock() + self.seconds
        return Effort(stop=lambda: clock() >= end, memory_mb=self.memory_mb)


WHATEVER_IT_TAKES = Allowance()


@dataclass(frozen=True)
class Solved:
    """The answer, what an independent check says of it, and its explanation."""

    allocation: Allocation
    faults: Sequence[str]
    explanations: Explanations
    seconds: Mapping[str, float]
    """Stage -> seconds."""
    comparison: Sequence[Compared] = ()
    """The strict policy and this one, side by side; nothing where this is the strict one."""


async def solve_apart(
    problem: Problem,
    policy: Policy,
    seed: int,
    report: Report,
    allowance: Allowance = WHATEVER_IT_TAKES,
) -> Solved:
    """Solve, check, explain and compare in a child process.

    Raises:
        StoppedError: ``report`` said not to go on; the child is gone.
        SolvingError: The child failed or died.
    """
    return await apart(solve_here, problem, policy, seed, allowance, report=report)


def solve_here(
    problem: Problem,
    policy: Policy,
    seed: int,
    allowance: Allowance = WHATEVER_IT_TAKES,
    tell: Tell = lambda _stage, _done: None,
) -> Solved:
    """Solve, check, explain and compare in this process."""
    clock, effort = _Clock(tell), allowance.effort()
    compiles = not _loops_are_compiled()

    def report(stage: str, done: float) -> None:
        waits = compiles and done == 0
        clock("compiling" if waits else stage, done * _SOLVING)

    allocation = solve(problem, policy, seed=seed, effort=effort, report=report)
    clock("checking", _SOLVING)
    found = faults(problem, policy, allocation)
    clock("explaining", _EXPLAINING)
    explanations = explain(problem, policy, allocation)
    comparison: Sequence[Compared] = ()
    if policy != STRICT and not effort.is_spent():
        clock("comparing", _COMPARING)
        comparison = compare(problem, (STRICT, policy), seed)
    return Solved(allocation, found, explanations, clock.stop(), comparison)


def _loops_are_compiled() -> bool:
    """Whether the matcher's loops lie compiled beside it; the first run has to wait for that."""
    return any(Path(matching.__file__).parent.glob("__pycache__/*.nbi"))


class _Clock:
    """Seconds spent in each stage, told on as the stages pass."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._seconds: dict[str, float] = {}
        self._stage = ""
        self._since = time.perf_counter()

    def __call__(self, stage: str, done: float) -> None:
        self._turn(stage)
        self._tell(stage, done)

    def stop(self) -> dict[str, float]:
        self._turn("")
        return self._seconds

    def _turn(self, stage: str) -> None:
        now = time.perf_counter()
        if self._stage:
            spent = self._seconds.get(self._stage, 0.0) + now - self._since
            self._seconds[self._stage] = round(spent, 4)
        self._stage, self._since = stage, now
