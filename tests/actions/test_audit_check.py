"""Whatever is done to the audit behind its back is found and named."""

import asyncio
import json
import threading
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from service.actions.audit_check import (
    check_audit,
    check_within,
    keep_head,
    keep_head_of_day,
)
from service.actions.audit_heads import FILE, read_heads
from service.domain.auditing import Fault, Head
from service.store.audit import add_audit
from service.store.context import set_reason
from service.store.pool import Connection
from service.worker import keep_todays_head
from tests.database import as_owner, within

_SAYS = {"homeward.role": "system", "homeward.name": "Homeward"}


@pytest.fixture
def url(database_url: str) -> str:
    """A database whose audit has six rows; the second, third and sixth with changes."""
    statements = (
        "INSERT INTO landlords (name, kind) VALUES ('One', 'charity'), ('Two', 'charity')",
        "UPDATE landlords SET name = name || ' Homes'",
        "UPDATE landlords SET kind = 'council' WHERE name = 'One Homes'",
        "INSERT INTO support_providers (name) VALUES ('Three')",
        "INSERT INTO applicants (reference, name, state, tier, registered_on, district_code,"
        " support_level, floating_level, client_groups, accessibility_needs, ready_on)"
        " SELECT 'A1', 'Ann', 'live', 1, '2026-01-01', min(code), 1, 0, '{}', '{}', '2026-02-01'"
        " FROM districts",
        "UPDATE applicants SET name = 'Anne'",
    )
    for statement in statements:
        within(database_url, lambda c, s=statement: c.execute(s))
    return database_url


def faults(url: str, home: Path = Path("/nowhere")) -> list[Fault]:
    async def check(connection: Connection) -> list[Fault]:
        return [fault async for fault in check_audit(connection, home=home)]

    return within(url, check)


def tamper(url: str, *statements: str) -> None:
    """What somebody could do who owns the server: no trigger, no reference holds them."""
    with psycopg.connect(url) as connection:
        connection.execute("SET session_replication_role = replica")
        for statement in statements:
            connection.execute(statement)


def where(found: Sequence[Fault]) -> list[tuple[int | None, int | None]]:
    return [(fault.position, fault.audit_id) for fault in found]


@pytest.fixture
def with_reason(url: str) -> str:
    """The same with a seventh row, of the first applicant, with a reason."""

    async def change(connection: Connection) -> None:
        await set_reason(connection, "Ann rang")
        await connection.execute("UPDATE applicants SET tier = 2")

    within(url, change)
    return url


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("reason = 'Bob rang'", "not the one that was written"),
        ("reason_salt = gen_random_uuid()", "not the one that was written"),
        ("reason = NULL, reason_salt = NULL", "gone, though nobody whom the row concerns"),
    ],
)
def test_a_changed_reason_is_named(with_reason: str, change: str, what: str) -> None:
    assert faults(with_reason) == []
    tamper(with_reason, f"UPDATE audit SET {change} WHERE id = 7")  # noqa: S608
    (found,) = faults(with_reason)
    assert str(found).startswith(f"audit row 7: the reason is {what}")


def test_a_reason_goes_only_with_an_applicant_whom_its_row_concerns(with_reason: str) -> None:
    erase = "UPDATE audit SET reason = NULL, reason_salt = NULL WHERE id = 7"
    erased = "INSERT INTO erasures (applicant_id, rule, erased_by) VALUES ({}, 'request', 'x')"
    within(with_reason, lambda c: c.execute(erased.format(99)))
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        within(with_reason, lambda c: c.execute(erase))
    within(with_reason, lambda c: c.execute(erased.format(1)))
    within(with_reason, lambda c: c.execute(erase))
    assert faults(with_reason) == []


def test_a_whole_chain_is_fine(url: str) -> None:
    assert faults(url) == []
    assert within(url, lambda c: _count(c, "audit_chain")) == 6


def test_an_empty_audit_is_fine(database_url: str) -> None:
    assert faults(database_url) == []


@pytest.mark.parametrize(
    "change",
    [
        "actor = 'Somebody else'",
        "at = at + interval '1 microsecond'",
        "(reason, reason_salt, reason_sha256) = (SELECT 'made up', u, sha256(reason_words(u,"
        " 'made up')) FROM gen_random_uuid() AS u)",
        "source = '192.0.2.1'",
        "details = '{\"rows\": 1}'",
        "applicant_ids = '{1}'",
    ],
)
def test_a_changed_row_is_named(url: str, change: str) -> None:
    tamper(url, f"UPDATE audit SET {change} WHERE id = 2")  # noqa: S608
    assert where(faults(url)) == [(2, 2)]


