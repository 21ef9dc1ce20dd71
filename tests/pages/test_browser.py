"""Every page in a real browser: it fits, WCAG 2.2 AA holds, and it works without JavaScript."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser import chromium
from tests.pages.county import PASSWORD, token_of
from tests.pages.live import serving
from tests.pages.reports import PLANTED

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
COMPARISON = json.dumps(
    [
        {"policy": name, "placed": 492, "placed_by_tier": [300, 100, 50, 30, 12],
         "fit": 900_000, "mean_days_waited": 427, "envious": 0, "moved": 0}
        for name in ("strict", "weighted")
    ]
)  # fmt: skip
PAGES: dict[str | None, list[str]] = {
    None: ["/", "/sign-in", "/sign-in?done=password-set", "/link/none"],
    "officer": [
        "/",
        "/vacancies?state=any&page=2",
        "/vacancies?bedrooms=1&landlord=2",
        "/vacancies/1",
        "/vacancies/40",
        "/applicants?page=3",
        "/applicants/7",
        "/applicants/32",
        "/applicants/32/what-if",
        "/runs",
        "/runs/1",
        "/runs/2",
        "/runs/3",
        "/runs/1/placed?page=2",
        "/runs/1/unplaced?page=2",
        "/runs/1/empty",
        "/runs/1/worth",
        "/vacancies/4/nominate/4",
        "/nominations",
        "/nominations/1",
        "/applicants/7/restrictions",
        "/openings/new?reference=A-00059",
        "/schemes/2/address",
        "/reports",
        "/reports/vacancies?by=landlord&sort=-n",
        "/reports/vacancies",
        "/reports/times",
        "/reports/declines",
        "/reports/overdue?personal=yes",
        "/reports/passed-over?personal=yes",
        "/reports/lettings?since=2026-06-01&until=2026-05-01",
        "/reports/lettings?personal=yes",
        "/reports/core",
        "/reports/core/1",
        "/account",
        "/account/second-factor",
        "/data-protection",
        "/no-such-page",
    ],
    "landlord": [
        "/",
        "/vacancies?bedrooms=1",
        "/vacancies/4",
        "/vacancies/8",
        "/nominations",
        "/nominations/1",
        "/schemes/2/address",
        "/tokens",
        "/reports/overdue",
    ],
    "support_provider": ["/", "/vacancies/8", "/nominations/1"],
    "planner": ["/", "/runs/1/worth", "/reports/lettings?year=2026"],
    "reviewer": ["/", "/openings", "/openings/1"],
    "administrator": ["/", "/accounts", "/accounts/invite", "/accounts/1", "/tokens", "/retention"],
    "auditor": ["/", "/audit", "/audit/1", "/audit/check"],
}
OPENED = """
INSERT INTO openings (applicant_id, applicant_reference, account_id, opened_by, reason, open_until)
SELECT 59, 'A-00059', id, name, 'They rang us in the night.', now() + interval '1 hour'
FROM accounts WHERE email = 'district_officer@homeward.example'
"""
TOKENS = """
INSERT INTO api_tokens (landlord_id, name, token_sha256, scopes, made_by, made_at, expires_at)
SELECT 1, 'Housing system, live', 'digest', '{read_vacancies,read_nominations}', id,
       '2026-09-28T22:45Z', now() + interval '90 days'
FROM accounts WHERE email = 'administrator@homeward.example'
"""


@dataclass(frozen=True)
class Live:
    """A browser, and a server to point it at."""

    browser: Browser
    base: str
    url: str
    """Of the database."""

    @contextmanager
    def open(
        self, role: str | None, *, width: int = 1280, javascript: bool = True
    ) -> Iterator[Page]:
        """A page of one's own, signed in as a role."""
        context = self.browser.new_context(
            viewport={"width": width, "height": 800},
            base_url=self.base,
            java_script_enabled=javascript,
        )
        if role is not None:
            cookie = {"name": "homeward_session", "value": token_of(role), "url": self.base}
            context.add_cookies([cookie])
        yield context.new_page()
        context.close()

    def change(self, statement: str) -> None:
        """Change the database behind the application's back."""
        with psycopg.connect(self.url) as connection:
            connection.execute(statement)


