"""What the benchmarks share: their options, their clock and their printing."""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Callable
from statistics import median
from typing import TypeVar

SIZES = "5000x800,50000x8000"
LARGE = "200000x30000"

Result = TypeVar("Result")


def options(doc: str, sizes: str = SIZES) -> argparse.ArgumentParser:
    """A parser of --sizes and --seed for the benchmark with this docstring."""
    parser = argparse.ArgumentParser(description=doc.splitlines()[0])
    parser.add_argument(
        "--sizes",
        type=read_sizes,
        default=sizes,
        help="applicants x vacancies, comma-separated (%(default)s)",
    )
    parser.add_argument("--seed", type=int, default=1)
    return parser


def read_sizes(text: str) -> list[tuple[int, ...]]:
    """The numbers of ``500x60,5000x800``, size by size."""
    return [tuple(map(int, size.split("x"))) for size in text.split(",")]


def seconds_of(
    work: Callable[[], Result], times: int = 1, within_s: float = math.inf
) -> tuple[float, Result]:
    """Processor seconds, so that other work on the machine counts for less; and the result.

    Args:
        work: what is timed; it runs in one thread.
        times: the seconds are the median of so many times.
        within_s: no new time is begun once so many seconds are spent.
    """
    spent: list[float] = []
    while not spent or (len(spent) < times and sum(spent) < within_s):
        began = time.process_time()
        result = work()
        spent.append(time.process_time() - began)
    return median(spent), result


def say(line: str) -> None:
    """Print a line at once, whoever reads."""
    print(line, flush=True)  # noqa: T201
