"""Row-level security: each person sees and writes the rows of who_sees.py, and no others."""

from collections.abc import Iterator
from functools import cache

import psycopg
import pytest

from tests.database import fresh_database
from tests.pages.county import freshen
from tests.store.asking import (
    MOST_INSERTS,
    may_write,
    rows_seen,
    rows_where,
    without_foreign_keys,
)
from tests.store.who_sees import (
    ALL,
    CONTEXTS,
    NOBODYS,
    NOT_AUDITED,
    NOT_OURS,
    PLANTED,
    RESTRICTED,
    SEES,
    VERBS,
    WRITES,
)


@pytest.fixture(scope="module")
def county(server_url: str, county_template: str, worker_id: str) -> Iterator[str]:
    """The county with a row in every table; foreign keys are gone, as they would hide policies."""
    with fresh_database(server_url, county_template, worker_id) as url:
        freshen(url)
        with psycopg.connect(url) as connection:
            connection.execute(PLANTED)
        without_foreign_keys(url)
        yield url


_rows = cache(rows_where)  # of the shared county, whose rows stay where they are


def _value(url: str, query: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(query).fetchone()
    return row and row[0]


def _names(url: str, query: str) -> list[str]:
    with psycopg.connect(url) as connection:
        return [str(name) for (name,) in connection.execute(query).fetchall()]


_TABLES = """
SELECT c.relname FROM pg_class AS c
WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm') AND c.relnamespace = 'public'::regnamespace {}
  AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.objid = c.oid AND d.deptype = 'e')
ORDER BY c.relname
"""


_NO_POLICY = "NOT EXISTS (SELECT FROM pg_policy AS p WHERE p.polrelid = c.oid)"
_LOOSE_POLICY = (
    "EXISTS (SELECT FROM pg_policy AS p WHERE p.polrelid = c.oid"
    " AND p.polroles <> ARRAY['homeward_app'::regrole::oid])"
)
_PUBLIC = "EXISTS (SELECT FROM aclexplode(c.relacl) AS a WHERE a.grantee = 0)"
_NO_AUDIT = (
    "(SELECT count(*) FROM pg_trigger AS g WHERE g.tgrelid = c.oid"
    " AND g.tgname IN ('audit_insert', 'audit_update', 'audit_delete') AND g.tgenabled = 'O') < 3"
)
FAULTS = {
    "NOT c.relrowsecurity": "{0} has no row-level security: ALTER TABLE {0} ENABLE ROW LEVEL"
    " SECURITY in a migration, or name it in NOT_OURS of who_sees.py with the reason",
    _NO_POLICY: "{0} has no policy: CREATE POLICY ... ON {0} TO homeward_app in a migration",
    _LOOSE_POLICY: "{0} has a policy for others than homeward_app: write TO homeward_app",
    _PUBLIC: "everybody has rights on {0}: REVOKE ALL ON {0} FROM PUBLIC",
    _NO_AUDIT: "{0} is not audited: CALL audit_table('{0}', ...) in a migration, or name it in"
    " NOT_AUDITED of who_sees.py with the reason",
}
"""What can be wrong with a table ``c`` of pg_class -> what to do about it."""


def _faults(url: str) -> list[str]:
    """What is wrong with each table, and what to do; nothing when nothing is."""
    found = [
        f"{name} is in no list: write into SEES and WRITES of who_sees.py who sees and writes which"
        " of its rows, and plant a row there"
        for name in _names(url, _TABLES.format(""))
        if name not in {*SEES, *NOT_OURS}
    ]
    for fault, words in FAULTS.items():
        besides = {*NOT_OURS, *NOT_AUDITED} if fault == _NO_AUDIT else {*NOT_OURS}
        faulty = _names(url, _TABLES.format(f"AND {fault}"))
        found += [words.format(name) for name in faulty if name not in besides]
    return found


def test_every_table_is_shut_by_a_policy_and_audited(county: str) -> None:
    assert _faults(county) == []


def test_a_new_table_without_a_policy_is_found(county_url: str) -> None:
    with psycopg.connect(county_url) as connection:
        connection.execute("CREATE TABLE secrets (id bigint)")
        connection.execute("GRANT SELECT ON secrets TO PUBLIC")
    found = _faults(county_url)
    assert [words.split(":")[0] for words in found] == [
        "secrets is in no list",
        "secrets has no row-level security",
        "secrets has no policy",
        "everybody has rights on secrets",
        "secrets is not audited",
    ]


def test_every_table_holds_a_row_here(county: str) -> None:
    empty = [table for table in SEES if not rows_where(county, table, ALL)]
    assert empty == [], "Plant a row in each: a table without rows proves nothing."


@pytest.mark.parametrize("person", CONTEXTS)
def test_each_person_sees_these_rows_and_no_others(county: str, person: str) -> None:
    seen = rows_seen(county, person, SEES)
    for table, people in SEES.items():
        expected = _rows(county, table, people.get(person, "false"))
        assert seen[table] == expected, (
            f"{person} sees {len(seen[table])} rows of {table} where SEES expects {len(expected)}"
        )


def test_what_is_seen_differs_between_people(county: str) -> None:
    """A check of the lists themselves, in numbers that a reader can hold against the county."""
    n = {
        person: len(rows_seen(county, person, ["applicants"])["applicants"]) for person in CONTEXTS
    }
    assert n == dict.fromkeys(CONTEXTS, 0) | {
        "officer": 59, "named_officer": 60, "district_officer": 8, "system": 60,
    }  # fmt: skip
    homes = ("vacancies", "schemes", "disclosures")
    for person, numbers in {"landlord": (21, 2, 1), "support_provider": (10, 1, 1)}.items():
        seen = rows_seen(county, person, homes)
        assert tuple(len(seen[table]) for table in homes) == numbers


@pytest.mark.parametrize("person", CONTEXTS)
def test_each_person_writes_these_rows_and_no_others(county: str, person: str) -> None:
    written = may_write(county, person, [table for table in SEES if table != "postcodes"])
    for (table, verb), rows in written.items():
        usual = ALL if person == "system" and table not in NOBODYS else "false"
        expected = _rows(county, table, WRITES.get(table, {}).get((person, verb), usual))
        if verb == "insert":
            expected &= _rows(county, table, ALL, MOST_INSERTS)
        assert rows == expected, f"{person} may {verb} {len(rows)} of {table}, not {len(expected)}"


def test_nobody_writes_postcodes(county: str) -> None:
    rights = "SELECT has_table_privilege('homeward_app', 'postcodes', '{}')"
    assert not any(_value(county, rights.format(verb)) for verb in VERBS)


def test_an_opening_shows_a_restricted_record_for_its_hour(county_url: str) -> None:
    def seen(person: str) -> int:
        ids = rows_where(county_url, "applicants", f"t.id = {RESTRICTED}")
        return len(rows_seen(county_url, person, ["applicants"])["applicants"] & ids)

    with psycopg.connect(county_url) as connection:
        connection.execute(PLANTED)
    assert seen("officer") == 0
    with psycopg.connect(county_url) as connection:
        connection.execute(
            "UPDATE openings SET open_until = now() + interval '1 minute'"
            " WHERE account_id = (SELECT id FROM accounts WHERE email = 'officer@homeward.example')"
        )
    assert seen("officer") == 1
    assert [seen(other) for other in ("district_officer", "reviewer", "auditor")] == [0, 0, 0]


def test_the_application_owns_nothing_and_can_make_nothing(county: str) -> None:
    owned = "SELECT count(*) FROM pg_class WHERE relowner = 'homeward_app'::regrole"
    assert _value(county, owned) == 0
    assert _value(county, owned.replace("pg_class", "pg_proc").replace("rel", "pro", 1)) == 0
    powers = "SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication"
    assert _value(county, f"{powers} FROM pg_roles WHERE rolname = 'homeward_app'") is False
    making = "SELECT has_schema_privilege('homeward_app', 'public', 'CREATE')"
    assert _value(county, making) is False
    member = "SELECT count(*) FROM pg_auth_members WHERE member = 'homeward_app'::regrole"
    assert _value(county, member) == 0


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (id bigint)",
        "ALTER TABLE applicants DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE audit DISABLE TRIGGER ALL",
        "DROP POLICY officers ON applicants",
        "CREATE POLICY all_of_it ON applicants USING (true)",
        "SET session_replication_role = replica",
        "TRUNCATE audit",
        "UPDATE audit SET actor = 'somebody else'",
        "DELETE FROM audit_chain",
        "CREATE OR REPLACE FUNCTION asking_role() RETURNS text LANGUAGE sql AS $$SELECT 'system'$$",
        "COPY applicants TO PROGRAM 'cat'",
    ],
)
def test_the_application_cannot_lift_what_holds_it(county: str, statement: str) -> None:
    with psycopg.connect(county) as connection:
        connection.execute("SET LOCAL ROLE homeward_app")
        connection.execute("SELECT set_config('homeward.role', 'system', true)")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement)
        connection.rollback()


def test_functions_with_the_owners_rights_say_where_they_look(county: str) -> None:
    loose = _names(
        county,
        "SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace"
        " AND NOT EXISTS (SELECT FROM unnest(proconfig) AS c WHERE c LIKE 'search_path=%')"
        " AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.objid = pg_proc.oid"
        " AND d.deptype = 'e') ORDER BY proname",
    )
    assert loose == [], "Write SET search_path = public, pg_temp after SECURITY DEFINER."
