"""Room for one more: a chain of moves that houses one, turns out nobody and keeps every row.

One person at a time is without a pair. They take one; if that overdraws a row, whoever puts it right
by leaving is the next without, or whoever puts it right by coming, where a pair gives to the row. A
chain that comes out even houses one more. On places alone this finds room whenever there is any;
with rows it may not, and proves nothing.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from matching.claims import Claims
from matching.columns import Bools, Int64
from matching.jit import compiled

NOWHERE: Final = -1
"""Stands for no pair."""

N_OVERDRAWN: Final = 2
"""Where a room's numbers say how many rows are overdrawn."""

_STAMP: Final = 0
_N_SEEN: Final = 1
_LEAVES: Final = -1
_STUCK: Final = -2

Table = npt.NDArray[Any]

_PERSON: Final = ("start", "pair_of", "seen_in", "came_from", "taken", "in_queue")
_CLAIM: Final = ("row", "amount", "who", "next", "previous")
_ROW: Final = ("most", "used", "overdrawn", "place_in", "first_user", "done_in", "giver_start")


class Room(NamedTuple):
    """Who uses which pair for now, what that takes of every row, and what a search keeps.

    The tables hold whole numbers by name, row by row; −1 is none. Few tables rather than many
    columns, since each costs time whenever one compiled function calls another.

    Attributes:
        people: ``start`` of their pairs, ``pair_of``; the last search they were ``seen_in``, whose
            move they would put right (``came_from``) and the pair ``taken`` by that; and a queue of
            people seen, ``in_queue``.
        first: int64[n_pairs + 1], where the claims of each pair begin.
        claims: ``row``, ``amount``, ``who``; the ``next`` and ``previous`` in use on the same row.
        rows: ``most``, ``used``; rows ``overdrawn`` at this moment of a search, the first of them
            first, and the ``place_in`` that list of each row; the ``first_user``, a claim; the last
            search in which all users were seen (``done_in``); ``giver_start``.
        givers: int64[k], who has a pair that gives to a row, row after row.
        numbers: int64[3], the search, people seen, rows overdrawn.
    """

    people: Table
    first: Int64
    claims: Table
    rows: Table
    givers: Int64
    numbers: Int64

    @property
    def pair_of(self) -> Int64:
        """int64[n_applicants], the pair that each uses; −1 none."""
        return self.people["pair_of"][:-1].copy()


def empty_room(claims: Claims) -> Room:
    """Nobody housed."""
    room = Room(
        people=_table(_PERSON, claims.n_applicants + 1),
        first=claims.first,
        claims=_table(_CLAIM, len(claims.row)),
        rows=_table(_ROW, len(claims.most) + 1),
        givers=claims.applicant[claims.giver],
        numbers=np.zeros(3, dtype=np.int64),
    )
    room.people["start"] = claims.start
    room.claims["row"], room.claims["amount"] = claims.row, claims.amount
    room.claims["who"] = claims.applicant[claims.pair]
    room.rows["most"][:-1], room.rows["used"] = claims.most, 0
    room.rows["giver_start"] = claims.giver_start
    return room


def _table(names: tuple[str, ...], n: int) -> Table:
    table = np.empty(n, dtype=[(name, np.int64) for name in names])
    for name in names:
        table[name] = -1
    return table


@compiled
def set_all(r: Room, pair_of: Int64) -> None:
    """House people as given, which must keep every row."""
    for who in range(pair_of.size):
        if r.people[who].pair_of != NOWHERE:
            leave(r, who)
    for who in range(pair_of.size):
        if pair_of[who] != NOWHERE:
            settle_in(r, who, pair_of[who])


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
    r.numbers[_STAMP] += 1
    r.numbers[_N_SEEN] = 0
    _note(r, who, -1, NOWHERE)
    head = 0
    while head < r.numbers[_N_SEEN]:
        mover = r.people[head].in_queue
        head += 1
        _walk(r, mover, 1)
        pair = _look(r, mover, newcomer)
        _walk(r, mover, -1)
        if pair != _STUCK:
            return mover, pair
    return -1, _STUCK


@compiled
def _note(r: Room, who: int, came_from: int, taken: int) -> None:
    person = r.people[who]
    person.seen_in, person.came_from, person.taken = r.numbers[_STAMP], came_from, taken
    r.people[r.numbers[_N_SEEN]].in_queue = who
    r.numbers[_N_SEEN] += 1


@compiled
def _walk(r: Room, mover: int, sign: int) -> None:
    """Count the chain up to a mover, who is without a pair at its end; sign −1 undoes it."""
    while mover >= 0:
        person = r.people[mover]
        if person.pair_of != NOWHERE:
            count(r, person.pair_of, -sign)
        if person.taken != NOWHERE:
            count(r, person.taken, sign)
        mover = person.came_from


