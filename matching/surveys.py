"""What shuts homes to people and people out of homes, counted by compiled loops over every pair.

From where a person stands, a bit a home is enough (``shutting``); the masks of the homes are looked
up only for those that the bits have sorted out.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from matching.columns import Int32, Int64
from matching.homebits import N_DIGITS, add_up, count_bits, mask_of
from matching.jit import compiled
from matching.kernels import add_failed, add_marks, shut_area, unmet_in
from matching.misses import find_misses
from matching.packing import N_MISSES, Homes, People, Survey, Terms
from matching.relaxing import Tally, empty_tally, find_sets
from matching.rules import N_RULES, NEVER_RELAXED
from matching.shutting import Sayings, put_together

_NEVER: Final = int(NEVER_RELAXED)
_DIGITS_HELD: Final = 4
"""Binary digits in which people are counted before they go to the tallies of the rules."""
_MOST_HELD: Final = (1 << _DIGITS_HELD) - 1


def survey(
    people: People, homes: Homes, terms: Terms, applicants: Int64, said: Sayings, seen: Survey
) -> None:
    """Count, for some applicants, the homes by what shuts them, and find the nearest misses.

    Args:
        people: the applicants.
        homes: the homes.
        terms: the policy.
        applicants: int64[k], rows.
        said: what most rules say of them.
        seen: written, a row for each of ``applicants``.
    """
    _survey(people, homes, terms, applicants, said, empty_tally(len(homes.area)), seen)


@compiled
def _survey(
    people: People,
    homes: Homes,
    terms: Terms,
    applicants: Int64,
    said: Sayings,
    tally: Tally,
    seen: Survey,
) -> None:
    n_homes, n_words = homes.area.size, said.words.shape[1]
    shut = np.zeros((N_RULES, n_words), dtype=np.int64)
    digits = np.empty((N_DIGITS, n_words), dtype=np.int64)
    for row in range(applicants.size):
        i, misses = applicants[row], seen.misses[row]
        put_together(people, i, homes, terms, said, row, shut)
        add_up(shut, seen.shut[row], digits)
        seen.n_open[row] = n_homes - count_bits(_any_of(digits, -1))
        relaxable = ~_any_of(shut, _NEVER)
        find_misses(people, i, homes, terms, digits, relaxable, misses)
        for at in range(N_MISSES):
            seen.missed[row, at] = mask_of(shut, misses[at]) if misses[at] >= 0 else 0
        find_sets(shut, digits, relaxable, tally, seen.sets[row], seen.opens[row])


@compiled
def _any_of(sets: Int64, chosen: int) -> Int64:
    """The homes of any of the sets whose bits are chosen: int64[n_words]."""
    homes = np.zeros(sets.shape[1], dtype=np.int64)
    for at in range(sets.shape[0]):
        if chosen >> at & 1:
            homes |= sets[at]
    return homes


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
    digits = np.zeros((_DIGITS_HELD, masks.size), dtype=np.int32)
    for at, i in enumerate(applicants):
        _find_masks(people, homes, terms, i, masks)
        for j in range(masks.size):
            n_open[j] += np.int32(masks[j] == 0)
            masks[j] = np.int32(0) if masks[j] & np.int32(_NEVER) != 0 else masks[j]
        _count_up(masks, digits)
        if (at + 1) % _MOST_HELD == 0:
            _carry_over(digits, shut)
    _carry_over(digits, shut)


@compiled
def _count_up(masks: Int32, digits: Int32) -> None:
    """Add the bits of some masks, each to a number of its own: digits[d, j] has a bit of all.

    Args:
        masks: int32[n_homes], used up.
        digits: int32[_DIGITS_HELD, n_homes], binary digits d of how often each bit was set.
    """
    for place in range(_DIGITS_HELD):
        digit = digits[place]
        for j in range(masks.size):
            carry = digit[j] & masks[j]
            digit[j] ^= masks[j]
            masks[j] = carry


@compiled
def _carry_over(digits: Int32, shut: Int32) -> None:
    """Add to the tally of each rule what the digits have counted, and start them again."""
    for rule in range(N_RULES):
        tally = shut[rule]
        for place in range(_DIGITS_HELD):
            digit = digits[place]
            for j in range(tally.size):
                tally[j] += (digit[j] >> rule & np.int32(1)) << place
    digits[:] = 0
