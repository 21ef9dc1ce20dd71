"""Applicants written over JSON: new ones, changes from a day, parking, affordability."""

from datetime import timedelta

from service.domain.days import today
from tests.pages.site import Site

NEW = {
    "name": "Zoë Quill",
    "district": "Breckland",
    "household": [{"relation": "lead", "born_on": "1990-05-03", "sex": "female"}],
    "tier": 2,
    "registered_on": "2026-02-01",
    "support_level": 1,
    "ready_on": "2026-03-01",
}


def test_somebody_new_is_put_on_the_register(site: Site) -> None:
    added = site.post_json("/api/applicants", NEW)
    assert added.status_code == 201, added.text
    assert added.json()["reference"] == "HW-000001"
    found = site.get(f"/api/applicants/{added.json()['id']}").json()
    assert found["bedroom_needs"][0]["bedrooms"] == 1
    again = site.post_json("/api/applicants", {**NEW, "reference": "A-00007"})
    assert again.status_code == 409
    assert [one["key"] for one in again.json()["errors"]] == ["reference"]


def test_a_reference_is_nobody_elses_and_is_not_cut_short(site: Site) -> None:
    site.change("UPDATE applicants SET reference = 'HW-000001' WHERE id = 7")
    assert site.post_json("/api/applicants", NEW).json()["reference"] == "HW-000002"
    site.change("SELECT setval('applicant_references', 1234567)")
    assert site.post_json("/api/applicants", NEW).json()["reference"] == "HW-1234568"


def test_who_is_likely_the_same_person_is_told_to_those_who_may_see_them(site: Site) -> None:
    first = site.post_json("/api/applicants", NEW).json()
    assert first["possible_duplicates"] == []
    again = site.post_json("/api/applicants", {**NEW, "name": "Quill, Zoe"}).json()
    assert again["possible_duplicates"] == [
        {"id": first["id"], "reference": first["reference"], "score": 100}
    ]
    site.change(
        "INSERT INTO restrictions (applicant_id, kind, made_by)"
        " SELECT id, 'high_risk', 'X' FROM applicants WHERE id > 60"
    )
    third = site.post_json("/api/applicants", NEW).json()
    assert third["possible_duplicates"] == []


def test_what_is_wrong_stands_at_each_field(site: Site) -> None:
    wrong = {**NEW, "needed_by": "2026-01-01", "wanted": ["Dereham", "Dereham"]}
    refused = site.post_json("/api/applicants", wrong).json()
    assert {one["key"] for one in refused["errors"]} == {"needed_by", "wanted"}
    kind = site.post_json("/api/applicants", {**NEW, "tier": 9})
    assert kind.status_code == 400
    assert "tier" in str(kind.json()["errors"])
    lacking = site.post_json("/api/applicants", {})
    assert {"name", "tier", "household"} <= {one["key"] for one in lacking.json()["errors"]}


def test_a_change_tells_what_followed_and_one_to_come_waits(site: Site) -> None:
    said = {"why": "They told us.", "from_on": today().isoformat()}
    changed = site.patch_json("/api/applicants/7", {**said, "overnight_carer": True})
    assert changed.status_code == 200, changed.text
    assert changed.json()["changes"] == {"overnight_carer": {"before": False, "after": True}}
    assert any("Bedrooms needed" in one for one in changed.json()["effects"])
    later = (today() + timedelta(days=3)).isoformat()
    waits = site.patch_json("/api/applicants/7", {**said, "from_on": later, "has_pets": None,
                                                  "tier": 1})  # fmt: skip
    assert waits.json()["taken_at"] is None
    rows = site.get("/api/applicants/7/circumstances").json()["items"]
    assert [row["from_on"] for row in rows] == [later, today().isoformat()]
    same = site.patch_json("/api/applicants/7", {**said, "overnight_carer": True})
    assert "Nothing is changed" in same.json()["detail"]


def test_parking_and_putting_back(site: Site) -> None:
    until = (today() + timedelta(days=3)).isoformat()
    parked = site.post_json("/api/applicants/7/park", {"reason": "hospital", "until": until})
    assert parked.json()["state"] == "parked"
    assert site.post_json("/api/applicants/7/unpark").json()["state"] == "live"
    assert site.post_json("/api/applicants/7/unpark").status_code == 409
    past = {"reason": "hospital", "until": "2026-01-01"}
    refused = site.post_json("/api/applicants/7/park", past).json()
    assert [one["key"] for one in refused["errors"]] == ["until"]
    assert site.post_json("/api/applicants/8/park", {"reason": "hospital"}).status_code == 409


def test_affordability_says_what_is_met_and_what_is_not_known(site: Site) -> None:
    found = site.get("/api/applicants/7/affordability?vacancy_id=4").json()
    assert found["is_checked"]
    assert "specified accommodation" in found["why"]
    assert site.get("/api/applicants/7/affordability?vacancy_id=999").status_code == 404
    assert site.get("/api/applicants/7/affordability").status_code == 400


def test_an_application_is_withdrawn_and_put_back_by_those_who_saw_it_last(site: Site) -> None:
    address, body = "/api/applicants/7", {"reason": "found_home", "note": "A sister has room"}
    tag = site.get(address).headers["etag"]
    parked = site.post_json(f"{address}/park", {"reason": "hospital"}, If_Match=tag)
    anew = site.post_json(f"{address}/park", {"reason": "prison"}, If_Match=parked.headers["etag"])
    stale = site.post_json(f"{address}/withdraw", body, If_Match=parked.headers["etag"])
    assert stale.status_code == 412, stale.text
    done = site.post_json(f"{address}/withdraw", body, If_Match=anew.headers["etag"])
    assert done.json()["state"] == "withdrawn"
    assert site.ask_database("SELECT reason FROM pauses WHERE ended_at IS NULL") == "found_home"
    assert site.post_json(f"{address}/unpark", If_Match=anew.headers["etag"]).status_code == 412
    back = site.post_json(f"{address}/unpark", If_Match=done.headers["etag"])
    assert back.json()["state"] == "live"
    nominated = site.post_json("/api/applicants/8/withdraw", body)
    assert "Withdraw the nomination first" in nominated.json()["detail"]
    assert site.post_json(f"{address}/withdraw", {"reason": "hospital"}).status_code == 400


def test_a_change_to_come_is_cancelled_once_by_whoever_saw_it(site: Site) -> None:
    later = (today() + timedelta(days=3)).isoformat()
    tag = site.get("/api/applicants/7").headers["etag"]
    said = {"why": "They told us.", "from_on": later, "tier": 1}
    planned = site.patch_json("/api/applicants/7", said).json()
    address = f"/api/applicants/7/circumstances/{planned['id']}/cancel"
    assert site.post_json(address, If_Match=tag).status_code == 412
    tag = site.get("/api/applicants/7").headers["etag"]
    done = site.post_json(address, If_Match=tag)
    assert done.json()["cancelled_by"] == "Olive Officer"
    assert done.headers["etag"] != tag
    assert site.post_json(address).status_code == 404
    assert site.post_json(address.replace("/7/", "/9/")).status_code == 404
