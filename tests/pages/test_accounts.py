"""Accounts, as administrators keep them."""

import re

import psycopg
import pytest

from service.actions.accounts import add_account, clear_sign_in
from service.domain.accounts import Role
from service.errors import RuleBroken
from service.store.pool import Connection
from tests.database import within
from tests.pages.county import PASSWORD
from tests.pages.site import Site

ADMIN = "administrator"
GOOD = "turnips under seven moons"


async def _open(
    connection: Connection,
    email: str = "new@homeward.example",
    role: Role = Role.PLANNER,
    landlord_id: int | None = None,
    password: str = GOOD,
) -> int:
    return await add_account(
        connection,
        email=email,
        name="Newton Gallimore",
        role=role,
        landlord_id=landlord_id,
        password=password,
    )


def id_of(site: Site, person: str) -> int:
    """The id of a person's account."""
    with psycopg.connect(site.url) as connection:
        found = connection.execute(
            "SELECT id FROM accounts WHERE email = %s", [f"{person}@homeward.example"]
        ).fetchone()
    assert found is not None
    return int(found[0])


def count_sessions(site: Site, person: str) -> int:
    """How many sessions a person has."""
    with psycopg.connect(site.url) as connection:
        found = connection.execute(
            "SELECT count(*) FROM sessions WHERE account_id = %s", [id_of(site, person)]
        ).fetchone()
    assert found is not None
    return int(found[0])


def link_in(page: str) -> str:
    """The path of the link that a page shows."""
    found = re.search(r"http://testserver\.local(/link/[\w-]{43})", page)
    assert found is not None
    return found.group(1)


def test_an_address_has_one_account_however_it_is_cased(database_url: str) -> None:
    within(database_url, _open)
    with pytest.raises(RuleBroken, match="has an account"):
        within(database_url, lambda connection: _open(connection, " NEW@homeward.example"))


@pytest.mark.parametrize(
    ("role", "landlord_id", "words"),
    [
        (Role.LANDLORD, None, "Choose their landlord"),
        (Role.OFFICER, 1, "Leave the landlord empty for a housing officer"),
        (Role.AUDITOR, 1, "Leave the landlord empty for an auditor"),
    ],
)
def test_a_landlords_person_and_nobody_else_has_a_landlord(
    database_url: str, role: Role, landlord_id: int | None, words: str
) -> None:
    with pytest.raises(RuleBroken, match=words):
        within(
            database_url,
            lambda connection: _open(connection, role=role, landlord_id=landlord_id),
        )


def test_an_invited_person_chooses_a_password_and_signs_in(site: Site) -> None:
    fields = {"email": " New@Homeward.example", "name": "Nia New", "role": "landlord"}
    answer = site.post("/accounts/invite", ADMIN, {**fields, "landlord": "2"})
    assert answer.status_code == 200
    path = link_in(answer.text)
    page = site.get("/accounts", ADMIN).text
    assert "Invited" in page
    assert "Housing officer" in page
    assert site.get(path, None).status_code == 200
    answer = site.client.post(path, data={"password": GOOD}, follow_redirects=False)
    assert answer.headers["location"] == "/sign-in?done=password-set"
    assert (
        "The password is set. Sign in with it." in site.get("/sign-in?done=password-set", None).text
    )
    given = {"email": "new@homeward.example", "password": GOOD}
    assert site.client.post("/sign-in", data=given, follow_redirects=False).status_code == 303
    assert site.ask_database("SELECT landlord_id FROM accounts WHERE name = 'Nia New'") == 2
    assert GOOD not in str(site.ask_database("SELECT string_agg(c::text, '') FROM audit_changes c"))


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"role": ""}, "role", "Choose what they are to Homeward"),
        ({"role": "landlord"}, "landlord", "Choose their landlord"),
        (
            {"role": "support_provider", "provider": "9"},
            "provider",
            "Choose their support provider",
        ),
        ({"role": "planner", "district": "E07000143"}, "district", "Only a housing officer"),
        ({"email": "no address"}, "email", "Write the email address"),
        ({"email": "officer@homeward.example"}, "email", "has an account"),
        ({"name": " "}, "name", "person&#39;s name"),
    ],
)
def test_an_invitation_that_is_not_right_is_shown_again(
    site: Site, fields: dict[str, str], field: str, words: str
) -> None:
    right = {"email": "new@homeward.example", "name": "Nia New", "role": "planner"}
    answer = site.post("/accounts/invite", ADMIN, right | fields)
    assert answer.status_code == (409 if "has an account" in words else 400)
    assert words in answer.text
    assert f'id="{field}-error"' in answer.text
    assert site.ask_database("SELECT count(*) FROM accounts WHERE name = 'Nia New'") == 0


def test_everything_that_is_wrong_with_an_invitation_is_said_at_once(site: Site) -> None:
    page = site.post("/accounts/invite", ADMIN, {"email": "none", "role": "landlord"}).text
    for field in ("email", "name", "landlord"):
        assert f'id="{field}-error"' in page, field
    page = site.post("/accounts/invite", ADMIN, {"landlord": "1"}).text
    for field in ("email", "name", "role"):
        assert f'id="{field}-error"' in page, field
    assert 'id="landlord-error"' not in page


