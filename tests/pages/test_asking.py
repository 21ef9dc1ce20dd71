"""Pages and API of asking: pairs, shortlists, runs over a part, side by side, accepting."""

import json
import re

from tests.pages.site import Site

_SECOND_RUN = """
INSERT INTO match_runs (asked_by, asked_at, match_on, policy, seed, state, stage, progress,
                        started_at, finished_at, households, applicants, vacancies, pairs, placed,
                        unplaced, value, bound, proved, proof, settled, faults, seconds,
                        problem_sha256, versions, scope)
SELECT asked_by, asked_at, match_on, policy, seed, state, stage, progress, started_at, finished_at,
       households, applicants, vacancies, pairs, 2, 56, value, bound, proved, proof, settled,
       faults, seconds, problem_sha256, versions, '{"title": "The coast", "kinds": ["refuge"]}'
FROM match_runs WHERE id = 1;
INSERT INTO proposals (run_id, applicant_id, vacancy_id, worth, parts, alternatives)
VALUES (4, 1, 1, 1805, '{}', 3), (4, 3, 2, 1805, '{}', 3);
"""
PAIR = "/vacancies/4/pair/4"


def test_a_home_is_held_and_lifted_on_the_page_of_the_pair(site: Site) -> None:
    short = site.post(PAIR, fields={"mark": "locked", "reason": "Because"})
    assert short.status_code == 409
    assert short.text.count("Say why, in 10 characters or more") == 2
    assert ">Because</textarea>" in short.text
    done = site.post(PAIR, fields={"mark": "locked", "reason": "Their sister lives next door."})
    assert done.headers["location"] == f"{PAIR}?done=pair-locked"
    assert "Held for them" in site.get(PAIR).text
    assert "Their sister lives next door." in site.get("/vacancies/4/shortlist").text
    audited = "SELECT reason FROM audit WHERE subject = 'pair_marks' AND action = 'add'"
    assert site.ask_database(audited) == "Their sister lives next door."
    site.post(f"{PAIR}/lift", fields={"reason": "The sister has moved away."})
    assert "The sister has moved away." in site.get(PAIR).text
    assert site.ask_database("SELECT count(*) FROM pair_marks WHERE lifted_at IS NULL") == 0


def test_a_hold_is_said_wherever_somebody_else_would_be_nominated(site: Site) -> None:
    pages = ("/vacancies/4", "/vacancies/4/shortlist")
    links = re.findall('href="(/vacancies/4/nominate/[0-9]+)"', site.get(pages[1]).text)
    another = next(link for link in links if not link.endswith("/4"))
    site.post(PAIR, fields={"mark": "locked", "reason": "Their sister lives next door."})
    for page in (site.get(page).text for page in pages):
        assert f'href="{another}"' not in page
        assert "Nobody else can be nominated until the hold is lifted." in page
    refused = site.get(another).text
    assert "It is held for A-00004" in refused
    assert f'href="{PAIR}"' in refused
    assert 'href="/vacancies/4/nominate/4"' in site.get(pages[1]).text


def test_homes_open_say_why_nobody_can_be_nominated(site: Site) -> None:
    page = site.get("/applicants/60/homes").text
    assert "They cannot be nominated now: they are parked" in page
    assert "/nominate/60" not in page


def test_the_api_marks_lists_and_lifts(site: Site) -> None:
    body = {"applicant_id": 4, "mark": "forbidden", "reason": "Somebody there knows them."}
    assert site.post_json("/api/vacancies/4/marks", body).status_code == 201
    again = site.post_json("/api/vacancies/4/marks", body)
    assert again.json()["detail"] == "Vacancy V-0004 is ruled out for A-00004 already."
    assert [one["mark"] for one in site.get("/api/vacancies/4/marks").json()] == ["forbidden"]
    assert site.get("/api/vacancies/4/marks", "district_officer").json() == []
    lifted = site.post_json(
        "/api/vacancies/4/marks/4/lift", {"reason": "They know nobody there now."}
    )
    assert lifted.json()[0]["lifted_by"] == "Olive Officer"


def test_a_shortlist_names_who_comes_near_with_the_rules_in_words(site: Site) -> None:
    page = site.get("/vacancies/4/shortlist?tier=5").text
    assert "shut out by one or two rules alone" in page
    assert "It does not have the number of bedrooms they need." in page
    near = site.get("/api/vacancies/4/shortlist").json()
    assert near["n_near"] >= len(near["near_misses"]) > 0
    assert {len(one["rules"]) for one in near["near_misses"]} <= {1, 2}


def test_the_form_asks_for_a_part_of_the_county_and_offers_it_again(site: Site) -> None:
    wish = {"title": "The coast", "districts": "E07000143", "vacancies": "v-0001, V-0002"}
    answer = site.post("/runs", fields=wish)
    assert answer.headers["location"] == "/runs/4"
    kept = site.ask_database("SELECT scope::text FROM match_runs WHERE id = 4")
    assert json.loads(str(kept)) == {
        "title": "The coast", "districts": ["E07000143"], "vacancies": ["V-0001", "V-0002"],
    }  # fmt: skip
    assert "Homes in" in site.get("/runs/4").text
    again = site.get("/runs?again=4").text
    assert 'value="The coast"' in again
    assert 'value="E07000143" checked' in again
    wrong = site.post("/runs", fields={"vacancies": "V-9999"})
    assert wrong.text.count("There is no vacancy V-9999. Choose another") == 2


def test_two_runs_side_by_side_name_those_whom_one_may_see_and_count_the_others(
    site: Site,
) -> None:
    for statement in _SECOND_RUN.split(";\n")[:2]:
        site.change(statement)
    page = site.get("/runs/compare?first=1&second=4").text
    assert "A home in the first only: 28 applicants" in page
    assert "Another home: 1 applicant<" in page
    found = site.get("/api/runs/compare?first=1&second=4&change=moved").json()
    assert found["n_changes"] == {"lost": 28, "moved": 1}
    assert [one["applicant_id"] for one in found["changes"]["items"]] == [3]
    of_district = site.get("/api/runs/compare?first=1&second=4", "district_officer").json()
    assert of_district["n_changes"] == found["n_changes"]
    assert of_district["changes"]["total"] + of_district["n_hidden"] == 29
    assert of_district["n_hidden"] > 0
    same = site.get("/runs/compare?first=1&second=1")
    assert same.status_code == 400
    assert "Choose two different runs." in same.text


def test_proposals_are_accepted_by_ticks_and_what_no_longer_holds_is_said(site: Site) -> None:
    site.post(PAIR, fields={"mark": "locked", "reason": "Their sister lives next door."})
    nobody = site.get("/runs/1/accept?page=1").headers["location"]
    assert "Tick whom to nominate" in site.get(nobody).text
    assert "whom run 1 proposes" in site.get("/runs/1/accept?pick=4&pick=5").text
    refused = site.post("/runs/1/accept", fields={"picked": "4,5"})
    assert refused.status_code == 400
    assert refused.text.count("Choose why it is lawful to share their details") == 2
    done = site.post("/runs/1/accept", fields={"picked": "4,5", "basis": "public_task"})
    assert "1 person nominated, 1 left out" in done.text
    assert "The home does not fit them any more" in done.text
    assert site.ask_database("SELECT vacancy_id FROM nominations WHERE applicant_id = 4") == 4
    body = {"lawful_basis": "public_task", "applicant_ids": [5]}
    assert len(site.post_json("/api/runs/1/accept", body).json()["missed"]) == 1
