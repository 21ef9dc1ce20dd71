from __future__ import annotations

import numpy as np
import pytest

from matching import Change, Live, NotOptimalError, ProblemError
from matching.columns import starts
from matching.edges import Pairs
from matching.flow import best_fit
from matching.live.reach import LENGTH, N_REACHED, OUTSIDE, unreached
from matching.live.state import NOBODY
from matching.prices import least_prices, worth_at
from matching.priority import house_in_order

STEP = 1_000_000
"""Between the rank keys of two neighbours at the start: room for newcomers."""


def given_pairs(wanted: list[dict[int, int]]) -> Pairs:
    """Applicant 0 first in order: the vacancies each could have, with what those are worth."""
    return Pairs(
        starts(np.array([len(row) for row in wanted], dtype=np.int64)),
        np.array([j for row in wanted for j in row], dtype=np.int32),
        np.array([worth for row in wanted for worth in row.values()], dtype=np.int32),
    )


def solve_afresh(pairs: Pairs, capacity: np.ndarray) -> tuple[np.ndarray, int]:
    place = house_in_order(pairs, capacity)
    housed = np.flatnonzero(place >= 0)
    place[housed] = best_fit(pairs.of(housed), capacity)
    return place, int(worth_at(pairs, place).sum())


def given_live(wanted: list[dict[int, int]] | Pairs, capacity: list[int]) -> Live:
    pairs = wanted if isinstance(wanted, Pairs) else given_pairs(wanted)
    room = np.array(capacity, dtype=np.int32)
    place, _ = solve_afresh(pairs, room)
    housed = np.flatnonzero(place >= 0)
    prices = least_prices(pairs.of(housed), place[housed], len(room))
    return Live(pairs, room, place, prices, STEP * np.arange(len(place)))


class Town:
    """Draws events one after another and holds each against a fresh solution."""

    def __init__(self, seed: int, n_applicants: int, n_vacancies: int) -> None:
        self.rng = np.random.default_rng(seed)
        self.largest = int(self.rng.choice([2, 4, 30, 3_000]))
        self.share = self.rng.uniform(0.5, 6) / n_vacancies
        self.n_vacancies, self.last_key = n_vacancies, STEP * n_applicants
        wanted = [self.draw_pairs() for _ in range(n_applicants)]
        capacity = self.rng.choice([0, 1, 1, 1, 2, 4], n_vacancies).tolist()
        self.live = given_live(wanted, capacity)
        self.there = list(range(n_applicants))

    def draw_pairs(self) -> dict[int, int]:
        vacancies = np.flatnonzero(self.rng.random(self.n_vacancies) < self.share)
        worths = self.rng.integers(1, self.largest, len(vacancies))
        return dict(zip(vacancies.tolist(), worths.tolist(), strict=True))

    def let_something_happen(self) -> None:
        before, value = self.live.place, self.live.value
        change = self.draw_event()
        now = self.live.standing()
        place, best = solve_afresh(now.pairs, now.capacity)
        assert ((place >= 0) == (now.place >= 0)).all()
        assert self.live.value == best == value + change.gain
        self.live.prove()
        self.check_cutoffs()
        self.check_nothing_is_kept_of_the_search()
        self.check_moves(before, change)

    def draw_event(self, most_places: int = 2) -> Change:
        kind, vacancy = self.rng.integers(4), int(self.rng.integers(self.n_vacancies))
        if kind == 0:
            wanted = self.draw_pairs()
            key = int(self.rng.integers(self.last_key))
            newcomer, change = self.live.arrive(key, list(wanted), list(wanted.values()))
            self.there.append(newcomer)
            return change
        if kind == 1 and self.there:
            return self.live.withdraw(self.there.pop(int(self.rng.integers(len(self.there)))))
        if kind == 2 or not self.live.capacity[vacancy]:
            return self.live.add_place(vacancy, int(self.rng.integers(1, most_places + 1)))
        return self.live.lose_place(vacancy)

    def check_cutoffs(self) -> None:
        """The cut-offs that are kept prove the set: by (a) to (d) of the README."""
        now, cutoff = self.live.standing(), self.live._state.cutoff
        rank = self.live._state.rank[now.applicant][now.pairs.applicant]
        held = now.place[now.pairs.applicant]
        waits, there = held < 0, cutoff[now.pairs.vacancy]
        assert (there[waits] <= rank[waits]).all()
        assert (rank[~waits] < cutoff[held[~waits]]).all()
        assert (there[~waits] <= cutoff[held[~waits]]).all()
        n_held = np.bincount(held[now.pairs.vacancy == held], minlength=len(cutoff))
        assert (cutoff[n_held < now.capacity] == NOBODY).all()

    def check_nothing_is_kept_of_the_search(self) -> None:
        sides, clean = self.live._state.sides, unreached(self.n_vacancies)
        assert (sides[:, LENGTH] == clean[:, LENGTH]).all()
        assert (sides[:, [OUTSIDE, N_REACHED], 0] == clean[:, [OUTSIDE, N_REACHED], 0]).all()

    def check_moves(self, before: np.ndarray, change: Change) -> None:
        """The moves are all that has changed for those who are still there."""
        after = self.live.place
        before = np.append(before, np.full(len(after) - len(before), -1))
        changed = {(i, int(before[i]), int(after[i])) for i in self.there if before[i] != after[i]}
        assert set(change.moves) == changed
        assert len(change.moves) == len(changed)


