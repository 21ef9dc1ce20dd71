"""What shuts homes to people and people out of homes, counted by compiled loops over every pair.

The loops that see every pair have no branches, so that the machine takes many homes at a step; the
others look only at the homes that those have sorted out.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from matching.columns import Int32, Int64
from matching.jit import compiled
from matching.kernels import add_failed, add_marks, shut_area, unmet_in
from matching.misses import find_misses
from matching.packing import N_MISSES, Homes, People, Survey, Terms
from matching.relaxing import FAR, Tally, empty_tally, find_sets, gather
from matching.rules import N_RULES, NEVER_RELAXED

_NEVER: Final = int(NEVER_RELAXED)


def survey(people: People, homes: Homes, terms: Terms, applicants: Int64, seen: Survey) -> None:
    """Count, for some applicants, the homes by what shuts them, and find the nearest misses.

    Args:
        people: the applicants.
        homes: the homes.
        terms: the policy.
        applicants: int64[k], rows.
        seen: written, a row for each of ``applicants``.
    """
    tally = empty_tally(len(homes.area))
    _survey(people, homes, terms, applicants, tally, seen)


@compiled
def _survey(
    people: People, homes: Homes, terms: Terms, applicants: Int64, tally: Tally, seen: Survey
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
        n_near = gather(distance, 1, limit, near)
        misses = seen.misses[row]
        find_misses(people, applicants[row], homes, terms, distance, near[:n_near], misses)
        for at in range(N_MISSES):
            seen.missed[row, at] = masks[misses[at]] if misses[at] >= 0 else 0
        find_sets(masks, distance, limit, near, n_near, tally, seen.sets[row], seen.opens[row])


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
    return int(n)


@compiled
def _count_rules(masks: Int32, shut: Int32) -> None:
    """Write how many homes each rule shuts."""
    used = np.int32(0)
    for j in range(masks.size):
        used |= masks[j]
    for rule in range(N_RULES):
        if used >> rule & 1:
            n = np.int32(0)
            for j in range(masks.size):
                n += masks[j] >> rule & np.int32(1)
            shut[rule] = n


@compiled
def count_shut(
    people: People, homes: Homes, terms: Terms, applicants: Int64, n_open: Int32, shut: Int32
) -> None:
    """Count, for every home, the applicants it is open to and those whom each rule shuts out.

    Whoever a rule that is never relaxed shuts out is left out: the home is closed to them for good.

    Args:
        people: the applicants.
        homes: the homes.
        terms: the policy.
        applicants: int64[k], rows of those who are counted.
        n_open: int32[n_homes], added to.
        shut: int32[N_RULES, n_homes], added to.
    """
    masks = np.empty(homes.area.size, dtype=np.int32)
    for i in applicants:
        _find_masks(people, homes, terms, i, masks)
        for j in range(masks.size):
            n_open[j] += np.int32(masks[j] == 0)
            masks[j] = np.int32(0) if masks[j] & np.int32(_NEVER) != 0 else masks[j]
        for rule in range(N_RULES):
            tally = shut[rule]
            for j in range(masks.size):
                tally[j] += masks[j] >> rule & np.int32(1)
