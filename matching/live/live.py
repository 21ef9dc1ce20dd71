"""A best allocation that is kept the best, one change at a time, with the least change to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from matching.columns import Int32, Int64, ProblemError, check_unique, settle
from matching.edges import Pairs
from matching.live import search
from matching.live.state import NOBODY, lay_out, with_applicant, with_room_for
from matching.prices import NotOptimalError, dual_bound, worth_at
from matching.priority import last_within_reach, rank_to_beat

_MOST_PRICE: Final = 2**40


class Move(NamedTuple):
    """Somebody's place before and after a change: vacancies, −1 for none."""

    applicant: int
    left: int
    took: int


@dataclass(frozen=True)
class Change:
    """What one change did to those who are still there.

    Attributes:
        moves: everyone whose place is another than before.
        gain: by how many points the value rose; below 0 if it fell.
    """

    moves: tuple[Move, ...]
    gain: int

    @property
    def housed(self) -> tuple[int, ...]:
        """Applicants who had no place before and have one now."""
        return tuple(move.applicant for move in self.moves if move.left < 0)

    @property
    def unhoused(self) -> tuple[int, ...]:
        """Applicants who had a place before and have none now."""
        return tuple(move.applicant for move in self.moves if move.took < 0)


class Standing(NamedTuple):
    """Who is there now, in order of priority, and what each of them has.

    Attributes:
        applicant: int64[n], the index of each.
        pairs: their pairs.
        place: int32[n], the vacancy each holds, −1 for none.
        capacity: int32[n_vacancies], places.
    """

    applicant: Int64
    pairs: Pairs
    place: Int32
    capacity: Int32


class Live:
    """An allocation kept the best in order of priority and then in fit, through any change.

    After each change those who are housed, and the value, are what a whole new solution would
    give. Of all the allocations that are as good, the one it comes to moves the fewest people.

    Attributes:
        value: the sum of the worths, in points.
    """

    def __init__(
        self, pairs: Pairs, capacity: Int32, place: Int32, prices: Int64, rank_keys: Int64
    ) -> None:
        """Begin from a best allocation and the prices that prove it.

        Args:
            pairs: eligible pairs, applicants in order of priority. A vacancy that may open later
                has its pairs, and capacity 0.
            capacity: int32[n_vacancies], places.
            place: int32[n_applicants], the vacancy each holds, −1 for none.
            prices: int64[n_vacancies], points, from ``least_prices``.
            rank_keys: int64[n_applicants], ascending: where each stands. A newcomer is given a
                key between those of the two they stand between.

        Raises:
            ProblemError: if a column is wrong.
            NotOptimalError: if the prices do not prove the allocation the best.
        """
        _check_columns(pairs, capacity, place, prices, rank_keys)
        self._state = lay_out(pairs, capacity, place, prices, rank_keys)
        self._n_applicants = len(place)
        self._used = int(self._state.block_stop[-1]) if len(capacity) else 0
        self._present = set(range(len(place)))
        self._rank_keys = set(rank_keys.tolist())
        self.value = int(worth_at(pairs, place).sum())
        self.prove()

    @property
    def place(self) -> Int32:
        """int32[n_applicants], the vacancy each holds, −1 for none; newcomers at the end."""
        return self._state.place[: self._n_applicants].copy()

    @property
    def capacity(self) -> Int32:
        """int32[n_vacancies], places."""
        return self._state.capacity.copy()

    @property
    def prices(self) -> Int64:
        """int64[n_vacancies], points: they prove the value, but need not be the least."""
        return self._state.prices[:-1].copy()

    def arrive(
        self, rank_key: int, vacancies: npt.ArrayLike, worths: npt.ArrayLike
    ) -> tuple[int, Change]:
        """Let in a newcomer, who may be housed, or turn out the last in order who could give way.

        Args:
            rank_key: where they stand, a whole number that nobody else has or had.
            vacancies: int32[k], the vacancies they are eligible for, each once.
            worths: int64[k], points.

        Returns:
            The index of the newcomer, the next in turn, and the change.

        Raises:
            ProblemError: if the key is taken or a column is wrong.
        """
        if rank_key in self._rank_keys or not abs(rank_key) < NOBODY:
            raise ProblemError(f"rank key {rank_key} is or was somebody's, or is out of range")
        vacancy, worth = _whole("vacancies", vacancies), _whole("worths", worths)
        if len(vacancy) != len(worth):
            raise ProblemError(f"there are {len(vacancy)} vacancies and {len(worth)} worths")
        newcomer = self._n_applicants
        self._state = with_applicant(self._state, newcomer, rank_key, vacancy, worth)
        n_moves, gain = search.arrive(self._state, newcomer)
        if n_moves == search.REFUSED:
            settle("vacancies", vacancy, np.int32, low=0, high=len(self._state.capacity) - 1)
            check_unique("vacancies", vacancy.astype(np.int64))
        if n_moves == search.NO_ROOM:
            self._state, self._used = with_room_for(self._state, newcomer, self._used)
            n_moves, gain = search.arrive(self._state, newcomer)
        self._n_applicants += 1
        self._present.add(newcomer)
        self._rank_keys.add(rank_key)
        return newcomer, self._changed(n_moves, gain)

    def withdraw(self, applicant: int) -> Change:
        """Let somebody go; if they were housed, the first in order who can comes in.

        Raises:
            ProblemError: if they are not there.
        """
        if applicant not in self._present:
            raise ProblemError(f"applicant {applicant} is not there; nobody can withdraw twice")
        self._present.remove(applicant)
        return self._changed(*search.withdraw(self._state, applicant))

    def add_place(self, vacancy: int, n: int = 1) -> Change:
        """Give a vacancy more places.

        Raises:
            ProblemError: if there is no such vacancy, or n is less than 1.
        """
        self._check_vacancy(vacancy)
        if n < 1:
            raise ProblemError(f"{n} places cannot be added to vacancy {vacancy}; add 1 or more")
        changes = [self._changed(*search.add_place(self._state, vacancy)) for _ in range(n)]
        return changes[0] if n == 1 else _one_after_another(changes)

    def lose_place(self, vacancy: int) -> Change:
        """Take one place from a vacancy; if none is free the last in order who can gives way.

        Raises:
            ProblemError: if there is no such vacancy, or it has no place.
        """
        self._check_vacancy(vacancy)
        if self._state.capacity[vacancy] == 0:
            raise ProblemError(f"vacancy {vacancy} has no place to lose")
        return self._changed(*search.lose_place(self._state, vacancy))

    def standing(self) -> Standing:
        """Those who are there now, ready for a whole new solution to be compared."""
        there = np.array(sorted(self._present), dtype=np.int64)
        order = there[np.argsort(self._state.rank[there])]
        s, n = self._state, self._n_applicants
        n_pairs = s.pair_start[n]
        everyone = Pairs(s.pair_start[: n + 1], s.vacancy[:n_pairs], s.worth[:n_pairs])
        return Standing(order, everyone.of(order), s.place[order], s.capacity.copy())

    def prove(self) -> None:
        """Prove again, from the pairs alone and in exact integers, that what stands is the best.

        Raises:
            NotOptimalError: if somebody is passed over or some rearrangement is worth more.
        """
        _, pairs, place, capacity = self.standing()
        unplaced, housed = np.flatnonzero(place < 0), np.flatnonzero(place >= 0)
        if (np.bincount(place[housed], minlength=len(capacity)) > capacity).any():
            raise NotOptimalError("a vacancy is given out more often than it has places")
        beat = rank_to_beat(pairs, last_within_reach(pairs, place, capacity), unplaced)
        if (beat > unplaced).any():
            raise NotOptimalError("someone is passed over who could be housed")
        value = int(worth_at(pairs, place).sum())
        bound = dual_bound(pairs.of(housed), capacity, self.prices)
        if not self.value == value == bound:
            raise NotOptimalError(
                f"the value is given as {self.value}; it is {value}, and the bound is {bound}"
            )

    def _changed(self, n_moves: int, gain: int) -> Change:
        s = self._state
        self.value += gain
        columns = (column[:n_moves].tolist() for column in (s.mover, s.left, s.took))
        return Change(tuple(map(Move, *columns)), gain)

    def _check_vacancy(self, vacancy: int) -> None:
        if not 0 <= vacancy < len(self._state.capacity):
            raise ProblemError(
                f"there is no vacancy {vacancy}; it must be 0..{len(self._state.capacity) - 1}"
            )


