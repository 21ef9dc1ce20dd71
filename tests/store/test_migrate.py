"""Migrations are applied once, in order, whole, and never change after."""

from pathlib import Path

import psycopg
import pytest

from service.errors import NotReady
from service.store import migrate as migrating
from service.store.migrate import Migration, find_pending, migrate, read_migrations
from tests.database import within


def test_a_migrated_database_has_nothing_left_to_apply(database_url: str) -> None:
    assert within(database_url, find_pending) == []
    assert within(database_url, migrate) == []


def test_a_migration_that_changed_after_landing_is_refused(database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        connection.execute("UPDATE migrations SET sha256 = 'other' WHERE name = '0002_homes'")
    with pytest.raises(NotReady, match="0002_homes was changed after it was applied"):
        within(database_url, migrate)


def test_a_database_of_a_newer_version_is_refused(database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        connection.execute("INSERT INTO migrations VALUES ('9999_newer', 'x')")
    with pytest.raises(NotReady, match="9999_newer"):
        within(database_url, find_pending)


def test_a_migration_that_fails_leaves_nothing_behind(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = [Migration("9001_table", "CREATE TABLE half (id int)"), Migration("9002_bad", "SELEC 1")]
    known = read_migrations()
    monkeypatch.setattr(migrating, "read_migrations", lambda: [*known, *bad])
    with pytest.raises(NotReady, match="9002_bad failed"):
        within(database_url, migrate)
    with psycopg.connect(database_url) as connection:
        found = connection.execute("SELECT to_regclass('half')").fetchone()
    assert found == (None,)


def test_a_folder_without_migrations_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotReady, match="no migrations"):
        read_migrations(tmp_path)
