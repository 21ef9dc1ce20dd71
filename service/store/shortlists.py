"""Names and facts for the rows of a shortlist, by id."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import all_rows

SQL = queries("shortlists")


@dataclass(frozen=True)
class CandidateRow:
    """Name and place in the queue of one applicant."""

    id: int
    reference: str
    name: str
    tier: int
    registered_on: date


@dataclass(frozen=True)
class HomeRow:
    """What a list says of one vacancy; rent is pence a week."""

    id: int
    reference: str
    scheme: str
    scheme_kind: str
    place: str
    bedrooms: int
    support_level: int
    rent_pence: int
    available_on: date


@dataclass(frozen=True)
class Whereabouts:
    """The town and the district that a vacancy counts as being in."""

    id: int
    place: str
    district: str

    @property
    def words(self) -> str:
        """The town, and the district where the town's name does not say it."""
        return self.place if self.district in self.place else f"{self.place}, {self.district}"


async def find_candidates(connection: Connection, ids: Sequence[int]) -> dict[int, CandidateRow]:
    """The applicants asked for, by id."""
    rows = await all_rows(connection, CandidateRow, SQL["find_candidates"], {"ids": list(ids)})
    return {row.id: row for row in rows}


async def find_homes(connection: Connection, ids: Sequence[int]) -> dict[int, HomeRow]:
    """The vacancies asked for, by id."""
    rows = await all_rows(connection, HomeRow, SQL["find_homes"], {"ids": list(ids)})
    return {row.id: row for row in rows}


async def find_whereabouts(connection: Connection, ids: Sequence[int]) -> dict[int, Whereabouts]:
    """Where the vacancies asked for are, by id."""
    rows = await all_rows(connection, Whereabouts, SQL["find_whereabouts"], {"ids": list(ids)})
    return {row.id: row for row in rows}
