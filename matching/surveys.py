"""What shuts homes to people and people out of homes, counted by compiled loops over every pair."""

from __future__ import annotations

from typing import Final

import numpy as np

from matching.columns import Int32, Int64
from matching.jit import compiled
from matching.kernels import find_masks, worth
from matching.packing import N_MISSES, N_SETS, Homes, People, Survey, Terms
from matching.policy import MAX_WORTH
from matching.rules import N_RULES, NEVER_RELAXED

FAR: Final = N_RULES + 1
_N_MASKS: Final = 1 << N_RULES
_NEVER: Final = int(NEVER_RELAXED)


@compiled
def survey(people: People, homes: Homes, terms: Terms, applicants: Int64, seen: Survey) -> None:
    """Count, for some applicants, the homes by what shuts them, and find the nearest misses.

    Args:
        people: the applicants.
        homes: the homes.
        terms: the policy.
        applicants: int64[k], rows.
        seen: written, a row for each of ``applicants``.
    """
    n_homes = homes.area.size
    masks, found = np.empty(n_homes, dtype=np.int32), np.empty(n_homes, dtype=np.int32)
    n_with_mask = np.zeros(_N_MASKS, dtype=np.int32)
    for row in range(applicants.size):
        find_masks(people, homes, terms, applicants[row], masks)
        n_found = 0
        for mask in masks:
            if n_with_mask[mask] == 0:
                found[n_found] = mask
                n_found += 1
            n_with_mask[mask] += 1
        distinct = found[:n_found]
        seen.n_open[row] = n_with_mask[0]
        _count_rules(distinct, n_with_mask, seen.shut[row])
        _find_sets(distinct, n_with_mask, seen.sets[row], seen.opens[row])
        limit = _nearest(distinct, n_with_mask)
        _find_misses(people, applicants[row], homes, terms, masks, limit, row, seen)
        for mask in distinct:
            n_with_mask[mask] = 0


@compiled
def _distance(mask: int) -> int:
    """How many rules shut a home: FAR if none does, or one that is never relaxed."""
    if mask == 0 or mask & _NEVER != 0:
        return FAR
    n = 0
    while mask:
        mask &= mask - 1
        n += 1
    return n


@compiled
def _count_rules(distinct: Int32, n_with_mask: Int32, shut: Int32) -> None:
    """Add up what each rule shuts."""
    for mask in distinct:
        for rule in range(N_RULES):
            if mask >> rule & 1:
                shut[rule] += n_with_mask[mask]


@compiled
def _find_sets(distinct: Int32, n_with_mask: Int32, sets: Int32, opens: Int32) -> None:
    """Find the smallest sets of rules that shut a home and contain no other such set.

    They are taken in order of size, so that whatever contains one already taken is passed by, and
    relaxing one opens the homes that it alone shuts.
    """
    for at in range(N_SETS):
        best, best_distance = 0, FAR
        for mask in distinct:
            distance = _distance(mask)
            if distance > best_distance or distance == FAR:
                continue
            contains = False
            for earlier in range(at):
                contains |= sets[earlier] & mask == sets[earlier]
            if contains:
                continue
            more, most = n_with_mask[mask], n_with_mask[best] if best else 0
            if distance < best_distance or more > most or (more == most and mask < best):
                best, best_distance = mask, distance
        if best == 0:
            return
        sets[at], opens[at] = best, n_with_mask[best]


@compiled
def _nearest(distinct: Int32, n_with_mask: Int32) -> int:
    """The distance within which the nearest misses lie."""
    n_at = np.zeros(FAR + 1, dtype=np.int32)
    for mask in distinct:
        n_at[_distance(mask)] += n_with_mask[mask]
    limit, n_near = 0, 0
    while limit < N_RULES and n_near < N_MISSES:
        limit += 1
        n_near += n_at[limit]
    return limit


@compiled
def _find_misses(
    people: People,
    i: int,
    homes: Homes,
    terms: Terms,
    masks: Int32,
    limit: int,
    row: int,
    seen: Survey,
) -> None:
    """Keep the nearest homes that are shut: fewest rules failed, then most worth, then by key."""
    cost = np.full(N_MISSES + 1, FAR * (MAX_WORTH + 1), dtype=np.int64)
    nearest = np.full(N_MISSES + 1, -1, dtype=np.int32)
    for j in range(masks.size):
        distance = _distance(masks[j])
        if distance > limit:
            continue
        own = distance * (MAX_WORTH + 1) - worth(people, i, homes.columns, j, homes.area[j], terms)
        at = N_MISSES
        while at > 0 and _is_nearer(own, homes.key[j], cost, nearest, homes.key, at - 1):
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
    masks = np.empty(homes.area.size, dtype=np.int32)
    for i in range(people.columns.shape[0]):
        find_masks(people, homes, terms, i, masks)
        for j in range(masks.size):
            n_open[j] += masks[j] == 0
        for rule in range(N_RULES):
            for j in range(masks.size):
                shut[rule, j] += masks[j] >> rule & 1