@pytest.mark.parametrize("seed", range(40))
def test_every_change_in_a_small_town_ends_where_a_fresh_solution_would(seed):
    rng = np.random.default_rng(seed)
    town = Town(seed, int(rng.integers(1, 12)), int(rng.integers(1, 8)))
    for _ in range(50):
        town.let_something_happen()


@pytest.mark.parametrize("seed", range(3))
def test_every_change_in_a_larger_town_ends_where_a_fresh_solution_would(seed):
    town = Town(100 + seed, 400, 60)
    for _ in range(120):
        town.let_something_happen()


def every_best_place(pairs: Pairs, capacity: np.ndarray, housed: np.ndarray) -> list[list[int]]:
    """All the best allocations of some people, by trying every one."""
    found: list[tuple[int, list[int]]] = []
    place, left = [-1] * len(housed), capacity.tolist()

    def decide(i: int, value: int) -> None:
        if i == len(place):
            found.append((value, place.copy()))
            return
        if not housed[i]:
            decide(i + 1, value)
            return
        for e in range(pairs.start[i], pairs.start[i + 1]):
            j = int(pairs.vacancy[e])
            if left[j]:
                left[j], place[i] = left[j] - 1, j
                decide(i + 1, value + int(pairs.worth[e]))
                left[j], place[i] = left[j] + 1, -1

    decide(0, 0)
    best = max(value for value, _ in found)
    return [answer for value, answer in found if value == best]


@pytest.mark.parametrize("seed", range(40))
def test_no_best_allocation_would_move_fewer_people(seed):
    town = Town(seed, 5, 4)
    for _ in range(25):
        before = town.live.place
        moved = len(town.draw_event(most_places=1).moves)
        now = town.live.standing()
        was = [int(before[i]) if i < len(before) else -1 for i in now.applicant]
        if len(now.applicant) > 7:
            continue
        all_best = every_best_place(now.pairs, now.capacity, now.place >= 0)
        fewest = min(sum(a != b for a, b in zip(was, best, strict=True)) for best in all_best)
        assert moved == fewest


def test_a_newcomer_takes_the_place_of_the_last_in_order_through_others():
    live = given_live([{0: 9, 1: 8}, {1: 5}], [1, 1])
    newcomer, change = live.arrive(-1, [0], [7])
    assert set(change.moves) == {(newcomer, -1, 0), (0, 0, 1), (1, 1, -1)}
    assert (change.housed, change.unhoused, change.gain) == ((newcomer,), (1,), 7 + 8 - 9 - 5)


def test_a_newcomer_who_stands_last_waits_until_somebody_withdraws():
    live = given_live([{0: 9}], [1])
    newcomer, change = live.arrive(STEP, [0], [4])
    assert change == Change((), 0)
    assert live.withdraw(0).housed == (newcomer,)
    assert live.place.tolist() == [-1, 0]


def test_a_freed_place_nobody_waits_for_goes_to_whom_it_suits_better():
    live = given_live([{0: 9, 1: 2}, {0: 8, 1: 5}], [1, 1])
    assert live.value == 14
    change = live.withdraw(0)
    assert change.moves == ((1, 1, 0),)
    assert live.value == 8


def test_the_last_in_order_gives_way_to_a_lost_place():
    live = given_live([{0: 3, 1: 3}, {1: 9}], [1, 1])
    change = live.lose_place(0)
    assert (change.unhoused, live.place.tolist()) == ((1,), [1, -1])


