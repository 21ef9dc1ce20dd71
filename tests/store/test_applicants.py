from dataclasses import replace
from datetime import date

import pytest

from service.domain.people import Area, Member, Relation, Sex
from service.domain.restrictions import RestrictionKind
from service.errors import RuleBroken
from service.store.applicants import put_applicants
from service.store.bulk import Changed
from tests.database import within
from tests.imports.givens import TODAY, given_applicant, put_a_home, rows_of


def put(url, *applicants, on=TODAY):
    return within(url, lambda connection: put_applicants(connection, applicants, on=on))


def look(url, query):
    return within(url, lambda connection: rows_of(connection, query))


def test_an_applicant_is_added_with_all_that_belongs_to_them_and_then_the_same(database_url):
    first = put(database_url, given_applicant())
    again = put(database_url, given_applicant())

    assert (first, again) == (Changed(added=1), Changed(same=1))
    assert look(database_url, "SELECT position, relation FROM household_members ORDER BY 1") == [
        (1, "lead"),
        (2, "child"),
        (3, "child"),
    ]
    assert look(database_url, "SELECT rule, bedrooms FROM bedroom_needs ORDER BY 1") == [
        ("bedroom_standard", 2),
        ("hb_social", 2),
        ("lha_uc", 2),
    ]
    areas = """
        SELECT rank, p.name, w.district_code
        FROM wanted_areas w LEFT JOIN places p ON p.id = w.place_id ORDER BY rank
    """
    assert look(database_url, areas) == [(1, "Dereham", None), (2, None, "E07000143")]


def test_bedroom_needs_follow_the_birthdays(database_url):
    put(database_url, given_applicant())

    changed = put(database_url, given_applicant(), on=date(2026, 6, 15))

    assert changed == Changed(changed=1)
    assert look(database_url, "SELECT DISTINCT bedrooms FROM bedroom_needs") == [(3,)]


@pytest.mark.parametrize(
    "changes",
    [
        {"tier": 1},
        {"household": (Member(Relation.LEAD, date(1990, 5, 1), Sex.FEMALE),)},
        {"wanted": (Area(district="Breckland"), Area(place="Dereham"))},
        {"wanted": ()},
        {"excluded": frozenset({Area(district="Norwich")})},
        {"rent_limit_pence": None},
    ],
)
def test_any_difference_is_one_changed_applicant(database_url, changes):
    put(database_url, given_applicant(), given_applicant(reference="A2"))

    changed = put(database_url, given_applicant(**changes), given_applicant(reference="A2"))

    assert changed == Changed(changed=1, same=1)
    assert put(database_url, given_applicant(**changes)) == Changed(same=1)


def test_two_applicants_may_change_places(database_url):
    within(database_url, lambda connection: put_a_home(connection, "S1/1", "S1/2"))
    one = given_applicant(current_unit="S1/1")
    other = given_applicant(reference="A2", current_unit="S1/2")
    put(database_url, one, other)

    changed = put(
        database_url, replace(one, current_unit="S1/2"), replace(other, current_unit="S1/1")
    )

    assert changed == Changed(changed=2)


def test_two_applicants_in_one_unit_are_refused(database_url):
    within(database_url, put_a_home)
    put(database_url, given_applicant(current_unit="S1/1"))

    with pytest.raises(RuleBroken, match="Unit S1/1 would be the home of A1 and A2"):
        put(database_url, given_applicant(reference="A2", current_unit="S1/1"))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"district": "Suffolk"}, 'names the district "Suffolk"'),
        ({"current_unit": "U9"}, 'names the unit "U9"'),
        ({"wanted": (Area(place="Ipswich"),)}, 'names the area "Ipswich"'),
        ({"excluded": frozenset({Area(district="Babergh")})}, 'names the area "Babergh"'),
    ],
)
def test_an_applicant_who_names_what_is_not_there_is_refused_by_name(database_url, changes, words):
    with pytest.raises(RuleBroken, match=f"Applicant A1 {words}, which is not known"):
        put(database_url, given_applicant(**changes))


def test_restrictions_are_added_and_none_is_lifted(database_url):
    risk = frozenset({RestrictionKind.HIGH_RISK})
    put(database_url, given_applicant())

    first = put(database_url, given_applicant(restrictions=risk))
    again = put(database_url, given_applicant(restrictions=risk))
    without = put(database_url, given_applicant())

    assert (first, again, without) == (Changed(changed=1), Changed(same=1), Changed(same=1))
    held = "SELECT kind, made_by, lifted_at, is_restricted FROM restrictions, applicants"
    assert look(database_url, held) == [("high_risk", "Homeward", None, True)]
