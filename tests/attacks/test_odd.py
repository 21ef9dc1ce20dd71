"""Odd text wherever something can be sent: refused or taken as text, never a fault of ours."""

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest

from tests.api.walk import NO_PAGE, addresses, prepare, routes
from tests.pages.county import CSRF, PEOPLE
from tests.pages.site import Site

ODD = {
    "a null byte": "a\0b",
    "SQL": "' OR '1'='1' --",
    "stacked SQL": "'; DROP TABLE applicants; --",
    "a wildcard": "%_\\",
    "template code": "{{ 7919*13 }}${7919*13}{% raw %}",
    "a format": "%s%(x)s{0}%n",
    "a line": "a\r\nSet-Cookie: planted=1",
    "a path": "../../../../etc/passwd",
    "the last character": "\U0010ffff\ufffe\uffff",
    "right to left": "\u202e\u200b\ufeff",
    "joined marks": "Z" + "\u0335" * 200,
    "another script's digits": "١２३",
    "a long number": "9" * 400,
    "less than nothing": "-1",
    "a number that is none": "NaN",
    "a power": "1e308",
    "a script": "<script>alert(1)</script>",
    "nothing": "",
    "long": "x" * 900,
}
_NAMES = re.compile(r'<(?:input|select|textarea)[^>]*?\sname="([^"]+)"', re.DOTALL)
_LINKED = re.compile(r"[?;&]([a-z_]+)=")
_FORM = re.compile(r"<form([^>]*)>(.*?)</form>", re.DOTALL)
_ACTION = re.compile(r'action="([^"]*)"')
BROKEN = (b"\xff\xfe", b"%", b"%zz", b"%c0%af", b"%ed%a0%80", b"%00", b"a=%ff&a=%ff", b"&&&===")
"""Query strings that are no text at all."""


@pytest.fixture(scope="module")
def names(reading_site: Site) -> dict[str, dict[str, set[str]]]:
    """Person -> address of a page -> the names that its forms and links send."""
    prepare(reading_site.url)
    found: dict[str, dict[str, set[str]]] = {}
    for person, address in _pages(reading_site):
        text = reading_site.get(address, person).text
        sent = {*_NAMES.findall(text), *_LINKED.findall(text)} - {"csrf_token", "next"}
        found.setdefault(person, {})[address] = sent | {"page", "text"}
    return found


def _pages(site: Site) -> Iterator[tuple[str, str]]:
    for route in routes(site):
        is_page = route.method == "GET" and not route.path.startswith("/api/")
        if not is_page or route.path in NO_PAGE:
            continue
        for person in PEOPLE:
            own = addresses(route, person).get("own") if route.is_for(person) else None
            if own:
                yield person, own
                break


def test_odd_text_in_whatever_a_page_takes_is_no_fault(
    reading_site: Site, names: dict[str, dict[str, set[str]]]
) -> None:
    for person, pages in names.items():
        for address, sent in pages.items():
            for what, text in ODD.items():
                query = "&".join(f"{name}={quote(text)}" for name in sorted(sent))
                answer = reading_site.get(f"{address}?{query}"[:4_500], person)
                assert answer.status_code < 500, (person, address, what)
                assert "planted" not in answer.headers.get("set-cookie", "")
                assert "<script>alert" not in answer.text, (address, what)


def test_odd_text_in_each_parameter_of_the_api_is_no_fault(reading_site: Site) -> None:
    document = reading_site.get("/api/openapi.json", None).json()
    for path, item in document["paths"].items():
        for parameter in item.get("get", {}).get("parameters", ()):
            for what, text in ODD.items():
                if parameter["in"] == "query":
                    address = f"{re.sub('{[a-z_]+}', '1', path)}?{parameter['name']}={quote(text)}"
                else:
                    address = re.sub("{[a-z_]+}", quote(text, safe="") or "%20", path)
                answer = reading_site.get(address)
                assert answer.status_code < 500, (address, what)


def test_addresses_that_are_no_text_are_no_fault(reading_site: Site) -> None:
    for path in ("/applicants", "/vacancies", "/runs/1/unplaced", "/api/applicants", "/sign-in"):
        for query in BROKEN:
            answer = reading_site.client.get(f"{path}?text={query.decode('latin-1')}")
            assert answer.status_code < 500, (path, query)
    for part in ("%00", "%ff", "..%2f..%2fetc%2fpasswd", "1%27", "%E2%80%AE", "1;x=1", "0x1", "-1"):
        for path in (
            "/applicants/",
            "/runs/",
            "/static/",
            "/api/vacancies/",
            "/api/postcodes/",
            "/",
        ):
            assert reading_site.get(path + part).status_code in (303, 400, 404, 409), path + part


def test_odd_text_in_each_form_is_no_fault(site: Site) -> None:
    prepare(site.url)
    n_forms = 0
    for person, address in _pages(site):
        for tag, inside in _FORM.findall(site.get(address, person).text):
            found = _ACTION.search(tag)
            action = found[1] if found else address
            if 'method="post"' not in tag or action == "/sign-out":
                continue
            n_forms += 1
            fields = {name for name in _NAMES.findall(inside) if name != "csrf_token"}
            for what, text in ODD.items():
                sent = dict.fromkeys(fields, text) | {"csrf_token": CSRF}
                answer = site.post(action, person, sent)
                assert answer.status_code < 500, (person, action, what)
    assert n_forms > 0


def test_sql_in_a_search_finds_nothing(reading_site: Site) -> None:
    for text in (ODD["SQL"], ODD["a wildcard"], "' UNION SELECT password_hash FROM accounts --"):
        answer = reading_site.post_json("/api/applicants/search", {"text": text})
        assert answer.json()["total"] == 0, text
        page = reading_site.post("/applicants/search", fields={"text": text}).text
        assert "A-000" not in page
        assert "argon2" not in page


def test_odd_text_when_signing_in_is_no_fault(reading_site: Site) -> None:
    for what in ("the last character", "SQL", "long", "nothing"):
        sent = {"email": ODD[what], "password": ODD[what], "next": ODD[what]}
        assert reading_site.post("/sign-in", None, sent).status_code in (400, 403, 429), what


def test_a_null_byte_is_refused_with_words_wherever_it_is_sent(reading_site: Site) -> None:
    sent = {"email": "a\0b", "password": "a\0b"}
    answer = reading_site.post("/sign-in", None, sent)
    assert (answer.status_code, "no text" in answer.text) == (400, True)
    answer = reading_site.post_json("/api/runs", {"policy": "a\0b"})
    assert answer.status_code == 400
    assert "no text" in answer.json()["detail"]
