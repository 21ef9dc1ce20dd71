"""Work in a child process: a crash, a stop or a death by memory costs one answer and no more."""

import asyncio
import contextlib
import multiprocessing
import signal
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection as Pipe
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar

from matching import ProblemError, TooLargeError
from service.errors import HomewardError

T = TypeVar("T")

Report = Callable[[str, float], Awaitable[bool]]
"""Told the stage and the share of the work done, 0 to 1; answers whether to go on."""
Tell = Callable[[str, float], None]
"""The same inside the child, which is told nothing back."""

_POLL_SECONDS = 0.5


class StoppedError(Exception):
    """Somebody stopped the work."""


class SolvingError(HomewardError):
    """The child process came to nothing; the message says how."""


@dataclass(frozen=True)
class _Stage:
    name: str
    done: float


@dataclass(frozen=True)
class _Failed:
    words: str


@dataclass(frozen=True)
class _Answer(Generic[T]):
    answer: T


async def go_on(_stage: str, _done: float) -> bool:
    """A report that nobody reads."""
    return True


async def apart(work: Callable[..., T], *given: Any, report: Report = go_on) -> T:
    """Do some work in a child process, telling how far it is twice a second.

    Args:
        work: A function of a module, called with ``given`` and a ``Tell``.
        *given: What it works on.
        report: Told how far it is.

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
        handing = asyncio.create_task(asyncio.to_thread(ours.send, (work, given)))
        answer: T = await _listen(ours, child, report)
        await handing
        return answer
    finally:
        child.kill()
        await asyncio.to_thread(child.join)
        with contextlib.suppress(OSError):  # the child died before it had what it works on
            await handing
        ours.close()


def _start_deaf(child: BaseProcess) -> None:
    """Start a child that Ctrl-C in the terminal does not reach: we are the one to end it."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        child.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work(parent: Pipe) -> None:
    """What the child does: take the work, do it, and send on what there is to say."""
    try:
        work, given = parent.recv()
        answer = work(*given, lambda stage, done: parent.send(_Stage(stage, done)))
    except (ProblemError, TooLargeError) as refusal:  # these say what to do
        parent.send(_Failed(str(refusal)))
    except Exception as error:  # whatever it is, the parent must hear of it
        parent.send(_Failed(f"{type(error).__name__}: {error}"))
    else:
        parent.send(_Answer(answer))


async def _listen(receiver: Pipe, child: BaseProcess, report: Report) -> Any:
    stage, said_at = _Stage("starting", 0.0), float("-inf")
    while True:
        if time.monotonic() - said_at >= _POLL_SECONDS:
            said_at = time.monotonic()
            if not await report(stage.name, stage.done):
                raise StoppedError
        if not await asyncio.to_thread(receiver.poll, _POLL_SECONDS):
            continue
        try:
            message = receiver.recv()
        except (EOFError, OSError):  # OSError: in the middle of a message
            await asyncio.to_thread(child.join)
            raise SolvingError(f"the solving process died (code {child.exitcode})") from None
        if isinstance(message, _Answer):
            return message.answer
        if isinstance(message, _Failed):
            raise SolvingError(message.words)
        stage = message
