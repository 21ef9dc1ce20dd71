"""Support needs, drawn so that each district keeps the proportions of the homelessness tables."""

import numpy as np

from service.demo.figures.places import DISTRICTS
from service.demo.figures.support import NEEDS, OWED, Need, Owed
from service.demo.rounding import Bools, Ints, filled, shared_out

MOST_NEEDS = 12


def draw_needs(
    column: int, supported: Bools, bedrooms: Ints, rng: np.random.Generator
) -> list[tuple[Need, ...]]:
    """The needs of each household of a district; none where it is not supported.

    How many households have one, two, or three or more needs, how many needs there are in all and
    how often each occurs are those of table A3, scaled to the households supported. Needs that
    state an age go to households of a fitting size, at most one to each.

    Args:
        column: Which district, in the order of ``DISTRICTS``.
        supported: bool[n], who has support needs.
        bedrooms: int64[n], bedrooms needed.
        rng: The lot.
    """
    rows = np.flatnonzero(supported)
    left = rng.permutation(numbers_of_needs(OWED[DISTRICTS[column]], len(rows), rng))
    wanted = shared_out(int(left.sum()), [need.households[column] for need in NEEDS])
    table = np.zeros((len(rows), len(NEEDS)), dtype=np.bool_)
    _give_aged(table, left, wanted, bedrooms[rows], rng)
    aged = np.array([need.ages is not None for need in NEEDS])
    table[:, ~aged] = filled(left, wanted[~aged], rng)
    needs: list[tuple[Need, ...]] = [() for _ in supported]
    for row, has in zip(rows, table, strict=True):
        needs[row] = tuple(NEEDS[i] for i in np.flatnonzero(has))
    return needs


def numbers_of_needs(owed: Owed, n: int, rng: np.random.Generator) -> Ints:
    """How many needs each of n households has, in ascending order.

    Returns:
        int64[n], 1 to ``MOST_NEEDS``.
    """
    one, two, more = shared_out(n, [owed.one, owed.two, owed.three_or_more])
    total = round(owed.needs * n / owed.with_needs)
    several = np.full(more, 3, dtype=np.int64)
    for _ in range(total - int(one + 2 * two + 3 * more)):
        room = np.flatnonzero(several < MOST_NEEDS)
        several[rng.choice(room)] += 1
    return np.concatenate([np.full(one, 1), np.full(two, 2), np.sort(several)])


def _give_aged(
    table: Bools, left: Ints, wanted: Ints, bedrooms: Ints, rng: np.random.Generator
) -> None:
    """Give out the needs that state an age; what finds nobody goes to the commonest need."""
    untagged = np.ones(len(left), dtype=np.bool_)
    for number, need in enumerate(NEEDS):
        if need.ages is None:
            continue
        fitting = np.flatnonzero(untagged & (bedrooms == need.bedrooms))
        chosen = rng.permutation(fitting)[: int(wanted[number])]
        table[chosen, number] = True
        untagged[chosen] = False
        left[chosen] -= 1
        wanted[np.argmax(wanted)] += int(wanted[number]) - len(chosen)
