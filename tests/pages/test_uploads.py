"""Uploads: from a file with a bad row to its good rows, by those who may and once only."""

import asyncio
import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from html import unescape

import psycopg
import pytest
from httpx import Response

from service.actions import upload_work
from service.actions.imports.columns import ImportKind, columns_of
from service.actions.upload_work import work_on_upload
from service.worker import sweep_once
from tests.pages.county import CSRF, token_of
from tests.pages.site import Site

_OWN_UNIT, _OTHERS_UNIT = "U-0041", "U-0042"
"""Both stand empty of a live vacancy; the first is the landlord's who signs in."""
_NEW = {"vacancy reference": "B-1", "unit reference": _OWN_UNIT, "state": "open"}
_APPLICANT = {
    "current unit": "",
    "restrictions": "",
    "why parked": "",
    "parked until": "",
    "district": "Breckland",
}


def _file(kind: str, *rows: Mapping[str, str], header: Sequence[str] = ()) -> bytes:
    """A CSV file of rows that are each the guide's examples with some cells changed."""
    columns = columns_of(ImportKind(kind), 2)
    held = io.StringIO()
    writer = csv.DictWriter(held, list(header) or [column.name for column in columns])
    writer.writeheader()
    for row in rows:
        writer.writerow({column.name: column.example for column in columns} | row)
    return held.getvalue().encode()


def _send(
    site: Site, content: bytes, *, kind: str = "vacancies", person: str = "landlord",
    name: str = "vacancies.csv",
) -> str:  # fmt: skip
    """Upload a file as its form does; the address of its page."""
    answer = _post(site, content, kind=kind, person=person, name=name)
    assert answer.status_code == 303, unescape(answer.text)
    return str(answer.headers["location"])


def _post(site: Site, content: bytes, *, kind: str, person: str, name: str) -> Response:
    return site.client.post(
        "/uploads",
        headers=_cookie(person),
        data={"csrf_token": CSRF, "kind": kind},
        files={"file": (name, content)},
        follow_redirects=False,
    )


def _cookie(person: str) -> dict[str, str]:
    return {"Cookie": f"homeward_session={token_of(person)}"}


def _work(site: Site, address: str) -> bool:
    return asyncio.run(work_on_upload(site.url, _id(address)))


def _id(address: str) -> int:
    return int(address.partition("?")[0].rpartition("/")[2])


def _checked(site: Site, content: bytes, **what: str) -> str:
    address = _send(site, content, **what)
    assert _work(site, address)
    return address


def _said(site: Site, address: str, person: str = "landlord") -> str:
    answer = site.get(address, person)
    assert answer.status_code == 200, answer.text
    return " ".join(unescape(answer.text).split())


def _vacancies(site: Site) -> list[tuple[str, str]]:
    with psycopg.connect(site.url) as connection:
        return connection.execute(
            "SELECT v.reference, u.reference FROM vacancies v JOIN units u ON u.id = v.unit_id"
            " WHERE v.reference LIKE 'B-%' ORDER BY v.reference"
        ).fetchall()


def test_a_file_with_one_bad_row_goes_in_and_its_corrected_row_after_it(site: Site) -> None:
    content = _file("vacancies", _NEW, _NEW | {"vacancy reference": "B-2", "state": "opne"})
    address = _checked(site, content)
    said = _said(site, address)
    assert "Put in the 1 good row, and give me the 1 other back" in said
    assert "1 would be added" in said
    assert "C3" in said
    assert "'opne' is not in the list." in said
    assert _vacancies(site) == []

    assert site.post(f"{address}/confirm", "landlord").headers["location"] == address
    assert _work(site, address)
    assert "1 were added" in _said(site, address)
    assert _vacancies(site) == [("B-1", _OWN_UNIT)]

    rejected = site.get(f"{address}/rejected", "landlord")
    assert rejected.headers["content-disposition"].endswith('.csv"')
    rows = list(csv.DictReader(io.StringIO(rejected.content.decode("utf-8-sig"))))
    assert [row["vacancy reference"] for row in rows] == ["B-2"]
    assert "state: 'opne' is not in the list." in rows[0]["what to correct"]
    corrected = [row | {"state": "withdrawn"} for row in rows]
    again = _checked(site, _file("vacancies", *corrected, header=list(rows[0])))
    site.post(f"{again}/confirm", "landlord")
    assert _work(site, again)
    assert _vacancies(site) == [("B-1", _OWN_UNIT), ("B-2", _OWN_UNIT)]


