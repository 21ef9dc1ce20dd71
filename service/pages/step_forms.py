"""The forms of the steps of a nomination: what each asks for, and what was said in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from types import MappingProxyType
from typing import Any

from service.actions.declining import parties_of
from service.actions.steps import Said
from service.domain.accounts import Role
from service.domain.days import UK
from service.domain.declines import REASONS, Party
from service.domain.lettings import Tenure
from service.domain.steps import TURNS, Step
from service.errors import RuleBroken
from service.pages.forms import date_in, options
from service.pages.words import capital, listed, plain
from service.store.lettings import Terms

REVIEWS: Mapping[str, tuple[Step, str]] = MappingProxyType(
    {
        "confirm": (Step.CONFIRM_DECLINE, "It stands: the nomination ends"),
        "override": (Step.OVERRIDE_DECLINE, "It does not count: the nomination goes on"),
        "return": (Step.RETURN_DECLINE, "Ask whoever declined to look again"),
    }
)
"""What a reviewer may choose -> the step, and its words."""


@dataclass(frozen=True)
class StepForm:
    """What the form of any step sends."""

    note: str = ""
    because: str = ""
    viewing_at_day: str = ""
    viewing_at_month: str = ""
    viewing_at_year: str = ""
    clock: str = ""
    move_in_on_day: str = ""
    move_in_on_month: str = ""
    move_in_on_year: str = ""
    signed_on_day: str = ""
    signed_on_month: str = ""
    signed_on_year: str = ""
    starts_on_day: str = ""
    starts_on_month: str = ""
    starts_on_year: str = ""
    tenure: str = ""
    rent: str = ""
    reference: str = ""
    party: str = ""
    reason: str = ""
    review: str = ""
    version: str = ""

    def day(self, name: str) -> date | None:
        """The date of three fields; None when it is none."""
        parts = (getattr(self, f"{name}_{part}") for part in ("day", "month", "year"))
        return date_in(*parts)


@dataclass(frozen=True)
class StepPage:
    """The page of one step below a nomination's."""

    path: str
    step: Step
    follows: str
    """What the step does, before it is done."""
    fields: tuple[str, ...] = ()
    note_label: str = "More to say (optional)"
    note_field: str = "note"
    is_warning: bool = False
    title: str = ""

    @property
    def words(self) -> str:
        """Its title, and what its button says."""
        return self.title or TURNS[self.step].words


PAGES = (
    StepPage("agree", Step.AGREE_SUPPORT, "The landlord can offer the home then."),
    StepPage("offer", Step.OFFER, "Nobody else can be offered the home while the offer stands."),
    StepPage("viewing", Step.ARRANGE_VIEWING, "Set it again here if it changes.", ("viewing_at",)),
    StepPage(
        "accept",
        Step.ACCEPT,
        "Everybody else nominated for the home is free for other homes again, and what was told of "
        "them is taken back.",
    ),
    StepPage("move-in", Step.SET_MOVE_IN, "Set it again here if it changes.", ("move_in_on",)),
    StepPage(
        "sign",
        Step.SIGN,
        "The home is let, it stands empty no longer, and the person is housed.",
        ("terms",),
    ),
    StepPage(
        "decline",
        Step.DECLINE,
        "An officer looks at why. A refusal of a home that does not suit costs the person nothing.",
        ("party", "reason"),
    ),
    StepPage(
        "decline/review",
        Step.CONFIRM_DECLINE,
        "Whoever wrote the decline down cannot review it. You can undo this on the same day.",
        ("review",),
        "Why (needed unless it stands)",
        title="Review the decline",
    ),
    StepPage(
        "withdraw",
        Step.WITHDRAW,
        "The vacancy has room again, and what was told is taken back.",
        note_label="Why",
        note_field="because",
        is_warning=True,
    ),
    StepPage(
        "reopen",
        Step.REOPEN,
        "The landlord and the support provider are told of the person again, with today’s facts "
        "and on the same lawful basis. The vacancy must have room, and the person be free.",
        note_label="Why (needed where the home does not fit them today)",
    ),
    StepPage(
        "undo",
        Step.UNDO,
        "Everything is as it was before the last step. Only whoever took it can undo it, on the "
        "same day.",
        is_warning=True,
    ),
)


