"""Lists and searches of applicants: who is shown to whom is written down."""

from typing import Unpack

from service.actions.reading import record_read
from service.store.applicant_pages import ApplicantFilter, ApplicantRow, find_applicants
from service.store.parts import Part, Window
from service.store.pool import Connection


async def list_people(
    connection: Connection, chosen: ApplicantFilter, **window: Unpack[Window]
) -> Part[ApplicantRow]:
    """The applicants that pass a filter and that whoever asks may see.

    The audit keeps whom it shows, and not the words that were searched for.
    """
    rows = await find_applicants(connection, chosen, **window)
    subject = "list of applicants" if chosen.text is None else "search of applicants"
    await record_read(connection, subject=subject, applicant_ids=[row.id for row in rows])
    return rows
