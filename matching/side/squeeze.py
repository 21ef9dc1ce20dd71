"""Squeezing one more in: several people wait at once, until all are housed and every row holds.

Where no chain of single moves is found (``relay``), somebody takes a pair all the same, and those
in the way wait: of all pairs, the one whose people have waited in vain the least (after Nagata and
Bräysy, 2009). It proves nothing when it fails.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from matching.columns import Int64
from matching.jit import compiled
from matching.side.claims import Claims, count
from matching.side.relay import Relay, house

_ROUNDS: Final = 250
_LOOK_AT: Final = 100
_MOST_OUT: Final = 6
_FAR: Final = 2**60


def squeeze_in(claims: Claims, relay: Relay, newcomer: int) -> bool:
    """House one more, with everyone who is housed and stands before them housed in the end.

    Args:
        claims: the claims.
        relay: who is housed so far; left as it was if this fails.
        newcomer: a rank, not housed.
    """
    before, used = relay.pair_of.copy(), relay.used.copy()
    failures = np.ones(len(before), dtype=np.int64)
    housed: bool = _house_all(claims, relay, newcomer, failures)
    if not housed:
        relay.pair_of[:], relay.used[:] = before, used
    return housed


@compiled
def _house_all(c: Claims, r: Relay, newcomer: int, failures: Int64) -> bool:
    waiting = np.empty(_MOST_OUT * _ROUNDS + 1, dtype=np.int64)
    out, best = np.empty(_MOST_OUT, dtype=np.int64), np.empty(_MOST_OUT, dtype=np.int64)
    waiting[0], n_waiting = newcomer, 1
    for _ in range(_ROUNDS):
        who = waiting[n_waiting - 1]
        n_waiting -= 1
        if house(c, r, who, newcomer, _LOOK_AT):
            if n_waiting == 0:
                return True
            continue
        pair, n_best = _least_in_the_way(c, r, who, failures, out, best)
        if pair < 0:
            return False
        failures[who] += 1
        for leaver in best[:n_best]:
            count(c, r.used, r.pair_of[leaver], -1)
            r.pair_of[leaver] = -1
            if leaver <= newcomer:
                waiting[n_waiting] = leaver
                n_waiting += 1
        count(c, r.used, pair, 1)
        r.pair_of[who] = pair
        if n_waiting == 0:
            return True
    return False


@compiled
def _least_in_the_way(
    c: Claims, r: Relay, who: int, failures: Int64, out: Int64, best: Int64
) -> tuple[int, int]:
    """The pair whose people have waited in vain the least, and how many they are, in ``best``."""
    chosen, least, n_best = -1, _FAR, 0
    for pair in range(c.start[who], c.start[who + 1]):
        waited, n_out = _turn_out(c, r, pair, failures, out, least)
        if waited < least:
            chosen, least, n_best = pair, waited, n_out
            best[:n_out] = out[:n_out]
    return chosen, n_best


@compiled
def _turn_out(
    c: Claims, r: Relay, pair: int, failures: Int64, out: Int64, least: int
) -> tuple[int, int]:
    """Whom a pair would turn out, into ``out``: their failures added up, and how many."""
    waited, n_out = 0, 0
    n_over = count(c, r.used, pair, 1)
    while n_over > 0 and waited < least:
        leaver = _easiest(c, r, pair, failures, out[:n_out])
        if leaver < 0 or n_out == _MOST_OUT:
            waited = _FAR
            break
        n_over += count(c, r.used, r.pair_of[leaver], -1)
        out[n_out] = leaver
        n_out += 1
        waited += failures[leaver]
    for leaver in out[:n_out]:
        count(c, r.used, r.pair_of[leaver], 1)
    count(c, r.used, pair, -1)
    return waited if n_over <= 0 else _FAR, n_out


@compiled
def _easiest(c: Claims, r: Relay, pair: int, failures: Int64, out: Int64) -> int:
    """Who takes of a row that a pair overdraws and has waited in vain the least; −1 for nobody."""
    best, least = -1, _FAR
    for at in range(c.first[pair], c.first[pair + 1]):
        row = c.row[at]
        excess = r.used[row] - c.most[row]
        if excess <= 0:
            continue
        for k in range(c.taker_start[row], c.taker_start[row + 1]):
            who = c.applicant[c.taker[k]]
            if r.pair_of[who] == c.taker[k] and failures[who] < least and not _is_in(who, out):
                best, least = who, failures[who]
        return best
    return best


@compiled
def _is_in(who: int, some: Int64) -> bool:
    return bool((some == who).any())
