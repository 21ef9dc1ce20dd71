from collections import Counter
from datetime import date

import pytest

from geodata.gazetteer import (
    UnknownName,
    aliases,
    districts,
    find_district,
    find_place,
    fold,
    localities,
    places,
)

# Norfolk County Council, Norfolk Market Town Centre Report 2019, sections 4.1 to 4.21.
MARKET_TOWNS = """
Attleborough, Aylsham, Cromer, Dereham, Diss, Downham Market, Fakenham, Harleston, Holt,
Hunstanton, Loddon, Long Stratton, North Walsham, Sheringham, Stalham, Swaffham, Thetford,
Watton, Wells-next-the-Sea, Wroxham and Hoveton, Wymondham
"""


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("King's Lynn", "kings lynn"),
        ("King’s  Lynn & West Norfolk", "kings lynn and west norfolk"),
        ("KING'S LYNN AND WEST NORFOLK", "kings lynn and west norfolk"),
        ("Wells-next-the-Sea", "wells next the sea"),
        ("  St. Neots ", "st neots"),
        ("Café", "cafe"),
        ("&", "and"),
        ("--", ""),
    ],
)
def test_a_name_folds_the_same_however_it_is_written(text, folded):
    assert fold(text) == folded
    assert fold(folded) == folded


def test_the_seven_districts_have_their_ons_codes():
    assert {district.name: district.code for district in districts()} == {
        "Breckland": "E07000143",
        "Broadland": "E07000144",
        "Great Yarmouth": "E07000145",
        "King's Lynn and West Norfolk": "E07000146",
        "North Norfolk": "E07000147",
        "Norwich": "E07000148",
        "South Norfolk": "E07000149",
    }


def test_the_market_towns_are_the_21_of_the_county_councils_report():
    named = [name.strip() for name in MARKET_TOWNS.replace("\n", " ").split(",")]

    assert [place.name for place in places() if place.kind == "market_town"] == named
    assert len(named) == 21


def test_the_urban_areas_are_norwich_great_yarmouth_and_kings_lynn():
    urban = {place.name for place in places() if place.kind == "urban_area"}

    assert urban == {"Norwich", "Great Yarmouth", "King's Lynn"}


def test_acle_is_a_town_but_no_market_town():
    assert find_place("Acle").kind == "other_town"


def test_every_fact_names_its_source_and_no_id_stands_twice():
    everything = [*districts(), *places(), *localities()]

    assert all(fact.source.strip() for fact in everything)
    for facts in (places(), localities()):
        assert max(Counter(fact.id for fact in facts).values()) == 1


def test_every_place_lies_in_norfolk_and_in_a_known_district():
    codes = {district.code for district in districts()}

    for place in places():
        assert place.district_code in codes
        assert 550_000 < place.easting < 656_000, place
        assert 275_000 < place.northing < 346_000, place


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Kings Lynn", "King's Lynn"),
        ("KING’S LYNN", "King's Lynn"),
        ("Lynn", "King's Lynn"),
        ("East Dereham", "Dereham"),
        ("Wells", "Wells-next-the-Sea"),
        ("wells next the sea", "Wells-next-the-Sea"),
        ("Hoveton", "Wroxham and Hoveton"),
        ("Wroxham & Hoveton", "Wroxham and Hoveton"),
        ("Gt Yarmouth", "Great Yarmouth"),
        ("Gt. Yarmouth", "Great Yarmouth"),
        ("norwich", "Norwich"),
    ],
)
def test_a_place_is_found_by_any_of_its_names(text, name):
    assert find_place(text).name == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("King's Lynn & West Norfolk", "King's Lynn and West Norfolk"),
        ("Kings Lynn and West Norfolk", "King's Lynn and West Norfolk"),
        ("KLWN", "King's Lynn and West Norfolk"),
        ("West Norfolk", "King's Lynn and West Norfolk"),
        ("Gt Yarmouth", "Great Yarmouth"),
        ("Norwich", "Norwich"),
        ("Norwich City Council", "Norwich"),
        ("E07000147", "North Norfolk"),
        ("e07000149", "South Norfolk"),
    ],
)
def test_a_district_is_found_by_any_of_its_names(text, name):
    assert find_district(text).name == name


def test_a_town_that_names_no_district_is_no_district():
    with pytest.raises(UnknownName):
        find_district("Lynn")


def test_a_misspelt_name_is_refused_with_the_nearest():
    with pytest.raises(UnknownName, match=r"'Fakenam'\. Did you mean Fakenham\?"):
        find_place("Fakenam")
    with pytest.raises(UnknownName, match=r"Did you mean Broadland or Breckland\?"):
        find_district("Brodland")


def test_a_name_like_no_other_is_refused_with_all_that_are_known():
    with pytest.raises(UnknownName, match=r"Known are Breckland, Broadland, .*South Norfolk"):
        find_district("Waveney")
    with pytest.raises(UnknownName, match=r"Known are Acle, .*Wymondham"):
        find_place("")


def test_an_alias_means_one_thing_and_repeats_no_name():
    known = aliases()
    own = {fold(fact.name) for fact in (*places(), *districts())}

    assert not set(known.place_ids) & set(known.district_codes)
    assert not own & (set(known.place_ids) | set(known.district_codes))
    assert all(alias == fold(alias) for alias in (*known.place_ids, *known.district_codes))


def names_on(day: date, tier: str) -> dict[str, set[str]]:
    name_of = {district.code: district.name for district in districts()}
    return {
        locality.name: {name_of[code] for code in locality.district_codes}
        for locality in localities()
        if locality.tier == tier and locality.is_true_on(day)
    }


def test_the_sub_regions_of_2008_are_three():
    assert names_on(date(2008, 4, 1), "Supporting People sub-region") == {
        "Greater Norwich": {"Broadland", "Norwich", "South Norfolk"},
        "Rural East Anglia": {"Breckland", "King's Lynn and West Norfolk", "North Norfolk"},
        "Great Yarmouth": {"Great Yarmouth"},
    }


def test_intensive_support_lies_over_the_mental_health_contract_areas_of_2018():
    contract = names_on(date(2018, 3, 1), "mental health contract area")
    intensive = names_on(date(2018, 3, 1), "mental health intensive support area")

    assert set(contract) == {"West Norfolk", "Central Norfolk", "Great Yarmouth"}
    assert {"North Norfolk", "South Norfolk", "Norwich"} <= contract["Central Norfolk"]
    assert intensive["Greater Norwich"] < contract["Central Norfolk"]


def test_the_areas_of_2023_differ_by_service():
    home_care = names_on(date(2023, 6, 1), "home care area")
    day_service = names_on(date(2023, 6, 1), "day service area")

    assert set(home_care) == {"North Norfolk", "South Norfolk", "West Norfolk", "East Norfolk"}
    assert set(day_service) == {*home_care, "Norwich"}


def test_a_locality_ends_the_day_before_it_is_no_longer_so():
    locality = next(one for one in localities() if one.valid_until == date(2013, 4, 1))

    assert locality.is_true_on(date(2013, 3, 31))
    assert not locality.is_true_on(date(2013, 4, 1))
    assert not locality.is_true_on(date(2008, 3, 31))


@pytest.mark.parametrize("day", [date(2010, 1, 1), date(2019, 1, 1), date(2024, 1, 1)])
def test_no_district_lies_in_two_localities_of_a_tier_on_one_day(day):
    memberships = Counter(
        (locality.tier, code)
        for locality in localities()
        if locality.is_true_on(day)
        for code in locality.district_codes
    )

    assert max(memberships.values()) == 1
