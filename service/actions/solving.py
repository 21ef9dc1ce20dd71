"""Solving in a child process: a crash, a stop or a death by memory costs one run and no more."""

import asyncio
import multiprocessing
import time
import traceback
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection as Pipe
from multiprocessing.process import BaseProcess

from matching import Allocation, Explanations, Policy, Problem, explain, faults, solve

Report = Callable[[str, float], Awaitable[bool]]
"""Told the stage and the share of the work done, 0 to 1; answers whether to go on."""

_POLL_SECONDS = 0.5
_SOLVING = 0.8
"""The share of the whole work that is solving; the rest is checking and explaining."""


class StoppedError(Exception):
    """Somebody stopped the run."""


class SolvingError(Exception):
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
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_work, args=(sender, problem, policy, seed), daemon=True)
    child.start()
    sender.close()
    try:
        return await _listen(receiver, child, report)
    finally:
        child.kill()
        await asyncio.to_thread(child.join)
        receiver.close()


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


def _work(sender: Pipe, problem: Problem, policy: Policy, seed: int) -> None:
    """What the child does: solve, and send on what it has to say."""
    try:
        solved = solve_here(problem, policy, seed, lambda stage, done: sender.send((stage, done)))
    except BaseException:  # whatever it is, the parent must hear of it
        sender.send(traceback.format_exc(limit=8))
        raise
    sender.send(solved)


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
            raise SolvingError(message.strip().splitlines()[-1])
        stage, done = message