def test_what_is_unusual_needs_a_tick(site: Site) -> None:
    unusual = _NEW | {"void from": "31/03/2026", "available on": "01/03/2026"}
    unusual["works until"] = ""
    address = _checked(site, _file("vacancies", unusual))
    assert "1 good row holds something unusual" in _said(site, address)
    refused = site.post(f"{address}/confirm", "landlord")
    assert refused.status_code == 409
    assert 'href="#checked"' in refused.text
    assert "This is before the home stood empty." in refused.text
    site.post(f"{address}/confirm", "landlord", {"checked": "yes"})
    assert _work(site, address)
    assert _vacancies(site) == [("B-1", _OWN_UNIT)]


def test_another_landlords_homes_and_references_are_refused_as_if_they_were_not_there(
    site: Site,
) -> None:
    rows = [
        _NEW | {"vacancy reference": "B-2", "unit reference": _OTHERS_UNIT},
        _NEW | {"vacancy reference": "B-3", "unit reference": "NO-SUCH"},
        _NEW | {"vacancy reference": "V-0002"},
    ]
    address = _checked(site, _file("vacancies", *rows))
    said = _said(site, address)
    words = "'{}' is not one of your homes. Correct it, or put in your homes first."
    assert words.format(_OTHERS_UNIT) in said
    assert words.format("NO-SUCH") in said
    assert "'V-0002' is not one of your vacancies." in said
    assert "Orbit" not in said
    assert "every row is to be corrected" in said


def test_a_manager_puts_in_a_vacancy_of_a_home_that_they_manage_and_corrects_it(site: Site) -> None:
    site.change("UPDATE schemes SET manager_id = 1 WHERE landlord_id = 2")
    row = _NEW | {"unit reference": _OTHERS_UNIT}
    for address in (
        _checked(site, _file("vacancies", row)),
        _checked(site, _file("vacancies", row | {"notice on": "15/02/2026"})),
    ):
        site.post(f"{address}/confirm", "landlord")
        assert _work(site, address)
    assert _vacancies(site) == [("B-1", _OTHERS_UNIT)]
    again = _checked(site, _file("vacancies", row | {"notice on": "14/02/2026"}))
    assert "1 changed" in _said(site, again)


def test_a_landlord_puts_in_homes_of_their_own_only(site: Site) -> None:
    own = {"landlord": "Broadland Homes", "landlord kind": "registered provider"}
    own |= {"unit reference": "X-1", "manager": "", "support provider": ""}
    own |= {"nominating districts": "", "nomination quota": ""}
    rows = [
        own,
        own | {"unit reference": "X-2", "scheme reference": "S-2-1"},
        own | {"unit reference": "X-3", "landlord": "Orbit <b>Housing</b>"},
        own | {"unit reference": _OTHERS_UNIT},
        own | {"unit reference": "X-4", "support provider": "Julian Support"},
        own | {"unit reference": "X-5", "rating gate": "no", "nomination quota": "5"},
    ]
    address = _checked(site, _file("homes", *rows), kind="homes")
    said = _said(site, address)
    assert "The council says who supports a scheme." in said
    assert "The council says whether a rating shuts a scheme." in said
    assert "The council says whose registers may nominate." in said
    assert "You put in homes of Broadland Homes only." in said
    assert "'S-2-1' is not one of your schemes." in said
    assert f"'{_OTHERS_UNIT}' is not one of your homes." in said
    site.post(f"{address}/confirm", "landlord")
    assert _work(site, address)
    landlord = "SELECT s.landlord_id FROM units u JOIN schemes s ON s.id = u.scheme_id WHERE "
    assert site.ask_database(f"{landlord} u.reference = 'X-1'") == 1
    assert site.ask_database(f"{landlord} u.reference = '{_OTHERS_UNIT}'") == 2


def test_a_vacancy_that_somebody_stands_for_is_left_to_its_page(site: Site) -> None:
    site.change("UPDATE vacancies SET state = 'offered' WHERE id = 4")
    unit = site.ask_database(
        "SELECT u.reference FROM vacancies v JOIN units u ON u.id = v.unit_id WHERE v.id = 4"
    )
    rows = [
        _NEW | {"vacancy reference": "V-0004", "unit reference": str(unit), "state": "withdrawn"},
        _NEW | {"state": "reserved"},
    ]
    said = _said(site, _checked(site, _file("vacancies", *rows)))
    assert "Somebody stands for this vacancy." in said
    assert "A file cannot say that somebody stands for a home." in said


def test_an_officers_file_neither_changes_nor_tells_of_records_they_may_not_read(
    site: Site,
) -> None:
    rows = [
        _APPLICANT | {"applicant reference": "A-00059", "name": "Somebody Else"},
        _APPLICANT | {"applicant reference": "N-1"},
    ]
    closed = "An applicant of this reference cannot be put in by you."
    address = _checked(site, _file("applicants", *rows), kind="applicants", person="officer")
    said = _said(site, address, "officer")
    assert said.count(closed) == 1
    assert "Person 59" not in said
    site.post(f"{address}/confirm", "officer", {"checked": "yes"})
    assert _work(site, address)
    assert site.ask_database("SELECT name FROM applicants WHERE id = 59") == "Person 59"
    assert site.ask_database("SELECT count(*) FROM applicants WHERE reference = 'N-1'") == 1


