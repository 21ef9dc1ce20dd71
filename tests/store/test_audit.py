"""What writes leave in the audit by themselves, and that nobody changes it."""

from collections.abc import Sequence
from typing import Any

import psycopg
import pytest

from service.domain.accounts import Actor, Role
from service.store.audit import add_audit
from service.store.bulk import take_turn
from service.store.context import elevated, set_context, set_reason
from service.store.pool import Connection
from tests.database import within

OLIVE = Actor(7, "Olive Officer", Role.OFFICER)
APPLICANT = (
    "INSERT INTO applicants (reference, name, state, tier, registered_on, district_code,"
    " support_level, floating_level, client_groups, accessibility_needs, ready_on)"
    " SELECT 'A' || n, 'Ann', 'live', 1, '2026-01-01', min(code), 1, 0, '{{}}', '{{}}',"
    " '2026-02-01'"
    " FROM districts, generate_series(1, {n}) AS n GROUP BY n"
)
MEMBER = (
    "INSERT INTO household_members (applicant_id, position, relation, born_on, sex, needs_own_room)"
    " VALUES (1, 1, 'lead', '1980-01-01', 'female', false)"
)
ACCOUNT = (
    "INSERT INTO accounts (email, name, role, password_hash)"
    " VALUES ('a@x.example', 'Ada', 'planner', 'secret hash')"
)


def written(url: str, *statements: str) -> list[dict[str, Any]]:
    """What the last of some statements, done for Olive by Homeward, leaves in the audit."""

    async def do(connection: Connection) -> None:
        await set_context(connection, OLIVE, source="192.0.2.7")
        async with elevated(connection):
            for statement in statements:
                await connection.execute(statement)

    within(url, do)
    with psycopg.connect(url) as connection:
        rows = connection.execute(
            "SELECT action, subject, applicant_ids, details,"
            " (SELECT jsonb_agg(jsonb_build_array(row_key, before, after) ORDER BY position)"
            "  FROM audit_changes WHERE audit_id = id) FROM audit ORDER BY id"
        ).fetchall()
    names = ("action", "subject", "applicants", "details", "changes")
    return [dict(zip(names, row, strict=True)) for row in rows]


def act(
    action: str, subject: str, applicants: Sequence[int] | None, changes: Any = None, **details: Any
) -> dict[str, Any]:
    said = {"rows": 1, **details}
    return {
        "action": action,
        "subject": subject,
        "applicants": applicants,
        "details": said,
        "changes": changes,
    }


def test_what_an_applicant_leaves(database_url: str) -> None:
    added, changed, deleted = written(
        database_url,
        APPLICANT.format(n=1),
        "UPDATE applicants SET name = 'Anne', rent_limit_pence = 900 WHERE id = 1",
        "UPDATE applicants SET name = 'Anne' WHERE id = 1",
        "DELETE FROM applicants WHERE id = 1",
    )
    assert added == act("add", "applicants", [1])
    assert changed == act("change", "applicants", [1], [
        [{"id": 1}, {"name": "Ann", "rent_limit_pence": None},
         {"name": "Anne", "rent_limit_pence": 900}],
    ])  # fmt: skip
    ((key, before, after),) = deleted["changes"]
    assert (deleted["action"], key, before["reference"], after) == ("delete", {"id": 1}, "A1", None)


def test_what_a_household_member_leaves_when_the_applicant_goes_too(database_url: str) -> None:
    _, added, changed, *gone = written(
        database_url,
        APPLICANT.format(n=1),
        MEMBER,
        "UPDATE household_members SET sex = 'male'",
        "DELETE FROM applicants",
    )
    key = {"applicant_id": 1, "position": 1}
    assert added == act("add", "household_members", [1])
    assert changed == act(
        "change", "household_members", [1], [[key, {"sex": "female"}, {"sex": "male"}]]
    )
    assert {(row["action"], row["subject"]) for row in gone} == {
        ("delete", "applicants"), ("delete", "household_members"),
    }  # fmt: skip


def test_a_row_whose_key_changes_is_not_lost(database_url: str) -> None:
    *_, changed = written(
        database_url,
        APPLICANT.format(n=2),
        MEMBER,
        "UPDATE household_members SET applicant_id = 2",
    )
    (came, went) = sorted(changed["changes"], key=lambda change: change[1] is not None)
    assert changed["applicants"] == [1, 2]
    assert (went[0], went[2]) == ({"applicant_id": 1, "position": 1}, None)
    assert (came[0], came[1]) == ({"applicant_id": 2, "position": 1}, None)


def test_secrets_of_an_account_are_told_only_as_being_there(database_url: str) -> None:
    added, changed, cleared, deleted = written(
        database_url,
        ACCOUNT,
        "UPDATE accounts SET password_hash = 'another hash'",
        "UPDATE accounts SET password_hash = NULL",
        "DELETE FROM accounts",
    )
    kept = "(not kept)"
    assert added == act("add", "accounts", None, keys=[{"id": 1}])
    assert changed["changes"] == [[{"id": 1}, {"password_hash": kept}, {"password_hash": kept}]]
    assert cleared["changes"] == [[{"id": 1}, {"password_hash": kept}, {"password_hash": None}]]
    assert deleted["changes"][0][1]["email"] == "a@x.example"
    with psycopg.connect(database_url) as connection:
        (everything,) = connection.execute(
            "SELECT string_agg(c::text || a::text, '') FROM audit_changes AS c, audit AS a"
        ).fetchone() or ("",)
    assert "hash'" not in everything
    assert "another hash" not in everything
    assert "secret hash" not in everything


