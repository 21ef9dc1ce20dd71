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
        "/vacancies/4/edit/works",
        "/applicants?page=3",
        "/applicants/7",
        "/duplicates",
        "/duplicates/1",
        "/applicants/32",
        "/applicants/32/what-if",
        "/applicants/new",
        *(
            f"/applicants/drafts/1/{step}"
            for step in ("who", "household", "where", "money", "connections", "dates", "check")
        ),
        "/applicants/7/park",
        "/applicants/7/withdraw",
        "/runs",
        "/runs/1",
        "/runs/2",
        "/runs/3",
        "/runs/1/placed?page=2",
        "/runs/1/unplaced?page=2",
        "/runs/1/empty",
        "/runs/1/worth",
        "/uploads",
        "/uploads/1",
        "/uploads/columns/applicants",
        "/vacancies/4/nominate/4",
        "/vacancies/4/shortlist",
        "/vacancies/4/pair/4",
        "/applicants/32/homes",
        "/runs?again=1",
        "/runs/compare",
        "/runs/1/accept?pick=3&pick=4",
        "/nominations",
        "/nominations?state=live&late=yes&mine=yes",
        "/nominations/1",
        "/nominations/1/viewing",
        "/nominations/1/decline",
        "/nominations/1/withdraw",
        "/tasks",
        "/tasks?kind=expired&late=late",
        "/vacancies/8/timeline",
        "/vacancies/4/shortlist/print",
        "/applicants/8/timeline",
        "/nominations/1/timeline",
        "/applicants/7/restrictions",
        "/openings/new?reference=A-00059",
        "/schemes/2/address",
        "/schemes?district=E07000148",
        "/schemes/1",
        "/schemes/new",
        "/schemes/1/edit",
        "/schemes/1/units/new",
        "/units/4",
        "/units/8",
        "/units/4/edit",
        "/units/4/lend",
        "/units/8/return",
        "/units/8/due-back",
        "/loans",
        "/landlords",
        "/landlords/1",
        "/landlords/1/edit",
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
        "/vacancies/new?text=U-0041",
        "/vacancies/new?unit_id=41",
        "/vacancies/4/edit",
        "/vacancies/4/edit/void",
        "/vacancies/4/edit/works",
        "/vacancies/4/edit/rules",
        "/vacancies/4/withdraw",
        "/vacancies/4/out-of-service",
        "/vacancies/4/back",
        "/nominations",
        "/nominations/1",
        "/nominations/1/offer",
        "/schemes/2/address",
        "/schemes/1/edit",
        "/uploads",
        "/uploads/2",
        "/uploads/3",
        "/tokens",
        "/reports/overdue",
        "/tasks",
        "/vacancies/8/timeline",
        "/contacts",
        "/contacts/new",
        "/contacts/1",
    ],
    "support_provider": [
        "/",
        "/vacancies/8",
        "/nominations/1",
        "/nominations/1/agree",
        "/tasks",
    ],
    "planner": ["/", "/runs/1/worth", "/reports/lettings?year=2026"],
    "reviewer": ["/", "/openings", "/openings/1"],
    "administrator": [
        "/",
        "/accounts",
        "/accounts/invite",
        "/accounts/1",
        "/tokens",
        "/retention",
        "/deadlines",
        "/tasks",
        "/contacts",
        "/contacts/new",
        "/outbox",
        "/outbox?state=given_up",
        "/outbox/1",
    ],
    "auditor": ["/", "/audit", "/audit/1", "/audit/check"],
}
OPENED = """
INSERT INTO openings (applicant_id, applicant_reference, account_id, opened_by, reason, open_until)
SELECT 59, 'A-00059', id, name, 'They rang us in the night.', now() + interval '1 hour'
FROM accounts WHERE email = 'district_officer@homeward.example';
INSERT INTO duplicate_pairs (first_id, second_id, score) VALUES (10, 12, 95);
INSERT INTO merges (kept_id, merged_id, reason, before, after, state, merged_by)
VALUES (13, 14, 'The same person', '{}', '{}', 'live', 'Olive');
"""
DRAFT = """
INSERT INTO applicant_drafts (account_id, answers)
SELECT id, '{"name": "Zoë Quill", "wanted": ["Dereham"], "connections": [],
              "household": [{"relation": "lead", "born_on": "1988-02-01", "sex": "female",
                             "needs_own_room": null}]}'
FROM accounts WHERE email = 'officer@homeward.example';
UPDATE applicants SET name = 'Zoe Quill' WHERE id = 19;
UPDATE applicants SET overnight_carer = NULL WHERE id = 7;
INSERT INTO circumstances (applicant_id, from_on, changes, why, made_by)
VALUES (7, '2035-05-04', '{"overnight_carer": {"before": null, "after": true}}',
        'A carer comes from May.', 'Olive Officer')
"""
UPLOADS = """
INSERT INTO uploads (kind, file_name, file_format, sha256, n_bytes, account_id, uploaded_by,
                     landlord_id, state, n_rows, n_good, n_to_confirm, added, changed, same,
                     outcome)
SELECT kind, kind || ' of March.xlsx', 'xlsx', sha256('rows'), 4, a.id, a.name, a.landlord_id,
       u.state, 40, 30, 12, 25, 3, 2,
       '{"critical": 10, "soft": 12, "setup": 0, "restricted": 0, "notes": []}'
FROM (VALUES ('applicants', 'officer', 'to_confirm'), ('vacancies', 'landlord', 'to_confirm'),
             ('homes', 'landlord', 'checking')) AS u (kind, person, state)
JOIN accounts AS a ON a.email = u.person || '@homeward.example' ORDER BY u.kind;
INSERT INTO upload_files (upload_id, content, rejected) SELECT id, 'rows', 'row' FROM uploads;
INSERT INTO upload_faults (upload_id, position, row_number, cell, field, value, message, category)
SELECT u.id, n, n, 'C' || n, 'state', 'opne' || repeat('e', 50 * (n % 2)),
       'It is not in the list. Did you mean open?',
       CASE WHEN n > 10 THEN 'soft' ELSE 'critical' END
FROM uploads AS u, generate_series(1, 40) AS n ORDER BY u.id, n;
"""
TOKENS = """
INSERT INTO api_tokens (landlord_id, name, token_sha256, scopes, made_by, made_at, expires_at)
SELECT 1, 'Housing system, live', 'digest', '{read_vacancies,read_nominations}', id,
       '2026-09-28T22:45Z', now() + interval '90 days'
FROM accounts WHERE email = 'administrator@homeward.example'
"""

