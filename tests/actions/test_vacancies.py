"""Vacancies open by themselves on their day, once and only once."""

import asyncio
from datetime import date, timedelta

import psycopg

from service.actions.vacancies import open_due_vacancies
from service.store.pool import connect
from service.worker import sweep_once

ON = date(2026, 6, 1)
REVISIONS = """
SELECT made_by, made_role, changes FROM vacancy_revisions
WHERE vacancy_id = 5 AND changes -> 'state' ->> 1 = 'open'
ORDER BY id
"""
AUDITED = """
SELECT count(*) FROM audit
WHERE subject = 'vacancies' AND action = 'change' AND actor = 'Homeward'
"""


def given_registered(url: str, available_on: date, opens_on: date | None = None) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("DELETE FROM proposals WHERE vacancy_id = 5")
        connection.execute(
            "UPDATE vacancies SET state = 'registered', available_on = %s, opens_on = %s"
            " WHERE id = 5",
            [available_on, opens_on],
        )
        connection.execute("DELETE FROM vacancy_revisions")


def open_on(url: str, on: date) -> list[int]:
    async def go() -> list[int]:
        async with connect(url) as connection:
            return await open_due_vacancies(connection, on=on)

    return asyncio.run(go())


def test_a_vacancy_opens_28_days_ahead_of_its_date_and_not_before(county_url: str) -> None:
    given_registered(county_url, ON + timedelta(days=28))
    assert open_on(county_url, ON - timedelta(days=1)) == []
    assert open_on(county_url, ON) == [5]
    assert open_on(county_url, ON) == []


def test_a_vacancy_opens_on_the_day_that_was_chosen(county_url: str) -> None:
    given_registered(county_url, ON + timedelta(days=2), opens_on=ON)
    assert open_on(county_url, ON - timedelta(days=1)) == []
    assert open_on(county_url, ON) == [5]


def test_two_sweeps_at_the_same_moment_open_it_once_as_homeward(county_url: str) -> None:
    given_registered(county_url, ON, opens_on=ON)

    async def go() -> list[int]:
        async with connect(county_url) as first, connect(county_url) as second:
            opened = await open_due_vacancies(first, on=ON)
            other = asyncio.create_task(open_due_vacancies(second, on=ON))
            await asyncio.wait([other], timeout=5)
            await first.commit()
            return opened + await other

    assert asyncio.run(go()) == [5]
    with psycopg.connect(county_url) as connection:
        revisions = connection.execute(REVISIONS).fetchall()
        audited = connection.execute(AUDITED).fetchone()
    assert revisions == [("Homeward", "system", {"state": ["registered", "open"]})]
    assert audited == (1,)


def test_the_workers_sweep_opens_what_is_due(county_url: str) -> None:
    given_registered(county_url, ON, opens_on=date(2026, 1, 1))
    asyncio.run(sweep_once(county_url))
    with psycopg.connect(county_url) as connection:
        state = connection.execute("SELECT state FROM vacancies WHERE id = 5").fetchone()
    assert state == ("open",)
