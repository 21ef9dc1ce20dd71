"""Requests that are not what they say: forged sessions, forms of other sites, false hosts."""

import hashlib
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

import pytest
from httpx import Response

from tests.api.walk import Route, addresses, everything, outcome_of, prepare, routes
from tests.pages.county import CSRF, PASSWORD, PEOPLE, token_of
from tests.pages.site import Site

TOKEN = token_of("officer")
FOREIGN: tuple[dict[str, str], ...] = (
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://testserver.local.evil.example"},
    {"Origin": "http://testserver.local:8000"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
)
FORGED = {
    "nothing": "",
    "made up": "x" * 43,
    "longer": TOKEN + "x",
    "shorter": TOKEN[:-1],
    "in capitals": TOKEN.upper(),
    "the digest that is stored": hashlib.sha256(TOKEN.encode()).hexdigest(),
    "the form's token": quote(CSRF),
    "SQL": quote("' OR '1'='1' --"),
    "a null byte": TOKEN + "%00",
    "odd Unicode": quote("\ud7ff\U0010ffff\u202e"),
    "very long": "x" * 12_000,
    "a number": "1",
}


def _writes(site: Site) -> Iterator[tuple[Route, str, str]]:
    """Every write, with somebody who may and an address that would be theirs to write to."""
    for route in routes(site):
        if route.method in ("GET", "HEAD"):
            continue
        for person in PEOPLE:
            own = addresses(route, person).get("own") if route.is_for(person) else None
            if own:
                yield route, person, own
                break


def _send(site: Site, address: str, person: str | None, **how: object) -> Response:
    """What the answer is to a write that carries just what it is given."""
    headers = {} if person is None else {"Cookie": f"homeward_session={token_of(person)}"}
    headers |= how.pop("headers", {})  # type: ignore[arg-type]
    site.client.cookies.clear()
    method = str(how.pop("method", "POST"))
    return site.client.request(method, address, headers=headers, follow_redirects=False, **how)


def test_no_write_is_taken_without_the_sessions_own_token(site: Site) -> None:
    prepare(site.url)
    site.change("UPDATE sessions SET csrf_token = 'of the ' || id")
    before = everything(site.url)
    n_tried = 0
    for route, person, address in _writes(site):
        if None in route.may:
            continue  # nobody has a session yet; the check of where it comes from holds
        by = {"method": route.method}
        body = {"json": {}} if address.startswith("/api/") else {"data": {"day": "1"}}
        body |= by
        tried = [
            _send(site, address, person, **body),
            _send(site, address, person, headers={"X-CSRF-Token": ""}, **body),
            _send(site, address, person, headers={"X-CSRF-Token": "of the 999"}, **body),
            _send(site, address, person, data={"csrf_token": "of the 999"}, **by),
            _send(site, address, person, data={"csrf_token": ""}, **by),
            _send(site, address, person, json={"csrf_token": "of the 999"}, **by),
            _send(site, f"{address}?csrf_token=of+the+1", person, **body),
            _send(site, address, person, content=b'{"csrf_token":"of the 1"}',
                  headers={"Content-Type": "text/plain"}, **by),
        ]  # fmt: skip
        assert [outcome_of(answer) for answer in tried] == ["refused"] * len(tried), str(route)
        n_tried += 1
    assert n_tried > 3
    assert everything(site.url) == before


def test_no_write_is_taken_from_another_sites_page(site: Site) -> None:
    prepare(site.url)
    before = everything(site.url)
    for route, person, address in _writes(site):
        for headers in FOREIGN:
            sent = {**headers, "X-CSRF-Token": CSRF}
            told = {"headers": sent, "data": {"csrf_token": CSRF}, "method": route.method}
            answer = _send(site, address, person, **told)
            assert answer.status_code == 403, (str(route), headers)
            assert "set-cookie" not in answer.headers
    assert everything(site.url) == before


def test_another_persons_form_token_is_no_good(site: Site) -> None:
    site.change("UPDATE sessions SET csrf_token = 'of the ' || id")
    of_another = {"csrf_token": "of the 1"}
    assert _send(site, "/runs", "named_officer", data=of_another).status_code == 403
    assert _send(site, "/runs", "officer", data=of_another).status_code == 303


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "OPTIONS", "HEAD"])
def test_other_methods_and_overrides_write_nothing(site: Site, method: str) -> None:
    prepare(site.url)
    before = everything(site.url)
    cookie = {"Cookie": f"homeward_session={TOKEN}"}
    for path in ("/runs", "/runs/2/stop", "/api/runs", "/api/runs/2/stop", "/sign-out"):
        assert site.client.request(method, path, headers=cookie).status_code < 500
        for name in ("X-HTTP-Method-Override", "X-Method-Override"):
            site.client.get(path, headers={**cookie, name: "POST"})
            site.client.get(f"{path}?_method=POST", headers=cookie)
    assert everything(site.url) == before
    assert site.get("/runs").status_code == 200


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_session_opens_nothing(reading_site: Site, name: str) -> None:
    for path in ("/runs", "/api/runs"):
        reading_site.client.cookies.clear()
        headers = {"Cookie": f"homeward_session={FORGED[name]}"}
        answer = reading_site.client.get(path, headers=headers, follow_redirects=False)
        assert outcome_of(answer) == "sign in"


