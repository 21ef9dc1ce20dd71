"""The forms that a column's cells take: how to read one, how to show one, how to describe it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from enum import Enum, StrEnum
from typing import Any, TypeVar

from geodata.gazetteer import UnknownName, find_district, find_place, fold
from geodata.postcodes import PostcodeError, normalise
from service.actions.imports import parsers
from service.actions.imports.parsers import Cell, Misread
from service.domain.people import Area
from service.domain.support import SupportLevel

MOST_AREAS = 20

_Word = TypeVar("_Word", bound=Enum)


@dataclass(frozen=True)
class Form:
    """One way to fill a cell."""

    words: str
    """For the guide: what to write."""
    read: Callable[[Cell], Any]
    """From a cell that is not blank; raises Misread."""
    show: Callable[[Any], Cell]
    """From a value to a cell that ``read`` reads as the same value."""
    choices: tuple[str, ...] = ()
    """The words allowed, where they are few."""


def whole(least: int, most: int, named: dict[str, int] | None = None) -> Form:
    """A whole number within bounds; ``named`` gives words that stand for a number."""
    names = named or {}

    def read(cell: Cell) -> int:
        text = parsers.as_text(cell).strip().casefold()
        number = names[text] if text in names else parsers.read_whole(cell)
        if not least <= number <= most:
            raise Misread(f"{number} is out of bounds. Write a number from {least} to {most}.")
        return number

    also = f" (or {', '.join(names)})" if names else ""
    return Form(f"a whole number from {least} to {most}{also}", read, int)


def money(most_pence: int) -> Form:
    """Pounds and pence a week, up to a bound."""

    def read(cell: Cell) -> int:
        pence = parsers.read_pence(cell)
        if pence > most_pence:
            raise Misread(
                f"£{pence / 100:,.2f} is over £{most_pence / 100:,.0f}. Check the figure."
            )
        return pence

    return Form("pounds and pence a week, as 95.40", read, _pounds)


def one_of(words: Iterable[StrEnum]) -> Form:
    """One word of a list."""
    words = tuple(words)
    known = _spellings((word, (word.value, getattr(word, "words", word.value))) for word in words)
    choices = tuple(_shown(word) for word in words)
    return Form("one word of the list", lambda cell: _chosen(cell, known, choices), _shown, choices)


def some_of(words: Iterable[StrEnum]) -> Form:
    """Any number of words of a list."""
    one = one_of(words)

    def show(chosen: Iterable[StrEnum]) -> str:
        return "; ".join(sorted(_shown(word) for word in chosen))

    return Form(
        "words of the list, with semicolons between",
        lambda cell: frozenset(one.read(entry) for entry in parsers.read_list(cell)),
        show,
        one.choices,
    )


def _support_level() -> Form:
    known = _spellings((level, (level.name, level.words)) for level in SupportLevel)
    choices = tuple(level.name.lower() for level in SupportLevel)
    return Form(
        "one word of the list",
        lambda cell: _chosen(cell, known, choices),
        lambda level: level.name.lower(),
        choices,
    )


def _shown(word: StrEnum) -> str:
    return word.value.replace("_", " ")


def _spellings(words: Iterable[tuple[_Word, Iterable[str]]]) -> dict[str, _Word]:
    """Words by every folded spelling that stands for them."""
    return {fold(spelling): word for word, spellings in words for spelling in spellings}


def _chosen(cell: Cell, known: dict[str, _Word], choices: tuple[str, ...]) -> _Word:
    text = parsers.as_text(cell).strip()
    if fold(text) in known:
        return known[fold(text)]
    close = get_close_matches(fold(text), choices, n=1)
    hint = f"Did you mean {close[0]!r}?" if close else f"Write one of: {', '.join(choices)}."
    raise Misread(f"{text!r} is not in the list. {hint}")


def _place(cell: Cell) -> str:
    return _named(lambda: find_place(parsers.as_text(cell)).name)


def _district(cell: Cell) -> str:
    text = parsers.as_text(cell)
    return _named(lambda: find_district(_without_district(text) or text).name)


def _area(text: str) -> Area:
    """A district where the word "district" follows the name, else a town, else a district."""
    name = _without_district(text)
    if name:
        return Area(district=_named(lambda: find_district(name).name))
    try:
        return Area(place=find_place(text).name)
    except UnknownName as error:
        try:
            return Area(district=find_district(text).name)
        except UnknownName:
            raise Misread(str(error)) from None


def _without_district(text: str) -> str:
    """What stands before a last word "district"; empty without it."""
    head, _, last = text.strip().rpartition(" ")
    return head.strip() if last.casefold() == "district" else ""


def _named(find: Callable[[], str]) -> str:
    try:
        return find()
    except UnknownName as error:
        raise Misread(str(error)) from None


def _wanted(cell: Cell) -> tuple[Area, ...]:
    if fold(parsers.as_text(cell)) == "anywhere":
        return ()
    areas = _areas(cell)
    if len(areas) > MOST_AREAS:
        raise Misread(f"{len(areas)} areas are named. Name {MOST_AREAS} at the most.")
    return areas


def _areas(cell: Cell) -> tuple[Area, ...]:
    areas = tuple(_area(entry) for entry in parsers.read_list(cell))
    for area in areas:
        if areas.count(area) > 1:
            raise Misread(f"{area.name} is named twice. Name each area once.")
    return areas


def _postcode(cell: Cell) -> str:
    try:
        return normalise(parsers.as_text(cell))
    except PostcodeError as error:
        raise Misread(str(error)) from None


def _pounds(pence: int) -> Decimal:
    return (Decimal(pence) / 100).quantize(Decimal("0.01"))


def _yes_no(value: bool) -> str:
    return "yes" if value else "no"


def _reference(cell: Cell) -> str:
    text = parsers.read_text(cell)
    if len(text) > 60:
        raise Misread(f"This is {len(text)} letters long. Write a reference of 60 at the most.")
    return text


def _same_date(day: date) -> date:
    return day


TEXT = Form(f"text of at most {parsers.LONGEST_TEXT} letters", parsers.read_text, str)
REFERENCE = Form("your own reference, at most 60 letters", _reference, str)
DATE = Form("a date, as 31/03/2026 or 31 March 2026", parsers.read_date, _same_date)
YES_NO = Form("yes or no", parsers.read_yes_no, _yes_no)
PLACE = Form("a town by name", _place, str)
DISTRICT = Form("a district by name", _district, str)
POSTCODE = Form("a postcode in full, with or without its space", _postcode, str)
SUPPORT_LEVEL = _support_level()
_AREA_WORDS = "towns, or districts followed by the word district, with semicolons between"
WANTED = Form(
    f"{_AREA_WORDS}, or anywhere",
    _wanted,
    lambda areas: "; ".join(area.name for area in areas),
)
EXCLUDED = Form(
    _AREA_WORDS,
    lambda cell: frozenset(_areas(cell)),
    lambda areas: "; ".join(sorted(area.name for area in areas)),
)
