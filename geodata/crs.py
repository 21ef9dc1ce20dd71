"""Longitude and latitude (WGS 84) to and from the National Grid (EPSG:27700, metres).

Without Ordnance Survey's OSTN15 grid file, which no wheel ships, the best conversion is a
seven-parameter shift. Over Norfolk's postcodes it lies 2.3 to 3.6 m from OSTN15, always much the
same way: ample for a map or a journey, not for a boundary. It is spelt out here rather than left
to PROJ, which would use the grid on machines that have it and so give two machines two answers.
"""

from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pyproj import Transformer
from pyproj.enums import TransformDirection

_WGS84_TO_GRID = """
proj=pipeline
step proj=unitconvert xy_in=deg xy_out=rad
step proj=push v_3
step proj=cart ellps=WGS84
step inv proj=helmert x=446.448 y=-125.157 z=542.06 rx=0.15 ry=0.247 rz=0.842 s=-20.489
     convention=position_vector
step inv proj=cart ellps=airy
step proj=pop v_3
step proj=tmerc lat_0=49 lon_0=-2 k=0.9996012717 x_0=400000 y_0=-100000 ellps=airy
"""
"""EPSG transformation 1314, "OSGB36 to WGS 84 (6)", then the British National Grid projection."""

_GRID_SIZE = (700_000.0, 1_300_000.0)
"""Metres east and north that the National Grid covers from its false origin."""


@cache
def _transformer() -> Transformer:
    """The one transformer; building it takes some milliseconds, using it is thread-safe."""
    return Transformer.from_pipeline(" ".join(_WGS84_TO_GRID.split()))


def to_grid(lon_lat: ArrayLike) -> NDArray[np.float64]:
    """Eastings and northings in metres of points in degrees, longitude first.

    Args:
        lon_lat: One point of shape (2,) or many of shape (n, 2), WGS 84 degrees.

    Returns:
        float64 of the same shape, EPSG:27700 metres, easting first.

    Raises:
        ValueError: A point is not on the National Grid, as when latitude stands first.
    """
    points = _pairs(lon_lat)
    grid = np.stack(_transformer().transform(points[..., 0], points[..., 1]), axis=-1)
    _refuse_off_grid(points, grid)
    return grid


def to_lon_lat(easting_northing: ArrayLike) -> NDArray[np.float64]:
    """Longitudes and latitudes in degrees of National Grid points in metres.

    Args:
        easting_northing: One point of shape (2,) or many of shape (n, 2), EPSG:27700 metres.

    Returns:
        float64 of the same shape, WGS 84 degrees, longitude first.

    Raises:
        ValueError: A point is not on the National Grid, as when degrees are given.
    """
    points = _pairs(easting_northing)
    _refuse_off_grid(points, points)
    lon, lat = _transformer().transform(
        points[..., 0], points[..., 1], direction=TransformDirection.INVERSE
    )
    return np.stack((lon, lat), axis=-1)


def _pairs(points: ArrayLike) -> NDArray[np.float64]:
    """The points as float64 of shape (2,) or (n, 2)."""
    pairs = np.asarray(points, dtype=np.float64)
    if pairs.ndim not in (1, 2) or pairs.shape[-1] != 2:
        raise ValueError(f"points are pairs of numbers, shape (2,) or (n, 2), not {pairs.shape}")
    return pairs


def _refuse_off_grid(given: NDArray[np.float64], grid: NDArray[np.float64]) -> None:
    """Refuse points whose grid coordinates are missing or outside the National Grid."""
    is_on = np.all((grid >= 0) & (grid <= _GRID_SIZE), axis=-1)
    if not np.all(is_on):
        worst = given.reshape(-1, 2)[np.flatnonzero(~is_on)[0]]
        raise ValueError(
            f"{tuple(worst.tolist())} is not on the National Grid; give longitude before latitude, "
            "easting before northing"
        )
