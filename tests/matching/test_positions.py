from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np
import pytest

from matching.columns import ProblemError
from matching.edges import Pairs
from matching.links import follow
from matching.side.positions import Positions, position_links, with_positions
from matching.side.rows import Rows
from tests.matching.town import Town, as_lists, int32, pairs_of, towns


def test_the_rows_of_one_chain_by_position():
    pairs = pairs_of([[0], [1], [1]])
    found = with_positions(pairs, int32([1, 1]), int32([-1, 0, -1]), 2)
    assert found.original.tolist() == [0, 1, 2]
    assert found.position.tolist() == [2, 1, 1]
    assert found.pairs.worth.tolist() == [0, 1, 2]
    assert sorted(as_lists(found.rows)) == [([(0, 1), (1, -1)], 0), ([(1, 1), (2, 1)], 1)]


def test_a_swap_needs_a_cycle_of_two_and_three_in_a_ring_one_of_three():
    swap = pairs_of([[1], [0]]), int32([1, 1]), int32([0, 1])
    assert len(with_positions(*swap, 1).pairs) == 0
    assert with_positions(*swap, 2).cycle.tolist() == [0, 0]
    ring = pairs_of([[1], [2], [0]]), int32([1, 1, 1]), int32([0, 1, 2])
    assert [len(with_positions(*ring, longest).pairs) for longest in (1, 2, 3)] == [0, 0, 3]


def test_positions_allow_exactly_what_links_no_longer_than_asked_allow():
    n_within = np.zeros(2, dtype=int)
    for _, town in towns(5, 260):
        if (town.home_of >= 0).sum() < 2:
            continue
        possible = set(every_place(town))
        for longest in (1, 2, 3):
            found = with_positions(town.pairs, town.capacity, town.home_of, longest)
            written = set()
            for chosen in choices_that_hold(found.pairs, found.rows, town.n_applicants):
                written.add(tuple(town.place(found.original[chosen])))
                check_links(town, found, chosen, longest)
            assert written <= possible
            for place in possible:
                within = place in written
                assert within == (shortest_longest(town, place) <= longest)
                n_within[int(within)] += 1
    assert n_within.min() > 100, n_within


def every_place(town: Town) -> Iterator[tuple[int, ...]]:
    """Every allocation in which nobody loses a home."""
    for chosen in town.every_choice():
        where = town.whereabouts(chosen)
        if all(where.count(j) <= places for j, places in enumerate(town.capacity)):
            yield tuple(town.place(chosen))


def choices_that_hold(pairs: Pairs, rows: Rows, n_applicants: int) -> Iterator[np.ndarray]:
    """Every way of using at most one copy for each applicant by which no row is overdrawn."""
    options = [[-1, *range(pairs.start[i], pairs.start[i + 1])] for i in range(n_applicants)]
    amounts = np.zeros((len(pairs) + 1, rows.n_rows), dtype=int)
    amounts[rows.pair, rows.row] = rows.amount
    for choice in product(*options):
        if (amounts[list(choice)].sum(axis=0) <= rows.most).all():
            yield np.array([e for e in choice if e >= 0], dtype=np.int64)


def check_links(town: Town, found: Positions, chosen: np.ndarray, longest: int) -> None:
    """Links by position are whole: each follows a mover from that home, none is followed twice."""
    link = position_links(found, chosen, town.home_of)
    place = town.place(found.original[chosen])
    givers = [int(m) for m in link if m >= 0]
    assert len(givers) == len(set(givers))
    assert all(place[m] >= 0 and town.home_of[m] == place[i] for i, m in enumerate(link) if m >= 0)
    for j, places in enumerate(town.capacity):
        free = sum(place[i] == j and link[i] < 0 for i in range(len(place)))
        assert free <= places - town.home_of.tolist().count(j)
    chains = follow(link, np.array(place))
    assert chains.length.max(initial=0) <= longest


def shortest_longest(town: Town, place: tuple[int, ...]) -> int:
    """The longest chain when links are chosen, of all possible ones, to make it the shortest."""
    takers = [i for i, j in enumerate(place) if j >= 0]
    free = [int(c) - town.home_of.tolist().count(j) for j, c in enumerate(town.capacity)]
    best = len(takers)
    options = [[-1, *(m for m in takers if town.home_of[m] == place[i])] for i in takers]
    for links in product(*options):
        used = [m for m in links if m >= 0]
        starts_at = [place[i] for i, m in zip(takers, links, strict=True) if m < 0]
        if len(used) == len(set(used)) and all(
            starts_at.count(j) <= places for j, places in enumerate(free)
        ):
            best = min(best, longest_of(dict(zip(takers, links, strict=True))))
    return best


def longest_of(link: dict[int, int]) -> int:
    """How many people are on the way from the last of a chain to its first, or round a cycle."""
    longest = 0
    for last in link:
        at, n = link[last], 1
        while at not in (-1, last) and n <= len(link):
            at, n = link[at], n + 1
        longest = max(longest, n if n <= len(link) else 0)
    return longest


def test_chains_of_no_move_and_copies_that_break_the_rows_are_refused():
    with pytest.raises(ProblemError, match="longest is 0"):
        with_positions(pairs_of([[0]]), int32([1]), int32([-1]), 0)
    found = with_positions(pairs_of([[0], [1]]), int32([1, 1]), int32([-1, 0]), 2)
    with pytest.raises(ProblemError, match="break the rows"):
        position_links(found, np.flatnonzero(found.position == 2), int32([-1, 0]))
