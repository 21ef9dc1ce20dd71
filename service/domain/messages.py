"""What is written to organisations by e-mail: kinds, words, and when a digest goes.

A message names references and where to look, and no person: whoever may know more signs in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType

from service.domain.days import UK
from service.domain.homes import SchemeKind

DIGEST_AT = time(8)
"""When a daily digest goes, UK time."""
MOST_TRIES = 8
"""Tries after which sending is given up: the pauses between them make two hours and more."""


class Kind(StrEnum):
    """What a message is about."""

    NOMINATED = "nominated"
    SUPPORT_ASKED = "support_asked"
    SUPPORT_AGREED = "support_agreed"
    OFFERED = "offered"
    VIEWING = "viewing"
    ACCEPTED = "accepted"
    MOVE_IN_SET = "move_in_set"
    LET = "let"
    DECLINED = "declined"
    DECLINE_RETURNED = "decline_returned"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"
    REOPENED = "reopened"
    REMINDER = "reminder"
    ESCALATED = "escalated"
    VACANCY_REGISTERED = "vacancy_registered"
    VACANCY_OPENED = "vacancy_opened"
    VACANCY_WITHDRAWN = "vacancy_withdrawn"
    DIGEST = "digest"
    """Several of the others at once; nobody chooses it."""

    @property
    def words(self) -> str:
        """The kind as a list of choices says it."""
        return _WORDS[self].title


class How(StrEnum):
    """Whether a contact is written to at once, once a day or never."""

    EACH = "each"
    DAILY = "daily"
    NEVER = "never"

    @property
    def words(self) -> str:
        """The choice as a form says it."""
        return {
            "each": "An e-mail each time",
            "daily": "One e-mail a day, at 8am",
            "never": "No e-mail",
        }[self.value]


@dataclass(frozen=True)
class Words:
    """What one kind of message says; ``{home}`` and ``{nomination}`` are filled in."""

    title: str
    subject: str
    said: str
    """What is so and what to do, in a sentence or two."""


@dataclass(frozen=True)
class About:
    """What a message is about, in references only."""

    vacancy_id: int | None = None
    nomination_id: int | None = None
    vacancy_reference: str | None = None
    scheme: str | None = None
    scheme_kind: str | None = None

    @property
    def home(self) -> str:
        """The home in words; where addresses are protected, the scheme is not named."""
        if self.vacancy_reference is None:
            return "a vacancy"
        is_hidden = self.scheme_kind is None or SchemeKind(self.scheme_kind).has_protected_address
        at = "" if is_hidden else f" at {self.scheme}"
        return f"vacancy {self.vacancy_reference}{at}"

    @property
    def path(self) -> str:
        """Where to look, on Homeward's own site."""
        if self.nomination_id is not None:
            return f"/nominations/{self.nomination_id}"
        return "/tasks" if self.vacancy_id is None else f"/vacancies/{self.vacancy_id}"


@dataclass(frozen=True)
class Text:
    """A message as it goes out."""

    subject: str
    body: str


