"""The smallest sets of rules whose relaxing would open a home, found by compiled loops."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from matching.columns import Int32, Int64
from matching.homebits import count_bits, list_homes, mask_of, select
from matching.jit import compiled
from matching.packing import N_SETS
from matching.rules import N_RULES

_ANY_MASK: Final = (1 << N_RULES) - 1


class Tally(NamedTuple):
    """How many homes have each of some masks: a hash table, with the slots that are in use.

    Attributes:
        mask: int32[2^k], more than twice as many as there are homes or rules.
        n_of: int32[2^k], homes; 0 in a slot that is not in use.
        used: int32, as many as may be in use.
    """

    mask: Int32
    n_of: Int32
    used: Int32


def empty_tally(n_homes: int) -> Tally:
    """A tally that takes the masks of so many homes, or of each rule by itself."""
    n_masks = max(n_homes, N_RULES)
    n_slots = 1 << (2 * n_masks + 1).bit_length()
    mask, n_of = np.zeros((2, n_slots), dtype=np.int32)
    return Tally(mask, n_of, np.zeros(n_masks, dtype=np.int32))


@compiled
def find_sets(
    shut: Int64, digits: Int64, relaxable: Int64, tally: Tally, sets: Int32, opens: Int32
) -> None:
    """Find the smallest sets of rules that shut a home and contain no other such set.

    They are taken in order of size, so that whatever contains one already taken is passed by, and
    relaxing one opens the homes that it alone shuts.

    Args:
        shut: int64[N_RULES, n_words], the homes that each rule shuts.
        digits: int64[N_DIGITS, n_words], how many rules shut each.
        relaxable: int64[n_words], the homes that no rule shuts that is never relaxed.
        tally: empty; left so.
        sets: int32[N_SETS], written as far as there are sets.
        opens: int32[N_SETS], written likewise.
    """
    taken, n_taken = np.full(N_SETS, _ANY_MASK + 1, dtype=np.int32), 0
    left, listed = np.empty_like(relaxable), np.empty(relaxable.size * 64 + 1, dtype=np.int32)
    for size in range(1, N_RULES + 1):
        select(digits, size, relaxable, left)
        if size == 1:
            n_used = _add_single(shut, left, tally)
        else:
            _pass_by(shut, taken[:n_taken], left)
            n_used = 0
            for j in listed[: list_homes(left, 0, left.size << 6, listed)]:
                n_used = _add(tally, n_used, mask_of(shut, j), 1)
        n_taken = _take_most(tally, n_used, n_taken, taken, opens)
        if n_taken == N_SETS:
            break
    sets[:n_taken] = taken[:n_taken]


@compiled
def _add_single(shut: Int64, left: Int64, tally: Tally) -> int:
    """Count the homes that each rule shuts by itself; how many such rules there are."""
    n_used = 0
    for rule in range(N_RULES):
        n_homes = count_bits(left & shut[rule])
        if n_homes > 0:
            n_used = _add(tally, n_used, 1 << rule, n_homes)
    return n_used


@compiled
def _pass_by(shut: Int64, sets: Int32, left: Int64) -> None:
    """Leave out the homes that every rule of one of some sets shuts."""
    for mask in sets:
        shut_by_all = left.copy()
        for rule in range(N_RULES):
            if mask >> rule & 1:
                shut_by_all &= shut[rule]
        left &= ~shut_by_all


@compiled
def _contains_any(mask: int, sets: Int32) -> bool:
    contains = False
    for at in range(N_SETS):
        contains |= mask & sets[at] == sets[at]
    return contains


@compiled
def _add(tally: Tally, n_used: int, mask: int, n_homes: int) -> int:
    """Count some homes of one mask; how many different masks there are now."""
    last = tally.mask.size - 1
    slot = (mask ^ mask >> 7) & last
    while tally.n_of[slot] > 0 and tally.mask[slot] != mask:
        slot = (slot + 1) & last
    if tally.n_of[slot] == 0:
        tally.mask[slot] = mask
        tally.used[n_used] = slot
        n_used += 1
    tally.n_of[slot] += n_homes
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
