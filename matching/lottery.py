"""The published draw that settles ties: a hash of the seed and of keys, the same on any machine.

The mixing is SplitMix64 (Steele, Lea and Flood, 2014), whose constants are public: anyone who knows
a run's seed can draw the same lots again.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from matching.columns import Int64, ProblemError

UInt64 = npt.NDArray[np.uint64]

TOP_SEED: Final = 2**63 - 1

_GOLDEN: Final = np.uint64(0x9E3779B97F4A7C15)
_FIRST: Final = np.uint64(0xBF58476D1CE4E5B9)
_SECOND: Final = np.uint64(0x94D049BB133111EB)


def draw(seed: int, *keys: Int64) -> UInt64:
    """A lot for every row, from the seed and the row's keys in turn.

    Args:
        seed: 0 to TOP_SEED.
        keys: int64[n] each, the same length.

    Returns:
        uint64[n], evenly spread; the same row always draws the same lot.

    Raises:
        ProblemError: if the seed is out of range.
    """
    if not 0 <= seed <= TOP_SEED:
        raise ProblemError(f"the seed is {seed}; it must be 0..{TOP_SEED}")
    lot = np.full(len(keys[0]), seed, dtype=np.uint64)
    for key in keys:
        lot = _mix(lot) ^ key.view(np.uint64)
    return _mix(lot)


def _mix(number: UInt64) -> UInt64:
    """SplitMix64's step: one number in, one that looks unrelated out."""
    number = number + _GOLDEN
    number = (number ^ (number >> np.uint64(30))) * _FIRST
    number = (number ^ (number >> np.uint64(27))) * _SECOND
    return number ^ (number >> np.uint64(31))
