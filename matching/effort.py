"""How much a run may take: the caller's clock and the machine's memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

BYTES_A_PAIR: Final = 40
"""Memory that a run takes at its most, for each eligible pair (docs/performance.md)."""


class TooLargeError(MemoryError):
    """A problem that the memory allowed does not hold; the message says what it needs."""


@dataclass(frozen=True)
class Effort:
    """What a run may take.

    Attributes:
        stop: asked between steps whether time is up; then the best so far is the answer, and says
            how much of it is settled. None for no end.
        memory_mb: most memory that the pairs may take, MiB; None for any.
    """

    stop: Callable[[], bool] | None = None
    memory_mb: int | None = None

    def is_spent(self) -> bool:
        """Whether time is up."""
        return self.stop is not None and self.stop()

    def check_pairs(self, n_pairs: int, share_done: float) -> None:
        """Refuse to go on when the pairs found so far do not fit.

        Args:
            n_pairs: eligible pairs found so far.
            share_done: the share of the applicants looked at, above 0.

        Raises:
            TooLargeError: if they take more memory than is allowed.
        """
        needed = n_pairs * BYTES_A_PAIR >> 20
        if self.memory_mb is not None and needed > self.memory_mb:
            raise TooLargeError(
                f"the eligible pairs need about {int(needed / share_done)} MiB, more than the "
                f"{self.memory_mb} allowed; allow more, or match a part of the area by itself"
            )


UNLIMITED: Final = Effort()
