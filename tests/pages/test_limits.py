"""How much may be sent, what goes with a response over TLS, and where a request comes from."""

import http.client
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from httpx import Response
from litestar import Litestar, Request
from litestar.testing import TestClient

from service.app import create_app
from service.auth import source_of
from tests.pages.county import CSRF, PASSWORD, token_of
from tests.pages.live import serving
from tests.pages.site import Site, settings

PUBLIC = "https://homes.example.org"


def _send(site: Site, **what: object) -> Response:
    headers = {"Cookie": f"homeward_session={token_of('officer')}"}
    headers |= what.pop("headers", {})  # type: ignore[arg-type]
    return site.client.post("/runs", headers=headers, follow_redirects=False, **what)


def _n_runs(site: Site) -> object:
    return site.ask_database("SELECT count(*) FROM match_runs")


@pytest.mark.parametrize(
    "fields",
    [
        {"seed": "1" * 10_001},
        {f"field_{i}": "" for i in range(201)},
        {f"field_{i}": "x" * 9_000 for i in range(8)},
        {"x" * 10_001: ""},
    ],
    ids=["one long field", "many fields", "a long form", "a long name"],
)
def test_a_form_that_is_too_long_is_refused_with_words(
    reading_site: Site, fields: dict[str, str]
) -> None:
    answer = _send(reading_site, data={"csrf_token": CSRF, **fields})
    assert answer.status_code == 413
    assert "What was sent is too long" in answer.text
    assert "<h1" in answer.text
    assert _n_runs(reading_site) == 3


def test_a_body_that_is_too_long_is_refused_whatever_its_length_says(reading_site: Site) -> None:
    whole = b"csrf_token=" + b"x" * 1_100_000
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    for content in (whole, iter([whole])):
        answer = _send(reading_site, content=content, headers=form)
        assert (answer.status_code, "too long" in answer.text) == (413, True)
    answer = reading_site.client.post(
        "/api/runs",
        headers={"Cookie": f"homeward_session={token_of('officer')}", "X-CSRF-Token": CSRF},
        content=b'{"seed": ' + b"1" * 1_100_000 + b"}",
    )
    assert answer.status_code == 413
    assert "too long" in answer.json()["detail"]


def test_a_form_takes_no_files(reading_site: Site) -> None:
    file = {"day": ("evil.html", b"<script>", "text/html")}
    answer = _send(reading_site, data={"csrf_token": CSRF}, files=file)
    assert answer.status_code == 415
    assert "takes no files" in answer.text
    assert _n_runs(reading_site) == 3


def test_a_form_in_parts_is_held_to_the_same_limits(reading_site: Site) -> None:
    parts = {f"field_{i}": (None, "x") for i in range(1_500)}
    answer = _send(reading_site, files=parts)
    assert answer.status_code in (400, 413)
    assert _n_runs(reading_site) == 3


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/vacancies", {"X-Long": "x" * 16_000}, 431),
        ("/api/vacancies", {f"X-{i}": "x" for i in range(100)}, 431),
        ("/vacancies?text=" + "x" * 4_000, {}, 414),
        ("/no-such-page?" + "x" * 4_001, {}, 414),
    ],
)
def test_long_headers_and_addresses_are_refused_with_words(
    reading_site: Site, path: str, headers: dict[str, str], status: int
) -> None:
    cookie = {"Cookie": f"homeward_session={token_of('officer')}"}
    answer = reading_site.client.get(path, headers=headers | cookie)
    assert answer.status_code == status
    assert any(words in answer.text for words in ("in its headers", "address is too long"))


def test_the_server_itself_cuts_off_what_never_ends(
    reading_county_url: str, tmp_path: Path
) -> None:
    with serving(reading_county_url, tmp_path) as base:
        address = urlsplit(base).netloc
        for headers in ({"X-Long": "x" * 300_000}, {f"X-{i}": "x" * 200 for i in range(5_000)}):
            assert _status(address, headers) in (None, 400, 431)
        assert _status(address, {}) == 200


def _status(address: str, headers: dict[str, str]) -> int | None:
    """What the server answers; None: it hung up."""
    with closing(http.client.HTTPConnection(address, timeout=10)) as connection:
        try:
            connection.request("GET", "/health", headers=headers)
            with connection.getresponse() as answer:
                return answer.status
        except (OSError, http.client.HTTPException):
            return None


