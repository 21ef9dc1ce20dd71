"""Drawing one of a few by chances, quickly."""

from bisect import bisect
from collections.abc import Sequence
from itertools import accumulate
from typing import Generic, TypeVar

import numpy as np

from service.demo.rounding import Floats

T = TypeVar("T")


class Lots(Generic[T]):
    """Things to draw from, each with a chance in proportion to its weight."""

    def __init__(self, things: Sequence[T], weights: Sequence[float]) -> None:
        self._things = tuple(things)
        self._upto = list(accumulate(weights))

    def draw(self, rng: np.random.Generator) -> T:
        """One of the things."""
        return self._things[bisect(self._upto, rng.random() * self._upto[-1])]


def sample(n: int, weights: Floats, rng: np.random.Generator) -> list[int]:
    """Rows without repeats, drawn one after another by weight; a row of weight nought never.

    Returns:
        At most n row numbers, fewer when fewer have a weight.
    """
    with np.errstate(divide="ignore"):
        waits = rng.standard_exponential(len(weights)) / weights
    rows = np.argsort(waits, kind="stable")[:n]
    return [int(row) for row in rows if weights[row] > 0]
