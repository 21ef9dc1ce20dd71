"""Pages say who got a home, who is next, and no more than the reader may know."""

import re
from datetime import timedelta

import pytest

from service.domain.days import today, uk_date
from tests.pages.site import Site


def _words(site: Site, path: str, role: str | None = "officer") -> str:
    """A page as one line, without its tags."""
    text = re.sub(r"<[^>]+>", " ", site.get(path, role).text)
    return re.sub(r" ([.,:;)])", r"\1", " ".join(text.split()))


def _open_every_home(site: Site) -> None:
    """Everybody who waits fits vacancies 4 and 40, and nothing hinders them."""
    site.change("UPDATE applicants SET state = 'withdrawn' WHERE id NOT IN (4, 8, 12, 32)")
    site.change(
        "UPDATE applicants SET tier = 1, support_level = 0, accessibility_needs = '{}',"
        " client_groups = '{mental_health}', needed_by = NULL, rent_limit_pence = NULL"
    )
    site.change(
        "UPDATE schemes SET support_level = 0, client_groups = '{}', sexes = 'any', age_min = NULL,"
        " age_max = NULL, intended_stay = 'permanent', kind = 'general_needs'"
    )
    site.change("UPDATE units SET bedrooms = 2, shared = false")
    site.change("UPDATE bedroom_needs SET bedrooms = 2")
    site.change("DELETE FROM wanted_areas")
    site.change("DELETE FROM excluded_areas")


def test_who_got_each_home_stands_beside_the_homes_open_to_an_applicant(site: Site) -> None:
    _open_every_home(site)
    page = _words(site, "/applicants/32")
    assert "Proposed in run 1 A-00004 Tier 1, registered on 5 January 2024" in page
    assert "Proposed in run 1 Nobody" in page + _words(site, "/applicants/32?page=2")
    assert 'href="/applicants/4"' in site.get("/applicants/32").text


def test_who_is_next_if_the_proposal_is_refused_is_named(site: Site) -> None:
    _open_every_home(site)
    page = _words(site, "/vacancies/4")
    next_one = "A-00032 (tier 1, registered on 2 February 2024)."
    assert f"If they refuse, next on this list without a home: {next_one}" in page
    assert "If they refuse" not in _words(site, "/vacancies/4", "landlord")


def test_nobody_is_next_where_all_others_are_proposed_elsewhere(site: Site) -> None:
    _open_every_home(site)
    site.change("UPDATE applicants SET state = 'withdrawn' WHERE id = 32")
    page = _words(site, "/vacancies/4")
    assert "If they refuse: everyone else on the list is proposed elsewhere." in page
    site.change("UPDATE applicants SET state = 'withdrawn' WHERE id <> 4")
    assert "If they refuse: nobody else is on the list." in _words(site, "/vacancies/4")


@pytest.mark.parametrize(
    ("eligible", "words"),
    [
        (1, "1 applicant could live here, and is proposed for another home."),
        (2, "2 applicants could live here, and each is proposed for another home."),
    ],
)
def test_an_empty_vacancy_that_some_fit_says_what_shuts_the_others_out(
    site: Site, eligible: int, words: str
) -> None:
    site.change("UPDATE empty_vacancies SET eligible = %s", [eligible])
    page = _words(site, "/runs/1/empty")
    assert f"{words} What shuts most others out: the support level." in page


def test_a_landlord_learns_nothing_of_where_somebody_must_not_live(site: Site) -> None:
    site.change(
        "UPDATE empty_vacancies SET rule = 'area_excluded',"
        ' rules = \'{"area_excluded": 40, "rent": 3, "bedrooms": 7}\''
    )
    page = _words(site, "/vacancies/40", "landlord")
    assert "What shuts most people out: the number of bedrooms." in page
    assert "must not live" not in page
    assert "shut out in run" not in page
    vacancy = site.get("/api/vacancies/40", "landlord").json()
    assert (vacancy["empty_rule"], vacancy["shut_out"]) == ("bedrooms", None)
    listed = site.get("/api/vacancies?state=open&limit=200", "landlord").json()["items"]
    assert {row["empty_rule"] for row in listed} == {None, "bedrooms"}
    officers = site.get("/api/vacancies/40").json()
    assert (officers["empty_rule"], officers["shut_out"]["area_excluded"]) == ("area_excluded", 40)


def test_a_landlord_gets_no_counts_of_people_who_fit(site: Site) -> None:
    site.change("UPDATE empty_vacancies SET eligible = 3")
    page = _words(site, "/vacancies/40", "landlord")
    assert "Whoever could live here is proposed for another home." in page
    assert "3 applicants" not in page


