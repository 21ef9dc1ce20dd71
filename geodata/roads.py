"""The main roads of Norfolk between its towns, as a network of junctions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from geodata.gazetteer import places
from geodata.tables import read_rows

_UNREACHED = np.iinfo(np.int32).max // 4
"""More seconds or metres than any journey, and safe to add up."""

ROAD_CLASSES: Mapping[str, tuple[float, float]] = {
    "D": (1.08, 92.0),
    "AD": (1.10, 74.0),
    "A": (1.11, 62.0),
    "B": (1.16, 52.0),
}
"""Dual carriageway, partly dual, single A road, B road: kilometres of road for one as the crow
flies between neighbouring towns, and kilometres an hour.

The detours are calibrated on measured lengths: A148 King's Lynn, Fakenham, Holt, Cromer 71.0 km of
road over 64.5 km of legs (1.10), A149 King's Lynn to Great Yarmouth by the coast 137.1 over 123.7
(1.11), B1145 King's Lynn to Mundesley 84.0 over 72.5 (1.16); lengths from Wikipedia's articles on
the three roads. The speeds are assumptions.
"""


@dataclass(frozen=True)
class Road:
    """A stretch of one class between two junctions."""

    start: str
    end: str
    number: str
    """As "A47"; two numbers where the way changes road."""
    road_class: str
    """A key of ``ROAD_CLASSES``."""


@dataclass(frozen=True, eq=False)
class Network:
    """Junctions, and the quickest way along main roads between each two."""

    names: tuple[str, ...]
    points: NDArray[np.float64]
    """Shape (n, 2), EPSG:27700 metres, easting first."""
    seconds: NDArray[np.int32]
    """Shape (n, n), symmetric, 0 on the diagonal."""
    metres: NDArray[np.int32]
    """Shape (n, n): the length of the quickest way."""


@cache
def norfolk_network() -> Network:
    """The main roads between Norfolk's towns, typed from the road numbers on the map."""
    junctions = {place.name: place.point for place in places()}
    junctions |= {
        row["name"]: (float(row["easting"]), float(row["northing"]))
        for row in read_rows("junctions")
    }
    roads = [Road(row["from"], row["to"], row["road"], row["class"]) for row in read_rows("roads")]
    return make_network(junctions, roads)


def make_network(junctions: Mapping[str, tuple[float, float]], roads: Sequence[Road]) -> Network:
    """Work out the quickest way between all junctions.

    Args:
        junctions: The point of each junction by name, EPSG:27700 metres, easting first.
        roads: Stretches between them, driven both ways.

    Raises:
        ValueError: There is no junction, or a road names a junction or class that is not known.
    """
    if not junctions:
        raise ValueError("a network of roads needs a junction")
    names = tuple(junctions)
    points = np.array([junctions[name] for name in names], dtype=np.float64).reshape(-1, 2)
    seconds = np.full((len(names), len(names)), _UNREACHED, dtype=np.int32)
    np.fill_diagonal(seconds, 0)
    metres = seconds.copy()
    for road in roads:
        if not {road.start, road.end} <= set(names) or road.road_class not in ROAD_CLASSES:
            raise ValueError(f"{road} names a junction or a class that is not known")
        detour, kmh = ROAD_CLASSES[road.road_class]
        one, other = names.index(road.start), names.index(road.end)
        length = float(np.hypot(*(points[one] - points[other]))) * detour
        for way in ((one, other), (other, one)):
            seconds[way], metres[way] = round(length * 3.6 / kmh), round(length)
    _shorten(seconds, metres)
    return Network(names, points, seconds, metres)


def _shorten(seconds: NDArray[np.int32], metres: NDArray[np.int32]) -> None:
    """Replace each time by the least over any way round (Floyd and Warshall, 1962), in place.

    Of two ways that take as long, the shorter.
    """
    for middle in range(len(seconds)):
        by_middle = seconds[:, middle, None] + seconds[None, middle, :]
        length = metres[:, middle, None] + metres[None, middle, :]
        is_less = (by_middle < seconds) | ((by_middle == seconds) & (length < metres))
        np.copyto(metres, length, where=is_less)
        np.copyto(seconds, by_middle, where=is_less)
