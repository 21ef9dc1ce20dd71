"""Local connection: the days on which it begins and ends, and of whom none is asked."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.connections import (
    ConnectionGround,
    LocalConnection,
    connections_on,
    why_none_is_asked,
)

ON = date(2026, 11, 29)
RESIDENCE, WORK = ConnectionGround.RESIDENCE, ConnectionGround.EMPLOYMENT
FAMILY, SPECIAL = ConnectionGround.FAMILY, ConnectionGround.SPECIAL
DAYS = st.dates(date(2015, 1, 1), date(2030, 12, 31))


def has(*facts: LocalConnection, on: date = ON) -> bool:
    return connections_on(facts, on).sure == {"Breckland"}


def lived(since: date | None, until: date | None = None) -> LocalConnection:
    return LocalConnection("Breckland", RESIDENCE, since, until)


@pytest.mark.parametrize(
    ("since", "until", "is_tied"),
    [
        (date(2026, 5, 29), None, True),
        (date(2026, 6, 2), None, False),
        (date(2025, 1, 1), date(2026, 5, 28), True),  # 6 of the last 12 months, then away
        (date(2025, 1, 1), date(2026, 5, 20), False),
        (date(2021, 11, 29), date(2024, 11, 27), True),  # 3 of the last 5 years
        (date(2021, 11, 29), date(2024, 11, 26), False),
        (date(2010, 1, 1), date(2021, 11, 28), False),
        (date(2027, 1, 1), None, False),
    ],
)
def test_living_there_counts_for_6_of_12_months_or_3_of_5_years(
    since: date, until: date | None, is_tied: bool
) -> None:
    assert has(lived(since, until)) == is_tied


@given(since=DAYS, until=DAYS, cut=DAYS, on=DAYS)
def test_two_stays_that_follow_each_other_count_as_one(
    since: date, until: date, cut: date, on: date
) -> None:
    if not since <= cut < until:
        return
    parts = (lived(since, cut), lived(cut + timedelta(days=1), until))
    assert has(*parts, on=on) == has(lived(since, until), on=on)
    assert has(*parts, lived(since, until), on=on) == has(lived(since, until), on=on)


@given(since=DAYS, earlier=st.integers(0, 1000), on=DAYS)
def test_living_there_longer_never_takes_a_connection_away(
    since: date, earlier: int, on: date
) -> None:
    if has(lived(since), on=on):
        assert has(lived(since - timedelta(days=earlier)), on=on)


@pytest.mark.parametrize(
    ("ground", "since", "until", "is_tied"),
    [
        (FAMILY, date(2021, 11, 29), None, True),
        (FAMILY, date(2021, 11, 30), None, False),
        (WORK, date(2026, 11, 29), None, True),
        (WORK, date(2026, 11, 30), None, False),
        (WORK, date(2020, 1, 1), date(2026, 11, 28), False),
        (SPECIAL, None, None, True),
        (SPECIAL, None, date(2026, 11, 28), False),
    ],
)
def test_family_counts_after_five_years_and_work_while_it_lasts(
    ground: ConnectionGround, since: date | None, until: date | None, is_tied: bool
) -> None:
    assert has(LocalConnection("Breckland", ground, since, until)) == is_tied


def test_a_first_day_that_is_not_known_is_neither_yes_nor_no() -> None:
    found = connections_on([lived(None)], ON)
    assert (found.sure, found.unsure) == (frozenset(), {"Breckland"})
    both = connections_on([lived(None), lived(date(2020, 1, 1))], ON)
    assert (both.sure, both.unsure) == ({"Breckland"}, frozenset())


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, None),
        ({"fled_abuse": True}, "they flee domestic abuse"),
        ({"client_groups": ["domestic_abuse"]}, "they flee domestic abuse"),
        ({"is_care_leaver": True, "age": 24}, "they left care and are under 25"),
        ({"is_care_leaver": True, "age": 25}, None),
        ({"client_groups": ["care_leavers"], "age": 24}, "they left care and are under 25"),
        ({"has_served": True}, "they serve or served in the armed forces"),
        ({"fled_abuse": False, "is_care_leaver": None}, None),
    ],
)
def test_of_these_people_no_local_connection_is_asked(
    facts: dict[str, object], words: str | None
) -> None:
    nothing = {
        "age": 40, "client_groups": [], "is_care_leaver": None, "fled_abuse": None,
        "has_served": None,
    }  # fmt: skip
    assert why_none_is_asked(**{**nothing, **facts}) == words
