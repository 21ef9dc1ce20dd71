"""Sets of homes as words of 64 bits: counted, listed, and sorted by how many rules shut each."""

from __future__ import annotations

from typing import Final

import numpy as np

from matching.columns import Int32, Int64
from matching.jit import compiled
from matching.rules import N_RULES

N_DIGITS: Final = N_RULES.bit_length()
"""Binary digits of how many rules shut a home."""


@compiled
def count_bits(words: Int64) -> int:
    """How many bits are set; without branches, so that the machine counts many words at a step."""
    n = 0
    for at in range(words.size):
        word = words[at]
        word -= word >> 1 & 0x5555555555555555
        word = (word & 0x3333333333333333) + (word >> 2 & 0x3333333333333333)
        word = word + (word >> 4) & 0x0F0F0F0F0F0F0F0F
        n += word * 0x0101010101010101 >> 56
    return n


@compiled
def list_homes(words: Int64, first: int, stop: int, listed: Int32) -> int:
    """List the homes of a run whose bits are set; how many there are.

    Args:
        words: int64[n_words].
        first: the first home of the run.
        stop: the home after the last.
        listed: int32, written; it must have room for one more than all of them.
    """
    n = 0
    for at in range(first >> 6, stop + 63 >> 6):
        if words[at] != 0:
            for home in range(max(first, at << 6), min(stop, (at + 1) << 6)):
                listed[n] = home
                n += words[at] >> (home & 63) & 1
    return n


@compiled
def mask_of(shut: Int64, home: int) -> int:
    """The mask of the rules that shut a home."""
    mask = 0
    for rule in range(N_RULES):
        mask |= (shut[rule, home >> 6] >> (home & 63) & 1) << rule
    return mask


@compiled
def add_up(shut: Int64, n_shut: Int32, digits: Int64) -> None:
    """Count the homes that each rule shuts, and the rules that shut each home, 64 at a step.

    Args:
        shut: int64[N_RULES, n_words], the homes that each rule shuts.
        n_shut: int32[N_RULES], written: how many they are.
        digits: int64[N_DIGITS, n_words], written: the binary digits of each home's number.
    """
    digits[:] = 0
    carry, n_added = np.empty(shut.shape[1], dtype=np.int64), 0
    for rule in range(N_RULES):
        n_shut[rule] = count_bits(shut[rule])
        if n_shut[rule] > 0:
            carry[:] = shut[rule]
            n_added += 1
            for place in range(N_DIGITS):
                if n_added >> place == 0:
                    break
                digit = digits[place]
                for at in range(carry.size):
                    both = digit[at] & carry[at]
                    digit[at] ^= carry[at]
                    carry[at] = both


@compiled
def select(digits: Int64, number: int, among: Int64, selected: Int64) -> None:
    """Write which homes of a set are shut by so many rules: int64[n_words] into ``selected``."""
    selected[:] = among
    for place in range(N_DIGITS):
        digit = digits[place]
        for at in range(selected.size):
            selected[at] &= digit[at] if number >> place & 1 else ~digit[at]
