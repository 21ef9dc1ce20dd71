"""Relays: a chain of moves that houses one more, turns out nobody and keeps every row.

One person at a time is without a pair. They take one; if that overdraws a row, whoever puts it
right by leaving is the next without, or whoever puts it right by coming, where a pair gives to the
row. A chain that comes out even houses one more. On places alone this finds room whenever there is
any; with rows it may not, and proves nothing.
"""

from __future__ import annotations

from typing import Final

from matching.columns import Bools, Int64
from matching.jit import compiled
from matching.room import (
    N_OVERDRAWN,
    N_SEEN,
    NOWHERE,
    SEARCH,
    Room,
    Table,
    count,
    count_taking,
    leave,
    settle_in,
)

_LEAVES: Final = -1
_STUCK: Final = -2


@compiled
def house_on(r: Room, rank: int, passed: Bools) -> int:
    """House one after another from a rank on: the first for whom no chain was found, or n.

    Nobody who stands before the one to be housed is turned out.

    Args:
        r: who is housed so far.
        rank: where to begin.
        passed: bool[n_applicants], whom to pass over.
    """
    while rank < passed.size:
        housed = passed[rank] or r.people[rank].pair_of != NOWHERE
        if not housed and not house(r, rank, rank):
            return rank
        rank += 1
    return rank


@compiled
def house(r: Room, who: int, newcomer: int) -> bool:
    """House somebody along a chain that turns out nobody up to the newcomer, if one is found."""
    last, pair = _find_chain(r, who, newcomer)
    if pair == _STUCK:
        return False
    mover = last
    while mover >= 0:
        if r.people[mover].pair_of != NOWHERE:
            leave(r, mover)
        mover = r.people[mover].came_from
    while last >= 0:
        if pair != _LEAVES:
            settle_in(r, last, pair)
        last, pair = r.people[last].came_from, r.people[last].taken
    return True


@compiled
def _find_chain(r: Room, who: int, newcomer: int) -> tuple[int, int]:
    """Look breadth first for a chain: its last mover, and their pair, _LEAVES or _STUCK."""
    r.numbers[SEARCH] += 1
    r.numbers[N_SEEN] = 0
    _note(r.people, r.numbers, who, -1, NOWHERE)
    head = 0
    while head < r.numbers[N_SEEN]:
        mover = r.people[head].in_queue
        head += 1
        _walk(r, mover, 1)
        pair = _look(r, mover, newcomer)
        _walk(r, mover, -1)
        if pair != _STUCK:
            return mover, pair
    return -1, _STUCK


@compiled
def _note(people: Table, numbers: Int64, who: int, came_from: int, taken: int) -> None:
    person = people[who]
    person.seen_in, person.came_from, person.taken = numbers[SEARCH], came_from, taken
    people[numbers[N_SEEN]].in_queue = who
    numbers[N_SEEN] += 1


@compiled
def _walk(r: Room, mover: int, sign: int) -> None:
    """Count the chain up to a mover, who is without a pair at its end; sign −1 undoes it."""
    people, first, claims, rows, numbers = r.people, r.first, r.claims, r.rows, r.numbers
    while mover >= 0:
        person = people[mover]
        if person.pair_of != NOWHERE:
            count(first, claims, rows, numbers, person.pair_of, -sign)
        if person.taken != NOWHERE:
            count(first, claims, rows, numbers, person.taken, sign)
        mover = person.came_from


@compiled
def _look(r: Room, mover: int, newcomer: int) -> int:
    """Try every pair of a mover: one that ends the chain, _LEAVES, or _STUCK with others noted."""
    people, first, claims, rows, numbers = r.people, r.first, r.claims, r.rows, r.numbers
    if mover > newcomer and numbers[N_OVERDRAWN] == 0:
        return _LEAVES
    for pair in range(people[mover].start, people[mover + 1].start):
        if pair == people[mover].pair_of:
            continue
        count(first, claims, rows, numbers, pair, 1)
        fits = numbers[N_OVERDRAWN] == 0
        if not fits and rows[rows[0].overdrawn].done_in != numbers[SEARCH]:
            _ask_others(r, mover, pair)
        count(first, claims, rows, numbers, pair, -1)
        if fits:
            return pair
    return _STUCK


@compiled
def _ask_others(r: Room, mover: int, pair: int) -> None:
    """Note whoever could put right, by leaving or by coming, what a pair overdraws.

    A row all of whose people have been noted need not be looked at again in the same search.
    """
    people, claims, rows, numbers = r.people, r.claims, r.rows, r.numbers
    at, stamp, n_passed = rows[0].overdrawn, numbers[SEARCH], 0
    gives = rows[at].giver_start < rows[at + 1].giver_start
    needed = 0 if gives else rows[at].used - rows[at].most
    k = rows[at].first_user
    while k >= 0:
        who = claims[k].who
        if people[who].seen_in != stamp:
            if claims[k].amount >= needed and _would_help(r, who):
                _note(people, numbers, who, mover, pair)
            else:
                n_passed += 1
        k = claims[k].next
    if gives:
        n_passed += _ask_givers(r, at, mover, pair)
    if n_passed == 0:
        rows[at].done_in = stamp


@compiled
def _ask_givers(r: Room, at: int, mover: int, pair: int) -> int:
    """Note who could give to a row; how many were passed over."""
    n_passed = 0
    for k in range(r.rows[at].giver_start, r.rows[at + 1].giver_start):
        who = r.givers[k]
        if r.people[who].seen_in != r.numbers[SEARCH]:
            if _would_help(r, who):
                _note(r.people, r.numbers, who, mover, pair)
            else:
                n_passed += 1
    return n_passed


@compiled
def _would_help(r: Room, who: int) -> bool:
    """Whether somebody's leaving overdraws no row but one that they may give to when they come.

    What they give now counts as given, for they will have another pair.
    """
    first, claims, rows, numbers = r.first, r.claims, r.rows, r.numbers
    own = r.people[who].pair_of
    if own != NOWHERE:
        count_taking(first, claims, rows, numbers, own, -1)
    n_left = numbers[N_OVERDRAWN]
    helps = n_left == 0 or (n_left == 1 and _may_give(r, who, rows[0].overdrawn))
    if own != NOWHERE:
        count_taking(first, claims, rows, numbers, own, 1)
    return helps


@compiled
def _may_give(r: Room, who: int, row: int) -> bool:
    for k in range(r.rows[row].giver_start, r.rows[row + 1].giver_start):
        if r.givers[k] == who:
            return True
    return False
