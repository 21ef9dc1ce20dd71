"""Exact best assignments by shortest paths of moves, each begun from the side that is scarce.

Those who seek — vacancies as a rule, for places are fewer than people — are served one after
another. Each sets off the chain of moves that costs the rest the least: it takes someone, whose
vacancy takes someone else, and so on to a person who is still free or a place best left empty.
Prices keep every such cost at or above 0, so Dijkstra's search finds it, and whatever is held at
the end is worth the most there can be (README, "Fit"). Lists are sorted and nobody still free has a
price, so a list is never read beyond the first who is free: that is what makes it quick.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from matching.columns import Int32, Int64, ProblemError, starts
from matching.edges import Pairs
from matching.heap import drop_first, push
from matching.jit import compiled
from matching.lottery import draw
from matching.wishes import Wishes, best_first

MOST_WORTH: Final = 2**61
"""A worth must be below this: a search adds up three of them at the most."""

LOOKS_A_PAIR: Final = 200
_PAIRS_AT_LEAST: Final = 10_000
_FAR: Final = 2**62

_N_SEEKERS: Final = 0
_N_GOALS: Final = 1
_N_WAITING: Final = 2
_N_LOOKS: Final = 3


class Found(NamedTuple):
    """A best assignment, and prices that prove it.

    Attributes:
        place: int32[n_applicants], the vacancy of each, −1 for none.
        prices: int64[n_vacancies], points, at least 0; 0 where a place is left free. Everyone has
            what is best for them at these prices, or goes without.
    """

    place: Int32
    prices: Int64


def best_places(pairs: Pairs, capacity: Int32, looks_a_pair: int = LOOKS_A_PAIR) -> Found | None:
    """Assign applicants to vacancies for the greatest total worth, nobody being forced.

    Args:
        pairs: eligible pairs; a pair worth 0 or less is never used.
        capacity: int32[n_vacancies], places.
        looks_a_pair: give up when pairs have been looked at so many times each, on average; few
            pairs count as 10,000.

    Returns:
        The assignment; or None if it was given up, which says nothing about the problem but that
        another method may be quicker.

    Raises:
        ProblemError: if a worth is so large that sums could pass the 64-bit integers.
    """
    n_applicants, n_vacancies = len(pairs.start) - 1, len(capacity)
    if (largest := int(pairs.worth.max(initial=0))) >= MOST_WORTH:
        raise ProblemError(f"a worth of {largest} is too large; it must be below {MOST_WORTH}")
    people, homes, worth = _worth_having(pairs)
    n_eligible = np.bincount(homes, minlength=n_vacancies)
    places = np.minimum(capacity, n_eligible + (n_eligible > 0)).astype(np.int64)
    one_each = np.minimum(1, np.bincount(people, minlength=n_applicants))
    most_looks = looks_a_pair * max(len(people), _PAIRS_AT_LEAST)
    place = np.full(n_applicants, -1, dtype=np.int32)
    if places.sum() < one_each.sum():
        wishes = best_first(homes, people, worth, n_vacancies)
        if (standing := _serve(wishes, places, one_each, most_looks)) is None:
            return None
        place[standing.goal_of_slot] = standing.holder
        return Found(place, standing.gain)
    wishes = best_first(people, homes, worth, n_applicants)
    if (standing := _serve(wishes, one_each, places, most_looks)) is None:
        return None
    held = np.flatnonzero(standing.holder >= 0)
    place[standing.holder[held]] = standing.goal_of_slot[held]
    return Found(place, standing.price)


def _worth_having(pairs: Pairs) -> tuple[Int32, Int32, Int64]:
    """Applicant, vacancy and worth of the pairs that are worth something."""
    n_applicants = len(pairs.start) - 1
    people = np.repeat(np.arange(n_applicants, dtype=np.int32), pairs.n_of_each)
    worth = pairs.worth.astype(np.int64, copy=False)
    having = worth > 0
    if having.all():
        return people, pairs.vacancy, worth
    return people[having], pairs.vacancy[having], worth[having]


class _Standing(NamedTuple):
    """What is held so far, and the prices at which nobody could do better.

    worth ≤ gain + price for every pair, and = for those held; the price of a goal with room is 0,
    and so is the gain of a seeker that has gone without. The slots of goal c lie at slot_start[c]
    to slot_start[c + 1], and the first n_held[c] of them are taken.
    """

    gain: Int64
    price: Int64
    slot_start: Int64
    n_held: Int64
    holder: Int32
    goal_of_slot: Int32
    first_open: Int64


class _Search(NamedTuple):
    """What a search keeps between its steps: who was reached, how far off, and by what way."""

    reached: Int64
    lost_slot: Int64
    seekers: Int32
    distance: Int64
    wanted_by: Int32
    goals: Int32
    keys: Int64
    rows: Int32
    tally: Int64


def _serve(wishes: Wishes, units: Int64, room: Int64, most_looks: int) -> _Standing | None:
    """Give every seeker its units; None if that takes too many looks."""
    standing, search = _standing(wishes, room), _search(wishes, room)
    done = _seek_everyone(wishes, units, _turns(wishes, units), standing, search, most_looks)
    return standing if done else None


def _turns(wishes: Wishes, units: Int64) -> Int64:
    """Seekers in the order to serve them: int64[n_seekers], the fewest wishes a unit first.

    They move the least and are in the way the longest. Equals come by lot, for an order of rows
    can be as bad as can be: that in which each newcomer moves everybody on by one.
    """
    n_wishes = np.diff(wishes.start) // np.maximum(units, 1)
    return np.lexsort((draw(0, np.arange(len(units))), n_wishes))


def _standing(wishes: Wishes, room: Int64) -> _Standing:
    """Nothing held, nothing priced; everyone seeks what they like best."""
    slot_start = starts(room)
    best = np.append(wishes.worth, 0)[wishes.start[:-1]]
    return _Standing(
        gain=np.where(np.diff(wishes.start) > 0, best, 0),
        price=np.zeros(len(room), dtype=np.int64),
        slot_start=slot_start,
        n_held=np.zeros(len(room), dtype=np.int64),
        holder=np.full(slot_start[-1], -1, dtype=np.int32),
        goal_of_slot=np.repeat(np.arange(len(room), dtype=np.int32), room),
        first_open=wishes.start[:-1].copy(),
    )


def _search(wishes: Wishes, room: Int64) -> _Search:
    n_seekers, n_goals = len(wishes.start) - 1, len(room)
    return _Search(
        reached=np.full(n_seekers, _FAR, dtype=np.int64),
        lost_slot=np.full(n_seekers, -1, dtype=np.int64),
        seekers=np.zeros(n_seekers, dtype=np.int32),
        distance=np.full(n_goals, _FAR, dtype=np.int64),
        wanted_by=np.full(n_goals, -1, dtype=np.int32),
        goals=np.zeros(n_goals, dtype=np.int32),
        keys=np.empty(len(wishes.goal), dtype=np.int64),
        rows=np.empty(len(wishes.goal), dtype=np.int32),
        tally=np.zeros(4, dtype=np.int64),
    )


@compiled
def _seek_everyone(
    w: Wishes, units: Int64, turns: Int64, s: _Standing, f: _Search, most_looks: int
) -> bool:
    """Serve every unit of every seeker in turn; False if it took too many looks."""
    for seeker in turns:
        for _ in range(units[seeker]):
            length, last, goal = _shortest_path(w, s, f, seeker)
            _change_prices(s, f, length)
            _move_along(s, f, last, goal)
            if f.tally[_N_LOOKS] > most_looks:
                return False
            if last == seeker and goal < 0:
                break
    return True


@compiled
def _shortest_path(w: Wishes, s: _Standing, f: _Search, seeker: int) -> tuple[int, int, int]:
    """The cheapest chain of moves from a seeker: its cost, who comes last, and the goal with room.

    The goal is −1 if the last on the chain goes without instead.
    """
    length, last, last_goal = _FAR, -1, -1
    distance, n_done = 0, 0
    f.tally[_N_SEEKERS] = f.tally[_N_GOALS] = f.tally[_N_WAITING] = 0
    _reach(f, seeker, 0, -1)
    while True:
        while n_done < f.tally[_N_SEEKERS]:
            r = f.seekers[n_done]
            n_done += 1
            cost, goal = _way_out(w, s, r)
            if distance + cost < length:
                length, last, last_goal = distance + cost, r, goal
            _look(w, s, f, r, length)
        if f.tally[_N_WAITING] == 0 or f.keys[0] >= length:
            return length, last, last_goal
        distance, goal = f.keys[0], f.rows[0]
        f.tally[_N_WAITING] = drop_first(f.keys, f.rows, f.tally[_N_WAITING])
        for slot in range(s.slot_start[goal], s.slot_start[goal] + s.n_held[goal]):
            if f.reached[s.holder[slot]] == _FAR:
                _reach(f, s.holder[slot], distance, slot)


@compiled
def _reach(f: _Search, seeker: int, distance: int, slot: int) -> None:
    """Queue a seeker who would lose a slot to someone at this distance."""
    f.reached[seeker] = distance
    f.lost_slot[seeker] = slot
    f.seekers[f.tally[_N_SEEKERS]] = seeker
    f.tally[_N_SEEKERS] += 1


@compiled
def _way_out(w: Wishes, s: _Standing, r: int) -> tuple[int, int]:
    """What it costs to take the best goal that has room, and which; or to go without, and −1."""
    e, stop = s.first_open[r], w.start[r + 1]
    while e < stop and s.slot_start[w.goal[e]] + s.n_held[w.goal[e]] == s.slot_start[w.goal[e] + 1]:
        e += 1
    s.first_open[r] = e
    if e < stop:
        return s.gain[r] - w.worth[e], w.goal[e]
    return s.gain[r], -1


@compiled
def _look(w: Wishes, s: _Standing, f: _Search, r: int, length: int) -> None:
    """Note the goals that seeker r could take from others, if that is any nearer than the end."""
    start = w.start[r]
    e, stop = start, s.first_open[r]
    base = f.reached[r] + s.gain[r]
    while e < stop and base - w.worth[e] < length:
        goal = w.goal[e]
        distance = base - w.worth[e] + s.price[goal]
        if distance < length and distance < f.distance[goal]:
            if f.distance[goal] == _FAR:
                f.goals[f.tally[_N_GOALS]] = goal
                f.tally[_N_GOALS] += 1
            f.distance[goal] = distance
            f.wanted_by[goal] = r
            if s.n_held[goal] != 1 or f.reached[s.holder[s.slot_start[goal]]] == _FAR:
                f.tally[_N_WAITING] = push(f.keys, f.rows, f.tally[_N_WAITING], distance, goal)
        e += 1
    f.tally[_N_LOOKS] += 1 + e - start


@compiled
def _change_prices(s: _Standing, f: _Search, length: int) -> None:
    """Make every step of the chain found cost nothing, and no other less; forget the search."""
    for x in range(f.tally[_N_SEEKERS]):
        r = f.seekers[x]
        s.gain[r] -= length - f.reached[r]
        f.reached[r] = _FAR
    for x in range(f.tally[_N_GOALS]):
        goal = f.goals[x]
        s.price[goal] += max(0, length - f.distance[goal])
        f.distance[goal] = _FAR


@compiled
def _move_along(s: _Standing, f: _Search, seeker: int, goal: int) -> None:
    """Hand everything on the chain up by one, from its end back to the seeker who began it."""
    slot = -1
    if goal >= 0:
        slot = s.slot_start[goal] + s.n_held[goal]
        s.n_held[goal] += 1
    while True:
        if slot >= 0:
            s.holder[slot] = seeker
        slot = f.lost_slot[seeker]
        if slot < 0:
            return
        seeker = f.wanted_by[s.goal_of_slot[slot]]
