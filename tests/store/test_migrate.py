"""Migrations are applied once, in order, whole, and never change after."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from service.errors import NotReady
from service.store import migrate as migrating
from service.store.migrate import Migration, find_pending, migrate, read_migrations
from service.store.vacancies import put_vacancies
from tests.database import as_owner, fresh_database
from tests.imports.givens import given_vacancy, put_a_home

_BEFORE_ROLES = (
    "INSERT INTO districts VALUES ('E07000148', 'Norwich', 'a test')",
    "INSERT INTO places VALUES (1, 'Norwich', 'urban_area', 'E07000148',"
    " ST_SetSRID(ST_MakePoint(623000, 308000), 27700), 'a test')",
    "INSERT INTO postcodes VALUES ('NR1 1AA', 'E07000148', 1,"
    " ST_SetSRID(ST_MakePoint(623000, 308000), 27700))",
    "INSERT INTO landlords (name, kind) VALUES ('Safe Homes', 'charity')",
    "INSERT INTO schemes (landlord_id, reference, name, kind, support_level, client_groups, sexes,"
    " intended_stay, postcode, place_id, district_code, source) VALUES (1, 'S1', 'Hidden House',"
    " 'refuge', 3, '{}', 'women', 'short', 'NR1 1AA', 1, 'E07000148', 'a test')",
    "INSERT INTO accounts (email, name, role, password_hash)"
    " VALUES ('olive@homeward.example', 'Olive', 'officer', 'none')",
    "INSERT INTO sessions (token_sha256, account_id, csrf_token) VALUES ('x', 1, 'y')",
    "INSERT INTO audit (actor, action, subject) VALUES ('Olive', 'import', 'homes'),"
    " ('Olive', 'export', 'homes')",
)
"""An installation of the version before roles, in short."""


def test_a_migrated_database_has_nothing_left_to_apply(database_url: str) -> None:
    assert as_owner(database_url, find_pending) == []
    assert as_owner(database_url, migrate) == []


def test_a_migration_that_changed_after_landing_is_refused(database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        connection.execute("UPDATE migrations SET sha256 = 'other' WHERE name = '0002_homes'")
    with pytest.raises(NotReady, match="0002_homes was changed after it was applied"):
        as_owner(database_url, migrate)


def test_a_database_of_a_newer_version_is_refused(database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        connection.execute("INSERT INTO migrations VALUES ('9999_newer', 'x')")
    with pytest.raises(NotReady, match="9999_newer"):
        as_owner(database_url, find_pending)


def test_a_migration_that_fails_leaves_nothing_behind(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = [Migration("9001_table", "CREATE TABLE half (id int)"), Migration("9002_bad", "SELEC 1")]
    known = read_migrations()
    monkeypatch.setattr(migrating, "read_migrations", lambda: [*known, *bad])
    with pytest.raises(NotReady, match="9002_bad failed"):
        as_owner(database_url, migrate)
    with psycopg.connect(database_url) as connection:
        found = connection.execute("SELECT to_regclass('half')").fetchone()
    assert found == (None,)


def test_a_folder_without_migrations_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotReady, match="no migrations"):
        read_migrations(tmp_path)


@pytest.fixture
def bare_url(server_url: str, worker_id: str) -> Iterator[str]:
    """A database with nothing in it."""
    with fresh_database(server_url, "template1", worker_id) as url:
        yield url


@pytest.fixture
def stranger_url(bare_url: str) -> Iterator[str]:
    """The same database for a role that owns nothing and may create nothing."""
    role = urlsplit(bare_url).path.strip("/")
    with psycopg.connect(bare_url, autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {role} LOGIN PASSWORD 'x'")
        yield as_role(bare_url, role)
        connection.execute(f"DROP OWNED BY {role}")
        connection.execute(f"DROP ROLE {role}")


def as_role(url: str, role: str) -> str:
    parts = urlsplit(url)
    return parts._replace(netloc=f"{role}:x@{parts.netloc.rpartition('@')[2]}").geturl()


def test_looking_for_what_is_missing_writes_nothing(bare_url: str) -> None:
    assert as_owner(bare_url, find_pending) == read_migrations()
    with psycopg.connect(bare_url) as connection:
        assert connection.execute("SELECT to_regclass('migrations')").fetchone() == (None,)


def test_a_role_that_may_create_no_tables_is_told_what_to_have_granted(stranger_url: str) -> None:
    with pytest.raises(NotReady, match="GRANT CREATE ON SCHEMA public TO"):
        as_owner(stranger_url, migrate)


def test_a_role_that_may_not_add_postgis_is_told_who_can(stranger_url: str, bare_url: str) -> None:
    with psycopg.connect(bare_url) as connection:
        connection.execute("GRANT CREATE ON SCHEMA public TO PUBLIC")
    with pytest.raises(
        NotReady, match=r"As a superuser run.*CREATE EXTENSION IF NOT EXISTS postgis"
    ):
        as_owner(stranger_url, migrate)


def test_a_role_needs_no_more_than_it_is_told_to_have_granted(
    stranger_url: str, bare_url: str
) -> None:
    with pytest.raises(NotReady) as refusal:
        as_owner(stranger_url, migrate)
    with psycopg.connect(bare_url) as connection:
        connection.execute(str(refusal.value).partition(": ")[2])
    assert as_owner(stranger_url, migrate) == [migration.name for migration in read_migrations()]


def test_a_table_of_migrations_that_is_not_ours_is_refused(bare_url: str) -> None:
    with psycopg.connect(bare_url) as connection:
        connection.execute("CREATE TABLE migrations (version int)")
    with pytest.raises(NotReady, match="not Homeward's to read"):
        as_owner(bare_url, find_pending)


def test_what_one_more_home_brought_is_kept_as_one_person_of_a_tier_or_nobody(
    bare_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = read_migrations()
    before = [migration for migration in known if migration.name < "0007"]
    monkeypatch.setattr(migrating, "read_migrations", lambda: before)
    as_owner(bare_url, migrate)
    with psycopg.connect(bare_url) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(
            "INSERT INTO worth_of_one_more VALUES (1, 1, 3, 7, 90), (1, 2, 0, NULL, 4)"
        )
    monkeypatch.setattr(migrating, "read_migrations", lambda: known)
    as_owner(bare_url, migrate)
    with psycopg.connect(bare_url) as connection:
        rows = connection.execute("SELECT housed FROM worth_of_one_more ORDER BY vacancy_id")
        assert rows.fetchall() == [([0, 0, 1, 0, 0],), ([0, 0, 0, 0, 0],)]


def test_an_upgrade_moves_protected_addresses_apart_chains_the_audit_and_ends_sessions(
    bare_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = read_migrations()
    before = [migration for migration in known if migration.name < "0008"]
    monkeypatch.setattr(migrating, "read_migrations", lambda: before)
    as_owner(bare_url, migrate)
    with psycopg.connect(bare_url) as connection:
        for statement in _BEFORE_ROLES:
            connection.execute(statement)
    monkeypatch.setattr(migrating, "read_migrations", lambda: known)
    as_owner(bare_url, migrate)
    with psycopg.connect(bare_url) as connection:
        kept = connection.execute(
            "SELECT p.address, p.postcode, s.postcode FROM protected_addresses p "
            "JOIN schemes s ON s.id = p.scheme_id"
        )
        assert kept.fetchall() == [("Hidden House", "NR1 1AA", None)]
        chain = "SELECT position, audit_id FROM audit_chain ORDER BY position LIMIT 2"
        assert connection.execute(chain).fetchall() == [(1, 1), (2, 2)]
        assert connection.execute("SELECT count(*) FROM sessions").fetchone() == (0,)
        assert connection.execute("SELECT email, role FROM accounts").fetchall() == [
            ("olive@homeward.example", "officer")
        ]


def test_a_vacancy_is_of_the_unit_of_its_void(database_url: str) -> None:
    as_owner(database_url, lambda connection: put_a_home(connection, "S1/1", "S1/2"))
    as_owner(database_url, lambda connection: put_vacancies(connection, [given_vacancy()]))
    other = "UPDATE vacancies SET unit_id = (SELECT id FROM units WHERE reference = 'S1/2')"
    with (
        psycopg.connect(database_url) as connection,
        pytest.raises(psycopg.errors.ForeignKeyViolation),
    ):
        connection.execute(other)
