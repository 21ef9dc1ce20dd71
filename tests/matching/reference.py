"""The rules, the worth and the best allocation said again in plain Python, one pair at a time."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import permutations, product
from typing import Any

import numpy as np

from matching import Mark, Policy, Problem, Rule

Answer = tuple[int, ...]


def failed_rules_of(problem: Problem, policy: Policy, i: int, j: int) -> Rule:
    a = {name: _plain(getattr(problem.applicants, name)[i]) for name in problem.applicants.__dict__}
    v = {name: _plain(getattr(problem.vacancies, name)[j]) for name in problem.vacancies.__dict__}
    rank = a["area_rank"][v["area"]]
    need, rooms = a["bedrooms_needed"][v["bedroom_rule"]], v["bedrooms"] or 1
    rents = v["rent_pence"], a["rent_limit_pence"]
    ready_to_let = v["available_day"] + v["turnaround_days"]
    minutes = _minutes_of(problem, i, j)
    said = {
        Mark(mark)
        for person, home, mark in zip(*_columns_of(problem.marks), strict=True)
        if (person, home) == (i, j)
    }
    lock = int(problem.locks[i])
    fails = {
        Rule.BEDROOMS: not need <= rooms <= need + v["bedroom_surplus"],
        Rule.SUPPORT_LEVEL: max(v["support_level"], a["floating_level"]) < a["support_needed"]
        and not services_of(problem, i, j),
        Rule.CLIENT_GROUP: v["client_groups"] != 0 and not a["client_groups"] & v["client_groups"],
        Rule.AREA_WANTED: rank == 0,
        Rule.AREA_EXCLUDED: rank == -1,
        Rule.AGE: not v["age_min"] <= a["age"] <= v["age_max"],
        Rule.SEX: a["sexes"] | v["sexes"] != v["sexes"],
        Rule.ACCESSIBILITY: a["accessibility_needs"] | v["features"] != v["features"]
        or a["access_category"] > v["access_category"],
        Rule.RENT: -1 not in rents and rents[0] > rents[1],
        Rule.DATES: ready_to_let > a["needed_by_day"]
        or a["ready_day"] > ready_to_let + policy.max_void_days,
        Rule.HOUSEHOLD_SIZE: a["household_size"] > v["household_max"],
        Rule.CARE_FRAMEWORK: v["care_frameworks"] != 0
        and not a["care_frameworks"] & v["care_frameworks"],
        Rule.TRAVEL: -1 not in (minutes, a["minutes_limit"]) and minutes > a["minutes_limit"],
        Rule.PETS: a["pets"] == 1 and v["pets_allowed"] == 0,
        Rule.QUALITY: 0 < v["quality"] < policy.quality_gate,
        Rule.LOCAL_CONNECTION: v["connections_asked"] != 0
        and not a["connections"] & v["connections_asked"],
        Rule.NOMINATION: v["nominators"] != 0 and not a["registers"] & v["nominators"],
        Rule.REFUSED: Mark.REFUSED in said,
        Rule.FORBIDDEN: Mark.FORBIDDEN in said,
        Rule.LIVE_OFFER: a["live_offer"] == 1 or v["live_offer"] == 1,
        Rule.LOCKED: lock not in (-1, j),
        Rule.OWN_HOME: a["home"] == j,
        Rule.HOUSEHOLD_KIND: v["household_kinds"] != 0
        and not a["household_kinds"] & v["household_kinds"],
    }
    broken = Rule(sum(rule for rule, fail in fails.items() if fail and rule in policy.rules))
    return broken & Rule.AREA_EXCLUDED if lock == j else broken


def services_of(problem: Problem, i: int, j: int) -> list[int]:
    """The services that could close the gap for applicant i in vacancy j."""
    a, v, s = problem.applicants, problem.vacancies, problem.services
    return [
        k
        for k in range(len(s))
        if 0 < a.hours_needed[i] <= s.half_hours[k]
        and a.support_needed[i] <= s.level[k]
        and s.covers[k, v.area[j]]
        and s.people[k] > 0
        and (s.client_groups[k] == 0 or a.client_groups[i] & s.client_groups[k])
    ]


def _minutes_of(problem: Problem, i: int, j: int) -> int:
    origin = int(problem.applicants.origin[i])
    return -1 if origin < 0 else int(problem.minutes[origin, problem.vacancies.area[j]])


def _columns_of(table: Any) -> list[list[int]]:
    return [getattr(table, name).tolist() for name in table.__dict__]


def worth_of(problem: Problem, policy: Policy, i: int, j: int) -> int:
    a, v = problem.applicants, problem.vacancies
    rank = int(a.area_rank[i, v.area[j]])
    choice = policy.choice[min(rank, len(policy.choice)) - 1] if rank > 0 else 0
    need = int(a.bedrooms_needed[i, v.bedroom_rule[j]])
    spare = min(max((int(v.bedrooms[j]) or 1) - need, 0), 4)
    above = int(v.support_level[j]) - int(a.support_needed[i])
    needs, features = int(a.accessibility_needs[i]), int(v.features[j])
    rent, limit = int(v.rent_pence[j]), int(a.rent_limit_pence[i])
    headroom = policy.rent * (limit - rent) // limit if limit > rent >= 0 else 0
    pounds_short = min((rent - limit) // 100, 50) if rent > limit >= 0 else 0
    minutes = _minutes_of(problem, i, j)
    near = max(policy.far_minutes - minutes, 0) if minutes >= 0 else 0
    years = min(max((problem.day - int(a.registered_day[i])) // 365, 0), 10)
    return (
        policy.base
        + choice
        + policy.minutes * near // max(policy.far_minutes, 1)
        + policy.bedrooms
        - policy.spare_bedroom * spare
        + policy.support
        - (policy.over_support * above if above > 0 else policy.under_support * -above)
        + policy.feature_met * (needs & features).bit_count()
        - policy.feature_spare * (features & ~needs).bit_count()
        + (policy.rent if rent < 0 else headroom)
        - policy.rent_shortfall * pounds_short
        + _points_of_dates(problem, policy, i, j)
        + (policy.link if a.links[i] & v.links[j] else 0)
        + policy.waiting * years
        + (policy.previous if a.previous[i] == j else 0)
    )


def _points_of_dates(problem: Problem, policy: Policy, i: int, j: int) -> int:
    v = problem.vacancies
    ready_to_let = int(v.available_day[j]) + int(v.turnaround_days[j])
    void_days = max(int(problem.applicants.ready_day[i]) - ready_to_let, 0)
    if void_days == 0:
        return policy.dates
    left = max(policy.max_void_days - void_days, 0)
    return policy.dates * left // max(policy.max_void_days, 1)


def brute_force(problem: Problem, policy: Policy, seed: int) -> Answer:
    """The best allocation by trying every one: the vacancy of each applicant, −1 for none.

    Best is the first in order of who is housed (or, weighted, any that houses as many of each
    tier), then the worth, then the fit of whoever registered first and so on, then the lower sum
    of lots.
    """
    everything = list(_every_allocation(problem, policy))
    order = order_of(problem, policy, seed)
    best_set = max([answer[i] >= 0 for i in order] for answer in everything)
    by_registration = sorted(
        range(problem.n_applicants),
        key=lambda i: (
            int(problem.applicants.registered_day[i]),
            _draw_of(seed, int(problem.applicants.key[i])),
        ),
    )
    strict = policy.order == "strict"
    counts = _counts(problem, {i for i, is_in in zip(order, best_set, strict=True) if is_in})

    def is_candidate(answer: dict[int, int]) -> bool:
        if strict:
            return [answer[i] >= 0 for i in order] == best_set
        placed = _counts(problem, {i for i, j in answer.items() if j >= 0})
        locked = [i for i in order if problem.locks[i] >= 0]
        kept = all(answer[i] >= 0 for i in locked if best_set[order.index(i)])
        return kept and all(n >= least for n, least in zip(placed, counts, strict=True))

    def worths(answer: dict[int, int]) -> dict[int, int]:
        return {i: worth_of(problem, policy, i, j) if j >= 0 else 0 for i, j in answer.items()}

    def lots(answer: dict[int, int]) -> int:
        out = 0 if strict else 1
        return sum(
            _lot(problem, seed, i, j) if j >= 0 else out * _lot_out(problem, seed, i)
            for i, j in answer.items()
        )

    def goodness(answer: dict[int, int]) -> tuple[object, ...]:
        worth = worths(answer)
        in_turn = [worth[i] for i in by_registration if policy.tie_break == "registered"]
        return sum(worth.values()), in_turn, -lots(answer)

    best = max(filter(is_candidate, everything), key=goodness)
    return tuple(best[i] for i in range(problem.n_applicants))


def order_of(problem: Problem, policy: Policy, seed: int) -> list[int]:
    """The order in which people are housed: locks, floors, tier, date, lot."""
    a = problem.applicants
    order = sorted(
        range(problem.n_applicants),
        key=lambda i: (
            problem.locks[i] < 0,
            policy.tier_order.index(int(a.tier[i])),
            int(a.registered_day[i]),
            _draw_of(seed, int(a.key[i])),
        ),
    )
    if policy.floors == "none":
        return order
    first = _protected(problem, policy, order)
    return sorted(order, key=lambda i: i not in first and bool(problem.locks[i] < 0))


def _protected(problem: Problem, policy: Policy, order: list[int]) -> set[int]:
    """Whom floors put first, by going through the order and trying who can be housed with whom."""
    a, v = problem.applicants, problem.vacancies
    open_to = {i: _open_to(problem, policy, i) for i in order}
    mask = a.client_groups if policy.floors == "client_group" else a.registers
    group = {i: (int(mask[i]) & -int(mask[i])).bit_length() for i in order}
    counted = [i for i in order if open_to[i] and group[i]]

    def can_house(people: list[int]) -> bool:
        slots = [j for j in range(problem.n_vacancies) for _ in range(int(v.capacity[j]))]
        return any(
            all(j in open_to[i] for i, j in zip(people, chosen, strict=True))
            for chosen in permutations(slots, len(people))
        )

    def greedy(people: list[int], floor: dict[int, int]) -> tuple[set[int], list[int]]:
        asked, housed = set(), []
        for i in people:
            if sum(group[h] == group[i] for h in housed) < floor[group[i]]:
                asked.add(i)
                if can_house([*housed, i]):
                    housed.append(i)
        return asked, housed

    everyone = [i for i in order if open_to[i]]
    _, housed = greedy(everyone, {group[i]: len(everyone) for i in everyone})
    floor = {
        group[g]: policy.floor_percent
        * len(housed)
        * sum(group[i] == group[g] for i in counted)
        // (100 * len(counted))
        for g in counted
    }
    return greedy(counted, floor)[0]


def _open_to(problem: Problem, policy: Policy, i: int) -> set[int]:
    return {
        j
        for j in range(problem.n_vacancies)
        if problem.vacancies.capacity[j] > 0 and not failed_rules_of(problem, policy, i, j)
    }


def _counts(problem: Problem, people: set[int]) -> list[int]:
    return [sum(int(problem.applicants.tier[i]) == tier for i in people) for tier in range(1, 6)]


def _lot_out(problem: Problem, seed: int, i: int) -> int:
    key, tier = int(problem.applicants.key[i]), int(problem.applicants.tier[i])
    return _lot_of_keys(seed, key, -tier)


def _draw_of(seed: int, key: int) -> int:
    return _mix(_mix(seed) ^ key % 2**64)


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


def _every_allocation(problem: Problem, policy: Policy) -> Iterator[dict[int, int]]:
    """Every way to place people that keeps places and whatever else is said."""
    options = [[-1, *sorted(_open_to(problem, policy, i))] for i in range(problem.n_applicants)]
    for chosen in product(*options):
        if _is_allowed(problem, policy, chosen):
            yield dict(enumerate(chosen))


def _is_allowed(problem: Problem, policy: Policy, chosen: tuple[int, ...]) -> bool:
    home = problem.applicants.home
    lives = [j if j >= 0 else int(home[i]) for i, j in enumerate(chosen)]
    room = all(lives.count(j) <= problem.vacancies.capacity[j] for j in range(problem.n_vacancies))
    return (
        room
        and _limits_hold(problem, chosen)
        and _company_holds(problem, chosen)
        and _hours_last(problem, policy, chosen)
    )


def _limits_hold(problem: Problem, chosen: tuple[int, ...]) -> bool:
    a, limits = problem.applicants, problem.limits
    return all(
        sum(
            j >= 0
            and j in problem.limited.vacancy[problem.limited.limit == k]
            and (limits.classes[k] == 0 or bool(a.classes[i] & limits.classes[k]))
            for i, j in enumerate(chosen)
        )
        <= limits.most[k]
        for k in range(len(limits))
    )


def _company_holds(problem: Problem, chosen: tuple[int, ...]) -> bool:
    def site(i: int) -> object:
        j = chosen[i]
        site = int(problem.vacancies.site[j])
        return None if j < 0 else ("home", j) if site < 0 else site

    for one, other, together in zip(*_columns_of(problem.company), strict=True):
        if together and site(one) != site(other):
            return False
        if not together and site(one) is not None and site(one) == site(other):
            return False
    return True


def _hours_last(problem: Problem, policy: Policy, chosen: tuple[int, ...]) -> bool:
    """Whether some choice of services gives everybody placed the hours they need there."""
    a, v, s = problem.applicants, problem.vacancies, problem.services
    takers = [
        (i, j)
        for i, j in enumerate(chosen)
        if j >= 0
        and Rule.SUPPORT_LEVEL in policy.rules
        and problem.locks[i] != j
        and max(v.support_level[j], a.floating_level[i]) < a.support_needed[i]
    ]
    return any(
        all(
            sum(int(a.hours_needed[i]) for (i, _), k in zip(takers, given, strict=True) if k == row)
            <= s.half_hours[row]
            and given.count(row) <= s.people[row]
            for row in range(len(s))
        )
        for given in product(*(services_of(problem, i, j) for i, j in takers))
    )


def _plain(value: np.ndarray | np.integer) -> list[int] | int:
    return value.tolist()