LOANS = """
INSERT INTO unit_loans (unit_id, kind, support_level, client_groups, starts_on, due_back_on,
                        lent_by)
VALUES (6, 'step_down', 3, '{}', '2026-01-05', '2026-03-31', 'Olive Officer'),
       (8, 'step_down', 2, '{older_people}', '2026-01-05', '2126-03-31', 'Olive Officer')
"""
WRITTEN = """
INSERT INTO contacts (landlord_id, name, email, phone, job, about, how)
VALUES (1, 'Lettings', 'lettings@broadland-homes.landlord.example', '01603 000000', 'Lettings',
        '{nominated,let}', 'each');
INSERT INTO messages (key, kind, to_name, to_email, subject, body, tries, error, given_up_at)
VALUES ('a', 'let', 'Lettings', 'lettings@broadland-homes.landlord.example',
        'Let: vacancy V-0001 at Willow Court 11', E'It is signed.\n\nhttps://homes.example/tasks',
        8, '550 no such box', now());
UPDATE nominations SET due_on = current_date - 9 WHERE id = 2;
INSERT INTO nomination_steps (nomination_id, applicant_id, step, to_state, taken_by, taken_role)
VALUES (1, 8, 'nominate', 'nominated', 'Olive Officer', 'officer')
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
        connection.execute(DRAFT)
        connection.execute(TOKENS)
        connection.execute(LOANS)
        connection.execute(UPLOADS)
        connection.execute(WRITTEN)
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
            for width in (1280, 390):
                page.set_viewport_size({"width": width, "height": 900})
                assert not _overflow(page), f"{path} is wider than {width} pixels"
                if width == 390 or path == PAGES[role][0]:  # what is wide is on every page
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
