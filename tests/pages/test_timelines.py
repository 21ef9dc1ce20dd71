"""Timelines say what happened in order, to each person what they may see; and the printed list."""

import re

from service.actions.timelines import _DONE
from service.domain.steps import Step
from tests.pages.site import Site

STEPS = """
INSERT INTO nomination_steps (nomination_id, applicant_id, step, from_state, to_state, taken_by,
                              taken_role, on_behalf_of, taken_at, reason, note, undone_by,
                              undone_at)
VALUES (1, 8, 'offer', 'nominated', 'offered', 'Lola Landlord', 'landlord', NULL,
        now() + interval '1 minute', NULL, NULL, NULL, NULL),
       (1, 8, 'decline', 'offered', 'decline_review', 'Olive Officer', 'officer', 'applicant',
        now() + interval '2 minutes', 'wrong_size', 'Zuzanna told us', NULL, NULL),
       (2, 2, 'offer', 'nominated', 'offered', 'Other Landlord', 'landlord', NULL,
        now() + interval '1 minute', NULL, NULL, 'Other Landlord', now() + interval '2 minutes')
"""


def _words(site: Site, path: str, role: str = "officer") -> str:
    answer = site.get(path, role)
    assert answer.status_code == 200, answer.text
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def test_every_step_has_words() -> None:
    assert set(_DONE) == set(Step)


def test_a_vacancys_timeline_has_its_days_and_steps_the_newest_first(site: Site) -> None:
    site.change(STEPS)
    page = _words(site, "/vacancies/8/timeline")
    said = [
        "Declined, as the applicant said: The home is the wrong size for them – A-00008",
        "Home offered – A-00008",
        "Nominated – A-00008",
        "Home is free to move into",
        "Vacancy registered",
        "Home stands empty",
    ]
    places = [page.index(words) for words in said]
    assert places == sorted(places)
    assert "Other Landlord" not in page
    assert "Told Broadland Homes of them" in page
    assert "undone since" in _words(site, "/nominations/2/timeline")


def test_a_landlords_timeline_has_no_reason_of_the_officers_and_nobody_elses(site: Site) -> None:
    site.change(STEPS)
    for path in ("/vacancies/8/timeline", "/nominations/1/timeline"):
        page = _words(site, path, "landlord")
        assert "Declined, as the applicant said" in page
        assert "wrong size" not in page
        assert "Zuzanna" not in page
    assert site.get("/vacancies/8/timeline", "other_landlord").status_code == 404
    assert site.get("/nominations/1/timeline", "other_landlord").status_code == 404
    before = site.ask_database("SELECT max(id) FROM audit")
    site.get("/vacancies/8/timeline", "landlord")
    assert site.ask_database(
        f"SELECT applicant_ids = '{{8}}' FROM audit WHERE id > {before}"  # noqa: S608
        " AND subject = 'timeline'"
    )


def test_an_applicants_timeline_leads_to_their_nominations(site: Site) -> None:
    site.change("UPDATE applicants SET state = 'parked' WHERE id = 8")
    site.change(
        "INSERT INTO lettings (nomination_id, vacancy_id, unit_id, applicant_id, signed_on,"
        " starts_on, tenure, rent_pence, made_by) SELECT 1, 8, unit_id, 8, '2026-05-04',"
        " '2026-05-05', 'licence', 1, 'Lola' FROM vacancies WHERE id = 8"
    )
    page = site.get("/applicants/8/timeline").text
    for words in ("Application registered", "Application parked", "Tenancy starts", "5 May 2026"):
        assert words in page
    assert 'href="/nominations/1">V-0008</a>' in page
    assert site.get("/applicants/59/timeline").status_code == 404
    restricted = _words(site, "/applicants/59/timeline", "named_officer")
    assert "Record restricted: domestic abuse" in restricted


def test_somebody_restricted_leaves_no_trace_in_a_vacancys_timeline(site: Site) -> None:
    site.change(STEPS)
    site.change("UPDATE nominations SET applicant_id = 59 WHERE id = 1")
    site.change("UPDATE disclosures SET applicant_id = 59 WHERE nomination_id = 1")
    page = _words(site, "/vacancies/8/timeline")
    for hidden in ("Nominated", "Declined", "Home offered", "Told"):
        assert hidden not in page
    assert "Declined" in _words(site, "/vacancies/8/timeline", "named_officer")


def test_a_printed_shortlist_says_as_of_when_for_whom_and_by_what_order(site: Site) -> None:
    site.change(
        "UPDATE applicants SET support_level = 1, needed_by = NULL, ready_on = '2026-01-01'"
    )
    site.change("UPDATE units SET bedrooms = 2, features = '{step_free,wheelchair,hoist}'")
    site.change(
        "UPDATE schemes SET client_groups = '{}', sexes = 'any', age_min = NULL, age_max = NULL"
    )
    site.change("UPDATE bedroom_needs SET bedrooms = 2")
    site.change("DELETE FROM wanted_areas")
    listed = set(re.findall(r"A-\d{5}", site.get("/vacancies/4").text))
    assert listed
    page = _words(site, "/vacancies/4/shortlist/print")
    for words in (
        "Shortlist for vacancy V-0004",
        "for Olive Officer",
        "Broadland Homes",
        "Priority decides who is housed",
    ):
        assert words in page, words
    assert listed <= set(re.findall(r"A-\d{5}", page))
    assert "A-00059" not in page
    assert site.ask_database(
        "SELECT count(*) FROM audit WHERE subject = 'printed shortlist of vacancy 4'"
    )
    assert site.get("/vacancies/4/shortlist/print", "landlord").status_code == 403
