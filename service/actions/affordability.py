"""Whether benefits meet the rent of a vacancy for an applicant."""

from datetime import date

from service.actions.effects import renter_of
from service.actions.records import read_applicant
from service.domain.affordability import Affordability, Rented, affordability
from service.domain.homes import LandlordKind, SchemeKind
from service.errors import NotFound
from service.store.pool import Connection
from service.store.rents import find_rented


async def affordability_of(
    connection: Connection, *, applicant_id: int, vacancy_id: int, on: date
) -> Affordability:
    """What benefits meet of a vacancy's rent for an applicant on a day, and why.

    Raises:
        NotFound: There is no such applicant or vacancy among those that may be seen.
    """
    applicant = await read_applicant(connection, applicant_id)
    row = await find_rented(connection, vacancy_id, on=on)
    if row is None:
        raise NotFound(f"There is no vacancy {vacancy_id}.")
    home = Rented(
        rent_pence=row.rent_pence,
        kind=SchemeKind(row.kind),
        landlord_kind=LandlordKind(row.landlord_kind),
        town=row.town,
        bedrooms=row.bedrooms,
    )
    return affordability(renter_of(applicant, on), home, on)
