from collections import Counter

import numpy as np
import pytest

from geodata.gazetteer import Place, districts, find_district, find_place, places
from geodata.postcodes import PostcodeError, nearest_places, normalise, read_directory


@pytest.fixture(scope="module")
def norfolk():
    return read_directory({district.code for district in districts()})


def given_place(place_id: int, easting: float, northing: float) -> Place:
    return Place(
        place_id, f"Place {place_id}", "other_town", "E07000148", easting, northing, "test"
    )


@pytest.mark.parametrize(
    ("text", "postcode"),
    [
        ("nr11aa", "NR1 1AA"),
        ("NR1  1AA", "NR1 1AA"),
        (" Nr 1 1 aA ", "NR1 1AA"),
        ("PE30\t1EX", "PE30 1EX"),
        ("w1a0ax", "W1A 0AX"),
        ("ec1a1bb", "EC1A 1BB"),
        ("m11ae", "M1 1AE"),
    ],
)
def test_a_postcode_is_written_in_upper_case_with_one_space(text, postcode):
    assert normalise(text) == postcode
    assert normalise(postcode) == postcode


@pytest.mark.parametrize(
    "text", ["", "NR1", "NR1 1A", "NR1 1AAA", "1NR 1AA", "NR1-1AA", "NORWICH", "NR1 A1A", "NR1 1A1"]
)
def test_a_text_of_another_shape_is_refused_with_an_example(text):
    with pytest.raises(PostcodeError, match="in full, for example NR1 1AA"):
        normalise(text)


def test_the_directory_of_november_2025_holds_35872_postcodes_of_norfolk(norfolk):
    assert len(norfolk) == len(norfolk.district_codes) == len(norfolk.points) == 35_872
    assert len(set(norfolk.postcodes.tolist())) == 35_872
    assert norfolk.points.dtype == np.float64


def test_the_directory_is_in_order_and_each_postcode_is_normal(norfolk):
    postcodes = norfolk.postcodes.tolist()

    assert postcodes == sorted(postcodes)
    assert all(normalise(postcode) == postcode for postcode in postcodes)


def test_every_district_has_postcodes_and_every_point_is_in_the_county(norfolk):
    assert set(Counter(norfolk.district_codes.tolist())) == {d.code for d in districts()}
    assert (norfolk.points > (545_000, 270_000)).all()
    assert (norfolk.points < (656_000, 347_000)).all()


def test_county_hall_counts_in_norwich(norfolk):
    # Norfolk County Council, County Hall, Martineau Lane, Norwich NR1 2DH.
    row = norfolk.postcodes.tolist().index("NR1 2DH")

    assert norfolk.district_codes[row] == find_district("Norwich").code
    assert np.hypot(*(norfolk.points[row] - find_place("Norwich").point)) < 3_000


def test_one_districts_postcodes_are_read_alone(norfolk):
    norwich = find_district("Norwich").code

    directory = read_directory([norwich])

    assert set(directory.district_codes.tolist()) == {norwich}
    assert len(directory) == int((norfolk.district_codes == norwich).sum())


@pytest.mark.parametrize("codes", [["E09000001"], []])
def test_a_district_outside_norfolk_is_refused(codes):
    with pytest.raises(PostcodeError, match="Norfolk district codes"):
        read_directory(codes)


def test_every_town_centre_has_a_postcode_of_its_own_district_close_by(norfolk):
    for place in places():
        gaps = np.hypot(*(norfolk.points - place.point).T)
        row = int(np.argmin(gaps))
        assert norfolk.district_codes[row] == place.district_code, place.name
        assert gaps[row] < 150, place.name


def test_the_nearest_place_is_by_straight_line_over_all_districts(norfolk):
    nearest = nearest_places(norfolk.points[::97], places())

    towns = np.array([place.point for place in places()])
    ids = np.array([place.id for place in places()])
    gaps = np.hypot(*(norfolk.points[::97, None, :] - towns[None, :, :]).transpose(2, 0, 1))
    assert (nearest == ids[np.argmin(gaps, axis=1)]).all()


def test_the_lower_id_is_nearest_on_a_tie():
    points = np.array([[0.0, 0.0], [9.0, 0.0]])
    around = [given_place(7, 10, 0), given_place(3, -10, 0), given_place(5, 0, 10)]

    assert nearest_places(points, around).tolist() == [3, 7]


def test_no_points_have_no_nearest_places():
    assert nearest_places(np.empty((0, 2)), places()).tolist() == []


def test_a_nearest_place_needs_a_place_and_finite_points():
    with pytest.raises(ValueError, match="at least one place"):
        nearest_places(np.array([[1.0, 2.0]]), [])
    with pytest.raises(ValueError, match="finite"):
        nearest_places(np.array([[1.0, np.nan]]), places())
