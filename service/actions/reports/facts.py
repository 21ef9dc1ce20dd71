"""What a report is made of, in words: the same on pages, in files and in the API."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from service.actions.working_days import working_days_between
from service.domain.accounts import Role
from service.domain.declines import REASONS, Party, reads_reason
from service.domain.homes import SchemeKind, Works
from service.domain.lettings import NominationState
from service.domain.reasons import rule_words
from service.domain.reports import quarter_of
from service.domain.void_days import void_days

Row = Mapping[str, Any]


def fact_of(name: str, row: Row, *, role: Role | None, today: date) -> dict[str, Any]:
    """A row of the database as a report says it.

    Args:
        name: Of the report.
        row: One of ``store.reports.find_facts``.
        role: Of whoever is told; a support provider's reasons are not for a landlord.
        today: What days void and days late are counted to.
    """
    said = {**row, "kind": _capital(SchemeKind(row["kind"]).words)}
    if name == "declines" and not reads_reason(role, row["party"]):
        row = {**row, "reason": None}
    return said | _MORE[name](row, today)


def _vacancy(row: Row, today: date) -> dict[str, Any]:
    n_void = max(0, (today - row["void_from"]).days)
    spans = void_days(
        void_from=row["void_from"],
        available_on=row["available_on"],
        works=(row["works_from"], row["works_until"]) if row["works_from"] else None,
        today=today,
    )
    return {
        "state": _plain(row["state"]),
        "works": _capital(", ".join(Works(one).words for one in row["works"])) or None,
        "days_void": n_void,
        "days_works": spans.works,
        "days_until_ready": spans.until_ready,
        "days_ready": spans.ready,
    }


def _step(row: Row, _: date) -> dict[str, Any]:
    return {"quarter": quarter_of(row["on_day"])}


def _decline(row: Row, _: date) -> dict[str, Any]:
    known = REASONS.get(row["reason"])
    reason = known.words if known else _plain(row["reason"] or "not told to you")
    return {
        "state": _state(row),
        "party": _capital(Party(row["party"]).words),
        "reason": reason,
        "effect": known.effect.words if known else None,
    }


def _overdue(row: Row, today: date) -> dict[str, Any]:
    return {"state": _state(row), "days_late": working_days_between(row["due_on"], today)}


def _passed_over(row: Row, _: date) -> dict[str, Any]:
    return {"reason": _capital(rule_words(row["reason"])) if row["reason"] else "Not said"}


def _letting(row: Row, _: date) -> dict[str, Any]:
    return {"tenure": _plain(row["tenure"])}


def _state(row: Row) -> str:
    return _capital(NominationState(row["state"]).words)


def _plain(text: str) -> str:
    return _capital(text.replace("_", " "))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


_MORE: Mapping[str, Callable[[Row, date], dict[str, Any]]] = {
    "vacancies": _vacancy,
    "times": _step,
    "declines": _decline,
    "overdue": _overdue,
    "passed-over": _passed_over,
    "lettings": _letting,
}
