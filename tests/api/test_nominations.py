"""Nominations over JSON: who gets what, and how they are refused."""

from service.domain.lettings import TOLD_WORDS
from tests.pages.site import Site

TELL = {"applicant_id": 7, "lawful_basis": "public_task", "reason": "The only one who asked"}


def test_a_nomination_is_made_told_and_withdrawn(site: Site) -> None:
    site.change("DELETE FROM excluded_areas")
    answer = site.post_json("/api/vacancies/4/nominations", TELL)
    assert answer.status_code == 201, answer.text
    address = answer.headers["location"]
    assert answer.json()["applicant_reference"] == "A-00007"
    assert site.get("/api/vacancies/4").json()["state"] == "reserved"
    again = site.post_json("/api/vacancies/4/nominations", {**TELL, "applicant_id": 9})
    assert (again.status_code, "is held" in again.json()["detail"]) == (409, True)
    ended = site.post_json(f"{address}/withdraw", {"because": "Zuzanna changed her mind"})
    assert (ended.status_code, ended.json()["state"]) == (200, "withdrawn")
    seen = site.get(address, "landlord")
    assert [one["told"] for one in seen.json()["told"]] == [None]
    assert "Zuzanna" not in seen.text


def test_what_reaches_a_landlord_is_what_was_told_and_no_more(reading_site: Site) -> None:
    for role in ("landlord", "support_provider"):
        [row] = reading_site.get("/api/nominations", role).json()["items"]
        assert row["id"] == 1
        assert row["applicant_id"] is row["applicant_name"] is row["withdrawn_because"] is None
        assert len(row["told"]) == 1
        assert {*row["told"][0]["told"]} == {*TOLD_WORDS}
        assert row["told"][0]["told"]["client_groups"] is None
        assert row == reading_site.get("/api/nominations/1", role).json()
    assert reading_site.get("/api/nominations/2", "landlord").status_code == 404


def test_nothing_of_anybody_else_reaches_a_landlord_in_any_answer(reading_site: Site) -> None:
    paths = ["/", "/vacancies?state=any", "/nominations", "/api/nominations"]
    paths += ["/api/vacancies?limit=200", "/vacancies?state=any&text=A-00004"]
    for n in range(1, 43):
        paths += [f"/vacancies/{n}", f"/api/vacancies/{n}"]
    people = {f"A-{i:05}" for i in range(1, 61)} - {"A-00008"}
    for path in paths:
        text = reading_site.get(path, "landlord").text.replace('value="A-00004"', "")
        assert not [reference for reference in people if reference in text], path
        assert "Person " not in text.replace("Person 8", ""), path


def test_a_nomination_without_its_ground_is_refused(reading_site: Site) -> None:
    for body, status in (
        ({"applicant_id": 7}, 400),
        ({**TELL, "lawful_basis": "because"}, 400),
        ({**TELL, "lawful_basis": "consent"}, 409),
        ({**TELL, "consented_on": "2026-05-03"}, 409),
        ({**TELL, "applicant_id": 59}, 404),
    ):
        answer = reading_site.post_json("/api/vacancies/4/nominations", body)
        assert answer.status_code == status, (body, answer.text)
        assert answer.headers["content-type"].startswith("application/problem+json")
