"""Writes docs/lettings.md from the steps and the reasons, so that it cannot say anything else."""

from service.domain.declines import PARK_DAYS, REASONS, REFUSALS_BEFORE_REVIEW, Effect
from service.domain.lettings import NominationState
from service.domain.steps import TURNS, Step, Turn

_INTRODUCTION = """# From a void to a signed letting

<!-- Written by tests.lettings_guide; a test holds that it is current. -->

## Vacancies
A landlord gives notice of a void: on the page *Register a vacancy*, over the API, or by a file
([import.md](import.md)). Notice may come weeks ahead, with its reason, its works and how many
working days it takes to make the home ready (bank holidays of England are left out).

`draft` (only the landlord sees it) → `registered` (known ahead) → `open` (by itself, on its
day) → `reserved` (somebody is nominated) → `offered` → `let`. It may also be `withdrawn`, or
`out_of_service` and brought back. A decline opens it again. Every change is kept as a revision;
two vacancies of one home at one time are refused.

## Nominations
A nomination keeps the decision as it was: who was considered, in what order, and why those
before the person were passed over. Each step has a deadline in working days, which
administrators set on the page *Deadlines*: when it is due whoever has the next step is
reminded, then officers are told, and a nomination that nobody answers expires. Whatever is late
stands at the top of the page *Tasks*.

"""

_EFFECTS = {
    Effect.NONE: "They wait on as before.",
    Effect.REFUSAL: (
        f"It counts as a refusal; after {REFUSALS_BEFORE_REVIEW} the application is reviewed."
    ),
    Effect.CORRECT: "They wait on, and an officer looks at their record.",
    Effect.PARK: f"They are parked for {PARK_DAYS} days.",
    Effect.REASSESS: "They are parked until somebody has assessed them anew.",
    Effect.CLOSE: "Their application ends.",
}

_DECLINES = """
## Declines
Whoever declines says whose doing it is and why. A decline by a landlord or support provider
holds when an officer confirms it; an officer may also override it, or return it to whoever
declined. The refusal of a home that does not suit never costs anybody anything.

"""

_REST = """
Undoing takes back the last step on the day on which it was taken, by whoever took it or an
officer. Reopening brings back a nomination that ended without a letting, if the home and the
person are still to be had. When one of several people nominated to a home accepts it, the
others are superseded.

## E-mails
Who is written to, and of what, is on the page *Contacts*; each organisation keeps its own.
E-mails name nobody: they lead to a page that one signs in to. `HOMEWARD_SMTP_URL` or
`HOMEWARD_NOTIFY_KEY` send them (README); without either they stay on the page `/outbox`, where
administrators read them.

## Reports
The page *Reports* has open vacancies and days void, time between steps, declines by reason and
landlord, nominations overdue, people passed over and new lettings, each also as CSV, XLSX and
JSON, and with personal data for officers who ask for it. New lettings are also written as rows
of the national return (CORE, 2026/27), with a list of what Homeward does not hold.
"""


def lettings_guide() -> str:
    """The text of docs/lettings.md."""
    return "".join([_INTRODUCTION, _steps(), _DECLINES, _reasons(), _REST])


def _steps() -> str:
    rows = [f"| {turn.words} | {_froms(turn)} | {_to(turn)} | {_who(turn)} |" for turn in _told()]
    return "\n".join(["| step | from | to | who |", "|---|---|---|---|", *rows, ""])


def _told() -> list[Turn]:
    return [turn for step, turn in TURNS.items() if step is not Step.UNDO]


def _froms(turn: Turn) -> str:
    return ", ".join(f"`{state}`" for state in NominationState if state in turn.sources)


def _to(turn: Turn) -> str:
    return "where it stood" if turn.target is None else f"`{turn.target}`"


def _who(turn: Turn) -> str:
    roles = sorted(str(role).replace("_", " ") for role in turn.may)
    return ", ".join(roles) or "Homeward, by itself"


def _reasons() -> str:
    rows = [
        f"| {one.words} | {', '.join(sorted(party.words for party in one.parties))} "
        f"| {_EFFECTS[one.effect]} |"
        for one in REASONS.values()
    ]
    return "\n".join(["| reason | who may give it | what it does |", "|---|---|---|", *rows, ""])
