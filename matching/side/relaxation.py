"""Prices of side rows: a linear programme proposes them, and a flow proves what they are worth."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np

from matching.side.losses import Losses, Mix, losses_at
from matching.side.programme import NEARLY, Floats, overdrawn, shares_and_prices

_COLUMNS_A_PLACE: Final = 12
_MOST_ROUNDS: Final = 40


class Relaxed(NamedTuple):
    """What prices were found, and how the linear programme would share people out.

    Attributes:
        losses: what the best prices prove.
        share: float64[n_pairs], how far each pair is used, 0 to 1; a guide only.
    """

    losses: Losses
    share: Floats


def relax(mix: Mix, stop: Callable[[], bool] | None = None) -> Relaxed:
    """Price the rows, by linear programmes over the few pairs and rows that matter.

    Each round proves what the prices are worth, takes in the pairs that they bring near, with the
    rows that these could overdraw, and asks for better prices, until the bound cannot come down.

    Args:
        mix: the assignment and its rows.
        stop: asked between rounds whether time is up.

    Raises:
        NoAllocationError: if even without the rows not everybody who must be can be placed.
    """
    best = losses = losses_at(mix, np.zeros(mix.rows.n_rows, dtype=np.int64))
    share, pairs = _used(best), np.zeros(len(mix.pairs), dtype=np.bool_)
    for _ in range(_MOST_ROUNDS):
        pairs |= losses.of_pair <= _near(mix, losses)
        pairs[losses.pair_of[losses.pair_of >= 0]] = True
        rows = overdrawn(mix, pairs)
        if not rows.any() or (stop is not None and stop()):
            break
        if (answer := shares_and_prices(mix, pairs, rows)) is None:
            break
        share, value, of_row = answer
        losses = losses_at(mix, of_row)
        best = min(best, losses, key=lambda some: some.total)
        if best.bound <= value + NEARLY:
            break
    return Relaxed(best, share)


def _used(losses: Losses) -> Floats:
    """The pairs of the allocation without a loss, as shares."""
    share = np.zeros(len(losses.of_pair))
    share[losses.pair_of[losses.pair_of >= 0]] = 1
    return share


def _near(mix: Mix, losses: Losses) -> int:
    """A loss that so many pairs stay within as a programme should begin with."""
    n_places = min(int(mix.capacity.sum()), len(mix.must))
    wanted = min(len(mix.pairs), _COLUMNS_A_PLACE * n_places)
    return int(np.partition(losses.of_pair, wanted - 1)[wanted - 1]) if wanted else 0
