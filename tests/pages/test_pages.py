"""Each page says what it should, to whom it should."""

import json
import re

import pytest

from tests.pages.site import Site


def test_every_page_has_a_title_of_its_own(reading_site: Site) -> None:
    ids = reading_site.ids
    paths = ["/", "/vacancies", f"/vacancies/{ids.own_vacancy}", "/applicants"]
    paths += [f"/applicants/{ids.placed}", "/runs", f"/runs/{ids.done}", f"/runs/{ids.done}/placed"]
    paths += [f"/runs/{ids.done}/unplaced", f"/runs/{ids.done}/empty", "/no-such-page"]
    titles = [_title(reading_site, path) for path in paths]
    assert all(title.endswith(" – Homeward") for title in titles)
    assert len(set(titles)) == len(titles)


def _title(site: Site, path: str) -> str:
    found = re.search(r"<title[^>]*>(.*?)</title>", site.get(path).text, re.DOTALL)
    assert found is not None
    return found[1].strip()


def test_the_officer_starts_with_what_waits_and_the_latest_run(reading_site: Site) -> None:
    page = reading_site.get("/").text
    assert "<dd>58</dd>" in page
    assert "<dd>40</dd>" in page
    assert "Run 1 matched as of 3 May 2026 and finished on 3 May 2026 at 2:05pm" in page
    assert 'action="/runs"' in page


def test_whoever_lets_starts_with_their_own_vacancies_and_whom_a_person_nominated(
    reading_site: Site,
) -> None:
    for role in ("landlord", "support_provider"):
        page = reading_site.get("/", role).text
        assert "V-0004" in page
        assert "1 person; 3 bedrooms and no support" in page
        assert {*re.findall(r"A-\d{5}", page)} == {"A-00008"}
        assert {*re.findall(r"Person \d+", page)} == {"Person 8"}
        assert "V-0002" not in page


def test_a_planner_starts_with_counts_that_tell_of_nobody(reading_site: Site) -> None:
    page = reading_site.get("/", "planner").text
    assert "Applicants not placed, by district" in page
    assert "not shown" in page
    assert "A-000" not in page
    assert "Person " not in page


def test_whoever_is_signed_out_is_told_what_it_is(reading_site: Site) -> None:
    page = reading_site.get("/", None)
    assert page.status_code == 200
    assert 'href="/sign-in"' in page.text


@pytest.mark.parametrize(
    ("query", "n"),
    [
        ("", 40),
        ("?state=let", 2),
        ("?state=any", 42),
        ("?bedrooms=1", 10),
        ("?support=0", 10),
        ("?landlord=1", 20),
        ("?landlord=1&bedrooms=2", 0),
        ("?proposed=somebody", 30),
        ("?proposed=nobody", 10),
        ("?proposed=nonsense", 40),
        ("?text=v0041", 1),
        ("?text=v0041&state=open", 0),
        ("?text=court++WILLOW", 42),
        ("?text=11+willow", 11),
        ("?state=&bedrooms=&place=&support=&landlord=", 40),
        ("?state=nonsense&bedrooms=-1&place=x&support=9&landlord=99999999999999999999", 40),
    ],
)
def test_vacancies_are_filtered_and_a_filter_that_says_nothing_is_left_out(
    reading_site: Site, query: str, n: int
) -> None:
    page = reading_site.get(f"/vacancies{query}").text
    words = (
        f">{n} {'vacancy' if n == 1 else 'vacancies'}<" if n else "No vacancy matches these choices"
    )
    assert words in page


def test_a_landlord_lists_only_their_own_vacancies(reading_site: Site) -> None:
    page = reading_site.get("/vacancies?landlord=2&state=any", "landlord").text
    assert "V-0004" in page
    assert "V-0002" not in page
    assert 'name="landlord"' not in page


def test_another_landlords_vacancy_is_not_there(reading_site: Site) -> None:
    page = reading_site.get(f"/vacancies/{reading_site.ids.other_vacancy}", "landlord")
    assert page.status_code == 404
    assert "There is no vacancy 2 among those you may see." in page.text


def test_an_officer_sees_the_home_the_proposal_and_the_shortlist(reading_site: Site) -> None:
    page = reading_site.get(f"/vacancies/{reading_site.ids.own_vacancy}").text
    assert "£95.44" in page
    assert "Run 1 proposes applicant" in page
    assert "(Person 4)" in page
    assert "In the area they asked for first: 300" in page
    assert "Who could live here today" in page


