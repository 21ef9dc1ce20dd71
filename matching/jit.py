"""One way to compile a loop, and one to share it out: cached, and free of the interpreter lock."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar, cast

from numba import config, njit

Function = TypeVar("Function", bound=Callable[..., object])
Part = TypeVar("Part")
Result = TypeVar("Result")


def compiled(function: Function) -> Function:
    """The function compiled on first use; integers only, so any machine gives the same answer."""
    return cast(Function, njit(cache=True, nogil=True, error_model="numpy")(function))


def in_threads(work: Callable[[Part], Result], parts: Sequence[Part]) -> Iterator[Result]:
    """Work on each part in threads of this process; results come in the order of the parts.

    There are as many threads as processors: none ever waits, and each holds memory of its own.
    """
    if len(parts) < 2:
        yield from map(work, parts)
        return
    n_threads: int = config.NUMBA_NUM_THREADS  # type: ignore[attr-defined]  # set on import
    with ThreadPoolExecutor(n_threads) as pool:
        yield from pool.map(work, parts)
