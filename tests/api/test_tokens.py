"""API tokens: landlords' own programs read what is theirs, and nothing else."""

import re

import pytest
from httpx import Response

from service.actions.attempts import MOST_BY_SOURCE
from tests.pages.site import Site

FORM = {"name": "Housing system", "scopes": "read_vacancies", "days": "90"}
LAST = "SELECT max(id) FROM api_tokens"


def _make(site: Site, role: str = "landlord", **fields: str) -> str:
    """A token, from the page on which it is shown once."""
    answer = site.post("/tokens", role, FORM | fields)
    assert answer.status_code == 200, answer.text
    shown = re.search(r"<code[^>]*>(hw_[\w-]{43})</code>", answer.text)
    assert shown is not None
    return shown[1]


def _get(site: Site, path: str, token: str) -> Response:
    headers = {"Authorization": f"Bearer {token}"}
    return site.client.get(path, headers=headers, follow_redirects=False)


def test_a_token_reads_the_landlords_own_vacancies(site: Site) -> None:
    token = _make(site)
    answer = _get(site, "/api/vacancies", token)
    assert answer.status_code == 200
    assert answer.json() == site.get("/api/vacancies", "landlord").json()
    assert answer.json()["total"] > 0
    assert _get(site, f"/api/vacancies/{site.ids.own_vacancy}", token).status_code == 200
    assert _get(site, f"/api/vacancies/{site.ids.other_vacancy}", token).status_code == 404
    asked_for = _get(site, "/api/vacancies?landlord_id=2", token)
    assert asked_for.json()["total"] == answer.json()["total"]


def test_a_token_reads_only_what_its_scopes_name(site: Site) -> None:
    token = _make(site, scopes="read_nominations")
    assert _get(site, "/api/vacancies", token).status_code == 403
    assert _get(site, "/api/vacancies/4", token).status_code == 403


def test_a_token_stops_while_its_makers_account_is_disabled(site: Site) -> None:
    token = _make(site, "administrator", landlord_id="1")
    page = site.get("/tokens", "landlord").text
    assert "Olive Administrator" in page
    assert "In use" in page
    site.change("UPDATE accounts SET disabled_at = now() WHERE role = 'administrator'")
    assert _get(site, "/api/vacancies", token).status_code == 401
    assert "whoever made it is disabled" in site.get("/tokens", "landlord").text
    site.change("UPDATE accounts SET disabled_at = NULL")
    assert _get(site, "/api/vacancies", token).status_code == 200


def test_a_token_reads_who_is_nominated_and_the_audit_names_it(site: Site) -> None:
    token = _make(site, scopes="read_nominations")
    answer = _get(site, "/api/nominations", token)
    assert answer.status_code == 200
    assert answer.json() == site.get("/api/nominations", "landlord").json()
    assert answer.json()["total"] == 1
    assert _get(site, "/api/nominations/2", token).status_code == 404
    token_id = site.ask_database(LAST)
    readers = "SELECT array_agg(DISTINCT actor ORDER BY actor) FROM audit WHERE action = 'read'"
    assert site.ask_database(readers) == ["Olive Landlord", f"token {token_id} (Housing system)"]


def test_a_token_opens_no_other_routes_writes_nothing_and_is_for_no_page(site: Site) -> None:
    token = _make(site)
    for path in (
        "/api/applicants",
        "/api/runs",
        "/api/vacancies/4/shortlist",
        "/api/session",
        "/api/places",
    ):
        answer = _get(site, path, token)
        assert (answer.status_code, answer.json()["detail"]) == (403, "No API token may read this.")
    bearer = {"Authorization": f"Bearer {token}"}
    assert site.client.post("/api/runs", headers=bearer, json={}).status_code == 403
    for path in ("/vacancies", "/tokens"):
        answer = _get(site, path, token)
        assert answer.headers["location"].startswith("/sign-in"), path


def test_a_token_that_expired_or_was_revoked_is_refused(site: Site) -> None:
    token = _make(site)
    site.change("UPDATE api_tokens SET expires_at = now(), made_at = now() - interval '90 days'")
    answer = _get(site, "/api/vacancies", token)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert "expired or revoked" in answer.json()["detail"]
    assert "Expired" in site.get("/tokens", "landlord").text
    token = _make(site)
    answer = site.post(f"/tokens/{site.ask_database(LAST)}/revoke", "landlord")
    assert "The token is revoked." in site.get(answer.headers["location"], "landlord").text
    assert _get(site, "/api/vacancies", token).status_code == 401
    assert "Revoked" in site.get("/tokens", "landlord").text


