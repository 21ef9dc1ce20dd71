"""Who is housed when people may move: a mover frees their present home for another in the same run.

A mover is placed (they move and free their home) or stays, so nobody loses a home. Such sets are
not closed under leaving people out: one person's place may be the home of another who must then
move. So best is said outright: the lexicographically greatest of (h_0, h_1, …), where h_i is 1 if
the person of rank i is placed, over all allocations that leave every mover placed or at home.

*Taking people in turn is exact.* Give every mover one more pair, with their own home, to stay by.
Whoever stands before k has been decided: accepted (their real pairs only), or rejected (out; a
mover has the stay pair only). The people who must hold a pair are the movers and those accepted. By
induction, some allocation in which they all do is at hand, and the decisions so far are those of
the best. The best places k if and only if the same people and k can all hold pairs, k a real one;
later newcomers may be left out, and later movers may do either. Let k be the one person without a
pair (a mover lets go of the stay pair for good). Berge's theorem, in the graph of those people and
of places: all can hold one if and only if some alternating path leads from k to a free place. A
mover whom an earlier path has moved already is placed as it stands; they lose the stay pair then,
and no earlier, for until then a later path may send them home again. Cycles are paths as well: the
mover's own home is free while the search for them runs.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from matching.columns import Bools, Int32, Int64, ProblemError, starts
from matching.edges import Pairs
from matching.jit import compiled


def house_with_movers(pairs: Pairs, capacity: Int32, home_of: Int32) -> Int32:
    """House the applicants one after another, freeing the home of everyone who moves.

    Args:
        pairs: eligible pairs, applicants in order of priority; none of a mover with their own home.
        capacity: int32[n_vacancies], all places, those that are lived in included.
        home_of: int32[n_applicants], the vacancy where each lives and would free; −1 for newcomers.

    Returns:
        int32[n_applicants], the vacancy each is given for now; −1 not placed: a newcomer without
        a home, or a mover who stays. Who is placed is settled by this; where is not.

    Raises:
        ProblemError: if a home is out of range, holds more people than places or is open to a
            person who lives there.
    """
    check_homes(pairs, capacity, home_of)
    search = _everyone_at_home(pairs, capacity, home_of)
    _decide_everyone(home_of, search)
    return np.where(search.place == home_of, -1, search.place).astype(np.int32)


def check_homes(pairs: Pairs, capacity: Int32, home_of: Int32) -> None:
    """Refuse homes that cannot be.

    Raises:
        ProblemError: if a home is out of range, holds more people than places or is open to a
            person who lives there.
    """
    if len(home_of) != len(pairs.start) - 1:
        raise ProblemError(
            f"home_of has {len(home_of)} rows for {len(pairs.start) - 1} applicants; "
            "there must be one for each"
        )
    outside = np.flatnonzero((home_of < -1) | (home_of >= len(capacity)))
    if outside.size:
        row = int(outside[0])
        raise ProblemError(
            f"home_of row {row} is {home_of[row]}; it must be -1..{len(capacity) - 1}"
        )
    crowded = np.flatnonzero(living_at(home_of, len(capacity)) > capacity)
    if crowded.size:
        row = int(crowded[0])
        raise ProblemError(
            f"capacity row {row} is {capacity[row]}; more movers than that live there"
        )
    own = np.flatnonzero(pairs.vacancy == home_of[pairs.applicant])
    if own.size:
        row = int(pairs.applicant[own[0]])
        raise ProblemError(
            f"applicant row {row} lives at vacancy {home_of[row]}; it must not be open to them too"
        )


def living_at(home_of: Int32, n_vacancies: int) -> Int64:
    """How many movers live at each vacancy: int64[n_vacancies]."""
    return np.bincount(home_of[home_of >= 0], minlength=n_vacancies)


def stayers(home_of: Int32, place: Int32) -> Bools:
    """Whether each applicant is a mover who stays where they live: bool[n_applicants]."""
    stays: Bools = (home_of >= 0) & (place < 0)
    return stays


def capacity_left(capacity: Int32, home_of: Int32, place: Int32) -> Int32:
    """The places that are left for those placed, once those who stay have theirs.

    With the set of people placed settled, whichever of these places each takes is a plain
    assignment, in which movers no longer differ from newcomers.

    Returns:
        int32[n_vacancies], places; negative if more people stay than there are places.
    """
    kept = living_at(home_of[stayers(home_of, place)], len(capacity))
    return (capacity - kept).astype(np.int32)


def check_room(place: Int32, capacity: Int32, home_of: Int32) -> None:
    """Refuse places given away that those who stay hold, or that are not there at all.

    Raises:
        ProblemError: if a vacancy has fewer places than people placed and staying there.
    """
    left = capacity_left(capacity, home_of, place) - living_at(place, len(capacity))
    short = np.flatnonzero(left < 0)
    if short.size:
        row = int(short[0])
        raise ProblemError(
            f"capacity row {row} is {capacity[row]}; {-left[row]} more than that are placed or stay"
        )


class _Search(NamedTuple):
    """The pairs that are still open to each person, the housing so far and one search's marks.

    The open pairs of i lie at first[i] to stop[i] of ``vacancy``; the stay pair comes last. The
    slots of vacancy j lie at slot_start[j] to slot_start[j + 1], the first load[j] of them taken.
    """

    first: Int64
    stop: Int64
    vacancy: Int32
    slot_start: Int64
    load: Int64
    holder: Int32
    place: Int32
    slot: Int64
    region: Int32
    seen_by: Int32
    came_from: Int32
    queue: Int32


def _everyone_at_home(pairs: Pairs, capacity: Int32, home_of: Int32) -> _Search:
    """Nothing decided: every mover with a stay pair and by it at home, every newcomer nowhere."""
    n_vacancies, movers = len(capacity), np.flatnonzero(home_of >= 0)
    start = starts(pairs.n_of_each + (home_of >= 0))
    vacancy = np.insert(pairs.vacancy, pairs.start[movers + 1], home_of[movers])
    load = living_at(home_of, n_vacancies)
    slot_start = starts(np.minimum(capacity, np.bincount(vacancy, minlength=n_vacancies)))
    at_home = movers[np.argsort(home_of[movers], kind="stable")]
    slot = np.full(len(home_of), -1, dtype=np.int64)
    slot[at_home] = np.arange(len(movers)) + np.repeat(slot_start[:-1] - starts(load)[:-1], load)
    holder = np.full(slot_start[-1], -1, dtype=np.int32)
    holder[slot[at_home]] = at_home
    return _Search(
        first=start[:-1].copy(),
        stop=start[1:].copy(),
        vacancy=vacancy,
        slot_start=slot_start,
        load=load,
        holder=holder,
        place=home_of.astype(np.int32),
        slot=slot,
        region=np.zeros(n_vacancies, dtype=np.int32),
        seen_by=np.full(n_vacancies, -1, dtype=np.int32),
        came_from=np.full(n_vacancies, -1, dtype=np.int32),
        queue=np.full(n_vacancies, -1, dtype=np.int32),
    )


@compiled
def _decide_everyone(home_of: Int32, s: _Search) -> None:
    """Search for a place for each person in turn, within one region of vacancies.

    At first all vacancies are in region 0. When a search fails, the vacancies that it saw are full,
    and their holders can go nowhere else in the region searched: they become a region of their own,
    next after it. So the regions stand in a line, no holder can go to an earlier one, and all but
    region 0 are full. This stays so, for pairs only close, and a path moves people within one
    region. Free places are in region 0 only, and the one that a mover lets go is in the region of
    their home, so a newcomer's path lies in region 0 and a mover's in the region of their home.
    """
    n_regions = 0
    for asker in range(home_of.size):
        ground, home = 0, home_of[asker]
        if home >= 0:
            s.stop[asker] -= 1
            if s.place[asker] != home:
                continue
            ground = s.region[home]
            _leave(s, asker)
        goal, n_seen = _search(s, asker, ground)
        if goal >= 0:
            _move_along(s, goal)
            continue
        n_regions += 1
        for seen in range(n_seen):
            s.region[s.queue[seen]] = n_regions
        if home >= 0:
            s.first[asker] = s.stop[asker]
            s.came_from[home] = asker
            _move_along(s, home)


@compiled
def _leave(s: _Search, mover: int) -> None:
    """Free the mover's slot; the last holder there takes it over."""
    j, left = s.place[mover], s.slot[mover]
    s.load[j] -= 1
    last = s.slot_start[j] + s.load[j]
    other = s.holder[last]
    s.holder[left], s.slot[other] = other, left
    s.holder[last], s.place[mover], s.slot[mover] = -1, -1, -1


