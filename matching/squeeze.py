"""Squeezing one more in: several people wait at once, until all are housed and every row holds.

Where no chain of single moves is found (``relay``), somebody takes a pair all the same, and those
in the way wait: of all pairs, the one whose people have waited in vain the least (after Nagata and
Bräysy, 2009). It proves nothing when it fails. Its dice always fall the same.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from matching.claims import Claims
from matching.columns import Int64
from matching.jit import compiled
from matching.relay import house
from matching.room import N_OVERDRAWN, NOWHERE, Room, Table, count, leave, set_all, settle_in

_MOST_EVICTED: Final = 8
_UNFIT: Final = 3
_FAR: Final = 2**60
_DICE: Final = 0
_MARK: Final = 1
_STEP: Final = 6364136223846793005
_SHIFT: Final = 33


class Squeeze(NamedTuple):
    """What it keeps.

    Attributes:
        people: the ``failures`` of each, how often they have waited in vain, and 1; and the last
            count of people turned out that they were ``marked_in``.
        evicted: int64[2, 8], whom a pair would turn out, and whom the best pair so far would.
        numbers: int64[2], the state of the dice, the count.
    """

    people: Table
    evicted: Int64
    numbers: Int64


def squeeze_for(claims: Claims) -> Squeeze:
    """Ready to begin."""
    return Squeeze(
        np.zeros(claims.n_applicants, dtype=[("failures", np.int64), ("marked_in", np.int64)]),
        np.zeros((2, _MOST_EVICTED), dtype=np.int64),
        np.zeros(2, dtype=np.int64),
    )


def squeeze_in(room: Room, squeeze: Squeeze, newcomer: int, n_rounds: int) -> bool:
    """House one more; nobody who stands before them is left out in the end.

    Args:
        room: who is housed so far; left as it was if this fails.
        squeeze: from ``squeeze_for``.
        newcomer: a rank, not housed.
        n_rounds: the most times to house somebody who waits.
    """
    before = room.pair_of
    squeeze.people["failures"] = 1
    waiting = np.empty(_MOST_EVICTED * n_rounds + 1, dtype=np.int64)
    housed: bool = _house_all(room, squeeze, newcomer, n_rounds, waiting)
    if not housed:
        set_all(room, before)
    return housed


@compiled
def _house_all(r: Room, s: Squeeze, newcomer: int, n_rounds: int, waiting: Int64) -> bool:
    waiting[0] = newcomer
    n_waiting = 1
    for _ in range(n_rounds):
        who = waiting[n_waiting - 1]
        if r.people[who].pair_of != NOWHERE or house(r, who, newcomer):
            n_waiting -= 1
            if n_waiting == 0:
                return True
            continue
        pair, n_evicted = _least_eviction(r, s, who)
        if pair == NOWHERE:
            return False
        s.people[who].failures += 1
        n_waiting -= 1
        for k in range(n_evicted):
            out = s.evicted[1, k]
            leave(r, out)
            if out <= newcomer:
                waiting[n_waiting] = out
                n_waiting += 1
        settle_in(r, who, pair)
    return False


@compiled
def _least_eviction(r: Room, s: Squeeze, who: int) -> tuple[int, int]:
    """The pair that turns out those who have waited in vain the least, and how many it does."""
    best, least, n_least, n_ties = NOWHERE, _FAR, 0, 0
    for pair in range(r.people[who].start, r.people[who + 1].start):
        failures, n_evicted = _evict_for(r, s, who, pair)
        if failures < least:
            n_ties = 0
        if failures <= least and failures < _FAR:
            n_ties += 1
            if _roll(s, n_ties) == 0:
                best, least, n_least = pair, failures, n_evicted
                s.evicted[1, :n_evicted] = s.evicted[0, :n_evicted]
    return best, n_least


@compiled
def _evict_for(r: Room, s: Squeeze, who: int, pair: int) -> tuple[int, int]:
    """Whom a pair would turn out, into ``evicted``: their failures added up, and how many."""
    people, first, claims, rows, numbers = r.people, r.first, r.claims, r.rows, r.numbers
    s.numbers[_MARK] += 1
    s.people[who].marked_in = s.numbers[_MARK]
    count(first, claims, rows, numbers, pair, 1)
    failures, n_evicted = 0, 0
    while numbers[N_OVERDRAWN] > 0 and failures < _FAR:
        out = _easiest(r, s, rows[0].overdrawn)
        if out < 0 or n_evicted == _MOST_EVICTED:
            failures = _FAR
        else:
            s.people[out].marked_in = s.numbers[_MARK]
            count(first, claims, rows, numbers, people[out].pair_of, -1)
            s.evicted[0, n_evicted] = out
            n_evicted += 1
            failures += s.people[out].failures
    for k in range(n_evicted):
        count(first, claims, rows, numbers, people[s.evicted[0, k]].pair_of, 1)
    count(first, claims, rows, numbers, pair, -1)
    return failures, n_evicted


@compiled
def _easiest(r: Room, s: Squeeze, at: int) -> int:
    """Who takes of a row and has waited in vain the least, dearer if too little; −1 if nobody."""
    best, least, n_ties = -1, _FAR, 0
    excess = r.rows[at].used - r.rows[at].most
    k = r.rows[at].first_user
    while k >= 0:
        claim = r.claims[k]
        if claim.amount > 0 and s.people[claim.who].marked_in != s.numbers[_MARK]:
            failures = s.people[claim.who].failures * (1 if claim.amount >= excess else _UNFIT)
            if failures < least:
                n_ties = 0
            if failures <= least:
                n_ties += 1
                if _roll(s, n_ties) == 0:
                    best, least = claim.who, failures
        k = claim.next
    return best


@compiled
def _roll(s: Squeeze, n: int) -> int:
    """A number from 0 to n − 1."""
    if n == 1:
        return 0
    s.numbers[_DICE] = s.numbers[_DICE] * _STEP + 1
    return int((s.numbers[_DICE] >> _SHIFT) % n)
