"""Solving in a child process: a crash, a stop or a death by memory costs one run and no more."""

import asyncio
import contextlib
import multiprocessing
import signal
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection as Pipe
from multiprocessing.process import BaseProcess

from matching import Allocation, Explanations, Policy, Problem, explain, faults, solve
from service.errors import HomewardError

Report = Callable[[str, float], Awaitable[bool]]
"""Told the stage and the share of the work done, 0 to 1; answers whether to go on."""

_POLL_SECONDS = 0.5
_SOLVING = 0.8
"""The share of the whole work that is solving; the rest is checking and explaining."""


class StoppedError(Exception):
    """Somebody stopped the run."""


class SolvingError(HomewardError):
    """The child process came to nothing; the message says how."""


@dataclass(frozen=True)
class Solved:
    """The answer, what an independent check says of it, and its explanation."""

    allocation: Allocation
    faults: Sequence[str]
    explanations: Explanations
    seconds: Mapping[str, float]
    """Stage -> seconds."""


async def solve_apart(problem: Problem, policy: Policy, seed: int, report: Report) -> Solved:
    """Solve, check and explain in a child process, telling how far it is twice a second.

    Raises:
        StoppedError: ``report`` said not to go on; the child is gone.
        SolvingError: The child failed or died.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    child = context.Process(target=_work, args=(theirs,), daemon=True)
    _start_deaf(child)
    theirs.close()
    try:
        handing = asyncio.create_task(asyncio.to_thread(ours.send, (problem, policy, seed)))
        solved = await _listen(ours, child, report)
        await handing
        return solved
    finally:
        child.kill()
        await asyncio.to_thread(child.join)
        with contextlib.suppress(OSError):  # the child died before it had the problem
            await handing
        ours.close()


def _start_deaf(child: BaseProcess) -> None:
    """Start a child that Ctrl-C in the terminal does not reach: we are the one to end it."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        child.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def solve_here(
    problem: Problem,
    policy: Policy,
    seed: int,
    report: Callable[[str, float], None] = lambda _stage, _done: None,
) -> Solved:
    """Solve, check and explain in this process."""
    clock = _Clock(report)
    allocation = solve(
        problem, policy, seed=seed, report=lambda stage, done: clock(stage, done * _SOLVING)
    )
    clock("checking", _SOLVING)
    found = faults(problem, policy, allocation)
    clock("explaining", 0.9)
    explanations = explain(problem, policy, allocation)
    return Solved(allocation, found, explanations, clock.stop())


class _Clock:
    """Seconds spent in each stage, told on as the stages pass."""

    def __init__(self, report: Callable[[str, float], None]) -> None:
        self._report = report
        self._seconds: dict[str, float] = {}
        self._stage = ""
        self._since = time.perf_counter()

    def __call__(self, stage: str, done: float) -> None:
        self._turn(stage)
        self._report(stage, done)

    def stop(self) -> dict[str, float]:
        self._turn("")
        return self._seconds

    def _turn(self, stage: str) -> None:
        now = time.perf_counter()
        if self._stage:
            spent = self._seconds.get(self._stage, 0.0) + now - self._since
            self._seconds[self._stage] = round(spent, 4)
        self._stage, self._since = stage, now


def _work(parent: Pipe) -> None:
    """What the child does: take the problem, solve it, and send on what there is to say."""
    try:
        problem, policy, seed = parent.recv()
        solved = solve_here(problem, policy, seed, lambda stage, done: parent.send((stage, done)))
    except Exception as error:  # whatever it is, the parent must hear of it
        parent.send(f"{type(error).__name__}: {error}")
    else:
        parent.send(solved)


async def _listen(receiver: Pipe, child: BaseProcess, report: Report) -> Solved:
    stage, done, said_at = "starting", 0.0, float("-inf")
    while True:
        if time.monotonic() - said_at >= _POLL_SECONDS:
            said_at = time.monotonic()
            if not await report(stage, done):
                raise StoppedError
        if not await asyncio.to_thread(receiver.poll, _POLL_SECONDS):
            continue
        try:
            message = receiver.recv()
        except (EOFError, OSError):  # OSError: in the middle of a message
            await asyncio.to_thread(child.join)
            raise SolvingError(f"the solving process died (code {child.exitcode})") from None
        if isinstance(message, Solved):
            return message
        if isinstance(message, str):
            raise SolvingError(message)
        stage, done = message
