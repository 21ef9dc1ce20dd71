"""What somebody wrote into a name or a note is shown as text, wherever it is shown."""

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.walk import NO_PAGE, Asked, prepare, routes, walk
from tests.attacks.planting import MARK, plant
from tests.browser import chromium
from tests.database import fresh_database
from tests.pages.county import freshen, token_of
from tests.pages.live import serving
from tests.pages.site import open_site

SEEN = {"applicants.name", "applicants.reference", "schemes.name", "vacancies.reference"}
"""Columns that pages certainly show."""
VISITED = {
    "officer": (
        "/",
        "/vacancies",
        "/vacancies/4",
        "/applicants",
        "/applicants/7",
        "/runs/1/placed",
    ),
    "landlord": ("/", "/vacancies/4"),
}
_RAW = re.compile(r"<script>planted|<img src=https://evil|'\"><|\"'><script", re.IGNORECASE)


@pytest.fixture(scope="module")
def planted_url(server_url: str, county_template: str, worker_id: str) -> Iterator[str]:
    with fresh_database(server_url, county_template, worker_id) as url:
        freshen(url)
        prepare(url)
        assert plant(url) >= SEEN
        yield url


@pytest.fixture(scope="module")
def asked(planted_url: str, tmp_path_factory: pytest.TempPathFactory) -> list[Asked]:
    """Every page and document of a county that is full of scripts, as everybody."""
    with open_site(planted_url, tmp_path_factory.mktemp("home")) as site:
        return [
            one
            for route in routes(site)
            if route.method == "GET" and route.path not in NO_PAGE
            for one in walk(site, route)
            if one.which == "own"
        ]


def test_no_page_fails_over_what_somebody_wrote(asked: list[Asked]) -> None:
    assert [str(one) for one in asked if one.outcome == "crash"] == []


def test_scripts_and_template_code_are_shown_as_text(asked: list[Asked]) -> None:
    shown: set[str] = set()
    for one in asked:
        if "html" not in one.answer.headers.get("content-type", ""):
            continue
        text = one.answer.text
        assert _RAW.search(text) is None, str(one)
        assert "}}102947" not in text, str(one)
        assert ">102947" not in text, str(one)
        shown |= set(re.findall(r"planted\('([\w.]+)'\)", html.unescape(text)))
    assert shown >= SEEN, "The pages no longer show what was planted; plant it where they do."


def test_every_mark_is_whole_where_it_is_shown(asked: list[Asked]) -> None:
    """Template code that was worked out, or a text cut by its quotes, would be shorter."""
    page = next(one for one in asked if (one.route.path, one.person) == ("/applicants", "officer"))
    assert MARK.format("applicants.name") in html.unescape(page.answer.text)


def test_json_is_never_taken_for_a_page(asked: list[Asked]) -> None:
    for one in asked:
        if one.route.path.startswith("/api/") and "docs" not in one.route.path:
            is_saved = one.answer.headers.get("content-disposition", "").startswith("attachment")
            assert is_saved or "json" in one.answer.headers["content-type"], str(one)
            assert one.answer.headers["x-content-type-options"] == "nosniff", str(one)


def test_in_a_browser_no_planted_script_runs_and_nobody_else_is_asked(
    planted_url: str, tmp_path: Path
) -> None:
    asked_for: list[str] = []
    with serving(planted_url, tmp_path) as base, chromium() as browser:
        for person, paths in VISITED.items():
            context = browser.new_context(base_url=base)
            cookie = {"name": "homeward_session", "value": token_of(person), "url": base}
            context.add_cookies([cookie])
            context.add_init_script("window.ran = []; window.planted = where => ran.push(where)")
            page = context.new_page()
            page.on("request", lambda request: asked_for.append(request.url))
            for path in paths:
                page.goto(path)
                assert "evil.example" in str(page.inner_text("body")), path
                assert page.evaluate("window.ran") == [], path
            context.close()
        assert [url for url in asked_for if not url.startswith((base, "data:"))] == []
