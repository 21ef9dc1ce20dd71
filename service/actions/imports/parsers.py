"""From cells to values: dates, money, numbers and text as people in councils write them."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal

Cell = str | int | float | bool | date | time | timedelta | Decimal
"""What a cell holds: text, or a number or date where the spreadsheet kept one."""

LONGEST_TEXT = 200
LONGEST_CELL = 1_000
"""Letters; the longest list of areas has some 700."""

_SERIAL_START = date(1899, 12, 30)
"""Day 0 of the spreadsheet's own count of days (1900 system, from March 1900 on)."""
_SERIALS = range(367, 73_051)
"""Days of 1901 to 2099."""
_YEARS = range(1900, 2101)
_BLANKS = frozenset({"", "-", "–", "—", "n/a"})
_NUMERIC_DATE = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})")
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_WORDED_DATE = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ \-/]+([a-z]+)\.?,?[ \-/]+(\d{4})")
_MIDNIGHT = re.compile(r"[T ]00:00(:00(\.0+)?)?Z?$")
_MONEY = re.compile(r"£? ?(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?")
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_TRUTH = {
    "yes": True, "y": True, "true": True, "1": True,
    "no": False, "n": False, "false": False, "0": False,
}  # fmt: skip


class Misread(ValueError):
    """A cell that does not hold what its column asks for; the message says what would be right."""


def is_blank(cell: Cell) -> bool:
    """Whether a cell holds nothing, or a dash that stands for nothing."""
    return isinstance(cell, str) and cell.strip().casefold() in _BLANKS


def as_text(cell: Cell) -> str:
    """A cell as a person would type it; 12.0 is "12"."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, date):
        return cell.strftime("%d/%m/%Y")
    return str(cell)


def guard_formula(text: str) -> str:
    """Text that a spreadsheet would run as a formula, with an apostrophe before it."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguard_formula(text: str) -> str:
    """Text as it was before ``guard_formula``."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet would run this text from a CSV file; it runs no number and no dash."""
    text = text.strip()
    if not text or text[0] not in "=+-@" or is_blank(text):
        return False
    return len(text) > 40 or re.fullmatch(r"[+-]£? ?[\d,]*\.?\d+%?", text) is None


def read_text(cell: Cell) -> str:
    """Text without spaces at its ends and without breaks.

    Raises:
        Misread: It is too long or holds what nobody can see.
    """
    text = re.sub(r"[^\S ]", " ", as_text(cell)).strip()
    text = unicodedata.normalize("NFC", text)
    if len(text) > LONGEST_TEXT:
        raise Misread(f"This is {len(text)} letters long. Write {LONGEST_TEXT} at the most.")
    if not text.isprintable():
        raise Misread("This holds a character that cannot be seen. Type it again by hand.")
    return text


def read_date(cell: Cell) -> date:
    """A date, day before month: 31/03/2026, 31 March 2026, 2026-03-31 or a date cell.

    Raises:
        Misread: It is no such date.
    """
    if isinstance(cell, datetime):
        return _checked(cell.date())
    if isinstance(cell, date):
        return _checked(cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _from_serial(cell)
    text = _MIDNIGHT.sub("", as_text(cell).strip())
    if match := _ISO_DATE.fullmatch(text):
        return _made(text, int(match[1]), int(match[2]), int(match[3]))
    if match := _NUMERIC_DATE.fullmatch(text):
        return _made(text, int(match[3]), int(match[2]), int(match[1]))
    if match := _WORDED_DATE.fullmatch(text.casefold()):
        return _made(text, int(match[3]), _month(match[2]), int(match[1]))
    raise _no_date(text)


def _checked(day: date) -> date:
    if day.year not in _YEARS:
        raise Misread(f"This is in the year {day.year}. Write a date from 1900 to 2100.")
    return day


def _from_serial(number: float) -> date:
    if not float(number).is_integer() or int(number) not in _SERIALS:
        raise Misread(f"{as_text(number)!r} is a number, not a date. Write it as 31/03/2026.")
    return _SERIAL_START + timedelta(days=int(number))


def _month(word: str) -> int:
    """The month that a word names, in full or by three or four letters; 0: none."""
    found = [i for i, name in enumerate(_MONTHS, 1) if name.startswith(word)]
    return found[0] if len(word) >= 3 and len(found) == 1 else 9 if word == "sept" else 0


def _made(text: str, year: int, month: int, day: int) -> date:
    """The date, or the reason why there is none."""
    if month > 12 >= day:
        raise Misread(
            f"{text!r} has the month first. Write the day first, as {month:02}/{day:02}/{year}."
        )
    try:
        return _checked(date(year, month, day))
    except Misread:
        raise
    except ValueError:
        raise Misread(f"{text!r} is not a day of the calendar. Check the day and month.") from None


def _no_date(text: str) -> Misread:
    """Why a text is no date, as helpfully as can be."""
    if re.fullmatch(r"\d{1,2}[/.\- ]\w+[/.\- ]\d{2}", text):
        return Misread(f"{text!r} has a year of two figures. Write all four, as 31/03/2026.")
    if text.isdecimal() and int(text) in _SERIALS:
        meant = (_SERIAL_START + timedelta(days=int(text))).strftime("%d/%m/%Y")
        return Misread(f"{text!r} is a spreadsheet's count of days. Write the date, as {meant}.")
    return Misread(f"{text!r} is not a date. Write it as 31/03/2026.")


def read_pence(cell: Cell) -> int:
    """Pounds and pence, as "£1,234.56", "95.40" or 95.4, in pence.

    Raises:
        Misread: It is no amount of money.
    """
    if isinstance(cell, int | float | Decimal) and not isinstance(cell, bool):
        return _pence_of(Decimal(str(cell)))
    text = as_text(cell).strip()
    match = _MONEY.fullmatch(text)
    if match is None:
        raise Misread(f"{text!r} is not an amount. Write pounds and pence a week, as 95.40.")
    return int(match[1].replace(",", "")) * 100 + int((match[2] or "0").ljust(2, "0"))


def _pence_of(pounds: Decimal) -> int:
    pence = round(pounds * 100) if pounds.is_finite() else -1
    if pence < 0 or abs(pounds * 100 - pence) > Decimal("0.0001"):
        raise Misread(f"{str(pounds)!r} is not an amount. Write pounds and pence, as 95.40.")
    return int(pence)


def read_whole(cell: Cell) -> int:
    """A whole number.

    Raises:
        Misread: It is none.
    """
    text = as_text(cell).strip()
    if isinstance(cell, bool) or re.fullmatch(r"[+-]?\d{1,9}(\.0+)?", text) is None:
        raise Misread(f"{text!r} is not a whole number. Write figures, as 2.")
    return int(text.split(".")[0])


def read_yes_no(cell: Cell) -> bool:
    """Yes or no.

    Raises:
        Misread: It is neither.
    """
    text = as_text(cell).strip()
    if text.casefold() not in _TRUTH:
        raise Misread(f"{text!r} is neither yes nor no. Write yes or no.")
    return _TRUTH[text.casefold()]


def read_list(cell: Cell) -> list[str]:
    """The entries between semicolons (commas serve too), without empty ones."""
    return [entry.strip() for entry in re.split(r"[;,\n]", as_text(cell)) if entry.strip()]
