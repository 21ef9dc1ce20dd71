from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from matching.chains import capacity_left, house_with_movers, stayers
from matching.columns import ProblemError
from matching.movers_check import movers_passed_over
from matching.priority import house_in_order
from tests.matching.town import Wanted, given_problem, int32, pairs_of


def placed(wanted: Wanted, capacity: list[int], home_of: list[int]) -> list[int]:
    """Ranks of those placed, once the allocation is known to be whole and proved the best."""
    place = house_with_movers(pairs_of(wanted), int32(capacity), int32(home_of))
    assert all(j == -1 or j in wanted[i] for i, j in enumerate(place.tolist()))
    taken = np.bincount(place[place >= 0], minlength=len(capacity))
    assert (taken <= capacity_left(int32(capacity), int32(home_of), place)).all()
    assert not passed_over(wanted, place.tolist(), capacity, home_of)
    return np.flatnonzero(place >= 0).tolist()


def passed_over(
    wanted: Wanted, place: list[int], capacity: list[int], home_of: list[int]
) -> list[int]:
    flags = movers_passed_over(pairs_of(wanted), int32(place), int32(capacity), int32(home_of))
    return np.flatnonzero(flags).tolist()


def every_allocation(
    wanted: Wanted, capacity: list[int], home_of: list[int]
) -> Iterator[tuple[int, ...]]:
    """Every way of giving people homes in which nobody loses the one they hold."""
    place = [-1] * len(wanted)

    def decide(i: int) -> Iterator[tuple[int, ...]]:
        if i == len(wanted):
            at = [home if j < 0 else j for j, home in zip(place, home_of, strict=True)]
            if all(at.count(j) <= places for j, places in enumerate(capacity)):
                yield tuple(place)
            return
        for j in [-1, *wanted[i]]:
            place[i] = j
            yield from decide(i + 1)

    return decide(0)


def who(place: tuple[int, ...]) -> tuple[bool, ...]:
    return tuple(j >= 0 for j in place)


def test_a_mover_frees_a_home_for_a_newcomer():
    assert placed([[0], [1]], [1, 1], [-1, 0]) == [0, 1]


def test_a_mover_who_finds_nothing_better_keeps_their_home():
    assert placed([[0], [0]], [1, 1], [-1, 1]) == [0]
    assert placed([[0], []], [1], [-1, 0]) == []


def test_two_movers_swap_and_three_go_round_without_any_free_place():
    assert placed([[1], [0]], [1, 1], [0, 1]) == [0, 1]
    assert placed([[1], [2], [0]], [1, 1, 1], [0, 1, 2]) == [0, 1, 2]


def test_a_long_chain_of_movers_ends_with_the_newcomer():
    n = 30
    wanted = [[0]] + [[i] for i in range(1, n)]
    assert placed(wanted, [1] * n, [-1, *range(n - 1)]) == list(range(n))


def test_a_newcomer_is_housed_only_if_the_mover_who_lives_there_goes():
    assert placed([[0], [1], [1]], [1, 1], [-1, -1, 0]) == [0, 2]
    assert placed([[1], [0], [1]], [1, 1], [-1, -1, 0]) == [0]


def test_a_mover_may_leave_a_shared_home_while_another_stays():
    assert placed([[0], [0], [1], [1]], [2, 1], [-1, -1, 0, 0]) == [0, 2]


def test_a_mover_who_was_moved_along_may_go_home_again_before_their_turn():
    wanted = [[0, 3], [1], [1], [4]]
    assert placed(wanted, [1] * 5, [-1, -1, 0, 3]) == [0, 1, 3]


def test_one_person_may_be_housed_only_together_with_a_later_one():
    wanted, capacity, home_of = [[0], [1]], [1, 1], [-1, 0]
    possible = {who(place) for place in every_allocation(wanted, capacity, home_of)}
    assert (True, True) in possible
    assert (True, False) not in possible


@pytest.mark.parametrize("seed", range(4))
def test_the_set_is_the_best_of_all_and_the_check_flags_everyone_who_is_passed_over(seed):
    rng = np.random.default_rng(seed)
    for _ in range(450):
        wanted, capacity, home_of = given_problem(rng)
        allocations = list(every_allocation(wanted, capacity, home_of))
        sets = {who(place) for place in allocations}
        best = max(sets)
        assert placed(wanted, capacity, home_of) == np.flatnonzero(best).tolist()
        n_checked = min(len(allocations), 12)
        for at in rng.choice(len(allocations), n_checked, replace=False):
            place = allocations[at]
            flags = passed_over(wanted, list(place), capacity, home_of)
            assert flags == [k for k in range(len(wanted)) if could_be_placed(k, place, sets)]
            assert (flags == []) == (who(place) == best)


