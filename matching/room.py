"""Who uses which pair for now, and what that takes of every row, kept up as people come and go.

The tables are numpy records, read and written by compiled functions; the innermost of these are
given tables one by one, for taking one from a tuple costs them as much as all they do.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from matching.claims import Claims
from matching.columns import Int64
from matching.jit import compiled

NOWHERE: Final = -1
"""Stands for no pair."""

N_OVERDRAWN: Final = 0
SEARCH: Final = 1
N_SEEN: Final = 2
"""What each of a room's numbers is."""

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
        numbers: int64[3], rows overdrawn, the search, people seen in it.
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
def settle_in(r: Room, who: int, pair: int) -> None:
    """Give somebody a pair, and list their claims."""
    r.people[who].pair_of = pair
    count(r.first, r.claims, r.rows, r.numbers, pair, 1)
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
    count(r.first, r.claims, r.rows, r.numbers, pair, -1)
    for k in range(r.first[pair], r.first[pair + 1]):
        claim = r.claims[k]
        if claim.previous >= 0:
            r.claims[claim.previous].next = claim.next
        else:
            r.rows[claim.row].first_user = claim.next
        if claim.next >= 0:
            r.claims[claim.next].previous = claim.previous


@compiled
def count(first: Int64, claims: Table, rows: Table, numbers: Int64, pair: int, sign: int) -> None:
    """Count a pair as used, or with sign −1 as not, and keep the list of rows overdrawn."""
    for k in range(first[pair], first[pair + 1]):
        _draw(rows, numbers, claims[k].row, sign * claims[k].amount)


@compiled
def count_taking(
    first: Int64, claims: Table, rows: Table, numbers: Int64, pair: int, sign: int
) -> None:
    """The same for what it takes only, and not for what it gives."""
    for k in range(first[pair], first[pair + 1]):
        if claims[k].amount > 0:
            _draw(rows, numbers, claims[k].row, sign * claims[k].amount)


@compiled
def _draw(rows: Table, numbers: Int64, at: int, amount: int) -> None:
    row = rows[at]
    row.used += amount
    if row.used > row.most:
        if row.place_in < 0:
            row.place_in = numbers[N_OVERDRAWN]
            rows[row.place_in].overdrawn = at
            numbers[N_OVERDRAWN] += 1
    elif row.place_in >= 0:
        numbers[N_OVERDRAWN] -= 1
        last = rows[numbers[N_OVERDRAWN]].overdrawn
        rows[row.place_in].overdrawn = last
        rows[last].place_in = row.place_in
        row.place_in = -1
