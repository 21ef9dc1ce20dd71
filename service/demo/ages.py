"""Ages of lead applicants, in the bands of the homelessness tables."""

import numpy as np

from service.demo.figures.support import AGE_BANDS, Ages, Need
from service.demo.rounding import Ints, shared_out

LARGE_FAMILY_AGES: Ages = (28, 50)
FAMILY_AGES: Ages = (21, 58)
ANY_AGE: Ages = (16, 88)
"""Ages of leads of households needing three or more, two, and one bedroom; ours."""


def draw_ages(bedrooms: Ints, needs: list[tuple[Need, ...]], rng: np.random.Generator) -> list[int]:
    """An age for each lead applicant of a district.

    All the ages together keep the bands of table A6, so the families' take theirs first and single
    people and couples have what remains. An age that a need states is kept in any case.
    """
    pool = _Pool(len(bedrooms), rng)
    stated = [_stated_ages(of_one) for of_one in needs]
    ages = [0] * len(bedrooms)
    order = np.lexsort((-bedrooms, np.array([of_one is None for of_one in stated])))
    for row in order:
        ages[row] = pool.take(stated[row] or _usual_ages(int(bedrooms[row])))
    return ages


def _stated_ages(needs: tuple[Need, ...]) -> Ages | None:
    return next((need.ages for need in needs if need.ages is not None), None)


def _usual_ages(bedrooms: int) -> Ages:
    if bedrooms == 1:
        return ANY_AGE
    return FAMILY_AGES if bedrooms == 2 else LARGE_FAMILY_AGES


class _Pool:
    """Ages to be given out, each as often as the bands say."""

    def __init__(self, n: int, rng: np.random.Generator) -> None:
        self._rng = rng
        self._left = np.zeros(ANY_AGE[1] + 1, dtype=np.int64)
        per_band = shared_out(n, [count for _, count in AGE_BANDS])
        for ((low, high), _), count in zip(AGE_BANDS, per_band, strict=True):
            self._left += np.bincount(
                rng.integers(low, high + 1, int(count)), minlength=len(self._left)
            )

    def take(self, ages: Ages) -> int:
        """An age in a range: out of those left if there is one, else any of the range."""
        low, high = ages
        left = self._left[low : high + 1]
        if not left.any():
            return int(self._rng.integers(low, high + 1))
        age = low + int(np.searchsorted(np.cumsum(left), self._rng.integers(left.sum()), "right"))
        self._left[age] -= 1
        return age