def test_a_parked_applicant_is_not_matched_because_of_that(reading_site: Site) -> None:
    page = _words(reading_site, "/applicants/60")
    assert "Not matched, because their application is parked." in page


def test_homes_that_nearly_fit_say_how_far_off_they_are(site: Site) -> None:
    _open_every_home(site)
    site.change("UPDATE bedroom_needs SET bedrooms = 3 WHERE applicant_id = 32")
    site.change("UPDATE schemes SET kind = 'supported_living'")
    page = _words(site, "/applicants/32")
    assert "Size 2 bedrooms Support no support Rent a week £95." in page
    assert "met by Housing Benefit What does not fit It does not have the number" in page


def test_a_reason_leads_to_those_whom_it_kept_without_a_home(site: Site) -> None:
    site.change("UPDATE unplaced SET rule = 'rent' WHERE applicant_id IN (32, 34)")
    address = "/runs/1/unplaced?reason=no_eligible_home&rule=rent"
    assert address.replace("&", "&amp;") in site.get("/runs/1/unplaced").text
    page = _words(site, address)
    assert "2 applicants in the order of priority" in page
    assert "A-00032" in page
    assert "A-00036" not in page


def test_the_unplaced_of_one_district_are_listed_and_counted(reading_site: Site) -> None:
    page = reading_site.get("/runs/1/unplaced?district=E07000143").text
    assert ">4 applicants in the order of priority" in page
    assert "reason=higher_priority&amp;district=E07000143" in page


def test_priority_is_not_over_claimed(reading_site: Site) -> None:
    claim = "Priority decides who is housed; among them, homes are shared out for the best fit"
    for path, role in (("/", "officer"), ("/", None), ("/runs/1", "officer")):
        page = _words(reading_site, path, role)
        assert claim in page
        assert "strict" not in page.replace("Strict", "")


def test_a_run_keeps_figures_for_auditors_apart(reading_site: Site) -> None:
    page = _words(reading_site, "/runs/1")
    assert "Applicants in the run 58 (2 more are parked or nominated)" in page
    about, audit = page.split("For auditors")
    assert "SHA-256" not in about
    assert all(words in audit for words in ("Seed 1", "Pairs that fit 812", "SHA-256"))
    assert "Tier 1 is the most urgent" in about


def test_policies_are_offered_with_what_they_go_by(reading_site: Site) -> None:
    page = reading_site.get("/runs").text
    assert page.count('name="policy"') == 3
    assert _words(reading_site, "/runs").count("four fifths of its share") == 1


def test_a_home_that_stands_empty_says_since_when_and_how_long(site: Site) -> None:
    site.change("UPDATE voids SET void_from = %s", [today() - timedelta(235)])
    site.change("UPDATE vacancies SET available_on = %s", [today() - timedelta(1)])
    page = _words(site, "/vacancies/4")
    assert f"Empty since {uk_date(today() - timedelta(235))} (move on): 235 days" in page
    assert f"Free since {uk_date(today() - timedelta(1))}" in page
    site.change("UPDATE vacancies SET available_on = %s", [today() + timedelta(1)])
    assert f"Free from {uk_date(today() + timedelta(1))}" in _words(site, "/vacancies/4")


def test_whoever_was_signed_out_is_told_so(reading_site: Site) -> None:
    words, ended = "You were signed out; sign in to go on.", {"Cookie": "homeward_session=ended"}
    assert words in reading_site.client.get("/sign-in?next=%2Fruns", headers=ended).text
    assert words not in _words(reading_site, "/sign-in?next=%2Fruns", None)
    assert words not in _words(reading_site, "/sign-in", None)


def test_an_unfinished_run_loads_itself_again_without_javascript(reading_site: Site) -> None:
    again = '<noscript><meta http-equiv="refresh" content="5"></noscript>'
    assert again in reading_site.get(f"/runs/{reading_site.ids.running}").text.split("</head>")[0]
    assert again not in reading_site.get(f"/runs/{reading_site.ids.done}").text


def test_every_page_says_whose_data_it_is(reading_site: Site) -> None:
    for path, role in (("/", None), ("/", "planner"), ("/no-such-page", "officer")):
        page = _words(reading_site, path, role)
        assert "Office for National Statistics licensed under the Open Government Licence" in page
        assert "© GeoNames (CC BY 4.0)" in page


def test_the_planners_last_column_is_short(reading_site: Site) -> None:
    assert "4 bedrooms 5+ bedrooms" in _words(reading_site, "/", "planner")
