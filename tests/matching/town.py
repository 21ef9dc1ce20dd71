"""Small towns for the tests of moves: a few people and homes, some of them lived in."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np

from matching.columns import starts
from matching.edges import Pairs
from matching.side.rows import Rows

Wanted = list[list[int]]


def pairs_of(wanted: Wanted) -> Pairs:
    """Pairs of applicant 0, 1, 2 and on, each with the vacancies they want; worth their number."""
    flat = np.array([j for row in wanted for j in row], dtype=np.int32)
    return Pairs(
        starts(np.array([len(row) for row in wanted])), flat, np.arange(len(flat), dtype=np.int64)
    )


def int32(column: list[int]) -> np.ndarray:
    return np.array(column, dtype=np.int32)


def int64(column: list[int]) -> np.ndarray:
    return np.array(column, dtype=np.int64)


def given_problem(rng: np.random.Generator) -> tuple[Wanted, list[int], list[int]]:
    """A few people and homes, some shared, some lived in; a pair may be given twice."""
    n, m = int(rng.integers(1, 7)), int(rng.integers(1, 6))
    capacity = rng.choice([0, 1, 1, 1, 2, 3], m)
    beds = rng.permutation(np.repeat(np.arange(m), capacity))
    n_movers = min(int(rng.integers(0, n + 1)), len(beds))
    home_of = np.full(n, -1)
    home_of[rng.choice(n, n_movers, replace=False)] = beds[:n_movers]
    there = rng.random((n, m)) < rng.choice([0.25, 0.4, 0.6])
    there[home_of >= 0, home_of[home_of >= 0]] = False
    times = there * rng.choice([1, 2], there.shape, p=[0.9, 0.1])
    wanted = [rng.permutation(np.repeat(np.arange(m), row)).tolist() for row in times]
    return wanted, capacity.tolist(), home_of.tolist()


class Town:
    """A few people and homes, some of them lived in; pairs may be given twice, as two modes."""

    def __init__(self, rng: np.random.Generator) -> None:
        n, m = int(rng.integers(1, 6)), int(rng.integers(1, 5))
        self.capacity = rng.choice([0, 1, 1, 2, 3], m).astype(np.int32)
        beds = rng.permutation(np.repeat(np.arange(m), self.capacity))
        n_movers = min(int(rng.integers(0, n + 1)), len(beds))
        self.home_of = np.full(n, -1, dtype=np.int32)
        self.home_of[rng.choice(n, n_movers, replace=False)] = beds[:n_movers]
        times = rng.choice([0, 1, 2], (n, m), p=[0.5, 0.42, 0.08])
        times[self.home_of >= 0, self.home_of[self.home_of >= 0]] = 0
        self.pairs = pairs_of([np.repeat(np.arange(m), row).tolist() for row in times])
        self.site = rng.integers(-1, 2, m).astype(np.int32)

    @property
    def n_applicants(self) -> int:
        return len(self.home_of)

    def every_choice(self) -> Iterator[np.ndarray]:
        """Every way of using at most one pair for each applicant: indexes of pairs."""
        start = self.pairs.start
        options = [[-1, *range(start[i], start[i + 1])] for i in range(self.n_applicants)]
        for choice in product(*options):
            yield np.array([e for e in choice if e >= 0], dtype=np.int64)

    def place(self, chosen: np.ndarray) -> list[int]:
        place = np.full(self.n_applicants, -1)
        place[self.pairs.applicant[chosen]] = self.pairs.vacancy[chosen]
        return place.tolist()

    def whereabouts(self, chosen: np.ndarray) -> list[int]:
        """Where everyone is in the end; a mover who is not placed is at home."""
        here = zip(self.place(chosen), self.home_of.tolist(), strict=True)
        return [home if j < 0 else j for j, home in here]

    def site_at(self, j: int) -> tuple[bool, int] | None:
        """The site of a vacancy, which is its own if it has none; none for nowhere."""
        return (
            None
            if j < 0
            else (bool(self.site[j] >= 0), int(self.site[j]) if self.site[j] >= 0 else j)
        )


def towns(seed: int, n: int) -> Iterator[tuple[np.random.Generator, Town]]:
    rng = np.random.default_rng(seed)
    for _ in range(n):
        yield rng, Town(rng)


def as_lists(rows: Rows) -> list[tuple[list[tuple[int, int]], int]]:
    """Each row as its pairs with their amounts, and the most they may come to."""
    return [
        (
            list(zip(rows.pair[at].tolist(), rows.amount[at].tolist(), strict=True)),
            int(rows.most[r]),
        )
        for r in range(rows.n_rows)
        for at in [rows.row == r]
    ]
