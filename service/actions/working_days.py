"""Working days in England: Monday to Friday without bank holidays."""

from datetime import date, timedelta
from functools import cache

import holidays


@cache
def _bank_holidays(year: int) -> frozenset[date]:
    """The bank holidays of England in a year, as the holidays library lists them."""
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: date) -> bool:
    """Whether offices in England are open on a day."""
    return day.weekday() < 5 and day not in _bank_holidays(day.year)


def add_working_days(day: date, n: int) -> date:
    """The working day that is ``n`` working days after a day; for 0 the day itself or the next.

    Args:
        day: From when to count; it need not be a working day.
        n: How many, 0 or more.
    """
    while not is_working_day(day):
        day += timedelta(days=1)
    for _ in range(n):
        day += timedelta(days=1)
        while not is_working_day(day):
            day += timedelta(days=1)
    return day


def working_days_between(first: date, last: date) -> int:
    """How many working days come after ``first`` up to and with ``last``; 0 when it is before."""
    n_days = (last - first).days
    return sum(is_working_day(first + timedelta(days=k)) for k in range(1, n_days + 1))
