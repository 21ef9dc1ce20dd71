"""Put the demonstration county into the database."""

from collections.abc import Callable

from service.demo.county import County
from service.demo.loans import Loans
from service.store.applicants import put_applicants
from service.store.bulk import Changed
from service.store.homes import put_homes
from service.store.pool import Connection
from service.store.unit_loans import Terms, lend_units
from service.store.vacancies import put_vacancies


async def load_county(
    connection: Connection, county: County, report: Callable[[str, Changed], None]
) -> None:
    """Add the county, or bring it up to date where it is there already; all of it or nothing.

    Needs the places and the postcodes. Doing it again for the same county changes nothing; what
    is in the database and not in the county stays.

    Args:
        connection: Any connection; all is done in one transaction.
        county: What ``draw_county`` gave.
        report: Told the noun and how many were added, changed and the same, as each is done.

    Raises:
        RuleBroken: A place or a postcode is not in the database.
    """
    async with connection.transaction():
        homes = await put_homes(connection, county.landlords, county.schemes, county.units)
        await lend_units(connection, county.loans.units, _terms(county.loans), lent_by="Homeward")
        report("landlords, schemes and units", homes)
        report("vacancies", await put_vacancies(connection, county.vacancies))
        people = await put_applicants(connection, county.applicants, on=county.today)
        report("applicants", people)


def _terms(loans: Loans) -> Terms:
    return Terms(
        kind=loans.kind.value,
        support_level=int(loans.support_level),
        client_groups=[],
        starts_on=loans.starts_on,
        due_back_on=loans.due_back_on,
    )
