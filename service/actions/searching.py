"""Lists and searches of applicants: who is shown to whom is written down."""

from service.actions.reading import record_read
from service.store.applicant_pages import ApplicantFilter, ApplicantRow, find_applicants
from service.store.pool import Connection


async def list_people(
    connection: Connection, chosen: ApplicantFilter, *, limit: int, offset: int
) -> list[ApplicantRow]:
    """A page of the applicants that pass a filter and that whoever asks may see.

    The audit keeps whom it shows, and not the words that were searched for.
    """
    rows = await find_applicants(connection, chosen, limit=limit, offset=offset)
    subject = "list of applicants" if chosen.text is None else "search of applicants"
    await record_read(connection, subject=subject, applicant_ids=[row.id for row in rows])
    return rows
