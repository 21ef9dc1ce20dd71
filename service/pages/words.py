"""How pages say dates, money, numbers and the field's short words."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from service.domain.accounts import Role
from service.domain.auditing import action_words, subject_words
from service.domain.bedrooms import BedroomRule
from service.domain.days import UK, uk_clock, uk_date, uk_time
from service.domain.declines import REASONS as DECLINES
from service.domain.homes import Feature, SchemeKind
from service.domain.lettings import TOLD_WORDS, NominationState
from service.domain.passed_over import passed_over_words
from service.domain.pauses import reason_words
from service.domain.policies import comparison_lines, policy_words
from service.domain.proofs import proof_words
from service.domain.reasons import (
    OUTCOMES,
    PARTS,
    RULE_SENTENCES,
    part_words,
    rule_words,
    set_words,
)
from service.domain.support import ClientGroup, SupportLevel
from service.domain.worth import housed_words
from service.pages.revision_words import revision_lines, works_words


def money(pence: int) -> str:
    """An amount in pounds: "£95.40"."""
    return f"£{pence // 100:,}.{pence % 100:02}"


def rent(pence: int, kind: str) -> str:
    """A rent a week; of specified accommodation, with what meets it."""
    met = SchemeKind(kind).is_specified_accommodation
    return f"{money(pence)}, met by Housing Benefit" if met else money(pence)


def number(value: int) -> str:
    """A whole number with commas and a true minus: "10,343", "−75"."""
    return f"{value:,}".replace("-", "−")


def signed(value: int) -> str:
    """A change with its sign: "+1,240", "−75", "0"."""
    return f"+{value:,}" if value > 0 else number(value)


def ordinal(n: int) -> str:
    """A place in an order: "1st", "312th", "9,902nd"."""
    last = {1: "st", 2: "nd", 3: "rd"}
    return f"{n:,}{'th' if n % 100 in (11, 12, 13) else last.get(n % 10, 'th')}"


def count(n: int, one: str, many: str | None = None) -> str:
    """A number with its noun: "1 applicant", "2 applicants"."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def bedrooms(n: int) -> str:
    """The size of a home: "studio", "1 bedroom"."""
    return "studio" if n == 0 else count(n, "bedroom")


def where(scheme: str, *areas: str) -> str:
    """A scheme with its town and district, none said twice: "Willow Court, Diss, Breckland"."""
    said = scheme
    for area in areas:
        said = said if area in said else f"{said}, {area}"
    return said


def capital(text: str) -> str:
    """The first letter large, the others as they are."""
    return text[:1].upper() + text[1:]


def plain(value: str) -> str:
    """A stored value with spaces: "out of service"."""
    return value.replace("_", " ")


def unstopped(text: str) -> str:
    """A text without the full stop at its end, for a sentence that sets its own."""
    return text.strip().removesuffix(".")


def listed(items: Sequence[str]) -> str:
    """Words as a person says a list: "a, b and c"."""
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def groups(values: Sequence[str]) -> str:
    """The client groups in words; nobody named means anyone."""
    return listed(sorted(ClientGroup(value).words for value in values)) or "anyone"


def features(values: Sequence[str]) -> str:
    """Accessibility features in words."""
    return listed(sorted(Feature(value).words for value in values)) or "none"


def points(parts: Mapping[str, int], policy: Mapping[str, Any]) -> list[tuple[str, int]]:
    """The parts of a worth that count, in words, in the order that pages show them."""
    order = [*PARTS, *(part for part in parts if part not in PARTS)]
    counting = [part for part in order if parts.get(part)]
    return [(part_words(part, parts[part], policy), parts[part]) for part in counting]


def ages(age_min: int | None, age_max: int | None) -> str:
    """Age limits: "18 to 25", "55 or over", "any age"."""
    if age_min is None:
        return "any age" if age_max is None else f"up to {age_max}"
    return f"{age_min} or over" if age_max is None else f"{age_min} to {age_max}"


def role_then(role: str) -> str:
    """The role in which something was done, as the audit keeps it."""
    own = {"system": "Homeward’s own work", "owner": "owner of the database"}
    return own.get(role) or (Role(role).words if role in {*Role} else plain(role))


REASONS: Mapping[str, str] = {
    "no_eligible_home": "No home fits",
    "higher_priority": "Homes that fit went to applicants of higher priority",
    "short_of_hours": "A home fits, but there are no hours left of the support it would take",
    "held_back": "A home fits, but a limit, company or the length of chains stands in the way",
}
"""Why an applicant was not placed -> its words in a list of reasons."""


class Worth(Protocol):
    """What one more home would bring."""

    @property
    def tier(self) -> int:
        """Of the first in order whom it would house besides; 0: nobody."""

    @property
    def housed(self) -> Sequence[int]:
        """How many more of each tier, 1 to 5; below 0: fewer."""

    @property
    def gain(self) -> int:
        """Points of fit."""


