"""The audit's pages: for auditors, in words, and each reading leaves a row itself."""

import json
from datetime import UTC, datetime

import pytest

from tests.pages.site import Site


@pytest.fixture(scope="module")
def read(reading_site: Site) -> Site:
    """A site with acts of its own to find."""
    reading_site.change(
        "SELECT set_config('homeward.name', 'Olive Officer', false),"
        " set_config('homeward.role', 'officer', false),"
        " set_config('homeward.source', '192.0.2.7', false),"
        " set_config('homeward.reason', 'Asked to <b>', false);"
        "UPDATE applicants SET rent_limit_pence = 4321, overnight_carer = true WHERE id = 7;"
        "SELECT set_config('homeward.reason', '', false);"
        "INSERT INTO audit (actor, action, subject) VALUES ('', 'nominate', 'vacancy 31')"
    )
    return reading_site


def _change_id(site: Site) -> object:
    return site.ask_database("SELECT max(id) FROM audit WHERE reason = 'Asked to <b>'")


def test_the_list_says_who_did_what_where_from_and_why(read: Site) -> None:
    page = read.get("/audit?actor=olive+off&action=change", "auditor")
    assert page.status_code == 200
    for words in (
        "Olive Officer", "housing officer, from 192.0.2.7", "Changed: applicants",
        "Asked to &lt;b&gt;", f"/audit/{_change_id(read)}",
    ):  # fmt: skip
        assert words in page.text, words


@pytest.mark.parametrize(
    ("query", "is_there"),
    [
        ("applicant=a-00007&action=change", True),
        ("applicant=A-00008&action=change&actor=Olive", False),
        ("text=APPLICANTS&action=change&actor=Olive", True),
        ("text=vacancy+31", False),
        (f"since={datetime.now(UTC):%Y-%m-%d}&actor=Olive+O&action=change", True),
        ("until=2026-01-01", False),
        ("actor=Nobody", False),
    ],
)
def test_the_list_is_filtered(read: Site, query: str, is_there: bool) -> None:
    page = read.get(f"/audit?{query}", "auditor")
    assert (f'href="/audit/{_change_id(read)}"' in page.text) is is_there


def test_words_of_a_subject_and_unknown_references_are_found(read: Site) -> None:
    assert "Nominate: vacancy 31" in read.get("/audit?text=vacancy+31", "auditor").text
    assert "No applicant has this reference" in read.get("/audit?applicant=none", "auditor").text
    page = read.get("/audit?text=members+of+house", "auditor")
    assert "Added: members of households" in page.text


def test_a_long_list_goes_on_before_the_last_row_shown(read: Site) -> None:
    rows: list[int] = []
    query = "limit=7&until=9999-12-31"
    cursor = ""
    while cursor is not None:
        asked = f"{query}&cursor={cursor}" if cursor else query
        part = read.get(f"/api/audit?{asked}", "auditor").json()
        rows += [row["id"] for row in part["items"]]
        cursor = part["next"]
    assert rows == sorted(set(rows), reverse=True)
    assert rows[-1] == 1


def test_an_act_is_told_value_by_value_with_its_link(read: Site) -> None:
    audit_id = _change_id(read)
    page = read.get(f"/audit/{audit_id}", "auditor").text
    sha256 = read.ask_database(
        f"SELECT encode(sha256, 'hex') FROM audit_chain WHERE audit_id = {audit_id}"  # noqa: S608
    )
    for words in ("A-00007", "Rent limit pence", "4321", "Overnight carer", ">no<", ">yes<"):
        assert words in page, words
    assert str(sha256) in page
    assert read.get("/audit/999999", "auditor").status_code == 404


def test_reading_the_audit_is_itself_written_down(read: Site) -> None:
    for address in ("/audit?actor=Olive", "/audit/1", "/audit/check", "/api/audit?action=read"):
        before = read.ask_database("SELECT max(id) FROM audit")
        assert read.get(address, "auditor").status_code == 200
        said = "action || ' by ' || actor || ': ' || details"
        row = read.ask_database(
            f"SELECT {said} FROM audit WHERE id > {before} ORDER BY id LIMIT 1"  # noqa: S608
        )
        assert str(row).startswith("read audit by Olive Auditor: "), address
        if address == "/audit?actor=Olive":
            assert json.loads(str(row).partition(": ")[2]) == {"actor": "Olive"}


def test_of_the_applicant_an_auditor_asks_for_the_number_is_kept_alone(read: Site) -> None:
    kept = "SELECT details || jsonb_build_object('ids', applicant_ids) FROM audit ORDER BY id DESC"
    read.get("/audit?applicant=A-00007", "auditor")
    assert read.ask_database(kept) == {"applicant": "known", "ids": [7]}
    read.get("/audit?applicant=A-77777", "auditor")
    assert read.ask_database(kept) == {"applicant": "not known", "ids": None}


def test_the_people_whose_values_an_act_tells_are_written_down_as_read(read: Site) -> None:
    audit_id = _change_id(read)
    read.get(f"/audit/{audit_id}", "auditor")
    told = f"SELECT applicant_ids FROM audit WHERE subject = 'audit row {audit_id}'"  # noqa: S608
    assert read.ask_database(told) == [7]


def test_the_start_page_of_an_auditor_says_how_much_was_done(read: Site) -> None:
    page = read.get("/", "auditor").text
    assert "Acts today" in page
    assert "has not been written down outside" in page
    assert 'href="/audit"' in page


def test_nobody_else_reads_the_audit(read: Site) -> None:
    for person in ("officer", "administrator", "reviewer", "landlord"):
        for address in ("/audit", "/audit/1", "/audit/check", "/api/audit"):
            assert read.get(address, person).status_code == 403, (person, address)


def test_the_check_says_whether_the_audit_is_whole(site: Site) -> None:
    assert "The audit is as it was written" in site.get("/audit/check", "auditor").text
    site.change("SET session_replication_role = replica; UPDATE audit SET actor = 'x' WHERE id = 3")
    page = site.get("/audit/check", "auditor").text
    assert "The audit is not as it was written" in page
    assert 'href="/audit/3"' in page
