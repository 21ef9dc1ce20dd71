"""Why: what each person placed could have had, what shut out each who is not, why homes are empty.

The answers are the tables of ``reasons``.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from matching.allocation import Allocation
from matching.columns import Int32, Int64
from matching.edges import eligible_pairs, rows_with_place
from matching.jit import in_threads
from matching.links import chain_of
from matching.order import rank_applicants
from matching.packing import N_MISSES, N_SETS, Survey, pack_homes, pack_people, pack_terms
from matching.policy import Policy
from matching.problem import Problem
from matching.reasons import Empty as Empty
from matching.reasons import Explanations as Explanations
from matching.reasons import Placed as Placed
from matching.reasons import Reason as Reason
from matching.reasons import Unplaced as Unplaced
from matching.reasons import Worth as Worth
from matching.rules import N_RULES, RULES
from matching.score import score_parts
from matching.shutting import ask_rules
from matching.standing import Seen, Standing, find_standing, see
from matching.surveys import count_shut, survey
from matching.worths import weigh_places

_ROWS_AT_ONCE: Final = 8_000


def explain(problem: Problem, policy: Policy, allocation: Allocation) -> Explanations:
    """Say why for everyone.

    Args:
        problem: the columns.
        policy: the policy of the allocation.
        allocation: an answer without faults.
    """
    seen = see(rank_applicants(problem, policy, allocation.seed, eligible_pairs), allocation)
    standing = find_standing(seen, policy, allocation.proof)
    return Explanations(
        _explain_placed(problem, policy, allocation, seen),
        _explain_unplaced(problem, policy, allocation.unplaced, seen, standing),
        _explain_empty(problem, policy, allocation),
        weigh_places(problem, policy, allocation, seen),
    )


def _explain_placed(problem: Problem, policy: Policy, allocation: Allocation, seen: Seen) -> Placed:
    applicants = allocation.placed
    vacancies = allocation.vacancy_of[applicants].astype(np.int64)
    n_open = np.empty(problem.n_applicants, dtype=np.int32)
    n_open[seen.ranked.applicant_rows] = seen.ranked.pairs.n_of_each
    return Placed(
        applicants,
        vacancies,
        n_open[applicants] - 1,
        allocation.service_of[applicants],
        _links(seen)[applicants],
        score_parts(problem, policy, applicants, vacancies),
    )


def _links(seen: Seen) -> Int32:
    """The applicant whose home each takes: int32[n_applicants], rows; −1 if it was free."""
    ranked, rows = seen.ranked, seen.ranked.applicant_rows
    follows = np.full(len(rows), -1, dtype=np.int32)
    if len(ranked.problem.movers):
        home, capacity = ranked.problem.applicants.home, ranked.problem.vacancies.capacity
        follows[rows] = np.append(rows, -1)[chain_of(seen.place, home, capacity).link]
    return follows


def _explain_unplaced(
    problem: Problem, policy: Policy, applicants: Int64, seen: Seen, standing: Standing
) -> Unplaced:
    counts, homes = _survey(problem, policy, applicants)
    rule, opens = _binding_rules(counts)
    rank_of = np.argsort(seen.ranked.applicant_rows)[applicants]
    last = standing.last[rank_of]
    person, is_known = seen.ranked.applicant_rows[last], last >= 0
    return Unplaced(
        applicants=applicants,
        reason=standing.reason[rank_of],
        n_open=counts.n_open,
        shut=counts.shut,
        rule=rule,
        opens=opens,
        sets=counts.sets,
        set_opens=counts.opens,
        misses=np.append(homes, np.int32(-1))[counts.misses],
        missed=counts.missed,
        rank=(rank_of + 1).astype(np.int32),
        last_rank=(last + 1).astype(np.int32),
        last_tier=np.where(is_known, problem.applicants.tier[person], 0).astype(np.int8),
        last_registered_day=np.where(is_known, problem.applicants.registered_day[person], 0).astype(
            np.int32
        ),
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
        said = ask_rules(problem, policy, homes, rows)
        survey(people, homes, terms, rows, said, seen)
        return seen

    looks = list(in_threads(look, _parts(applicants)))
    return Survey(*(np.concatenate(column) for column in zip(*looks, strict=True))), homes.vacancy


def _parts(applicants: Int64) -> list[Int64]:
    """Runs of applicants, to be shared out among threads."""
    return np.array_split(applicants, 1 + len(applicants) // _ROWS_AT_ONCE)


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
    people, terms = pack_people(problem, policy), pack_terms(policy)
    homes = pack_homes(problem, policy, vacancies)

    def count(rows: Int64) -> tuple[Int32, Int32]:
        n_open = np.zeros(len(vacancies), dtype=np.int32)
        shut = np.zeros((N_RULES, len(vacancies)), dtype=np.int32)
        count_shut(people, homes, terms, rows, n_open, shut)
        return n_open, shut

    parts = _parts(np.arange(problem.n_applicants))
    n_open, shut = (sum(column) for column in zip(*in_threads(count, parts), strict=True))
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
