"""Forms as data: which fields there are, how what was sent is read, and how it is shown again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from litestar import Request

from service.actions.imports.parsers import Misread, read_pence
from service.pages.forms import date_in, options

Sent = Mapping[str, Sequence[str]]
"""Field -> what was sent of it, or what stands in it."""

YES_NO = {"yes": "Yes", "no": "No"}
_DATE_PARTS = ("day", "month", "year")


class As(StrEnum):
    """What a field is filled with."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    CHOICE = "choice"
    NUMBER_CHOICE = "number_choice"
    """A choice whose values are whole numbers, as ids are."""
    CHOICES = "choices"
    YES_NO = "yes_no"
    DATE = "date"


@dataclass(frozen=True)
class Field:
    """One field of a form."""

    name: str
    label: str
    as_: As = As.TEXT
    hint: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    blank: str = "Not known"
    """The words for no choice."""
    required: str = ""
    """What to do where it is empty; "": it may be."""
    least: int = 0
    most: int = 1_000
    """Of a number; of a text the most characters."""


@dataclass(frozen=True)
class Section:
    """Fields that stand together under a heading."""

    heading: str
    fields: tuple[Field, ...]
    words: str = ""


async def sent_by(request: Request[Any, Any, Any]) -> dict[str, list[str]]:
    """Everything that a form sent, each field with all its values."""
    form = await request.form()
    sent: dict[str, list[str]] = {}
    for name, value in form.multi_items():
        sent.setdefault(name, []).append(str(value).replace("\0", ""))
    return sent


def read(sections: Sequence[Section], sent: Sent) -> tuple[dict[str, Any], dict[str, str]]:
    """Field -> value, None where it is empty; and field -> what is wrong with it."""
    values: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for one in (one for section in sections for one in section.fields):
        try:
            values[one.name] = _value(one, sent)
        except Misread as misread:
            problems[one.name] = str(misread)
            continue
        if one.required and values[one.name] in (None, ""):
            problems[one.name] = one.required
    return values, problems


def _value(one: Field, sent: Sent) -> Any:
    """What a field holds.

    Raises:
        Misread: It cannot be what the field asks.
    """
    if one.as_ is As.DATE:
        return _date(one, sent)
    if one.as_ is As.CHOICES:
        return sorted({value for value in sent.get(one.name, ()) if value in one.choices})
    text = text_in(sent, one.name)
    if one.as_ is As.TEXT and len(text) > one.most:
        raise Misread(f"Use no more than {one.most:,} characters")
    if not text:
        return None
    return _one_value(one, text)


def _one_value(one: Field, text: str) -> Any:
    match one.as_:
        case As.NUMBER:
            return _number(one, text)
        case As.MONEY:
            return _pence(one, text)
        case As.YES_NO:
            return text == "yes"
        case As.CHOICE | As.NUMBER_CHOICE:
            if text not in one.choices:
                raise Misread("Choose one of the list")
            return int(text) if one.as_ is As.NUMBER_CHOICE else text
        case _:
            return text


def _number(one: Field, text: str) -> int:
    digits = text.removeprefix("-").removeprefix("−")
    if digits.isdecimal() and digits.isascii() and len(digits) < 10:
        number = int(digits) if digits == text else -int(digits)
        if one.least <= number <= one.most:
            return number
    raise Misread(f"{one.label} must be a whole number from {one.least} to {one.most}")


def _pence(one: Field, text: str) -> int:
    try:
        pence = read_pence(text)
    except Misread:
        raise Misread(f"{one.label} must be in pounds and pence, like 95.40") from None
    if pence > 1_000_000:
        raise Misread(f"{one.label} must be £10,000 or less")
    return pence


def _date(one: Field, sent: Sent) -> date | None:
    parts = [text_in(sent, f"{one.name}-{part}") for part in _DATE_PARTS]
    if not any(parts):
        return None
    day = date_in(*parts)
    if day is None:
        raise Misread(f"{one.label} must be a real date: the day, month and year in numbers")
    return day


