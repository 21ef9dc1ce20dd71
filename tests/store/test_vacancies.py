from datetime import date

import pytest

from service.domain.homes import VacancyState, VoidReason
from service.errors import RuleBroken
from service.store.bulk import Changed
from service.store.vacancies import put_vacancies
from tests.database import within
from tests.imports.givens import given_vacancy, put_a_home, rows_of

VOIDS = """
SELECT u.reference, o.void_from, o.ended_on, o.reason
FROM voids o JOIN units u ON u.id = o.unit_id ORDER BY u.reference, o.void_from
"""


@pytest.fixture
def homes_url(database_url):
    within(database_url, lambda connection: put_a_home(connection, "S1/1", "S1/2"))
    return database_url


def put(url, *vacancies):
    return within(url, lambda connection: put_vacancies(connection, vacancies))


def voids(url):
    return within(url, lambda connection: rows_of(connection, VOIDS))


def test_a_vacancy_is_added_with_its_void_and_then_the_same(homes_url):
    first = put(homes_url, given_vacancy())
    again = put(homes_url, given_vacancy())

    assert (first, again) == (Changed(added=1), Changed(same=1))
    assert voids(homes_url) == [("S1/1", date(2026, 3, 2), None, "move_on")]


def test_a_let_vacancy_ends_its_void(homes_url):
    put(homes_url, given_vacancy())

    changed = put(homes_url, given_vacancy(state=VacancyState.LET))

    assert changed == Changed(changed=1)
    assert voids(homes_url) == [("S1/1", date(2026, 3, 2), date(2026, 3, 16), "move_on")]
    assert put(homes_url, given_vacancy(state=VacancyState.LET)) == Changed(same=1)


def test_a_home_may_be_let_and_fall_void_again(homes_url):
    let = given_vacancy(state=VacancyState.LET)
    later = given_vacancy(
        reference="V2", void_from=date(2026, 9, 1), available_on=date(2026, 9, 10)
    )

    first = put(homes_url, later, let)
    again = put(homes_url, let, later)

    assert (first, again) == (Changed(added=2), Changed(same=2))
    assert [void[1:3] for void in voids(homes_url)] == [
        (date(2026, 3, 2), date(2026, 3, 16)),
        (date(2026, 9, 1), None),
    ]


def test_a_withdrawn_vacancy_and_the_next_share_one_void(homes_url):
    put(homes_url, given_vacancy(state=VacancyState.WITHDRAWN), given_vacancy(reference="V2"))

    assert voids(homes_url) == [("S1/1", date(2026, 3, 2), None, "move_on")]


def test_an_earlier_void_ends_when_the_next_begins(homes_url):
    put(homes_url, given_vacancy(state=VacancyState.WITHDRAWN))

    put(homes_url, given_vacancy(reference="V2", void_from=date(2026, 6, 1)))

    assert [void[1:3] for void in voids(homes_url)] == [
        (date(2026, 3, 2), date(2026, 6, 1)),
        (date(2026, 6, 1), None),
    ]


def test_a_corrected_first_day_moves_the_void(homes_url):
    put(homes_url, given_vacancy())

    changed = put(homes_url, given_vacancy(void_from=date(2026, 2, 27)))

    assert changed == Changed(changed=1)
    assert voids(homes_url) == [("S1/1", date(2026, 2, 27), None, "move_on")]


def test_another_reason_changes_the_vacancy(homes_url):
    put(homes_url, given_vacancy())

    assert put(homes_url, given_vacancy(void_reason=VoidReason.DEATH)) == Changed(changed=1)
    assert voids(homes_url)[0][3] == "death"


def test_a_vacancy_of_an_unknown_unit_is_refused_by_name(homes_url):
    with pytest.raises(RuleBroken, match='Vacancy V1 names the unit "S9", which is not known'):
        put(homes_url, given_vacancy(unit="S9"))


def test_a_vacancy_cannot_move_to_another_unit(homes_url):
    put(homes_url, given_vacancy())

    with pytest.raises(RuleBroken, match='Vacancy V1 is of another unit than "S1/2"'):
        put(homes_url, given_vacancy(unit="S1/2"))


def test_two_live_vacancies_of_one_unit_are_refused(homes_url):
    put(homes_url, given_vacancy())

    with pytest.raises(RuleBroken, match="Unit S1/1 would have two live vacancies, V1 and V2"):
        put(homes_url, given_vacancy(reference="V2"))


def test_one_file_may_let_a_home_and_offer_it_again(homes_url):
    put(homes_url, given_vacancy())

    changed = put(
        homes_url,
        given_vacancy(reference="V2", void_from=date(2026, 9, 1)),
        given_vacancy(state=VacancyState.LET),
    )

    assert changed == Changed(added=1, changed=1)
