"""The homes that come nearest to being open to somebody, found by compiled loops."""

from __future__ import annotations

import numpy as np

from matching.columns import Int32, Int64
from matching.jit import compiled
from matching.kernels import minutes_to, worth
from matching.packing import (
    AVAILABLE,
    BEDROOM_RULE,
    LEVEL,
    N_MISSES,
    NEEDS,
    READY,
    ROOMS,
    SUPPORT_NEEDED,
    WAITED,
    Homes,
    People,
    Terms,
)
from matching.policy import MAX_WORTH, MOST_SPARE_BEDROOMS
from matching.relaxing import FAR


@compiled
def find_misses(
    people: People,
    i: int,
    homes: Homes,
    terms: Terms,
    distance: Int32,
    near: Int32,
    misses: Int32,
) -> None:
    """Keep the nearest homes that are shut: fewest rules failed, then most worth, then by key.

    Most homes need no more than a glance: what they could be worth at most is not enough.

    Args:
        people: the applicants.
        i: the applicant.
        homes: the homes.
        terms: the policy.
        distance: int32[n_homes], rules that shut each.
        near: int32[k], the homes among which to look.
        misses: int32[N_MISSES], written; −1 for none.
    """
    cost = np.full(N_MISSES + 1, FAR * (MAX_WORTH + 1), dtype=np.int64)
    nearest = np.full(N_MISSES + 1, -1, dtype=np.int32)
    most = np.empty(near.size, dtype=np.int32)
    _bound_worths(people.columns[i], homes, terms, near, _area_points(people, i, terms), most)
    for k in range(near.size):
        j = near[k]
        if distance[j] * (MAX_WORTH + 1) - most[k] > cost[N_MISSES - 1]:
            continue
        points = worth(people, i, homes.columns, j, homes.area[j], terms)
        own = distance[j] * (MAX_WORTH + 1) - points
        at = N_MISSES
        while at > 0 and _is_nearer(own, homes.key[j], cost, nearest, homes.key, at - 1):
            cost[at], nearest[at] = cost[at - 1], nearest[at - 1]
            at -= 1
        cost[at], nearest[at] = own, j
    misses[:] = nearest[:N_MISSES]


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
def _bound_worths(
    person: Int32, homes: Homes, terms: Terms, near: Int32, area_points: Int32, most: Int32
) -> None:
    """Write points that the worth of each home does not pass: those of a few parts are left out."""
    columns, areas, dates = homes.columns, homes.area, terms.dates
    ready, needed = person[READY], person[SUPPORT_NEEDED]
    top = terms.base + terms.bedrooms + terms.support + person[WAITED] + terms.rent
    top += terms.link + terms.previous
    for feature in range(32):
        top += terms.feature_met if person[NEEDS] >> feature & 1 else 0
    for k in range(near.size):
        j = near[k]
        spare = columns[ROOMS, j] - person[columns[BEDROOM_RULE, j]]
        above = columns[LEVEL, j] - needed
        lost = terms.spare_bedroom * min(max(spare, 0), MOST_SPARE_BEDROOMS)
        lost += terms.over_support * max(above, 0) + terms.under_support * max(-above, 0)
        void_days = min(max(ready - columns[AVAILABLE, j], 0), dates.size - 1)
        most[k] = top + area_points[areas[j]] + dates[void_days] - lost


@compiled
def _is_nearer(own: int, key: int, cost: Int64, nearest: Int32, keys: Int64, at: int) -> bool:
    """Whether a home is nearer than the one in a place of the list; of two equals, by key."""
    return bool(own < cost[at] or (own == cost[at] and key < keys[nearest[at]]))
