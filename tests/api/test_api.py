"""What the JSON API answers."""

import pytest

from service.domain.days import today
from tests.pages.site import Site


def test_health_says_ok(reading_site: Site) -> None:
    answer = reading_site.get("/health", None)
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok"}


def test_the_session_gives_the_token_for_writes(reading_site: Site) -> None:
    session = reading_site.get("/api/session", "planner").json()
    assert (session["name"], session["role"]) == ("Olive Planner", "planner")
    assert session["csrf_token"]


def test_vacancies_come_in_pages(reading_site: Site) -> None:
    first = reading_site.get("/api/vacancies?state=open&limit=30").json()
    rest = reading_site.get("/api/vacancies?state=open&limit=30&offset=30").json()
    assert (first["total"], len(first["items"]), len(rest["items"])) == (40, 30, 10)
    ids = {row["id"] for row in first["items"] + rest["items"]}
    assert len(ids) == 40


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=201",
        "offset=-1",
        "bedrooms=many",
        "support_level=4",
        "place_id=99999999999",
    ],
)
def test_a_wrong_filter_is_refused_with_the_field(reading_site: Site, query: str) -> None:
    answer = reading_site.get(f"/api/vacancies?{query}")
    assert answer.status_code == 400
    assert answer.headers["content-type"].startswith("application/problem+json")
    problem = answer.json()
    assert problem["status"] == 400
    assert problem["instance"] == "/api/vacancies"
    assert problem["errors"][0]["key"] == query.split("=")[0]


def test_a_state_that_is_none_is_refused(reading_site: Site) -> None:
    answer = reading_site.get("/api/vacancies?state=vacant")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["key"] == "vacancy_state"


def test_a_landlord_gets_their_own_vacancies_whatever_they_ask(reading_site: Site) -> None:
    found = reading_site.get("/api/vacancies?landlord_id=2", "landlord").json()
    assert {row["landlord"] for row in found["items"]} == {"Broadland Homes"}
    assert reading_site.get("/api/vacancies/2", "landlord").status_code == 404


def test_whom_a_run_proposes_is_told_to_officers_only(reading_site: Site) -> None:
    proposed = reading_site.get("/api/vacancies/4").json()["proposed"]
    assert proposed == {
        "reference": "A-00004",
        "household_size": 1,
        "bedrooms": 2,
        "support_level": 0,
    }
    vacancy = reading_site.get("/api/vacancies/4", "landlord").json()
    assert (vacancy["proposed"], vacancy["nomination_id"]) == (None, None)
    listed = reading_site.get("/api/vacancies?limit=200", "landlord").json()["items"]
    assert {row["proposed_reference"] for row in listed} == {None}
    assert [row["id"] for row in listed if row["nomination_id"]] == [8]


def test_an_empty_vacancy_says_whom_each_rule_shut_out(reading_site: Site) -> None:
    vacancy = reading_site.get("/api/vacancies/40").json()
    assert vacancy["proposed"] is None
    assert vacancy["shut_out"] == {"bedrooms": 31, "support_level": 12, "rent": 4}


def test_a_shortlist_names_candidates_and_counts_who_is_shut_out(reading_site: Site) -> None:
    found = reading_site.get("/api/vacancies/4/shortlist?limit=5").json()
    assert found["vacancy_id"] == 4
    assert len(found["candidates"]) == min(5, found["total"])
    assert all(row["n"] > 0 for row in found["shut_out"])


def test_applicants_are_found_by_a_part_of_their_name(reading_site: Site) -> None:
    found = reading_site.post_json("/api/applicants/search", {"text": "person 12"}).json()
    assert [row["reference"] for row in found["items"]] == ["A-00012"]


def test_an_applicant_comes_with_household_rooms_and_outcome(reading_site: Site) -> None:
    applicant = reading_site.get("/api/applicants/32").json()
    assert [member["relation"] for member in applicant["household"]] == ["lead"]
    assert {need["rule"] for need in applicant["bedroom_needs"]} == {
        "lha_uc",
        "hb_social",
        "bedroom_standard",
    }
    assert all(need["bedrooms"] == len(need["rooms"]) for need in applicant["bedroom_needs"])
    assert applicant["outcome"]["reason"] == "no_eligible_home"
    assert applicant["outcome"]["opens"] == 6
    assert applicant["outcome"]["rank"] == 32
    assert applicant["outcome"]["sets"][0] == {"rules": ["bedrooms"], "opens": 6}


def test_the_homes_open_to_an_applicant_are_listed(reading_site: Site) -> None:
    found = reading_site.get("/api/applicants/7/homes?limit=3").json()
    assert found["applicant_id"] == 7
    assert len(found["homes"]) == min(3, found["total"])


def test_a_runs_results_come_in_pages(reading_site: Site) -> None:
    proposals = reading_site.get("/api/runs/1/proposals?limit=10&offset=25").json()
    assert (proposals["total"], len(proposals["items"])) == (30, 5)
    unplaced = reading_site.get("/api/runs/1/unplaced?reason=higher_priority&limit=3").json()
    assert (unplaced["total"], len(unplaced["items"])) == (14, 3)
    empty = reading_site.get("/api/runs/1/empty-vacancies?offset=8").json()
    assert (empty["total"], len(empty["items"])) == (10, 2)