@pytest.mark.parametrize(
    "change", ['before = \'{"name": "X"}\'', "after = NULL", "row_key = '{\"id\": 9}'"]
)
def test_changed_values_are_named(url: str, change: str) -> None:
    of = "audit_id = 2 AND position = 2"
    tamper(url, f"UPDATE audit_changes SET {change} WHERE {of}")  # noqa: S608
    (found,) = faults(url)
    assert str(found) == "audit row 2: the values of change 2 are not what was written"


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit_changes SET applicant_id = 7 WHERE audit_id = 6",
        "UPDATE audit_changes SET sha256 = sha256('') WHERE audit_id = 6",
        "DELETE FROM audit_changes WHERE audit_id = 6",
        "INSERT INTO audit_changes (audit_id, position, row_key, salt, sha256)"
        " SELECT 6, 9, '{}', gen_random_uuid(), ''",
    ],
)
def test_changes_that_are_not_those_of_their_row_are_named(url: str, change: str) -> None:
    tamper(url, change)
    assert (6, 6) in where(faults(url))


def test_a_deleted_row_is_named(url: str) -> None:
    tamper(url, "DELETE FROM audit WHERE id = 4")
    (found,) = faults(url)
    assert str(found) == "position 4, audit row 4: the row is gone"


def test_a_row_deleted_with_its_link_is_named(url: str) -> None:
    tamper(url, "DELETE FROM audit WHERE id = 4", "DELETE FROM audit_chain WHERE audit_id = 4")
    assert [str(fault)[:34] for fault in faults(url)] == [
        "position 4: the link is missing",
        "position 5, audit row 5: the row, ",
    ]


def test_two_swapped_links_are_named(url: str) -> None:
    tamper(
        url,
        "UPDATE audit_chain SET audit_id = -audit_id WHERE audit_id IN (2, 4)",
        "UPDATE audit_chain SET audit_id = 6 + audit_id WHERE audit_id < 0",
    )
    assert where(faults(url)) == [(2, 4), (4, 2)]


def test_an_inserted_row_without_a_link_is_named(url: str) -> None:
    tamper(
        url,
        "INSERT INTO audit (id, actor, action, subject) OVERRIDING SYSTEM VALUE"
        " VALUES (-1, 'x', 'read', 'y')",
    )
    (found,) = faults(url)
    assert str(found) == "audit row -1: the row has no link in the chain"


_REWRITE = """
DO $$
DECLARE
    link bytea := (SELECT sha256 FROM audit_chain WHERE position = 3);
    row_said audit;
BEGIN
    FOR row_said IN SELECT * FROM audit WHERE id > 3 ORDER BY id LOOP
        link := sha256(link || audit_words(row_said));
        UPDATE audit_chain SET sha256 = link WHERE audit_id = row_said.id;
    END LOOP;
END
$$
"""


def test_a_tail_written_anew_is_shown_by_a_head_outside(url: str, tmp_path: Path) -> None:
    within(url, lambda c: keep_head(c, home=tmp_path))
    assert faults(url, tmp_path) == []

    tamper(url, "UPDATE audit SET actor = 'x' WHERE id = 5", _REWRITE)

    assert faults(url) == []  # whoever can rewrite everything deceives the database, not the file
    (found,) = faults(url, tmp_path)
    assert (found.position, found.audit_id) == (6, 6)
    assert "the chain is not what it was when its head was written down" in found.what


def test_a_tail_cut_off_is_shown_by_a_head_outside(url: str, tmp_path: Path) -> None:
    within(url, lambda c: keep_head(c, home=tmp_path))
    tamper(url, "DELETE FROM audit_chain WHERE position > 4", "DELETE FROM audit WHERE id > 4",
           "DELETE FROM audit_changes WHERE audit_id > 4")  # fmt: skip
    assert faults(url) == []
    (found,) = faults(url, tmp_path)
    assert str(found).startswith("position 6: the chain ends at position 4")


