"""What happened with a vacancy, an applicant or a nomination, from wherever it is kept."""

from dataclasses import dataclass
from datetime import datetime

from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import all_rows

SQL = queries("timelines")
SOURCES = (
    "find_steps",
    "find_nominations",
    "find_disclosures",
    "find_lettings",
    "find_vacancy_days",
    "find_applicant_days",
    "find_revisions",
    "find_circumstances",
)
"""Queries of sql/timelines.sql, each of which gives rows of one shape."""


@dataclass(frozen=True)
class Subject:
    """Of what a timeline is: one of the three."""

    vacancy_id: int | None = None
    applicant_id: int | None = None
    nomination_id: int | None = None


@dataclass(frozen=True)
class Happening:
    """One thing that happened, as it is kept."""

    at: datetime
    has_time: bool
    """False: only the day is known."""
    who: str | None
    what: str
    """A short name; service.actions.timelines has the words."""
    detail: str | None
    reason: str | None
    on_behalf_of: str | None
    nomination_id: int | None
    vacancy_id: int | None
    vacancy_reference: str | None
    applicant_id: int | None
    applicant_reference: str | None


async def find_happenings(connection: Connection, subject: Subject) -> list[Happening]:
    """Everything that whoever asks may see of a subject, in no order."""
    found: list[Happening] = []
    for source in SOURCES:
        found += await all_rows(connection, Happening, SQL[source], vars(subject))
    return found
