import asyncio

import pytest

from matching import STRICT, faults, solve
from service.actions.problems import translate
from service.demo.accounts import add_demo_accounts
from service.demo.load import load_county
from service.domain.people import ApplicantState
from service.store.bulk import Changed
from service.store.columns import read_columns
from service.store.pool import connect

STAFFED = """
SELECT count(*), bool_and(s.support_level > 0) FROM accounts AS a
JOIN schemes AS s ON s.support_provider_id = a.provider_id
WHERE s.landlord_id = (SELECT landlord_id FROM accounts WHERE role = 'landlord')
"""


async def load(connection, county):
    told = {}
    await load_county(connection, county, told.__setitem__)
    return told


async def load_twice_and_read(url, county):
    async with connect(url) as connection:
        first = await load(connection, county)
        again = await load(connection, county)
        columns = await read_columns(connection, on=county.today)
        await add_demo_accounts(connection)
        staffed = await (await connection.execute(STAFFED)).fetchall()
    return first, again, translate(columns).problem, staffed


@pytest.fixture
def loaded(database_url, county):
    return asyncio.run(load_twice_and_read(database_url, county))


def test_the_county_is_loaded_once_matches_most_homes_and_leaves_some_empty(loaded, county):
    first, again, problem, staffed = loaded

    n_homes = len(county.landlords) + len(county.schemes) + len(county.units)
    assert first == {
        "landlords, schemes and units": Changed(added=n_homes),
        "vacancies": Changed(added=520),
        "applicants": Changed(added=10_343),
    }
    assert {noun: changed.same for noun, changed in again.items()} == {
        noun: changed.added for noun, changed in first.items()
    }

    allocation = solve(problem, STRICT, seed=1)

    live = sum(applicant.state is ApplicantState.LIVE for applicant in county.applicants)
    placed = int((allocation.vacancy_of >= 0).sum())
    assert problem.n_applicants == live
    assert list(faults(problem, STRICT, allocation)) == []
    assert 0.8 <= placed / problem.n_vacancies <= 0.97
    assert staffed == [(6, True)]
