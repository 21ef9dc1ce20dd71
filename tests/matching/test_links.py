from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np
import pytest

from matching.chains import house_with_movers
from matching.columns import ProblemError
from matching.links import Chains, chain_of
from tests.matching.town import given_problem, int32, pairs_of


def chains(place: list[int], home_of: list[int], capacity: list[int]) -> Chains:
    return chain_of(int32(place), int32(home_of), int32(capacity))


def test_no_chain_runs_through_a_place_given_away_while_somebody_stays_there():
    with pytest.raises(ProblemError, match="capacity row 0 is 1; 1 more than that are placed"):
        chains([0, -1], [-1, 0], [1])


def test_links_say_whose_place_each_takes():
    found = chains([0, 1, 2, -1], [-1, 0, 1, -1], [1, 1, 1])
    assert found.link.tolist() == [1, 2, -1, -1]
    assert found.chain.tolist() == [0, 0, 0, -1]
    assert (found.length.tolist(), found.closed.tolist()) == ([3], [False])


def test_a_swap_is_a_closed_chain_of_two():
    found = chains([1, 0, 2], [0, 1, -1], [1, 1, 1])
    assert found.link.tolist() == [1, 0, -1]
    assert (found.length.tolist(), found.closed.tolist()) == ([1, 2], [False, True])


def test_free_places_of_a_shared_home_go_to_the_first_in_rank():
    found = chains([0, 0, 1], [-1, -1, 0], [2, 1])
    assert found.link.tolist() == [-1, 2, -1]


def test_the_first_in_rank_takes_the_shortest_cycle_through_a_shared_home():
    place, home_of = [1, 0, 2, 0], [0, 1, 0, 2]
    assert chains(place, home_of, [2, 1, 1]).length.tolist() == [2, 2]


def test_chains_are_whole_and_as_short_as_the_homes_let_them_be():
    rng = np.random.default_rng(9)
    for _ in range(800):
        wanted, capacity, home_of = given_problem(rng)
        place = house_with_movers(pairs_of(wanted), int32(capacity), int32(home_of)).tolist()
        found = chains(place, home_of, capacity)
        check_links(found, place, home_of, capacity)
        shortest = shortest_longest(tuple(place), tuple(home_of), tuple(capacity))
        if all(capacity[home] == 1 for home in home_of if home >= 0):
            assert found.length.max(initial=0) == shortest
        assert found.length.max(initial=0) >= shortest


def check_links(found: Chains, place: list[int], home_of: list[int], capacity: list[int]) -> None:
    """Each link joins a mover's home to a place; each is followed once; free places suffice."""
    link = found.link.tolist()
    givers = [m for m in link if m >= 0]
    assert len(givers) == len(set(givers))
    assert all(place[m] >= 0 and home_of[m] == place[i] for i, m in enumerate(link) if m >= 0)
    for j, places in enumerate(capacity):
        unlinked = sum(place[i] == j and link[i] < 0 for i in range(len(place)))
        assert unlinked <= places - home_of.count(j)
    for i, m in enumerate(link):
        assert (found.chain[i] >= 0) == (place[i] >= 0)
        assert m < 0 or found.chain[m] == found.chain[i]
    assert found.length.tolist() == np.bincount(found.chain[found.chain >= 0]).tolist()
    for number, closed in enumerate(found.closed.tolist()):
        assert closed == all(link[i] >= 0 for i in np.flatnonzero(found.chain == number))


@cache
def shortest_longest(
    place: tuple[int, ...], home_of: tuple[int, ...], capacity: tuple[int, ...]
) -> int:
    """The longest chain when links are chosen, of all possible ones, to make it the shortest."""
    return min(
        (max(lengths(link), default=0) for link in every_link(place, home_of, capacity)), default=0
    )


def every_link(
    place: tuple[int, ...], home_of: tuple[int, ...], capacity: tuple[int, ...]
) -> Iterator[dict[int, int]]:
    """Every way of saying whose freed place each person placed takes, −1 a free one."""
    takers = [i for i, j in enumerate(place) if j >= 0]
    free = [places - home_of.count(j) for j, places in enumerate(capacity)]
    link: dict[int, int] = {}

    def decide(at: int) -> Iterator[dict[int, int]]:
        if at == len(takers):
            yield dict(link)
            return
        i = takers[at]
        used = set(link.values())
        if sum(m < 0 and place[t] == place[i] for t, m in link.items()) < free[place[i]]:
            link[i] = -1
            yield from decide(at + 1)
            del link[i]
        for m in takers:
            if home_of[m] == place[i] and m not in used:
                link[i] = m
                yield from decide(at + 1)
                del link[i]

    return decide(0)


def lengths(link: dict[int, int]) -> list[int]:
    """How many people are in each chain or cycle."""
    heads = {}
    for i in link:
        seen = {i}
        at = i
        while link[at] >= 0 and link[at] not in seen:
            at = link[at]
            seen.add(at)
        heads[i] = min(seen) if link[at] >= 0 else at
    return [list(heads.values()).count(head) for head in set(heads.values())]
