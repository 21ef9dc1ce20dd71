"""The homes that each rule shuts to somebody, a bit a home, so that a word tells of 64 at once.

What a rule says hangs on few columns, in which many applicants are alike. So the plain form of each
rule is asked for one applicant of each kind, and the answers are put together for everybody.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from matching.columns import Column, Int64
from matching.eligibility import Candidates, fails
from matching.jit import compiled
from matching.kernels import BIT_LOCKED, shut_area
from matching.packing import (
    AGE,
    CATEGORY,
    CONNECTIONS,
    FRAMEWORKS,
    GROUPS,
    NEEDED_BY,
    NEEDS,
    PETS,
    READY,
    REGISTERS,
    RENT_LIMIT,
    SEXES,
    SHUT_OUT,
    SIZE,
    SUPPORT_UNMET,
    Homes,
    People,
    Terms,
)
from matching.policy import Policy
from matching.problem import Problem
from matching.rules import N_RULES, RULES, Rule, rules_in

_LOOKS_AT: Final[dict[Rule, tuple[int, ...]]] = {
    Rule.BEDROOMS: (0, 1, 2),
    Rule.SUPPORT_LEVEL: (SUPPORT_UNMET,),
    Rule.CLIENT_GROUP: (GROUPS,),
    Rule.AGE: (AGE,),
    Rule.SEX: (SEXES,),
    Rule.ACCESSIBILITY: (NEEDS, CATEGORY),
    Rule.RENT: (RENT_LIMIT,),
    Rule.DATES: (READY, NEEDED_BY),
    Rule.HOUSEHOLD_SIZE: (SIZE,),
    Rule.CARE_FRAMEWORK: (FRAMEWORKS,),
    Rule.PETS: (PETS,),
    Rule.QUALITY: (),
    Rule.LOCAL_CONNECTION: (CONNECTIONS,),
    Rule.NOMINATION: (REGISTERS,),
    Rule.LIVE_OFFER: (SHUT_OUT,),
}
"""The columns of People that a rule looks at; SUPPORT_LEVEL looks at ``suited`` as well."""

_BY_AREA: Final = tuple(
    RULES.index(rule) for rule in (Rule.AREA_WANTED, Rule.AREA_EXCLUDED, Rule.TRAVEL)
)
_BY_APPLICANT: Final = tuple(RULES.index(rule) for rule in RULES if rule not in _LOOKS_AT)
_EXCLUDED: Final = RULES.index(Rule.AREA_EXCLUDED)
_LOCKED: Final = RULES.index(Rule.LOCKED)
_PAIRS_AT_ONCE: Final = 1 << 18


class Kinds(NamedTuple):
    """What some rules say of each kind of applicant, and of which kind each of some applicants is.

    Attributes:
        rule: int64[n_rules], the index of each rule in RULES.
        words: int64[n_kinds, n_words], bit b of word w is set if home 64 w + b is shut.
        of: int64[k, n_rules], the row of ``words`` for each applicant under each rule.
    """

    rule: Int64
    words: Int64
    of: Int64


def find_kinds(
    problem: Problem, policy: Policy, people: People, homes: Homes, rows: Int64
) -> Kinds:
    """Ask each rule but those of areas and marks what it says of each kind of applicant.

    Args:
        problem: the columns.
        policy: the rules switched on.
        people: the applicants of the problem.
        homes: the homes.
        rows: int64[k], the applicants of whom to ask.
    """
    rules = [rule for rule in rules_in(policy.rules) if rule in _LOOKS_AT]
    words, kind_of, n_kinds = [np.zeros((0, n_words(homes)), dtype=np.int64)], [], 0
    for rule in rules:
        looked_at = [people.columns[rows, at] for at in _LOOKS_AT[rule]]
        if rule is Rule.SUPPORT_LEVEL:
            looked_at += list(people.suited[rows].T)
        first, kind = _sort_out(looked_at, len(rows))
        words.append(_words(problem, policy, rule, rows[first], homes))
        kind_of.append(kind + n_kinds)
        n_kinds += len(first)
    columns = np.array(kind_of, dtype=np.int64).reshape(len(rules), len(rows))
    return Kinds(
        np.array([RULES.index(rule) for rule in rules], dtype=np.int64),
        np.concatenate(words),
        columns.T.copy(),
    )


def n_words(homes: Homes) -> int:
    """How many words of 64 bits the homes take."""
    return len(homes.area) + 63 >> 6


def _sort_out(looked_at: list[Column], n_rows: int) -> tuple[Int64, Int64]:
    """The first row of each kind, rows being of one kind if alike in all columns; each one's kind.

    Returns:
        int64[n_kinds] and int64[n_rows].
    """
    kind, first = np.zeros(n_rows, dtype=np.int64), np.arange(min(n_rows, 1))
    for column in looked_at:
        values, at = np.unique(column, return_inverse=True)
        both = kind * len(values) + at
        _, first, kind = np.unique(both, return_index=True, return_inverse=True)
    return first, kind


def _words(problem: Problem, policy: Policy, rule: Rule, rows: Int64, homes: Homes) -> Int64:
    """The homes that a rule shuts to some applicants: int64[k, n_words]."""
    shut = np.zeros((len(rows), n_words(homes) * 8), dtype=np.uint8)
    vacancy, at_once = homes.vacancy.astype(np.int64)[None], _PAIRS_AT_ONCE // (1 + len(homes.area))
    for some in np.array_split(np.arange(len(rows)), 1 + len(rows) // (1 + at_once)):
        pairs = Candidates(
            problem, rows[some, None], vacancy, policy.max_void_days, policy.quality_gate
        )
        bits = np.packbits(fails(rule, pairs), axis=1, bitorder="little")
        shut[some, : bits.shape[1]] = bits
    return shut.view("<i8").astype(np.int64, copy=False)


@compiled
def put_together(
    people: People, i: int, homes: Homes, terms: Terms, kinds: Kinds, row: int, shut: Int64
) -> None:
    """Write the homes that each rule shuts to applicant i.

    Args:
        people: the applicants.
        i: the applicant.
        homes: the homes.
        terms: the policy.
        kinds: what most rules say.
        row: the row of the applicant in ``kinds``.
        shut: int64[N_RULES, n_words], written; the rules switched off must be zeros before.
    """
    for rule in _BY_APPLICANT:
        shut[rule] = 0
    for at in range(kinds.rule.size):
        shut[kinds.rule[at]] = kinds.words[kinds.of[row, at]]
    for area in range(homes.area_start.size - 1):
        barred = shut_area(people, i, area, terms.rules)
        for rule in _BY_AREA:
            if barred >> rule & 1:
                _shut_run(shut[rule], homes.area_start[area], homes.area_start[area + 1])
    _shut_marked(people, i, homes, terms, shut)


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