def test_an_administrator_sees_that_failures_locked_an_account_until_a_link_lifts_it(
    site: Site,
) -> None:
    path = f"/accounts/{id_of(site, 'planner')}"
    wrong = {"email": "planner@homeward.example", "password": "wrong"}
    for _ in range(4):
        site.client.post("/sign-in", data=wrong)
    assert "Locked after" not in site.get(path, ADMIN).text
    site.client.post("/sign-in", data=wrong)
    page = site.get(path, ADMIN).text
    said = r"Locked after failed sign-ins until \d+:\d\d[ap]m; a new-password link lifts it\."
    assert re.search(said, page) is not None
    assert "Locked after" not in site.get(f"/accounts/{id_of(site, 'officer')}", ADMIN).text
    link = link_in(site.post(f"{path}/link", ADMIN).text)
    assert site.client.post(link, data={"password": GOOD}).status_code == 200
    assert "Locked after" not in site.get(path, ADMIN).text


@pytest.mark.parametrize(
    ("act", "words"),
    [
        ("disable", "The account is disabled."),
        ("enable", "The account is enabled."),
        ("clear-second-factor", "Their second factor is cleared"),
        ("sign-out", "They are signed out everywhere."),
    ],
)
def test_an_administrator_is_told_that_it_is_done(site: Site, act: str, words: str) -> None:
    path = f"/accounts/{id_of(site, 'planner')}"
    assert words not in site.get(path, ADMIN).text
    answer = site.post(f"{path}/{act}", ADMIN)
    page = site.get(answer.headers["location"], ADMIN).text
    assert words in page
    assert "govuk-notification-banner--success" in page


def test_an_address_puts_no_words_of_its_own_on_a_page(site: Site) -> None:
    page = site.get("/sign-in?done=You+are+hacked", None).text
    assert "hacked" not in page
    assert "govuk-notification-banner--" not in page


def test_a_disabled_account_is_shut_at_once_until_it_is_enabled(site: Site) -> None:
    path = f"/accounts/{id_of(site, 'planner')}"
    link = link_in(site.post(f"{path}/link", ADMIN).text)
    assert site.post(f"{path}/disable", ADMIN).status_code == 303
    assert count_sessions(site, "planner") == 0
    assert site.get(link, None).status_code == 410
    given = {"email": "planner@homeward.example", "password": PASSWORD}
    assert site.client.post("/sign-in", data=given, follow_redirects=False).status_code == 403
    assert site.post(f"{path}/link", ADMIN).status_code == 409
    site.post(f"{path}/enable", ADMIN)
    assert site.client.post("/sign-in", data=given, follow_redirects=False).status_code == 303


def test_an_administrator_signs_somebody_out_and_clears_a_lost_second_factor(site: Site) -> None:
    site.change(
        "INSERT INTO second_factors (account_id, secret, confirmed_at)"
        " SELECT id, 'AAAA', now() FROM accounts WHERE role IN ('planner', 'administrator')"
    )
    site.post(f"/accounts/{id_of(site, 'officer')}/sign-out", ADMIN)
    assert count_sessions(site, "officer") == 0
    site.post(f"/accounts/{id_of(site, 'planner')}/clear-second-factor", ADMIN)
    assert count_sessions(site, "planner") == 0
    assert site.ask_database("SELECT count(*) FROM second_factors") == 1


@pytest.mark.parametrize("act", ["disable", "clear-second-factor", "link", "sign-out"])
def test_an_administrator_does_not_act_on_their_own_account(site: Site, act: str) -> None:
    answer = site.post(f"/accounts/{id_of(site, ADMIN)}/{act}", ADMIN)
    assert answer.status_code == 409
    assert "your own account" in answer.text


def test_what_administrators_do_with_accounts_is_recorded_without_secrets(site: Site) -> None:
    account_id = id_of(site, "planner")
    site.post(f"/accounts/{account_id}/link", ADMIN)
    site.post(f"/accounts/{account_id}/disable", ADMIN)
    who = "SELECT array_agg(DISTINCT actor || ': ' || subject ORDER BY actor || ': ' || subject)"
    assert site.ask_database(f"{who} FROM audit WHERE role = 'administrator'") == [
        "Olive Administrator: accounts",
        "Olive Administrator: links",
    ]
    kept = "SELECT encode(token_sha256, 'hex') FROM links"
    everything = site.ask_database("SELECT string_agg(c::text, '') FROM audit_changes AS c")
    assert str(site.ask_database(kept)) not in str(everything)


def test_what_signing_in_needs_no_more_is_forgotten(site: Site) -> None:
    site.change("UPDATE sessions SET seen_at = now() - interval '31 minutes' WHERE id = 1")
    site.change(
        "INSERT INTO attempts (kind, key_sha256, at)"
        " VALUES ('address', 'old', now() - interval '25 hours'), ('address', 'new', now())"
    )
    site.change(
        "INSERT INTO links (token_sha256, account_id, kind, made_by, made_at, expires_at, used_at)"
        " SELECT n::text::bytea, 1, 'invitation', 'X', long_ago, long_ago + interval '20 days',"
        "   CASE WHEN n = 1 THEN long_ago END"
        " FROM generate_series(1, 2) AS n, (SELECT now() - interval '40 days' AS long_ago) AS t"
    )
    site.change(
        "INSERT INTO sign_in_flows"
        " (state_sha256, browser_sha256, nonce, code_verifier, next_path, started_at)"
        " SELECT n::text::bytea, 'x', '', '', '/', now() - n * interval '40 minutes'"
        " FROM generate_series(1, 2) AS n"
    )
    n = site.ask_database("SELECT count(*) FROM sessions")
    within(site.url, clear_sign_in)
    assert site.ask_database("SELECT count(*) FROM sessions") == int(str(n)) - 1
    for table in ("attempts", "links", "sign_in_flows"):
        assert site.ask_database(f"SELECT count(*) FROM {table}") == 1, table  # noqa: S608
