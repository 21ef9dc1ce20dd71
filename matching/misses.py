"""The homes that come nearest to being open to somebody, found by compiled loops."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from matching.columns import Int32, Int64
from matching.homebits import list_homes, select
from matching.jit import compiled
from matching.kernels import count_ones, minutes_to, worth
from matching.packing import LINKS, N_MISSES, NEEDS, PREVIOUS, WAITED, Homes, People, Terms
from matching.policy import MAX_WORTH
from matching.rules import N_RULES

_A_RULE: Final = MAX_WORTH + 1
"""What one rule more that shuts a home outweighs: any worth."""


class _Nearest(NamedTuple):
    """The nearest homes so far, and room for one more.

    Attributes:
        cost: int64[N_MISSES + 1], rules that shut each × _A_RULE − worth.
        home: int32[N_MISSES + 1], the home; −1 for none.
    """

    cost: Int64
    home: Int32


@compiled
def find_misses(
    people: People,
    i: int,
    homes: Homes,
    terms: Terms,
    digits: Int64,
    relaxable: Int64,
    misses: Int32,
) -> None:
    """Keep the nearest homes that are shut: fewest rules failed, then most worth, then by key.

    Areas are looked at in order of the points that they earn by themselves, until what homes could
    be worth at most is not enough. There are few such numbers of points, so nothing is sorted.

    Args:
        people: the applicants.
        i: the applicant.
        homes: the homes.
        terms: the policy.
        digits: int64[N_DIGITS, n_words], how many rules shut each home.
        relaxable: int64[n_words], the homes that no rule shuts that is never relaxed.
        misses: int32[N_MISSES], written; −1 for none.
    """
    cost = np.full(N_MISSES + 1, (N_RULES + 1) * _A_RULE, dtype=np.int64)
    nearest = _Nearest(cost, np.full(N_MISSES + 1, -1, dtype=np.int32))
    area_points = _area_points(people, i, terms)
    most = _most_elsewise(people.columns[i], terms)
    chosen, listed = np.empty_like(relaxable), np.empty(homes.area.size + 64, dtype=np.int32)
    for n_rules in range(1, N_RULES + 1):
        select(digits, n_rules, relaxable, chosen)
        level = _next_lower(area_points, _A_RULE)
        while level >= 0 and n_rules * _A_RULE - most - level <= cost[N_MISSES - 1]:
            for area in range(area_points.size):
                if area_points[area] == level:
                    first, stop = homes.area_start[area], homes.area_start[area + 1]
                    for j in listed[: list_homes(chosen, first, stop, listed)]:
                        points = worth(people, i, homes.columns, j, area, terms)
                        _insert(nearest, n_rules * _A_RULE - points, j, homes.key)
            level = _next_lower(area_points, level)
        if nearest.home[N_MISSES - 1] >= 0:
            break
    misses[:] = nearest.home[:N_MISSES]


@compiled
def _next_lower(points: Int32, level: int) -> int:
    """The most points below a level; −1 where there are none."""
    lower = -1
    for at in range(points.size):
        lower = max(lower, points[at] if points[at] < level else -1)
    return lower


@compiled
def _area_points(people: People, i: int, terms: Terms) -> Int32:
    """The points that each area by itself earns applicant i: int32[n_areas]."""
    points = np.empty(people.area_rank.shape[1], dtype=np.int32)
    for area in range(points.size):
        rank, minutes = people.area_rank[i, area], minutes_to(people, i, area)
        points[area] = terms.choice[min(max(rank, 0), terms.choice.size - 1)]
        points[area] += terms.travel[min(minutes, terms.travel.size - 1)] if minutes >= 0 else 0
    return points


@compiled
def _most_elsewise(person: Int32, terms: Terms) -> int:
    """Points that the worth of a home does not pass, those of its area left out."""
    most: int = terms.base + terms.bedrooms + terms.support + person[WAITED] + terms.rent
    most += terms.dates.max() + terms.feature_met * count_ones(person[NEEDS])
    most += terms.link if person[LINKS] != 0 else 0
    most += terms.previous if person[PREVIOUS] >= 0 else 0
    return most


@compiled
def _insert(nearest: _Nearest, cost: int, home: int, keys: Int64) -> None:
    """Put a home in its place among the nearest; of two equals, the lower key is the nearer."""
    at = N_MISSES
    while at > 0:
        before, other = nearest.cost[at - 1], nearest.home[at - 1]
        if cost > before or (cost == before and keys[home] > keys[other]):
            break
        nearest.cost[at], nearest.home[at] = before, other
        at -= 1
    nearest.cost[at], nearest.home[at] = cost, home
