"""Revisions of a vacancy in words: what was before and after."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from service.domain.bedrooms import BedroomRule
from service.domain.days import uk_date
from service.domain.homes import Works

_LABELS = {
    "state": "State",
    "void_from": "Empty from",
    "reason": "Why it is empty",
    "noticed_on": "Notice",
    "works": "Works",
    "works_from": "Works begin",
    "works_until": "Works end",
    "turnaround_days": "Turnaround in working days",
    "available_on": "Available on",
    "available_because": "Why it is another day",
    "opens_on": "Opens on",
    "bedroom_rule": "Bedroom rule",
    "bedroom_surplus": "Bedrooms to spare",
    "nominees": "People to nominate at once",
    "notes": "Notes for officers",
    "out_from": "Out of service from",
    "out_until": "Out of service until",
    "out_works": "Works out of service",
}
"""Column -> its label, in the order in which changes are told."""
_DATES = {
    "void_from", "noticed_on", "works_from", "works_until", "available_on", "opens_on", "out_from",
    "out_until",
}  # fmt: skip
_NOTHING = "nothing"


def works_words(works: Sequence[str]) -> str:
    """Kinds of works in words."""
    return ", ".join(Works(work).words for work in works) or "none"


def revision_lines(changes: Mapping[str, Sequence[Any]]) -> list[str]:
    """What changed, a line each: "Available on: from 3 May 2027 to 10 May 2027"."""
    return [
        _line(label, *(_said(column, value) for value in changes[column]))
        for column, label in _LABELS.items()
        if column in changes
    ]


def _line(label: str, before: str, after: str) -> str:
    return f"{label}: {after}" if before == _NOTHING else f"{label}: from {before} to {after}"


def _said(column: str, value: Any) -> str:
    if value in (None, ""):
        return _NOTHING
    if column in _DATES:
        return uk_date(date.fromisoformat(value))
    if column == "bedroom_rule":
        return BedroomRule(value).words
    if isinstance(value, list):
        return works_words(value)
    if column in ("state", "reason"):
        return str(value).replace("_", " ")
    return str(value)
