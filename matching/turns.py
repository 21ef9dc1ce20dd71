"""Who is housed, in order of priority, where side rows hold and the sets are no matroid.

Best is the lexicographically greatest (h_0, h_1, …), where h_i is 1 if the person of rank i is
housed, over all allocations that keep the rows. Going through the ranks, each is housed if some
allocation houses them and everyone accepted so far. An allocation that does is kept at hand (the
witness), and answers for everybody whom it houses already. Without the rows the sets are a matroid,
and whoever cannot come in there is out for certain, for rows only take allocations away. For the
rest CP-SAT is asked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from matching.columns import Bools, Int32, Int64
from matching.edges import Pairs
from matching.priority import last_within_reach, rank_to_beat
from matching.relaxation import Mix
from matching.rows import Rows
from matching.search import search


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
        proved: whether the set is the best for certain.
        n_settled: how many applicants, from the first, are settled for certain.
    """

    pair_of: Int64
    proved: bool
    n_settled: int


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
    n_applicants = len(pairs.start) - 1
    accepted = np.zeros(n_applicants, dtype=np.bool_)
    witness = np.full(n_applicants, -1, dtype=np.int64)
    last, n_settled = _last(pairs, capacity, witness), n_applicants
    for k in range(n_applicants):
        if witness[k] < 0 and pairs.start[k] < pairs.start[k + 1]:
            if effort.stop is not None and effort.stop():
                n_settled = min(n_settled, k)
                break
            if int(rank_to_beat(pairs, last, np.array([k]))[0]) <= k:
                continue  # not even without the rows
            found, is_certain = _with(pairs, capacity, rows, accepted, k, effort)
            if found is None:
                n_settled = n_settled if is_certain else min(n_settled, k)
                continue
            witness = _filled(pairs, capacity, rows, found)
            last = _last(pairs, capacity, witness)
        accepted[k] = witness[k] >= 0
    witness[~accepted] = -1
    return Turns(witness, n_settled == n_applicants, n_settled)


def _last(pairs: Pairs, capacity: Int32, witness: Int64) -> Int64:
    """The last of the witness who could give way at each vacancy, if there were no rows.

    If no chain of moves from k reaches a free place or somebody after k, then k together with those
    of the witness before k is dependent in the matroid without the rows, and so out for certain.
    """
    place = np.append(pairs.vacancy, np.int32(-1))[witness]
    return last_within_reach(pairs, place, capacity)


def _with(
    pairs: Pairs, capacity: Int32, rows: Rows, accepted: Bools, k: int, effort: Effort
) -> tuple[Int64 | None, bool]:
    """An allocation that houses k and everyone accepted, or None; and whether that is certain.

    Of those after k only people who give to a row may come in with them: the others could as well
    stay out.
    """
    must = accepted.copy()
    must[k] = True
    kept = (must | _helpers(pairs, rows, k))[pairs.applicant]
    part = replace(pairs.where(kept), worth=np.zeros(int(kept.sum()), dtype=np.int64))
    found = search(Mix(part, capacity, rows.of(kept), must), effort.work)
    if found.pair_of is None:
        return None, found.is_done
    return np.append(np.flatnonzero(kept), -1)[found.pair_of], True


def _helpers(pairs: Pairs, rows: Rows, k: int) -> Bools:
    """Who stands after k and gives to some row by coming, so that k may need them: bool[n]."""
    helps = np.zeros(len(pairs.start) - 1, dtype=np.bool_)
    helps[pairs.applicant[rows.pair[rows.amount < 0]]] = True
    helps[:k] = False
    return helps


def _filled(pairs: Pairs, capacity: Int32, rows: Rows, witness: Int64) -> Int64:
    """The witness with everyone added who fits as it stands, in order."""
    filled = witness.copy()
    chosen = filled[filled >= 0]
    load = np.bincount(pairs.vacancy[chosen], minlength=len(capacity))
    left = rows.most - rows.used(chosen)
    entry_start, entry = _entries_by_pair(rows, len(pairs))
    for i in np.flatnonzero(filled < 0).tolist():
        for e in range(pairs.start[i], pairs.start[i + 1]):
            takes = entry[entry_start[e] : entry_start[e + 1]]
            fits = load[pairs.vacancy[e]] < capacity[pairs.vacancy[e]]
            if fits and (rows.amount[takes] <= left[rows.row[takes]]).all():
                filled[i] = e
                load[pairs.vacancy[e]] += 1
                np.subtract.at(left, rows.row[takes], rows.amount[takes])
                break
    return filled


def _entries_by_pair(rows: Rows, n_pairs: int) -> tuple[Int64, Int64]:
    """Where the entries of each pair begin, and the entries, pair by pair."""
    order = np.argsort(rows.pair, kind="stable")
    return np.searchsorted(rows.pair[order], np.arange(n_pairs + 1)), order