@compiled
def _look(r: Room, mover: int, newcomer: int) -> int:
    """Try every pair of a mover: one that ends the chain, _LEAVES, or _STUCK with others noted."""
    if mover > newcomer and r.numbers[N_OVERDRAWN] == 0:
        return _LEAVES
    for pair in range(r.people[mover].start, r.people[mover + 1].start):
        if pair == r.people[mover].pair_of:
            continue
        count(r, pair, 1)
        fits = r.numbers[N_OVERDRAWN] == 0
        if not fits:
            _ask_others(r, mover, pair)
        count(r, pair, -1)
        if fits:
            return pair
    return _STUCK


@compiled
def _ask_others(r: Room, mover: int, pair: int) -> None:
    """Note whoever could put right, by leaving or by coming, what a pair overdraws.

    A row all of whose people have been noted need not be looked at again.
    """
    at, stamp = r.rows[0].overdrawn, r.numbers[_STAMP]
    row, n_passed = r.rows[at], 0
    if row.done_in == stamp:
        return
    claim = row.first_user
    while claim >= 0:
        who = r.claims[claim].who
        if r.people[who].seen_in != stamp and not _ask(r, who, mover, pair):
            n_passed += 1
        claim = r.claims[claim].next
    for k in range(row.giver_start, r.rows[at + 1].giver_start):
        who = r.givers[k]
        if r.people[who].seen_in != stamp and not _ask(r, who, mover, pair):
            n_passed += 1
    if n_passed == 0:
        row.done_in = stamp


@compiled
def _ask(r: Room, who: int, mover: int, pair: int) -> bool:
    """Note somebody if they leave no row overdrawn but one that they may give to.

    What they give now counts as given, for they will have another pair.
    """
    own = r.people[who].pair_of
    if own != NOWHERE:
        _count_taking(r, own, -1)
    n_left = r.numbers[N_OVERDRAWN]
    helps = n_left == 0 or (n_left == 1 and _may_give(r, who, r.rows[0].overdrawn))
    if own != NOWHERE:
        _count_taking(r, own, 1)
    if helps:
        _note(r, who, mover, pair)
    return helps


@compiled
def _may_give(r: Room, who: int, row: int) -> bool:
    for k in range(r.rows[row].giver_start, r.rows[row + 1].giver_start):
        if r.givers[k] == who:
            return True
    return False


@compiled
def count(r: Room, pair: int, sign: int) -> None:
    """Count a pair as used, or with sign −1 as not, and keep the list of rows overdrawn."""
    for k in range(r.first[pair], r.first[pair + 1]):
        _draw(r, r.claims[k].row, sign * r.claims[k].amount)


@compiled
def _count_taking(r: Room, pair: int, sign: int) -> None:
    """The same for what it takes only, and not for what it gives."""
    for k in range(r.first[pair], r.first[pair + 1]):
        if r.claims[k].amount > 0:
            _draw(r, r.claims[k].row, sign * r.claims[k].amount)


@compiled
def _draw(r: Room, at: int, amount: int) -> None:
    row = r.rows[at]
    row.used += amount
    if row.used > row.most:
        if row.place_in < 0:
            row.place_in = r.numbers[N_OVERDRAWN]
            r.rows[row.place_in].overdrawn = at
            r.numbers[N_OVERDRAWN] += 1
    elif row.place_in >= 0:
        r.numbers[N_OVERDRAWN] -= 1
        last = r.rows[r.numbers[N_OVERDRAWN]].overdrawn
        r.rows[row.place_in].overdrawn = last
        r.rows[last].place_in = row.place_in
        row.place_in = -1


@compiled
def settle_in(r: Room, who: int, pair: int) -> None:
    """Give somebody a pair, and list their claims."""
    r.people[who].pair_of = pair
    count(r, pair, 1)
    for k in range(r.first[pair], r.first[pair + 1]):
        claim, row = r.claims[k], r.rows[r.claims[k].row]
        claim.next, claim.previous = row.first_user, -1
        if claim.next >= 0:
            r.claims[claim.next].previous = k
        row.first_user = k


@compiled
def leave(r: Room, who: int) -> None:
    """Take somebody's pair from them, and their claims from the lists."""
    pair = r.people[who].pair_of
    r.people[who].pair_of = NOWHERE
    count(r, pair, -1)
    for k in range(r.first[pair], r.first[pair + 1]):
        claim = r.claims[k]
        if claim.previous >= 0:
            r.claims[claim.previous].next = claim.next
        else:
            r.rows[claim.row].first_user = claim.next
        if claim.next >= 0:
            r.claims[claim.next].previous = claim.previous
