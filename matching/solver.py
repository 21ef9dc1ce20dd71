"""Solve a problem: find the pairs, settle who is housed, then where, then ties, and prove it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import numpy as np

from matching.allocation import Allocation
from matching.certificate import certify
from matching.columns import Int32, Int64, ProblemError
from matching.edges import eligible_pairs
from matching.effort import UNLIMITED, Effort
from matching.levels import STAGES, Level, settle_strict, settle_weighted
from matching.order import Ranked, rank_applicants
from matching.policy import STRICT, Policy
from matching.prices import worth_at
from matching.problem import Problem
from matching.side.mixed import Mixture, keep_sides, settle_mixed
from matching.side.ways import has_sides

AnyIntegers = TypeVar("AnyIntegers", Int32, Int64)
Report = Callable[[str, float], None]


def solve(
    problem: Problem,
    policy: Policy = STRICT,
    *,
    seed: int,
    effort: Effort = UNLIMITED,
    report: Report | None = None,
) -> Allocation:
    """Find the best allocation: the best set of people in order of priority, then the best fit.

    The same problem, policy and seed give the same allocation on any machine, unless time ran out,
    and permuting the rows permutes the allocation only.

    Args:
        problem: who is waiting and what is vacant.
        policy: the rules switched on, the points, and how priority counts.
        seed: settles ties; publish it with the result.
        effort: what it may take; the allocation says how much of it is settled.
        report: told the stage and the share of the whole run done, 0 to 1. It may stop the run by
            raising: nothing is left half-done, for nothing outside is touched.

    Raises:
        ProblemError: if the seed is out of range, or locks cannot be kept together with limits and
            company.
        TooLargeError: if the pairs do not fit the memory allowed.
        NotOptimalError: if the proof fails; then there is no answer to trust.
    """
    tell = report or _say_nothing
    tell("pairs", STAGES["pairs"])

    def note(done: float) -> None:
        tell("pairs", STAGES["priority"] * done)

    ranked = rank_applicants(
        problem, policy, seed, lambda some, by: eligible_pairs(some, by, note, effort)
    )
    level, mixture = _settle(ranked, policy, seed, effort, tell)
    _check_locks(ranked, level.place)
    if mixture is None or not mixture.is_search:
        value, bound = certify(ranked, policy, level)
    else:
        value, bound = mixture.value, mixture.bound
    tell("certificate", 1.0)
    place = level.place
    vacancy_of = np.append(ranked.vacancy_rows, -1)[place].astype(np.int32)
    worth_of = worth_at(ranked.pairs, place).astype(np.int32)
    services = np.full(len(place), -1, dtype=np.int32) if mixture is None else mixture.service
    return Allocation(
        vacancy_of=_unsort(ranked.applicant_rows, vacancy_of),
        worth_of=_unsort(ranked.applicant_rows, worth_of),
        service_of=_unsort(ranked.applicant_rows, services),
        n_pairs=len(ranked.pairs),
        value=value,
        bound=bound,
        proved=value == bound and (mixture is None or mixture.proved),
        proof="search" if mixture is not None and mixture.is_search else "flow",
        settled=level.settled,
        prices=_unsort(ranked.vacancy_rows, level.prices),
        tier_prices=level.tier_prices,
        seed=seed,
        policy_name=policy.name,
        policy_version=policy.version,
    )


def _settle(
    ranked: Ranked, policy: Policy, seed: int, effort: Effort, tell: Report
) -> tuple[Level, Mixture | None]:
    """Settle the problem as if only places were short; where more is, see whether that holds."""
    weighted = policy.order == "weighted"
    if weighted and len(ranked.problem.movers):
        return settle_mixed(ranked, policy, seed, effort, tell)
    settle = settle_weighted if weighted else settle_strict
    level = settle(ranked, policy, seed, effort, tell)
    if not has_sides(ranked, policy):
        return level, None
    mixture = keep_sides(ranked, policy, level)
    if mixture is not None:
        return level, mixture
    return settle_mixed(ranked, policy, seed, effort, tell)


def _check_locks(ranked: Ranked, place: Int32) -> None:
    """Refuse locks that limits, hours or company do not let stand together.

    Raises:
        ProblemError: if somebody who is locked to a vacancy is not there.
    """
    locks = ranked.problem.locks
    broken = np.flatnonzero((locks >= 0) & (locks != place))
    if broken.size:
        row = ranked.applicant_rows[broken[0]]
        raise ProblemError(
            f"marks lock applicant {row} to vacancy {ranked.vacancy_rows[locks[broken[0]]]}, which "
            "cannot be kept with what is said of limits, hours, company and other locks"
        )


def _unsort(rows: Int64, column: AnyIntegers) -> AnyIntegers:
    """Put a column that is sorted by ``rows`` back into the order of the rows."""
    back = np.empty_like(column)
    back[rows] = column
    return back


def _say_nothing(stage: str, fraction: float) -> None:
    """Stand in for a report that nobody asked for."""
