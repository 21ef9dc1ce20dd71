"""What one more place would change where people would move on, or where only their tiers count.

Whoever is placed counts one of their *turn*: their rank or, under a weighted policy, the turn of
their tier. Of two allocations the better is that which counts more of the first turn in which they
differ, or else has the greater fit. With a pair to stay by for every mover, that is an assignment
whose worths are vectors, compared in order, instead of numbers. So one more place at j changes a
best allocation along one path that ends there: at its start a newcomer comes in or a place is left
free, and along it each person goes from what they hold to what the next one left. A mover who
stayed and is placed counts one more of their turn, one sent back home one fewer, and everybody
else changes the points only. The best path to each vacancy is the best that any move adds to the
best path to the vacancy it leaves; rounds of moves, repeated until none adds to a path, find them
all (Bellman and Ford). The paths are least prices, in vectors, and prove the allocation as such.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from matching.chains import check_room, living_at, stayers
from matching.columns import Bools, Int8, Int32, Int64, starts
from matching.edges import Pairs
from matching.jit import compiled
from matching.margins import check_same_applicants
from matching.policy import TIERS
from matching.prices import NotOptimalError, worth_at

_BETTER: Final = "a chain of moves would make the allocation better"


@dataclass(frozen=True, eq=False)
class KnockOn:
    """What one more place would change, for each vacancy or each kind of home.

    Attributes:
        turns: int32[n, k], 1 + the turn of each person who would be placed besides, and the same
            below 0 for each mover who would stay after all; in order, 0 after the last. The first
            is never below 0.
        gain: int64[n], change of the total fit in points, theirs included.
    """

    turns: Int32
    gain: Int64

    def n_of_each_tier(self, tier_of_turn: Int8) -> Int32:
        """How many more of each tier would be placed: int32[n, 5], below 0 for fewer.

        Args:
            tier_of_turn: int8[n_turns], the tier of those who have each turn.
        """
        n_more = np.zeros((len(self.turns), len(TIERS)), dtype=np.int32)
        row, at = np.nonzero(self.turns)
        turn = self.turns[row, at]
        np.add.at(n_more, (row, tier_of_turn[np.abs(turn) - 1] - 1), np.sign(turn))
        return n_more


def knock_on(
    pairs: Pairs, place: Int32, capacity: Int32, home_of: Int32, turn: Int64 | None = None
) -> KnockOn:
    """What one more place at each vacancy would change.

    Args:
        pairs: eligible pairs, applicants in order of priority; none of a mover with their own home.
        place: int32[n_applicants], the best allocation; −1 for a newcomer without a home or a mover
            who stays.
        capacity: int32[n_vacancies], all places, those that are lived in included.
        home_of: int32[n_applicants], the vacancy where each lives and would free; −1 for newcomers.
        turn: int64[n_applicants], if nobody would move, the turn of each among those whose points
            may settle who goes first; below 0 for one who is never left out. Ranks if not given.

    Raises:
        NotOptimalError: if the allocation is not the best.
        ProblemError: if a vacancy has fewer places than people placed and staying there.
    """
    check_room(place, capacity, home_of)
    turn = np.arange(len(place)) if turn is None else turn
    n_turns = int(turn.max(initial=-1)) + 1
    people = _people(pairs, place, len(capacity), home_of, (n_turns - turn).astype(np.int32))
    n_most = min(int(np.count_nonzero(home_of >= 0)), len(capacity)) + 1
    best = _Labels(
        np.zeros((len(capacity), n_most + 3), dtype=np.int32),
        np.zeros(len(capacity), dtype=np.int64),
    )
    newcomers = np.flatnonzero((place < 0) & (home_of < 0))
    if not _spread(people, newcomers, best):
        raise NotOptimalError(_BETTER)
    _check_best(people, place, capacity, best)
    width = int(np.count_nonzero(best.changes, axis=1).max(initial=1))
    changes = best.changes[:, :width]
    return KnockOn(np.sign(changes) * (n_turns + 1) - changes, best.points)


def knock_on_of_kinds(
    kind_pairs: Pairs, n_kinds: int, pairs: Pairs, place: Int32, capacity: Int32, home_of: Int32
) -> KnockOn:
    """What one more home of each kind would change, though there is no vacancy of the kind.

    Each kind is one more vacancy, without a place so far.

    Args:
        kind_pairs: the kinds that the same applicants are eligible for, as if each were a vacancy.
        n_kinds: rows of kinds.
        pairs: eligible pairs, applicants in order of priority; none of a mover with their own home.
        place: int32[n_applicants], the best allocation; −1 for a newcomer without a home or a mover
            who stays.
        capacity: int32[n_vacancies], all places, those that are lived in included.
        home_of: int32[n_applicants], the vacancy where each lives and would free; −1 for newcomers.

    Raises:
        NotOptimalError: if the allocation is not the best.
        ProblemError: if the two sets of pairs are not of the same applicants, or a vacancy has
            fewer places than people placed and staying there.
    """
    check_same_applicants(kind_pairs, pairs)
    n_vacancies = len(capacity)
    order = np.argsort(np.concatenate([pairs.applicant, kind_pairs.applicant]), kind="stable")
    joined = Pairs(
        pairs.start + kind_pairs.start,
        np.concatenate([pairs.vacancy, kind_pairs.vacancy + np.int32(n_vacancies)])[order],
        np.concatenate([pairs.worth, kind_pairs.worth])[order],
    )
    room = np.append(capacity, np.zeros(n_kinds, dtype=np.int32))
    found = knock_on(joined, place, room, home_of)
    return KnockOn(found.turns[n_vacancies:], found.gain[n_vacancies:])


class _People(NamedTuple):
    """Everybody, what they hold and where they could go.

    Pairs are as in ``Pairs``. ``own`` is the worth of what each is given, 0 for those who stay;
    ``standing`` is greater the sooner their turn. Those who hold a place at j, by being given it or
    by staying, lie at holder_start[j] to holder_start[j + 1] of ``holder``.
    """

    start: Int64
    vacancy: Int32
    worth: Int64
    own: Int64
    standing: Int32
    home: Int32
    stays: Bools
    holder_start: Int64
    holder: Int64


class _Labels(NamedTuple):
    """The best path to each vacancy: whom it places, as standings, and the points it adds.

    A row of ``changes`` has the standing of each person placed, and 0 less the standing of each who
    goes back home; the greatest standing first, 0 after the last. Rows compared number by number
    are then vectors compared turn by turn.
    """

    changes: Int32
    points: Int64


def _people(
    pairs: Pairs, place: Int32, n_vacancies: int, home_of: Int32, standing: Int32
) -> _People:
    holds = np.where(place >= 0, place, home_of)
    holder = np.argsort(holds, kind="stable")[np.count_nonzero(holds < 0) :]
    return _People(
        pairs.start,
        pairs.vacancy,
        pairs.worth.astype(np.int64, copy=False),
        worth_at(pairs, place),
        standing,
        home_of.astype(np.int32, copy=False),
        stayers(home_of, place),
        starts(living_at(holds, n_vacancies)),
        holder,
    )


def _check_best(people: _People, place: Int32, capacity: Int32, best: _Labels) -> None:
    """Refuse an allocation in which a path to a free place, or to a newcomer, would be better."""
    first = best.changes[:, 0]
    free = np.diff(people.holder_start) < capacity
    if (free & ((first != 0) | (best.points != 0))).any():
        raise NotOptimalError(_BETTER)
    newcomers = np.flatnonzero((place >= 0) & (people.home < 0))
    at, standing = place[newcomers], people.standing[newcomers]
    fits_better = (first[at] == standing) & (best.points[at] > people.own[newcomers])
    if ((first[at] > standing) | fits_better).any():
        raise NotOptimalError(_BETTER)


@compiled
def _spread(p: _People, newcomers: Int64, best: _Labels) -> bool:
    """Carry paths along moves until none gets better; False if they get better for ever.

    A path that passes no vacancy twice has fewer moves than there are vacancies.
    """
    n_vacancies = best.points.size
    changes = np.zeros(best.changes.shape[1], dtype=np.int32)
    for i in newcomers:
        changes[0] = p.standing[i]
        for e in range(p.start[i], p.start[i + 1]):
            _improve(best, p.vacancy[e], changes, p.worth[e])
    changed = np.ones(n_vacancies, dtype=np.bool_)
    for _ in range(n_vacancies + 1):
        if not changed.any():
            return True
        left = np.flatnonzero(changed)
        changed[:] = False
        for j in left:
            for at in range(p.holder_start[j], p.holder_start[j + 1]):
                if not _move_on(p, p.holder[at], int(j), best, changes, changed):
                    return False
    return not changed.any()


@compiled
def _move_on(p: _People, i: int, left: int, best: _Labels, changes: Int32, changed: Bools) -> bool:
    """Let a holder leave for wherever else they could go; False if the path is too long to be."""
    fits = _add(best.changes[left], p.standing[i] if p.stays[i] else 0, changes)
    points = best.points[left] - p.own[i]
    for e in range(p.start[i], p.start[i + 1]):
        changed[p.vacancy[e]] |= _improve(best, p.vacancy[e], changes, points + p.worth[e])
    home = p.home[i]
    if home >= 0 and not p.stays[i]:
        fits &= _add(best.changes[left], -p.standing[i], changes)
        changed[home] |= _improve(best, home, changes, points)
    return fits


@compiled
def _add(changes: Int32, one: int, to: Int32) -> bool:
    """Write changes and one more, 0 for none, in order; False if there is no room for all."""
    n = 0
    for other in changes:
        if one != 0 and abs(one) >= abs(other):
            to[n], n = one, n + 1
            one = 0
        if other == 0 or n >= to.size - 1:
            break
        to[n], n = other, n + 1
    to[min(n, to.size - 1)] = 0
    return n < to.size - 1


@compiled
def _improve(best: _Labels, at: int, changes: Int32, points: int) -> bool:
    """Put a better path in the place of the one there; False if it is no better."""
    there, n = best.changes[at], 0
    while changes[n] == there[n] and changes[n] != 0:
        n += 1
    if changes[n] < there[n] or (changes[n] == there[n] and points <= best.points[at]):
        return False
    best.points[at] = points
    while changes[n] != 0:
        there[n], n = changes[n], n + 1
    while there[n] != 0:
        there[n], n = 0, n + 1
    return True