def test_a_landlord_sees_no_proposal_and_no_shortlist(reading_site: Site) -> None:
    for role in ("landlord", "support_provider"):
        page = reading_site.get(f"/vacancies/{reading_site.ids.own_vacancy}", role).text
        assert "Nobody is nominated for it now." in page
        assert "A-000" not in page
        assert "Person " not in page
        assert "Who could live here today" not in page
        assert "/applicants" not in page


def test_a_vacancy_left_empty_says_which_rule_shut_most_people_out(reading_site: Site) -> None:
    for role in ("officer", "landlord"):
        page = reading_site.get(f"/vacancies/{reading_site.ids.empty_vacancy}", role).text
        assert "Run 1 proposes nobody." in page
        assert "What shuts most people out: the support level." in page


@pytest.mark.parametrize(
    ("query", "n"),
    [
        ("", 58),
        ("?state=parked", 1),
        ("?tier=1&support=0", 2),
        ("?bedrooms=1", 19),
        ("?district=E07000143", 8),
        ("?district=nowhere", 58),
        ("?text=A-00007", 58),
    ],
)
def test_applicants_are_listed(reading_site: Site, query: str, n: int) -> None:
    page = reading_site.get(f"/applicants{query}").text
    noun = "applicant" if n == 1 else "applicants"
    assert (f">{n} {noun} in the order" if n else "No applicant matches") in page


def test_an_applicants_page_explains_the_bedrooms_under_each_rule(reading_site: Site) -> None:
    page = reading_site.get("/applicants/7").text
    assert "Local housing allowance (Universal Credit)" in page
    assert "Lead applicant and partner: couple" in page
    assert "The bedroom standard" in page
    assert 'href="/vacancies/7">vacancy V-0007</a>' in page


def test_an_unplaced_applicants_page_says_why(reading_site: Site) -> None:
    page = " ".join(reading_site.get(f"/applicants/{reading_site.ids.unplaced}").text.split())
    assert "Not placed in run 1." in page
    assert "No open home fits, above all because of the number of bedrooms." in page
    assert "They are 32nd of 58 in the order of priority." in page
    assert (
        "Without the number of bedrooms, 6 homes would be open; without the scheme&#39;s age limits"
        " and a rent above what they can meet, 2 more. Others may come before them." in page
    )


def test_a_run_from_before_ranks_were_kept_says_what_it_knows(site: Site) -> None:
    site.change("UPDATE unplaced SET rank = NULL, last_rank = NULL, sets = '[]'")
    page = " ".join(site.get(f"/applicants/{site.ids.unplaced}").text.split())
    assert "Without that rule, 6 more homes would fit, though others may come before them." in page
    assert "in the order of priority." not in page
    page = " ".join(site.get("/runs/1/unplaced?reason=higher_priority").text.split())
    assert "if they stood before tier 2, registered on 1 February 2024." in page


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("short_of_hours", "A home is free that suits them, but not the hours of support"),
        ("held_back", "A limit, company or the length of chains of moves stands in the way."),
    ],
)
def test_other_reasons_have_words_of_their_own(site: Site, reason: str, words: str) -> None:
    site.change("UPDATE unplaced SET reason = %s", [reason])
    assert words in " ".join(site.get("/applicants/33").text.split())
    assert site.get(f"/runs/1/unplaced?reason={reason}").text.count("in the order of priority")
    assert site.get("/", "planner").status_code == 200


def test_under_a_weighted_policy_nobody_is_told_where_to_stand(site: Site) -> None:
    site.change('UPDATE match_runs SET policy = policy || \'{"order": "weighted"}\'')
    page = " ".join(site.get("/runs/1/unplaced?reason=higher_priority").text.split())
    assert "2 homes would fit, and all went to people who counted for more." in page
    assert "if they stood before" not in page


def test_a_vacancy_says_what_one_more_home_like_it_would_bring(reading_site: Site) -> None:
    pages = {n: " ".join(reading_site.get(f"/vacancies/{n}").text.split()) for n in (9, 10, 12)}
    assert "One more home like it would also house a person of tier 1; the" in pages[9]
    assert "fit of all together would change by −10 points." in pages[9]
    assert "One more home like it would also house a person of tier 2." in pages[10]
    assert "would house nobody more, but would add 20 points of fit." in pages[12]
    assert "One more home like it" not in reading_site.get("/vacancies/4", "landlord").text


def test_what_one_more_home_would_bring_is_told_by_town_and_size(reading_site: Site) -> None:
    for role in ("officer", "planner"):
        page = " ".join(reading_site.get("/runs/1/worth", role).text.split())
        assert "What one more home would bring" in page
        assert page.index("A person of tier 1") < page.index("A person of tier 2")
        assert ('href="/runs"' in page) == (role == "officer")
    assert "What one more home would bring" in reading_site.get("/", "planner").text
    assert "does not say" not in page
    failed = reading_site.get(f"/runs/{reading_site.ids.failed}/worth")
    assert "This run has no result." in failed.text