def _whole(where: str, given: npt.ArrayLike) -> Int32:
    """The column as int32; nothing is looked at if it is so already."""
    column = np.asarray(given)
    if column.dtype == np.int32 and column.ndim == 1:
        return column
    return settle(where, column, np.int32)


def _one_after_another(changes: list[Change]) -> Change:
    """Several changes as one: each person from where they first were to where they are last."""
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for move in (move for change in changes for move in change.moves):
        first.setdefault(move.applicant, move.left)
        last[move.applicant] = move.took
    moves = (Move(i, left, last[i]) for i, left in first.items() if left != last[i])
    return Change(tuple(moves), sum(change.gain for change in changes))


def _check_columns(
    pairs: Pairs, capacity: Int32, place: Int32, prices: Int64, rank_keys: Int64
) -> None:
    n_applicants, n_vacancies = len(pairs.start) - 1, len(capacity)
    for name, column, length in (
        ("place", place, n_applicants),
        ("rank_keys", rank_keys, n_applicants),
        ("prices", prices, n_vacancies),
    ):
        if len(column) != length:
            raise ProblemError(f"{name} has {len(column)} rows; it must have {length}")
    settle("capacity", capacity, np.int32, low=0)
    settle("place", place, np.int32, low=-1, high=n_vacancies - 1)
    settle("prices", prices, np.int64, low=0, high=_MOST_PRICE)
    settle("pairs.vacancy", pairs.vacancy, np.int32, low=0, high=n_vacancies - 1)
    settle("pairs.worth", pairs.worth, np.int32)
    if (falls := np.flatnonzero(np.diff(rank_keys) <= 0)).size:
        raise ProblemError(f"rank_keys row {falls[0] + 1} is not above the row before; it must be")
    check_unique("pairs", pairs.applicant * n_vacancies + pairs.vacancy)
    chosen = pairs.vacancy == place[pairs.applicant]
    if lost := np.setdiff1d(np.flatnonzero(place >= 0), pairs.applicant[chosen]).tolist():
        raise ProblemError(f"place row {lost[0]} is {place[lost[0]]}, for which they have no pair")
