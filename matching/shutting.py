"""The homes that each rule shuts to somebody, a bit a home, so that a word tells of 64 at once.

What a rule says hangs on few columns, in which many applicants are alike. So the plain form of each
rule is asked for one applicant of each kind, and the answers are put together for everybody.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from matching.alike import BY_KIND, shut_bits, sort_out
from matching.columns import Int64
from matching.jit import compiled
from matching.kernels import BIT_LOCKED, shut_area
from matching.packing import Homes, People, Terms
from matching.policy import Policy
from matching.problem import Problem
from matching.rules import N_RULES, RULES, Rule, rules_in

_BY_AREA: Final = tuple(
    RULES.index(rule) for rule in (Rule.AREA_WANTED, Rule.AREA_EXCLUDED, Rule.TRAVEL)
)
_BY_APPLICANT: Final = tuple(RULES.index(rule) for rule in RULES if rule not in BY_KIND)
_EXCLUDED: Final = RULES.index(Rule.AREA_EXCLUDED)
_LOCKED: Final = RULES.index(Rule.LOCKED)


class Sayings(NamedTuple):
    """What some rules say of each kind of applicant, and of which kind each of some applicants is.

    Attributes:
        rule: int64[n_rules], the index of each rule in RULES.
        words: int64[n_kinds, n_words], bit b of word w is set if home 64 w + b is shut.
        of: int64[k, n_rules], the row of ``words`` for each applicant under each rule.
    """

    rule: Int64
    words: Int64
    of: Int64


def ask_rules(problem: Problem, policy: Policy, homes: Homes, rows: Int64) -> Sayings:
    """Ask each rule but those of areas and marks what it says of each kind of applicant.

    Args:
        problem: the columns.
        policy: the rules switched on.
        homes: the homes.
        rows: int64[k], the applicants of whom to ask.
    """
    rules, n_bytes = rules_in(policy.rules & BY_KIND), 8 * n_words(homes)
    words, kind_of, n_kinds = [np.zeros((0, n_bytes // 8), dtype=np.int64)], [], 0
    for rule in rules:
        kinds = sort_out(problem, rule, rows)
        bits = shut_bits(problem, policy, rule, kinds.first, homes.vacancy.astype(np.int64))
        padded = np.pad(bits, ((0, 0), (0, n_bytes - bits.shape[1])))
        words.append(padded.view("<i8").astype(np.int64, copy=False))
        kind_of.append(kinds.of + n_kinds)
        n_kinds += len(kinds.first)
    columns = np.array(kind_of, dtype=np.int64).reshape(len(rules), len(rows))
    index = np.array([RULES.index(rule) for rule in rules], dtype=np.int64)
    return Sayings(index, np.concatenate(words), columns.T.copy())


def n_words(homes: Homes) -> int:
    """How many words of 64 bits the homes take."""
    return len(homes.area) + 63 >> 6


@compiled
def put_together(
    people: People, i: int, homes: Homes, terms: Terms, said: Sayings, row: int, shut: Int64
) -> None:
    """Write the homes that each rule shuts to applicant i.

    Args:
        people: the applicants.
        i: the applicant.
        homes: the homes.
        terms: the policy.
        said: what most rules say.
        row: the row of the applicant in ``said``.
        shut: int64[N_RULES, n_words], written; the rules switched off must be zeros before.
    """
    for rule in _BY_APPLICANT:
        shut[rule] = 0
    for at in range(said.rule.size):
        shut[said.rule[at]] = said.words[said.of[row, at]]
    _shut_areas(people, i, homes, terms, shut)
    _shut_marked(people, i, homes, terms, shut)


@compiled
def _shut_areas(people: People, i: int, homes: Homes, terms: Terms, shut: Int64) -> None:
    """Add the homes that the rules of areas shut to applicant i, in as long runs as can be."""
    first, barred = 0, 0
    for area in range(homes.area_start.size):
        is_end = area == homes.area_start.size - 1
        barred_here = 0 if is_end else shut_area(people, i, area, terms.rules)
        if barred_here != barred:
            for rule in _BY_AREA:
                if barred >> rule & 1:
                    _shut_run(shut[rule], first, homes.area_start[area])
            first, barred = homes.area_start[area], barred_here


@compiled
def _shut_marked(people: People, i: int, homes: Homes, terms: Terms, shut: Int64) -> None:
    """Add what has been said of applicant i and a home, as ``kernels.add_marks`` does."""
    start, stop = people.mark_start[i], people.mark_start[i + 1]
    for at in range(start, stop):
        j = homes.home_of[people.mark_home[at]]
        for rule in range(N_RULES):
            if j >= 0 and people.mark[at] & terms.rules & ~BIT_LOCKED & 1 << rule:
                _shut_run(shut[rule], j, j + 1)
    for at in range(start, stop):
        if people.mark[at] == BIT_LOCKED:
            j = homes.home_of[people.mark_home[at]]
            _shut_run(shut[_LOCKED], 0, homes.area.size)
            for rule in range(N_RULES):
                if j >= 0 and rule != _EXCLUDED:
                    shut[rule, j >> 6] &= ~(1 << (j & 63))


@compiled
def _shut_run(words: Int64, first: int, stop: int) -> None:
    """Set the bits of a run of homes."""
    for word in range(first >> 6, stop + 63 >> 6):
        low, high = max(first - (word << 6), 0), min(stop - (word << 6), 64)
        words[word] |= (-1 if high == 64 else (1 << high) - 1) & -(1 << low)
