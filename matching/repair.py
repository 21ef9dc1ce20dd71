"""A first allocation that keeps the rows, made from one that does not, and small steps up from it.

None of this is needed for the proof: it gives an answer at once, and a start to those that search.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from matching.columns import Bools, Int32, Int64, starts
from matching.jit import compiled
from matching.relaxation import Mix

_MOST_PASSES: Final = 8
_NONE: Final = -1


def repaired(mix: Mix, pair_of: Int64) -> Int64 | None:
    """An allocation near the one given that keeps everything; None if none is found so.

    People are taken out of overdrawn rows, those of least worth first, and then everyone is tried
    at every home open to them, with whoever holds it moving on or giving way, while that gains.

    Args:
        mix: the assignment and its rows.
        pair_of: int64[n_applicants], the pair each uses, −1 for none; within the capacities.
    """
    now = _state(mix, pair_of)
    _take_out(mix, now)
    for _ in range(_MOST_PASSES):
        if not _improve(now, mix.must):
            break
    return now.pair_of if mix.holds(now.pair_of) else None


class _State(NamedTuple):
    """An allocation, and what it takes of every place and row.

    What pair e takes of rows lies at entry_start[e] to entry_start[e + 1]; the slots of vacancy j
    at slot_start[j] to slot_start[j + 1], each with its holder or −1.
    """

    start: Int64
    vacancy: Int32
    worth: Int64
    entry_start: Int64
    entry_row: Int32
    entry_amount: Int64
    most: Int64
    used: Int64
    slot_start: Int64
    holder: Int64
    slot: Int64
    pair_of: Int64


def _state(mix: Mix, pair_of: Int64) -> _State:
    order = np.argsort(mix.rows.pair, kind="stable")
    n_eligible = np.bincount(mix.pairs.vacancy, minlength=len(mix.capacity))
    slot_start = starts(np.minimum(mix.capacity, n_eligible))
    housed = np.flatnonzero(pair_of >= 0)
    place = mix.pairs.vacancy[pair_of[housed]]
    by_place = np.argsort(place, kind="stable")
    before = (
        np.arange(len(housed))
        - starts(np.bincount(place, minlength=len(mix.capacity)))[place[by_place]]
    )
    slot = np.full(len(pair_of), _NONE)
    slot[housed[by_place]] = slot_start[place[by_place]] + before
    holder = np.full(slot_start[-1], _NONE)
    holder[slot[housed]] = housed
    return _State(
        start=mix.pairs.start,
        vacancy=mix.pairs.vacancy,
        worth=mix.pairs.worth.astype(np.int64),
        entry_start=starts(np.bincount(mix.rows.pair, minlength=len(mix.applicant))),
        entry_row=mix.rows.row[order],
        entry_amount=mix.rows.amount[order],
        most=mix.rows.most,
        used=mix.rows.used(pair_of[housed]),
        slot_start=slot_start,
        holder=holder,
        slot=slot,
        pair_of=pair_of.copy(),
    )


def _take_out(mix: Mix, now: _State) -> None:
    """Take people out of overdrawn rows, the least worth first, as far as nobody must stay in."""
    used = now.pair_of >= 0
    chosen = np.zeros(len(mix.applicant), dtype=np.bool_)
    chosen[now.pair_of[used & ~mix.must]] = True
    entries = np.flatnonzero(chosen[mix.rows.pair] & (mix.rows.amount > 0))
    for at in entries[np.argsort(now.worth[mix.rows.pair[entries]], kind="stable")]:
        pair, row = mix.rows.pair[at], mix.rows.row[at]
        if now.used[row] > now.most[row] and now.pair_of[mix.applicant[pair]] == pair:
            _put(now, mix.applicant[pair], _NONE, _NONE)


@compiled
def _put(now: _State, i: int, e: int, slot: int) -> None:
    """Put applicant i into a pair and a slot, or out if e is −1; nothing is checked."""
    old = now.pair_of[i]
    if old >= 0:
        if now.holder[now.slot[i]] == i:
            now.holder[now.slot[i]] = _NONE
        for at in range(now.entry_start[old], now.entry_start[old + 1]):
            now.used[now.entry_row[at]] -= now.entry_amount[at]
    now.pair_of[i] = e
    now.slot[i] = slot
    if e >= 0:
        now.holder[slot] = i
        for at in range(now.entry_start[e], now.entry_start[e + 1]):
            now.used[now.entry_row[at]] += now.entry_amount[at]


@compiled
def _sound(now: _State, e: int) -> bool:
    """Whether the rows that pair e takes part in are kept."""
    if e >= 0:
        for at in range(now.entry_start[e], now.entry_start[e + 1]):
            if now.used[now.entry_row[at]] > now.most[now.entry_row[at]]:
                return False
    return True


@compiled
def _worth(now: _State, e: int) -> int:
    return now.worth[e] if e >= 0 else 0


@compiled
def _free_slot(now: _State, j: int) -> int:
    for slot in range(now.slot_start[j], now.slot_start[j + 1]):
        if now.holder[slot] < 0:
            return slot
    return _NONE


@compiled
def _improve(now: _State, must: Bools) -> bool:
    """Try everyone at every home open to them; whether anything was gained."""
    gained = False
    for i in range(now.start.size - 1):
        for e in range(now.start[i], now.start[i + 1]):
            gain = now.worth[e] - _worth(now, now.pair_of[i])
            if e != now.pair_of[i] and gain > 0 and _try(now, must, i, e, gain):
                gained = True
    return gained


@compiled
def _try(now: _State, must: Bools, i: int, e: int, gain: int) -> bool:
    """Put i into pair e if that keeps the rows and gains, whoever else has to move for it."""
    old, old_slot = now.pair_of[i], now.slot[i]
    j = now.vacancy[e]
    at_home = old >= 0 and now.vacancy[old] == j
    free = old_slot if at_home else _free_slot(now, j)
    if free >= 0:
        _put(now, i, e, free)
        if _sound(now, old) and _sound(now, e):
            return True
        _put(now, i, old, old_slot)
        return False
    for slot in range(now.slot_start[j], now.slot_start[j + 1]):
        h = now.holder[slot]
        if h != i and _make_way(now, must, i, e, h, gain):
            return True
    return False


@compiled
def _make_way(now: _State, must: Bools, i: int, e: int, h: int, gain: int) -> bool:
    """Put i in place of h, who moves to a free place or goes without, if that gains."""
    old, old_slot = now.pair_of[i], now.slot[i]
    theirs, slot = now.pair_of[h], now.slot[h]
    _put(now, h, _NONE, _NONE)
    _put(now, i, e, slot)
    if _sound(now, old) and _sound(now, e) and _sound(now, theirs):
        if not must[h] and gain > now.worth[theirs]:
            return True
        for f in range(now.start[h], now.start[h + 1]):
            if gain - now.worth[theirs] + now.worth[f] > 0:
                free = _free_slot(now, now.vacancy[f])
                if free >= 0:
                    _put(now, h, f, free)
                    if _sound(now, f):
                        return True
                    _put(now, h, _NONE, _NONE)
    _put(now, i, old, old_slot)
    _put(now, h, theirs, slot)
    return False
