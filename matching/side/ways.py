"""Every way to house somebody somewhere, and the side rows that join them.

A way is a pair with the service that gives the hours it takes, and with its place in a chain where
chains may not be long. What a single place cannot see, such as hours that run out, is a row over
the ways.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from matching.columns import Bools, Int32, Int64, starts
from matching.edges import Pairs
from matching.eligibility import service_suits, short_of_support
from matching.order import Ranked
from matching.policy import Policy
from matching.problem import Problem
from matching.rules import Rule
from matching.side.positions import with_positions
from matching.side.rows import Rows
from matching.side.sides import (
    apart_rows,
    hours_rows,
    join_rows,
    limit_rows,
    mover_rows,
    together_rows,
)

_ANYONE = 1 << 32
"""A class that everybody is of, beside the 32 that a problem names."""


class Ways(NamedTuple):
    """The ways, as pairs of the same applicants, and their rows.

    Attributes:
        pairs: a pair for each way.
        service: int32[n_ways], the service whose hours each takes; −1 none.
        rows: the side rows over the ways.
    """

    pairs: Pairs
    service: Int32
    rows: Rows


def has_sides(ranked: Ranked, policy: Policy) -> bool:
    """Whether anything but places could be short."""
    problem = ranked.problem
    return bool(
        len(problem.limited)
        or len(problem.company)
        or (policy.longest_chain and len(problem.movers))
        or needs_hours(problem, policy, ranked.pairs).any()
    )


def needs_hours(problem: Problem, policy: Policy, pairs: Pairs) -> Bools:
    """Which pairs take hours of a service: bool[n_pairs]; a pair that is locked takes none."""
    if not len(problem.services) or Rule.SUPPORT_LEVEL not in policy.rules:
        return np.zeros(len(pairs), dtype=np.bool_)
    locked = problem.locks[pairs.applicant] >= 0
    return short_of_support(problem, pairs.applicant, pairs.vacancy.astype(np.int64)) & ~locked


def find_ways(ranked: Ranked, policy: Policy) -> Ways:
    """Every way that the pairs of a problem can be used, with the rows that join them.

    Args:
        ranked: the problem with its pairs.
        policy: its ``longest_chain``, and whether support counts at all.
    """
    problem = ranked.problem
    pair, service = _with_services(problem, policy, ranked.pairs)
    pairs, movers = _copies(ranked.pairs, pair), []
    if len(problem.movers) and policy.longest_chain:
        positions = with_positions(
            pairs, problem.vacancies.capacity, problem.applicants.home, policy.longest_chain
        )
        pairs, service = positions.pairs, service[positions.original]
        movers = [positions.rows]
    elif len(problem.movers):
        movers = [mover_rows(pairs, problem.vacancies.capacity, problem.applicants.home)]
    amount = problem.applicants.hours_needed[pairs.applicant].astype(np.int64)
    services = problem.services
    rows = join_rows(
        *movers,
        hours_rows(
            service, amount, services.half_hours.astype(np.int64), services.people.astype(np.int64)
        ),
        _limits(problem, pairs),
        *_company(problem, pairs),
    )
    return Ways(pairs, service, rows)


def _with_services(problem: Problem, policy: Policy, pairs: Pairs) -> tuple[Int64, Int32]:
    """Each pair with each service that could give its hours: pairs by index, services or −1."""
    needs = needs_hours(problem, policy, pairs)
    applicant, area = pairs.applicant, problem.vacancies.area[pairs.vacancy]
    found = [np.stack([np.flatnonzero(~needs), np.full((~needs).sum(), -1)])]
    for row in range(len(problem.services)):
        suits = service_suits(problem, row)[applicant] & (problem.services.covers[row, area] != 0)
        pair = np.flatnonzero(needs & suits)
        found.append(np.stack([pair, np.full(len(pair), row)]))
    pair, service = np.concatenate(found, axis=1)
    order = np.lexsort((service, pair))
    return pair[order], service[order].astype(np.int32)


def _copies(pairs: Pairs, pair: Int64) -> Pairs:
    """The pairs named, in rising order, each as often as it is named."""
    n_of_each = np.bincount(pairs.applicant[pair], minlength=len(pairs.start) - 1)
    return Pairs(starts(n_of_each), pairs.vacancy[pair], pairs.worth[pair])


def _limits(problem: Problem, pairs: Pairs) -> Rows:
    """No more people of some classes than a limit allows over its vacancies."""
    limits, limited = problem.limits, np.stack([problem.limited.limit, problem.limited.vacancy])
    limit, vacancy = np.unique(limited, axis=1)
    classes = limits.classes.astype(np.int64)
    return limit_rows(
        pairs,
        problem.applicants.classes.astype(np.int64) | _ANYONE,
        np.where(classes == 0, _ANYONE, classes),
        limits.most.astype(np.int64),
        starts(np.bincount(limit, minlength=len(limits))),
        vacancy.astype(np.int32),
    )


def _company(problem: Problem, pairs: Pairs) -> list[Rows]:
    """Who must share a site and who must not."""
    company, site = problem.company, problem.vacancies.site
    one, other = company.one.astype(np.int64), company.other.astype(np.int64)
    together = company.together != 0
    return [
        apart_rows(pairs, site, one[~together], other[~together]),
        together_rows(pairs, site, one[together], other[together]),
    ]
