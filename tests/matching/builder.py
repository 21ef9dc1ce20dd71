"""Whole valid rows, in which every home suits everybody: name only what matters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import strategies as st
from numpy.random import Generator

from matching import (
    EVERYWHERE,
    NO_DAY,
    Applicants,
    Company,
    Limited,
    Limits,
    Mark,
    Marks,
    Problem,
    ProblemError,
    Services,
    Vacancies,
)
from matching.problem import NO_COMPANY, NO_LIMITED
from matching.tables import columns

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
    "hours_needed": 0,
    "care_frameworks": 0,
    "household_size": 1,
    "household_kinds": 1,
    "access_category": 0,
    "pets": 0,
    "connections": EVERYWHERE,
    "registers": EVERYWHERE,
    "live_offer": 0,
    "origin": -1,
    "minutes_limit": -1,
    "links": 0,
    "classes": 0,
    "home": -1,
    "previous": -1,
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
    "turnaround_days": 0,
    "care_frameworks": 0,
    "household_max": 6,
    "household_kinds": 0,
    "access_category": 0,
    "pets_allowed": 1,
    "quality": 0,
    "connections_asked": 0,
    "nominators": 0,
    "live_offer": 0,
    "links": 0,
    "site": -1,
}
MATRIX_WIDTHS = {"bedrooms_needed": 3, "area_rank": 2}

Row = Mapping[str, Any]


def given_problem(
    applicants: Sequence[Row] = ({},), vacancies: Sequence[Row] = ({},), **said: Any
) -> Problem:
    """A problem of so many rows; ``said`` are the other fields of Problem."""
    return Problem(
        Applicants(**_columns(ANYONE, applicants, first_key=100)),
        Vacancies(**_columns(ANYWHERE, vacancies, first_key=900)),
        day=TODAY,
        **said,
    )


def given_marks(*rows: tuple[int, int, Mark]) -> Marks:
    applicant, vacancy, mark = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    return Marks(applicant, vacancy, mark)


def given_services(*rows: Row) -> Services:
    usual = {
        "half_hours": 20,
        "level": 3,
        "client_groups": 0,
        "people": 9,
        "covers": (1, 1),
    }
    whole = [usual | dict(row) for row in rows]
    return Services(**{name: np.array([row[name] for row in whole]) for name in usual})


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
    return Problem(
        _draw_applicants(rng, n, m, n_areas),
        _draw_vacancies(rng, m, n_areas),
        marks=_draw_marks(rng, n, m),
        minutes=rng.choice([-1, 10, 20, 30, 31, 70], (2, n_areas)),
        day=TODAY,
    )


def _draw_applicants(rng: Generator, n: int, m: int, n_areas: int) -> Applicants:
    return Applicants(
        key=rng.permutation(4 * n)[:n] - n,
        tier=rng.integers(1, 4, n),
        registered_day=TODAY - rng.choice([0, 1, 2, 365, 800], n, p=[0.4, 0.3, 0.1, 0.1, 0.1]),
        bedrooms_needed=rng.choice([1, 1, 1, 1, 1, 1, 2], (n, 3)),
        support_needed=rng.choice([0, 0, 0, 0, 1, 2, 3], n),
        floating_level=rng.choice([0, 0, 2], n),
        client_groups=rng.integers(0, 4, n),
        area_rank=rng.choice([-1, 0, 1, 1, 1, 2, 2, 3, 3, 5], (n, n_areas)),
        age=rng.choice([17, 18, 30, 60], n, p=[0.1, 0.1, 0.7, 0.1]),
        sexes=rng.choice([1, 1, 1, 2, 3], n),
        accessibility_needs=rng.choice([0, 0, 0, 0, 0, 1, 3], n),
        rent_limit_pence=rng.choice([-1, 0, 9_000, 10_000, 20_000], n, p=[0.2, 0.1, 0.1, 0.3, 0.3]),
        ready_day=TODAY + rng.choice([0, 5, 42, 43], n, p=[0.5, 0.3, 0.1, 0.1]),
        needed_by_day=rng.choice([TODAY, TODAY + 9, NO_DAY, NO_DAY, NO_DAY], n),
        care_frameworks=rng.choice([0, 1, 3, 3], n),
        household_size=rng.choice([1, 2, 3], n, p=[0.7, 0.2, 0.1]),
        household_kinds=rng.choice([0, 1, 5, 2], n, p=[0.1, 0.5, 0.2, 0.2]),
        access_category=rng.choice([0, 1, 4], n, p=[0.8, 0.1, 0.1]),
        pets=rng.choice([0, 1], n, p=[0.8, 0.2]),
        connections=rng.choice([0, 1, 3, EVERYWHERE], n, p=[0.1, 0.3, 0.3, 0.3]),
        registers=rng.choice([1, 2], n),
        live_offer=rng.choice([0, 1], n, p=[0.95, 0.05]),
        origin=rng.choice([-1, 0, 1], n),
        minutes_limit=rng.choice([-1, 10, 30], n, p=[0.7, 0.1, 0.2]),
        links=rng.choice([0, 1, 2], n),
        classes=rng.integers(0, 4, n),
        previous=rng.integers(-1, m, n) if m else np.full(n, -1),
    )


def _draw_vacancies(rng: Generator, m: int, n_areas: int) -> Vacancies:
    return Vacancies(
        key=rng.permutation(4 * m)[:m] - m,
        bedrooms=rng.choice([0, 1, 1, 1, 2], m),
        bedroom_rule=rng.integers(0, 3, m),
        bedroom_surplus=rng.integers(0, 2, m),
        support_level=rng.choice([0, 0, 1, 3], m),
        client_groups=rng.choice([0, 0, 0, 0, 0, 1, 2], m),
        area=rng.integers(0, n_areas, m),
        age_min=rng.choice([16, 18, 55], m, p=[0.6, 0.3, 0.1]),
        age_max=rng.choice([60, 120], m),
        sexes=rng.choice([1, 2, 3, 3, 3, 3, 3], m),
        features=rng.choice([0, 0, 1, 3, 7], m),
        rent_pence=rng.choice([-1, 0, 9_500, 10_000], m),
        available_day=TODAY + rng.choice([0, 1, 10], m, p=[0.6, 0.3, 0.1]),
        capacity=rng.choice([0, 1, 2, 3], m, p=[0.1, 0.6, 0.2, 0.1]),
        turnaround_days=rng.choice([0, 3], m, p=[0.8, 0.2]),
        care_frameworks=rng.choice([0, 0, 0, 2], m),
        household_max=rng.choice([1, 2, 6], m, p=[0.2, 0.2, 0.6]),
        household_kinds=rng.choice([0, 3, 4], m, p=[0.7, 0.2, 0.1]),
        access_category=rng.choice([0, 2, 4], m),
        pets_allowed=rng.choice([0, 1], m),
        quality=rng.choice([0, 1, 2, 4], m, p=[0.4, 0.1, 0.2, 0.3]),
        connections_asked=rng.choice([0, 0, 0, 2], m),
        nominators=rng.choice([0, 0, 0, 1, 3], m),
        live_offer=rng.choice([0, 1], m, p=[0.95, 0.05]),
        links=rng.choice([0, 1, 3], m),
        site=rng.choice([-1, 0, 1], m),
    )


def _draw_marks(rng: Generator, n: int, m: int) -> Marks:
    """Some pairs refused or forbidden; locks have to fit, so tests that want them give them."""
    k = min(2, n * m)
    return Marks(
        rng.integers(0, n, k) if k else np.zeros(0),
        rng.integers(0, m, k) if k else np.zeros(0),
        rng.choice([Mark.FORBIDDEN, Mark.REFUSED], k),
    )


def problems(max_applicants: int = 6, max_vacancies: int = 5) -> st.SearchStrategy[Problem]:
    """Whole problems drawn at random; the same number draws the same problem."""
    return st.builds(
        lambda seed, n, m: draw_problem(np.random.default_rng(seed), n, m),
        st.integers(0, 2**32 - 1),
        st.integers(0, max_applicants),
        st.integers(0, max_vacancies),
    )


def draw_whole_problem(rng: Generator, n_applicants: int, n_vacancies: int) -> Problem:
    """A drawn problem with services, locks, movers, limits and company besides."""
    n, m, plain = n_applicants, n_vacancies, draw_problem(rng, n_applicants, n_vacancies)
    services = Services(
        half_hours=rng.choice([2, 4, 6], 2),
        level=rng.integers(1, 4, 2),
        client_groups=rng.choice([0, 0, 1], 2),
        people=rng.choice([1, 2, 9], 2),
        covers=rng.integers(0, 2, (2, plain.n_areas)),
    )
    capacity = plain.vacancies.capacity.copy()
    home = np.where(rng.random(n) < 0.3, rng.integers(0, max(m, 1), n), -1) if m else np.full(n, -1)
    if m:
        capacity = np.maximum(capacity, np.bincount(home[home >= 0], minlength=m))
    problem = replace(
        plain,
        applicants=replace(plain.applicants, home=home, hours_needed=rng.choice([0, 2, 3], n)),
        vacancies=replace(plain.vacancies, capacity=capacity),
        services=services,
        limits=Limits(classes=rng.integers(0, 4, 2), most=rng.integers(0, 3, 2)),
        limited=Limited(rng.integers(0, 2, 3), rng.integers(0, m, 3)) if m else NO_LIMITED,
        company=_draw_company(rng, n),
    )
    return _with_a_lock(rng, problem)


def _draw_company(rng: Generator, n: int) -> Company:
    if n < 2:
        return NO_COMPANY
    one, other = rng.choice(n, 2, replace=False)
    return Company([one], [other], [rng.integers(0, 2)])


def _with_a_lock(rng: Generator, problem: Problem) -> Problem:
    """The problem with one pair locked, if the one drawn can be."""
    if rng.random() < 0.5 or not problem.n_applicants or not problem.n_vacancies:
        return problem
    lock = (rng.integers(problem.n_applicants), rng.integers(problem.n_vacancies), Mark.LOCKED)
    marks = [
        np.append(column, new)
        for (_, column), new in zip(columns(problem.marks), lock, strict=True)
    ]
    try:
        return replace(problem, marks=Marks(*marks))
    except ProblemError:
        return problem


def whole_problems(max_applicants: int = 6, max_vacancies: int = 5) -> st.SearchStrategy[Problem]:
    """As ``problems``, with everything that can be said."""
    return st.builds(
        lambda seed, n, m: draw_whole_problem(np.random.default_rng(seed), n, m),
        st.integers(0, 2**32 - 1),
        st.integers(0, max_applicants),
        st.integers(0, max_vacancies),
    )
