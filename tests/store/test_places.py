from datetime import date

import pytest

from geodata import gazetteer
from geodata.gazetteer import find_district, find_place
from service.errors import NotReady, RuleBroken
from service.store.places import (
    count_postcodes,
    find_districts,
    find_localities,
    find_places,
    find_postcode,
    load_places,
    load_postcodes,
    nearest_place,
)
from service.store.pool import Connection
from tests.database import as_owner

TABLES = (
    "districts",
    "places",
    "place_aliases",
    "localities",
    "locality_districts",
    "postcodes",
)


async def fingerprints(connection: Connection) -> dict[str, tuple]:
    """The rows of each table, and the transactions that wrote them."""
    found = {}
    for table in TABLES:
        cursor = await connection.execute(
            f"SELECT count(*), md5(string_agg(t::text || t.xmin::text, '' ORDER BY t::text)) "  # noqa: S608
            f"FROM {table} AS t"
        )
        found[table] = await cursor.fetchone()
    return found


def test_the_database_holds_what_the_gazetteer_says(database_url):
    def by_name(facts):
        return sorted(facts, key=lambda fact: fact.name)

    assert as_owner(database_url, find_districts) == by_name(gazetteer.districts())
    assert as_owner(database_url, find_places) == by_name(gazetteer.places())


def test_aliases_are_kept_folded_each_for_one_thing(database_url):
    async def read(connection):
        cursor = await connection.execute(
            "SELECT alias, place_id, district_code FROM place_aliases"
        )
        return {alias: (place_id, code) for alias, place_id, code in await cursor.fetchall()}

    found = as_owner(database_url, read)

    assert found["gt yarmouth"] == (find_place("Great Yarmouth").id, None)
    assert found["klwn"] == (None, find_district("KLWN").code)
    known = gazetteer.aliases()
    assert set(found) == {*known.place_ids, *known.district_codes}


def test_loading_again_writes_nothing(database_url):
    before = as_owner(database_url, fingerprints)

    as_owner(database_url, load_places)
    assert as_owner(database_url, load_postcodes) == 35_872

    assert as_owner(database_url, fingerprints) == before


def test_loading_puts_right_what_was_changed_and_keeps_what_was_not(database_url):
    before = as_owner(database_url, fingerprints)

    async def spoil(connection):
        await connection.execute("UPDATE places SET point = ST_Translate(point, 9, 9) WHERE id = 1")
        await connection.execute("UPDATE districts SET source = 'a rumour' WHERE name = 'Norwich'")
        await connection.execute("UPDATE localities SET valid_until = NULL")
        await connection.execute("DELETE FROM locality_districts WHERE locality_id = 1")
        await connection.execute(
            "INSERT INTO locality_districts SELECT 3, code FROM districts WHERE name = 'Norwich'"
        )
        await connection.execute("INSERT INTO place_aliases VALUES ('atlantis', 1, NULL)")
        await connection.execute("UPDATE place_aliases SET place_id = 1 WHERE alias = 'wells'")
        await connection.execute("DELETE FROM postcodes WHERE postcode = 'NR1 1AA'")
        await connection.execute(
            "UPDATE postcodes SET nearest_place_id = 1 WHERE postcode = 'NR1 1AB'"
        )

    as_owner(database_url, spoil)
    as_owner(database_url, load_places)
    as_owner(database_url, load_postcodes)

    after = as_owner(database_url, fingerprints)
    assert {table: rows for table, (rows, _) in after.items()} == {
        table: rows for table, (rows, _) in before.items()
    }
    places = as_owner(database_url, find_places)
    assert places == sorted(gazetteer.places(), key=lambda place: place.name)
    assert as_owner(database_url, lambda c: find_postcode(c, "NR1 1AA")) is not None
    found = as_owner(database_url, lambda c: find_postcode(c, "NR1 1AB"))
    assert found.nearest_place == "Norwich"


def test_progress_is_told_from_nought_to_one(database_url):
    told = []

    as_owner(database_url, lambda connection: load_postcodes(connection, told.append))

    assert told[0] == 0
    assert told[-1] == 1
    assert told == sorted(told)


def test_postcodes_need_the_towns_first(database_url):
    async def load_into_nothing(connection):
        await connection.execute(f"TRUNCATE {', '.join(TABLES)} CASCADE")
        await load_postcodes(connection)

    with pytest.raises(NotReady, match="load the places"):
        as_owner(database_url, load_into_nothing)

    assert as_owner(database_url, count_postcodes) == 35_872


@pytest.mark.parametrize("text", ["NR1 2DH", "nr12dh", " Nr1  2dH "])
def test_a_postcode_is_found_however_it_is_spaced(database_url, text):
    found = as_owner(database_url, lambda connection: find_postcode(connection, text))

    assert found.postcode == "NR1 2DH"
    assert found.district_code == find_district("Norwich").code
    assert found.district == "Norwich"
    assert found.nearest_place_id == find_place("Norwich").id
    assert found.nearest_place == "Norwich"
    assert (found.easting, found.northing) == pytest.approx((623_000, 307_000), abs=2_000)


def test_the_nearest_place_of_a_postcode_may_be_in_another_district(database_url):
    async def read(connection):
        cursor = await connection.execute(
            "SELECT count(*) FROM postcodes c JOIN places p ON p.id = c.nearest_place_id "
            "WHERE p.district_code <> c.district_code"
        )
        return (await cursor.fetchone())[0]

    assert as_owner(database_url, read) > 1_000


def test_a_postcode_outside_norfolk_is_not_found(database_url):
    assert as_owner(database_url, lambda connection: find_postcode(connection, "SW1A 1AA")) is None


def test_a_text_that_is_no_postcode_is_refused(database_url):
    with pytest.raises(RuleBroken, match="'Norwich' is not a postcode"):
        as_owner(database_url, lambda connection: find_postcode(connection, "Norwich"))


def test_the_nearest_place_to_a_point_is_found(database_url):
    easting, northing = find_place("Cromer").point

    found = as_owner(database_url, lambda c: nearest_place(c, easting + 400, northing - 300))

    assert found == find_place("Cromer")


def test_a_nearest_place_needs_the_towns(database_url):
    async def ask_of_nothing(connection):
        await connection.execute(f"TRUNCATE {', '.join(TABLES)} CASCADE")
        return await nearest_place(connection, 620_000, 300_000)

    with pytest.raises(NotReady, match="load the places"):
        as_owner(database_url, ask_of_nothing)


@pytest.mark.parametrize("day", [date(2010, 1, 1), date(2019, 1, 1), date(2024, 1, 1)])
def test_the_localities_of_a_day_are_found_with_their_districts(database_url, day):
    found = as_owner(database_url, lambda connection: find_localities(connection, day))

    assert found == sorted(
        (locality for locality in gazetteer.localities() if locality.is_true_on(day)),
        key=lambda locality: (locality.tier, locality.name),
    )
    assert found


def test_a_locality_is_gone_on_the_day_it_ends(database_url):
    before = as_owner(database_url, lambda c: find_localities(c, date(2013, 3, 31)))
    after = as_owner(database_url, lambda c: find_localities(c, date(2013, 4, 1)))

    assert len(before) == 3
    assert after == []
