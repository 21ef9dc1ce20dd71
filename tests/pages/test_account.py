"""A person's own account."""

import pytest

from service.actions.sessions import browser_words
from tests.pages.county import PASSWORD
from tests.pages.site import Site
from tests.pages.test_accounts import ADMIN, GOOD, count_sessions, id_of, link_in
from tests.pages.test_second_factor import Browser


def test_a_person_sees_who_they_are_and_where_they_are_signed_in(site: Site) -> None:
    site.change("UPDATE sessions SET browser = 'Firefox on Windows', source = '192.0.2.7'")
    Browser(site, "district_officer")
    page = site.get("/account", "district_officer").text
    for words in ("Olive District Officer", "Breckland", "2 sessions", "Firefox on Windows",
                  "192.0.2.7", "(this one)", "testclient"):  # fmt: skip
        assert words in page, words


def test_a_new_password_asks_for_the_old_and_ends_links_and_other_sessions(site: Site) -> None:
    browser = Browser(site)
    before = browser.cookie
    assert count_sessions(site, "planner") == 2
    assert browser.post("/account/password", old="wrong", new=GOOD).status_code == 400
    assert browser.post("/account/password", old=PASSWORD, new="Password1234").status_code == 400
    assert count_sessions(site, "planner") == 2
    link = link_in(site.post(f"/accounts/{id_of(site, 'planner')}/link", ADMIN).text)
    answer = browser.post("/account/password", old=PASSWORD, new=GOOD)
    assert "Your password is changed." in browser.get(answer.headers["location"]).text
    assert site.get(link, None).status_code == 410
    assert count_sessions(site, "planner") == 1
    assert browser.cookie != before
    assert browser.get("/account").status_code == 200
    assert site.get("/account", "planner").status_code == 303


def test_a_new_password_is_not_the_old_one(site: Site) -> None:
    sent = {"old": PASSWORD, "new": PASSWORD}
    answer = site.post("/account/password", "planner", sent)
    assert answer.status_code == 400
    assert "is the one that you have now" in answer.text
    assert 'id="new-error"' in answer.text


def test_a_stolen_session_is_no_way_to_guess_the_password(site: Site) -> None:
    for _ in range(5):
        site.post("/account/password", "planner", {"old": "wrong", "new": GOOD})
    sent = {"old": PASSWORD, "new": GOOD}
    assert site.post("/account/password", "planner", sent).status_code == 429


def test_signing_out_everywhere_ends_ones_own_sessions_only(site: Site) -> None:
    Browser(site)
    answer = site.post("/account/sign-out-everywhere", "planner")
    page = site.get(answer.headers["location"], None).text
    assert "You are signed out everywhere." in page
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert count_sessions(site, "planner") == 0
    assert count_sessions(site, "officer") == 1


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/130.0 Safari/537.36 Edg/130.0",
            "Edge on Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 "
            "(KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
            "Safari on iPhone",
        ),
        ("curl/8", "another program"),
        ("", "another program"),
    ],
)
def test_a_browser_is_told_in_a_few_words(said: str, words: str) -> None:
    assert browser_words(said) == words
