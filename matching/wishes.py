"""Lists of what each seeker would like, best first, so that a search need read only their heads."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from matching.columns import Int32, Int64, starts
from matching.jit import compiled

_DIGIT_BITS: Final = 16


class Wishes(NamedTuple):
    """What each seeker would like, best first: seeker r's lie at start[r] to start[r + 1].

    Attributes:
        start: int64[n_seekers + 1].
        goal: int32[n_pairs], what is wished for.
        worth: int64[n_pairs], what it is worth; within a seeker's list it never rises.
    """

    start: Int64
    goal: Int32
    worth: Int64


def best_first(seeker: Int32, goal: Int32, worth: Int64, n_seekers: int) -> Wishes:
    """Sort pairs by seeker and then by worth, highest first; equal ones stay in the order given.

    Counting sorts, from the lowest digit of the worth up to the seeker, take the time of a few
    copies however many pairs there are.

    Args:
        seeker: int32[n_pairs], 0 to n_seekers − 1.
        goal: int32[n_pairs].
        worth: int64[n_pairs], whose highest and lowest differ by less than 2^63.
        n_seekers: how many lists to make.
    """
    start = starts(np.bincount(seeker, minlength=n_seekers))
    highest = worth.max(initial=0)
    below = highest - worth
    for shift in range(0, int(below.max(initial=0)).bit_length(), _DIGIT_BITS):
        seeker, goal, below = _by_digit(seeker, goal, below, shift)
    goal, below = _by_seeker(start, seeker, goal, below)
    return Wishes(start, goal, highest - below)


@compiled
def _by_digit(seeker: Int32, goal: Int32, below: Int64, shift: int) -> tuple[Int32, Int32, Int64]:
    """The pairs in order of one digit of ``below``; those with the same digit stay in order."""
    mask = (1 << _DIGIT_BITS) - 1
    at = np.zeros(mask + 2, dtype=np.int64)
    for e in range(below.size):
        at[((below[e] >> shift) & mask) + 1] += 1
    for digit in range(mask):
        at[digit + 1] += at[digit]
    seekers, goals, sorted_below = np.empty_like(seeker), np.empty_like(goal), np.empty_like(below)
    for e in range(below.size):
        digit = (below[e] >> shift) & mask
        seekers[at[digit]], goals[at[digit]], sorted_below[at[digit]] = seeker[e], goal[e], below[e]
        at[digit] += 1
    return seekers, goals, sorted_below


@compiled
def _by_seeker(start: Int64, seeker: Int32, goal: Int32, below: Int64) -> tuple[Int32, Int64]:
    """The goals and worths list by list; those of the same seeker stay in order."""
    at = start.copy()
    goals, sorted_below = np.empty_like(goal), np.empty_like(below)
    for e in range(seeker.size):
        to = at[seeker[e]]
        goals[to], sorted_below[to] = goal[e], below[e]
        at[seeker[e]] = to + 1
    return goals, sorted_below
