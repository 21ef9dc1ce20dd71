"""What the forms of a void and its vacancy send, read into a plan; what was typed is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from service import auth
from service.actions.void_plans import works_end
from service.domain.bedrooms import BedroomRule
from service.domain.homes import VoidReason, Works
from service.domain.vacancies import MOST_TURNAROUND, Plan
from service.pages.forms import date_in, number_in
from service.pages.words import capital, plain

REASONS = {str(reason): capital(plain(reason)) for reason in VoidReason}
WORKS = {str(work): capital(work.words) for work in Works}
RULES = {str(rule): capital(rule.words) for rule in BedroomRule}
_NO_DATE = "Enter a real date: the day, month and year in numbers"
_PARTS = ("day", "month", "year")
_MOST_WORKS_DAYS = 500


@dataclass(frozen=True)
class Sent:
    """The fields of a form as they were typed."""

    texts: Mapping[str, str]
    works: tuple[str, ...] = ()
    problems: dict[str, str] = field(default_factory=dict)
    """Field -> what is wrong with it; reading adds to it."""

    def text(self, name: str) -> str:
        """One field without blanks at its ends."""
        return self.texts.get(name, "").strip().replace("\0", "")

    def date(self, name: str, *, missing: str | None = None) -> date | None:
        """A date in three fields; None: it is not filled in, or is none.

        Args:
            name: Of the three together.
            missing: What is wrong where it is not filled in; None: it may be left out.
        """
        parts = [self.text(f"{name}_{part}") for part in _PARTS]
        if not any(parts):
            if missing:
                self.problems[name] = missing
            return None
        day = date_in(*parts)
        if day is None:
            self.problems[name] = _NO_DATE
        return day

    def number(self, name: str, least: int, most: int, words: str) -> int | None:
        """A whole number; None: it is not filled in, or out of bounds."""
        text = self.text(name)
        value = number_in(text, least, most)
        if text and value is None:
            self.problems[name] = words
        return value

    def choice(self, name: str, choices: Mapping[str, str], words: str) -> str | None:
        """One of some values."""
        text = self.text(name)
        if text in choices:
            return text
        self.problems[name] = words
        return None

    def kinds_of_works(self) -> frozenset[Works]:
        """The works that are ticked."""
        return frozenset(Works(work) for work in self.works if work in WORKS)


async def read_form(request: auth.WebRequest) -> Sent:
    """What a form sends."""
    sent = await request.form()
    texts = {name: value for name, value in sent.items() if isinstance(value, str)}
    return Sent(texts, tuple(map(str, sent.getall("works", []))))


@dataclass(frozen=True)
class VoidAnswers:
    """When and why a home stands empty."""

    void_from: date | None
    reason: str | None
    noticed_on: date | None


def read_void(sent: Sent) -> VoidAnswers:
    """The answers about the void; what is missing is among the problems."""
    return VoidAnswers(
        sent.date("void_from", missing="Enter the first day on which the home stands empty"),
        sent.choice("reason", REASONS, "Choose why the home stands empty"),
        sent.date("noticed_on"),
    )


def with_void(plan: Plan, sent: Sent) -> Plan:
    """A plan with the answers about the void."""
    answers = read_void(sent)
    if answers.void_from is None or answers.reason is None:
        return plan
    return replace(
        plan,
        void_from=answers.void_from,
        reason=VoidReason(answers.reason),
        noticed_on=answers.noticed_on,
    )


def with_works(plan: Plan, sent: Sent) -> Plan:
    """A plan with the answers about works, turnaround and days."""
    days = sent.number(
        "works_days", 1, _MOST_WORKS_DAYS, f"Enter working days from 1 to {_MOST_WORKS_DAYS}"
    )
    until = sent.date("works_until")
    turnaround = sent.number(
        "turnaround_days", 0, MOST_TURNAROUND, f"Enter working days from 0 to {MOST_TURNAROUND}"
    )
    return replace(
        plan,
        works=sent.kinds_of_works(),
        works_until=until if days is None else works_end(plan.void_from, days),
        turnaround_days=turnaround,
        chosen_on=sent.date("available_on"),
        available_because=sent.text("available_because") or None,
        opens_on=sent.date("opens_on"),
    )


def with_rules(plan: Plan, sent: Sent) -> Plan:
    """A plan with the answers about the rules of letting."""
    rule = sent.choice("bedroom_rule", RULES, "Choose the rule by which you let")
    surplus = sent.number("bedroom_surplus", 0, 3, "Enter bedrooms from 0 to 3")
    nominees = sent.number("nominees", 1, 5, "Enter a number of people from 1 to 5")
    return replace(
        plan,
        bedroom_rule=plan.bedroom_rule if rule is None else BedroomRule(rule),
        bedroom_surplus=0 if surplus is None else surplus,
        nominees=1 if nominees is None else nominees,
        notes=sent.text("notes"),
    )


def filled_in(plan: Plan) -> Sent:
    """The forms as they are before anything is typed."""
    dates = {
        "void_from": plan.void_from,
        "noticed_on": plan.noticed_on,
        "works_until": plan.works_until,
        "available_on": plan.chosen_on,
        "opens_on": plan.opens_on,
    }
    texts = {
        "reason": plan.reason.value,
        "turnaround_days": _text(plan.turnaround_days),
        "available_because": plan.available_because or "",
        "bedroom_rule": plan.bedroom_rule.value,
        "bedroom_surplus": _text(plan.bedroom_surplus),
        "nominees": _text(plan.nominees),
        "notes": plan.notes,
    }
    for name, day in dates.items():
        if day is not None:
            texts |= {f"{name}_{part}": str(getattr(day, part)) for part in _PARTS}
    return Sent(texts, tuple(sorted(plan.works)))


def ticked(choices: Mapping[str, str], chosen: Sequence[str]) -> list[dict[str, Any]]:
    """Boxes or radios as the design system asks for them."""
    return [
        {"value": value, "text": text, "checked": value in chosen}
        for value, text in choices.items()
    ]


def _text(value: int | None) -> str:
    return "" if value is None else str(value)
