"""Room for one more: people move about until all of some applicants are housed and every row holds.

``house_on`` looks for a chain of moves. One person at a time is without a pair: they take one, and
if a row is overdrawn by that, whoever puts it right by leaving is the next without; or whoever puts
it right by coming, where a pair gives to the row. A chain that comes out even houses one more and
turns out nobody. On places alone this finds room whenever there is any; with rows it may not.

``squeeze_in`` goes further: it lets several people wait at once, and turns out those who have been
the easiest to house again (after Nagata and Bräysy, 2009). Neither proves that there is no room.
Both are deterministic.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from matching.claims import Claims
from matching.columns import Bools, Int64
from matching.jit import compiled

NOWHERE: Final = -1
_LEAVES: Final = -1
_STUCK: Final = -2

_MOST_EVICTED: Final = 8
_UNFIT: Final = 3
_FAR: Final = 2**60
_STEP: Final = 6364136223846793005
_SHIFT: Final = 33

_STAMP: Final = 0
_N_SEEN: Final = 1
_N_OVERDRAWN: Final = 2
_N_BEST: Final = 3
_DICE: Final = 4


class Room(NamedTuple):
    """Who uses which pair for now, what that takes of every row, and what a search keeps.

    Attributes:
        pair_of: int64[n_applicants], the pair that each uses; −1 none.
        used: int64[n_rows], what the pairs used take of each row.
        overdrawn: int64[n_rows], the rows overdrawn at this moment of a search come first.
        place_in: int64[n_rows], where a row is in ``overdrawn``; −1 not overdrawn.
        first_user: int64[n_rows], the first claim in use on each row; −1 none.
        next_user: int64[n_claims], the next claim in use on its row; −1 none.
        previous_user: int64[n_claims], the one before; −1 none.
        seen_in: int64[n_applicants], the last search that saw each.
        came_from: int64[n_applicants], whose move each would put right; −1 for who began.
        taken: int64[n_applicants], the pair which that person takes.
        queue: int64[n_applicants], who was seen, in order.
        failures: int64[n_applicants], how often each has waited in vain, and 1.
        marked_in: int64[n_applicants], the last count of evictions that has each.
        evicted: int64[2, 8], whom a pair would turn out, and whom the best pair so far would.
        numbers: int64[5], stamp, people seen, rows overdrawn, people to evict, state of the dice.
    """

    pair_of: Int64
    used: Int64
    overdrawn: Int64
    place_in: Int64
    first_user: Int64
    next_user: Int64
    previous_user: Int64
    seen_in: Int64
    done_in: Int64
    came_from: Int64
    taken: Int64
    queue: Int64
    failures: Int64
    marked_in: Int64
    evicted: Int64
    numbers: Int64


def empty_room(claims: Claims) -> Room:
    """Nobody housed."""
    n, n_rows, n_claims = claims.n_applicants, len(claims.most), len(claims.row)
    return Room(
        pair_of=np.full(n, NOWHERE, dtype=np.int64),
        used=np.zeros(n_rows, dtype=np.int64),
        overdrawn=np.zeros(n_rows, dtype=np.int64),
        place_in=np.full(n_rows, -1, dtype=np.int64),
        first_user=np.full(n_rows, -1, dtype=np.int64),
        next_user=np.full(n_claims, -1, dtype=np.int64),
        previous_user=np.full(n_claims, -1, dtype=np.int64),
        seen_in=np.zeros(n, dtype=np.int64),
        done_in=np.zeros(n_rows, dtype=np.int64),
        came_from=np.full(n, -1, dtype=np.int64),
        taken=np.full(n, NOWHERE, dtype=np.int64),
        queue=np.zeros(n, dtype=np.int64),
        failures=np.ones(n, dtype=np.int64),
        marked_in=np.zeros(n, dtype=np.int64),
        evicted=np.zeros((2, _MOST_EVICTED), dtype=np.int64),
        numbers=np.zeros(5, dtype=np.int64),
    )


@compiled
def set_all(c: Claims, r: Room, pair_of: Int64) -> None:
    """House people as given, which must keep every row."""
    for who in range(pair_of.size):
        if r.pair_of[who] != NOWHERE:
            _leave(c, r, who)
    for who in range(pair_of.size):
        if pair_of[who] != NOWHERE:
            _settle(c, r, who, pair_of[who])


@compiled
def house_on(c: Claims, r: Room, rank: int, passed: Bools) -> int:
    """House one after another from a rank on: the first for whom no chain was found, or n.

    Nobody who stands before the one to be housed is turned out.

    Args:
        c: the claims.
        r: who is housed so far.
        rank: where to begin.
        passed: bool[n_applicants], whom to pass over.
    """
    while rank < passed.size:
        if r.pair_of[rank] == NOWHERE and not passed[rank] and not _house(c, r, rank, rank):
            return rank
        rank += 1
    return rank


@compiled
def squeeze_in(c: Claims, r: Room, newcomer: int, n_rounds: int) -> bool:
    """House one more by letting others wait; if it is False, the housing is to be set anew.

    Nobody who stands before the newcomer is left waiting in the end.

    Args:
        c: the claims.
        r: who is housed so far; the newcomer is not.
        newcomer: a rank.
        n_rounds: the most times to house somebody who waits.
    """
    r.failures[:] = 1
    waiting = np.empty(_MOST_EVICTED * n_rounds + 1, dtype=np.int64)
    waiting[0] = newcomer
    n_waiting = 1
    for _ in range(n_rounds):
        who = waiting[n_waiting - 1]
        if r.pair_of[who] != NOWHERE or _house(c, r, who, newcomer):
            n_waiting -= 1
            if n_waiting == 0:
                return True
            continue
        pair = _least_eviction(c, r, who)
        if pair == NOWHERE:
            return False
        r.failures[who] += 1
        n_waiting -= 1
        for k in range(r.numbers[_N_BEST]):
            out = r.evicted[1, k]
            _leave(c, r, out)
            if out <= newcomer:
                waiting[n_waiting] = out
                n_waiting += 1
        _settle(c, r, who, pair)
    return False


@compiled
def _house(c: Claims, r: Room, who: int, newcomer: int) -> bool:
    """House somebody along a chain that turns out nobody up to the newcomer, if one is found."""
    last, pair = _find_chain(c, r, who, newcomer)
    if pair == _STUCK:
        return False
    mover = last
    while mover >= 0:
        if r.pair_of[mover] != NOWHERE:
            _leave(c, r, mover)
        mover = r.came_from[mover]
    while last >= 0:
        if pair != _LEAVES:
            _settle(c, r, last, pair)
        last, pair = r.came_from[last], r.taken[last]
    return True


@compiled
def _find_chain(c: Claims, r: Room, who: int, newcomer: int) -> tuple[int, int]:
    """Look breadth first for the end of a chain: the last mover and their pair, _LEAVES or _STUCK."""
    r.numbers[_STAMP] += 1
    r.numbers[_N_SEEN] = 0
    _note(r, who, -1, NOWHERE)
    head = 0
    while head < r.numbers[_N_SEEN]:
        mover = r.queue[head]
        head += 1
        _walk(c, r, mover, 1)
        pair = _look(c, r, mover, newcomer)
        _walk(c, r, mover, -1)
        if pair != _STUCK:
            return mover, pair
    return -1, _STUCK


@compiled
def _note(r: Room, who: int, came_from: int, taken: int) -> None:
    r.seen_in[who], r.came_from[who], r.taken[who] = r.numbers[_STAMP], came_from, taken
    r.queue[r.numbers[_N_SEEN]] = who
    r.numbers[_N_SEEN] += 1


@compiled
def _walk(c: Claims, r: Room, mover: int, sign: int) -> None:
    """Count the chain up to a mover, who is without a pair at its end; sign −1 undoes it."""
    while mover >= 0:
        if r.pair_of[mover] != NOWHERE:
            _count(c, r, r.pair_of[mover], -sign)
        if r.taken[mover] != NOWHERE:
            _count(c, r, r.taken[mover], sign)
        mover = r.came_from[mover]


@compiled
def _look(c: Claims, r: Room, mover: int, newcomer: int) -> int:
    """Try every pair of a mover: one that ends the chain, _LEAVES, or _STUCK with others noted."""
    if mover > newcomer and r.numbers[_N_OVERDRAWN] == 0:
        return _LEAVES
    for pair in range(c.start[mover], c.start[mover + 1]):
        if pair == r.pair_of[mover]:
            continue
        _count(c, r, pair, 1)
        fits = r.numbers[_N_OVERDRAWN] == 0
        if not fits:
            _ask_others(c, r, mover, pair)
        _count(c, r, pair, -1)
        if fits:
            return pair
    return _STUCK


@compiled
def _ask_others(c: Claims, r: Room, mover: int, pair: int) -> None:
    """Note whoever could put right, by leaving or by coming, what a pair overdraws.

    A row all of whose people have been noted need not be looked at again.
    """
    row, stamp = r.overdrawn[0], r.numbers[_STAMP]
    if r.done_in[row] == stamp:
        return
    n_before, n_others = r.numbers[_N_SEEN], 0
    claim = r.first_user[row]
    while claim >= 0:
        who = c.applicant[c.pair[claim]]
        if r.seen_in[who] != stamp:
            n_others += 1
            _ask(c, r, who, mover, pair)
        claim = r.next_user[claim]
    for at in range(c.giver_start[row], c.giver_start[row + 1]):
        who = c.applicant[c.giver[at]]
        if r.seen_in[who] != stamp:
            n_others += 1
            _ask(c, r, who, mover, pair)
    if r.numbers[_N_SEEN] - n_before == n_others:
        r.done_in[row] = stamp


@compiled
def _ask(c: Claims, r: Room, who: int, mover: int, pair: int) -> None:
    """Note somebody not yet seen if at most a row that they may give to stays overdrawn.

    What they give now counts as given, for they will have another pair.
    """
    own = r.pair_of[who]
    if own != NOWHERE:
        _count_taking(c, r, own, -1)
    n_left = r.numbers[_N_OVERDRAWN]
    if n_left == 0 or (n_left == 1 and _may_give(c, who, r.overdrawn[0])):
        _note(r, who, mover, pair)
    if own != NOWHERE:
        _count_taking(c, r, own, 1)


@compiled
def _may_give(c: Claims, who: int, row: int) -> bool:
    for at in range(c.giver_start[row], c.giver_start[row + 1]):
        if c.applicant[c.giver[at]] == who:
            return True
    return False


@compiled
def _least_eviction(c: Claims, r: Room, who: int) -> int:
    """The pair for which those turned out have waited in vain the least; NOWHERE if none can be."""
    best, least, n_ties = NOWHERE, _FAR, 0
    for pair in range(c.start[who], c.start[who + 1]):
        total, n_evicted = _evict_for(c, r, who, pair)
        if total < least:
            n_ties = 0
        if total <= least and total < _FAR:
            n_ties += 1
            if _roll(r, n_ties) == 0:
                best, least = pair, total
                r.numbers[_N_BEST] = n_evicted
                r.evicted[1, :n_evicted] = r.evicted[0, :n_evicted]
    return best


@compiled
def _evict_for(c: Claims, r: Room, who: int, pair: int) -> tuple[int, int]:
    """Whom a pair would turn out, into ``evicted``: their failures added up, and how many."""
    r.numbers[_STAMP] += 1
    r.marked_in[who] = r.numbers[_STAMP]
    _count(c, r, pair, 1)
    total, n_evicted = 0, 0
    while r.numbers[_N_OVERDRAWN] > 0 and total < _FAR:
        out = _easiest(c, r, r.overdrawn[0])
        if out < 0 or n_evicted == _MOST_EVICTED:
            total = _FAR
        else:
            r.marked_in[out] = r.numbers[_STAMP]
            _count(c, r, r.pair_of[out], -1)
            r.evicted[0, n_evicted] = out
            n_evicted += 1
            total += r.failures[out]
    for k in range(n_evicted):
        _count(c, r, r.pair_of[r.evicted[0, k]], 1)
    _count(c, r, pair, -1)
    return total, n_evicted


@compiled
def _easiest(c: Claims, r: Room, row: int) -> int:
    """Who uses a row, and of them who has waited in vain the least; −1 if nobody is left."""
    best, least, n_ties = -1, _FAR, 0
    excess = r.used[row] - c.most[row]
    claim = r.first_user[row]
    while claim >= 0:
        who = c.applicant[c.pair[claim]]
        if c.amount[claim] > 0 and r.marked_in[who] != r.numbers[_STAMP]:
            failures = r.failures[who] * (1 if c.amount[claim] >= excess else _UNFIT)
            if failures < least:
                n_ties = 0
            if failures <= least:
                n_ties += 1
                if _roll(r, n_ties) == 0:
                    best, least = who, failures
        claim = r.next_user[claim]
    return best


@compiled
def _roll(r: Room, n: int) -> int:
    """A number from 0 to n − 1, the same in every run."""
    if n == 1:
        return 0
    r.numbers[_DICE] = r.numbers[_DICE] * _STEP + 1
    return (r.numbers[_DICE] >> _SHIFT) % n


@compiled
def _count(c: Claims, r: Room, pair: int, sign: int) -> None:
    """Count a pair as used, or with sign −1 as not, and keep the rows overdrawn."""
    for claim in range(c.first[pair], c.first[pair + 1]):
        _draw(c, r, c.row[claim], sign * c.amount[claim])


@compiled
def _count_taking(c: Claims, r: Room, pair: int, sign: int) -> None:
    """The same for what it takes only, and not for what it gives."""
    for claim in range(c.first[pair], c.first[pair + 1]):
        if c.amount[claim] > 0:
            _draw(c, r, c.row[claim], sign * c.amount[claim])


@compiled
def _draw(c: Claims, r: Room, row: int, amount: int) -> None:
    r.used[row] += amount
    if r.used[row] > c.most[row]:
        if r.place_in[row] < 0:
            r.place_in[row] = r.numbers[_N_OVERDRAWN]
            r.overdrawn[r.numbers[_N_OVERDRAWN]] = row
            r.numbers[_N_OVERDRAWN] += 1
    elif r.place_in[row] >= 0:
        r.numbers[_N_OVERDRAWN] -= 1
        last = r.overdrawn[r.numbers[_N_OVERDRAWN]]
        r.overdrawn[r.place_in[row]] = last
        r.place_in[last] = r.place_in[row]
        r.place_in[row] = -1


@compiled
def _settle(c: Claims, r: Room, who: int, pair: int) -> None:
    """Give somebody a pair, and list their claims."""
    r.pair_of[who] = pair
    _count(c, r, pair, 1)
    for claim in range(c.first[pair], c.first[pair + 1]):
        after = r.first_user[c.row[claim]]
        r.next_user[claim], r.previous_user[claim] = after, -1
        if after >= 0:
            r.previous_user[after] = claim
        r.first_user[c.row[claim]] = claim


@compiled
def _leave(c: Claims, r: Room, who: int) -> None:
    """Take somebody's pair from them, and their claims from the lists."""
    pair = r.pair_of[who]
    r.pair_of[who] = NOWHERE
    _count(c, r, pair, -1)
    for claim in range(c.first[pair], c.first[pair + 1]):
        before, after = r.previous_user[claim], r.next_user[claim]
        if before >= 0:
            r.next_user[before] = after
        else:
            r.first_user[c.row[claim]] = after
        if after >= 0:
            r.previous_user[after] = before
