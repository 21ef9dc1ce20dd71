"""The eligible pairs of applicants and vacancies, each with its worth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from matching.columns import Bools, Int32, Int64, extend, starts
from matching.effort import UNLIMITED, Effort
from matching.jit import in_threads
from matching.kernels import fill_pairs
from matching.packing import pack_homes, pack_people, pack_terms
from matching.policy import Policy
from matching.problem import Problem
from matching.rules import Rule

_PAIRS_AT_ONCE: Final = 1 << 21


@dataclass(frozen=True, eq=False)
class Pairs:
    """Eligible pairs, row after row: those of applicant i lie at start[i] to start[i + 1].

    Attributes:
        start: int64[n_applicants + 1], where each applicant's pairs begin.
        vacancy: int32[n_pairs], row numbers of vacancies with at least one place.
        worth: int32[n_pairs] or int64[n_pairs], points.
    """

    start: Int64
    vacancy: Int32
    worth: Int32 | Int64

    def __len__(self) -> int:
        return len(self.vacancy)

    @property
    def n_of_each(self) -> Int64:
        """int64[n_applicants], how many pairs each applicant has."""
        return np.diff(self.start)

    @property
    def applicant(self) -> Int64:
        """int64[n_pairs], the applicant of each pair."""
        return np.repeat(np.arange(len(self.start) - 1), self.n_of_each)

    def of(self, applicants: Int64) -> Pairs:
        """The pairs of some applicants only, who become rows 0, 1, 2 and on.

        Args:
            applicants: int64[k], rows of applicants.
        """
        sizes = self.n_of_each[applicants]
        start = starts(sizes)
        at = np.arange(start[-1]) + np.repeat(self.start[applicants] - start[:-1], sizes)
        return Pairs(start, self.vacancy[at], self.worth[at])

    def where(self, kept: Bools) -> Pairs:
        """The pairs that are kept, applicants staying the rows they are.

        Args:
            kept: bool[n_pairs].
        """
        sizes = np.bincount(self.applicant[kept], minlength=len(self.start) - 1)
        return Pairs(starts(sizes), self.vacancy[kept], self.worth[kept])


def eligible_pairs(
    problem: Problem,
    policy: Policy,
    report: Callable[[float], None] | None = None,
    effort: Effort = UNLIMITED,
) -> Pairs:
    """Find every eligible pair with a place to give, by compiled loops over wanted areas.

    Args:
        problem: the columns.
        policy: the rules switched on and the points.
        report: called now and then with the share of applicants done, 0 to 1.
        effort: how much memory the pairs may take.

    Raises:
        TooLargeError: if they take more.
    """
    people = pack_people(problem, policy)
    homes = pack_homes(problem, policy, rows_with_place(problem))
    terms = pack_terms(policy)
    most = _reaches(problem, policy).astype(np.int64) @ np.diff(homes.area_start)
    n_found = np.zeros(problem.n_applicants, dtype=np.int64)

    def find(rows: tuple[int, int]) -> tuple[Int32, Int32]:
        room = int(most[slice(*rows)].sum())
        vacancy, points = np.empty(room, dtype=np.int32), np.empty(room, dtype=np.int32)
        n_pairs = fill_pairs(people, homes, terms, rows, n_found, vacancy, points)
        return vacancy[:n_pairs], points[:n_pairs]

    vacancies, worths = (np.zeros(0, dtype=np.int32) for _ in range(2))
    chunks = _chunks(most)
    for rows, (vacancy, points) in zip(chunks, in_threads(find, chunks), strict=True):
        extend(vacancies, vacancy)
        extend(worths, points)
        effort.check_pairs(int(n_found.sum()), rows[1] / problem.n_applicants)
        if report is not None:
            report(rows[1] / problem.n_applicants)
    return Pairs(starts(n_found), vacancies, worths)


def rows_with_place(problem: Problem) -> Int64:
    """Vacancies that have a place to give: int64[k], rows."""
    return np.flatnonzero(problem.vacancies.capacity > 0)


def _reaches(problem: Problem, policy: Policy) -> Bools:
    """Which areas each applicant may be housed in: bool[n_applicants, n_areas]."""
    lowest_rank = 1 if Rule.AREA_WANTED in policy.rules else 0
    within: Bools = problem.applicants.area_rank >= lowest_rank
    within[problem.locks >= 0] = True
    return within


def _chunks(most: Int64) -> list[tuple[int, int]]:
    """Runs of applicants, first and after the last, whose pairs fit in memory together."""
    share = np.cumsum(most) // _PAIRS_AT_ONCE
    cuts = [0, *(np.flatnonzero(np.diff(share)) + 1).tolist(), len(most)]
    return [(first, stop) for first, stop in pairwise(cuts) if stop > first]
