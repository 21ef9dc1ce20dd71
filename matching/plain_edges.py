"""The eligible pairs by plain numpy, area after area: the reference, and the means of checking.

Nothing here is compiled, and nothing but the plain forms of the rules and points is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final, NamedTuple

import numpy as np

from matching.alike import BY_KIND, Kinds, shut_bits, sort_out
from matching.columns import Int32, Int64, UInt8, extend, starts
from matching.edges import Pairs, rows_with_place
from matching.eligibility import Candidates, fails
from matching.jit import in_threads
from matching.policy import Policy
from matching.problem import Problem
from matching.rules import Rule, rules_in
from matching.score import worth

_BY_AREA: Final = Rule.AREA_WANTED | Rule.AREA_EXCLUDED | Rule.TRAVEL
_BY_PAIR: Final = Rule.REFUSED | Rule.FORBIDDEN | Rule.OWN_HOME
_PAIRS_AT_ONCE: Final = 1 << 20
_PAIRS_A_RUN: Final = 1 << 30
"""Pairs of anybody and any home that are looked at before what is found of them is joined."""


class _Block(NamedTuple):
    """Some of the pairs, by applicant: int32[n_pairs] each."""

    applicant: Int32
    vacancy: Int32
    worth: Int32


def eligible_pairs_plain(problem: Problem, policy: Policy) -> Pairs:
    """The same pairs in the same order as ``eligible_pairs`` finds.

    Args:
        problem: the columns.
        policy: the rules switched on and the points.
    """
    n_found = np.zeros(problem.n_applicants, dtype=np.int64)
    vacancies, worths = (np.zeros(0, dtype=np.int32) for _ in range(2))
    n_runs = 1 + problem.n_applicants * problem.n_vacancies // _PAIRS_A_RUN
    every_vacancy = np.arange(problem.n_vacancies)
    for run in np.array_split(np.arange(problem.n_applicants), n_runs):
        pairs = _pairs_of(problem.take(run, every_vacancy), policy)
        n_found[run] = pairs.n_of_each
        extend(vacancies, pairs.vacancy)
        extend(worths, pairs.worth)
    return Pairs(starts(n_found), vacancies, worths)


def _pairs_of(problem: Problem, policy: Policy) -> Pairs:
    """The pairs, those of each area held a second time until they are joined."""
    everyone, with_place = np.arange(problem.n_applicants), rows_with_place(problem)
    rules = rules_in(policy.rules & BY_KIND)
    kinds = in_threads(lambda rule: sort_out(problem, rule, everyone), rules)
    kinds_of = dict(zip(rules, kinds, strict=True))
    locks = problem.locks
    locked, free = np.flatnonzero(locks >= 0), np.flatnonzero(locks < 0)

    def find(area: int) -> _Block:
        homes = with_place[problem.vacancies.area[with_place] == area]
        people = _pass(problem, policy, _BY_AREA, free, homes[:1])[0] if len(homes) else free[:0]
        found = [
            _block(problem, policy, *_pass(problem, policy, _BY_PAIR, *pairs))
            for pairs in _open_pairs(problem, policy, kinds_of, people, homes)
        ]
        return _Block(*(np.concatenate(column) for column in zip(*found, strict=True)))

    of_locks = _block(problem, policy, locked, locks[locked].astype(np.int64))
    blocks = chain([of_locks], in_threads(find, range(problem.n_areas)))
    return _join(blocks, problem.n_applicants)


def _pass(
    problem: Problem, policy: Policy, rules: Rule, person: Int64, home: Int64
) -> tuple[Int64, Int64]:
    """The pairs that pass some rules; one home, or as many as there are people."""
    home = np.broadcast_to(home, person.shape)
    for rule in rules_in(rules & policy.rules):
        pairs = Candidates(problem, person, home, policy.max_void_days, policy.quality_gate)
        passes = np.flatnonzero(~fails(rule, pairs))
        if len(passes) < len(person):
            person, home = person[passes], home[passes]
    return person, home


def _open_pairs(
    problem: Problem, policy: Policy, kinds_of: dict[Rule, Kinds], people: Int64, homes: Int64
) -> Iterator[tuple[Int64, Int64]]:
    """The pairs of some people and homes that no rule shuts which is asked by kinds, in parts."""
    shut_to = {
        rule: shut_bits(problem, policy, rule, kinds.first, homes)
        for rule, kinds in kinds_of.items()
    }
    for some in np.array_split(people, 1 + len(people) * len(homes) // _PAIRS_AT_ONCE):
        shut = np.zeros((len(some), len(homes) + 7 >> 3), dtype=np.uint8)
        for rule, bits in shut_to.items():
            if bits.any():
                shut |= bits[kinds_of[rule].of[some]]
        at = _set_bits(~shut, len(homes))
        yield some[at // max(len(homes), 1)], homes[at % max(len(homes), 1)]


def _set_bits(bits: UInt8, width: int) -> Int64:
    """Which of the first so many bits of each row are set: int64, row × width + bit."""
    rows = np.unpackbits(bits, axis=1, count=width, bitorder="little")
    return np.flatnonzero(rows.view(np.bool_))


def _block(problem: Problem, policy: Policy, person: Int64, home: Int64) -> _Block:
    points = worth(problem, policy, person, home)
    return _Block(person.astype(np.int32), home.astype(np.int32), points)


def _join(blocks: Iterable[_Block], n_applicants: int) -> Pairs:
    """Lay the pairs of each applicant end to end, those of an earlier block first."""
    found = list(blocks)
    n_found = np.zeros(n_applicants, dtype=np.int64)
    for block in found:
        n_found += np.bincount(block.applicant, minlength=n_applicants)
    start = starts(n_found)
    n_before = start[:-1].copy()
    vacancies, worths = np.empty((2, start[-1]), dtype=np.int32)
    for block in found:
        sizes = np.bincount(block.applicant, minlength=n_applicants)
        to = np.repeat(n_before - starts(sizes)[:-1], sizes) + np.arange(len(block.applicant))
        vacancies[to], worths[to] = block.vacancy, block.worth
        n_before += sizes
    return Pairs(start, vacancies, worths)
