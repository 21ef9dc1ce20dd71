"""Applicants are searched for without a name standing in any address."""

import re

import pytest

from tests.pages.site import Site


def _search(site: Site, role: str = "officer", **fields: str) -> str:
    return site.post("/applicants/search", role, fields).text


@pytest.mark.parametrize(
    ("fields", "n"),
    [
        ({"text": "A-00007"}, 1),
        ({"text": "person 12"}, 1),
        ({"text": "a00007"}, 1),
        ({"text": "A–00007"}, 1),
        ({"text": "12  PERSON"}, 1),
        ({"text": "12 nobody"}, 0),
        ({"text": "a00060"}, 1),
        ({"text": "a00060", "state": "live"}, 0),
        ({"text": "%"}, 0),
    ],
)
def test_applicants_are_found(reading_site: Site, fields: dict[str, str], n: int) -> None:
    page = _search(reading_site, **fields)
    noun = "applicant" if n == 1 else "applicants"
    assert (f">{n} {noun} in the order" if n else "No applicant matches") in page


def test_filters_without_words_go_to_an_address_that_can_be_shared(reading_site: Site) -> None:
    sent = {"text": "  ", "tier": "2", "state": ""}
    answer = reading_site.post("/applicants/search", fields=sent)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/applicants?tier=2"


def test_no_address_on_a_page_of_results_holds_what_was_searched_for(reading_site: Site) -> None:
    first = _search(reading_site, text="person")
    assert "Showing 1 to 25 of 59" in first
    last = _search(reading_site, text="person", page="3")
    assert "Showing 51 to 59 of 59" in last
    assert 'name="text" value="person"' in last
    assert not re.search(r'(href|action)="[^"]*person', first + last)


def test_a_search_needs_the_sessions_token(reading_site: Site) -> None:
    answer = reading_site.client.post(
        "/applicants/search",
        headers={"Cookie": "homeward_session=session-of-the-officer"},
        data={"text": "person"},
    )
    assert answer.status_code == 403


def test_the_audit_keeps_whom_a_search_showed_and_not_its_words(site: Site) -> None:
    _search(site, text="person 12")
    kept = (
        "SELECT applicant_ids FROM audit WHERE action = 'read' AND subject = 'search of applicants'"
    )
    assert site.ask_database(kept) == [12]
    assert site.ask_database("SELECT count(*) FROM audit WHERE audit::text LIKE '%person 12%'") == 0


def test_a_search_that_is_reloaded_goes_to_the_list(reading_site: Site) -> None:
    assert reading_site.get("/applicants/search").headers["location"] == "/applicants"


def test_only_officers_of_the_county_choose_a_district(reading_site: Site) -> None:
    assert 'name="district"' in reading_site.get("/applicants").text
    assert 'name="district"' not in reading_site.get("/applicants", "district_officer").text
