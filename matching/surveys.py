"""What shuts homes to people and people out of homes, counted by compiled loops over every pair.

The loops that see every pair have no branches, so that the machine takes many homes at a step; the
others look only at the homes that those have sorted out.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from matching.columns import Int32, Int64
from matching.jit import compiled
from matching.kernels import add_failed, add_marks, minutes_to, shut_area, unmet_in, worth
from matching.packing import (
    AVAILABLE,
    BEDROOM_RULE,
    LEVEL,
    N_MISSES,
    N_SETS,
    NEEDS,
    READY,
    ROOMS,
    SUPPORT_NEEDED,
    WAITED,
    Homes,
    People,
    Survey,
    Terms,
)
from matching.policy import MAX_WORTH, MOST_SPARE_BEDROOMS
from matching.rules import N_RULES, NEVER_RELAXED

FAR: Final = N_RULES + 1
"""The distance of a home that is open, or that is shut by a rule that is never relaxed."""

_NEVER: Final = int(NEVER_RELAXED)
_ANY_MASK: Final = (1 << N_RULES) - 1


class _Tally(NamedTuple):
    """How many homes have each of some masks: a hash table, with the slots that are in use.

    Attributes:
        mask: int32[2^k], more than twice as many as there are homes.
        count: int32[2^k], 0 in a slot that is not in use.
        used: int32[n_homes].
    """

    mask: Int32
    count: Int32
    used: Int32


def survey(people: People, homes: Homes, terms: Terms, applicants: Int64, seen: Survey) -> None:
    """Count, for some applicants, the homes by what shuts them, and find the nearest misses.

    Args:
        people: the applicants.
        homes: the homes.
        terms: the policy.
        applicants: int64[k], rows.
        seen: written, a row for each of ``applicants``.
    """
    n_homes = len(homes.area)
    n_slots = 1 << (2 * n_homes + 1).bit_length()
    blank = np.zeros(n_slots, dtype=np.int32)
    tally = _Tally(blank, blank.copy(), np.zeros(n_homes, dtype=np.int32))
    _survey(people, homes, terms, applicants, tally, seen)


@compiled
def _survey(
    people: People, homes: Homes, terms: Terms, applicants: Int64, tally: _Tally, seen: Survey
) -> None:
    n_homes = homes.area.size
    masks, distance = np.empty(n_homes, dtype=np.int32), np.empty(n_homes, dtype=np.int32)
    near = np.empty(n_homes + 1, dtype=np.int32)
    for row in range(applicants.size):
        _find_masks(people, homes, terms, applicants[row], masks)
        _measure(masks, distance)
        seen.n_open[row] = _count_equal(masks, 0)
        _count_rules(masks, seen.shut[row])
        limit, n_near = 0, 0
        while limit < N_RULES and n_near < N_MISSES:
            limit += 1
            n_near += _count_equal(distance, limit)
        n_near = _gather(distance, 1, limit, near)
        _find_misses(people, applicants[row], homes, terms, distance, near[:n_near], row, seen)
        for at in range(N_MISSES):
            nearest = seen.misses[row, at]
            seen.missed[row, at] = masks[nearest] if nearest >= 0 else 0
        _find_sets(masks, distance, limit, near, n_near, tally, seen.sets[row], seen.opens[row])


@compiled
def _find_masks(people: People, homes: Homes, terms: Terms, i: int, masks: Int32) -> None:
    """Write the rules that shut each home to applicant i, in as few and as long runs as can be."""
    first_of_run, unmet = 0, 0
    for area in range(homes.area_start.size - 1):
        first, stop = homes.area_start[area], homes.area_start[area + 1]
        if first == stop:
            continue
        unmet_here = unmet_in(people, i, area)
        if unmet_here != unmet:
            add_failed(people.columns[i], unmet, homes.columns, first_of_run, first, terms, masks)
            first_of_run, unmet = first, unmet_here
        masks[first:stop] = shut_area(people, i, area, terms.rules)
    add_failed(people.columns[i], unmet, homes.columns, first_of_run, masks.size, terms, masks)
    add_marks(people, homes, terms, i, masks)


@compiled
def _measure(masks: Int32, distance: Int32) -> None:
    """Write how many rules shut each home; FAR if none does, or one that is never relaxed."""
    for j in range(masks.size):
        mask = masks[j]
        ones = mask - (mask >> 1 & np.int32(0x55555555))
        ones = (ones & np.int32(0x33333333)) + (ones >> 2 & np.int32(0x33333333))
        ones = ones + (ones >> 4) & np.int32(0x0F0F0F0F)
        ones += ones >> 8
        ones = ones + (ones >> 16) & np.int32(0x3F)
        is_far = (mask == 0) | (mask & np.int32(_NEVER) != 0)
        distance[j] = np.int32(FAR) if is_far else np.int32(ones)


@compiled
def _count_equal(column: Int32, value: int) -> int:
    n = np.int32(0)
    for j in range(column.size):
        n += np.int32(column[j] == value)
    return n


@compiled
def _count_rules(masks: Int32, shut: Int32) -> None:
    """Write how many homes each rule shuts."""
    for rule in range(N_RULES):
        n = np.int32(0)
        for j in range(masks.size):
            n += masks[j] >> rule & np.int32(1)
        shut[rule] = n


@compiled
def _gather(distance: Int32, low: int, high: int, homes: Int32) -> int:
    """List the homes at a distance of ``low`` to ``high``; how many there are."""
    n = 0
    for j in range(distance.size):
        homes[n] = j
        n += (distance[j] >= low) & (distance[j] <= high)
    return n


@compiled
def _pass_by(masks: Int32, sets: Int32, distance: Int32) -> None:
    """Put homes whose masks contain one of some sets, of which there are N_SETS, far away."""
    for j in range(masks.size):
        contains = False
        for at in range(N_SETS):
            contains |= masks[j] & sets[at] == sets[at]
        distance[j] = np.int32(FAR) if contains else distance[j]


@compiled
def _find_misses(
    people: People,
    i: int,
    homes: Homes,
    terms: Terms,
    distance: Int32,
    near: Int32,
    row: int,
    seen: Survey,
) -> None:
    """Keep the nearest homes that are shut: fewest rules failed, then most worth, then by key."""
    cost = np.full(N_MISSES + 1, FAR * (MAX_WORTH + 1), dtype=np.int64)
    nearest = np.full(N_MISSES + 1, -1, dtype=np.int32)
    most, area = 0, -1
    for j in near:
        if homes.area[j] != area:
            area = homes.area[j]
            most = _most_worth(people, i, area, terms)
        least = distance[j] * (MAX_WORTH + 1) - most + _points_lost(people, i, homes, j, terms)
        if least > cost[N_MISSES - 1]:
            continue
        own = distance[j] * (MAX_WORTH + 1) - worth(people, i, homes.columns, j, area, terms)
        at = N_MISSES
        while at > 0 and _is_nearer(own, homes.key[j], cost, nearest, homes.key, at - 1):
            cost[at], nearest[at] = cost[at - 1], nearest[at - 1]
            at -= 1
        cost[at], nearest[at] = own, j
    for at in range(N_MISSES):
        seen.misses[row, at] = nearest[at]


@compiled
def _most_worth(people: People, i: int, area: int, terms: Terms) -> int:
    """Points that no home in an area passes for applicant i."""
    person, rank = people.columns[i], people.area_rank[i, area]
    most: int = terms.base + terms.bedrooms + terms.support + person[WAITED]
    most += terms.choice[min(max(rank, 0), terms.choice.size - 1)]
    minutes = minutes_to(people, i, area)
    most += terms.travel[min(minutes, terms.travel.size - 1)] if minutes >= 0 else 0
    for need in range(32):
        most += terms.feature_met if person[NEEDS] >> need & 1 else 0
    return most + terms.rent + terms.dates[0] + terms.link + terms.previous


@compiled
def _points_lost(people: People, i: int, homes: Homes, j: int, terms: Terms) -> int:
    """Points that a home falls short of the most by at least."""
    person = people.columns[i]
    spare = homes.columns[ROOMS, j] - person[homes.columns[BEDROOM_RULE, j]]
    above = homes.columns[LEVEL, j] - person[SUPPORT_NEEDED]
    void_days = person[READY] - homes.columns[AVAILABLE, j]
    lost: int = terms.spare_bedroom * min(max(spare, 0), MOST_SPARE_BEDROOMS)
    lost += terms.over_support * max(above, 0) + terms.under_support * max(-above, 0)
    return lost + terms.dates[0] - terms.dates[min(max(void_days, 0), terms.dates.size - 1)]


@compiled
def _is_nearer(own: int, key: int, cost: Int64, nearest: Int32, keys: Int64, at: int) -> bool:
    """Whether a home is nearer than the one in a place of the list; of two equals, by key."""
    return bool(own < cost[at] or (own == cost[at] and key < keys[nearest[at]]))


@compiled
def _find_sets(
    masks: Int32,
    distance: Int32,
    limit: int,
    listed: Int32,
    n_listed: int,
    tally: _Tally,
    sets: Int32,
    opens: Int32,
) -> None:
    """Find the smallest sets of rules that shut a home and contain no other such set.

    They are taken in order of size, so that whatever contains one already taken is passed by, and
    relaxing one opens the homes that it alone shuts. Homes within ``limit`` are listed when this
    begins; the others are listed only if those do not give sets enough.
    """
    taken, n_taken = np.full(N_SETS, _ANY_MASK + 1, dtype=np.int32), 0
    for size in range(1, N_RULES + 1):
        if size == limit + 1:
            _pass_by(masks, taken, distance)
            n_listed = _gather(distance, size, N_RULES, listed)
        n_used, n_left = 0, 0
        for at in range(n_listed):
            j = listed[at]
            listed[n_left] = j
            n_left += distance[j] > size
            if distance[j] == size and not _contains_any(masks[j], taken):
                n_used = _add(tally, n_used, masks[j])
        n_taken = _take_most(tally, n_used, n_taken, taken, opens)
        n_listed = n_left
        if n_taken == N_SETS or (size > limit and n_left == 0):
            break
    sets[:n_taken] = taken[:n_taken]


@compiled
def _contains_any(mask: int, sets: Int32) -> bool:
    contains = False
    for at in range(N_SETS):
        contains |= mask & sets[at] == sets[at]
    return contains


@compiled
def _add(tally: _Tally, n_used: int, mask: int) -> int:
    """Count a mask; how many different ones there are now."""
    last = tally.mask.size - 1
    slot = (mask ^ mask >> 7) & last
    while tally.count[slot] > 0 and tally.mask[slot] != mask:
        slot = (slot + 1) & last
    if tally.count[slot] == 0:
        tally.mask[slot] = mask
        tally.used[n_used] = slot
        n_used += 1
    tally.count[slot] += 1
    return n_used


@compiled
def _take_most(tally: _Tally, n_used: int, n_taken: int, taken: Int32, opens: Int32) -> int:
    """Take the masks that most homes have, of equals the lower, and empty the tally.

    Returns:
        How many are taken now.
    """
    while n_taken < N_SETS:
        best, most = _ANY_MASK, 0
        for slot in tally.used[:n_used]:
            mask, count = tally.mask[slot], tally.count[slot]
            if (count > most or (count == most and mask < best)) and not _contains_any(mask, taken):
                best, most = mask, count
        if most == 0:
            break
        taken[n_taken], opens[n_taken] = best, most
        n_taken += 1
    for slot in tally.used[:n_used]:
        tally.count[slot] = 0
    return n_taken


@compiled
def count_shut(people: People, homes: Homes, terms: Terms, n_open: Int32, shut: Int32) -> None:
    """Count, for every home, the applicants it is open to and those whom each rule shuts out.

    Whoever a rule that is never relaxed shuts out is left out: the home is closed to them for good.

    Args:
        people: the applicants, all of whom are counted.
        homes: the homes.
        terms: the policy.
        n_open: int32[n_homes], added to.
        shut: int32[N_RULES, n_homes], added to.
    """
    masks = np.empty(homes.area.size, dtype=np.int32)
    for i in range(people.columns.shape[0]):
        _find_masks(people, homes, terms, i, masks)
        for j in range(masks.size):
            n_open[j] += np.int32(masks[j] == 0)
            masks[j] = np.int32(0) if masks[j] & np.int32(_NEVER) != 0 else masks[j]
        for rule in range(N_RULES):
            tally = shut[rule]
            for j in range(masks.size):
                tally[j] += masks[j] >> rule & np.int32(1)
