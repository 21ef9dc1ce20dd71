"""Signing in and out, sessions and forms that are not ours."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from httpx import Response

from service.actions import passwords
from service.actions.signing_in import WRONG_SIGN_IN
from tests.pages.county import CSRF, PASSWORD, token_of
from tests.pages.site import Site, open_site

COOKIE = "homeward_session"


def _sign_in(
    site: Site, email: str = "officer@homeward.example", password: str = PASSWORD, cookie: str = ""
) -> Response:
    headers = {"Cookie": f"{COOKIE}={cookie}"} if cookie else {}
    site.client.cookies.clear()
    return site.client.post(
        "/sign-in",
        headers=headers,
        data={"email": email, "password": password, "next": "/runs"},
        follow_redirects=False,
    )


def _as(site: Site, cookie: str) -> Response:
    site.client.cookies.clear()
    return site.client.get(
        "/runs", headers={"Cookie": f"{COOKIE}={cookie}"}, follow_redirects=False
    )


def test_the_right_password_opens_the_page_that_was_asked_for(site: Site) -> None:
    answer = _sign_in(site, " Officer@Homeward.example ")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/runs"
    set_cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in set_cookie
    assert "SameSite=lax" in set_cookie
    assert "Secure" not in set_cookie
    assert _as(site, answer.cookies[COOKIE]).status_code == 200


def test_over_https_the_cookie_is_secure(site: Site) -> None:
    answer = site.client.post(
        "https://testserver.local/sign-in",
        data={"email": "officer@homeward.example", "password": PASSWORD},
        follow_redirects=False,
    )
    assert "Secure" in answer.headers["set-cookie"]
    assert "max-age" in answer.headers["strict-transport-security"]


@pytest.mark.parametrize(
    ("email", "password"),
    [("officer@homeward.example", "wrong"), ("nobody@homeward.example", PASSWORD), ("", "wrong")],
)
def test_a_failing_sign_in_does_not_say_which_part_was_wrong(
    site: Site, email: str, password: str
) -> None:
    answer = _sign_in(site, email, password)
    assert answer.status_code == 403
    assert WRONG_SIGN_IN in answer.text
    assert "Error: Sign in" in answer.text
    assert "set-cookie" not in answer.headers
    assert PASSWORD not in answer.text


@pytest.mark.parametrize("who", ["officer", "nobody"])
def test_no_password_is_asked_for_whoever_it_is(site: Site, who: str) -> None:
    answer = _sign_in(site, f"{who}@homeward.example", "")
    assert answer.status_code == 400
    assert "Enter your password" in answer.text
    assert 'id="password-error"' in answer.text
    assert WRONG_SIGN_IN not in answer.text
    assert site.ask_database("SELECT count(*) FROM attempts") == 0


def test_an_unknown_address_is_as_much_work_as_a_wrong_password(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []
    verify = passwords._HASHER.verify_and_update

    def counted(password: str, kept: str) -> tuple[bool, str | None]:
        hashed.append(kept)
        return verify(password, kept)

    monkeypatch.setattr(passwords._HASHER, "verify_and_update", counted)
    site.change("UPDATE accounts SET password_hash = NULL WHERE role = 'planner'")
    site.change("UPDATE accounts SET disabled_at = now() WHERE role = 'auditor'")
    for who in ("officer", "nobody", "planner", "auditor"):
        hashed.clear()
        assert WRONG_SIGN_IN in _sign_in(site, f"{who}@homeward.example", "wrong").text
        assert [kept.split("$")[1:4] for kept in hashed] == [["argon2id", "v=19", "m=64,t=1,p=1"]]


def test_passwords_are_looked_at_while_no_connection_is_held(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    idle: list[object] = []
    busy = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND xact_start"
    verify = passwords._HASHER.verify_and_update

    def watched(password: str, kept: str) -> tuple[bool, str | None]:
        idle.append(site.ask_database(f"{busy} IS NOT NULL AND pid <> pg_backend_pid()"))
        return verify(password, kept)

    monkeypatch.setattr(passwords._HASHER, "verify_and_update", watched)
    assert _sign_in(site).status_code == 303
    assert idle == [0]


@pytest.mark.parametrize("email", ["officer@homeward.example", "nobody@homeward.example"])
def test_five_failures_lock_an_address_whether_or_not_it_has_an_account(
    site: Site, email: str
) -> None:
    for _ in range(5):
        assert _sign_in(site, email, "wrong").status_code == 403
    answer = _sign_in(site, email.upper())
    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= 15 * 60
    assert "Try again in 15 minutes" in answer.text
    assert _sign_in(site, "planner@homeward.example").status_code == 303
    assert site.ask_database("SELECT count(*) FROM audit WHERE action = 'fail to sign in'") == 5
    assert site.ask_database("SELECT count(*) FROM audit WHERE action = 'lock out'") == 1
    site.change("UPDATE attempts SET at = at - interval '16 minutes'")
    assert _sign_in(site, email).status_code == (303 if email.startswith("officer") else 403)


@pytest.mark.parametrize("who", ["officer", "nobody"])
def test_a_stranger_elsewhere_shuts_nobody_out_before_fifty_failures(
    county_url: str, tmp_path: Path, who: str
) -> None:
    def sign_in(password: str, source: str) -> int:
        data = {"email": f"{who}@homeward.example", "password": password}
        headers = {"X-Forwarded-For": source}
        site.client.cookies.clear()
        answer = site.client.post("/sign-in", data=data, headers=headers, follow_redirects=False)
        return answer.status_code

    with open_site(county_url, tmp_path, trusted_proxies=frozenset({"testclient"})) as site:
        statuses = [sign_in("wrong", "198.51.100.9") for _ in range(6)]
        assert statuses == [403] * 5 + [429]
        assert sign_in(PASSWORD, "203.0.113.4") == (303 if who == "officer" else 403)
        site.change(
            "INSERT INTO attempts (kind, key_sha256)"
            " SELECT 'address', sha256(%s) FROM generate_series(6, 50)",
            [f"{who}@homeward.example".encode()],
        )
        assert sign_in(PASSWORD, "203.0.113.5") == 429


def test_thirty_failures_lock_a_source_whatever_addresses_it_tries(site: Site) -> None:
    for i in range(6):
        for _ in range(5):
            _sign_in(site, f"nobody{i}@homeward.example", "wrong")
    assert _sign_in(site).status_code == 429


def test_the_right_password_takes_back_the_failures_before_it(site: Site) -> None:
    for _ in range(2):
        for _ in range(4):
            _sign_in(site, password="wrong")
        assert _sign_in(site).status_code == 303
    assert site.ask_database("SELECT count(*) FROM attempts WHERE kind = 'address'") == 8


def test_many_tries_at_once_are_no_way_round_the_limit(site: Site) -> None:
    def one(_: int) -> int:
        return site.client.post(
            "/sign-in", data={"email": "a@b.example", "password": "wrong"}
        ).status_code

    with ThreadPoolExecutor(10) as threads:
        statuses = sorted(threads.map(one, range(10)))
    assert statuses == [403] * 5 + [429] * 5


def test_sign_ins_and_sign_outs_are_recorded_and_never_the_password(site: Site) -> None:
    token = _sign_in(site).cookies[COOKIE]
    csrf = "SELECT csrf_token FROM sessions WHERE csrf_token <> 'the session''s own token'"
    site.client.post(
        "/sign-out",
        headers={"Cookie": f"{COOKIE}={token}"},
        data={"csrf_token": str(site.ask_database(csrf))},
    )
    _sign_in(site, "nobody@homeward.example", "a secret that is no password")
    said = "SELECT string_agg(concat_ws(' ', actor, source, action), ', ' ORDER BY id) FROM audit"
    assert site.ask_database(f"{said} WHERE action LIKE 'sign%%'") == (
        "Olive Officer testclient sign in, Olive Officer testclient sign out"
    )
    everything = str(site.ask_database("SELECT string_agg(a::text, ' ') FROM audit AS a"))
    assert "no password" not in everything
    assert "nobody@homeward.example" not in everything
    failed = "SELECT subject FROM audit WHERE action = 'fail to sign in'"
    assert site.ask_database(failed) == "unknown address"


def test_a_disabled_account_cannot_sign_in_and_its_session_is_over(site: Site) -> None:
    site.change("UPDATE accounts SET disabled_at = now()")
    assert _sign_in(site).status_code == 403
    assert site.get("/runs").status_code == 303


def test_a_cookie_that_somebody_planted_is_never_made_a_session(site: Site) -> None:
    answer = _sign_in(site, cookie="planted-by-an-attacker")
    assert answer.cookies[COOKIE] != "planted-by-an-attacker"
    assert _as(site, "planted-by-an-attacker").status_code == 303


def test_signing_in_again_gives_a_new_token_and_ends_the_old_session(site: Site) -> None:
    first = _sign_in(site).cookies[COOKIE]
    second = _sign_in(site, cookie=first).cookies[COOKIE]
    assert first != second
    assert _as(site, first).status_code == 303
    assert _as(site, second).status_code == 200


@pytest.mark.parametrize(
    "age",
    [
        "UPDATE sessions SET seen_at = now() - interval '31 minutes'",
        "UPDATE sessions SET started_at = now() - interval '12 hours 1 minute'",
    ],
)
def test_a_session_times_out(site: Site, age: str) -> None:
    assert site.get("/runs").status_code == 200
    site.change(age)
    answer = site.get("/runs")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?next=%2Fruns"


def test_signing_in_leads_to_the_page_asked_for_with_what_was_asked_of_it(site: Site) -> None:
    answer = site.get("/vacancies?state=any&page=2", None)
    assert answer.headers["location"] == "/sign-in?next=%2Fvacancies%3Fstate%3Dany%26page%3D2"
    page = site.get(answer.headers["location"], None).text
    assert 'name="next" value="/vacancies?state=any&amp;page=2"' in page
    assert "Sign in to go on." in page
    assert "You were signed out" not in page


@pytest.mark.parametrize(
    ("came_from", "then"),
    [
        ("http://testserver.local/applicants/7?page=2", "next=%2Fapplicants%2F7%3Fpage%3D2&"),
        ("http://testserver.local/account/password", ""),  # takes forms only
        ("http://testserver.local/link/secret", ""),
        ("http://testserver.local//evil.example", ""),
        ("http://evil.example/runs", ""),
        ("http://[evil", ""),
        ("", ""),
    ],
)
def test_a_form_that_comes_too_late_is_said_to_be_lost(
    site: Site, came_from: str, then: str
) -> None:
    headers = {"Cookie": f"{COOKIE}=ended", "Referer": came_from}
    answer = site.client.post("/runs", headers=headers, follow_redirects=False)
    assert answer.headers["location"] == f"/sign-in?{then}lost=yes"
    headers = {"Cookie": f"{COOKIE}=ended"}
    page = site.client.get(answer.headers["location"], headers=headers).text
    assert "You were signed out, and what you sent was not saved." in page
    assert "was not saved" not in site.get(answer.headers["location"], None).text


def test_using_a_session_keeps_it_open(site: Site) -> None:
    site.change("UPDATE sessions SET seen_at = now() - interval '20 minutes'")
    site.get("/runs")
    assert site.ask_database("SELECT max(seen_at) > now() - interval '1 minute' FROM sessions")


def test_signing_out_ends_the_session_and_drops_the_cookie(site: Site) -> None:
    answer = site.post("/sign-out")
    assert answer.status_code == 303
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert site.get("/runs").status_code == 303


def test_only_a_hash_of_the_token_is_stored(site: Site) -> None:
    token = _sign_in(site).cookies[COOKIE]
    stored = "SELECT string_agg(encode(token_sha256, 'escape'), ' ') FROM sessions"
    assert token not in str(site.ask_database(stored))


def test_a_form_from_our_own_origin_is_taken(site: Site) -> None:
    answer = site.client.post(
        "/runs",
        headers={
            "Cookie": f"{COOKIE}={token_of('officer')}",
            "Origin": "http://testserver.local",
            "Sec-Fetch-Site": "same-origin",
        },
        data={"csrf_token": CSRF},
        follow_redirects=False,
    )
    assert answer.status_code == 303
