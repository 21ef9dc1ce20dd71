"""Whom a search passed over: a chain of moves that houses them is proof enough that it did."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from matching.columns import Int32
from matching.order import Ranked
from matching.policy import Policy
from matching.priority import last_within_reach, rank_to_beat
from matching.side.claims import claims_of
from matching.side.relay import house, relay_from
from matching.side.ways import find_ways


def search_faults(ranked: Ranked, policy: Policy, place: Int32, service: Int32) -> Iterator[str]:
    """A sentence about the first in order whom a chain of moves would house, if there is one.

    Chains turn out nobody who stands before them and keep every side row. That none is found does
    not prove that nobody is passed over; where chains may not be long, none is looked for.

    Args:
        ranked: the problem with its pairs.
        policy: the policy; under a weighted one who is housed is not settled by order alone.
        place: int32[n_applicants], the vacancy of each; −1 unplaced.
        service: int32[n_applicants], the service whose hours each takes; −1 none.
    """
    problem = ranked.problem
    if policy.order == "weighted" or (policy.longest_chain and len(problem.movers)):
        return
    ways, capacity = find_ways(ranked, policy), problem.vacancies.capacity
    who = ways.pairs.applicant
    used = np.flatnonzero((ways.pairs.vacancy == place[who]) & (ways.service == service[who]))
    pair_of = np.full(len(place), -1, dtype=np.int64)
    pair_of[who[used]] = used
    claims = claims_of(ways.pairs, capacity, ways.rows)
    relay, unplaced = relay_from(claims, pair_of), np.flatnonzero(place < 0)
    last = last_within_reach(ways.pairs, place, capacity)
    could = unplaced[rank_to_beat(ways.pairs, last, unplaced) > unplaced]
    for k in could.tolist():
        if house(claims, relay, k, k, len(place)):
            yield f"applicant {ranked.applicant_rows[k]} could be housed by a chain of moves"
            return
