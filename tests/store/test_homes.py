import pytest

from service.domain.homes import SchemeKind
from service.errors import RuleBroken
from service.store.bulk import Changed
from service.store.homes import put_homes
from tests.database import within
from tests.imports.givens import given_landlord, given_scheme, given_unit, rows_of


def put(url, landlords=(), schemes=(), units=()):
    return within(url, lambda connection: put_homes(connection, landlords, schemes, units))


def test_homes_are_added_once_and_then_the_same(database_url):
    homes = [given_landlord()], [given_scheme()], [given_unit(), given_unit(reference="S1/2")]

    first = put(database_url, *homes)
    again = put(database_url, *homes)

    assert first == Changed(added=4)
    assert again == Changed(same=4)


def test_a_changed_rent_changes_one_unit(database_url):
    put(database_url, [given_landlord()], [given_scheme()], [given_unit()])

    changed = put(database_url, units=[given_unit(rent_pence=9_900)])

    assert changed == Changed(changed=1)
    found = within(database_url, lambda c: rows_of(c, "SELECT rent_pence FROM units ORDER BY id"))
    assert found == [(9_900,)]


def test_an_empty_end_is_kept_as_nothing(database_url):
    scheme = given_scheme(age_min=None, age_max=None, postcode=None, client_groups=frozenset())

    put(database_url, [given_landlord()], [scheme])

    found = within(
        database_url,
        lambda c: rows_of(c, "SELECT age_min, age_max, postcode, client_groups FROM schemes"),
    )
    assert found == [(None, None, None, [])]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"landlord": "Nobody"}, 'Scheme S1 names the landlord "Nobody"'),
        ({"place": "Ipswich"}, 'Scheme S1 names the town "Ipswich"'),
        ({"district": "Babergh"}, 'Scheme S1 names the district "Babergh"'),
        ({"kind": SchemeKind.REFUGE}, "Scheme S1 is refuge and has a postcode; leave it empty"),
        ({"postcode": "NR1 9ZZ"}, 'Scheme S1 has the postcode "NR1 9ZZ"'),
    ],
)
def test_a_scheme_that_names_what_is_not_there_is_refused_by_name(database_url, changes, words):
    with pytest.raises(RuleBroken, match=words):
        put(database_url, [given_landlord()], [given_scheme(**changes)])

    assert within(database_url, lambda c: rows_of(c, "SELECT * FROM landlords")) == []


def test_a_unit_of_an_unknown_scheme_is_refused_by_name(database_url):
    with pytest.raises(RuleBroken, match='Unit S1/1 names the scheme "S1", which is not known'):
        put(database_url, units=[given_unit()])


def test_a_unit_given_twice_is_refused(database_url):
    with pytest.raises(RuleBroken, match="The unit S1/1 is given twice"):
        put(database_url, [given_landlord()], [given_scheme()], [given_unit(), given_unit()])


def test_homes_can_be_written_twice_in_one_transaction(database_url):
    async def twice(connection):
        first = await put_homes(connection, [given_landlord()], [given_scheme()], [])
        return first + await put_homes(connection, [], [], [given_unit()])

    assert within(database_url, twice) == Changed(added=3)
