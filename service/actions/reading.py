"""The record of who read whose record."""

from collections.abc import Sequence

from service.store.audit import add_read
from service.store.pool import Connection
from service.store.vacancy_pages import VacancyRow


async def record_read(
    connection: Connection, *, subject: str, applicant_ids: Sequence[int]
) -> None:
    """Write down that whoever asks is shown these people; nothing where there are none.

    Args:
        connection: The request's own, which says who asks.
        subject: What they were shown, as "applicant" or "shortlist of vacancy 7".
        applicant_ids: Whom it shows.
    """
    if applicant_ids:
        await add_read(connection, subject=subject, applicant_ids=applicant_ids)


async def record_shown(connection: Connection, vacancies: Sequence[VacancyRow]) -> None:
    """Write down that a list of vacancies shows whom a run proposes, and who is nominated."""
    shown = {id for row in vacancies for id in (row.proposed_id, row.nominated_id)}
    ids = [id for id in shown if id is not None]
    await record_read(connection, subject="list of vacancies", applicant_ids=ids)
