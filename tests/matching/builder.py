"""Whole valid rows, in which every home suits everybody: name only what matters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from hypothesis import strategies as st
from numpy.random import Generator

from matching import NO_DAY, Applicants, Problem, Vacancies

TODAY = 20_000
ANYONE = {
    "tier": 3,
    "registered_day": TODAY - 100,
    "bedrooms_needed": (1, 1, 1),
    "support_needed": 0,
    "floating_level": 0,
    "client_groups": 0b1,
    "area_rank": (1, 1),
    "age": 30,
    "sexes": 1,
    "accessibility_needs": 0,
    "rent_limit_pence": 15_000,
    "ready_day": TODAY,
    "needed_by_day": NO_DAY,
}
ANYWHERE = {
    "bedrooms": 1,
    "bedroom_rule": 0,
    "bedroom_surplus": 0,
    "support_level": 0,
    "client_groups": 0,
    "area": 0,
    "age_min": 16,
    "age_max": 120,
    "sexes": 3,
    "features": 0,
    "rent_pence": 10_000,
    "available_day": TODAY,
    "capacity": 1,
}
MATRIX_WIDTHS = {"bedrooms_needed": 3, "area_rank": 2}

Row = Mapping[str, Any]


def given_problem(applicants: Sequence[Row] = ({},), vacancies: Sequence[Row] = ({},)) -> Problem:
    return Problem(
        Applicants(**_columns(ANYONE, applicants, first_key=100)),
        Vacancies(**_columns(ANYWHERE, vacancies, first_key=900)),
    )


def _columns(usual: Row, rows: Sequence[Row], first_key: int) -> dict[str, np.ndarray]:
    whole = [
        {"key": first_key + number} | dict(usual) | dict(row) for number, row in enumerate(rows)
    ]
    return {
        name: np.array([row[name] for row in whole], dtype=np.int64).reshape(
            (len(whole), MATRIX_WIDTHS[name]) if name in MATRIX_WIDTHS else len(whole)
        )
        for name in ("key", *usual)
    }


def draw_problem(rng: Generator, n_applicants: int, n_vacancies: int, n_areas: int = 3) -> Problem:
    """Small numbers everywhere, so that ties, edges of rules and shared places all come up."""
    n, m = n_applicants, n_vacancies
    applicants = Applicants(
        key=rng.permutation(4 * n)[:n] - n,
        tier=rng.integers(1, 4, n),
        registered_day=TODAY - rng.integers(0, 3, n),
        bedrooms_needed=rng.choice([1, 1, 1, 2], (n, 3)),
        support_needed=rng.choice([0, 0, 0, 1, 2, 3], n),
        floating_level=rng.choice([0, 0, 2], n),
        client_groups=rng.integers(0, 4, n),
        area_rank=rng.choice([-1, 0, 1, 1, 2, 3, 5], (n, n_areas)),
        age=rng.choice([17, 18, 30, 60], n, p=[0.1, 0.1, 0.7, 0.1]),
        sexes=rng.integers(1, 4, n),
        accessibility_needs=rng.choice([0, 0, 0, 1, 3], n),
        rent_limit_pence=rng.choice([-1, 0, 9_000, 10_000, 20_000], n, p=[0.2, 0.1, 0.1, 0.3, 0.3]),
        ready_day=TODAY + rng.choice([0, 5, 42, 43], n, p=[0.5, 0.3, 0.1, 0.1]),
        needed_by_day=rng.choice([TODAY, TODAY + 9, NO_DAY], n),
    )
    vacancies = Vacancies(
        key=rng.permutation(4 * m)[:m] - m,
        bedrooms=rng.choice([0, 1, 1, 2], m),
        bedroom_rule=rng.integers(0, 3, m),
        bedroom_surplus=rng.integers(0, 2, m),
        support_level=rng.choice([0, 0, 1, 3], m),
        client_groups=rng.choice([0, 0, 0, 1, 2], m),
        area=rng.integers(0, n_areas, m),
        age_min=rng.choice([16, 18, 55], m, p=[0.6, 0.3, 0.1]),
        age_max=rng.choice([60, 120], m),
        sexes=rng.choice([1, 2, 3, 3, 3], m),
        features=rng.choice([0, 0, 1, 3, 7], m),
        rent_pence=rng.choice([-1, 0, 9_500, 10_000], m),
        available_day=TODAY + rng.choice([0, 1, 10], m, p=[0.6, 0.3, 0.1]),
        capacity=rng.choice([0, 1, 2, 3], m, p=[0.1, 0.6, 0.2, 0.1]),
    )
    return Problem(applicants, vacancies)


def problems(max_applicants: int = 6, max_vacancies: int = 5) -> st.SearchStrategy[Problem]:
    """Whole problems drawn at random; the same number draws the same problem."""
    return st.builds(
        lambda seed, n, m: draw_problem(np.random.default_rng(seed), n, m),
        st.integers(0, 2**32 - 1),
        st.integers(0, max_applicants),
        st.integers(0, max_vacancies),
    )
