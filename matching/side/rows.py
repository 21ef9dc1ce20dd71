"""Side constraints as rows of integers over the pairs: what one place cannot see by itself.

A row r holds when Σ amount · x over its entries is at most ``most[r]``, x being 1 for a pair that
is used. An applicant uses at most one pair; one applicant and vacancy may have several pairs, one
for each way of housing them there, such as which service gives the hours.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from matching.columns import Bools, Int32, Int64


class Rows(NamedTuple):
    """Linear rows over pairs, entry by entry.

    Attributes:
        pair: int64[n_entries], the pair of each entry.
        row: int32[n_entries], the row of each entry.
        amount: int64[n_entries], what the pair takes of the row; negative if it gives.
        most: int64[n_rows], what each row has to give.
    """

    pair: Int64
    row: Int32
    amount: Int64
    most: Int64

    @property
    def n_rows(self) -> int:
        """How many rows there are."""
        return len(self.most)

    def of(self, kept: Bools) -> Rows:
        """The rows over the pairs that are kept, which are numbered anew in their order.

        Args:
            kept: bool[n_pairs].
        """
        entry = np.flatnonzero(kept[self.pair])
        new = np.cumsum(kept) - 1
        return Rows(new[self.pair[entry]], self.row[entry], self.amount[entry], self.most)

    def used(self, chosen: Int64) -> Int64:
        """What some pairs take of each row: int64[n_rows].

        Args:
            chosen: int64[k], indexes of the pairs that are used, each once.
        """
        is_chosen = np.zeros(int(self.pair.max(initial=-1)) + 1, dtype=np.bool_)
        is_chosen[chosen[chosen < len(is_chosen)]] = True
        taken = is_chosen[self.pair]
        total = np.zeros(self.n_rows, dtype=np.int64)
        np.add.at(total, self.row[taken], self.amount[taken])
        return total

    def hold(self, chosen: Int64) -> bool:
        """Whether no row is overdrawn when these pairs are used."""
        return bool((self.used(chosen) <= self.most).all())


NO_ROWS = Rows(
    np.zeros(0, dtype=np.int64),
    np.zeros(0, dtype=np.int32),
    np.zeros(0, dtype=np.int64),
    np.zeros(0, dtype=np.int64),
)
"""No side constraint at all."""