@compiled
def _search(s: _Search, asker: int, ground: int) -> tuple[int, int]:
    """Look breadth first for a free place: its vacancy or −1, and how many vacancies were seen."""
    goal, n_seen = _look(s, asker, ground, asker, 0)
    head = 0
    while goal < 0 and head < n_seen:
        j = s.queue[head]
        head += 1
        for at in range(s.slot_start[j], s.slot_start[j + 1]):
            goal, n_seen = _look(s, asker, ground, s.holder[at], n_seen)
            if goal >= 0:
                break
    return goal, n_seen


@compiled
def _look(s: _Search, asker: int, ground: int, mover: int, n_seen: int) -> tuple[int, int]:
    """Note every new vacancy that the mover could go to, stopping at one with a free place."""
    for e in range(s.first[mover], s.stop[mover]):
        j = s.vacancy[e]
        if s.seen_by[j] == asker or s.region[j] != ground:
            continue
        s.seen_by[j] = asker
        s.came_from[j] = mover
        if s.slot_start[j] + s.load[j] < s.slot_start[j + 1]:
            return j, n_seen
        s.queue[n_seen] = j
        n_seen += 1
    return -1, n_seen


@compiled
def _move_along(s: _Search, goal: int) -> None:
    """Move everyone on the path up by one, from the free place back to the one who asks."""
    free_slot = s.slot_start[goal] + s.load[goal]
    s.load[goal] += 1
    while goal >= 0:
        mover = s.came_from[goal]
        left, left_slot = s.place[mover], s.slot[mover]
        s.place[mover], s.slot[mover], s.holder[free_slot] = goal, free_slot, mover
        goal, free_slot = left, left_slot
