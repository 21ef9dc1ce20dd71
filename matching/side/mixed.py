"""Settle a problem in which more than places is short: hours, limits, company, length of chains.

The answer to the question without those is tried first: if they happen to hold, it stands with its
proof. Only if they bind is the part of it that they touch searched.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from matching.columns import Bools, Int32, Int64
from matching.effort import Effort
from matching.levels import N_TIERS, STAGES, Level, draw_lots
from matching.order import Ranked
from matching.policy import Policy
from matching.side import mix, turns
from matching.side.mix import Mixed, NoAllocationError, best_with_rows
from matching.side.rows import Rows
from matching.side.sides import join_rows, settle_rows
from matching.side.turns import house_in_turns
from matching.side.ways import Ways, find_ways

Tell = Callable[[str, float], None]


class Mixture(NamedTuple):
    """What comes of a problem with side rows, beside where people go.

    Attributes:
        service: int32[n_applicants], the service whose hours each takes; −1 none.
        is_search: whether rows bound, so that a search settled it.
        value: the sum of the worths, points.
        bound: no allocation that houses the same people is worth more, points.
        proved: whether the set is proved best and the value equals the bound.
    """

    service: Int32
    is_search: bool
    value: int
    bound: int
    proved: bool


def keep_sides(ranked: Ranked, policy: Policy, level: Level) -> Mixture | None:
    """The services that let an answer stand as it is; None if it breaks a side row.

    Args:
        ranked: the problem with its pairs.
        policy: the policy.
        level: an answer that looked at places alone.
    """
    ways, placed = find_ways(ranked, policy), level.place >= 0
    kept = ways.pairs.vacancy == level.place[ways.pairs.applicant]
    try:
        answer = best_with_rows(
            ways.pairs.where(kept),
            ranked.problem.vacancies.capacity,
            ways.rows.of(kept),
            must=placed,
        )
    except NoAllocationError:
        return None
    service = _service_of(ways, np.flatnonzero(kept), answer.pair_of)
    return Mixture(service, False, answer.value, answer.bound, True)


def settle_mixed(
    ranked: Ranked, policy: Policy, seed: int, effort: Effort, tell: Tell
) -> tuple[Level, Mixture]:
    """Who, then where, then the draw, under every side row.

    Args:
        ranked: the problem with its pairs.
        policy: the policy.
        seed: draws the lots.
        effort: what it may take.
        tell: told the stage and the share of the run done.
    """
    tell("priority", STAGES["priority"])
    problem, ways = ranked.problem, find_ways(ranked, policy)
    capacity = problem.vacancies.capacity
    turn = house_in_turns(ways.pairs, capacity, ways.rows, effort=turns.Effort(stop=effort.stop))
    housed = turn.pair_of >= 0
    tell("fit", STAGES["fit"])
    must, rows, kept = _question(ranked, policy, ways, housed)
    index = np.flatnonzero(kept)
    pairs = ways.pairs.where(kept)
    start = np.full(len(housed), -1, dtype=np.int64)
    start[housed] = np.searchsorted(index, turn.pair_of[housed])
    lots = draw_lots(problem, pairs.applicant, pairs.vacancy, seed)
    answer = best_with_rows(
        pairs,
        capacity,
        rows,
        must=must,
        start=start,
        then_least=lots,
        effort=mix.Effort(stop=effort.stop),
    )
    tell("certificate", STAGES["certificate"])
    place = np.where(answer.pair_of < 0, -1, np.append(pairs.vacancy, -1)[answer.pair_of])
    level = Level(
        place.astype(np.int32),
        np.zeros(problem.n_vacancies, dtype=np.int64),
        np.zeros(N_TIERS, dtype=np.int64),
        _settled(turn.proved, answer),
    )
    proved = turn.proved and answer.proved
    service = _service_of(ways, index, answer.pair_of)
    return level, Mixture(service, True, answer.value, answer.bound, proved)


def _settled(set_is_proved: bool, answer: Mixed) -> str:
    """The last stage that is wholly settled."""
    if not (set_is_proved and answer.proved):
        return "priority"
    return "ties" if answer.is_drawn else "fit"


def _question(
    ranked: Ranked, policy: Policy, ways: Ways, housed: Bools
) -> tuple[Bools, Rows, Bools]:
    """Who must be placed, the rows, and which ways may be used, to find the best fit.

    Strict: those who are housed, and nobody else. Weighted: as many of each tier at least.
    """
    if policy.order == "strict":
        kept = housed[ways.pairs.applicant]
        return housed, ways.rows.of(kept), kept
    tier = ranked.problem.applicants.tier - 1
    everything = np.arange(len(ways.pairs))
    at_least = settle_rows(
        tier[ways.pairs.applicant].astype(np.int64),
        everything,
        np.full(len(everything), -1, dtype=np.int64),
        -np.bincount(tier[housed], minlength=N_TIERS),
    )
    locked = (ranked.problem.locks >= 0) & housed
    return locked, join_rows(ways.rows, at_least), np.ones(len(everything), dtype=np.bool_)


def _service_of(ways: Ways, index: Int64, pair_of: Int64) -> Int32:
    """The service of each applicant's way, ways being named among those of ``index``."""
    service = np.append(ways.service[index], -1)
    return service[np.where(pair_of < 0, len(index), pair_of)].astype(np.int32)
