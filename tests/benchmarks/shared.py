"""What joins the people and homes of a drawn county: services, mix limits, people kept apart.

Round numbers of the order that a county has: three tenths of the homes stand in schemes of some
eight, a scheme takes so many people of high need and so many of each of two classes of risk, one
person in thirteen must not share with another, and support hours are short in every locality.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.random import Generator

from matching import Company, Limited, Limits, Problem, Services
from matching.edges import Pairs

N_CLASSES = 3
HOMES_A_SCHEME = 8
LOCALITY_AREAS = 6
HALF_HOURS = (2, 3, 4, 6)


def draw_shared(county: Problem, *, seed: int) -> Problem:
    """The same county with sites, services, limits and company; the same for the same seed."""
    rng = np.random.default_rng([seed, 3])
    site = _draw_sites(rng, county)
    limits, limited = _draw_limits(rng, county, site)
    people = county.applicants
    short = np.maximum(people.support_needed - people.floating_level, 0) > 0
    return replace(
        county,
        applicants=replace(
            people,
            classes=_draw_classes(rng, county.n_applicants),
            hours_needed=np.where(short, rng.choice(HALF_HOURS, county.n_applicants), 0),
        ),
        vacancies=replace(county.vacancies, site=site),
        services=_draw_services(rng, county),
        limits=limits,
        limited=limited,
        company=_draw_company(rng, county.n_applicants),
    )


def worth_with_tiers(problem: Problem, pairs: Pairs) -> np.ndarray:
    """Points in which a tier counts 1,000: one sum for who and where, as a weighing rival has it.

    Returns:
        int64[n_pairs].
    """
    tier = problem.applicants.tier.astype(np.int64)
    worth: np.ndarray = pairs.worth + 1_000 * (5 - tier)[pairs.applicant]
    return worth


def _draw_classes(rng: Generator, n: int) -> np.ndarray:
    """A bit for high need and for each of two risks, which come together now and then."""
    bits = rng.random((n, N_CLASSES)) < (0.15, 0.1, 0.08)
    return bits @ (1 << np.arange(N_CLASSES))


def _draw_sites(rng: Generator, county: Problem) -> np.ndarray:
    """Every home with several places is a site; of the others three tenths stand in schemes."""
    v = county.vacancies
    site = np.where(v.capacity > 1, np.arange(len(v)), -1)
    in_scheme = np.flatnonzero((v.capacity == 1) & (rng.random(len(v)) < 0.3))
    in_scheme = in_scheme[np.argsort(v.area[in_scheme], kind="stable")]
    turn = np.arange(len(in_scheme)) // HOMES_A_SCHEME
    site[in_scheme] = len(v) + v.area[in_scheme].astype(int) * len(v) + turn
    return np.where(site < 0, -1, np.unique(site, return_inverse=True)[1]).astype(np.int32)


def _draw_limits(rng: Generator, county: Problem, site: np.ndarray) -> tuple[Limits, Limited]:
    """At each site with three places or more, so many of each class: a quarter, a fifth, one."""
    sites = np.unique(site[site >= 0])
    places = np.bincount(site[site >= 0], weights=county.vacancies.capacity[site >= 0])
    of_three = sites[places[sites] >= 3]
    most = [np.maximum(1, places[of_three] // share).astype(int) for share in (4, 5, 99)]
    limit, vacancy = [], []
    for number, (_, where) in enumerate((c, s) for c in range(N_CLASSES) for s in of_three):
        there = np.flatnonzero(site == where)
        limit.append(np.full(len(there), number))
        vacancy.append(there)
    classes = np.repeat(1 << np.arange(N_CLASSES), len(of_three))
    nothing = [np.zeros(0, dtype=int)]
    return Limits(classes=classes, most=np.concatenate(most)), Limited(
        limit=np.concatenate(limit or nothing), vacancy=np.concatenate(vacancy or nothing)
    )


def _draw_services(rng: Generator, county: Problem) -> Services:
    """One service a locality and one for everywhere, with hours for a part of those who need it."""
    n_localities = -(-county.n_areas // LOCALITY_AREAS)
    covers = np.repeat(np.eye(n_localities, dtype=int), LOCALITY_AREAS, axis=1)
    covers = np.vstack([covers[:, : county.n_areas], np.ones(county.n_areas, dtype=int)])
    homes = np.bincount(county.vacancies.area, minlength=county.n_areas) @ covers.T
    return Services(
        half_hours=np.maximum(6, homes // 3 * rng.integers(2, 4, len(covers)) // 2),
        level=np.append(np.full(n_localities, 2), 3),
        covers=covers,
    )


def _draw_company(rng: Generator, n: int) -> Company:
    """One in thirteen must not share with somebody else who is drawn."""
    pairs = rng.permutation(n)[: n // 13 * 2].reshape(-1, 2)
    return Company(one=pairs[:, 0], other=pairs[:, 1], together=np.zeros(len(pairs), dtype=int))
