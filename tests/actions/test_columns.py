"""The numbers that a match reads of people, as they stand in the database."""

import asyncio
from datetime import date

from matching import NO_DAY
from service.domain.homes import Feature
from service.domain.support import ClientGroup
from service.store.columns import Columns, read_columns
from service.store.pool import connect
from tests.pages.site import Site

ON = date(2026, 5, 3)


def read(site: Site) -> Columns:
    async def work() -> Columns:
        async with connect(site.url) as connection:
            return await read_columns(connection, on=ON)

    return asyncio.run(work())


def test_groups_and_features_are_bits_in_the_order_of_their_lists(site: Site) -> None:
    groups, features = list(ClientGroup)[-2:], [Feature.STEP_FREE]
    site.change(
        "UPDATE applicants SET client_groups = %s, accessibility_needs = %s",
        ([str(group) for group in groups], [str(feature) for feature in features]),
    )
    people = read(site).applicants
    expected = sum(1 << list(ClientGroup).index(group) for group in groups)
    assert set(people["client_groups"].tolist()) == {expected}
    expected = 1 << list(Feature).index(Feature.STEP_FREE)
    assert set(people["accessibility_needs"].tolist()) == {expected}


def test_what_is_not_known_of_somebody_is_a_number_that_shuts_nothing(site: Site) -> None:
    site.change(
        "UPDATE applicants SET rent_limit_pence = NULL, needed_by = NULL, access_category = NULL,"
        " has_pets = NULL, client_groups = '{}'"
    )
    people = read(site).applicants
    assert len(people)
    for column, nothing in (
        ("rent_limit_pence", -1),
        ("needed_by_day", NO_DAY),
        ("access_category", 0),
        ("pets", 0),
        ("client_groups", 0),
    ):
        assert set(people[column].tolist()) == {nothing}


def test_a_district_is_where_its_code_stands_among_all(site: Site) -> None:
    columns = read(site)
    codes = [columns.districts[number - 1] for number in columns.applicants["district"]]
    assert codes == site.ask_database(
        "SELECT array_agg(district_code ORDER BY id) FROM applicants AS a WHERE state = 'live'"
        " AND NOT EXISTS (SELECT FROM nominations WHERE applicant_id = a.id AND is_live)"
    )