def test_a_run_under_another_policy_says_its_price_and_that_it_is_a_what_if(site: Site) -> None:
    figures = {"placed": 492, "fit": 900, "mean_days_waited": 427, "envious": 0, "moved": 0}
    strict = {"policy": "strict", "placed_by_tier": [300, 100, 50, 30, 12], **figures}
    fair = {**strict, "policy": "fair", "placed_by_tier": [290, 110, 50, 30, 12], "fit": 850}
    site.change(
        'UPDATE match_runs SET comparison = %s, policy = policy || \'{"name": "fair"}\''
        " WHERE id = 1",
        [json.dumps([strict, fair])],
    )
    page = re.sub(r"<[^>]+>", " ", site.get("/runs/1").text)
    words = " ".join(page.split())
    assert "… of tier 1 Strict 300 Fair 290 Difference −10" in words
    assert "in points of the strict policy Strict 900 Fair 850 Difference −50" in words
    assert "This run is a what-if" in words
    assert "Priority decides, once each client group has four fifths of its share" in words
    assert "No match run is finished yet" in site.get("/").text


def test_what_would_change_it_is_worked_out_on_demand(reading_site: Site) -> None:
    assert 'href="/applicants/32/what-if"' in reading_site.get("/applicants/32").text
    page = " ".join(reading_site.get("/applicants/32/what-if").text.split())
    assert "Match run 1" in page
    assert "Each line changes one thing for them" in page
    parked = reading_site.get("/applicants/60/what-if")
    assert parked.status_code == 404
    assert "The applicant was not in match run 1." in parked.text


def test_a_what_if_of_a_run_whose_instance_was_erased_says_what_to_do(site: Site) -> None:
    site.change("DELETE FROM match_instances")
    gone = site.get("/applicants/32/what-if")
    assert gone.status_code == 409
    assert "is no longer kept, since a record was erased. Run a match again" in gone.text


def test_who_was_outranked_is_told_where_the_line_was(reading_site: Site) -> None:
    page = " ".join(reading_site.get("/runs/1/unplaced?reason=higher_priority").text.split())
    assert "14 applicants in the order of priority" in page
    assert "2 homes would fit, and all went to people of higher priority. They are " in page
    assert (
        "of 58 in the order of priority. They would have had a home if they stood before whoever"
        " is 21st: tier 2, registered on 1 February 2024." in page
    )


def test_names_that_hold_markup_stay_text(reading_site: Site) -> None:
    page = reading_site.get("/vacancies").text + reading_site.get("/applicants/3").text
    assert "Orbit &lt;b&gt;Housing&lt;/b&gt;" in page
    assert "<b>Housing" not in page
    assert "<i>Three" not in page


def test_a_long_list_comes_in_pages_that_keep_the_filter(reading_site: Site) -> None:
    first = reading_site.get("/vacancies?state=any").text
    second = reading_site.get("/vacancies?state=any&page=2").text
    assert "Showing 1 to 25 of 42" in first
    assert 'href="/vacancies?state=any&amp;page=2"' in first
    assert "Showing 26 to 42 of 42" in second
    assert not set(re.findall(r"V-\d{4}", first)) & set(re.findall(r"V-\d{4}", second))


def test_a_page_beyond_the_last_shows_the_last(reading_site: Site) -> None:
    assert "Showing 26 to 42 of 42" in reading_site.get("/vacancies?state=any&page=900").text


def test_a_run_says_its_figures_and_its_proof(reading_site: Site) -> None:
    page = reading_site.get("/runs/1").text
    for words in ("54,150 points; proved, so none is better", "ab" * 32, "812", "0.6"):
        assert words in page


def test_a_failed_run_says_why(reading_site: Site) -> None:
    page = reading_site.get(f"/runs/{reading_site.ids.failed}").text
    assert "This run failed and stored nothing: The child process died." in page


def test_an_address_that_is_none_gets_a_page_with_ones_own_navigation(reading_site: Site) -> None:
    page = reading_site.get("/no-such-page")
    assert page.status_code == 404
    assert "There is no page at this address." in page.text
    assert 'href="/applicants"' in page.text


def test_a_run_without_a_result_says_so(reading_site: Site) -> None:
    for page in ("placed", "unplaced", "empty"):
        failed = reading_site.get(f"/runs/{reading_site.ids.failed}/{page}")
        assert "This run has no result." in failed.text
        running = reading_site.get(f"/runs/{reading_site.ids.running}/{page}")
        assert "This run is not finished yet." in running.text
