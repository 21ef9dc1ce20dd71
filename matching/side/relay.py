"""Relays: a chain of moves that houses one more, turns out nobody before them and keeps every row.

One person at a time is without a pair. They take one; if that overdraws something, somebody whose
leaving puts it right is the next without, and so on until a pair overdraws nothing or the one
without stands after the newcomer and may go. On places alone this finds room whenever there is any;
with side rows it may not, and proves nothing.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from matching.columns import Bools, Int64
from matching.jit import compiled
from matching.side.claims import Claims, count, used_by

_LEAVES: Final = -1
_STUCK: Final = -2


class Relay(NamedTuple):
    """Who is housed, and what a search keeps.

    Attributes:
        pair_of: int64[n_applicants], the pair each uses, −1 none.
        used: int64[n_rows], what is taken of every row.
        came_from: int64[n_applicants], for whom each would make way, in the last search.
        taken: int64[n_applicants], the pair that person would take.
        seen_in: int64[n_applicants], the last search in which each was seen.
        done_in: int64[n_rows], the last search in which all who take of each row were seen.
        queue: int64[n_applicants], those seen, in turn.
        numbers: int64[2], the search, and how many were seen in it.
    """

    pair_of: Int64
    used: Int64
    came_from: Int64
    taken: Int64
    seen_in: Int64
    done_in: Int64
    queue: Int64
    numbers: Int64


def relay_from(claims: Claims, pair_of: Int64) -> Relay:
    """Begin with an allocation that keeps every row."""
    n, nobody = len(pair_of), np.full(len(pair_of), -1, dtype=np.int64)
    return Relay(
        pair_of=pair_of.astype(np.int64),
        used=used_by(claims, pair_of),
        came_from=nobody.copy(),
        taken=nobody.copy(),
        seen_in=nobody.copy(),
        done_in=np.full(len(claims.most), -1, dtype=np.int64),
        queue=np.zeros(n, dtype=np.int64),
        numbers=np.zeros(2, dtype=np.int64),
    )


@compiled
def in_the_way(c: Claims, r: Relay, among: Int64) -> Int64:
    """Who takes of the rows that some people's pairs would overdraw: int64[k], ranks."""
    found = np.zeros(r.pair_of.size, dtype=np.bool_)
    looked = np.zeros(c.most.size, dtype=np.bool_)
    for who in among:
        for at in range(c.first[c.start[who]], c.first[c.start[who + 1]]):
            row = c.row[at]
            if looked[row] or r.used[row] + c.amount[at] <= c.most[row]:
                continue
            looked[row] = True
            for k in range(c.taker_start[row], c.taker_start[row + 1]):
                other = c.applicant[c.taker[k]]
                if r.pair_of[other] == c.taker[k]:
                    found[other] = True
    return np.flatnonzero(found)


@compiled
def fill(c: Claims, r: Relay, liked: Bools) -> None:
    """House whoever fits as it stands, in order: first in pairs that are liked, then in any.

    Args:
        c: the claims.
        r: who is housed so far.
        liked: bool[n_pairs].
    """
    for only_liked in (True, False):
        for who in range(r.pair_of.size):
            for pair in range(c.start[who], c.start[who + 1]):
                if r.pair_of[who] >= 0:
                    break
                if liked[pair] or not only_liked:
                    if count(c, r.used, pair, 1) == 0:
                        r.pair_of[who] = pair
                    else:
                        count(c, r.used, pair, -1)


@compiled
def house(c: Claims, r: Relay, who: int, newcomer: int, most: int) -> bool:
    """House somebody along a chain that turns out nobody up to the newcomer, if one is found.

    Args:
        c: the claims.
        r: who is housed so far.
        who: whom to house, not housed.
        newcomer: the last who must not be turned out.
        most: how many people to look at.
    """
    last, pair = _find_chain(c, r, who, newcomer, most)
    if pair == _STUCK:
        return False
    mover = last
    while mover >= 0:
        if r.pair_of[mover] >= 0:
            count(c, r.used, r.pair_of[mover], -1)
        mover = r.came_from[mover]
    while last >= 0:
        r.pair_of[last] = pair
        if pair >= 0:
            count(c, r.used, pair, 1)
        last, pair = r.came_from[last], r.taken[last]
    return True


@compiled
def _find_chain(c: Claims, r: Relay, who: int, newcomer: int, most: int) -> tuple[int, int]:
    """Look breadth first for a chain: its last mover, and their pair, _LEAVES or _STUCK."""
    r.numbers[0] += 1
    r.numbers[1] = 0
    _note(r, who, -1, -1)
    head = 0
    while head < min(r.numbers[1], most):
        mover = r.queue[head]
        head += 1
        _walk(c, r, mover, 1)
        last, pair = _look(c, r, mover, newcomer)
        _walk(c, r, mover, -1)
        if pair != _STUCK:
            return last, pair
    return -1, _STUCK


@compiled
def _note(r: Relay, who: int, came_from: int, taken: int) -> None:
    r.seen_in[who], r.came_from[who], r.taken[who] = r.numbers[0], came_from, taken
    r.queue[r.numbers[1]] = who
    r.numbers[1] += 1


@compiled
def _walk(c: Claims, r: Relay, mover: int, sign: int) -> None:
    """Count the chain up to a mover, who is without a pair at its end; sign −1 undoes it."""
    while mover >= 0:
        if r.pair_of[mover] >= 0:
            count(c, r.used, r.pair_of[mover], -sign)
        if r.taken[mover] >= 0:
            count(c, r.used, r.taken[mover], sign)
        mover = r.came_from[mover]


@compiled
def _look(c: Claims, r: Relay, mover: int, newcomer: int) -> tuple[int, int]:
    """Try every pair of a mover: the end of a chain, or _STUCK with others noted."""
    for pair in range(c.start[mover], c.start[mover + 1]):
        if pair == r.pair_of[mover]:
            continue
        n_over = count(c, r.used, pair, 1)
        leaver = -1
        if n_over > 0:
            leaver = _ask_others(c, r, mover, pair, newcomer, n_over)
        count(c, r.used, pair, -1)
        if n_over == 0:
            return mover, pair
        if leaver >= 0:
            return leaver, _LEAVES
    return -1, _STUCK


@compiled
def _ask_others(c: Claims, r: Relay, mover: int, pair: int, newcomer: int, n_over: int) -> int:
    """Note whose leaving puts right what a pair overdraws; whoever of them may go, or −1."""
    row = _overdrawn(c, r.used, pair)
    if r.done_in[row] == r.numbers[0]:
        return -1
    n_passed = 0
    for at in range(c.taker_start[row], c.taker_start[row + 1]):
        who = c.applicant[c.taker[at]]
        if r.pair_of[who] != c.taker[at] or r.seen_in[who] == r.numbers[0]:
            continue
        puts_right = count(c, r.used, r.pair_of[who], -1) == -n_over
        count(c, r.used, r.pair_of[who], 1)
        if puts_right:
            _note(r, who, mover, pair)
            if who > newcomer:
                return int(who)
        else:
            n_passed += 1
    if n_passed == 0:
        r.done_in[row] = r.numbers[0]
    return -1


@compiled
def _overdrawn(c: Claims, used: Int64, pair: int) -> int:
    """A row that a pair overdraws: that of which the fewest others take."""
    best, fewest = -1, 0
    for at in range(c.first[pair], c.first[pair + 1]):
        row = c.row[at]
        n_takers = c.taker_start[row + 1] - c.taker_start[row]
        if used[row] > c.most[row] and (best < 0 or n_takers < fewest):
            best, fewest = row, n_takers
    return best
