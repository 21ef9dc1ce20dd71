"""Signing in with the organisation's own accounts."""

import base64
import hmac
import json
import logging
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from httpx import Response
from joserfc import jwt
from joserfc.jwk import RSAKey

from service.actions.attempts import MOST_BEGUN
from service.actions.id_tokens import _address
from service.actions.openid import needs_of
from service.actions.provider import NO_ANSWER, NOT_TAKEN, Provider
from service.errors import NotReady
from service.settings import OpenId, read_settings
from service.store.identities import Known
from tests.oidc_provider import FakeProvider, running_provider
from tests.pages.site import Site, open_site

ME = "subject of the officer"
BACK = "/sign-in/provider/return"
NOT_BEGUN = "was not begun in this browser"


@pytest.fixture(scope="module")
def provider() -> Iterator[FakeProvider]:
    with running_provider() as one:
        yield one


@pytest.fixture(scope="module")
def whole_site(
    reading_county_url: str, tmp_path_factory: pytest.TempPathFactory, provider: FakeProvider
) -> Iterator[Site]:
    home = tmp_path_factory.mktemp("home")
    with open_site(reading_county_url, home, openid=_settings(provider)) as site:
        yield site


def _settings(provider: FakeProvider) -> OpenId:
    return provider.settings(name="Sign in with Norfolk")


@pytest.fixture
def site(whole_site: Site, provider: FakeProvider) -> Site:
    """The module's site with nobody linked and nothing under way."""
    whole_site.client.cookies.clear()
    whole_site.change("DELETE FROM identities")
    whole_site.change("DELETE FROM sign_in_flows")
    whole_site.change("DELETE FROM attempts")
    whole_site.change("DELETE FROM second_factors")
    whole_site.change("UPDATE accounts SET disabled_at = NULL")
    whole_site.client.app.state.provider = Provider(_settings(provider))
    provider.keys, provider.is_down, provider.more = [provider.key], False, {}
    return whole_site


