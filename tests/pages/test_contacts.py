"""An organisation keeps its own contacts and what they are told of, by pages and by the API."""

from collections.abc import Mapping

from tests.pages.site import Site

ANN = {"name": "Ann", "email": "Ann@Landlord.example", "how": "daily", "about": "nominated"}


def _add(site: Site, role: str = "landlord", **changes: str) -> int:
    return site.post("/contacts", role, {**ANN, **changes}).status_code


def test_a_landlord_keeps_its_own_contacts(site: Site) -> None:
    assert _add(site) == 303
    page = site.get("/contacts?done=contact-added", "landlord").text
    assert "The contact is added" in page
    assert "ann@landlord.example" in page
    assert "Once a day" in page
    assert site.get("/contacts", "other_landlord").text.count("ann@landlord.example") == 0
    form = site.get("/contacts/1", "landlord").text
    assert 'value="nominated" checked' in form
    changed = site.post("/contacts/1", "landlord", {**ANN, "name": "Anna", "how": "never"})
    assert changed.status_code == 303
    assert "Anna" in site.get("/contacts", "landlord").text
    assert site.post("/contacts/1/remove", "landlord").status_code == 303
    assert "There is no contact yet" in site.get("/contacts", "landlord").text


def test_nobody_keeps_the_contacts_of_others(site: Site) -> None:
    assert _add(site) == 303
    for role in ("other_landlord", "support_provider"):
        assert site.get("/contacts/1", role).status_code == 404
        assert site.post("/contacts/1", role, ANN).status_code == 404
        assert site.post("/contacts/1/remove", role).status_code == 404
        assert site.send_json("DELETE", "/api/contacts/1", None, role).status_code == 404
    body = {"name": "Eve", "email": "eve@x.example", "about": ["let"], "landlord_id": 1}
    assert site.post_json("/api/contacts", body, "other_landlord").status_code == 403
    assert site.ask_database("SELECT count(*) FROM contacts") == 1
    assert site.get("/contacts", "officer").status_code == 403


def test_a_form_with_faults_is_shown_again_with_what_was_typed(site: Site) -> None:
    sent: Mapping[str, str] = {"name": "", "email": "ann at home", "how": "each", "job": "Repairs"}
    refused = site.post("/contacts", "landlord", sent)
    assert refused.status_code == 400
    for words in (
        "Enter their name",
        "Write the email address like name@example.org",
        "Choose what they are told of, or choose no e-mail",
        "ann at home",
        "Repairs",
    ):
        assert words in refused.text
    assert _add(site) == 303
    again = site.post("/contacts", "landlord", ANN)
    assert again.status_code == 409
    assert "is a contact of this organisation already" in again.text
    assert _add(site, email="bob@landlord.example") == 303
    bob = site.ask_database("SELECT max(id) FROM contacts")
    taken = site.post(f"/contacts/{bob}", "landlord", ANN)
    assert taken.status_code == 409


def test_an_administrator_keeps_the_contacts_of_everybody(site: Site) -> None:
    for whose in ("landlord 2", "provider 1", "district E07000143", "county"):
        assert _add(site, "administrator", whose=whose) == 303, whose
    assert _add(site, "administrator", whose="landlord 99") == 400
    for wrong in ({"landlord_id": 99}, {"landlord_id": 1, "provider_id": 1}):
        body = {"name": "Eve", "email": "eve@x.example", "about": ["let"], **wrong}
        refused = site.post_json("/api/contacts", body, "administrator")
        assert refused.status_code == 409
        assert "that there is, or none" in refused.json()["detail"]
    page = site.get("/contacts", "administrator").text
    for words in ("Anchor Support", "Breckland council", "The county’s own officers", "4 contacts"):
        assert words in page
    only = site.get("/contacts?whose=provider+1", "administrator").text
    assert "1 contact" in only
    assert '<option value="provider 1" selected>' in only
    assert "1 contact" in site.get("/contacts", "support_provider").text


def test_programs_keep_contacts_over_json(site: Site) -> None:
    body = {"name": "Ann", "email": "ann@landlord.example", "about": ["let"], "phone": "01603 1"}
    made = site.post_json("/api/contacts", body, "landlord")
    assert made.status_code == 201, made.text
    assert made.headers["location"] == "/api/contacts/1"
    assert made.json()["organisation"] == "Broadland Homes"
    changed = site.send_json(
        "PATCH", "/api/contacts/1", {"how": "never", "phone": None}, "landlord"
    )
    assert changed.status_code == 200, changed.text
    assert (changed.json()["how"], changed.json()["phone"]) == ("never", None)
    assert changed.json()["about"] == ["let"]
    assert site.get("/api/contacts", "landlord").json()["total"] == 1
    assert site.post_json("/api/contacts", body, "landlord").status_code == 409
    wrong = site.send_json("PATCH", "/api/contacts/1", {"email": "nowhere"}, "landlord")
    assert wrong.status_code == 409
    assert site.send_json("DELETE", "/api/contacts/1", None, "landlord").status_code == 204
    assert site.get("/api/contacts/1", "landlord").status_code == 404


def test_a_contact_that_a_colleague_changed_meanwhile_is_not_lost(site: Site) -> None:
    body = {"name": "Ann", "email": "ann@landlord.example", "about": ["let"], "how": "daily"}
    assert site.post_json("/api/contacts", body, "landlord").status_code == 201
    form = {"name": "Ann Lettings", "email": "ann@landlord.example", "how": "never"}
    opened = {**form, "version": "1"}
    assert site.post("/contacts/1", "landlord", {**opened, "job": "repairs"}).status_code == 303
    late = site.post("/contacts/1", "landlord", opened)
    assert late.status_code == 409
    assert "This contact was changed by Olive Landlord since you opened it" in late.text
    assert 'name="version" value="2"' in late.text
    assert site.post("/contacts/1", "landlord", {**opened, "version": "2"}).status_code == 303
