"""The smallest sets of rules whose relaxing would open a home, found by compiled loops."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from matching.columns import Int32
from matching.jit import compiled
from matching.packing import N_SETS
from matching.rules import N_RULES

FAR: Final = N_RULES + 1
"""The distance of a home that is open, or that is shut by a rule that is never relaxed."""

_ANY_MASK: Final = (1 << N_RULES) - 1


class Tally(NamedTuple):
    """How many homes have each of some masks: a hash table, with the slots that are in use.

    Attributes:
        mask: int32[2^k], more than twice as many as there are homes.
        n_of: int32[2^k], homes; 0 in a slot that is not in use.
        used: int32[n_homes].
    """

    mask: Int32
    n_of: Int32
    used: Int32


def empty_tally(n_homes: int) -> Tally:
    """A tally that takes the masks of so many homes."""
    n_slots = 1 << (2 * n_homes + 1).bit_length()
    mask, n_of = np.zeros((2, n_slots), dtype=np.int32)
    return Tally(mask, n_of, np.zeros(n_homes, dtype=np.int32))


@compiled
def gather(distance: Int32, low: int, high: int, homes: Int32) -> int:
    """List the homes at a distance of ``low`` to ``high``; how many there are."""
    n = 0
    for j in range(distance.size):
        homes[n] = j
        n += (distance[j] >= low) & (distance[j] <= high)
    return n


@compiled
def find_sets(
    masks: Int32,
    distance: Int32,
    limit: int,
    listed: Int32,
    n_listed: int,
    tally: Tally,
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
            n_listed = gather(distance, size, N_RULES, listed)
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
def _add(tally: Tally, n_used: int, mask: int) -> int:
    """Count a mask; how many different ones there are now."""
    last = tally.mask.size - 1
    slot = (mask ^ mask >> 7) & last
    while tally.n_of[slot] > 0 and tally.mask[slot] != mask:
        slot = (slot + 1) & last
    if tally.n_of[slot] == 0:
        tally.mask[slot] = mask
        tally.used[n_used] = slot
        n_used += 1
    tally.n_of[slot] += 1
    return n_used


@compiled
def _take_most(tally: Tally, n_used: int, n_taken: int, taken: Int32, opens: Int32) -> int:
    """Take the masks that most homes have, of equals the lower, and empty the tally.

    Returns:
        How many are taken now.
    """
    while n_taken < N_SETS:
        best, most = _ANY_MASK, 0
        for slot in tally.used[:n_used]:
            mask, count = tally.mask[slot], tally.n_of[slot]
            if (count > most or (count == most and mask < best)) and not _contains_any(mask, taken):
                best, most = mask, count
        if most == 0:
            break
        taken[n_taken], opens[n_taken] = best, most
        n_taken += 1
    for slot in tally.used[:n_used]:
        tally.n_of[slot] = 0
    return n_taken


@compiled
def _pass_by(masks: Int32, sets: Int32, distance: Int32) -> None:
    """Put homes whose masks contain one of some sets, of which there are N_SETS, far away."""
    for j in range(masks.size):
        contains = False
        for at in range(N_SETS):
            contains |= masks[j] & sets[at] == sets[at]
        distance[j] = np.int32(FAR) if contains else distance[j]