def test_a_district_officer_puts_in_their_district_only(site: Site) -> None:
    elsewhere = site.ask_database(
        "SELECT reference FROM applicants WHERE district_code <> 'E07000143' ORDER BY id LIMIT 1"
    )
    rows = [
        _APPLICANT | {"applicant reference": "N-1", "district": "Norwich"},
        _APPLICANT | {"applicant reference": str(elsewhere)},
    ]
    content = _file("applicants", *rows)
    address = _checked(site, content, kind="applicants", person="district_officer")
    said = _said(site, address, "district_officer")
    assert "You put in applicants of Breckland only." in said
    assert "An applicant of this reference cannot be put in by you." in said


def test_a_district_officers_file_leaves_homes_of_other_districts_alone(site: Site) -> None:
    place = "UPDATE schemes SET district_code = '{}' FROM units AS u WHERE u.scheme_id = schemes.id"
    place += " AND u.reference = '{}'"
    site.change(place.format("E07000148", _OTHERS_UNIT))
    site.change(place.format("E07000143", _OWN_UNIT))
    rows = [_NEW, _NEW | {"vacancy reference": "B-2", "unit reference": _OTHERS_UNIT}]
    address = _checked(site, _file("vacancies", *rows), person="district_officer")
    said = _said(site, address, "district_officer")
    assert f"'{_OTHERS_UNIT}' is in another district." in said
    assert f"'{_OWN_UNIT}' is in another district." not in said

    new = {"landlord": "Broadland Homes", "landlord kind": "registered provider", "manager": ""}
    new |= {"nominating districts": "", "nomination quota": "", "support provider": ""}
    new |= {"scheme reference": "X-S", "unit reference": "X-1"}
    norwich = new | {"postcode": "NR1 3DY", "town": "", "district": ""}
    content = _file("homes", norwich)
    address = _checked(site, content, kind="homes", person="district_officer")
    assert "You put in homes of Breckland only." in _said(site, address, "district_officer")


def test_a_file_takes_nobody_out_of_the_queue_who_is_nominated(site: Site) -> None:
    nominated = site.ask_database(
        "SELECT a.reference FROM applicants AS a JOIN nominations AS n ON n.applicant_id = a.id"
        " WHERE n.is_live AND NOT a.is_restricted ORDER BY n.id LIMIT 1"
    )
    row = _APPLICANT | {"applicant reference": str(nominated), "state": "withdrawn"}
    address = _checked(site, _file("applicants", row), kind="applicants", person="officer")
    assert "They are nominated for a home." in _said(site, address, "officer")


def test_whoever_restricts_a_record_by_file_is_named_to_read_it(site: Site) -> None:
    row = _APPLICANT | {"applicant reference": "N-1", "restrictions": "high risk"}
    address = _checked(site, _file("applicants", row), kind="applicants", person="officer")
    site.post(f"{address}/confirm", "officer", {"checked": "yes"})
    assert _work(site, address)
    readers = (
        "SELECT string_agg(c.email, ',') FROM named_readers r JOIN accounts c ON c.id ="
        " r.account_id JOIN applicants a ON a.id = r.applicant_id WHERE a.reference = 'N-1'"
    )
    assert site.ask_database(readers) == "officer@homeward.example"


