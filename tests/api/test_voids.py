"""Voids and their vacancies over JSON: registered, changed, and refused field by field."""

from datetime import timedelta

from service.domain.days import today
from tests.pages.site import Site

NEW_HOME = """
INSERT INTO units (scheme_id, reference, bedrooms, shared, floor, features, rent_pence)
VALUES (1, 'U-EMPTY', 1, false, 0, '{}', 9500)
"""
ASKED = {"unit": "U-EMPTY", "void_from": "2027-03-22", "void_reason": "move_on"}


def test_a_vacancy_is_registered_changed_withdrawn_and_brought_back(site: Site) -> None:
    site.change(NEW_HOME)
    body = {**ASKED, "works": ["decorating"], "works_days": 3, "turnaround_days": 2, "nominees": 3}

    answer = site.post_json("/api/vacancies", body, "landlord")
    assert answer.status_code == 201, answer.text
    made, address = answer.json(), answer.headers["location"]
    assert (made["state"], made["works_until"]) == ("registered", "2027-03-24")
    assert (made["available_on"], made["opens_on"]) == ("2027-03-31", "2027-03-03")

    change = {"turnaround_days": 3, "version": made["version"], "because": "No decorator"}
    changed = site.patch_json(address, change, "landlord")
    assert changed.json()["available_on"] == "2027-04-01"
    stale = site.patch_json(address, change, "officer")
    assert stale.status_code == 412
    assert "changed by Olive Landlord since you opened it (" in stale.json()["detail"]

    reason = {"because": "They stay"}
    assert site.post_json(f"{address}/withdraw", reason, "landlord").json()["state"] == "withdrawn"
    back = site.post_json(f"{address}/back-in-service", reason, "landlord")
    assert back.json()["state"] == "registered"
    first = site.get(f"{address}/revisions", "landlord").json()[-1]
    assert first["changes"]["state"][1] == "registered"
    assert site.get(f"{address}/revisions", "other_landlord").status_code == 404


def test_what_is_wrong_is_said_field_by_field(site: Site) -> None:
    site.change(NEW_HOME)
    tomorrow = (today() + timedelta(days=1)).isoformat()
    body = {**ASKED, "noticed_on": tomorrow, "works": ["damp"]}

    answer = site.post_json("/api/vacancies", body, "landlord")

    assert answer.status_code == 409
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert {one["key"]: one["message"] for one in answer.json()["errors"]} == {
        "noticed_on": "The day of the notice cannot be after today",
        "works_until": "Say how many working days the works take, or their last day",
    }


def test_a_landlord_registers_no_home_of_another(site: Site) -> None:
    answer = site.post_json("/api/vacancies", {**ASKED, "unit": "U-0002"}, "landlord")
    assert answer.status_code == 404
    assert site.patch_json("/api/vacancies/2", {"nominees": 2}, "landlord").status_code == 404
