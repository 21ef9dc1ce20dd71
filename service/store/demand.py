"""Demand that a match run could not meet, counted so that no count tells of a person."""

from dataclasses import dataclass

from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import all_rows

SQL = queries("demand")

MOST_BEDROOMS = 5
"""Larger needs are counted with this one."""


@dataclass(frozen=True)
class Unmet:
    """Applicants of one district who need so many bedrooms (bedroom standard; 5 is 5 or more)."""

    district: str
    bedrooms: int
    n: int | None
    """None: suppressed."""


@dataclass(frozen=True)
class UnmetReason:
    """Applicants whom one reason kept without a home."""

    reason: str
    rule: str | None
    n: int | None
    """None: suppressed."""


@dataclass(frozen=True)
class EmptyHomes:
    """Vacancies of one district that nobody is proposed for."""

    district: str
    rule: str | None
    """What shut most people out; None: nobody was shut out of them."""
    n: int


@dataclass(frozen=True)
class PastYear:
    """Applications whose record was erased in one year."""

    year: int
    n: int | None
    """None: suppressed."""


async def find_unmet(connection: Connection, run_id: int) -> list[Unmet]:
    """Unplaced applicants by district and bedrooms."""
    return await all_rows(connection, Unmet, SQL["find_unmet"], {"run_id": run_id})


async def find_unmet_reasons(connection: Connection, run_id: int) -> list[UnmetReason]:
    """Unplaced applicants by reason and binding rule, the commonest first."""
    return await all_rows(connection, UnmetReason, SQL["find_unmet_reasons"], {"run_id": run_id})


async def find_empty_homes(connection: Connection, run_id: int) -> list[EmptyHomes]:
    """Vacancies left empty, by district and rule."""
    return await all_rows(connection, EmptyHomes, SQL["find_empty_homes"], {"run_id": run_id})


async def find_past_years(connection: Connection) -> list[PastYear]:
    """Applications whose record was erased, by year, the newest first."""
    return await all_rows(connection, PastYear, SQL["find_past_years"], {})