def test_a_line_that_is_no_head_is_named(url: str, tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('{"position": 6}\n')
    assert [str(fault) for fault in faults(url, tmp_path)] == [f"line 1 of {FILE} is no head"]


_ERASE = "UPDATE audit_changes SET before = NULL, after = NULL, salt = NULL WHERE audit_id = 6"


def test_values_may_be_gone_only_where_the_applicant_was_erased(url: str) -> None:
    within(url, lambda c: c.execute(_ERASE))
    (found,) = faults(url)
    assert (found.audit_id, found.what[:35]) == (6, "the values of change 1 are gone, th")

    within(
        url,
        lambda c: c.execute(
            "INSERT INTO erasures (applicant_id, rule, erased_by) SELECT id, 'x', 'y'"
            " FROM applicants"
        ),
    )
    assert faults(url) == []


def test_values_may_be_gone_when_they_are_old(url: str) -> None:
    tamper(url, "UPDATE audit SET at = at - interval '8 years'",
           _ERASE.replace("SET", "SET row_key = NULL,"),
           _REWRITE.replace("(SELECT sha256 FROM audit_chain WHERE position = 3)", "''")
           .replace("id > 3", "id > 0"))  # fmt: skip
    assert faults(url) == []


def test_transactions_at_once_chain_without_a_gap(url: str) -> None:
    def write(n: int) -> None:
        with psycopg.connect(url, autocommit=True) as connection:
            for k in range(10):
                with connection.transaction(force_rollback=k % 3 == 0):
                    connection.execute(
                        "INSERT INTO audit (actor, action, subject) VALUES ('x', 'test', %s)",
                        [f"{n}/{k}"],
                    )

    threads = [threading.Thread(target=write, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert faults(url) == []
    assert within(url, lambda c: _count(c, "audit_chain")) == 6 + 6 * 6


def test_what_is_rolled_back_leaves_no_trace(url: str) -> None:
    async def half(connection: Connection) -> None:
        await add_audit(connection, action="kept", subject="x")
        async with connection.transaction(force_rollback=True):
            await connection.execute("UPDATE landlords SET name = name || '!'")
            await add_audit(connection, action="dropped", subject="x")
        async with connection.transaction():
            await add_audit(connection, action="kept", subject="y")

    within(url, half)
    with psycopg.connect(url) as connection:
        connection.execute("UPDATE landlords SET name = name || '!'")
        connection.rollback()

    assert faults(url) == []
    with psycopg.connect(url) as connection:
        rows = connection.execute(
            "SELECT action, subject FROM audit JOIN audit_chain ON audit_id = id"
            " WHERE id > 6 ORDER BY position"
        ).fetchall()
    assert rows == [("kept", "x"), ("kept", "y")]


def test_a_check_without_time_says_that_it_did_not_finish(url: str, tmp_path: Path) -> None:
    async def check(connection: Connection) -> list[bool]:
        hurried = await check_within(connection, home=tmp_path, seconds=-1)
        whole = await check_within(connection, home=tmp_path, seconds=60)
        await add_audit(connection, action="unchained", subject="until it commits")
        enough = await check_within(connection, home=tmp_path, seconds=60, most=0)
        assert [len(found.faults) for found in (hurried, whole, enough)] == [0, 0, 0]
        return [found.is_finished for found in (hurried, whole, enough)]

    assert within(url, check) == [False, True, False]


def test_a_slow_query_of_a_check_is_stopped_and_the_transaction_goes_on(
    url: str, tmp_path: Path
) -> None:
    async def check(connection: Connection) -> bool:
        await connection.execute(
            "CREATE FUNCTION slow() RETURNS boolean LANGUAGE sql AS 'SELECT pg_sleep(9) IS NULL';"
            "CREATE POLICY slow ON audit_chain AS RESTRICTIVE USING (slow());"
            "SET LOCAL ROLE homeward_app"
        )
        for name, value in _SAYS.items():
            await connection.execute("SELECT set_config(%s, %s, true)", [name, value])
        found = await check_within(connection, home=tmp_path, seconds=0.2)
        await add_audit(connection, action="still", subject="here")
        await connection.rollback()
        return found.is_finished

    assert as_owner(url, check) is False


def test_the_worker_keeps_one_head_a_day_in_a_file_of_its_own(url: str, tmp_path: Path) -> None:
    home = tmp_path / "home"
    today = datetime.now(UTC).date()

    async def keep(connection: Connection) -> list[Head | None]:
        days = (today, today, today + timedelta(days=1))
        return [await keep_head_of_day(connection, home=home, today=day) for day in days]

    first, again, _ = within(url, keep)

    assert first is not None
    assert (first.position, again) == (6, None)
    assert (home / FILE).stat().st_mode & 0o777 == 0o600
    assert read_heads(home).heads[0] == first
    said = json.loads((home / FILE).read_text().splitlines()[0])
    assert said.keys() == {"at", "position", "sha256"}


def test_a_file_that_cannot_be_written_does_not_stop_the_worker(url: str, tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    asyncio.run(keep_todays_head(url, tmp_path))


async def _count(connection: Connection, table: str) -> object:
    row = await (await connection.execute(f"SELECT count(*) FROM {table}")).fetchone()  # noqa: S608
    return row and row[0]
