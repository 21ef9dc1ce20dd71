import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.crs import to_grid, to_lon_lat

# Ordnance Survey, Transformations and OSGM15 User Guide (2015), Annexe A: Caister Water Tower.
CAISTER_LON_LAT = (1.716073973, 52.658007833)
CAISTER_GRID = (651409.804, 313177.450)


def test_caister_water_tower_lies_within_four_metres_of_the_surveyed_point():
    grid = to_grid(CAISTER_LON_LAT)

    assert np.hypot(*(grid - CAISTER_GRID)) < 4


def test_the_grid_point_of_caister_water_tower_gives_its_longitude_and_latitude():
    lon, lat = to_lon_lat(CAISTER_GRID)

    assert lon == pytest.approx(CAISTER_LON_LAT[0], abs=6e-5)  # 4 m east and west
    assert lat == pytest.approx(CAISTER_LON_LAT[1], abs=4e-5)  # 4 m north and south


def test_the_answer_is_the_same_on_every_machine():
    # PROJ's own operation without grid files (EPSG:1314), worked out with PROJ 9.5.1.
    assert to_grid(CAISTER_LON_LAT) == pytest.approx((651411.2223, 313180.5966), abs=0.001)


def test_many_points_keep_their_order_and_shape():
    grid = to_grid([CAISTER_LON_LAT, (1.29834, 52.62783)])

    assert grid.shape == (2, 2)
    assert grid.dtype == np.float64
    assert (grid[0] == to_grid(CAISTER_LON_LAT)).all()
    assert to_grid(np.empty((0, 2))).shape == (0, 2)


@given(st.floats(550_000, 660_000), st.floats(270_000, 350_000))
def test_a_point_of_norfolk_comes_back_to_itself(easting, northing):
    there_and_back = to_grid(to_lon_lat((easting, northing)))

    assert there_and_back == pytest.approx((easting, northing), abs=0.001)


@pytest.mark.parametrize(
    "lon_lat", [(52.6, 1.7), (float("nan"), 52.6), (1.7, float("inf")), (-120.0, 40.0)]
)
def test_degrees_off_the_national_grid_are_refused(lon_lat):
    with pytest.raises(ValueError, match="longitude before latitude"):
        to_grid(lon_lat)


def test_one_stray_point_among_many_is_named():
    with pytest.raises(ValueError, match=r"\(52\.6, 1\.7\)"):
        to_grid([CAISTER_LON_LAT, (52.6, 1.7)])


def test_metres_off_the_national_grid_are_refused():
    with pytest.raises(ValueError, match="not on the National Grid"):
        to_lon_lat((-5.0, 300_000.0))


@pytest.mark.parametrize("points", [1.7, [1.7], [[1.7, 52.6, 0.0]], [[[1.7, 52.6]]]])
def test_points_that_are_not_pairs_are_refused(points):
    with pytest.raises(ValueError, match="pairs"):
        to_grid(points)
