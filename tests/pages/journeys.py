"""Walking through whole journeys in a browser, with the worker at work beside the site."""

import asyncio
import contextlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import psycopg
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from service.worker import work
from tests.browser import chromium
from tests.pages.county import PASSWORD
from tests.pages.live import serving

_RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}


@dataclass(frozen=True)
class Walk:
    """A browser, a site with its worker, and whoever walks through it."""

    browser: Browser
    base: str
    url: str
    """Of the database."""

    @contextmanager
    def signed_in(self, person: str, *, javascript: bool = False) -> Iterator[Page]:
        """The first page of somebody of the county who has just given their password."""
        context = self.browser.new_context(
            base_url=self.base,
            viewport={"width": 1280, "height": 900},
            java_script_enabled=javascript,
        )
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.goto("/sign-in")
        page.get_by_label("Email address").fill(f"{person}@homeward.example")
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.get_by_role("button", name="Sign out").wait_for()
        yield page
        context.close()

    def look(self, page: Page) -> None:
        """Check that a page fits a phone and a desk and, if a form is refused, what axe finds.

        Axe needs JavaScript, so it looks at a copy in a window that has it. The pages themselves
        are looked at by tests/pages/test_browser.py.
        """
        root = "document.documentElement"
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            wide = page.evaluate(f"{root}.scrollWidth > {root}.clientWidth")
            assert not wide, f"{page.url} is wider than {width} pixels"
        if page.locator(".govuk-error-summary").count():
            self._ask_axe(page)

    def _ask_axe(self, page: Page) -> None:
        seen = page.content()
        context = self.browser.new_context(base_url=self.base)
        copy = context.new_page()
        copy.route(page.url, lambda route: route.fulfill(body=seen, content_type="text/html"))
        copy.goto(page.url)
        found = Axe().run(copy, options=_RULES)
        assert found.violations_count == 0, f"{page.url}: {found.generate_report()}"
        context.close()

    def change(self, statement: str) -> None:
        """Change the database behind the application's back."""
        with psycopg.connect(self.url) as connection:
            connection.execute(statement)

    def ask(self, query: str) -> object:
        """The first value of the first row that a query gives."""
        with psycopg.connect(self.url) as connection:
            row = connection.execute(query).fetchone()
        return row and row[0]


@contextmanager
def walk_of(database_url: str, home: Path) -> Iterator[Walk]:
    """A site on a county, its worker, and Chromium."""
    with serving(database_url, home) as base, _working(database_url, home), chromium() as browser:
        yield Walk(browser, base, database_url)


@contextmanager
def _working(database_url: str, home: Path) -> Iterator[None]:
    """The worker in a thread of this process."""
    loop = asyncio.new_event_loop()
    task = loop.create_task(work(database_url, home, handle_signals=False))

    def run() -> None:
        with contextlib.suppress(asyncio.CancelledError):
            loop.run_until_complete(task)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(task.cancel)
        thread.join()
        loop.close()


def follow(page: Page, name: str) -> None:
    """Go where the first link of a name leads; some look like buttons."""
    places = page.locator("main, nav, header, .govuk-breadcrumbs")
    link = places.get_by_role("link", name=name).or_(
        places.locator("a").and_(page.get_by_role("button", name=name))
    )
    link.first.click()


def press(page: Page, name: str) -> None:
    """Press a button."""
    page.get_by_role("button", name=name, exact=True).click()


def fill_day(page: Page, field: str, day: date) -> None:
    """Type a date into its three fields."""
    for part in ("day", "month", "year"):
        page.locator(f"#{field}_{part}").fill(str(getattr(day, part)))


def reads(page: Page, *words: str) -> str:
    """What the page says in its main part, which holds all of some words."""
    said = " ".join(page.locator("main").inner_text().split())
    for one in words:
        assert one in said, f"{page.url} does not say “{one}”: {said}"
    return said


def wait_until_over(page: Page, words: str) -> None:
    """Load a page again, as somebody without JavaScript does, until it says something."""
    for _ in range(120):
        if words in page.locator("main").inner_text():
            return
        page.wait_for_timeout(500)
        page.reload()
    reads(page, words)
