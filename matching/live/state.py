"""What stands: who is placed where, at what prices, and who could take each vacancy.

The takers of a vacancy, those with a pair for it, lie in a block of one long column: against the
left end those who are housed, here or elsewhere, against the right end those who wait, both in
order of priority; between them room for newcomers.

Every vacancy has a cut-off, a rank. Nobody waits for a vacancy who stands before its cut-off; all
who hold it do, and none of them could have a vacancy with a later one; where a place is free it is
NOBODY. So cut-offs prove the set, as prices prove the fit (README, "One change at a time").
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from matching.columns import Column, Int32, Int64, starts
from matching.edges import Pairs
from matching.jit import compiled
from matching.live.reach import unreached
from matching.prices import worth_at
from matching.priority import FREE, last_within_reach

NOBODY: Final = 2**62
"""Stands for the rank of nobody: everybody goes before."""

_ROOM: Final = 8


class State(NamedTuple):
    """Columns of applicants, pairs, vacancies and takers; a column may have room at its end.

    Attributes:
        rank: int64[applicant_room], where each stands in order of priority: the lower goes first.
        place: int32[applicant_room], the vacancy each holds, −1 for none.
        worth_held: int32[applicant_room], points, what their place is worth to them; 0 without one.
        next_holder: int32[applicant_room], who else holds the same vacancy, −1 for nobody else.
        pair_start: int64[applicant_room + 1], where each applicant's pairs begin.
        vacancy: int32[pair_room], the vacancy of each pair.
        worth: int32[pair_room], points.
        capacity: int32[n_vacancies], places.
        n_held: int32[n_vacancies], places taken.
        first_holder: int32[n_vacancies], −1 if nobody holds it.
        last_rank: int64[n_vacancies], of its holders where the last in order stands, −NOBODY
            for nobody.
        cutoff: int64[n_vacancies], the cut-off; NOBODY where a place is free.
        prices: int64[n_vacancies + 1], points; the last is that of being nowhere, always 0.
        block_start: int64[n_vacancies], where the block of takers begins.
        block_stop: int64[n_vacancies], where it ends.
        n_housed: int64[n_vacancies], takers who are housed.
        n_waiting: int64[n_vacancies], takers who wait.
        first_rank: int64[n_vacancies], where the first of these in order stands, NOBODY for nobody.
        taker: int32[taker_room], applicants.
        taker_worth: int32[taker_room], points, of those who are housed.
        mover: int32[n_vacancies + 2], who moved at the last change.
        left: int32[n_vacancies + 2], the vacancy each of them held before, −1 for none.
        took: int32[n_vacancies + 2], the vacancy each of them holds now, −1 for none.
        sides: tables of the search for a chain, from its start and from its end (``reach``).
    """

    rank: Int64
    place: Int32
    worth_held: Int32
    next_holder: Int32
    pair_start: Int64
    vacancy: Int32
    worth: Int32
    capacity: Int32
    n_held: Int32
    first_holder: Int32
    last_rank: Int64
    cutoff: Int64
    prices: Int64
    block_start: Int64
    block_stop: Int64
    n_housed: Int64
    n_waiting: Int64
    first_rank: Int64
    taker: Int32
    taker_worth: Int32
    mover: Int32
    left: Int32
    took: Int32
    sides: Int64


def lay_out(pairs: Pairs, capacity: Int32, place: Int32, prices: Int64, rank: Int64) -> State:
    """The state of an allocation that is the best.

    Args:
        pairs: eligible pairs, applicants in order of priority, none given twice.
        capacity: int32[n_vacancies], places.
        place: int32[n_applicants], the vacancy each holds, −1 for none.
        prices: int64[n_vacancies], points.
        rank: int64[n_applicants], ascending.
    """
    n_vacancies, nobody = len(capacity), np.full(len(place), -1, dtype=np.int32)
    order = np.argsort(pairs.vacancy, kind="stable")
    waits = (place < 0)[pairs.applicant[order]]
    n_housed = np.bincount(pairs.vacancy[order[~waits]], minlength=n_vacancies)
    n_waiting = np.bincount(pairs.vacancy[order[waits]], minlength=n_vacancies)
    edge = starts((n_housed + n_waiting) * 9 // 8 + _ROOM)
    at = np.empty(len(order), dtype=np.int64)
    at[~waits] = _side_by_side(edge[:-1], n_housed)
    at[waits] = _side_by_side(edge[1:] - n_waiting, n_waiting)
    taker, taker_worth = np.zeros(edge[-1], np.int32), np.zeros(edge[-1], np.int32)
    taker[at], taker_worth[at] = pairs.applicant[order], pairs.worth[order]
    first_rank = np.full(n_vacancies, NOBODY, dtype=np.int64)
    np.minimum.at(first_rank, pairs.vacancy[order[waits]], rank[pairs.applicant[order[waits]]])
    state = State(
        rank=rank.astype(np.int64),
        place=nobody.copy(),
        worth_held=np.zeros(len(place), dtype=np.int32),
        next_holder=nobody.copy(),
        pair_start=pairs.start.astype(np.int64),
        vacancy=pairs.vacancy.astype(np.int32),
        worth=pairs.worth.astype(np.int32),
        capacity=capacity.astype(np.int32),
        n_held=np.zeros(n_vacancies, dtype=np.int32),
        first_holder=np.full(n_vacancies, -1, dtype=np.int32),
        last_rank=np.full(n_vacancies, -NOBODY, dtype=np.int64),
        cutoff=_cutoffs(last_within_reach(pairs, place, capacity), rank),
        prices=np.append(prices, 0).astype(np.int64),
        block_start=edge[:-1].copy(),
        block_stop=edge[1:].copy(),
        n_housed=n_housed,
        n_waiting=n_waiting,
        first_rank=first_rank,
        taker=taker,
        taker_worth=taker_worth,
        mover=np.zeros(n_vacancies + 2, dtype=np.int32),
        left=np.zeros(n_vacancies + 2, dtype=np.int32),
        took=np.zeros(n_vacancies + 2, dtype=np.int32),
        sides=unreached(n_vacancies),
    )
    _fill(state, place, worth_at(pairs, place))
    return state


def _cutoffs(last: Int64, rank: Int64) -> Int64:
    """Just behind the last in order who could be made to give way; NOBODY where none need to."""
    behind = np.append(rank.astype(np.int64) + 1, -NOBODY)
    return np.where(last == FREE, NOBODY, behind[np.where(last == FREE, -1, last)])


def _side_by_side(first: Int64, sizes: Int64) -> Int64:
    """Positions first[j], first[j] + 1 and on, sizes[j] of them, for each j in turn."""
    begin = starts(sizes)
    positions: Int64 = np.arange(begin[-1]) + np.repeat(first - begin[:-1], sizes)
    return positions


def with_applicant(s: State, n: int, rank: int, vacancy: Int32, worth: Int32) -> State:
    """Give applicant n, the next, a row and pairs; columns grow if they must."""
    first = int(s.pair_start[n])
    stop = first + len(vacancy)
    if n == len(s.rank):
        s = s._replace(
            rank=_grown(s.rank, n + 1),
            place=_grown(s.place, n + 1),
            worth_held=_grown(s.worth_held, n + 1),
            next_holder=_grown(s.next_holder, n + 1),
        )
        s = s._replace(pair_start=_grown(s.pair_start, len(s.rank) + 1))
    if stop > len(s.vacancy):
        s = s._replace(vacancy=_grown(s.vacancy, stop), worth=_grown(s.worth, stop))
    s.rank[n], s.place[n], s.next_holder[n] = rank, -1, -1
    s.pair_start[n + 1] = stop
    s.vacancy[first:stop], s.worth[first:stop] = vacancy, worth
    return s


def with_room_for(s: State, i: int, used: int) -> tuple[State, int]:
    """Make room for applicant i among the takers: full blocks move to the end, twice as large.

    Args:
        s: the state.
        i: an applicant who has pairs and is not listed.
        used: where the last block in the column of takers ends.

    Returns:
        The state, and where the last block now ends.
    """
    theirs = s.vacancy[s.pair_start[i] : s.pair_start[i + 1]]
    n_takers = s.n_housed[theirs] + s.n_waiting[theirs]
    full = theirs[s.block_stop[theirs] - s.block_start[theirs] == n_takers]
    edge = used + starts(2 * (s.n_housed[full] + s.n_waiting[full]) + _ROOM)
    if edge[-1] > len(s.taker):
        size = int(edge[-1])
        s = s._replace(taker=_grown(s.taker, size), taker_worth=_grown(s.taker_worth, size))
    for j, start, stop in zip(full, edge[:-1], edge[1:], strict=True):
        middle = s.block_start[j] + s.n_housed[j]
        for column in (s.taker, s.taker_worth):
            column[start : start + s.n_housed[j]] = column[s.block_start[j] : middle]
            column[stop - s.n_waiting[j] : stop] = column[middle : s.block_stop[j]]
        s.block_start[j], s.block_stop[j] = start, stop
    return s, int(edge[-1])


def _grown(column: Column, least: int) -> Column:
    """The same column with room for twice as much, and for ``least`` at the least."""
    grown = np.zeros(max(least, 2 * len(column)), dtype=column.dtype)
    grown[: len(column)] = column
    return grown


@compiled
def _fill(s: State, place: Int32, worth: Int64) -> None:
    """Place everyone."""
    for i in range(place.size):
        if place[i] >= 0:
            occupy(s, i, place[i], worth[i])


@compiled
def occupy(s: State, i: int, j: int, worth: int) -> None:
    """Applicant i, who has no place, takes one at vacancy j."""
    s.place[i], s.worth_held[i] = j, worth
    s.next_holder[i], s.first_holder[j] = s.first_holder[j], i
    s.last_rank[j] = max(s.last_rank[j], s.rank[i])
    s.n_held[j] += 1


@compiled
def vacate(s: State, i: int) -> None:
    """Applicant i gives up the place they hold."""
    j = s.place[i]
    before, last, other = -1, -NOBODY, s.first_holder[j]
    while other >= 0:
        if other != i:
            last = max(last, s.rank[other])
        if s.next_holder[other] == i:
            before = other
        other = s.next_holder[other]
    if before < 0:
        s.first_holder[j] = s.next_holder[i]
    else:
        s.next_holder[before] = s.next_holder[i]
    s.place[i], s.worth_held[i], s.next_holder[i], s.last_rank[j] = -1, 0, -1, last
    s.n_held[j] -= 1
