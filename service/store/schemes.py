"""Schemes as pages and the API show and change them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Unpack

from psycopg.types.json import Jsonb

from service.errors import NotFound
from service.store.parts import Part, Window, find_part
from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import count_filtered, one_row, one_value

SQL = queries("schemes")

_UNSAID: Mapping[str, Any] = {
    "client_groups": [],
    "sexes": "any",
    "gate_holds": True,
    "household_kind": "any",
    "connection_districts": [],
    "nominating_districts": [],
}
"""What a new scheme has where nothing is said."""


@dataclass(frozen=True)
class SchemeFilter:
    """Which schemes to list; None: whatever it is."""

    district_code: str | None = None
    kind: str | None = None
    landlord_id: int | None = None
    """Who owns or manages it."""
    text: str | None = None
    """Part of the reference or the name."""


@dataclass(frozen=True)
class SchemeRow:
    """A scheme in a list."""

    id: int
    reference: str
    name: str
    kind: str
    support_level: int
    staffing: str | None
    rating_scheme: str | None
    rating: str | None
    landlord: str
    manager: str | None
    place: str
    district: str
    n_units: int
    n_lent: int
    """Homes lent for another use, or about to be."""


@dataclass(frozen=True)
class SchemePage:
    """Every fact of a scheme; None: not said, or there is none."""

    id: int
    version: int
    reference: str
    name: str
    kind: str
    support_level: int
    client_groups: Sequence[str]
    age_min: int | None
    age_max: int | None
    sexes: str
    intended_stay: str
    postcode: str | None
    place_id: int
    district_code: str
    source: str
    landlord_id: int
    manager_id: int | None
    support_provider_id: int | None
    staffing: str | None
    rating_scheme: str | None
    rating: str | None
    rated_on: date | None
    gate_holds: bool
    household_kind: str
    household_max: int | None
    connection_districts: Sequence[str]
    nominating_districts: Sequence[str]
    nomination_quota: int | None
    pets_allowed: bool | None
    landlord: str
    manager: str | None
    support_provider: str | None
    place: str
    district: str


@dataclass(frozen=True)
class Quota:
    """How a scheme's lettings stand against its nomination quota."""

    n_lettings: int
    n_nominated: int
    """From the registers that have the right."""
    n_vacancies: int
    """Homes to be let."""


async def find_schemes(
    connection: Connection, chosen: SchemeFilter, **window: Unpack[Window]
) -> Part[SchemeRow]:
    """The schemes that pass a filter, by name."""
    return await find_part(connection, SchemeRow, SQL["find_schemes"], vars(chosen), **window)


async def count_schemes(connection: Connection, chosen: SchemeFilter) -> int:
    """How many schemes pass a filter."""
    return await count_filtered(connection, SQL["count_schemes"], vars(chosen))


async def get_scheme(connection: Connection, scheme_id: int) -> SchemePage:
    """One scheme.

    Raises:
        NotFound: There is none, or it is not for whoever asks to see.
    """
    scheme = await one_row(connection, SchemePage, SQL["get_scheme"], {"scheme_id": scheme_id})
    if scheme is None:
        raise NotFound(f"There is no scheme {scheme_id} among those you may see.")
    return scheme


async def count_lettings(connection: Connection, scheme_id: int, *, since: date) -> Quota:
    """The lettings of a scheme from a day on; counts that tell of nobody."""
    given = {"scheme_id": scheme_id, "since": since}
    return await one_row(connection, Quota, SQL["count_lettings"], given) or Quota(0, 0, 0)


async def add_scheme(connection: Connection, values: Mapping[str, Any]) -> int | None:
    """The new scheme's id; None where its reference is taken.

    Args:
        connection: The transaction to write in.
        values: Column -> value, as JSON has it.
    """
    given = {"values": Jsonb({**_UNSAID, **values})}
    added = await one_value(connection, SQL["add_scheme"], given)
    return None if added is None else int(added)


async def set_scheme(connection: Connection, scheme_id: int, values: Mapping[str, Any]) -> None:
    """Change the columns that are named; the others stay as they are."""
    given = {"scheme_id": scheme_id, "values": Jsonb(dict(values))}
    await connection.execute(SQL["set_scheme"], given)


async def find_crossed_home(connection: Connection, scheme_id: int) -> str | None:
    """The reference of a home whose youngest age is above its oldest; None: there is none."""
    found = await one_value(connection, SQL["find_crossed_home"], {"scheme_id": scheme_id})
    return None if found is None else str(found)
