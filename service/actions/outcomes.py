"""From the matcher's explanations to rows: row numbers to ids, masks to the names of rules."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from matching import RULES, Explanations, Reason, Rule, rules_in
from service.actions.problems import Translated
from service.actions.solving import Solved

_EPOCH = date(1970, 1, 1)


def rule_name(rule: Rule) -> str:
    """The rule's name as rows and service.domain.reasons have it."""
    return str(rule.name).lower()


_RULE_NAMES = tuple(rule_name(rule) for rule in RULES)


@lru_cache(maxsize=4096)
def rule_names(mask: int) -> tuple[str, ...]:
    """The names of the rules in a mask; thousands of people share a few masks."""
    return tuple(rule_name(rule) for rule in rules_in(mask))


def rule_counts(counts: Any) -> dict[str, int]:
    """The rules that shut anything, with how much: from int[N_RULES], in order of RULES."""
    return {name: n for name, n in zip(_RULE_NAMES, counts.tolist(), strict=True) if n}


def day(number: int) -> date:
    """The date of a day counted from 1970-01-01."""
    return _EPOCH + timedelta(days=number)


def proposal_rows(run_id: int, translated: Translated, solved: Solved) -> Iterator[list[Any]]:
    """Rows of ``proposals``: run, applicant, vacancy, worth, parts, alternatives."""
    placed = solved.explanations.placed
    parts = {str(part): points.tolist() for part, points in placed.parts.items()}
    for k, (i, j) in enumerate(zip(placed.applicants, placed.vacancies, strict=True)):
        points = {part: column[k] for part, column in parts.items()}
        yield [
            run_id,
            int(translated.applicant_ids[i]),
            int(translated.vacancy_ids[j]),
            sum(points.values()),
            points,
            int(placed.alternatives[k]),
        ]


def unplaced_rows(run_id: int, translated: Translated, solved: Solved) -> Iterator[list[Any]]:
    """Rows of ``unplaced``, as store.outcomes.copy_unplaced takes them."""
    unplaced = solved.explanations.unplaced
    for k, i in enumerate(unplaced.applicants):
        is_open, last_rank = bool(unplaced.n_open[k]), int(unplaced.last_rank[k])
        yield [
            run_id,
            int(translated.applicant_ids[i]),
            Reason(int(unplaced.reason[k])).name.lower(),
            int(unplaced.n_open[k]),
            _name_or_none(int(unplaced.rule[k])),
            int(unplaced.opens[k]),
            rule_counts(unplaced.shut[k]),
            [] if is_open else _near_misses(translated, solved.explanations, k),
            int(unplaced.last_tier[k]) if last_rank else None,
            day(int(unplaced.last_registered_day[k])) if last_rank else None,
            int(unplaced.rank[k]),
            last_rank or None,
            _sets(solved.explanations, k),
        ]


def empty_rows(run_id: int, translated: Translated, solved: Solved) -> Iterator[list[Any]]:
    """Rows of ``empty_vacancies``: run, vacancy, eligible, rule, rules."""
    empty = solved.explanations.empty
    for k, j in enumerate(empty.vacancies):
        yield [
            run_id,
            int(translated.vacancy_ids[j]),
            int(empty.n_open[k]),
            _name_or_none(int(empty.rule[k])),
            rule_counts(empty.shut[k]),
        ]


def worth_rows(run_id: int, translated: Translated, solved: Solved) -> Iterator[list[Any]]:
    """Rows of ``worth_of_one_more``: run, vacancy, tier, rank from 1, housed, gain."""
    worth = solved.explanations.worth
    columns = (worth.vacancies, worth.tiers, worth.ranks, worth.housed, worth.gains)
    for j, tier, rank, housed, gain in zip(*columns, strict=True):
        vacancy_id = int(translated.vacancy_ids[j])
        yield [run_id, vacancy_id, int(tier), int(rank) or None, housed.tolist(), int(gain)]


def _sets(explanations: Explanations, k: int) -> list[dict[str, Any]]:
    unplaced = explanations.unplaced
    return [
        {"rules": rule_names(int(mask)), "opens": int(opens)}
        for mask, opens in zip(unplaced.sets[k], unplaced.set_opens[k], strict=True)
        if mask
    ]


def _near_misses(
    translated: Translated, explanations: Explanations, k: int
) -> list[dict[str, Any]]:
    unplaced = explanations.unplaced
    return [
        {"vacancy_id": int(translated.vacancy_ids[j]), "rules": rule_names(int(mask))}
        for j, mask in zip(unplaced.misses[k], unplaced.missed[k], strict=True)
        if j >= 0
    ]


def _name_or_none(mask: int) -> str | None:
    return rule_name(Rule(mask)) if mask else None