def test_a_session_is_no_api_token_and_travels_in_no_address(reading_site: Site) -> None:
    reading_site.client.cookies.clear()
    for path, headers in (
        ("/api/runs", {"Authorization": f"Bearer {TOKEN}"}),
        (f"/api/runs?homeward_session={TOKEN}", {}),
        ("/api/runs", {"X-Homeward-Session": TOKEN}),
        ("/api/runs", {"X-Forwarded-User": "officer@homeward.example"}),
        ("/api/runs", {"Cookie": f"__Host-homeward_session={TOKEN}"}),
    ):
        assert reading_site.client.get(path, headers=headers).status_code == 401


def test_a_false_host_is_told_to_nobody(reading_site: Site) -> None:
    """A link or a redirect made from it would lead away from here."""
    cookie = {"Cookie": f"homeward_session={TOKEN}"}
    for path in (
        "/",
        "/runs",
        "/sign-in",
        "/sign-in?next=%2Fruns",
        "/no-such-page",
        "/api/runs/99",
    ):
        for who in ({}, cookie):
            for false in ({"Host": "evil.example"}, {"X-Forwarded-Host": "evil.example"}):
                reading_site.client.cookies.clear()
                answer = reading_site.client.get(
                    path, headers={**who, **false}, follow_redirects=False
                )
                assert answer.status_code < 500
                assert "evil.example" not in f"{answer.text}{answer.headers}"


@pytest.mark.parametrize(
    "then",
    [
        "https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example",
        "/\t/evil.example", "/\r\nLocation: https://evil.example", "/\r\nSet-Cookie: a=b",
        " //evil", "javascript:alert(1)", "/\u2028//evil.example", "@evil.example",
        ".evil.example", "／／evil.example", "/" * 3 + "evil.example", "",
    ],
)  # fmt: skip
def test_after_signing_in_nobody_is_led_away(reading_site: Site, then: str) -> None:
    answers = [
        reading_site.get(f"/sign-in?next={quote(then)}"),
        reading_site.post("/sign-in", None, {
            "email": "officer@homeward.example", "password": PASSWORD, "next": then}),
    ]  # fmt: skip
    for answer in answers:
        assert answer.status_code == 303
        location = answer.headers["location"]
        assert urlsplit(location)[:2] == ("", "")
        assert location.startswith("/")
        assert location[1:2] not in ("/", "\\")
        assert answer.headers.get("set-cookie", "homeward_session=").startswith("homeward_session=")
