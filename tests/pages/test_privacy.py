"""The pages on data protection."""

import io
import re
import zipfile

from tests.pages.county import PEOPLE
from tests.pages.site import Site

_SAID = re.compile(r'name="(as_of|digest)" value="([^"]+)"')


def test_everybody_signed_in_reads_what_is_kept_and_how_long(reading_site: Site) -> None:
    for person in PEOPLE:
        assert reading_site.get("/data-protection", person).status_code == 200
    page = reading_site.get("/data-protection", "landlord").text
    assert "Features that the home must have for them to live in it." in page
    assert "Limitation Act 1980" in page
    assert reading_site.get("/data-protection", None).status_code == 303


def test_an_officer_downloads_only_what_they_see(site: Site) -> None:
    sent = site.post("/applicants/8/bundle")
    assert sent.headers["content-type"] == "application/zip"
    assert zipfile.ZipFile(io.BytesIO(sent.content)).namelist() == ["index.html", "data.json"]
    read = "SELECT (actor, role)::text FROM audit WHERE action = 'export' AND applicant_ids = '{8}'"
    assert site.ask_database(read) == '("Olive Officer",officer)'
    assert site.post(f"/applicants/{site.ids.restricted}/bundle").status_code == 404
    named = site.post(f"/applicants/{site.ids.restricted}/bundle", "named_officer")
    assert named.status_code == 200
    assert site.post("/applicants/8/bundle", "administrator").status_code == 403


def test_an_administrator_lets_go_of_what_was_shown_once_they_confirm(site: Site) -> None:
    site.change("UPDATE match_runs SET finished_at = now() - interval '91 days' WHERE id = 1")
    start = site.get("/", "administrator").text
    assert "kept as long as its rule says" in start
    shown = dict(_SAID.findall(site.get("/retention", "administrator").text))
    refused = site.post("/retention", "administrator", shown)
    assert (refused.status_code, "Tick the box" in refused.text) == (400, True)
    wrong = site.post("/retention", "administrator", {**shown, "confirm": "yes", "digest": "x"})
    assert (wrong.status_code, "has changed since it was shown" in wrong.text) == (409, True)
    done = site.post("/retention", "administrator", {**shown, "confirm": "yes"})
    assert (done.status_code, "1 row was let go" in done.text) == (200, True)
    assert site.ask_database("SELECT count(*) FROM match_instances") == 0


def test_planners_read_how_many_were_erased_and_no_small_count(site: Site) -> None:
    site.change(
        "INSERT INTO past_applications (district_code, tier, bedrooms, support_level, outcome,"
        " registered_year, erased_year)"
        " SELECT (SELECT min(code) FROM districts), 1, 1, 1, 'housed', 2020, y"
        " FROM (VALUES (2025, 5), (2026, 4)) AS v (y, n), generate_series(1, n)"
    )
    assert "2026: fewer than 5; 2025: 5." in site.get("/", "planner").text


def test_an_administrator_erases_one_record_with_a_reason(site: Site) -> None:
    form = {"reference": "A-00010", "reason": "case 1207", "confirm": "yes"}
    nominated = site.post("/retention/erasure", "administrator", {**form, "reference": "A-00008"})
    assert (nominated.status_code, "Withdraw the nomination" in nominated.text) == (400, True)
    unknown = site.post("/retention/erasure", "administrator", {**form, "reference": "A-x"})
    assert (unknown.status_code, "There is no applicant A-x" in unknown.text) == (400, True)
    blank = site.post("/retention/erasure", "administrator", {**form, "reason": " "})
    assert "Enter why the record is erased" in blank.text
    assert site.ask_database("SELECT count(*) FROM erasures") == 0

    asked = {**form, "confirm": ""}
    shown = site.post("/retention/erasure", "administrator", asked)
    assert (shown.status_code, "Is this the record?" in shown.text) == (200, True)
    assert "Person 10" not in shown.text
    hasty = site.post("/retention/erasure", "administrator", {**asked, "shown": "yes"})
    assert (hasty.status_code, "Tick the box" in hasty.text) == (400, True)
    assert site.ask_database("SELECT count(*) FROM erasures") == 0

    done = site.post("/retention/erasure", "administrator", form)

    assert "The record A-00010 was erased" in done.text
    by = "SELECT (e.erased_by, a.role, a.reason)::text FROM erasures AS e, audit AS a"
    assert site.ask_database(by + " WHERE a.subject = 'applicants' AND a.action = 'delete'") == (
        '("Olive Administrator",administrator,"case 1207")'
    )