def _begin(site: Site, then: str = "/runs") -> str:
    """Where the browser is sent; it keeps the cookie."""
    answer = site.client.get(f"/sign-in/provider?next={then}", follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def _end(site: Site, query: str) -> Response:
    return site.client.get(f"{BACK}?{query}", follow_redirects=False)


def _sign_in(site: Site, provider: FakeProvider, **changes: object) -> Response:
    site.client.cookies.clear()
    return _end(site, provider.grant(_begin(site), **changes))


def _is_refused(site: Site, answer: Response, words: str) -> bool:
    """Refused with words on a page, with no session, and written down."""
    because = "SELECT details ->> 'wrong' FROM audit WHERE action = 'fail to sign in'"
    noted = site.ask_database(f"{because} ORDER BY id DESC LIMIT 1")
    return (
        answer.status_code == 403
        and "You are not signed in" in answer.text
        and words.replace("'", "&#39;") in answer.text
        and words in str(noted)
        and "homeward_session" not in answer.headers.get("set-cookie", "")
    )


def _is_turned_away(site: Site, query: str) -> bool:
    """Refused as the answer to no sign-in of ours, with nothing written down."""
    n_audit = site.ask_database("SELECT count(*) FROM audit")
    answer = _end(site, query)
    return (
        answer.status_code == 403
        and NOT_BEGUN in answer.text
        and "homeward_session" not in answer.headers.get("set-cookie", "")
        and site.ask_database("SELECT count(*) FROM audit") == n_audit
    )


def test_one_network_begins_no_more_sign_ins_than_it_may_unless_one_ends_well(
    site: Site, provider: FakeProvider
) -> None:
    def begin_many(n: int) -> None:
        key = b"begun testclient"
        site.change(
            "INSERT INTO attempts (kind, key_sha256)"
            " SELECT 'source', sha256(%s) FROM generate_series(1, %s)",
            [key, n],
        )

    begin_many(MOST_BEGUN - 1)
    assert _sign_in(site, provider).status_code == 303
    assert site.ask_database("SELECT count(*) FROM attempts") == 0
    site.client.cookies.clear()
    begin_many(MOST_BEGUN)
    answer = site.get("/sign-in/provider", None)
    assert (answer.status_code, "Try again in 15 minutes" in answer.text) == (429, True)
    assert site.ask_database("SELECT count(*) FROM sign_in_flows") == 0


def test_the_sign_in_page_leads_to_the_organisation_if_there_is_one(
    site: Site,
) -> None:
    page = site.get("/sign-in?next=/runs", None).text
    assert 'href="/sign-in/provider?next=%2Fruns">Sign in with Norfolk</a>' in page
    site.client.app.state.provider = None
    assert "/sign-in/provider" not in site.get("/sign-in", None).text
    assert site.get("/sign-in/provider", None).status_code == 404
    assert site.get(BACK, None).status_code == 404


def test_somebody_whom_the_organisation_knows_is_signed_in(
    site: Site, provider: FakeProvider
) -> None:
    address = _begin(site)
    site.change(
        "INSERT INTO links (token_sha256, account_id, kind, made_by, expires_at)"
        " SELECT 'x', id, 'invitation', 'X', now() + interval '1 day' FROM accounts"
        " WHERE email = 'officer@homeward.example'"
    )
    asked = dict(parse_qsl(urlsplit(address).query))
    assert address.startswith(f"{provider.issuer}/authorize?")
    assert asked["code_challenge_method"] == "S256"
    assert asked["response_type"] == "code"
    answer = _end(site, provider.grant(address))
    assert (answer.status_code, answer.headers["location"]) == (303, "/runs")
    assert site.client.get("/runs", follow_redirects=False).status_code == 200
    assert site.ask_database("SELECT subject FROM identities") == ME
    assert site.ask_database("SELECT count(*) FROM links") == 0
    signed_in = (
        "SELECT actor || ' ' || subject FROM audit WHERE action = 'sign in with organisation'"
    )
    assert str(site.ask_database(signed_in)).startswith("Olive Officer account ")


def test_logs_hold_no_code_state_or_token(
    county_url: str,
    tmp_path: Path,
    provider: FakeProvider,
    capfd: pytest.CaptureFixture[str],
) -> None:
    with open_site(county_url, tmp_path, openid=_settings(provider)) as site:
        query = provider.grant(_begin(site))
        assert _end(site, query).status_code == 303
    logged = "".join(capfd.readouterr())
    assert BACK in logged
    for secret in (*dict(parse_qsl(query)).values(), "eyJ"):
        assert secret not in logged
    assert not logging.getLogger("httpx").isEnabledFor(logging.INFO)


def test_the_browser_gets_a_cookie_that_scripts_cannot_read(site: Site) -> None:
    answer = site.client.get("/sign-in/provider", follow_redirects=False)
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    kept = "SELECT string_agg(encode(browser_sha256, 'escape'), '') FROM sign_in_flows"
    assert answer.cookies["homeward_sign_in"] not in str(site.ask_database(kept))


def _part(one: bytes) -> str:
    return base64.urlsafe_b64encode(one).decode().rstrip("=")


def _unsigned(claims: dict[str, object]) -> str:
    header = json.dumps({"alg": "none"}).encode()
    return f"{_part(header)}.{_part(json.dumps(claims).encode())}."


def _by_public_key(provider: FakeProvider, claims: dict[str, object]) -> str:
    """Signed with what everybody knows, as if it were a secret."""
    header = json.dumps({"alg": "HS256", "kid": "first"}).encode()
    signed = f"{_part(header)}.{_part(json.dumps(claims).encode())}"
    mac = hmac.digest(provider.key.as_pem(private=False), signed.encode(), "sha256")
    return f"{signed}.{_part(mac)}"


def _by_stranger(claims: dict[str, object], kid: str) -> str:
    key = RSAKey.generate_key(2048, {"kid": kid})
    return jwt.encode({"alg": "RS256", "kid": kid, "jwk": key.as_dict(private=False)}, claims, key)


def test_a_token_that_the_provider_did_not_sign_is_refused(
    site: Site, provider: FakeProvider
) -> None:
    for sign in (
        _unsigned,
        lambda claims: _by_public_key(provider, claims),
        lambda claims: _by_stranger(claims, "first"),
        lambda claims: _by_stranger(claims, "unheard of"),
        lambda claims: provider.signed(claims)[:-8] + "AAAAAAAA",
        lambda _: "no token at all",
    ):
        address = _begin(site)
        claims = provider.claims(dict(parse_qsl(urlsplit(address).query)), {})
        answer = _end(site, provider.grant(address, token=sign(claims)))
        assert _is_refused(site, answer, NOT_TAKEN)
    assert site.ask_database("SELECT count(*) FROM identities") == 0


def test_a_token_for_somebody_else_or_another_time_is_refused(
    site: Site, provider: FakeProvider
) -> None:
    now = int(time.time())
    wrong: list[dict[str, object]] = [
        {"nonce": "another"},
        {"nonce": None},
        {"iss": "https://evil.example"},
        {"iss": f"{provider.issuer}/"},
        {"aud": "another"},
        {"aud": ["homeward", "another"]},
        {"aud": ["homeward", "another"], "azp": "another"},
        {"azp": "another"},
        {"exp": now - 120},
        {"exp": None},
        {"iat": now + 600},
        {"iat": None},
        {"nbf": now + 600},
        {"sub": None},
        {"sub": ""},
    ]
    for changes in wrong:
        assert _is_refused(site, _sign_in(site, provider, **changes), NOT_TAKEN), changes


def test_an_answer_counts_once_and_in_the_browser_that_began(
    site: Site, provider: FakeProvider
) -> None:
    query = provider.grant(_begin(site))
    cookies = dict(site.client.cookies)
    site.client.cookies.clear()
    assert _is_turned_away(site, query)
    site.client.cookies.update({"homeward_sign_in": "of another browser"})
    assert _is_turned_away(site, query)
    site.client.cookies.clear()
    site.client.cookies.update(cookies)
    assert _end(site, query).status_code == 303
    site.client.cookies.clear()
    site.client.cookies.update(cookies)
    assert _is_turned_away(site, query)
    assert _is_turned_away(site, "code=1")


def test_a_failed_answer_cannot_be_tried_again(site: Site, provider: FakeProvider) -> None:
    address = _begin(site)
    cookies = dict(site.client.cookies)
    assert _is_refused(site, _end(site, provider.grant(address, nonce="another")), NOT_TAKEN)
    site.client.cookies.update(cookies)
    assert _is_turned_away(site, provider.grant(address))


def test_a_sign_in_that_takes_longer_than_ten_minutes_begins_again(
    site: Site, provider: FakeProvider
) -> None:
    query = provider.grant(_begin(site))
    site.change("UPDATE sign_in_flows SET started_at = now() - interval '11 minutes'")
    assert _is_turned_away(site, query)


def test_the_answer_of_another_provider_is_refused(site: Site, provider: FakeProvider) -> None:
    query = provider.grant(_begin(site)).replace("iss=", "iss=x")
    assert _is_refused(site, _end(site, query), NOT_TAKEN)
    query = provider.grant(_begin(site)).partition("&iss=")[0]
    assert _is_refused(site, _end(site, query), NOT_TAKEN)


def test_a_refusal_of_the_organisation_is_said_plainly(site: Site, provider: FakeProvider) -> None:
    query = provider.grant(_begin(site)).replace("code=", "error=access_denied&not_code=")
    assert _is_refused(site, _end(site, query), "Your organisation did not sign you in.")


def test_an_address_that_nobody_vouches_for_opens_no_account(
    site: Site, provider: FakeProvider
) -> None:
    for changes in (
        {"email_verified": False},
        {"email_verified": None},
        {"email_verified": "true"},
        {"email": "nobody@homeward.example"},
        {"email": None, "preferred_username": "officer@homeward.example"},
    ):
        answer = _sign_in(site, provider, **changes)
        assert _is_refused(site, answer, "you have no account here yet"), changes
    assert site.ask_database("SELECT count(*) FROM identities") == 0


def test_only_entra_vouches_by_the_name_that_the_organisation_gave() -> None:
    claims = {"preferred_username": "Olive@norfolk.example", "email": "x@evil.example"}
    entra = "https://login.microsoftonline.com/some-tenant/v2.0"
    assert _address(claims, entra) == "olive@norfolk.example"
    assert _address(claims, "https://login.microsoftonline.com.evil.example/v2.0") is None


def test_an_account_that_is_closed_stays_closed(site: Site, provider: FakeProvider) -> None:
    _sign_in(site, provider)
    site.change("UPDATE accounts SET disabled_at = now()")
    assert _is_refused(site, _sign_in(site, provider), "Your account here is closed")
    site.change("DELETE FROM identities")
    assert _is_refused(site, _sign_in(site, provider), "Your account here is closed")


def test_afterwards_the_subject_counts_and_not_the_address(
    site: Site, provider: FakeProvider
) -> None:
    _sign_in(site, provider)
    answer = _sign_in(site, provider, email="administrator@homeward.example")
    assert answer.status_code == 303
    account = "SELECT max(a.email) FROM identities AS i JOIN accounts AS a ON a.id = i.account_id"
    assert site.ask_database(account) == "officer@homeward.example"
    answer = _sign_in(site, provider, sub="somebody who has the address now")
    assert _is_refused(site, answer, "belongs to somebody whom your organisation knew before")


def test_a_key_that_is_new_is_fetched_once_and_others_are_kept(
    site: Site, provider: FakeProvider
) -> None:
    provider.asked.clear()
    for _ in range(2):
        assert _sign_in(site, provider).status_code == 303
        site.client.cookies.clear()
    assert provider.asked.count("/keys") == 1
    assert provider.asked.count("/.well-known/openid-configuration") == 1
    provider.keys = [provider.next_key]
    address = _begin(site)
    claims = provider.claims(dict(parse_qsl(urlsplit(address).query)), {})
    token = jwt.encode({"alg": "ES256", "kid": "next"}, claims, provider.next_key)
    assert _end(site, provider.grant(address, token=token)).status_code == 303
    assert provider.asked.count("/keys") == 2


def test_a_provider_that_does_not_answer_is_said_plainly(
    site: Site, provider: FakeProvider
) -> None:
    words = NO_ANSWER.replace("'", "&#39;")
    query = provider.grant(_begin(site))
    provider.is_down = True
    answer = _end(site, query)
    assert (answer.status_code, words in answer.text) == (503, True)
    nowhere = replace(provider.settings(), issuer="http://127.0.0.1:9")
    for chosen in (nowhere, provider.settings()):
        site.client.app.state.provider = Provider(chosen)
        answer = site.get("/sign-in/provider", None)
        assert (answer.status_code, words in answer.text) == (503, True)


def test_a_provider_that_is_another_or_goes_without_tls_is_not_asked(
    site: Site, provider: FakeProvider
) -> None:
    for more in (
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://evil.example/token"},
        {"jwks_uri": None},
    ):
        provider.more = more
        site.client.app.state.provider = Provider(provider.settings())
        assert site.get("/sign-in/provider", None).status_code == 503


def test_homewards_own_second_factor_is_asked_unless_the_organisations_is_trusted(
    site: Site, provider: FakeProvider
) -> None:
    admin = {"email": "administrator@homeward.example", "sub": "subject of the administrator"}
    needs = "SELECT needs FROM sessions ORDER BY id DESC LIMIT 1"
    answer = _sign_in(site, provider, **admin)
    assert answer.headers["location"] == "/sign-in?next=%2Fruns"
    assert site.ask_database(needs) == "second_factor"
    assert site.client.get("/runs", follow_redirects=False).status_code == 303
    site.change(
        "INSERT INTO second_factors (account_id, secret, confirmed_at)"
        " SELECT account_id, 'ABC', now() FROM identities"
    )
    _sign_in(site, provider, **admin)
    assert site.ask_database(needs) == "code"
    known = Known(1, "A", "administrator", None, None, None, False, True, True)
    assert needs_of(known, provider.settings(trust_factors=True)) is None


def test_what_is_set_by_half_is_not_ready(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def given(**values: str) -> None:
        for name in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET", "TRUST_FACTORS", "NAME"):
            monkeypatch.delenv(f"HOMEWARD_OIDC_{name}", raising=False)
        monkeypatch.setenv("HOMEWARD_HOME", str(tmp_path))
        monkeypatch.setenv("HOMEWARD_PUBLIC_URL", values.pop("url", "https://homes.example"))
        for name, value in values.items():
            monkeypatch.setenv(f"HOMEWARD_OIDC_{name}", value)

    whole = {"ISSUER": "https://id.example", "CLIENT_ID": "homeward", "CLIENT_SECRET": "a-secret"}
    given()
    assert read_settings().openid is None
    given(**whole, TRUST_FACTORS="yes")
    found = read_settings().openid
    assert found is not None
    assert found.redirect_uri == f"https://homes.example{BACK}"
    assert found.trust_factors
    assert "a-secret" not in repr(found)
    for wrong, words in (
        ({"ISSUER": "https://id.example"}, "HOMEWARD_OIDC_CLIENT_ID and HOMEWARD_OIDC_CLIENT_SEC"),
        ({**whole, "ISSUER": "http://id.example"}, "begins https://"),
        ({**whole, "TRUST_FACTORS": "maybe"}, "yes or no"),
        ({**whole, "url": ""}, "HOMEWARD_PUBLIC_URL"),
    ):
        given(**wrong)
        with pytest.raises(NotReady, match=words):
            read_settings()
