"""The answer: who is given which home, and what proves it the best."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.columns import Int32, Int64
from matching.problem import Problem


@dataclass(frozen=True, eq=False)
class Allocation:
    """Who is given which home, and the proof that it is the best.

    Attributes:
        vacancy_of: int32[n_applicants], the row of the vacancy each is given; −1 unplaced.
        worth_of: int32[n_applicants], points; 0 unplaced.
        service_of: int32[n_applicants], the row of the service whose hours each takes; −1 none.
        n_pairs: how many eligible pairs there were.
        value: the sum of the worths, in points.
        bound: no allocation that houses the same people is worth more than this, in points.
        proved: whether the set of people housed was shown to be the best in order of priority and
            the value equals the bound.
        proof: ``flow`` if the prices prove the bound and anyone can check them; ``search`` if side
            constraints bind, so that the bound is that of a search through what they leave.
        settled: the last stage that is wholly settled: ``priority``, ``fit`` or ``ties``; time may
            run out before the last, and then nothing is said of what comes after.
        prices: int64[n_vacancies], points; the certificate of the bound.
        tier_prices: int64[5], points; under a weighted policy, the price of leaving a person of
            each tier unplaced: the rest of the certificate.
        seed: settled ties.
        policy_name: name of the policy.
        policy_version: version of the policy.
    """

    vacancy_of: Int32
    worth_of: Int32
    service_of: Int32
    n_pairs: int
    value: int
    bound: int
    proved: bool
    proof: str
    settled: str
    prices: Int64
    tier_prices: Int64
    seed: int
    policy_name: str
    policy_version: int

    @property
    def placed(self) -> Int64:
        """int64[n_placed], rows of the applicants who are given a home."""
        return np.flatnonzero(self.vacancy_of >= 0)

    @property
    def unplaced(self) -> Int64:
        """int64[n_unplaced], rows of the applicants who are not."""
        return np.flatnonzero(self.vacancy_of < 0)

    def free_places(self, problem: Problem) -> Int64:
        """int64[n_vacancies], places left over; negative if a vacancy was given out too often."""
        taken = np.bincount(self.vacancy_of[self.placed], minlength=problem.n_vacancies)
        return problem.vacancies.capacity - taken - self.staying(problem)

    def staying(self, problem: Problem) -> Int64:
        """int64[n_vacancies], people who would move but stay where they live."""
        home = problem.applicants.home
        stays = home[(self.vacancy_of < 0) & (home >= 0)]
        return np.bincount(stays, minlength=problem.n_vacancies)
