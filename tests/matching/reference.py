"""The rules, the worth and the best allocation said again in plain Python, one pair at a time."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np

from matching import Policy, Problem, Rule, priority_order

Answer = tuple[int, ...]


def failed_rules_of(problem: Problem, policy: Policy, i: int, j: int) -> Rule:
    a = {name: _plain(getattr(problem.applicants, name)[i]) for name in problem.applicants.__dict__}
    v = {name: _plain(getattr(problem.vacancies, name)[j]) for name in problem.vacancies.__dict__}
    rank = a["area_rank"][v["area"]]
    need, rooms = a["bedrooms_needed"][v["bedroom_rule"]], v["bedrooms"] or 1
    groups = a["client_groups"] & v["client_groups"]
    rents = v["rent_pence"], a["rent_limit_pence"]
    fails = {
        Rule.BEDROOMS: not need <= rooms <= need + v["bedroom_surplus"],
        Rule.SUPPORT_LEVEL: max(v["support_level"], a["floating_level"]) < a["support_needed"],
        Rule.CLIENT_GROUP: v["client_groups"] != 0 and groups == 0,
        Rule.AREA_WANTED: rank == 0,
        Rule.AREA_EXCLUDED: rank == -1,
        Rule.AGE: not v["age_min"] <= a["age"] <= v["age_max"],
        Rule.SEX: a["sexes"] | v["sexes"] != v["sexes"],
        Rule.ACCESSIBILITY: a["accessibility_needs"] | v["features"] != v["features"],
        Rule.RENT: -1 not in rents and rents[0] > rents[1],
        Rule.DATES: v["available_day"] > a["needed_by_day"]
        or a["ready_day"] > v["available_day"] + policy.max_void_days,
    }
    return Rule(sum(rule for rule, fail in fails.items() if fail and rule in policy.rules))


def worth_of(problem: Problem, policy: Policy, i: int, j: int) -> int:
    a, v = problem.applicants, problem.vacancies
    rank = int(a.area_rank[i, v.area[j]])
    choice = policy.choice[min(rank, len(policy.choice)) - 1] if rank > 0 else 0
    need = int(a.bedrooms_needed[i, v.bedroom_rule[j]])
    spare = min(max((int(v.bedrooms[j]) or 1) - need, 0), 4)
    over = max(int(v.support_level[j]) - int(a.support_needed[i]), 0)
    needs, features = int(a.accessibility_needs[i]), int(v.features[j])
    rent, limit = int(v.rent_pence[j]), int(a.rent_limit_pence[i])
    headroom = policy.rent * (limit - rent) // limit if limit > rent >= 0 else 0
    void_days = max(int(a.ready_day[i]) - int(v.available_day[j]), 0)
    left = max(policy.max_void_days - void_days, 0)
    dates = policy.dates if void_days == 0 else policy.dates * left // max(policy.max_void_days, 1)
    return (
        policy.base
        + choice
        + policy.bedrooms
        - policy.spare_bedroom * spare
        + policy.support
        - policy.over_support * over
        + policy.feature_met * (needs & features).bit_count()
        - policy.feature_spare * (features & ~needs).bit_count()
        + (policy.rent if rent < 0 else headroom)
        + dates
    )


def brute_force(problem: Problem, policy: Policy, seed: int) -> Answer:
    """The best allocation by trying every one: the vacancy of each applicant, −1 for none.

    Best is the first in order of who is housed, then the worth, then the lower sum of lots.
    """
    order = [int(i) for i in priority_order(problem, seed)]
    worths = {
        i: {
            j: worth_of(problem, policy, i, j)
            for j in range(problem.n_vacancies)
            if not failed_rules_of(problem, policy, i, j)
        }
        for i in order
    }
    best = max(
        _every_allocation(problem, order, worths),
        key=lambda answer: (
            [answer[i] >= 0 for i in order],
            sum(worths[i][j] for i, j in answer.items() if j >= 0),
            -sum(_lot(problem, seed, i, j) for i, j in answer.items() if j >= 0),
        ),
    )
    return tuple(best[i] for i in range(problem.n_applicants))


def _lot(problem: Problem, seed: int, i: int, j: int) -> int:
    return _lot_of_keys(seed, int(problem.applicants.key[i]), int(problem.vacancies.key[j]))


@cache
def _lot_of_keys(seed: int, applicant: int, vacancy: int) -> int:
    """The upper 24 bits of SplitMix64, stepped once for the seed and once for each key."""
    return _mix(_mix(_mix(seed) ^ applicant % 2**64) ^ vacancy % 2**64) >> 40


def _mix(number: int) -> int:
    number = (number + 0x9E3779B97F4A7C15) % 2**64
    number = (number ^ number >> 30) * 0xBF58476D1CE4E5B9 % 2**64
    number = (number ^ number >> 27) * 0x94D049BB133111EB % 2**64
    return number ^ number >> 31


def _every_allocation(
    problem: Problem, order: list[int], options: dict[int, dict[int, int]]
) -> Iterator[dict[int, int]]:
    left = problem.vacancies.capacity.tolist()
    answer = dict.fromkeys(order, -1)

    def decide(at: int) -> Iterator[dict[int, int]]:
        if at == len(order):
            yield dict(answer)
            return
        i = order[at]
        yield from decide(at + 1)
        for j in options[i]:
            if left[j] > 0:
                left[j] -= 1
                answer[i] = j
                yield from decide(at + 1)
                answer[i] = -1
                left[j] += 1

    return decide(0)


def _plain(value: np.ndarray | np.integer) -> list[int] | int:
    return value.tolist()
