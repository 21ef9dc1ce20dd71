"""What decides how much of a vacancy's rent benefits meet."""

from dataclasses import dataclass
from datetime import date

from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import one_row

SQL = queries("rents")


@dataclass(frozen=True)
class RentedRow:
    """A vacancy's home and rent; pence a week."""

    rent_pence: int
    kind: str
    landlord_kind: str
    town: str
    bedrooms: int


async def find_rented(connection: Connection, vacancy_id: int, *, on: date) -> RentedRow | None:
    """The home of a vacancy that may be seen, as of a day; None: there is no such vacancy."""
    asked = {"vacancy_id": vacancy_id, "on": on}
    return await one_row(connection, RentedRow, SQL["find_rented"], asked)
