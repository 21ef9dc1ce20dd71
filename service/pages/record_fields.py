"""The kinds of question that the form for applicants asks: how each is sent, read and shown again.

Typed text stands under the names of the inputs, as a browser sends it; a list where one name may be
sent several times. Answers are the plain values of ``domain.records``.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from service.actions.imports.parsers import Misread, read_pence
from service.pages.forms import date_in, number_in

Typed = Mapping[str, str | list[str]]

KNOWN = {"yes": "Yes", "no": "No", "unknown": "Not known"}
TRUTH: Mapping[str, bool | None] = {"yes": True, "no": False, "unknown": None}
"""What is sent -> what it means; nothing is not known."""


class Wrong(Exception):
    """An answer that cannot be read, with what to do."""


@dataclass(frozen=True)
class Question:
    """One question of a page."""

    name: str
    kind: str
    """Which macro of the templates shows it."""
    label: str
    read: Callable[[str, Typed], Any]
    """From the question's name and what was typed to the answer; raises Wrong."""
    show: Callable[[str, Any], dict[str, str | list[str]]]
    """From the question's name and an answer to what would have been typed."""
    hint: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)


def one(typed: Typed, name: str) -> str:
    """What was typed under a name; of several, the last."""
    value = typed.get(name, "")
    return (value[-1] if value else "") if isinstance(value, list) else value


def many(typed: Typed, name: str) -> list[str]:
    """Everything that was chosen under a name."""
    value = typed.get(name, [])
    return [value] if isinstance(value, str) else list(value)


def clean(text: str) -> str:
    """Typed words without what no text may hold."""
    return text.replace("\0", "").strip()


def text(name: str, label: str, hint: str = "") -> Question:
    """A line of text; empty is None."""
    return Question(
        name,
        "text",
        label,
        lambda n, typed: clean(one(typed, n)) or None,
        lambda n, value: {n: value or ""},
        hint,
    )


def choice(name: str, label: str, choices: Mapping[str, str], hint: str = "") -> Question:
    """One of several; nothing chosen is None."""

    def read(n: str, typed: Typed) -> Any:
        chosen = one(typed, n)
        return chosen if chosen in choices else None

    return Question(name, "radios", label, read, lambda n, v: {n: v or ""}, hint, choices)


def numbered(
    name: str, label: str, choices: Mapping[str, str], hint: str = "", unknown: str = ""
) -> Question:
    """One of several that stand for numbers; ``unknown``: the words of the choice for None."""

    def read(n: str, typed: Typed) -> Any:
        chosen = one(typed, n)
        return int(chosen) if chosen in choices else None

    def show(n: str, value: Any) -> dict[str, str | list[str]]:
        return {n: ("unknown" if unknown else "") if value is None else str(value)}

    offered = {**choices, "unknown": unknown} if unknown else choices
    return Question(name, "radios", label, read, show, hint, offered)


def known(name: str, label: str, hint: str = "") -> Question:
    """Yes, no or not known; nothing chosen is not known."""
    return Question(
        name,
        "radios",
        label,
        lambda n, typed: TRUTH.get(one(typed, n)),
        lambda n, value: {n: truth_words(value)},
        hint,
        KNOWN,
    )


def truth_words(value: bool | None) -> str:
    """What is sent for yes, no or not known."""
    return next(word for word, truth in TRUTH.items() if truth is value)


def some(name: str, label: str, choices: Mapping[str, str], hint: str = "") -> Question:
    """Any number of several."""
    return Question(
        name,
        "checkboxes",
        label,
        lambda n, typed: sorted(chosen for chosen in set(many(typed, n)) if chosen in choices),
        lambda n, value: {n: list(value or ())},
        hint,
        choices,
    )


def day(name: str, label: str, hint: str = "") -> Question:
    """A day; empty is None."""
    return Question(name, "date", label, read_day, show_day, hint)


def read_day(name: str, typed: Typed) -> str | None:
    """The day that three inputs hold, like 2026-05-03.

    Raises:
        Wrong: They hold something that is no day.
    """
    parts = [one(typed, f"{name}-{part}").strip() for part in ("day", "month", "year")]
    if not any(parts):
        return None
    found = date_in(*parts)
    if found is None:
        raise Wrong("Enter a real date, like 3 5 2026")
    return found.isoformat()


def show_day(name: str, value: Any) -> dict[str, str | list[str]]:
    """The three inputs of a day."""
    year, month, number = value.split("-") if value else ("", "", "")
    parts = {"day": number.lstrip("0"), "month": month.lstrip("0"), "year": year}
    return {f"{name}-{part}": words for part, words in parts.items()}


def money(name: str, label: str, hint: str = "") -> Question:
    """Pounds a week; empty is None."""

    def read(n: str, typed: Typed) -> int | None:
        words = clean(one(typed, n)).removeprefix("£")
        try:
            return read_pence(words) if words else None
        except Misread:
            raise Wrong("Enter an amount in pounds, like 120 or 95.40") from None

    def show(n: str, value: Any) -> dict[str, str | list[str]]:
        return {n: "" if value is None else f"{value // 100}.{value % 100:02}"}

    return Question(name, "money", label, read, show, hint)


def areas(name: str, label: str, choices: Mapping[str, str], hint: str = "") -> Question:
    """Areas in an order, a select each."""

    def read(n: str, typed: Typed) -> list[str]:
        chosen = (one(typed, f"{n}-{k}") for k in range(1, count_of(n, typed) + 1))
        return [area for area in chosen if area in choices]

    def show(n: str, value: Any) -> dict[str, str | list[str]]:
        chosen = list(value or ())
        rows = {f"{n}-{k}": area for k, area in enumerate(chosen, start=1)}
        return {f"n_{n}": str(max(3, len(chosen))), **rows}

    return Question(name, "areas", label, read, show, hint, choices)


def count_of(name: str, typed: Typed) -> int:
    """How many rows of a question that can be added to were shown."""
    return number_in(one(typed, f"n_{name}"), 1, 20) or 1


def without_row(name: str, typed: Typed, gone: int, parts: Sequence[str]) -> dict[str, Any]:
    """What was typed, without one row of a question; later rows move up."""
    n_rows = count_of(name, typed)
    left = [k for k in range(1, n_rows + 1) if k != gone]
    kept = {key: value for key, value in typed.items() if not key.startswith(f"{name}-")}
    kept[f"n_{name}"] = str(max(1, len(left)))
    for new, old in enumerate(left, start=1):
        for part in parts:
            kept[f"{name}-{new}{part}"] = typed.get(f"{name}-{old}{part}", "")
    return kept