@pytest.fixture(scope="module")
def live(reading_county_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A site behind a socket, and Chromium."""
    home: Path = tmp_path_factory.mktemp("home")
    url = reading_county_url
    with psycopg.connect(url) as connection:
        connection.execute("UPDATE match_runs SET comparison = %s WHERE id = 1", [COMPARISON])
        connection.execute(OPENED)
        connection.execute(TOKENS)
        connection.execute(PLANTED)
    with serving(url, home) as base, chromium() as browser:
        yield Live(browser, base, url)


@pytest.mark.parametrize("role", PAGES)
def test_every_page_fits_passes_axe_and_asks_nobody_else(live: Live, role: str | None) -> None:
    with live.open(role, width=390) as page:
        complaints: list[str] = []
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        for path in PAGES[role]:
            page.goto(path)
            for width in (390, 1280):
                page.set_viewport_size({"width": width, "height": 900})
                assert not _overflow(page), f"{path} is wider than {width} pixels"
                found = Axe().run(page, options=RULES)
                assert found.violations_count == 0, f"{path}: {found.generate_report()}"
        assert [url for url in asked if not url.startswith((live.base, "data:"))] == []
        harmless = ("404", "410")  # the browser's own words about pages that are not there
        assert [text for text in complaints if not any(code in text for code in harmless)] == []


def _overflow(page: Page) -> bool:
    """Whether the page scrolls sideways."""
    root = "document.documentElement"
    return bool(page.evaluate(f"{root}.scrollWidth > {root}.clientWidth"))


def test_a_phone_320_pixels_wide_is_enough(live: Live) -> None:
    with live.open("officer", width=320) as page:
        for path in ("/", "/vacancies", "/applicants/7", "/runs", "/runs/1", "/runs/1/placed"):
            page.goto(path)
            assert not _overflow(page), path


def test_a_narrow_window_is_enough_for_the_homes_open_to_somebody(live: Live) -> None:
    with live.open("officer", width=1100) as page:
        for path in ("/applicants/1", "/applicants/4"):
            page.goto(path)
            assert not _overflow(page), path


def test_a_form_that_is_refused_passes_axe(live: Live) -> None:
    with live.open("officer") as page:
        page.goto("/runs")
        page.fill("#day", "40")
        page.fill("#seed", "many")
        page.get_by_role("button", name="Run a match").click()
        assert page.get_by_role("alert").is_visible()
        found = Axe().run(page, options=RULES)
        assert found.violations_count == 0, found.generate_report()
        page.get_by_role("link", name="Enter a real date, like 3 5 2026").click()
        assert page.evaluate("document.activeElement.id") == "day"


def test_a_runs_progress_is_followed_until_it_is_over(live: Live) -> None:
    live.change(
        "INSERT INTO match_runs (asked_by, match_on, policy, seed, state, stage, progress)"
        " VALUES ('a test', '2026-05-03', '{}', 1, 'running', 'solving', 50)"
    )
    with live.open("officer") as page:
        page.goto("/runs")
        page.get_by_role("link", name="Run 4").click()
        page.get_by_text("solving: 50%").wait_for()
        live.change("UPDATE match_runs SET stage = 'storing', progress = 92 WHERE id = 4")
        page.get_by_text("storing: 92%").wait_for()
        assert page.evaluate("document.querySelector('progress').value") == 92
        live.change("UPDATE match_runs SET state = 'stopped' WHERE id = 4")
        page.get_by_text("Somebody stopped this run").wait_for()


def test_all_of_it_works_without_javascript(live: Live) -> None:
    with live.open(None, width=390, javascript=False) as page:
        page.goto("/runs")
        page.get_by_label("Email address").fill("officer@homeward.example")
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("link", name="Applicants").click()
        page.get_by_label("Reference or name").fill("A-00007")
        page.get_by_role("button", name="Apply filters").click()
        page.get_by_role("link", name="A-00007").click()
        page.get_by_role("link", name="Start").first.click()
        page.get_by_role("button", name="Run a match").click()
        page.get_by_role("link", name="Load this page again").click()
        page.get_by_role("button", name="Stop this run").click()
        page.get_by_text("Somebody stopped this run").wait_for()
        page.get_by_role("button", name="Sign out").click()
        assert page.url.endswith("/sign-in")


def test_the_apis_description_is_shown_from_our_own_server(live: Live) -> None:
    with live.open("officer") as page:
        asked: list[str] = []
        complaints: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.goto("/api/docs")
        page.get_by_text("Ask for a match run").wait_for()
        assert all(url.startswith((live.base, "data:")) for url in asked)
        assert complaints == []
