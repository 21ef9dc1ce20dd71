"""A person's bundle holds everything about them and nothing about anybody else."""

import html
import io
import json
import zipfile

from service.actions.subject_access import LEFT_OUT, make_bundle
from service.store.data_register import find_about_applicants
from service.store.subject_access import NOT_SHOWN, SHOWN
from tests.database import within
from tests.pages.site import Site


def _bundle(site: Site, applicant_id: int) -> tuple[str, dict]:
    made = within(site.url, lambda c: make_bundle(c, applicant_id=applicant_id))
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        page = archive.read("index.html").decode()
        return page, json.loads(archive.read("data.json"))


def test_the_bundle_holds_the_record_what_was_told_and_who_changed_it(site: Site) -> None:
    site.change("UPDATE applicants SET name = 'Zoë <b>Quill</b>' WHERE id = 8")
    page, data = _bundle(site, 8)
    held = data["held"]
    assert held["applicants"][0]["reference"] == "A-00008"
    assert [row["landlord_id"] for row in held["disclosures"]] == ["Broadland Homes", None]
    assert held["nominations"][0]["vacancy_id"] == "V-0008"
    assert held["proposals"][0]["parts"]["base"] == 1000
    assert held["audit_changes"][0]["before"]["name"] == "Person 8"
    assert held["audit"][-1]["subject"] == "everything held, for the person"
    assert "<dt>Rent limit</dt><dd>£120.00</dd>" in page
    assert "Zoë &lt;b&gt;Quill&lt;/b&gt;" in page
    assert all(one.what in html.unescape(page) for one in LEFT_OUT)
    assert "http" not in page.replace("https://", "")  # nothing is fetched from elsewhere
    assert "<script" not in page


def test_the_bundle_is_in_plain_words_and_counts_the_reads_of_a_day(site: Site) -> None:
    site.get("/applicants/8")
    site.get("/applicants/8")
    page, data = _bundle(site, 8)
    assert "Housing Benefit size criteria (social rent)" in page
    assert "hb social" not in page
    assert "Link: 0" not in page
    mine = [row for row in data["held"]["audit"] if row["actor"] == "Olive Officer"]
    assert len(mine) == 2
    assert f", {len(mine)} times</dd>" in page
    assert page.count("<dd>read</dd>") == 1
    assert page.count("<dd>export</dd>") == 1  # the making of this bundle


def test_the_bundle_says_nothing_of_other_people(site: Site) -> None:
    site.change("UPDATE applicants SET tier = 3 WHERE id IN (31, 32, 33)")
    page, data = _bundle(site, 31)
    assert "last_tier" not in data["held"]["unplaced"][0]
    others = {f"A-{n:05}" for n in range(1, 61)} - {"A-00031"}
    assert not any(reference in page for reference in others)
    assert "Person 32" not in json.dumps(data)


def test_every_table_that_points_to_applicants_is_in_the_bundle(database_url: str) -> None:
    about = {*within(database_url, find_about_applicants), "applicants"}
    assert about == {*SHOWN} | NOT_SHOWN