def one_more(worth: Worth) -> str:
    """What one more home like a vacancy would bring, in a sentence."""
    if worth.tier:
        change = f"; the fit of all together would change by {signed(worth.gain)} points"
        who = housed_words(worth.tier, worth.housed)
        return f"One more home like it would also house {who}{change if worth.gain else ''}."
    if worth.gain:
        points = count(worth.gain, "point")
        return f"One more home like it would house nobody more, but would add {points} of fit."
    return "One more home like it would house nobody more and suit nobody better."


class RuleCount(Protocol):
    """How many one rule shut out."""

    @property
    def rule(self) -> str:
        """The rule's short name."""

    @property
    def n(self) -> int:
        """Applicants, or vacancies."""


def rule_pairs(counts: Sequence[RuleCount]) -> list[tuple[str, int]]:
    """Each rule with how many it shut out, the most first."""
    return sorted(((row.rule, row.n) for row in counts), key=lambda pair: (-pair[1], pair[0]))


def told_rows(told: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What was told of a person, as labels and words, in the order of TOLD_WORDS."""
    say: Mapping[str, Callable[[Any], str]] = {
        "support_level": lambda level: capital(SupportLevel(level).words),
        "accessibility_needs": lambda needs: capital(features(needs)),
        "ready_on": lambda day: uk_date(date.fromisoformat(day)),
        "overnight_carer": lambda stays: {True: "Yes", False: "No", None: "Not known"}[stays],
        "client_groups": lambda of: capital(groups(of)) if of else "None",
    }
    return [
        (label, say.get(field, str)(told[field]))
        for field, label in TOLD_WORDS.items()
        if field in told
    ]


class Paused(Protocol):
    """A time out of the queue."""

    @property
    def kind(self) -> str:
        """Parked or withdrawn."""

    @property
    def reason(self) -> str:
        """Out of a list."""

    @property
    def note(self) -> str | None:
        """In free words."""


def pause_words(pause: Paused) -> str:
    """Why somebody is out of the queue: "in hospital (until the ward lets them go)"."""
    words = reason_words(pause.kind, pause.reason)
    return f"{words} ({unstopped(pause.note)})" if pause.note else words


def decline_words(code: str | None) -> str:
    """Why somebody declined, or what that does, as a page says it."""
    if code in DECLINES:
        return DECLINES[str(code)].words
    return _STEP_REASONS.get(code or "", capital(plain(code or "")))


_STEP_REASONS = {
    "none": "They wait on as before",
    "refusal": "It counts as a refusal of a suitable home",
    "correct": "Their record is to be looked at",
    "park": "They are parked, for they could not be reached",
    "reassess": "They are parked until assessed anew",
    "close": "Their application ends",
    "erased": "Erased",
}
_DONE = {
    "nominate": "Nominated",
    "agree_support": "Support agreed",
    "offer": "Home offered",
    "arrange_viewing": "Viewing arranged",
    "accept": "Offer accepted",
    "set_move_in": "Move-in day set",
    "sign": "Letting signed",
    "decline": "Declined",
    "confirm_decline": "Decline confirmed",
    "override_decline": "Decline overridden",
    "return_decline": "Decline returned",
    "withdraw": "Withdrawn",
    "expire": "Expired",
    "supersede": "Superseded",
    "reopen": "Reopened",
    "undo": "Step undone",
}


def step_words(step: str) -> str:
    """A step that was taken, as a timeline says it."""
    return _DONE.get(step, capital(plain(step)))


FILTERS: Mapping[str, Callable[..., Any]] = {
    "combined": lambda one, other: {**one, **other},
    "revision": revision_lines,
    "works": works_words,
    "act_action": action_words,
    "act_role": role_then,
    "act_subject": lambda subject, action: subject_words(action, subject),
    "ages": ages,
    "because_passed": passed_over_words,
    "bedroom_rule": lambda value: BedroomRule(value).words,
    "bedrooms": bedrooms,
    "capital": capital,
    "decline_reason": decline_words,
    "comparison": comparison_lines,
    "features": features,
    "groups": groups,
    "housed": housed_words,
    "kind": lambda value: SchemeKind(value).words,
    "listed": listed,
    "money": money,
    "nomination_state": lambda value: NominationState(value).words,
    "number": number,
    "one_more": one_more,
    "ordinal": ordinal,
    "outcome": OUTCOMES.__getitem__,
    "pause_words": pause_words,
    "plain": plain,
    "points": points,
    "policy": policy_words,
    "proof": proof_words,
    "reason": REASONS.__getitem__,
    "rent": rent,
    "rule": rule_words,
    "rule_pairs": rule_pairs,
    "rule_sentence": lambda rule: RULE_SENTENCES.get(rule, capital(rule_words(rule)) + "."),
    "sets": set_words,
    "signed": signed,
    "step": step_words,
    "support": lambda level: SupportLevel(level).words,
    "told": told_rows,
    "uk_clock": uk_clock,
    "uk_date": uk_date,
    "uk_day": lambda moment: uk_date(moment.astimezone(UK).date()),
    "uk_time": uk_time,
    "unstopped": unstopped,
}
"""What templates may call, by name."""