def test_a_token_is_kept_as_a_digest_and_shown_once(site: Site) -> None:
    token = _make(site)
    assert token not in site.get("/tokens", "landlord").text
    rows = "SELECT string_agg(one::text, '') FROM "
    kept = f"{site.ask_database(rows + 'api_tokens AS one')}"
    kept += f"{site.ask_database(rows + 'audit AS one')}"
    assert token not in kept
    assert token.encode().hex() not in kept
    noted = "SELECT actor FROM audit WHERE action = 'add' AND subject = 'api_tokens'"
    assert site.ask_database(noted) == "Olive Landlord"


def test_the_last_use_is_shown_and_written_at_most_once_a_minute(site: Site) -> None:
    token = _make(site)
    assert "Never" in site.get("/tokens", "landlord").text
    seen = "SELECT last_used_at FROM api_token_uses"
    _get(site, "/api/vacancies", token)
    first = site.ask_database(seen)
    assert "Never" not in site.get("/tokens", "landlord").text
    _get(site, "/api/vacancies", token)
    assert site.ask_database(seen) == first
    site.change("UPDATE api_token_uses SET last_used_at = now() - interval '2 minutes'")
    _get(site, "/api/vacancies", token)
    assert site.ask_database(
        "SELECT last_used_at > now() - interval '1 minute' FROM api_token_uses"
    )


def test_a_landlord_neither_sees_nor_revokes_anothers_token(site: Site) -> None:
    _make(site, name="Of Broadland")
    revoke = f"/tokens/{site.ask_database(LAST)}/revoke"
    assert "Of Broadland" not in site.get("/tokens", "other_landlord").text
    assert site.post(revoke, "other_landlord").status_code == 404
    assert site.ask_database("SELECT count(revoked_at) FROM api_tokens") == 0
    assert "Of Broadland" in site.get("/tokens", "administrator").text
    assert site.post(revoke, "administrator").status_code == 303
    assert site.post(revoke, "administrator").status_code == 404


def test_a_landlord_makes_tokens_for_itself_and_an_administrator_for_any(site: Site) -> None:
    _make(site, landlord_id="2")
    assert site.ask_database("SELECT landlord_id FROM api_tokens") == 1
    _make(site, "administrator", landlord_id="2")
    newest = "SELECT landlord_id FROM api_tokens ORDER BY id DESC LIMIT 1"
    assert site.ask_database(newest) == 2
    assert site.post("/tokens", "administrator", FORM).status_code == 400
    revoke = f"/tokens/{site.ask_database(LAST)}/revoke"
    assert site.post(revoke, "other_landlord").status_code == 303  # whoever made it


def test_a_landlord_has_no_two_tokens_of_a_name_that_work(site: Site) -> None:
    _make(site)
    answer = site.post("/tokens", "landlord", FORM | {"name": " housing SYSTEM"})
    assert answer.status_code == 409
    assert 'id="name-error"' in answer.text
    assert site.ask_database("SELECT count(*) FROM api_tokens") == 1
    revoke = f"/tokens/{site.ask_database(LAST)}/revoke"
    _make(site, "other_landlord")
    site.post(revoke, "landlord")
    _make(site)


@pytest.mark.parametrize(
    ("field", "value"), [("name", " "), ("scopes", "write_all"), ("days", "36500"), ("days", "x")]
)
def test_a_form_that_is_not_whole_makes_no_token(
    reading_site: Site, field: str, value: str
) -> None:
    answer = reading_site.post("/tokens", "landlord", FORM | {field: value})
    assert answer.status_code == 400
    assert "There is a problem" in answer.text
    assert reading_site.ask_database("SELECT count(*) FROM api_tokens") == 0


def test_guessing_tokens_is_stopped_and_no_valid_one_is_shut_out(site: Site) -> None:
    token = _make(site)
    for _ in range(MOST_BY_SOURCE):
        assert _get(site, "/api/vacancies", "hw_guess").status_code == 401
    answer = _get(site, "/api/vacancies", "hw_guess")
    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= 900
    assert _get(site, "/api/vacancies", token).status_code == 200
    site.change("UPDATE attempts SET at = now() - interval '16 minutes'")
    assert _get(site, "/api/vacancies", "hw_guess").status_code == 401


def test_the_api_says_where_a_token_may_be_used(reading_site: Site) -> None:
    document = reading_site.get("/api/openapi.json", None).json()
    assert document["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    assert {"token": ["read_vacancies"]} in document["paths"]["/api/vacancies"]["get"]["security"]
    assert "token" not in str(document["paths"]["/api/runs"]["get"].get("security", ""))
