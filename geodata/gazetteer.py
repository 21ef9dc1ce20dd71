"""Districts, towns and localities of Norfolk by name, typed in with their sources."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache
from types import MappingProxyType
from typing import Literal, TypeVar, cast

from geodata.tables import read_rows, read_text

PlaceKind = Literal["market_town", "urban_area", "other_town"]


class UnknownName(LookupError):
    """No place or district goes by this name; the message lists the nearest."""


@dataclass(frozen=True)
class District:
    """A council area of the seven in Norfolk."""

    code: str
    """Nine characters of the Office for National Statistics, as E07000148."""
    name: str
    source: str


@dataclass(frozen=True)
class Place:
    """A town where people want to live, as one point."""

    id: int
    """Never used again for another place."""
    name: str
    kind: PlaceKind
    district_code: str
    easting: float
    """Metres, EPSG:27700."""
    northing: float
    """Metres, EPSG:27700."""
    source: str

    @property
    def point(self) -> tuple[float, float]:
        """Easting and northing, metres, EPSG:27700."""
        return self.easting, self.northing


@dataclass(frozen=True)
class Locality:
    """An area that a document draws over whole districts, true for a time."""

    id: int
    tier: str
    """Which drawing it belongs to: the localities of a tier do not overlap on any one day."""
    name: str
    district_codes: tuple[str, ...]
    valid_from: date
    valid_until: date | None
    """The first day on which it was no longer so; None: no end is known."""
    source: str

    def is_true_on(self, day: date) -> bool:
        """Whether the locality stood on a day."""
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


@dataclass(frozen=True)
class Aliases:
    """Other names, folded, each of one place or of one district; own names are not repeated."""

    place_ids: Mapping[str, int]
    district_codes: Mapping[str, str]


def fold(text: str) -> str:
    """A name as it is compared: lower case, "and" for "&", no accents, apostrophes or marks.

    "King's Lynn & West Norfolk" and "KINGS LYNN AND WEST NORFOLK" fold to the same.
    """
    plain = unicodedata.normalize("NFKD", text.casefold().replace("&", " and "))
    letters = re.sub(r"['’‘`´\u0300-\u036f]", "", plain)
    return " ".join(re.sub(r"[^0-9a-z]+", " ", letters).split())


@cache
def districts() -> tuple[District, ...]:
    """The seven districts by code."""
    return tuple(District(**row) for row in read_rows("districts"))


@cache
def places() -> tuple[Place, ...]:
    """The 21 market towns, 3 urban areas and other towns, by id."""
    return tuple(
        Place(
            id=int(row["id"]),
            name=row["name"],
            kind=cast("PlaceKind", row["kind"]),
            district_code=row["district_code"],
            easting=float(row["easting"]),
            northing=float(row["northing"]),
            source=row["source"],
        )
        for row in read_rows("places")
    )


@cache
def localities() -> tuple[Locality, ...]:
    """The localities of every tier and time, by id."""
    code_of = {district.name: district.code for district in districts()}
    entries = tomllib.loads(read_text("localities.toml"))["locality"]
    return tuple(
        Locality(
            id=entry["id"],
            tier=entry["tier"],
            name=entry["name"],
            district_codes=tuple(code_of[name] for name in entry["districts"]),
            valid_from=entry["valid_from"],
            valid_until=entry.get("valid_until"),
            source=entry["source"],
        )
        for entry in entries
    )


@cache
def aliases() -> Aliases:
    """The other names of places and of districts."""
    place_ids = {place.name: place.id for place in places()}
    codes = {district.name: district.code for district in districts()}
    rows = read_rows("aliases")
    return Aliases(
        MappingProxyType({fold(r["alias"]): place_ids[r["place"]] for r in rows if r["place"]}),
        MappingProxyType({fold(r["alias"]): codes[r["district"]] for r in rows if r["district"]}),
    )


def find_place(text: str) -> Place:
    """The place that goes by a name or another name, however it is written.

    Raises:
        UnknownName: No place does; the message lists the nearest names.
    """
    return _found(text, _places_by_name(), "place")


def find_district(text: str) -> District:
    """The district that goes by a name, another name or its code, however it is written.

    Another name of a town that gives its name to a district serves too ("Gt Yarmouth").

    Raises:
        UnknownName: No district does; the message lists the nearest names.
    """
    return _found(text, _districts_by_name(), "district")


@cache
def _places_by_name() -> Mapping[str, Place]:
    """Places by folded name and alias."""
    by_id = {place.id: place for place in places()}
    named = {fold(place.name): place for place in places()}
    return named | {alias: by_id[place_id] for alias, place_id in aliases().place_ids.items()}


@cache
def _districts_by_name() -> Mapping[str, District]:
    """Districts by folded name, alias, code and alias of the town of the same name."""
    by_code = {district.code: district for district in districts()}
    by_name = {district.name: district for district in districts()}
    towns = {
        alias: by_name[place.name]
        for alias, place in _places_by_name().items()
        if place.name in by_name
    }
    other = {alias: by_code[code] for alias, code in aliases().district_codes.items()}
    codes = {fold(district.code): district for district in districts()}
    return towns | other | codes | {fold(name): district for name, district in by_name.items()}


_Named = TypeVar("_Named", Place, District)


def _found(text: str, by_name: Mapping[str, _Named], noun: str) -> _Named:
    """What goes by a name, or a refusal that lists the nearest names."""
    folded = fold(text)
    if folded in by_name:
        return by_name[folded]
    close = get_close_matches(folded, by_name, n=3, cutoff=0.6)
    names = dict.fromkeys(by_name[key].name for key in close)
    known = sorted({named.name for named in by_name.values()})
    hint = f"Did you mean {' or '.join(names)}?" if names else f"Known are {', '.join(known)}."
    raise UnknownName(f"No {noun} is called {text.strip()!r}. {hint}")
