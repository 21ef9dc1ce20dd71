"""The record of who read whose record."""

from collections.abc import Sequence

from service.store.audit import add_read
from service.store.pool import Connection


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
