"""Draws a county that looks like one: towns on a plane, people who want to stay near, few homes.

Nothing here is data about anybody; the shares are round numbers of the order that councils publish.
"""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from matching import NO_DAY, Applicants, Problem, Vacancies

TODAY = 20_400
N_GROUPS = 10
N_FEATURES = 8
FEW_BEDROOMS = (0.66, 0.22, 0.09, 0.03)
LEVELS_NEEDED = (0.52, 0.27, 0.15, 0.06)


def draw_county(n_applicants: int, n_vacancies: int, *, seed: int) -> Problem:
    """A county with so many applicants and vacancies; the same for the same seed."""
    rng = np.random.default_rng(seed)
    n_areas = int(np.clip(n_vacancies // 60, 12, 120))
    side_km = 5.5 * n_vacancies**0.4
    towns_km = rng.uniform(0, side_km, (n_areas, 2))
    size = 1 / np.arange(1, n_areas + 1) ** 0.8
    size /= size.sum()
    apart_km = np.hypot(*np.moveaxis(towns_km[:, None] - towns_km[None], -1, 0))
    return Problem(
        _draw_applicants(rng, n_applicants, size, apart_km),
        _draw_vacancies(rng, n_vacancies, size),
    )


def _draw_applicants(rng: Generator, n: int, size: np.ndarray, apart_km: np.ndarray) -> Applicants:
    age = np.clip(rng.gamma(6, 6, n).astype(int) + 16, 16, 95)
    bedrooms = rng.choice(4, n, p=FEW_BEDROOMS) + 1
    other_rules = np.clip(bedrooms + rng.choice([-1, 0, 1], n, p=[0.06, 0.9, 0.04]), 1, 6)
    groups = 1 << rng.integers(0, N_GROUPS, n) | (rng.random(n) < 0.2) * (
        1 << rng.integers(0, N_GROUPS, n)
    )
    needs = (rng.random(n) < 0.12) * (1 << rng.integers(0, N_FEATURES, n))
    ready = TODAY + rng.integers(-200, 60, n)
    return Applicants(
        key=rng.permutation(n) + 1_000,
        tier=rng.choice(5, n, p=[0.04, 0.16, 0.3, 0.3, 0.2]) + 1,
        registered_day=TODAY - rng.gamma(2, 250, n).astype(int),
        bedrooms_needed=np.stack([bedrooms, other_rules, bedrooms], axis=1),
        support_needed=rng.choice(4, n, p=LEVELS_NEEDED),
        floating_level=rng.choice(4, n, p=[0.8, 0.15, 0.04, 0.01]),
        client_groups=groups,
        area_rank=_draw_area_ranks(rng, n, size, apart_km),
        age=age,
        sexes=np.where(rng.random(n) < 0.25, 3, rng.integers(1, 3, n)),
        accessibility_needs=needs,
        rent_limit_pence=np.where(rng.random(n) < 0.1, -1, 9_000 + bedrooms * 2_800),
        ready_day=ready,
        needed_by_day=np.where(rng.random(n) < 0.9, NO_DAY, ready + 90),
    )


def _draw_area_ranks(rng: Generator, n: int, size: np.ndarray, apart_km: np.ndarray) -> np.ndarray:
    """Wanted towns lie within reach of home, the nearer mostly first; a few are excluded."""
    home = rng.choice(len(size), n, p=size)
    reach_km = np.clip(rng.lognormal(2.9, 0.5, n), 5, 45)
    seems_km = apart_km[home] * rng.uniform(0.6, 1.4, (n, len(size)))
    rank = np.argsort(np.argsort(seems_km, axis=1), axis=1) + 1
    rank[seems_km > reach_km[:, None]] = 0
    rank[rng.random((n, len(size))) < 0.01] = -1
    return np.minimum(rank, 127)


def _draw_vacancies(rng: Generator, m: int, size: np.ndarray) -> Vacancies:
    bedrooms = rng.choice(5, m, p=[0.08, 0.42, 0.3, 0.17, 0.03])
    level = rng.choice(4, m, p=[0.6, 0.2, 0.13, 0.07])
    youngest = rng.choice([16, 18, 55], m, p=[0.3, 0.62, 0.08])
    oldest = np.where((youngest == 16) & (rng.random(m) < 0.3), 25, 120)
    for_group = rng.random(m) < 0.35
    features = np.zeros(m, dtype=int)
    for bit in range(N_FEATURES):
        features |= (rng.random(m) < 0.12) << bit
    shared = (bedrooms == 0) & (rng.random(m) < 0.6)
    return Vacancies(
        key=rng.permutation(m) + 1_000_000,
        bedrooms=bedrooms,
        bedroom_rule=rng.integers(0, 3, m),
        bedroom_surplus=(rng.random(m) < 0.15).astype(int),
        support_level=level,
        client_groups=for_group * (1 << rng.integers(0, N_GROUPS, m) | 1 << rng.integers(0, 4, m)),
        area=rng.choice(len(size), m, p=size),
        age_min=youngest,
        age_max=oldest,
        sexes=rng.choice([1, 2, 3], m, p=[0.07, 0.05, 0.88]),
        features=features,
        rent_pence=np.where(level > 0, -1, 8_500 + bedrooms * 2_400 + rng.integers(0, 4_500, m)),
        available_day=TODAY + rng.integers(-30, 40, m),
        capacity=np.where(shared, rng.integers(2, 9, m), 1),
    )