def text_in(sent: Sent, name: str) -> str:
    """What stands in a field of one value, without blanks at its ends."""
    values = sent.get(name, ())
    return values[-1].strip() if values else ""


def filled(sections: Sequence[Section], row: object) -> dict[str, list[str]]:
    """A form that holds what a row says, as if somebody had sent it."""
    sent: dict[str, list[str]] = {}
    for one in (one for section in sections for one in section.fields):
        value = getattr(row, one.name, None)
        if one.as_ is As.DATE and isinstance(value, date):
            parts = (value.day, value.month, value.year)
            names = (f"{one.name}-{part}" for part in _DATE_PARTS)
            sent |= {name: [str(part)] for name, part in zip(names, parts, strict=True)}
        elif value is not None:
            sent[one.name] = _typed(one, value)
    return sent


def _typed(one: Field, value: Any) -> list[str]:
    match one.as_:
        case As.CHOICES:
            return [str(item) for item in value]
        case As.YES_NO:
            return ["yes" if value else "no"]
        case As.MONEY:
            return [f"{value // 100}.{value % 100:02}"]
        case _:
            return [str(value)]


def shown(
    sections: Sequence[Section], sent: Sent, problems: Mapping[str, str]
) -> list[dict[str, Any]]:
    """The form for its template: per section its heading and the design system's parameters."""
    return [
        {
            "heading": section.heading,
            "words": section.words,
            "fields": [_shown(one, sent, problems.get(one.name)) for one in section.fields],
        }
        for section in sections
    ]


def _shown(one: Field, sent: Sent, problem: str | None) -> dict[str, Any]:
    said = {
        "hint": {"text": one.hint} if one.hint else None,
        "errorMessage": {"text": problem} if problem else None,
    }
    if one.as_ is As.DATE:
        return {"is": "date", "with": said | _date_input(one, sent, is_wrong=problem is not None)}
    legend = {"fieldset": {"legend": {"text": one.label}}}
    if one.as_ is As.CHOICES:
        items = [
            {"value": value, "text": text, "checked": value in sent.get(one.name, ())}
            for value, text in one.choices.items()
        ]
        small = {"classes": "govuk-checkboxes--small", "items": items, "idPrefix": one.name}
        return {"is": "checkboxes", "with": said | legend | small | {"name": one.name}}
    named = {"id": one.name, "name": one.name, "label": {"text": one.label}}
    if one.as_ in (As.CHOICE, As.NUMBER_CHOICE, As.YES_NO):
        choices = YES_NO if one.as_ is As.YES_NO else one.choices
        chosen = text_in(sent, one.name)
        items = options(choices, chosen if chosen in choices else None, one.blank)
        return {"is": "select", "with": said | named | {"items": items}}
    return {"is": "input", "with": said | named | _input(one, text_in(sent, one.name))}


def _input(one: Field, typed: str) -> dict[str, Any]:
    looks: Mapping[As, dict[str, Any]] = {
        As.NUMBER: {"classes": "govuk-input--width-3", "inputmode": "numeric"},
        As.MONEY: {
            "classes": "govuk-input--width-5",
            "inputmode": "decimal",
            "prefix": {"text": "£"},
        },
    }
    usual = {"classes": "govuk-input--width-20"}
    return {"value": typed, "autocomplete": "off", "spellcheck": False} | looks.get(one.as_, usual)


def _date_input(one: Field, sent: Sent, *, is_wrong: bool) -> dict[str, Any]:
    error = " govuk-input--error" if is_wrong else ""
    items = [
        {
            "id": one.name if part == "day" else f"{one.name}-{part}",
            "name": f"{one.name}-{part}",
            "label": part.capitalize(),
            "value": text_in(sent, f"{one.name}-{part}"),
            "classes": f"govuk-input--width-{4 if part == 'year' else 2}{error}",
        }
        for part in _DATE_PARTS
    ]
    legend = {"fieldset": {"legend": {"text": one.label}}}
    return {"id": f"{one.name}-all", "items": items} | legend