@pytest.mark.parametrize("state", ["checking", "putting_in"])
def test_a_killed_worker_leaves_nothing_half_done_and_the_next_does_it_once(
    site: Site, monkeypatch: pytest.MonkeyPatch, state: str
) -> None:
    address = _send(site, _file("vacancies", _NEW))
    if state == "putting_in":
        assert _work(site, address)
        site.post(f"{address}/confirm", "landlord")

    class Killed(BaseException):
        """What no handler of ours takes."""

    async def killed(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(upload_work, "_finish", killed)
        with pytest.raises(Killed):
            _work(site, address)
    assert _vacancies(site) == []
    assert not _work(site, address), "two minutes of silence make it another's"
    site.change(
        "UPDATE uploads SET heartbeat_at = now() - interval '3 minutes',"
        " uploaded_at = now() - interval '4 minutes'"
    )
    site.change("DELETE FROM procrastinate_jobs")
    asyncio.run(sweep_once(site.url))
    assert site.ask_database("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'upload'")
    assert _work(site, address)
    if state == "checking":
        site.post(f"{address}/confirm", "landlord")
        assert _work(site, address)
    assert not _work(site, address)
    assert _vacancies(site) == [("B-1", _OWN_UNIT)]
    assert site.ask_database("SELECT count(*) FROM audit WHERE action = 'put in upload'") == 1


def test_the_same_file_again_changes_nothing_and_says_so(site: Site) -> None:
    content = _file("vacancies", _NEW)
    address = _send(site, content)
    assert _send(site, content) == f"{address}?done=uploaded-before"
    assert _work(site, address)
    site.post(f"{address}/confirm", "landlord")
    assert _work(site, address)
    again = _checked(site, content)
    said = _said(site, again)
    assert "This file was uploaded before" in said
    assert "Nothing was changed." in said
    assert site.post(f"{again}/confirm", "landlord").status_code == 409
    others = _checked(site, content, person="other_landlord")
    assert "uploaded before" not in _said(site, others, "other_landlord")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("homes.pdf", b"%PDF", "homes.pdf is neither .csv nor .xlsx."),
        ("../../etc/passwd\n\x1b[31m.csv", b"", "passwd[31m.csv is empty."),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is an old .xls workbook"),
        ("a.csv", b"x" * 20_000_001, "20 MB is the most"),
        ("a.csv", b"x" * 26_000_000, "20 MB is the most"),
    ],
    ids=["type", "name", "xls", "over 20 MB", "over 25 MB"],
)
def test_what_is_no_such_file_is_refused_in_clear_words(
    site: Site, name: str, content: bytes, words: str
) -> None:
    answer = _post(site, content, kind="vacancies", person="landlord", name=name)
    assert answer.status_code in (409, 413)
    assert words in unescape(answer.text)
    assert site.ask_database("SELECT count(*) FROM uploads") == 0


def test_a_form_without_a_file_or_a_kind_says_so_beside_each(site: Site) -> None:
    answer = site.post("/uploads", "landlord")
    assert answer.status_code == 400
    assert "Choose what the file holds" in answer.text
    assert 'href="#file"' in answer.text
    content = _file("applicants", _APPLICANT)
    refused = _post(site, content, kind="applicants", person="landlord", name="a.csv")
    assert refused.status_code == 400


def test_a_workbook_that_is_none_and_one_that_expands_too_far_are_refused(site: Site) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 120_000_000)
    for content, words in ((bomb.getvalue(), "expands to more than"), (b"none", "not a whole")):
        address = _checked(site, content, name="a.xlsx")
        assert words in _said(site, address)


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_templates_go_through_without_a_fault(site: Site, suffix: str) -> None:
    for kind in ImportKind:
        template = site.get(f"/uploads/templates/{kind}.{suffix}", "officer")
        address = _checked(
            site, template.content, kind=kind.value, person="officer", name=f"t.{suffix}"
        )
        assert site.ask_database("SELECT count(*) FROM upload_faults") == 0
        assert site.post(f"{address}/confirm", "officer").status_code == 303
        assert _work(site, address)
    assert site.ask_database("SELECT count(*) FROM uploads WHERE state = 'done'") == 3


def test_over_the_api_a_file_is_sent_followed_and_confirmed(site: Site) -> None:
    headers = {**_cookie("landlord"), "X-CSRF-Token": CSRF, "Content-Type": "text/csv"}
    content = _file("vacancies", _NEW, _NEW | {"vacancy reference": "B-2", "state": "opne"})
    sent = site.client.post("/api/uploads?kind=vacancies", headers=headers, content=content)
    assert sent.status_code == 202, sent.text
    address = sent.headers["location"]
    assert sent.json()["state"] == "received"
    assert _work(site, address)
    found = site.get(address, "landlord").json()
    assert (found["state"], found["n_good"], found["n_rejected"]) == ("to_confirm", 1, 1)
    faults = site.get(f"{address}/faults?category=critical", "landlord").json()
    assert [(one["cell"], one["field"]) for one in faults["items"]] == [("C3", "state")]
    assert site.get(address, "other_landlord").status_code == 404
    confirmed = site.post_json(f"{address}/confirm", {"soft_confirmed": True}, "landlord")
    assert confirmed.status_code == 202
    assert _work(site, address)
    assert site.get(address, "landlord").json()["added"] == 1
    assert b"B-2" in site.get(f"{address}/rejected", "landlord").content
    assert site.get("/api/uploads", "landlord").json()["total"] == 1
    assert site.get("/api/uploads", "other_landlord").json()["total"] == 0


def test_a_file_goes_after_90_days_and_its_outcome_stays(site: Site) -> None:
    address = _checked(site, _file("vacancies", _NEW | {"state": "opne"}), name="Jo Bloggs.csv")
    site.change("UPDATE uploads SET uploaded_at = now() - interval '91 days'")
    asyncio.run(sweep_once(site.url))
    said = _said(site, address)
    assert "Jo Bloggs" not in said
    assert "opne" not in said
    assert "kept for 90 days and are gone" in said
    assert site.get(f"{address}/rejected", "landlord").status_code == 404
