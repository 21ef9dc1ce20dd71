"""Districts, towns, localities and postcodes, in the database."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from geodata import gazetteer
from geodata.gazetteer import District, Locality, Place
from geodata.postcodes import PostcodeError, nearest_places, normalise, read_directory
from service.errors import NotReady, RuleBroken
from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import all_rows, one_row

SQL = queries("places")

_ROWS_A_WRITE = 4_000


@dataclass(frozen=True)
class Postcode:
    """One postcode of Norfolk, in use or ended."""

    postcode: str
    district_code: str
    district: str
    """The district's name."""
    nearest_place_id: int
    nearest_place: str
    """The name of the town nearest as the crow flies, whichever district it is in."""
    easting: float
    """Metres, EPSG:27700."""
    northing: float
    """Metres, EPSG:27700."""


async def load_places(connection: Connection) -> None:
    """Make the database say what the gazetteer says: districts, places, aliases, localities.

    Doing it again changes nothing. An alias, or a district of a locality, that the gazetteer
    dropped goes; a district or place that it dropped stays, since homes and people may refer to it.
    """
    async with connection.transaction():
        await connection.execute(SQL["take_turn"])
        await _load_districts(connection)
        await _load_towns(connection)
        await _load_aliases(connection)
        await _load_localities(connection)


async def load_postcodes(
    connection: Connection, report: Callable[[float], None] | None = None
) -> int:
    """Make the database hold the ONS Postcode Directory of its districts; how many it holds.

    Needs ``load_places`` first. Doing it again reads and compares, changes nothing and takes a
    second. A postcode that left the directory stays, since homes may refer to it.

    Args:
        connection: Any connection; all is done in one transaction.
        report: Told how much is done, from 0 to 1, as it goes.

    Raises:
        NotReady: The places are not loaded yet.
    """
    tell = report or (lambda _: None)
    async with connection.transaction():
        await connection.execute(SQL["take_turn"])
        places = sorted(await find_places(connection), key=lambda place: place.id)
        codes = {district.code for district in await find_districts(connection)}
        if not places:
            raise NotReady("The towns are not loaded; load the places before the postcodes.")
        tell(0.0)
        lines = await asyncio.to_thread(_postcode_lines, places, codes)
        tell(0.4)
        await connection.execute(SQL["make_incoming_postcodes"])
        async with connection.cursor().copy(SQL["copy_postcodes"]) as copy:
            for start in range(0, len(lines), _ROWS_A_WRITE):
                await copy.write("".join(lines[start : start + _ROWS_A_WRITE]))
                tell(0.4 + 0.2 * start / len(lines))
        await connection.execute(SQL["merge_postcodes"])
        await connection.execute(SQL["drop_incoming_postcodes"])
        tell(1.0)
        return await count_postcodes(connection)


async def count_postcodes(connection: Connection) -> int:
    """How many postcodes are held."""
    cursor = await connection.execute(SQL["count_postcodes"])
    row = await cursor.fetchone()
    return int(row[0]) if row else 0


async def find_postcode(connection: Connection, text: str) -> Postcode | None:
    """The postcode that a text means, however it is spaced; None when Norfolk has no such one.

    Raises:
        RuleBroken: The text does not have the shape of a postcode.
    """
    try:
        postcode = normalise(text)
    except PostcodeError as error:
        raise RuleBroken(str(error)) from error
    return await one_row(connection, Postcode, SQL["find_postcode"], {"postcode": postcode})


async def nearest_place(connection: Connection, easting: float, northing: float) -> Place:
    """The place nearest to a point (EPSG:27700 metres) as the crow flies; the lower id on a tie.

    Raises:
        NotReady: The places are not loaded yet.
    """
    place = await one_row(
        connection, Place, SQL["nearest_place"], {"easting": easting, "northing": northing}
    )
    if place is None:
        raise NotReady("The towns are not loaded; load the places first.")
    return place


async def find_places(connection: Connection) -> list[Place]:
    """All places by name."""
    return await all_rows(connection, Place, SQL["find_places"])


async def find_districts(connection: Connection) -> list[District]:
    """All districts by name."""
    return await all_rows(connection, District, SQL["find_districts"])


async def find_localities(connection: Connection, on: date) -> list[Locality]:
    """The localities that stood on a day, by tier and name."""
    found = await all_rows(connection, Locality, SQL["find_localities"], {"day": on})
    return [replace(locality, district_codes=tuple(locality.district_codes)) for locality in found]


async def _load_districts(connection: Connection) -> None:
    """Bring the districts up to date."""
    districts = gazetteer.districts()
    await connection.execute(
        SQL["merge_districts"],
        {
            "codes": [district.code for district in districts],
            "names": [district.name for district in districts],
            "sources": [district.source for district in districts],
        },
    )


async def _load_towns(connection: Connection) -> None:
    """Bring the places up to date."""
    places = gazetteer.places()
    await connection.execute(
        SQL["merge_places"],
        {
            "ids": [place.id for place in places],
            "names": [place.name for place in places],
            "kinds": [place.kind for place in places],
            "district_codes": [place.district_code for place in places],
            "eastings": [place.easting for place in places],
            "northings": [place.northing for place in places],
            "sources": [place.source for place in places],
        },
    )


async def _load_aliases(connection: Connection) -> None:
    """Bring the aliases up to date."""
    known = gazetteer.aliases()
    names = [*known.place_ids, *known.district_codes]
    await connection.execute(SQL["remove_other_aliases"], {"aliases": names})
    await connection.execute(
        SQL["merge_aliases"],
        {
            "aliases": names,
            "place_ids": [known.place_ids.get(name) for name in names],
            "district_codes": [known.district_codes.get(name) for name in names],
        },
    )


async def _load_localities(connection: Connection) -> None:
    """Bring the localities and their districts up to date."""
    localities = gazetteer.localities()
    await connection.execute(
        SQL["merge_localities"],
        {
            "ids": [locality.id for locality in localities],
            "tiers": [locality.tier for locality in localities],
            "names": [locality.name for locality in localities],
            "valid_froms": [locality.valid_from for locality in localities],
            "valid_untils": [locality.valid_until for locality in localities],
            "sources": [locality.source for locality in localities],
        },
    )
    members = [(one.id, code) for one in localities for code in one.district_codes]
    rows = {
        "locality_ids": [locality_id for locality_id, _ in members],
        "district_codes": [code for _, code in members],
    }
    await connection.execute(SQL["remove_other_locality_districts"], rows)
    await connection.execute(SQL["merge_locality_districts"], rows)


def _postcode_lines(places: list[Place], district_codes: set[str]) -> list[str]:
    """The directory as lines for COPY, in order of postcode."""
    directory = read_directory(district_codes)
    rows = zip(
        directory.postcodes.tolist(),
        directory.district_codes.tolist(),
        nearest_places(directory.points, places).tolist(),
        directory.points.tolist(),
        strict=True,
    )
    return [f"{code}\t{district}\t{near}\t{e}\t{n}\n" for code, district, near, (e, n) in rows]