def test_what_one_more_home_would_bring_is_told_by_kind(reading_site: Site) -> None:
    kinds = reading_site.get("/api/runs/1/worth").json()
    tiers = [kind["tier"] for kind in kinds]
    assert sum(kind["n_vacancies"] for kind in kinds) == 40
    assert tiers == sorted(tiers, key=lambda tier: (tier == 0, tier))
    assert reading_site.get("/api/vacancies/11").json()["one_more"] == {
        "tier": 3,
        "housed": [0, 0, 1, 0, 0],
        "gain": 10,
    }
    assert reading_site.get("/api/vacancies/4", "landlord").json()["one_more"] is None


def test_a_planner_is_told_of_no_kind_of_home_that_few_people_wait_for(site: Site) -> None:
    def towns() -> set[str]:
        return {kind["place"] for kind in site.get("/api/runs/1/worth", "planner").json()}

    site.change("DELETE FROM wanted_areas")
    site.change("UPDATE bedroom_needs SET bedrooms = 1 + applicant_id % 3")
    everywhere = towns()
    [rare, *_] = everywhere
    site.change(
        "INSERT INTO wanted_areas (applicant_id, rank, place_id)"
        " SELECT id, 1, (SELECT min(id) FROM places WHERE name <> %s) FROM applicants",
        [rare],
    )
    assert rare not in towns()
    assert rare in {kind["place"] for kind in site.get("/api/runs/1/worth").json()}


def test_what_would_change_it_is_told_as_data(reading_site: Site) -> None:
    found = reading_site.get("/api/applicants/32/what-if").json()
    assert found["run_id"] == 1
    assert all(change["words"] and change["n_open"] >= 0 for change in found["changes"])


def test_runs_are_listed_newest_first(reading_site: Site) -> None:
    assert [run["id"] for run in reading_site.get("/api/runs?limit=2").json()["items"]] == [3, 2]


def test_a_run_is_asked_for_and_followed(site: Site) -> None:
    wish = {"seed": 9, "policy": "fair", "seconds": 60, "memory_mb": 500}
    answer = site.post_json("/api/runs", wish)
    assert answer.status_code == 202
    assert answer.headers["location"] == "/api/runs/4"
    run = site.get(answer.headers["location"]).json()
    assert (run["state"], run["is_over"], run["seed"]) == ("asked", False, 9)
    assert run["match_on"] == today().isoformat()
    assert (run["policy"]["name"], run["seconds_allowed"], run["memory_mb_allowed"]) == (
        "fair",
        60,
        500,
    )
    queued = "SELECT args ->> 'run_id' FROM procrastinate_jobs"
    assert site.ask_database(queued) == "4"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"seed": -1}, 400),
        ({"seconds": 0}, 400),
        ({"match_on": "3 May"}, 400),
        ({"sede": 1}, 400),
        ({"policy": "x"}, 409),
    ],
)
def test_a_wrong_run_is_refused_and_nothing_is_written(
    site: Site, body: dict[str, object], status: int
) -> None:
    assert site.post_json("/api/runs", body).status_code == status
    assert site.ask_database("SELECT count(*) FROM match_runs") == 3


def test_a_run_is_stopped_once(site: Site) -> None:
    assert site.post_json("/api/runs/2/stop").json()["state"] == "stopped"
    again = site.post_json("/api/runs/2/stop")
    assert again.status_code == 409
    assert again.json()["detail"] == "Match run 2 is stopped already."


def test_a_write_without_the_token_in_the_header_is_refused(site: Site) -> None:
    answer = site.client.post(
        "/api/runs", headers={"Cookie": "homeward_session=session-of-the-officer"}, json={}
    )
    assert answer.status_code == 403
    assert "X-CSRF-Token" in answer.json()["detail"]
    assert site.ask_database("SELECT count(*) FROM match_runs") == 3


def test_towns_and_postcodes_are_told_to_whoever_is_signed_in(reading_site: Site) -> None:
    towns = reading_site.get("/api/places", "planner").json()
    assert "Dereham" in {town["name"] for town in towns}
    some = str(reading_site.ask_database("SELECT min(postcode) FROM postcodes"))
    found = reading_site.get(f"/api/postcodes/{some.replace(' ', '').lower()}", "landlord").json()
    assert found["postcode"] == some


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/runs/99", 404),
        ("/api/vacancies/99999999999999999999999", 404),
        ("/api/nothing", 404),
        ("/api/postcodes/SW1A%201AA", 404),
        ("/api/postcodes/nonsense", 409),
    ],
)
def test_a_refusal_is_a_problem_with_words(reading_site: Site, path: str, status: int) -> None:
    answer = reading_site.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("application/problem+json")
    problem = answer.json()
    assert problem["type"] == "about:blank"
    assert problem["status"] == status
    assert problem["title"]
    assert len(problem["detail"]) > 10


def test_signed_out_is_a_problem_and_no_redirect(reading_site: Site) -> None:
    answer = reading_site.get("/api/runs", None)
    assert answer.status_code == 401
    assert answer.json()["detail"] == "Sign in first."


def test_a_method_that_is_none_is_a_problem(reading_site: Site) -> None:
    answer = reading_site.client.delete("/api/runs")
    assert answer.status_code == 405
    assert answer.json()["status"] == 405


def test_a_fault_of_ours_says_nothing_of_what_is_inside(site: Site) -> None:
    site.change("DROP TABLE proposals CASCADE")
    answer = site.get("/api/runs/1/proposals")
    assert answer.status_code == 500
    assert answer.json()["detail"].startswith("Something went wrong on our side")
    assert "proposals" not in answer.json()["detail"]
    page = site.get("/vacancies")
    assert page.status_code == 500
    assert "Something went wrong on our side" in page.text
    assert "relation" not in page.text
