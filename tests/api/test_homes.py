"""Schemes, homes and loans over JSON."""

from datetime import timedelta

from service.domain.days import today
from tests.pages.site import Site

SCHEME = {
    "reference": "RH", "name": "Reed House", "kind": "sheltered", "support_level": 1,
    "intended_stay": "permanent", "source": "the landlord's list", "postcode": "nr13dy",
    "rating_scheme": "qaf", "rating": "b", "connection_districts": ["E07000148"],
}  # fmt: skip


def test_a_landlords_own_scheme_is_added_and_changed_by_its_version(site: Site) -> None:
    added = site.post_json("/api/schemes", {**SCHEME, "landlord_id": 2}, "landlord")
    assert added.status_code == 201, added.text
    scheme = added.json()
    assert (scheme["landlord"], scheme["postcode"]) == ("Broadland Homes", "NR1 3DY")
    path = f"/api/schemes/{scheme['id']}"
    change = {"version": scheme["version"], "rating": "a"}
    assert site.patch_json(path, change).json()["rating"] == "a"
    late = site.patch_json(path, {**change, "rating": "d"}, "landlord")
    assert late.status_code == 412
    assert "changed by Olive Officer since you opened it (rating)" in late.json()["detail"]
    assert site.post_json("/api/schemes", SCHEME, "landlord").status_code == 409
    assert site.get(path, "other_landlord").status_code == 404


def test_a_home_is_added_with_charges_and_lent(site: Site) -> None:
    parts = ("basic_rent", "eligible_charge", "ineligible_charge", "personal_charge")
    home = {
        "reference": "N/1", "bedrooms": 1, "charge_period": "four_weekly", "age_min": 70,
        **{f"{part}_pence": 10_000 for part in parts},
    }  # fmt: skip
    unit = site.post_json("/api/schemes/4/units", home).json()
    assert (unit["rent_pence"], unit["holds"]["age_min"], unit["age_max"]) == (10_000, 70, None)
    crossed = {"version": unit["version"], "age_max": 60}
    path = f"/api/units/{unit['id']}"
    assert "70 or more" in site.patch_json(path, crossed).json()["detail"]
    young = {"version": site.get("/api/schemes/4").json()["version"], "age_max": 60}
    answer = site.patch_json("/api/schemes/4", young)
    assert "Home N/1 has an age of its own" in answer.json()["detail"]
    change = {"version": unit["version"], "rent_pence": 9_000}
    changed = site.patch_json(path, change).json()
    assert (changed["rent_pence"], changed["charge_period"]) == (9_000, None)
    day = today()
    loan = {
        "kind": "step_down", "support_level": 3, "client_groups": [],
        "starts_on": str(day), "due_back_on": str(day + timedelta(days=90)),
    }  # fmt: skip
    assert site.post_json(f"{path}/loans", loan).status_code == 201
    assert site.get(path).json()["holds"]["kind"] == "step_down"
    assert site.post_json(f"{path}/loans", loan, "landlord").status_code == 404


def test_a_lent_home_is_due_back_another_day_and_comes_back(site: Site) -> None:
    day = today()
    loan = {
        "kind": "step_down", "support_level": 3, "client_groups": [],
        "starts_on": str(day), "due_back_on": str(day + timedelta(days=90)),
    }  # fmt: skip
    made = site.post_json("/api/units/4/loans", loan).json()
    path = f"/api/loans/{made['id']}"
    tag = site.get(path).headers["etag"]
    assert [one["id"] for one in site.get("/api/loans", "landlord").json()["items"]] == [made["id"]]
    assert site.get(path, "other_landlord").status_code == 404
    later = {"due_back_on": str(day + timedelta(days=120))}
    assert site.patch_json(path, later, "other_landlord").status_code == 404
    past = site.patch_json(path, {"due_back_on": str(day)}, If_Match=tag)
    assert past.status_code == 409
    assert "Enter a day after" in past.json()["detail"]
    changed = site.patch_json(path, later, "landlord", If_Match=tag)
    assert (changed.status_code, changed.json()["due_back_on"]) == (200, later["due_back_on"])
    lost = site.post_json(f"{path}/return", {"returned_on": str(day)}, If_Match=tag)
    assert lost.status_code == 412
    assert "(due back on)" in lost.json()["detail"]
    tag = changed.headers["etag"]
    assert site.post_json(f"{path}/return", {"returned_on": str(day)}, If_Match=tag).is_success
    assert site.get(path).status_code == 404
    assert site.get("/api/units/4").json()["holds"]["kind"] != "step_down"
