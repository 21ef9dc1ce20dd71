"""Whether an allocation keeps what single places cannot see: counted plainly, row by row."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from matching.columns import Bools, Int32, Int64
from matching.eligibility import service_suits, short_of_support
from matching.links import chain_of
from matching.order import Ranked
from matching.policy import Policy
from matching.problem import Problem
from matching.rules import Rule


def side_faults(ranked: Ranked, policy: Policy, place: Int32, service: Int32) -> Iterator[str]:
    """What an allocation breaks of hours, limits, company and length of chains, in sentences.

    Args:
        ranked: the problem.
        policy: the policy.
        place: int32[n_applicants], the vacancy of each; −1 unplaced.
        service: int32[n_applicants], the service whose hours each takes; −1 none.
    """
    problem = ranked.problem
    yield from _hours_faults(problem, policy, place, service)
    yield from _limit_faults(problem, place)
    yield from _company_faults(ranked, place)
    if policy.longest_chain and len(problem.movers):
        links = chain_of(place, problem.applicants.home, problem.vacancies.capacity)
        if len(links.length) and links.length.max() > policy.longest_chain and _is_plain(problem):
            yield f"{links.length.max()} moves hang on one another; {policy.longest_chain} may"


def _is_plain(problem: Problem) -> bool:
    """Whether every home that somebody would free has one place, so that links have no choice."""
    lived_in = problem.n_living > 0
    return bool((problem.vacancies.capacity[lived_in] == 1).all())


def _hours_faults(problem: Problem, policy: Policy, place: Int32, service: Int32) -> Iterator[str]:
    if ((service < -1) | (service >= len(problem.services))).any():
        yield "service_of names a service that is not there"
        return
    takes = np.flatnonzero(service >= 0)
    needs = _needing(problem, policy, place)
    if (needs != (service >= 0)).any():
        yield "service_of is not of those whose homes leave a gap in their support"
    used = np.zeros(len(problem.services), dtype=np.int64)
    np.add.at(used, service[takes], problem.applicants.hours_needed[takes])
    people = np.bincount(service[takes], minlength=len(problem.services))
    for row in range(len(problem.services)):
        theirs = takes[service[takes] == row]
        covers = problem.services.covers[row, problem.vacancies.area[place[theirs]]] != 0
        if not (covers & service_suits(problem, row)[theirs]).all():
            yield f"service {row} is given to somebody whom it cannot serve there"
        if used[row] > problem.services.half_hours[row]:
            yield f"service {row} gives {used[row]} half-hours of its {_free(problem, row)}"
        if people[row] > problem.services.people[row]:
            yield f"service {row} has {people[row]} people, more than it takes"


def _free(problem: Problem, row: int) -> int:
    return int(problem.services.half_hours[row])


def _needing(problem: Problem, policy: Policy, place: Int32) -> Bools:
    """Who is placed where hours have to close a gap: bool[n_applicants]."""
    needs = np.zeros(problem.n_applicants, dtype=np.bool_)
    if len(problem.services) and Rule.SUPPORT_LEVEL in policy.rules:
        placed = np.flatnonzero((place >= 0) & (problem.locks < 0))
        needs[placed] = short_of_support(problem, placed, place[placed].astype(np.int64))
    return needs


def _limit_faults(problem: Problem, place: Int32) -> Iterator[str]:
    placed = np.flatnonzero(place >= 0)
    classes = problem.applicants.classes[placed]
    for row in range(len(problem.limits)):
        vacancies = problem.limited.vacancy[problem.limited.limit == row]
        mask = problem.limits.classes[row]
        counted = np.isin(place[placed], vacancies) & ((mask == 0) | (classes & mask != 0))
        if counted.sum() > problem.limits.most[row]:
            most = problem.limits.most[row]
            yield f"limit {row} allows {most} people; {counted.sum()} are placed"


def _company_faults(ranked: Ranked, place: Int32) -> Iterator[str]:
    company, site = ranked.problem.company, _site_of_each(ranked.problem, place)
    one, other = site[company.one], site[company.other]
    together = company.together != 0
    names = ranked.applicant_rows
    for row in np.flatnonzero(together & (one != other)):
        who = names[company.one[row]], names[company.other[row]]
        yield f"applicants {who[0]} and {who[1]} must be at one site or unplaced"
    for row in np.flatnonzero(~together & (one == other) & (one != 0)):
        who = names[company.one[row]], names[company.other[row]]
        yield f"applicants {who[0]} and {who[1]} must not be at one site"


def _site_of_each(problem: Problem, place: Int32) -> Int64:
    """Where each applicant is placed: 0 nowhere, a site above 0, a home by itself below 0."""
    site = problem.vacancies.site.astype(np.int64)
    named = np.where(site < 0, -1 - np.arange(len(site)), site + 1)
    return np.where(place < 0, 0, np.append(named, 0)[place])
