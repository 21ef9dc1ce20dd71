import numpy as np

from geodata import gazetteer
from geodata.postcodes import read_directory
from service.demo.figures.landlords import PROVIDERS
from service.demo.figures.places import DISTRICTS, TOWNS
from service.demo.figures.rents import AFFORDABLE_RENT, COUNCIL_RENT, SOCIAL_RENT, SUPPORTED_RENT


def test_towns_and_districts_are_named_as_the_gazetteer_names_them():
    names = {district.code: district.name for district in gazetteer.districts()}
    places = {place.name: names[place.district_code] for place in gazetteer.places()}

    assert set(DISTRICTS) == set(names.values())
    assert {town.name: town.district for town in TOWNS} == places


def test_every_postcode_is_real_and_in_the_district_of_its_town():
    codes = {district.name: district.code for district in gazetteer.districts()}
    directory = read_directory(set(codes.values()))
    row_of = {code: row for row, code in enumerate(directory.postcodes.tolist())}
    for town in TOWNS:
        rows = [row_of[postcode] for postcode in town.postcodes]
        assert {str(directory.district_codes[row]) for row in rows} == {codes[town.district]}


def test_every_postcode_is_near_its_town():
    codes = {district.code for district in gazetteer.districts()}
    directory = read_directory(codes)
    row_of = {code: row for row, code in enumerate(directory.postcodes.tolist())}
    for town in TOWNS:
        points = directory.points[[row_of[postcode] for postcode in town.postcodes]]
        away = np.hypot(points[:, 0] - town.easting, points[:, 1] - town.northing)
        assert away.max() < 3_500, town.name


def test_every_rent_range_is_a_range_for_every_district():
    for ranges in (SOCIAL_RENT, COUNCIL_RENT, AFFORDABLE_RENT):
        assert set(ranges) == set(DISTRICTS)
        assert all(low < high for sizes in ranges.values() for low, high in sizes)
    assert all(low < high for low, high in SUPPORTED_RENT.values())


def test_no_two_landlords_share_a_code():
    codes = [provider.code for provider in PROVIDERS]

    assert len(set(codes)) == len(codes)
    assert all(len(code) == 3 and code.isupper() for code in codes)
