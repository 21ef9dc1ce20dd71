"""The days that a home has stood empty, split into works, the rest until it is ready, and ready."""

from dataclasses import dataclass
from datetime import date, timedelta

Span = tuple[date, date]
"""First and last day."""


@dataclass(frozen=True)
class VoidDays:
    """Days of a void so far, today not counted; the three add up to all of them."""

    works: int
    until_ready: int
    """Before it is available, while nothing is worked on."""
    ready: int


def void_days(*, void_from: date, available_on: date, works: Span | None, today: date) -> VoidDays:
    """The days from the first of the void up to today.

    Args:
        void_from: The day the void began, or begins.
        available_on: The day from which the home is ready to be let.
        works: Of the works; None: there are none, or their days were not told.
        today: The day it is counted to.
    """
    whole = max(0, (today - void_from).days)
    n_works = before = 0
    if works is not None:
        n_works = _overlap(works, void_from, today)
        before = _overlap(works, void_from, min(today, available_on))
    until_ready = max(0, (min(today, available_on) - void_from).days) - before
    return VoidDays(n_works, until_ready, whole - n_works - until_ready)


def _overlap(span: Span, start: date, stop: date) -> int:
    """How many days of a span lie from a day to before another."""
    first, last = span
    after = min(last + timedelta(days=1), stop)
    return max(0, (after - max(first, start)).days)