_WORDS: Mapping[Kind, Words] = MappingProxyType(
    {
        Kind.NOMINATED: Words(
            "Somebody is nominated",
            "Somebody is nominated for {home}",
            "The council has nominated somebody for {home}. Sign in to see who, and offer the home"
            " or decline with a reason.",
        ),
        Kind.SUPPORT_ASKED: Words(
            "Support is asked for",
            "Your support is asked for at {home}",
            "The council has nominated somebody for {home}, where you give support. Sign in to see"
            " what they need, and agree or decline with a reason.",
        ),
        Kind.SUPPORT_AGREED: Words(
            "Support is agreed",
            "Support is agreed: {home}",
            "The support provider agrees to support the person nominated for {home}. You can offer"
            " the home now.",
        ),
        Kind.OFFERED: Words(
            "A home is offered",
            "The home is offered: {home}",
            "The landlord has offered {home} to the person nominated.",
        ),
        Kind.VIEWING: Words(
            "A viewing is arranged",
            "A viewing is arranged: {home}",
            "A viewing of {home} is arranged. Sign in to see when.",
        ),
        Kind.ACCEPTED: Words(
            "An offer is accepted",
            "The offer is accepted: {home}",
            "The person nominated has accepted {home}. The landlord now sets the day they move in.",
        ),
        Kind.MOVE_IN_SET: Words(
            "The day of moving in is set",
            "The day of moving in is set: {home}",
            "The day on which somebody moves into {home} is set. Sign in to see which.",
        ),
        Kind.LET: Words(
            "A home is let",
            "Let: {home}",
            "The letting of {home} is signed. There is nothing more to do.",
        ),
        Kind.DECLINED: Words(
            "A nomination is declined",
            "A nomination is declined: {home}",
            "A nomination for {home} was declined. Sign in to see why, and to confirm, override or"
            " return it.",
        ),
        Kind.DECLINE_RETURNED: Words(
            "A decline comes back",
            "Your answer is asked for again: {home}",
            "The council has looked at the decline of a nomination for {home}, and asks again. Sign"
            " in to see why.",
        ),
        Kind.WITHDRAWN: Words(
            "A nomination is withdrawn",
            "A nomination is withdrawn: {home}",
            "The council has withdrawn a nomination for {home}. Delete what you hold of the person,"
            " unless you need it by law.",
        ),
        Kind.SUPERSEDED: Words(
            "Somebody else accepted",
            "Somebody else has accepted {home}",
            "Another nominee has accepted {home}, so this nomination has ended.",
        ),
        Kind.EXPIRED: Words(
            "A nomination ran out",
            "A nomination has run out: {home}",
            "Nobody answered a nomination for {home} in time, so it has ended.",
        ),
        Kind.REOPENED: Words(
            "A nomination is open again",
            "A nomination is open again: {home}",
            "A nomination for {home} that had ended is open again, and waits for an answer.",
        ),
        Kind.REMINDER: Words(
            "Something is due",
            "Reminder: {home}",
            "The next step for {home} is due. Sign in to take it.",
        ),
        Kind.ESCALATED: Words(
            "Something is late",
            "Late: {home}",
            "The next step for {home} is late, and housing officers are told of it.",
        ),
        Kind.VACANCY_REGISTERED: Words(
            "A vacancy is registered",
            "Registered: {home}",
            "The landlord has registered {home}.",
        ),
        Kind.VACANCY_OPENED: Words(
            "A vacancy is open",
            "Open: {home}",
            "People can now be nominated for {home}.",
        ),
        Kind.VACANCY_WITHDRAWN: Words(
            "A vacancy is withdrawn",
            "Withdrawn: {home}",
            "The landlord has withdrawn {home}. Nobody can be nominated for it.",
        ),
        Kind.DIGEST: Words("Daily digest", "Homeward: your day", ""),
    }
)
CHOICES = tuple(kind for kind in Kind if kind is not Kind.DIGEST)
"""Kinds that a contact chooses from."""

_FOOT = "This e-mail names nobody. Do not reply to it: nobody reads the answers.\n"


def message(kind: Kind, about: About, *, address: str) -> Text:
    """One message in plain words.

    Args:
        kind: What happened.
        about: Of which vacancy and nomination.
        address: Where people reach Homeward, as https://homes.example.org.
    """
    words = _WORDS[kind]
    number = f"Nomination {about.nomination_id}. " if about.nomination_id is not None else ""
    said = words.said.format(home=about.home)
    body = f"{number}{said}\n\n{address}{about.path}\n\n{_FOOT}"
    return Text(words.subject.format(home=about.home), body)


def digest(texts: Sequence[Text]) -> Text:
    """Several messages as one; each keeps its words, and the foot stands once."""
    n = len(texts)
    parts = [f"{text.subject}\n{text.body.removesuffix(_FOOT)}" for text in texts]
    subject = f"Homeward: {n} thing{'' if n == 1 else 's'} to know today"
    return Text(subject, "\n".join([*parts, _FOOT]))


def next_digest(now: datetime) -> datetime:
    """The next moment at which digests go."""
    local = now.astimezone(UK)
    at = datetime.combine(local.date(), DIGEST_AT, UK)
    return at if local < at else datetime.combine(local.date() + timedelta(days=1), DIGEST_AT, UK)


def pause_after(tries: int) -> timedelta:
    """How long to wait after a number of tries that failed: 1, 2, 4 … minutes, an hour at most."""
    return timedelta(minutes=min(60, 2 ** (tries - 1)))
