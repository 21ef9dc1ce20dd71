"""Chains no longer than asked: a copy of a pair for each position in one, and rows to link them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from matching.chains import check_homes, living_at
from matching.columns import Int32, Int64, ProblemError, starts
from matching.edges import Pairs
from matching.side.rows import Rows
from matching.side.sides import find_members, settle_rows


class Positions(NamedTuple):
    """Pairs copied once for each position in a chain or a cycle, and the rows that link them.

    Attributes:
        pairs: the copies, as pairs of the same applicants; those that no chain can use are left
            out.
        original: int64[n_copies], the pair that each is a copy of.
        position: int64[n_copies], how many people move up to and with this one, from 1.
        cycle: int64[n_copies], the vacancy where the cycle starts; −1 for a chain.
        rows: the rows over the copies.
    """

    pairs: Pairs
    original: Int64
    position: Int64
    cycle: Int64
    rows: Rows


def with_positions(pairs: Pairs, capacity: Int32, home_of: Int32, longest: int) -> Positions:
    """The same problem with no chain and no cycle of more than so many moves.

    An allocation can be written in these copies if and only if links (whose freed place each takes)
    exist for it by which no chain or cycle is longer. *Chains*: who is at position 1 takes a place
    that is free from the start; who is at a later one takes a place freed by a mover one position
    before. *Cycles*: those that start at vacancy s keep to s and higher rows, and have copies of
    their own. Who is at position 1 takes a place at s, later ones follow as in a chain, and a mover
    who lives at s closes. No more take a place at position 1 than close; nobody follows a mover who
    closes, so each closes a path of their own, and every path is closed. Every cycle has a lowest
    vacancy to start from; if it comes by there twice, it is two cycles.

    The rows imply those of ``mover_rows``. The copies of cycles grow with the number of short ways
    from home to home: meant for a few moves.

    Args:
        pairs: eligible pairs; none of a mover with their own home.
        capacity: int32[n_vacancies], all places, those that are lived in included.
        home_of: int32[n_applicants], the vacancy where each lives, −1 for newcomers.
        longest: people in a chain or cycle, at least 1.

    Raises:
        ProblemError: if the homes cannot be, or no move at all is allowed.
    """
    check_homes(pairs, capacity, home_of)
    if longest < 1:
        raise ProblemError(f"longest is {longest}; a chain has at least 1 move")
    free = capacity - living_at(home_of, len(capacity))
    copies = np.concatenate(
        [
            *_chain_copies(pairs, home_of, free, longest),
            *_cycle_copies(pairs, home_of, len(capacity), longest),
        ],
        axis=1,
    )
    original, position, cycle = copies[:, np.lexsort(copies[::-1])]
    n_of_each = np.bincount(pairs.applicant[original], minlength=len(home_of))
    enlarged = Pairs(starts(n_of_each), pairs.vacancy[original], pairs.worth[original])
    return Positions(
        *(enlarged, original, position, cycle),
        _position_rows(enlarged, position, cycle, home_of, free),
    )


def _chain_copies(pairs: Pairs, home_of: Int32, free: Int64, longest: int) -> list[Int64]:
    """Pair, position and −1 of each copy in a chain, position after position."""
    home = home_of[pairs.applicant]
    open_now, layers = free > 0, []
    for position in range(1, longest + 1):
        pair = np.flatnonzero(open_now[pairs.vacancy])
        layers.append(np.stack([pair, np.full_like(pair, position), np.full_like(pair, -1)]))
        open_now = np.zeros_like(open_now)
        open_now[home[pair][home[pair] >= 0]] = True
    return layers


def _cycle_copies(pairs: Pairs, home_of: Int32, n_vacancies: int, longest: int) -> list[Int64]:
    """Pair, position and starting vacancy of each copy in a cycle that can close in time."""
    home = home_of[pairs.applicant]
    moving = np.flatnonzero(home >= 0)
    state, layers = np.unique(home[moving]).astype(np.int64) * (n_vacancies + 1), []
    for position in range(1, longest + 1):
        at, of = find_members(pairs.vacancy[moving], state % n_vacancies)
        pair, cycle = moving[at], state[of] // n_vacancies
        kept = home[pair] == cycle if position == longest else home[pair] >= cycle
        layers.append(np.stack([pair[kept], np.full(kept.sum(), position), cycle[kept]]))
        onward = kept & (home[pair] > cycle)
        state = np.unique(cycle[onward] * n_vacancies + home[pair[onward]])
    followed = np.zeros(0, dtype=np.int64)
    for number in reversed(range(longest)):
        pair, _, cycle = layers[number]
        useful = (home[pair] == cycle) | np.isin(cycle * n_vacancies + home[pair], followed)
        layers[number] = layers[number][:, useful]
        followed = (cycle * n_vacancies + pairs.vacancy[pair])[useful]
    return layers


def _position_rows(
    copies: Pairs, position: Int64, cycle: Int64, home_of: Int32, free: Int64
) -> Rows:
    """A row for each place taken: in this cycle or chain, at this position, at this vacancy."""
    n_vacancies, high = len(free), int(position.max(initial=0)) + 2
    home = home_of[copies.applicant]
    leaving = np.flatnonzero(home >= 0)
    closes = (cycle >= 0) & (home == cycle)
    track = (cycle + 1) * high
    takes = (track + position) * n_vacancies + copies.vacancy
    gives = (track + np.where(closes, 1, position + 1))[leaving] * n_vacancies + home[leaving]
    keys, row = np.unique(takes, return_inverse=True)
    taken = np.isin(gives, keys)
    at_start = keys // n_vacancies == 1
    return settle_rows(
        np.concatenate([row, np.searchsorted(keys, gives[taken])]),
        np.concatenate([np.arange(len(copies)), leaving[taken]]),
        np.repeat([1, -1], [len(copies), taken.sum()]),
        np.where(at_start, free[keys % n_vacancies], 0),
    )


def position_links(positions: Positions, chosen: Int64, home_of: Int32) -> Int32:
    """Whose freed place each person takes, by the positions: chains no longer than was asked.

    Args:
        positions: from ``with_positions``.
        chosen: int64[k], the copies that are used.
        home_of: int32[n_applicants], the vacancy where each lives, −1 for newcomers.

    Returns:
        int32[n_applicants], the mover; −1 for a place that was free, or for those not placed.

    Raises:
        ProblemError: if the rows do not hold.
    """
    if not positions.rows.hold(chosen):
        raise ProblemError("the copies chosen break the rows of the positions")
    link = np.full(len(home_of), -1, dtype=np.int32)
    person, vacancy = positions.pairs.applicant[chosen], positions.pairs.vacancy[chosen]
    givers: dict[tuple[int, int, int], list[int]] = {}
    used = np.stack([positions.cycle[chosen], positions.position[chosen], person, vacancy])
    moves = sorted(zip(*used.tolist(), strict=True))
    for cycle, position, i, j in moves:
        if position > 1:
            link[i] = givers[cycle, position, j].pop(0)
        givers.setdefault((cycle, position + 1, int(home_of[i])), []).append(i)
    for cycle, _, closer, _ in moves:
        if cycle >= 0 and home_of[closer] == cycle:
            first = closer
            while link[first] >= 0:
                first = link[first]
            link[first] = closer
    return link
