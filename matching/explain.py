"""Why: what each person placed could have had, what shut out each who is not, why homes are empty.

Data, not prose, in columns; pages turn it into words. Row numbers are those of the problem.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np

from matching.allocation import Allocation
from matching.columns import Int8, Int32, Int64
from matching.edges import eligible_pairs, rows_with_place
from matching.jit import in_threads
from matching.order import priority_order
from matching.packing import N_MISSES, N_SETS, Survey, pack_homes, pack_people, pack_terms
from matching.policy import Policy
from matching.priority import last_within_reach, rank_to_beat
from matching.problem import Problem
from matching.rules import N_RULES, RULES
from matching.score import Part, score_parts
from matching.surveys import count_shut, survey

_ROWS_AT_ONCE: Final = 1_000


class Reason(IntEnum):
    """Why an applicant is not placed."""

    NO_ELIGIBLE_HOME = 0
    HIGHER_PRIORITY = 1


@dataclass(frozen=True, eq=False)
class Placed:
    """Everyone who is given a home.

    Attributes:
        applicants: int64[k], rows, rising.
        vacancies: int64[k], the vacancy each is given.
        alternatives: int32[k], other vacancies that were open to them.
        parts: for every Part int32[k], points; they add up to the worth.
    """

    applicants: Int64
    vacancies: Int64
    alternatives: Int32
    parts: dict[Part, Int32]


@dataclass(frozen=True, eq=False)
class Unplaced:
    """Everyone who is not. Vacancies without a place are left out of every count.

    Attributes:
        applicants: int64[k], rows, rising.
        reason: int8[k], a Reason.
        n_open: int32[k], vacancies open to them.
        shut: int32[k, N_RULES], vacancies that each rule shuts to them, in order of RULES.
        rule: int32[k], where no home is open, the Rule whose relaxing alone would open most
            vacancies or, if none opens any, the one that shuts most; 0 where a home is open or
            there are no vacancies. An exclusion is never relaxed.
        opens: int32[k], how many vacancies relaxing that rule alone would open.
        sets: int32[k, N_SETS], the smallest sets of rules, as masks, whose relaxing would open a
            vacancy; 0 for none. Of one size, the set that opens most goes first.
        set_opens: int32[k, N_SETS], how many vacancies relaxing each would open.
        misses: int32[k, N_MISSES], the vacancies nearest to being open, by fewest rules failed,
            then by worth; −1 for none. Never one in an area that they exclude.
        missed: int32[k, N_MISSES], a mask of the rules that shut each.
        last_tier: int8[k], where homes are open, the tier of the last in order of priority of
            those who hold them, or whom any rearrangement could make give way: standing before
            that person would have meant a home. 0 where no home is open.
        last_registered_day: int32[k], when that person registered; 0 where no home is open.
    """

    applicants: Int64
    reason: Int8
    n_open: Int32
    shut: Int32
    rule: Int32
    opens: Int32
    sets: Int32
    set_opens: Int32
    misses: Int32
    missed: Int32
    last_tier: Int8
    last_registered_day: Int32


@dataclass(frozen=True, eq=False)
class Empty:
    """Every vacancy with a place left over.

    Attributes:
        vacancies: int64[k], rows, rising.
        free: int64[k], places left over.
        n_open: int32[k], applicants it is open to, all of whom are placed elsewhere.
        shut: int32[k, N_RULES], applicants whom each rule shuts out, in order of RULES.
        rule: int32[k], the Rule that shuts most out; 0 if none shuts anyone out.
    """

    vacancies: Int64
    free: Int64
    n_open: Int32
    shut: Int32
    rule: Int32


@dataclass(frozen=True, eq=False)
class Explanations:
    """A reason for every applicant and for every vacancy that is left."""

    placed: Placed
    unplaced: Unplaced
    empty: Empty


def explain(problem: Problem, policy: Policy, allocation: Allocation) -> Explanations:
    """Say why for everyone.

    Args:
        problem: the columns.
        policy: the policy of the allocation.
        allocation: an answer without faults.
    """
    order = priority_order(problem, allocation.seed)
    ranked = problem.take(order, np.arange(problem.n_vacancies))
    pairs, place = eligible_pairs(ranked, policy), allocation.vacancy_of[order]
    n_open = np.empty(problem.n_applicants, dtype=np.int32)
    n_open[order] = pairs.n_of_each
    left = np.flatnonzero((place < 0) & (pairs.n_of_each > 0))
    last = last_within_reach(pairs, place, problem.vacancies.capacity)
    last_holder = np.full(problem.n_applicants, -1, dtype=np.int64)
    last_holder[order[left]] = order[rank_to_beat(pairs, last, left)]
    return Explanations(
        _explain_placed(problem, policy, allocation, n_open),
        _explain_unplaced(problem, policy, allocation, last_holder),
        _explain_empty(problem, policy, allocation),
    )


def _explain_placed(
    problem: Problem, policy: Policy, allocation: Allocation, n_open: Int32
) -> Placed:
    applicants = allocation.placed
    vacancies = allocation.vacancy_of[applicants].astype(np.int64)
    return Placed(
        applicants,
        vacancies,
        n_open[applicants] - 1,
        score_parts(problem, policy, applicants, vacancies),
    )


def _explain_unplaced(
    problem: Problem, policy: Policy, allocation: Allocation, last_holder: Int64
) -> Unplaced:
    """Explain with ``last_holder``, whom each would have to stand before: int64[n_applicants]."""
    applicants = allocation.unplaced
    seen, homes = _survey(problem, policy, applicants)
    held = seen.n_open > 0
    rule, opens = _binding_rules(seen)
    holder = last_holder[applicants[held]]
    last_tier = np.zeros(len(applicants), dtype=np.int8)
    last_tier[held] = problem.applicants.tier[holder]
    last_day = np.zeros(len(applicants), dtype=np.int32)
    last_day[held] = problem.applicants.registered_day[holder]
    return Unplaced(
        applicants=applicants,
        reason=np.where(held, Reason.HIGHER_PRIORITY, Reason.NO_ELIGIBLE_HOME).astype(np.int8),
        n_open=seen.n_open,
        shut=seen.shut,
        rule=rule,
        opens=opens,
        sets=seen.sets,
        set_opens=seen.opens,
        misses=np.append(homes, np.int32(-1))[seen.misses],
        missed=seen.missed,
        last_tier=last_tier,
        last_registered_day=last_day,
    )


def _survey(problem: Problem, policy: Policy, applicants: Int64) -> tuple[Survey, Int32]:
    """Look at every vacancy with a place from where each of the applicants stands.

    Returns:
        What is seen, and int32[n_homes], the vacancy of each home that it names.
    """
    people, terms = pack_people(problem, policy), pack_terms(policy)
    homes = pack_homes(problem, policy, rows_with_place(problem))

    def look(rows: Int64) -> Survey:
        seen = _blank_survey(len(rows))
        survey(people, homes, terms, rows, seen)
        return seen

    parts = np.array_split(applicants, 1 + len(applicants) // _ROWS_AT_ONCE)
    looks = list(in_threads(look, parts))
    return Survey(*(np.concatenate(column) for column in zip(*looks, strict=True))), homes.vacancy


def _blank_survey(n_rows: int) -> Survey:
    return Survey(
        n_open=np.zeros(n_rows, dtype=np.int32),
        shut=np.zeros((n_rows, N_RULES), dtype=np.int32),
        sets=np.zeros((n_rows, N_SETS), dtype=np.int32),
        opens=np.zeros((n_rows, N_SETS), dtype=np.int32),
        misses=np.full((n_rows, N_MISSES), -1, dtype=np.int32),
        missed=np.zeros((n_rows, N_MISSES), dtype=np.int32),
    )


def _binding_rules(seen: Survey) -> tuple[Int32, Int32]:
    """The rule that matters most to each, and how many homes relaxing it alone would open."""
    alone = np.bitwise_count(seen.sets[:, 0]) == 1
    most = np.array(RULES, dtype=np.int32)[np.argmax(seen.shut, axis=1)]
    rule = np.where(alone, seen.sets[:, 0], most)
    opens = np.where(alone, seen.opens[:, 0], 0)
    nothing_shut = (seen.n_open > 0) | ~seen.shut.any(axis=1)
    return (
        np.where(nothing_shut, 0, rule).astype(np.int32),
        np.where(nothing_shut, 0, opens).astype(np.int32),
    )


def _explain_empty(problem: Problem, policy: Policy, allocation: Allocation) -> Empty:
    free = allocation.free_places(problem)
    vacancies = np.flatnonzero(free > 0)
    homes = pack_homes(problem, policy, vacancies)
    n_open = np.zeros(len(vacancies), dtype=np.int32)
    shut = np.zeros((N_RULES, len(vacancies)), dtype=np.int32)
    count_shut(pack_people(problem, policy), homes, pack_terms(policy), n_open, shut)
    in_order = np.argsort(homes.vacancy)
    shut = shut.T[in_order]
    most = np.array(RULES, dtype=np.int32)[np.argmax(shut, axis=1)]
    return Empty(
        vacancies=vacancies,
        free=free[vacancies],
        n_open=n_open[in_order],
        shut=shut,
        rule=np.where(shut.any(axis=1), most, 0).astype(np.int32),
    )
