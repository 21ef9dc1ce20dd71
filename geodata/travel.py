"""How long a journey by car takes: estimates only, and they say so.

No measured journey times ship with Homeward. Two ways of estimating are here, and each says in
words what it is; measured times can stand in for either through ``TravelProvider``. Seconds and
metres are whole numbers throughout, so that a journey takes as long there as back.
"""

from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geodata.roads import Network, norfolk_network

Point = tuple[float, float]
"""Easting and northing in metres, EPSG:27700."""
Seconds = NDArray[np.int32]

_LOCAL_DETOUR = 1.3
"""Kilometres driven on local roads for one as the crow flies: an assumption, above the 1.16 of a B
road between villages (B1145) since lanes and streets bend more."""
_LOCAL_KMH = 40.0
"""Speed on local roads, lanes and streets together: an assumption."""
_TOWN_END_SECONDS = 180
"""Getting to the main road at one end and off it at the other, each: an assumption."""


class TravelProvider(Protocol):
    """Journey times between points in metres, EPSG:27700, easting first."""

    @property
    def label(self) -> str:
        """What the times are, as a page says it beside them."""

    @property
    def is_estimate(self) -> bool:
        """Whether they are worked out rather than measured."""

    def minutes(self, origin: Point, destination: Point) -> int:
        """Whole minutes between two points."""

    def distance_km(self, origin: Point, destination: Point) -> float:
        """Kilometres driven between two points, to the nearest 0.1."""

    def minutes_between(self, origins: ArrayLike, destinations: ArrayLike) -> NDArray[np.int32]:
        """Whole minutes from each of n points to each of m, shape (n, m)."""


class StraightLine:
    """The distance as the crow flies, times a factor, at one speed.

    By the default factor and speed, the journeys between Norfolk's towns come to the kilometres
    and the minutes that ``MainRoads`` makes of them, all taken together; one by one they differ by
    6.5 minutes on average, and journeys on the A11 and A47 by far more. The factor lies among those
    measured end to end: 1.11 for the A148 from King's Lynn to Cromer (71.0 km), 1.24 for the B1145
    (84.0 km), 1.50 for the A149 round the coast (137.1 km), lengths from Wikipedia's articles.
    """

    is_estimate = True
    label = "estimate: straight line"

    def __init__(self, factor: float = 1.25, kmh: float = 54.0) -> None:
        if factor < 1 or kmh <= 0:
            raise ValueError(
                f"a road is no shorter than a straight line, and moves: {factor}, {kmh}"
            )
        self.factor = factor
        self.kmh = kmh

    def minutes(self, origin: Point, destination: Point) -> int:
        """Whole minutes between two points."""
        return int(self.minutes_between([origin], [destination])[0, 0])

    def distance_km(self, origin: Point, destination: Point) -> float:
        """Kilometres driven between two points, to the nearest 0.1."""
        return round(float(_metres([origin], [destination])[0, 0]) * self.factor / 1000, 1)

    def minutes_between(self, origins: ArrayLike, destinations: ArrayLike) -> NDArray[np.int32]:
        """Whole minutes from each of n points to each of m, shape (n, m)."""
        return _whole_minutes(_seconds(_metres(origins, destinations) * self.factor, self.kmh))


class MainRoads:
    """Local roads to a town or junction, main roads to another, local roads from there.

    Or local roads all the way, when that is quicker. The pair of junctions a journey joins and
    leaves the main roads at is chosen for the least time, over all of them; of two ways that take
    as long, the shorter counts.
    """

    is_estimate = True
    label = "estimate: main roads"

    def __init__(self, network: Network | None = None) -> None:
        self._network = network or norfolk_network()

    def minutes(self, origin: Point, destination: Point) -> int:
        """Whole minutes between two points."""
        return int(self.minutes_between([origin], [destination])[0, 0])

    def minutes_between(self, origins: ArrayLike, destinations: ArrayLike) -> NDArray[np.int32]:
        """Whole minutes from each of n points to each of m, shape (n, m)."""
        joined = self._reach(_local_seconds(origins, self._network.points))
        left = _local_seconds(destinations, self._network.points)
        quickest = _local_seconds(origins, destinations)
        for junction in range(len(self._network.points)):  # one at a time: n by m is large enough
            by_main_road = joined[:, junction, None] + left[None, :, junction]
            np.minimum(quickest, by_main_road + 2 * _TOWN_END_SECONDS, out=quickest)
        return _whole_minutes(quickest)

    def distance_km(self, origin: Point, destination: Point) -> float:
        """Kilometres driven between two points on the quickest way, to the nearest 0.1."""
        network, start, end = self._network, [origin], [destination]
        by_main_roads = _local_metres(start, network.points).T + _local_metres(end, network.points)
        takes = _local_seconds(start, network.points).T + _local_seconds(end, network.points)
        metres = np.append(by_main_roads + network.metres, _local_metres(start, end))
        seconds = np.append(
            takes + network.seconds + 2 * _TOWN_END_SECONDS, _local_seconds(start, end)
        )
        return round(int(metres[seconds == seconds.min()].min()) / 1000, 1)

    def _reach(self, joined: Seconds) -> Seconds:
        """Seconds from each origin to each junction, joining the main roads wherever is best."""
        reached = joined.copy()
        for junction, onward in enumerate(self._network.seconds):
            np.minimum(reached, joined[:, junction, None] + onward[None, :], out=reached)
        return reached


def _local_seconds(origins: ArrayLike, destinations: ArrayLike) -> Seconds:
    """Seconds over local roads only, shape (n, m)."""
    return _seconds(_metres(origins, destinations) * _LOCAL_DETOUR, _LOCAL_KMH)


def _local_metres(origins: ArrayLike, destinations: ArrayLike) -> NDArray[np.int32]:
    """Whole metres driven over local roads only, shape (n, m)."""
    return np.rint(_metres(origins, destinations) * _LOCAL_DETOUR).astype(np.int32)


def _metres(origins: ArrayLike, destinations: ArrayLike) -> NDArray[np.float64]:
    """Metres as the crow flies from each of n points to each of m, shape (n, m)."""
    starts, ends = _points(origins), _points(destinations)
    gaps = starts[:, None, :] - ends[None, :, :]
    return np.hypot(gaps[..., 0], gaps[..., 1])


def _points(points: ArrayLike) -> NDArray[np.float64]:
    """Points as float64 of shape (n, 2), or a refusal."""
    found = np.asarray(points, dtype=np.float64)
    if found.ndim != 2 or found.shape[1] != 2 or not np.isfinite(found).all():
        raise ValueError("points are finite eastings and northings in metres, shape (n, 2)")
    return found


def _seconds(metres: NDArray[np.float64], kmh: float) -> Seconds:
    """Whole seconds to drive so far at a speed."""
    return np.rint(metres * 3.6 / kmh).astype(np.int32)


def _whole_minutes(seconds: Seconds) -> NDArray[np.int32]:
    """Seconds to the nearest minute, half a minute up."""
    return ((seconds + 30) // 60).astype(np.int32)
