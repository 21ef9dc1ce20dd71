"""The pair loops, compiled: the hard rules and the worth as ``eligibility`` and ``score`` say them.

All compiled code that looks at a pair is in this one file, for the cache of compiled code notices a
change in the file of the function it is asked for, and in no other: after changing a constant that
comes from elsewhere, touch this file. The loop over homes has no branches and reads contiguous
32-bit columns, so that the machine takes sixteen homes at a step.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from matching.columns import Int8, Int32, Int64
from matching.eligibility import N_RULES, RULES
from matching.jit import compiled
from matching.packing import (
    AGE,
    AGE_MAX,
    AGE_MIN,
    AVAILABLE,
    BARRED,
    BEDROOM_RULE,
    GROUPS,
    LACKING,
    LEVEL,
    MEANT_FOR,
    N_MISSES,
    NEEDED_BY,
    NEEDS,
    NO_LIMIT,
    READY,
    RENT,
    RENT_LIMIT,
    ROOMS,
    SEXES,
    SUPPORT_NEEDED,
    SUPPORT_UNMET,
    SURPLUS,
    Homes,
    People,
    Survey,
    Terms,
)
from matching.score import MAX_WORTH, MOST_SPARE_BEDROOMS

N_MASKS: Final = 1 << N_RULES
FAR: Final = 127

(
    BIT_BEDROOMS, BIT_SUPPORT, BIT_GROUP, BIT_WANTED, BIT_EXCLUDED,
    BIT_AGE, BIT_SEX, BIT_ACCESSIBILITY, BIT_RENT, BIT_DATES,
) = map(int, RULES)  # fmt: skip


@compiled
def add_failed(
    person: Int32, homes: Int32, first: int, stop: int, terms: Terms, masks: Int32
) -> None:
    """Add to the masks of a run of homes every rule that fails but those of areas.

    Args:
        person: int32[12], a row of People.columns.
        homes: int32[11, n_homes], Homes.columns.
        first: the first home of the run.
        stop: the home after the last.
        terms: the policy.
        masks: int32[n_homes], the run's are added to: rules that shut the home to the person.
    """
    rooms, surplus = homes[ROOMS, first:stop], homes[SURPLUS, first:stop]
    rule, level = homes[BEDROOM_RULE, first:stop], homes[LEVEL, first:stop]
    meant_for, barred = homes[MEANT_FOR, first:stop], homes[BARRED, first:stop]
    youngest, oldest = homes[AGE_MIN, first:stop], homes[AGE_MAX, first:stop]
    lacking, rent = homes[LACKING, first:stop], homes[RENT, first:stop]
    available, mask = homes[AVAILABLE, first:stop], masks[first:stop]
    need_0, need_1, need_2 = person[0], person[1], person[2]
    unmet, groups, age, sexes = person[SUPPORT_UNMET], person[GROUPS], person[AGE], person[SEXES]
    needs, limit, ready, last = person[NEEDS], person[RENT_LIMIT], person[READY], person[NEEDED_BY]
    for j in range(mask.size):
        need = need_0 if rule[j] == 0 else (need_1 if rule[j] == 1 else need_2)
        spare = rooms[j] - need
        failed = BIT_BEDROOMS if (spare < 0) | (spare > surplus[j]) else 0
        failed |= BIT_SUPPORT if level[j] < unmet else 0
        failed |= BIT_GROUP if (meant_for[j] != 0) & (meant_for[j] & groups == 0) else 0
        failed |= BIT_AGE if (age < youngest[j]) | (age > oldest[j]) else 0
        failed |= BIT_SEX if sexes & barred[j] != 0 else 0
        failed |= BIT_ACCESSIBILITY if needs & lacking[j] != 0 else 0
        failed |= BIT_RENT if rent[j] > limit else 0
        too_late = (available[j] > last) | (ready - available[j] > terms.max_void_days)
        failed |= BIT_DATES if too_late else 0
        mask[j] |= np.int32(failed & terms.rules)


@compiled
def worth(person: Int32, homes: Int32, j: int, rank: int, terms: Terms) -> int:
    """The points of a person and home j in an area of the rank given, eligible or not."""
    points: int = terms.base + terms.bedrooms + terms.support
    points += terms.choice[min(max(rank, 0), terms.choice.size - 1)]
    spare = homes[ROOMS, j] - person[homes[BEDROOM_RULE, j]]
    points -= terms.spare_bedroom * min(max(spare, 0), MOST_SPARE_BEDROOMS)
    points -= terms.over_support * max(homes[LEVEL, j] - person[SUPPORT_NEEDED], 0)
    needs, lacking = person[NEEDS], homes[LACKING, j]
    points += terms.feature_met * _ones(needs & ~lacking)
    points -= terms.feature_spare * _ones(~needs & ~lacking)
    rent, limit = homes[RENT, j], person[RENT_LIMIT]
    headroom = max(limit - rent, 0) * terms.rent // max(limit, 1) if limit < NO_LIMIT else 0
    points += terms.rent if rent < 0 else headroom
    void_days = person[READY] - homes[AVAILABLE, j]
    points += terms.dates[min(max(void_days, 0), terms.dates.size - 1)]
    return points


@compiled
def _ones(mask: int) -> int:
    """How many of the lower 32 bits are set."""
    mask &= 0xFFFFFFFF
    n = 0
    while mask:
        mask &= mask - 1
        n += 1
    return n


@compiled
def fill_pairs(
    people: People,
    homes: Homes,
    terms: Terms,
    rows: tuple[int, int],
    n_found: Int64,
    vacancy: Int32,
    points: Int32,
) -> int:
    """Write the eligible pairs of some applicants one after another, area by wanted area.

    Args:
        people: the applicants.
        homes: the vacancies with a place.
        terms: the policy.
        rows: the first applicant and the one after the last.
        n_found: int64[n_applicants], written: pairs of each applicant.
        vacancy: int32[room], written: the vacancy of each pair.
        points: int32[room], written: the worth of each pair.

    Returns:
        How many pairs were written.
    """
    lowest_rank = 1 if terms.rules & BIT_WANTED else 0
    masks = np.zeros(homes.vacancy.size, dtype=np.int32)
    n_pairs = 0
    for i in range(rows[0], rows[1]):
        before, person = n_pairs, people.columns[i]
        for area in range(homes.area_start.size - 1):
            rank = people.area_rank[i, area]
            first, stop = homes.area_start[area], homes.area_start[area + 1]
            if rank < lowest_rank or first == stop:
                continue
            masks[first:stop] = 0
            add_failed(person, homes.columns, first, stop, terms, masks)
            for j in range(first, stop):
                if masks[j] == 0:
                    vacancy[n_pairs] = homes.vacancy[j]
                    points[n_pairs] = worth(person, homes.columns, j, rank, terms)
                    n_pairs += 1
        n_found[i] = n_pairs - before
    return n_pairs


@compiled
def find_masks(people: People, homes: Homes, terms: Terms, i: int, masks: Int32) -> None:
    """Write the rules that shut each home to applicant i: int32[n_homes] into ``masks``."""
    for area in range(homes.area_start.size - 1):
        rank = people.area_rank[i, area]
        shut = BIT_WANTED if rank == 0 else (BIT_EXCLUDED if rank < 0 else 0)
        masks[homes.area_start[area] : homes.area_start[area + 1]] = shut & terms.rules
    add_failed(people.columns[i], homes.columns, 0, masks.size, terms, masks)


@compiled
def survey(
    people: People, homes: Homes, terms: Terms, applicants: Int64, distance: Int8, seen: Survey
) -> None:
    """Count, for some applicants, the homes by what shuts them, and find the nearest misses.

    Args:
        people: the applicants.
        homes: the homes.
        terms: the policy.
        applicants: int64[k], rows.
        distance: int8[N_MASKS], how far a home with that mask is from open; FAR if never near.
        seen: written, a row for each of ``applicants``.
    """
    masks = np.empty(homes.vacancy.size, dtype=np.int32)
    for row in range(applicants.size):
        find_masks(people, homes, terms, applicants[row], masks)
        n_with_mask = np.zeros(N_MASKS, dtype=np.int32)
        for mask in masks:
            n_with_mask[mask] += 1
        _count_rules(n_with_mask, row, seen)
        limit = _nearest(n_with_mask, distance)
        person, ranks = people.columns[applicants[row]], people.area_rank[applicants[row]]
        _find_misses(person, ranks, homes, terms, masks, distance, limit, row, seen)


@compiled
def _count_rules(n_with_mask: Int32, row: int, seen: Survey) -> None:
    """Count what each rule shuts, and what it shuts alone."""
    seen.n_open[row] = n_with_mask[0]
    for rule in range(N_RULES):
        seen.alone[row, rule] = n_with_mask[1 << rule]
    for mask in range(1, N_MASKS):
        if n_with_mask[mask] > 0:
            for rule in range(N_RULES):
                if mask >> rule & 1:
                    seen.shut[row, rule] += n_with_mask[mask]


@compiled
def _nearest(n_with_mask: Int32, distance: Int8) -> int:
    """The distance within which the nearest misses lie."""
    n_within = np.zeros(FAR + 1, dtype=np.int32)
    for mask in range(N_MASKS):
        n_within[distance[mask]] += n_with_mask[mask]
    limit, n_near = 0, 0
    while limit < N_RULES and n_near < N_MISSES:
        limit += 1
        n_near += n_within[limit]
    return limit


@compiled
def _find_misses(
    person: Int32,
    ranks: Int8,
    homes: Homes,
    terms: Terms,
    masks: Int32,
    distance: Int8,
    limit: int,
    row: int,
    seen: Survey,
) -> None:
    """Keep the nearest homes that are shut: fewest rules failed, then most worth, then by key."""
    cost = np.full(N_MISSES + 1, FAR * (MAX_WORTH + 1), dtype=np.int64)
    nearest = np.full(N_MISSES + 1, -1, dtype=np.int32)
    columns, area_start, keys, area = homes.columns, homes.area_start, homes.key, 0
    for j in range(masks.size):
        if distance[masks[j]] > limit:
            continue
        while area_start[area + 1] <= j:
            area += 1
        points = worth(person, columns, j, ranks[area], terms)
        own = distance[masks[j]] * (MAX_WORTH + 1) - points
        at = N_MISSES
        while at > 0 and _is_nearer(own, keys[j], cost, nearest, keys, at - 1):
            cost[at], nearest[at] = cost[at - 1], nearest[at - 1]
            at -= 1
        cost[at], nearest[at] = own, j
    for at in range(N_MISSES):
        seen.misses[row, at] = nearest[at]
        seen.missed[row, at] = masks[nearest[at]] if nearest[at] >= 0 else 0


@compiled
def _is_nearer(own: int, key: int, cost: Int64, nearest: Int32, keys: Int64, at: int) -> bool:
    """Whether a home is nearer than the one in a place of the list; of two equals, by key."""
    return bool(own < cost[at] or (own == cost[at] and key < keys[nearest[at]]))


@compiled
def count_shut(people: People, homes: Homes, terms: Terms, n_open: Int32, shut: Int32) -> None:
    """Count, for every home, the applicants it is open to and those whom each rule shuts out.

    Args:
        people: the applicants, all of whom are counted.
        homes: the homes.
        terms: the policy.
        n_open: int32[n_homes], added to.
        shut: int32[N_RULES, n_homes], added to.
    """
    masks = np.empty(homes.vacancy.size, dtype=np.int32)
    for i in range(people.columns.shape[0]):
        find_masks(people, homes, terms, i, masks)
        for j in range(masks.size):
            n_open[j] += masks[j] == 0
        for rule in range(N_RULES):
            for j in range(masks.size):
                shut[rule, j] += masks[j] >> rule & 1