def test_a_free_place_elsewhere_saves_everyone_when_a_place_is_lost():
    live = given_live([{0: 3, 1: 1}], [1, 1])
    assert live.lose_place(0).moves == ((0, 0, 1),)


def test_losing_a_place_that_stands_free_moves_nobody():
    assert given_live([{0: 3}], [2]).lose_place(0) == Change((), 0)


def test_a_vacancy_without_takers_and_an_applicant_without_pairs_change_nothing():
    live = given_live([{0: 3}], [1, 0])
    assert live.add_place(1, 3) == Change((), 0)
    newcomer, change = live.arrive(5, [], [])
    assert change == live.withdraw(newcomer) == Change((), 0)
    live.prove()


def test_several_places_are_one_change():
    live = given_live([{0: 5, 1: 1}, {0: 6}, {0: 7}], [1, 1])
    assert live.place.tolist() == [1, 0, -1]
    change = live.add_place(0, 2)
    assert set(change.moves) == {(0, 1, 0), (2, -1, 0)}
    assert change.gain == 18 - 7


def test_nobody_can_withdraw_twice():
    live = given_live([{0: 3}], [1])
    live.withdraw(0)
    for applicant in (0, 1, -1):
        with pytest.raises(ProblemError, match=f"applicant {applicant} is not there"):
            live.withdraw(applicant)


def test_a_place_that_is_not_there_cannot_be_lost():
    live = given_live([{0: 3}], [1])
    live.lose_place(0)
    with pytest.raises(ProblemError, match="vacancy 0 has no place to lose"):
        live.lose_place(0)
    with pytest.raises(ProblemError, match="no vacancy 1"):
        live.add_place(1)
    with pytest.raises(ProblemError, match="0 places"):
        live.add_place(0, 0)


@pytest.mark.parametrize(
    ("rank_key", "vacancies", "worths", "message"),
    [
        (0, [0], [1], "rank key 0"),
        (2**70, [0], [1], "rank key"),
        (1, [0, 0], [1, 1], "vacancies row 1 is 0, as in another row"),
        (1, [0, 2], [1, 1], r"vacancies row 1 is 2; it must be 0\.\.1"),
        (1, [-1], [1], r"vacancies row 0 is -1"),
        (1, [0, 1], [1], "2 vacancies and 1 worths"),
        (1, [0], [2**40], "worths row 0"),
    ],
)
def test_a_newcomer_with_wrong_columns_is_refused_and_nothing_changes(
    rank_key, vacancies, worths, message
):
    live = given_live([{0: 3, 1: 2}], [1, 1])
    with pytest.raises(ProblemError, match=message):
        live.arrive(rank_key, vacancies, worths)
    live.prove()
    assert live.arrive(1, [1], [1])[0] == 1


def test_a_key_cannot_be_had_again_after_a_withdrawal():
    live = given_live([{0: 3}], [1])
    live.withdraw(0)
    with pytest.raises(ProblemError, match="is or was somebody's"):
        live.arrive(0, [0], [1])


def test_an_answer_that_is_not_the_best_cannot_be_begun_from():
    pairs = given_pairs([{0: 9, 1: 1}, {0: 1, 1: 9}])
    room, keys = np.array([1, 1], dtype=np.int32), np.arange(2)
    crossed, nobody = np.array([1, 0], dtype=np.int32), np.array([-1, -1], dtype=np.int32)
    with pytest.raises(NotOptimalError, match="the bound is"):
        Live(pairs, room, crossed, np.zeros(2, dtype=np.int64), keys)
    with pytest.raises(NotOptimalError, match="passed over"):
        Live(pairs, room, nobody, np.zeros(2, dtype=np.int64), keys)


@pytest.mark.parametrize(
    ("place", "keys", "message"),
    [
        ([0, 1], [0, 0], "rank_keys row 1 is not above the row before"),
        ([0, 0], [0, 1], "place row 1 is 0, for which they have no pair"),
        ([0], [0, 1], "place has 1 rows; it must have 2"),
    ],
)
def test_columns_that_cannot_be_right_are_refused(place, keys, message):
    pairs, room = given_pairs([{0: 9}, {1: 9}]), np.array([2, 1], dtype=np.int32)
    with pytest.raises(ProblemError, match=message):
        Live(
            pairs,
            room,
            np.array(place, dtype=np.int32),
            np.zeros(2, dtype=np.int64),
            np.array(keys),
        )
