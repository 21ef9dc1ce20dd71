"""One story in a browser: invited, signed in with a second factor, the glass broken, and seen."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Page

from tests.browser import chromium
from tests.pages.county import token_of
from tests.pages.live import serving

NEW_PASSWORD = "seven quiet herons wade"
REASON = "Her sister rang: she must not be sent home tonight."


@pytest.fixture
def open_as(county_url: str, tmp_path: Path) -> Iterator[Callable[[str | None], Page]]:
    """A new browser window of a person of the county, or of nobody."""
    with serving(county_url, tmp_path) as base, chromium() as browser:

        @contextmanager
        def window(person: str | None) -> Iterator[Page]:
            context = browser.new_context(base_url=base)
            if person is not None:
                cookie = {"name": "homeward_session", "value": token_of(person), "url": base}
                context.add_cookies([cookie])
            yield context.new_page()
            context.close()

        yield window


def test_somebody_is_invited_signs_in_works_breaks_the_glass_and_is_seen(open_as) -> None:
    with open_as("administrator") as page:
        link = _invite(page)
    with open_as(None) as page:
        key = _choose_password(page, link)
        _sign_in_with_code(page, key)
        _do_own_work(page)
        _break_the_glass(page)
    with open_as("reviewer") as page:
        page.goto("/")
        page.get_by_role("button", name="Review openings").click()
        page.get_by_role("link").filter(has_text=":").last.click()
        page.get_by_text(REASON).wait_for()
        page.get_by_label("Yes").check()
        page.get_by_role("button", name="Keep this review").click()
        page.get_by_text("Justified").first.wait_for()
    with open_as("auditor") as page:
        page.goto("/audit")
        page.get_by_label("Applicant’s reference").fill("A-00059")
        page.get_by_role("button", name="Apply filters").click()
        page.get_by_text(REASON).first.wait_for()
        page.get_by_text("Nora Newcomer").first.wait_for()


def _invite(page: Page) -> str:
    """An officer is invited; the link for them."""
    page.goto("/accounts")
    page.get_by_role("button", name="Invite somebody").click()
    page.get_by_label("Email address").fill("nora@homeward.example")
    page.get_by_label("Full name").fill("Nora Newcomer")
    page.get_by_label("Role").select_option("officer")
    page.get_by_role("button", name="Invite").click()
    return page.locator("code").inner_text()


def _choose_password(page: Page, link: str) -> str:
    """They choose a password, sign in and set a second factor up; its key."""
    page.goto(link)
    page.get_by_label("Password", exact=True).fill(NEW_PASSWORD)
    page.get_by_role("button", name="Set the password").click()
    page.wait_for_url("**/sign-in*")
    _give_password(page)
    page.get_by_text("Nora Newcomer (housing officer)").wait_for()
    page.goto("/account/second-factor")
    page.get_by_label("Your password", exact=True).fill(NEW_PASSWORD)
    page.get_by_role("button", name="Set up a second factor").click()
    key = page.get_by_text("Key:").locator("strong").inner_text().replace(" ", "")
    page.get_by_label("The 6 figures").fill(pyotp.TOTP(key).at(int(time.time())))
    page.get_by_role("button", name="Turn on").click()
    page.get_by_text("Keep these recovery codes").wait_for()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in*")
    return key


def _give_password(page: Page) -> None:
    page.get_by_label("Email address").fill("nora@homeward.example")
    page.get_by_label("Password", exact=True).fill(NEW_PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def _sign_in_with_code(page: Page, key: str) -> None:
    """Each code is taken once, so this is the next one, which a phone a little ahead would show."""
    _give_password(page)
    page.get_by_label("Code").fill(pyotp.TOTP(key).at(int(time.time()), counter_offset=1))
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_text("Nora Newcomer (housing officer)").wait_for()


def _do_own_work(page: Page) -> None:
    """They look at a vacancy, and nominate whoever is first on its list."""
    page.get_by_role("link", name="Vacancies").first.click()
    page.goto("/vacancies/6")
    page.get_by_role("link", name="Nominate").first.click()
    page.get_by_label("Public task").check()
    page.locator("#reason").fill("They wait longest of those whom it fits.")
    page.get_by_label("Why the others are passed over").select_option("more_urgent")
    page.get_by_role("button", name="Nominate and tell").click()
    page.get_by_text("by Nora Newcomer").first.wait_for()


def _break_the_glass(page: Page) -> None:
    """A reference that they were told leads to a restricted record, opened with a reason."""
    page.get_by_role("link", name="Applicants").first.click()
    page.get_by_label("Reference or name").fill("A-00059")
    page.get_by_role("button", name="Apply filters").click()
    page.get_by_text("This record is restricted").wait_for()
    page.get_by_label("Why you need to read this record").fill(REASON)
    page.get_by_role("button", name="Open this record for an hour").click()
    page.get_by_role("heading", name="Person 59").wait_for()
