"""Landlords, schemes and units in the database."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from psycopg.rows import dict_row

from service.domain.homes import (
    Feature,
    IntendedStay,
    Landlord,
    LandlordKind,
    Scheme,
    SchemeKind,
    SexesAccepted,
    Unit,
)
from service.domain.support import ClientGroup, SupportLevel
from service.errors import RuleBroken
from service.store.bulk import Changed, copy_in, merge, refuse_first, refuse_twice, take_turn
from service.store.landlords import find_landlords
from service.store.pool import Connection
from service.store.queries import queries
from service.store.support_providers import find_names

SQL = queries("homes")


@dataclass(frozen=True)
class Home:
    """A unit with the scheme and landlord that it belongs to."""

    landlord: Landlord
    scheme: Scheme
    unit: Unit


@dataclass(frozen=True)
class Owners:
    """Whose the schemes and units are: reference -> the landlord's name."""

    schemes: Mapping[str, str]
    units: Mapping[str, str]
    landlords: frozenset[str] = frozenset()
    """Every landlord's name."""
    providers: frozenset[str] = frozenset()
    """Every support provider's name."""


@dataclass(frozen=True)
class Location:
    """Where a postcode lies, by name."""

    district: str
    nearest_place: str


async def put_homes(
    connection: Connection,
    landlords: Sequence[Landlord],
    schemes: Sequence[Scheme],
    units: Sequence[Unit],
) -> Changed:
    """Add landlords, schemes and units, or bring those that are there up to date.

    A scheme may name a landlord, and a unit a scheme, that was there before. What is not given
    stays as it is. The counts are of all three nouns together.

    Raises:
        RuleBroken: A reference is given twice, a name is not known, or a scheme whose address is
            protected has a postcode.
    """
    _refuse_told_addresses(schemes)
    refuse_twice("landlord", (landlord.name for landlord in landlords))
    refuse_twice("scheme", (scheme.reference for scheme in schemes))
    refuse_twice("unit", (unit.reference for unit in units))
    await take_turn(connection)
    await connection.execute(SQL["make_incoming"])
    await _copy(connection, landlords, schemes, units)
    changed = await merge(connection, SQL["merge_landlords"], len(landlords))
    await refuse_first(connection, SQL["find_unresolved_scheme"])
    changed += await merge(connection, SQL["merge_schemes"], len(schemes))
    await refuse_first(connection, SQL["find_unresolved_unit"])
    changed += await merge(connection, SQL["merge_units"], len(units))
    await connection.execute(SQL["drop_incoming"])
    return changed


def _refuse_told_addresses(schemes: Sequence[Scheme]) -> None:
    for scheme in schemes:
        if scheme.kind.has_protected_address and scheme.postcode is not None:
            raise RuleBroken(
                f"Scheme {scheme.reference} is {scheme.kind.words} and has a postcode; leave it "
                "empty, and keep the address on the scheme's page."
            )


async def _copy(
    connection: Connection,
    landlords: Sequence[Landlord],
    schemes: Sequence[Scheme],
    units: Sequence[Unit],
) -> None:
    """Hand the rows to the server."""
    owners = ((i, one.name, one.kind.value) for i, one in enumerate(landlords))
    await copy_in(connection, SQL["copy_landlords"], owners)
    await copy_in(
        connection,
        SQL["copy_schemes"],
        (
            (i, s.reference, s.landlord, s.name, s.kind.value, int(s.support_level),
             _values(s.client_groups), s.age_min, s.age_max, s.sexes.value, s.intended_stay.value,
             s.postcode, s.place, s.district, s.source, json.dumps(dict(s.terms)))
            for i, s in enumerate(schemes)
        ),
    )  # fmt: skip
    await copy_in(
        connection,
        SQL["copy_units"],
        (
            (i, u.reference, u.scheme, u.bedrooms, u.shared, u.floor, _values(u.features),
             u.rent_pence, json.dumps(dict(u.terms)))
            for i, u in enumerate(units)
        ),
    )  # fmt: skip


def _values(words: Iterable[StrEnum]) -> list[str]:
    """The values of a set in one order, so that equal sets are equal arrays."""
    return sorted(word.value for word in words)


async def find_owners(connection: Connection) -> Owners:
    """The landlord of every scheme and unit."""
    rows = await (await connection.execute(SQL["find_owners"])).fetchall()
    return Owners(
        schemes={reference: name for is_unit, reference, name in rows if not is_unit},
        units={reference: name for is_unit, reference, name in rows if is_unit},
        landlords=frozenset((await find_landlords(connection)).values()),
        providers=await find_names(connection),
    )


async def find_locations(connection: Connection, postcodes: Iterable[str]) -> dict[str, Location]:
    """Where some postcodes lie; a postcode that is not in the directory is left out."""
    rows = await connection.execute(SQL["find_postcodes"], {"postcodes": sorted(set(postcodes))})
    return {
        postcode: Location(district, place) for postcode, district, place in await rows.fetchall()
    }


async def find_homes_for_export(connection: Connection) -> list[Home]:
    """Every unit with its scheme and landlord, by landlord, scheme and unit."""
    async with connection.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(SQL["find_homes_for_export"])
        return [_home(row) for row in await cursor.fetchall()]


def _home(row: Mapping[str, Any]) -> Home:
    return Home(
        Landlord(row["landlord"], LandlordKind(row["landlord_kind"])),
        Scheme(
            reference=row["scheme"],
            landlord=row["landlord"],
            name=row["scheme_name"],
            kind=SchemeKind(row["scheme_kind"]),
            support_level=SupportLevel(row["support_level"]),
            client_groups=frozenset(map(ClientGroup, row["client_groups"])),
            age_min=row["age_min"],
            age_max=row["age_max"],
            sexes=SexesAccepted(row["sexes"]),
            intended_stay=IntendedStay(row["intended_stay"]),
            postcode=row["postcode"],
            place=row["place"],
            district=row["district"],
            source=row["source"],
            terms=row["scheme_terms"],
        ),
        Unit(
            reference=row["unit"],
            scheme=row["scheme"],
            bedrooms=row["bedrooms"],
            shared=row["shared"],
            floor=row["floor"],
            features=frozenset(map(Feature, row["features"])),
            rent_pence=row["rent_pence"],
            terms=row["unit_terms"],
        ),
    )