@pytest.fixture(scope="module")
def public_site(
    reading_county_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[TestClient[Litestar]]:
    """The application as it is reached over TLS, through a proxy of ours at 10.0.0.1."""
    chosen = replace(
        settings(tmp_path_factory.mktemp("home")),
        public_url=PUBLIC,
        trusted_proxies=frozenset({"testclient", "10.0.0.1"}),
    )
    with TestClient(create_app(chosen, reading_county_url), base_url=PUBLIC) as client:
        yield client


def test_over_tls_the_cookie_is_bound_to_this_host(
    public_site: TestClient[Litestar], reading_site: Site
) -> None:
    answer = public_site.post(
        "/sign-in",
        data={"email": "officer@homeward.example", "password": PASSWORD},
        headers={"Origin": PUBLIC, "X-Forwarded-For": "198.51.100.1, 203.0.113.9, 10.0.0.1"},
        follow_redirects=False,
    )
    assert answer.status_code == 303
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-homeward_session=")
    assert all(part in cookie for part in ("Secure", "HttpOnly", "Path=/", "SameSite=lax"))
    assert "Domain" not in cookie
    newest = "SELECT source FROM sessions ORDER BY id DESC LIMIT 1"
    assert reading_site.ask_database(newest) == "203.0.113.9"


def test_over_tls_a_cookie_without_the_prefix_opens_nothing(
    public_site: TestClient[Litestar],
) -> None:
    """A page of another host below ours could plant one."""
    public_site.cookies.clear()
    for name, status in (("homeward_session", 303), ("__Host-homeward_session", 200)):
        headers = {"Cookie": f"{name}={token_of('officer')}"}
        answer = public_site.get("/runs", headers=headers, follow_redirects=False)
        assert answer.status_code == status


def test_over_tls_browsers_keep_to_it_below_this_host_too(
    public_site: TestClient[Litestar],
    reading_site: Site,
) -> None:
    told = public_site.get("/health").headers["strict-transport-security"]
    assert told == "max-age=31536000; includeSubDomains"
    assert "strict-transport-security" not in reading_site.get("/health", None).headers


def test_signing_out_clears_what_the_browser_kept(site: Site) -> None:
    assert site.post("/sign-out").headers["clear-site-data"] == '"cache"'
    assert "clear-site-data" not in site.get("/", None).headers


@pytest.mark.parametrize(
    ("proxies", "forwarded", "source"),
    [
        (set(), "203.0.113.9", "10.0.0.2"),
        ({"10.0.0.1"}, "203.0.113.9", "10.0.0.2"),
        ({"10.0.0.2"}, "203.0.113.9", "203.0.113.9"),
        ({"10.0.0.2"}, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        ({"10.0.0.1", "10.0.0.2"}, "198.51.100.1, 203.0.113.9, 10.0.0.1", "203.0.113.9"),
        ({"10.0.0.2"}, "198.51.100.1\n203.0.113.9", "203.0.113.9"),
        ({"10.0.0.2"}, "2001:db8::1", "2001:db8::1"),
        ({"10.0.0.2"}, "198.51.100.1, 203.0.113.9:50112", "203.0.113.9"),
        ({"10.0.0.1", "10.0.0.2"}, "203.0.113.9, 10.0.0.1:443", "203.0.113.9"),
        ({"10.0.0.2"}, "198.51.100.1, [2001:db8::1]:443", "2001:db8::1"),
        ({"10.0.0.2"}, "198.51.100.1, unknown", "10.0.0.2"),
        ({"10.0.0.2"}, "not an address", "10.0.0.2"),
        ({"10.0.0.2"}, "", "10.0.0.2"),
    ],
)
def test_only_our_own_proxies_say_where_a_request_came_from(
    tmp_path: Path, proxies: set[str], forwarded: str, source: str
) -> None:
    chosen = replace(settings(tmp_path), trusted_proxies=frozenset(proxies))
    scope = {
        "type": "http",
        "client": ("10.0.0.2", 1),
        "headers": [(b"x-forwarded-for", line.encode()) for line in forwarded.split("\n")],
        "litestar_app": SimpleNamespace(state=SimpleNamespace(settings=chosen)),
    }
    assert source_of(Request(scope)) == source  # type: ignore[arg-type]


@pytest.mark.parametrize("path", ["/applicants/7", "/api/applicants/7"])
def test_a_crash_shows_nothing_of_the_inside(site: Site, path: str) -> None:
    site.change("ALTER TABLE applicants RENAME COLUMN tier TO secret_tier")
    answer = site.get(path)
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.text
    for inside in ("Traceback", "psycopg", "tier", "SELECT", "/work", ".py", "UndefinedColumn"):
        assert inside not in answer.text
    assert answer.headers["cache-control"] == "no-store"
