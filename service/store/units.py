"""Homes as pages and the API show and change them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Unpack

from psycopg.types.json import Jsonb

from service.errors import NotFound
from service.store.parts import Part, Window, find_part
from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import one_row, one_value

SQL = queries("units")

_UNSAID: Mapping[str, Any] = {"shared": False, "floor": 0, "features": [], "facilities": []}
"""What a new home has where nothing is said."""


@dataclass(frozen=True)
class UnitRow:
    """A home in the list of its scheme, with what it counts as today."""

    id: int
    reference: str
    bedrooms: int
    shared: bool
    floor: int
    rent_pence: int
    kind: str
    support_level: int
    loan_id: int | None
    """Of the loan that holds today."""
    due_back_on: date | None
    lent_from: date | None
    """Also of a loan that is still to come."""


@dataclass(frozen=True)
class UnitPage:
    """Every fact of a home. Of its rules None is: as its scheme has it."""

    id: int
    version: int
    reference: str
    scheme_id: int
    bedrooms: int
    shared: bool
    floor: int
    features: Sequence[str]
    rent_pence: int
    lift: bool | None
    part_m: str | None
    facilities: Sequence[str]
    charge_period: str | None
    basic_rent_pence: int | None
    eligible_charge_pence: int | None
    ineligible_charge_pence: int | None
    personal_charge_pence: int | None
    support_level: int | None
    client_groups: Sequence[str] | None
    age_min: int | None
    age_max: int | None
    sexes: str | None
    household_kind: str | None
    household_max: int | None
    pets_allowed: bool | None
    holds: Mapping[str, Any]
    """The rules that hold today: its loan's, else its own, else its scheme's."""
    loan_id: int | None
    """Of the loan that holds today."""
    scheme: str
    scheme_reference: str
    scheme_kind: str
    landlord_id: int
    manager_id: int | None
    district_code: str
    landlord: str
    district: str
    place: str
    vacancy_id: int | None
    """The live vacancy of the home."""
    vacancy: str | None

    def whence(self, rule: str) -> str:
        """Where a rule that holds comes from: "From the scheme", "Of this home", "Of the loan"."""
        if self.loan_id is not None and rule in ("kind", "support_level", "client_groups"):
            return "Of the loan"
        return "From the scheme" if getattr(self, rule, None) is None else "Of this home"


async def find_units(
    connection: Connection, scheme_id: int, **window: Unpack[Window]
) -> Part[UnitRow]:
    """The homes of a scheme, by reference."""
    query, given = SQL["find_units"], {"scheme_id": scheme_id}
    return await find_part(connection, UnitRow, query, given, **window)


async def count_units(connection: Connection, scheme_id: int) -> int:
    """How many homes a scheme has."""
    return int(await one_value(connection, SQL["count_units"], {"scheme_id": scheme_id}))


async def get_unit(connection: Connection, unit_id: int) -> UnitPage:
    """One home.

    Raises:
        NotFound: There is none, or it is not for whoever asks to see.
    """
    unit = await one_row(connection, UnitPage, SQL["get_unit"], {"unit_id": unit_id})
    if unit is None:
        raise NotFound(f"There is no home {unit_id} among those you may see.")
    return unit


async def add_unit(connection: Connection, values: Mapping[str, Any]) -> int | None:
    """The new home's id; None where its reference is taken.

    Args:
        connection: The transaction to write in.
        values: Column -> value, as JSON has it.
    """
    given = {"values": Jsonb({**_UNSAID, **values})}
    added = await one_value(connection, SQL["add_unit"], given)
    return None if added is None else int(added)


async def set_unit(connection: Connection, unit_id: int, values: Mapping[str, Any]) -> None:
    """Change the columns that are named; the others stay as they are."""
    given = {"unit_id": unit_id, "values": Jsonb(dict(values))}
    await connection.execute(SQL["set_unit"], given)
