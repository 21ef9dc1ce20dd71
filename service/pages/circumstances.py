"""What an applicant's page says of changes, times out of the queue, and what is not known."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from service.actions.affordability import affordability_of
from service.actions.effects import connection_words, why_not_asked
from service.actions.foreseeing import foresee
from service.actions.records import read_applicant, says_when
from service.domain.days import today, uk_date, uk_time
from service.domain.people import Applicant
from service.domain.records import LABELS, record_of
from service.pages.record_words import not_known, said
from service.pages.words import capital, pause_words
from service.store.circumstances import Circumstance, find_circumstances
from service.store.outcomes import ApplicantOutcome
from service.store.pauses import Pause, find_pauses
from service.store.pool import Connection

_MORE = (
    "access_category", "claims_housing_costs", "is_care_leaver", "hostel_three_months",
    "has_care_benefit", "is_mappa_managed", "fled_abuse", "fled_slavery", "connections",
    "has_served", "has_pets",
)  # fmt: skip
"""Fields that the page shows after those that stand in every record."""


@dataclass(frozen=True)
class Happened:
    """One line of the timeline."""

    at: datetime
    title: str
    words: str
    lines: Sequence[str] = ()
    cancel_id: int | None = None
    """Of a change that can still be cancelled."""


async def circumstance_context(
    connection: Connection, applicant_id: int, outcome: ApplicantOutcome | None
) -> dict[str, Any]:
    """The changes and pauses of an applicant, what is not known, and the rent of the home."""
    applicant = await read_applicant(connection, applicant_id)
    pauses = await find_pauses(connection, applicant_id)
    changes = await find_circumstances(connection, applicant_id)
    foreseen = foresee(applicant, changes)
    happened = [
        *(_of_change(change, foreseen.get(change.id, ())) for change in changes),
        *map(_of_pause, pauses),
    ]
    vacancy_id = outcome.vacancy_id if outcome else None
    return {
        "pauses": pauses,
        "not_known": not_known(applicant),
        "more_rows": _rows(applicant),
        "timeline": sorted(happened, key=lambda one: one.at, reverse=True),
        "affordable": vacancy_id
        and await affordability_of(
            connection, applicant_id=applicant_id, vacancy_id=vacancy_id, on=today()
        ),
    }


def _rows(applicant: Applicant) -> list[tuple[str, str]]:
    record = record_of(applicant)
    rows = [(LABELS[field], "; ".join(said(field, record[field]))) for field in _MORE]
    on = today()
    rows.append(("Local connection today", capital(connection_words(applicant, on))))
    if why_not_asked(applicant, on) and applicant.has_served:
        words = "May be given for urgent need (Housing Act 1996, section 166A(3); SI 2012/2989)"
        rows.append(("Additional preference", words))
    return rows


def _of_change(change: Circumstance, foreseen: Sequence[str]) -> Happened:
    lines = [
        f"{LABELS[field]}: {'; '.join(said(field, of['before']))} → "
        f"{'; '.join(said(field, of['after']))}"
        for field, of in change.changes.items()
    ]
    when = f"From {uk_date(change.from_on)} ({says_when(change)})"
    return Happened(
        change.made_at,
        when,
        f"{change.why} Written down by {change.made_by} on {uk_time(change.made_at)}.",
        [*lines, *change.effects, *(f"Will follow: {words}" for words in foreseen)],
        change.id if change.waits else None,
    )


def _of_pause(pause: Pause) -> Happened:
    what = "Parked" if pause.kind == "parked" else "Withdrew"
    until = f", until {uk_date(pause.until)}" if pause.until else ""
    ended = (
        f" Back in the queue or ended on {uk_time(pause.ended_at)}, by {pause.ended_by}."
        if pause.ended_at
        else ""
    )
    words = f"By {pause.made_by} on {uk_time(pause.made_at)}.{ended}"
    return Happened(pause.made_at, f"{what}: {pause_words(pause)}{until}", words)