def step_of(page: StepPage, form: StepForm) -> Step:
    """The step that a form takes.

    Raises:
        RuleBroken: A reviewer chose nothing.
    """
    if "review" not in page.fields:
        return page.step
    if form.review not in REVIEWS:
        raise RuleBroken("Choose what becomes of the decline", field="review")
    return REVIEWS[form.review][0]


def said_in(page: StepPage, form: StepForm) -> Said:
    """What was said in a form.

    Raises:
        RuleBroken: Something in it is not what it should be.
    """
    return Said(
        note=form.because if page.note_field == "because" else form.note,
        viewing_at=_moment(form) if "viewing_at" in page.fields else None,
        move_in_on=form.day("move_in_on"),
        terms=_terms(form) if "terms" in page.fields else None,
        party=Party(form.party) if form.party in set(Party) else None,
        reason=form.reason,
    )


def _moment(form: StepForm) -> datetime:
    day, at = form.day("viewing_at"), _clock(form.clock)
    if day is None or at is None:
        asked = {
            "viewing_at": (day, "Enter the day of the viewing, like 3 5 2027"),
            "clock": (at, "Enter the time in 24 hours, like 14:30"),
        }
        problems = {field: words for field, (given, words) in asked.items() if given is None}
        raise RuleBroken.of_fields(problems)
    return datetime.combine(day, at, UK)


def _clock(text: str) -> time | None:
    """The time of day that a text is; None when it is none."""
    try:
        return time.fromisoformat(text.strip()).replace(tzinfo=None)
    except ValueError:
        return None


def _terms(form: StepForm) -> Terms:
    signed_on, starts_on, rent = form.day("signed_on"), form.day("starts_on"), _pence(form.rent)
    asked = {
        "tenure": (form.tenure in set(Tenure), "Choose the kind of tenancy"),
        "signed_on": (signed_on is not None, "Enter the day it was signed, like 3 5 2027"),
        "starts_on": (starts_on is not None, "Enter the first day of the tenancy, like 3 5 2027"),
        "rent": (rent is not None, "Enter the rent a week in pounds, like 112.50"),
    }
    problems = {field: words for field, (is_given, words) in asked.items() if not is_given}
    if signed_on is None or starts_on is None or rent is None or problems:
        raise RuleBroken.of_fields(problems)
    return Terms(signed_on, starts_on, form.tenure, rent, form.reference.strip()[:100])


def _pence(text: str) -> int | None:
    """A rent in pounds, as it was typed, in pence; None when it is none."""
    pounds, _, pence = text.strip().lstrip("£").replace(",", "").partition(".")
    digits = pounds + pence.ljust(2, "0")
    is_rent = pounds.isdecimal() and digits.isdecimal() and len(pence) <= 2 and len(digits) < 9
    return int(digits) if is_rent else None


def choices_in(page: StepPage, form: StepForm, role: Role | None) -> dict[str, Any]:
    """The options that the form of a step offers."""
    parties = parties_of(role)
    reasons = {
        one.code: f"{one.words} ({listed([p.words for p in parties if p in one.parties])})"
        for one in REASONS.values()
        if one.parties & set(parties)
    }
    tenures = {str(tenure): capital(plain(tenure)) for tenure in Tenure}
    reviews = {code: words for code, (_, words) in REVIEWS.items()}
    return {
        "parties": _radios({str(p): capital(p.words) for p in parties}, form.party),
        "reasons": options(reasons, form.reason, "Choose a reason"),
        "tenures": options(tenures, form.tenure, "Choose a kind"),
        "reviews": _radios(reviews, form.review),
    }


def _radios(choices: Mapping[str, str], chosen: str) -> list[dict[str, Any]]:
    return [
        {"value": value, "text": text, "checked": value == chosen}
        for value, text in choices.items()
    ]
