"""Days and moments as people in Norfolk count and say them."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

UK = ZoneInfo("Europe/London")
_LAST_DAY = date(9000, 1, 1)


def today() -> date:
    """The day it is in Norfolk."""
    return datetime.now(UK).date()


def day_begins(day: date, *, days_later: int = 0) -> datetime:
    """The first moment of a day in Norfolk, or of one some days later."""
    return datetime.combine(min(day, _LAST_DAY), time(), UK) + timedelta(days=days_later)


def uk_date(day: date) -> str:
    """A date as GOV.UK writes it: "3 May 2026"."""
    return f"{day.day} {day:%B %Y}"


def uk_clock(moment: datetime) -> str:
    """The time of day in the UK at a moment: "2:05pm"."""
    local = moment.astimezone(UK)
    return f"{local.hour % 12 or 12}:{local:%M}{'am' if local.hour < 12 else 'pm'}"


def uk_time(moment: datetime) -> str:
    """A moment in UK time: "3 May 2026 at 2:05pm"."""
    return f"{uk_date(moment.astimezone(UK).date())} at {uk_clock(moment)}"
