"""Which pairs could be used at all, once it is settled who is housed.

Anyone who moves needs a place that somebody else leaves, and so on round, or a place that is free.
A pair that lies on no such round is in no allocation of the same people, and need not be looked at
again (Dulmage and Mendelsohn, 1958). On a tight market that is about half of them, and what is left
falls into parts that have nothing to do with one another.
"""

from __future__ import annotations

import numpy as np

from matching.columns import Bools, Int32, Int64, starts
from matching.edges import Pairs
from matching.jit import compiled


def usable(pairs: Pairs, place: Int32, capacity: Int32, must_fill: Bools | None = None) -> Bools:
    """The pairs that some allocation of the same applicants uses.

    Args:
        pairs: eligible pairs of applicants who are all housed.
        place: int32[n_applicants], the vacancy of each, in any allocation that houses them all.
        capacity: int32[n_vacancies], places.
        must_fill: bool[n_vacancies], vacancies that must be left without a free place; ``place``
            leaves none there.

    Returns:
        bool[n_pairs].
    """
    n_applicants = len(place)
    part = _parts(*_moves(pairs, place, capacity, must_fill))
    of_applicant = np.repeat(part[:n_applicants], pairs.n_of_each)
    used: Bools = of_applicant == part[n_applicants + pairs.vacancy]
    return used


def _moves(
    pairs: Pairs, place: Int32, capacity: Int32, must_fill: Bools | None
) -> tuple[Int64, Int64]:
    """What can give way to what: applicants, then vacancies, then the pool of free places.

    An applicant can go to any vacancy open to them; a vacancy can lose any of its holders, or one
    of its free places to the pool; and the pool can take back a place that is held.

    Returns:
        int64[n + 1], where the moves of each of n nodes begin, and int64, the node each leads to.
    """
    n_applicants, n_vacancies = len(place), len(capacity)
    pool = n_applicants + n_vacancies
    n_held = np.bincount(place, minlength=n_vacancies)
    with_room = np.flatnonzero(n_held < capacity)
    can_empty = (n_held > 0) if must_fill is None else (n_held > 0) & ~must_fill
    from_pool = n_applicants + np.flatnonzero(can_empty)
    loser = np.concatenate([place, with_room])
    lost = np.concatenate([np.arange(n_applicants), np.full(len(with_room), pool)])
    target = np.concatenate(
        [n_applicants + pairs.vacancy, lost[np.argsort(loser, kind="stable")], from_pool]
    )
    n_of_vacancy = np.bincount(loser, minlength=n_vacancies)
    return starts(np.concatenate([pairs.n_of_each, n_of_vacancy, [len(from_pool)]])), target


@compiled
def _parts(start: Int64, target: Int64) -> Int64:
    """Strongly connected components, by Tarjan's search: int64[n], the part of each node.

    Nodes are numbered as they are first seen. ``lowest`` is the lowest number that a node is known
    to reach within what is still open; a node that reaches none below its own closes a part.
    """
    n = start.size - 1
    number, lowest = np.full(n, -1, dtype=np.int64), np.zeros(n, dtype=np.int64)
    part, at = np.full(n, -1, dtype=np.int64), start[:-1].copy()
    path, opened = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64)
    n_seen, n_open = 0, 0
    for root in range(n):
        depth = 0
        if number[root] < 0:
            path[0], depth = root, 1
        while depth > 0:
            node = path[depth - 1]
            if number[node] < 0:
                number[node] = lowest[node] = n_seen
                opened[n_open] = node
                n_seen, n_open = n_seen + 1, n_open + 1
            deeper = _next_move(start, target, at, number, lowest, part, node)
            if deeper >= 0:
                path[depth], depth = deeper, depth + 1
                continue
            depth -= 1
            if depth > 0:
                lowest[path[depth - 1]] = min(lowest[path[depth - 1]], lowest[node])
            if lowest[node] == number[node]:
                n_open = _close(opened, n_open, part, node)
    return part


@compiled
def _next_move(
    start: Int64,
    target: Int64,
    at: Int64,
    number: Int64,
    lowest: Int64,
    part: Int64,
    node: int,
) -> int:
    """The next node, not seen before, that a node leads to; −1 when it leads to no more."""
    while at[node] < start[node + 1]:
        to = int(target[at[node]])
        at[node] += 1
        if number[to] < 0:
            return to
        if part[to] < 0:
            lowest[node] = min(lowest[node], number[to])
    return -1


@compiled
def _close(opened: Int64, n_open: int, part: Int64, node: int) -> int:
    """Make a part of a node and everything opened after it; how many are still open."""
    while True:
        n_open -= 1
        part[opened[n_open]] = node
        if opened[n_open] == node:
            return n_open
