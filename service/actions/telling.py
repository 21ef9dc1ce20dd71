"""What was told of people in nominations, read by those who may and written down as read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Unpack

from service.actions.reading import record_read
from service.store.disclosures import Disclosure, find_told_in
from service.store.nominations import (
    ANY_NOMINATION,
    Nomination,
    NominationFilter,
    find_nominations,
    get_nomination,
)
from service.store.parts import Part, Window
from service.store.pool import Connection


@dataclass(frozen=True)
class Nominated:
    """A nomination with what was told in it: to a landlord or support provider what they were."""

    nomination: Nomination
    told: Sequence[Disclosure]

    @property
    def applicant_ids(self) -> list[int]:
        """Whom it shows: nobody where what was told is taken back and no record is to be seen."""
        ids = {one.applicant_id for one in self.told if one.told is not None}
        ids.add(self.nomination.applicant_id)
        return sorted(id for id in ids if id is not None)


async def read_nominations(
    connection: Connection,
    chosen: NominationFilter = ANY_NOMINATION,
    *,
    vacancy_id: int | None = None,
    applicant_id: int | None = None,
    **window: Unpack[Window],
) -> Part[Nominated]:
    """Nominations that whoever asks may see; live ones first, then the newest."""
    rows = await find_nominations(
        connection,
        chosen,
        vacancy_id=vacancy_id,
        applicant_id=applicant_id,
        **window,
    )
    told = await find_told_in(connection, [row.id for row in rows])
    found = Part((Nominated(row, told[row.id]) for row in rows), goes_on=rows.goes_on)
    ids = [id for one in found for id in one.applicant_ids]
    await record_read(connection, subject="nominations", applicant_ids=ids)
    return found


async def read_nomination(connection: Connection, nomination_id: int) -> Nominated:
    """One nomination.

    Raises:
        NotFound: There is no such nomination, or it is not for this person to see.
    """
    nomination = await get_nomination(connection, nomination_id)
    told = await find_told_in(connection, [nomination_id])
    found = Nominated(nomination, told[nomination_id])
    await record_read(
        connection, subject=f"nomination {nomination_id}", applicant_ids=found.applicant_ids
    )
    return found