def test_ten_thousand_rows_are_one_act(database_url: str) -> None:
    _, changed = written(
        database_url, APPLICANT.format(n=10_000), "UPDATE applicants SET tier = 2 WHERE id > 1"
    )
    assert changed["details"] == {"rows": 9_999}
    assert len(changed["changes"]) == len(changed["applicants"]) == 9_999


def test_who_when_and_where_are_what_the_context_says(database_url: str) -> None:
    async def forge(connection: Connection) -> None:
        await set_context(connection, OLIVE, source="192.0.2.7")
        await set_reason(connection, "asked to")
        await connection.execute(
            "INSERT INTO audit (actor, account_id, role, source, at, action, subject)"
            " VALUES ('Somebody else', 9, 'auditor', '::1', '2020-01-01', 'read', 'x')"
        )

    within(database_url, forge)
    with psycopg.connect(database_url) as connection:
        row = connection.execute(
            "SELECT actor, account_id, role, source, reason, at > now() - interval '1 hour'"
            " FROM audit"
        ).fetchone()
    assert row == ("Olive Officer", 7, "officer", "192.0.2.7", "asked to", True)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET actor = 'x'",
        "UPDATE audit SET reason = 'x', reason_salt = gen_random_uuid()",
        "DELETE FROM audit",
        "TRUNCATE audit CASCADE",
        "UPDATE audit_chain SET sha256 = ''",
        "DELETE FROM audit_chain",
        "TRUNCATE audit_chain",
        "DELETE FROM audit_changes",
        "TRUNCATE audit_changes",
        "UPDATE audit_changes SET before = '{}'",
        "UPDATE audit_changes SET sha256 = ''",
    ],
)
def test_nobody_changes_the_audit(database_url: str, statement: str) -> None:
    written(database_url, ACCOUNT, "UPDATE accounts SET name = 'Eve'")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        within(database_url, lambda connection: connection.execute(statement))
    with (
        psycopg.connect(database_url) as owner,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        owner.execute(statement)


def test_the_application_adds_no_links_or_changes_by_hand(database_url: str) -> None:
    written(database_url, ACCOUNT)
    for statement in (
        "INSERT INTO audit_chain VALUES (99, 1, '')",
        "INSERT INTO audit_changes (audit_id, position, sha256) VALUES (1, 9, '')",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            within(database_url, lambda connection, s=statement: connection.execute(s))


def test_of_a_change_only_all_values_go_and_the_key_with_them(database_url: str) -> None:
    erase = "UPDATE audit_changes SET before = NULL, after = NULL, salt = NULL"
    written(database_url, ACCOUNT, "UPDATE accounts SET name = 'Eve'")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        within(database_url, lambda c: c.execute("UPDATE audit_changes SET before = NULL"))
    within(database_url, lambda c: c.execute(erase))
    with psycopg.connect(database_url) as connection:
        row = connection.execute("SELECT row_key, before, after, salt FROM audit_changes")
        assert row.fetchall() == [(None, None, None, None)]


def test_only_auditors_and_homeward_read_the_audit(database_url: str) -> None:
    written(database_url, ACCOUNT)

    async def count(connection: Connection, role: Role) -> list[int]:
        await set_context(connection, Actor(1, "x", role), source=None)
        found = []
        for table in ("audit", "audit_chain"):
            cursor = await connection.execute(f"SELECT 1 FROM {table}")  # noqa: S608
            found.append(len(await cursor.fetchall()))
        return found

    for role in Role:
        may = [1, 1] if role is Role.AUDITOR else [0, 0]
        assert within(database_url, lambda c, r=role: count(c, r)) == may, role


def test_writers_who_wait_for_each_other_are_not_kept_waiting_by_the_chain(
    database_url: str,
) -> None:
    """The chain is locked at commit and not before: an open transaction holds nobody up."""

    async def other(connection: Connection) -> None:
        await connection.execute("SET LOCAL lock_timeout = '2s'")
        await add_audit(connection, action="second", subject="x")

    async def first(connection: Connection) -> None:
        await take_turn(connection)
        await add_audit(connection, action="first", subject="x")
        within_another_thread(database_url, other)

    within(database_url, first)
    with psycopg.connect(database_url) as connection:
        rows = connection.execute(
            "SELECT action FROM audit_chain JOIN audit ON id = audit_id ORDER BY position"
        ).fetchall()
    assert rows == [("second",), ("first",)]


def within_another_thread(url: str, action: Any) -> None:
    """Run an action beside the event loop that runs here."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as pool:
        pool.submit(within, url, action).result()
