"""Who is housed, in order of priority, where side rows hold and the sets are no matroid.

Best is the lexicographically greatest (h_0, h_1, …), where h_i is 1 if the person of rank i is
housed, over all allocations that keep the rows. Going through the ranks, each is housed if some
allocation houses them and everyone accepted so far. An allocation that does is kept at hand (the
witness), and answers for everybody whom it houses already. For another, a chain of moves is looked
for that brings them into it. Whoever cannot come in even without the rows, where the sets are a
matroid, or whom prices refuse, is out for certain. For the few who are left CP-SAT is asked for
an allocation near the witness, and at last for any.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from matching.columns import Bools, Int32, Int64
from matching.edges import Pairs
from matching.priority import house_in_order, last_within_reach, rank_to_beat
from matching.side.claims import claims_of
from matching.side.losses import Mix
from matching.side.programme import whole_corner
from matching.side.refusals import Refusals
from matching.side.relay import Relay, fill, house, in_the_way, relay_from
from matching.side.rows import Rows
from matching.side.search import search
from matching.side.squeeze import squeeze_in

_LITTLE_WORK: Final = 2.0


@dataclass(frozen=True)
class Effort:
    """How long to search.

    Attributes:
        work: the most that CP-SAT may do for one person, in its deterministic seconds.
        stop: asked before each person whether time is up; None for no end.
    """

    work: float = 20.0
    stop: Callable[[], bool] | None = None


@dataclass(frozen=True, eq=False)
class Turns:
    """Who is housed, and how much of it is certain.

    Attributes:
        pair_of: int64[n_applicants], the pair each uses in an allocation of the set; −1 none.
        n_settled: how many applicants, from the first, are settled for certain.
    """

    pair_of: Int64
    n_settled: int

    @property
    def proved(self) -> bool:
        """Whether the set is the best for certain."""
        return self.n_settled == len(self.pair_of)


def house_in_turns(
    pairs: Pairs, capacity: Int32, rows: Rows, *, effort: Effort = Effort()
) -> Turns:
    """House the applicants one after another, turning nobody out, with every row kept.

    Args:
        pairs: the pairs, applicants in order of priority.
        capacity: int32[n_vacancies], places.
        rows: the side rows over the pairs.
        effort: how long to search.
    """
    return _Turns(pairs, capacity, rows, effort).run()


class _Turns:
    """The witness, who is accepted, and what is known of the others."""

    def __init__(self, pairs: Pairs, capacity: Int32, rows: Rows, effort: Effort) -> None:
        self.pairs, self.capacity, self.rows, self.effort = pairs, capacity, rows, effort
        self.claims = claims_of(pairs, capacity, rows)
        place = house_in_order(pairs, capacity)
        self.liked = pairs.vacancy == place[pairs.applicant]
        self.relay = self._filled(np.full(len(place), -1, dtype=np.int64))
        self.refusals = Refusals(self.claims)
        self.helpers = np.zeros(len(place), dtype=np.bool_)
        self.helpers[pairs.applicant[rows.pair[rows.amount < 0]]] = True
        self.accepted = np.zeros(len(pairs.start) - 1, dtype=np.bool_)
        self.last: Int64 | None = None
        self.n_settled = len(self.accepted)

    def run(self) -> Turns:
        """Go through the ranks."""
        for k in np.flatnonzero(self.pairs.n_of_each).tolist():
            if self.relay.pair_of[k] < 0:
                if self.effort.stop is not None and self.effort.stop():
                    self.n_settled = min(self.n_settled, k)
                    break
                if not self._comes_in(k):
                    continue
            self.accepted[k] = True
            self.refusals.accept(k)
        return Turns(np.where(self.accepted, self.relay.pair_of, -1), self.n_settled)

    def _comes_in(self, k: int) -> bool:
        """Bring somebody into the witness, if any allocation houses them with those accepted."""
        if self.refusals.refuses(k):
            return False
        if house(self.claims, self.relay, k, k, len(self.accepted)):
            self.last = None
            return True
        if not self._places_would_do(k):
            return False
        if squeeze_in(self.claims, self.relay, k):
            self.last = None
            return True
        free = self._in_the_way_of(k)
        if self._ask_near(k, free):
            return True
        return not self.refusals.find(k, self.accepted, np.flatnonzero(free)) and self._ask_all(k)

    def _places_would_do(self, k: int) -> bool:
        """Whether somebody could be housed, turning out nobody before them, without the rows."""
        if self.last is None:
            place = np.append(self.pairs.vacancy, np.int32(-1))[self.relay.pair_of]
            self.last = last_within_reach(self.pairs, place, self.capacity)
        return int(rank_to_beat(self.pairs, self.last, np.array([k]))[0]) > k

    def _in_the_way_of(self, k: int) -> Bools:
        """Somebody, those in their way, and those in the way of these: bool[n_applicants]."""
        free = np.zeros(len(self.accepted), dtype=np.bool_)
        free[k] = True
        for _ in range(2):
            free[in_the_way(self.claims, self.relay, np.flatnonzero(free))] = True
        return free

    def _ask_near(self, k: int, free: Bools) -> bool:
        """Look for an allocation in which only some may move; finding none says nothing."""
        part, kept = self._part(k, free)
        found = whole_corner(part)
        if found is None:
            found = search(part, _LITTLE_WORK).pair_of
        return found is not None and self._settle(kept, free, found)

    def _ask_all(self, k: int) -> bool:
        """Ask CP-SAT for any allocation at all; if it gives up, nobody from here on is certain."""
        everybody = np.ones(len(self.accepted), dtype=np.bool_)
        part, kept = self._part(k, everybody)
        found = search(part, self.effort.work)
        if found.pair_of is not None:
            return self._settle(kept, everybody, found.pair_of)
        if not found.is_done:
            self.n_settled = min(self.n_settled, k)
        return False

    def _part(self, k: int, free: Bools) -> tuple[Mix, Bools]:
        """How to house somebody and everyone accepted, if those who are not free stay put.

        Of those after k only people who give to a row may come in with them: the others could as
        well stay out.

        Returns:
            The question, and bool[n_pairs], its pairs.
        """
        must = self.accepted & free
        must[k] = True
        kept = (must | (self.helpers & free & (np.arange(len(free)) > k)))[self.pairs.applicant]
        stays = self.relay.pair_of[self.accepted & ~free]
        taken = np.bincount(self.pairs.vacancy[stays], minlength=len(self.capacity))
        rows, stay = self.rows.of(kept), np.zeros(len(self.pairs), dtype=np.int64)
        stay[self.relay.pair_of[self.relay.pair_of >= 0]] = 1
        return Mix(
            replace(self.pairs.where(kept), worth=stay[kept]),
            (self.capacity - taken).astype(np.int32),
            rows._replace(most=rows.most - self.rows.used(stays)),
            must,
        ), kept

    def _settle(self, kept: Bools, free: Bools, found: Int64) -> bool:
        """Make an allocation of those who are free, the others staying put, the witness."""
        witness = np.where(self.accepted & ~free, self.relay.pair_of, -1)
        witness[found >= 0] = np.flatnonzero(kept)[found[found >= 0]]
        self.relay, self.last = self._filled(witness), None
        return True

    def _filled(self, witness: Int64) -> Relay:
        """An allocation with everyone added who fits as it stands, best without the rows first."""
        relay = relay_from(self.claims, witness)
        fill(self.claims, relay, self.liked)
        return relay