def could_be_placed(k: int, place: tuple[int, ...], sets: set[tuple[bool, ...]]) -> bool:
    """By definition: some allocation places k and everyone before k whom this one places."""
    kept = [i for i in range(k) if place[i] >= 0]
    return place[k] < 0 and any(other[k] and all(other[i] for i in kept) for other in sets)


def test_without_movers_it_is_housing_in_order_of_priority():
    rng = np.random.default_rng(5)
    for _ in range(300):
        n, m = int(rng.integers(1, 60)), int(rng.integers(1, 40))
        there = rng.random((n, m)) < rng.uniform(0.5, 4) / m
        wanted = [np.flatnonzero(row).tolist() for row in there]
        capacity = rng.integers(0, 3, m).tolist()
        plain = house_in_order(pairs_of(wanted), int32(capacity))
        assert placed(wanted, capacity, [-1] * n) == np.flatnonzero(plain >= 0).tolist()


def given_town(rng: np.random.Generator, n: int, m: int) -> tuple[Wanted, list[int], list[int]]:
    """Many more people than places, a third of the places lived in by people who would move."""
    capacity = rng.choice([1, 1, 1, 2, 4], m)
    beds = rng.permutation(np.repeat(np.arange(m), capacity))[: min(n, int(capacity.sum())) // 3]
    home_of = np.full(n, -1)
    home_of[rng.choice(n, len(beds), replace=False)] = beds
    there = rng.random((n, m)) < 3 / m
    there[home_of >= 0, home_of[home_of >= 0]] = False
    return [np.flatnonzero(row).tolist() for row in there], capacity.tolist(), home_of.tolist()


def test_the_order_of_the_vacancies_changes_nothing_of_who_is_placed():
    rng = np.random.default_rng(6)
    for _ in range(60):
        wanted, capacity, home_of = given_town(rng, 90, 30)
        to = rng.permutation(30)
        mixed = [rng.permutation(to[row]).tolist() if row else [] for row in wanted]
        homes = np.where(np.array(home_of) < 0, -1, to[home_of]).tolist()
        room = np.zeros(30, dtype=int)
        room[to] = capacity
        assert placed(mixed, room.tolist(), homes) == placed(wanted, capacity, home_of)


def test_one_more_place_never_makes_the_set_worse_in_order():
    rng = np.random.default_rng(7)
    for _ in range(60):
        wanted, capacity, home_of = given_town(rng, 60, 20)
        more = list(capacity)
        more[int(rng.integers(20))] += 1
        before = np.isin(np.arange(60), placed(wanted, capacity, home_of)).tolist()
        after = np.isin(np.arange(60), placed(wanted, more, home_of)).tolist()
        assert after >= before


def test_turning_out_the_last_one_placed_is_noticed_in_a_town():
    rng = np.random.default_rng(8)
    for _ in range(30):
        wanted, capacity, home_of = given_town(rng, 90, 30)
        place = house_with_movers(pairs_of(wanted), int32(capacity), int32(home_of))
        newcomers = np.flatnonzero((place >= 0) & (np.array(home_of) < 0))
        place[newcomers[-1]] = -1
        assert newcomers[-1] in passed_over(wanted, place.tolist(), capacity, home_of)


def test_those_who_stay_keep_their_places():
    home_of, place = int32([0, 0, 1, -1]), int32([1, -1, -1, -1])
    assert stayers(home_of, place).tolist() == [False, True, True, False]
    assert capacity_left(int32([2, 3]), home_of, place).tolist() == [1, 2]


@pytest.mark.parametrize(
    ("wanted", "capacity", "home_of", "says"),
    [
        ([[0]], [1], [0, 0], "home_of has 2 rows for 1 applicants"),
        ([[0]], [1], [1], "home_of row 0 is 1; it must be -1..0"),
        ([[], []], [1], [0, 0], "capacity row 0 is 1; more movers than that live there"),
        ([[], [0]], [1], [-1, 0], "applicant row 1 lives at vacancy 0"),
    ],
)
def test_homes_that_cannot_be_are_refused(wanted, capacity, home_of, says):
    with pytest.raises(ProblemError, match=says):
        house_with_movers(pairs_of(wanted), int32(capacity), int32(home_of))


def test_a_place_given_away_while_somebody_stays_there_is_refused():
    with pytest.raises(ProblemError, match="capacity row 0 is 1; 1 more than that are placed"):
        passed_over([[0], []], [0, -1], [1], [-1, 0])
