"""Every list of the API goes on from a cursor, whatever rows come and go meanwhile."""

import base64
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from service.app import create_app
from tests.api import walk
from tests.database import fresh_database
from tests.pages.county import freshen
from tests.pages.site import Site, open_site, settings

Json = dict[str, Any]
WHOLE = {
    "/api/applicants/{applicant_id}/circumstances": "those of one person",
    "/api/places": "every town of Norfolk, which do not grow",
    "/api/runs/{run_id}/worth": "a row for each town and size of home",
    "/api/vacancies/{vacancy_id}/marks": "those of one vacancy",
    "/api/vacancies/{vacancy_id}/revisions": "those of one vacancy",
    "/api/nominations/{nomination_id}/steps": "those of one nomination",
    "/api/nominations/{nomination_id}/choices": "what can be done with one nomination",
}
"""Lists that are sent whole, and why they can be."""
ASKED_BY = {
    "/api/audit": "auditor",
    "/api/contacts": "administrator",
    "/api/openings": "reviewer",
    "/api/uploads": "landlord",
    "/api/uploads/{upload_id}/faults": "landlord",
}
IDS = {"run_id": "1", "vacancy_id": "2", "applicant_id": "1", "scheme_id": "1", "upload_id": "4"}
FILTERS = {
    "/api/audit": "actor=Olive Officer",  # whoever reads it adds rows to it
    "/api/runs/compare": "first=1&second=4",
}
PLANTED = """
INSERT INTO landlords (name, kind)
SELECT 'Landlord ' || i, 'charity' FROM generate_series(1, 3) AS i;
INSERT INTO schemes (landlord_id, reference, name, kind, support_level, client_groups, sexes,
                     intended_stay, place_id, district_code, source)
SELECT 1, 'T-' || i, 'The same name', kind, 1, client_groups, sexes, intended_stay, place_id,
       district_code, source
FROM schemes, generate_series(1, 3) AS i WHERE id = 1;
INSERT INTO contacts (landlord_id, name, email, about, how)
SELECT CASE WHEN i > 3 THEN 1 END, 'Sam', i || '@contact.example', '{}', 'each'
FROM generate_series(1, 6) AS i;
INSERT INTO openings (applicant_id, applicant_reference, account_id, opened_by, reason, opened_at,
                      open_until, reviewed_by, reviewed_at, was_justified, review_note)
SELECT 34, 'A-00034', 1, 'Olive', 'They rang us in the night.', '2026-05-01', '2026-05-02', by, at,
       was_justified, note
FROM generate_series(1, 3),
     (VALUES ('Olive Reviewer', now(), true, 'They did.'), (NULL, NULL, NULL, NULL))
         AS review (by, at, was_justified, note);
INSERT INTO duplicate_pairs (first_id, second_id, score)
SELECT 1, i, 90 + i % 2 FROM generate_series(2, 7) AS i;
INSERT INTO uploads (kind, file_name, file_format, sha256, n_bytes, account_id, uploaded_by,
                     landlord_id, state, checked_at, n_rows, n_good, n_to_confirm, added, changed,
                     same, outcome)
SELECT kind, file_name, file_format, sha256(convert_to('rows' || i, 'UTF8')), 4, account_id,
       uploaded_by, landlord_id, state, checked_at, n_rows, n_good, n_to_confirm, added, changed,
       same, outcome
FROM uploads, generate_series(1, 5) AS i WHERE id = 4;
INSERT INTO upload_faults (upload_id, position, row_number, cell, field, value, message, category)
SELECT 4, i, 2, 'A2', 'state', 'opne', 'It is not in the list.', 'critical'
FROM generate_series(2, 6) AS i;
INSERT INTO match_runs (asked_by, match_on, policy, seed, state, stage, progress, started_at,
                        finished_at, households, applicants, vacancies, pairs, placed, unplaced,
                        value, bound, proved, proof, settled, faults, seconds, problem_sha256,
                        versions)
SELECT asked_by, match_on, policy, seed, state, stage, progress, started_at, finished_at,
       households, applicants, vacancies, pairs, placed, unplaced, value, bound, proved, proof,
       settled, faults, seconds, problem_sha256, versions
FROM match_runs, generate_series(1, 2) WHERE id = 1;
INSERT INTO proposals (run_id, applicant_id, vacancy_id, worth, parts, alternatives)
SELECT 4, applicant_id, vacancy_id, worth, parts, alternatives FROM proposals
WHERE run_id = 1 AND applicant_id > 7;
INSERT INTO nominations (vacancy_id, applicant_id, state, nominated_by, nominated_at)
SELECT i, i, CASE WHEN i > 22 THEN 'nominated' ELSE 'expired' END, 'Olive Officer', '2026-05-03'
FROM generate_series(20, 25) AS i;
INSERT INTO unit_loans (unit_id, kind, support_level, client_groups, starts_on, due_back_on,
                        lent_by)
SELECT i, 'step_down', 3, '{}', '2026-05-01', '2099-12-01', 'Olive Officer'
FROM generate_series(14, 18) AS i;
UPDATE applicants SET registered_on = '2024-02-02' WHERE id % 3 = 0;
UPDATE vacancies SET state = 'withdrawn' WHERE id IN (11, 12, 13);
"""


def _operations() -> Iterator[tuple[str, Json]]:
    """Every read of the API's description that answers with a list."""
    app = create_app(settings(Path("no-folder")), "postgresql://nowhere")
    document = app.openapi_schema.to_schema()
    for path, item in document["paths"].items():
        operation = item.get("get", {})
        answer = operation.get("responses", {}).get("200", {}).get("content", {})
        shape = answer.get("application/json", {}).get("schema", {})
        named = shape.get("$ref", "").rpartition("/")[2]
        fields = document["components"]["schemas"].get(named, {}).get("properties", {})
        takes = {parameter["name"] for parameter in operation.get("parameters", [])}
        is_list = shape.get("type") == "array" or {"items", "next"} & fields.keys()
        if is_list or {"limit", "offset", "cursor"} & takes:
            yield path, operation


LISTS = dict(_operations())
ADDRESSES = {
    path: f"{path.format(**IDS)}?{FILTERS.get(path, '')}" for path in LISTS.keys() - WHOLE.keys()
}


@pytest.fixture(scope="module")
def full_site(
    server_url: str, county_template: str, worker_id: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """A county with at least five rows in every list, and ties in most; tests only read."""
    with fresh_database(server_url, county_template, worker_id) as url:
        freshen(url)
        walk.prepare(url)
        with open_site(url, tmp_path_factory.mktemp("home")) as site:
            site.change(PLANTED)
            for _ in range(6):
                site.get("/api/applicants?limit=1")
            yield site


def _rows(answer: Json) -> list[Json]:
    """The rows of an answer, whatever it calls them."""
    part = answer.get("changes", answer)
    return next(part[name] for name in ("items", "candidates", "homes") if name in part)


def _next(answer: Json) -> str | None:
    found: str | None = answer.get("changes", answer)["next"]
    return found


def _walk(site: Site, address: str, person: str = "officer") -> list[Json]:
    """All rows of a list, two by two."""
    joint = "&" if "?" in address else "?"
    answer = site.get(f"{address}{joint}limit=2", person).json()
    rows = _rows(answer)
    while (cursor := _next(answer)) is not None:
        answer = site.get(f"{address}{joint}limit=2&cursor={cursor}", person).json()
        assert 1 <= len(_rows(answer)) <= 2
        rows = rows + _rows(answer)
    return rows


def test_every_list_takes_a_cursor_or_is_sent_whole_for_a_reason() -> None:
    assert LISTS.keys() >= WHOLE.keys()
    for path in LISTS.keys() - WHOLE.keys():
        takes = {parameter["name"] for parameter in LISTS[path]["parameters"]}
        assert takes >= {"limit", "cursor", "offset"}, path
        assert "400" in LISTS[path]["responses"], path


@pytest.mark.parametrize("path", sorted(ADDRESSES))
def test_a_list_walked_two_by_two_is_the_list(full_site: Site, path: str) -> None:
    person = ASKED_BY.get(path, "officer")
    whole = _rows(full_site.get(f"{ADDRESSES[path]}&limit=200", person).json())
    assert len(whole) >= 5
    assert _walk(full_site, ADDRESSES[path], person) == whole


def test_a_search_goes_on_from_a_cursor_in_its_body(full_site: Site) -> None:
    asked: Json = {"text": "person", "limit": 7}
    answer = full_site.post_json("/api/applicants/search", asked).json()
    rows = answer["items"]
    while cursor := answer["next"]:
        asked["cursor"] = cursor
        answer = full_site.post_json("/api/applicants/search", asked).json()
        rows = rows + answer["items"]
    assert rows == _rows(full_site.get("/api/applicants?limit=200").json())
    other = full_site.post_json("/api/applicants/search", {"text": "p", "cursor": asked["cursor"]})
    assert other.status_code == 400
    assert other.json()["errors"][0] | {"message": ""} == {
        "key": "cursor",
        "message": "",
        "source": "body",
    }


def test_rows_that_come_and_go_meanwhile_move_no_other(site: Site) -> None:
    before = _rows(site.get("/api/landlords").json())
    more = [f"M{i}" for i in range(1, 6)]
    add = "INSERT INTO landlords (name, kind) SELECT unnest(%s::text[]), 'charity'"
    site.change(add, [more])
    first = site.get("/api/landlords?limit=3").json()
    sent = [row["name"] for row in first["items"]]
    site.change("DELETE FROM landlords WHERE name = %s", [sent[-1]])
    site.change(add, [["Aardvark"]])
    rest = site.get(f"/api/landlords?cursor={first['next']}").json()["items"]
    names = sorted([*(row["name"] for row in before), *more])
    assert sent + [row["name"] for row in rest] == names


def test_the_link_leads_to_the_rows_after_with_the_same_filters(full_site: Site) -> None:
    address = "/api/applicants?tier=2&limit=2"
    answer = full_site.get(address)
    link = re.fullmatch(r'<(/api/applicants\?.+)>; rel="next"', answer.headers["link"])
    assert link is not None
    assert (
        full_site.get(link[1]).json()["items"]
        == (full_site.get(f"{address}&offset=2").json()["items"])
    )
    assert "link" not in full_site.get("/api/applicants?tier=2&limit=200").headers


def _forged(cursor: str, *key: object) -> str:
    """A cursor for the same list, with another key."""
    digest = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))[0]
    return base64.urlsafe_b64encode(json.dumps([digest, *key]).encode()).decode().rstrip("=")


def test_a_cursor_that_is_garbled_foreign_or_forged_is_refused_with_what_to_do(
    full_site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    cursor = full_site.get("/api/schemes?limit=1").json()["next"]
    sent = ["", "nonsense", "é", "bnVsbA", "W10", cursor[:-2], _forged(cursor),
            _forged(cursor, "A name"), _forged(cursor, 7, 7), _forged(cursor, "A\0", 7),
            _forged(cursor, "A", None), _forged(cursor, "A", [7])]  # fmt: skip
    of_others = [f"/api/landlords?cursor={cursor}", f"/api/schemes?kind=refuge&cursor={cursor}"]
    addresses = [f"/api/schemes?{urlencode({'cursor': one})}" for one in sent] + of_others
    for address in addresses:
        answer = full_site.get(address)
        assert answer.status_code == 400, address
        [field] = answer.json()["errors"]
        assert (field["key"], field["source"]) == ("cursor", "query")
        assert "or leave it out, to begin anew" in field["message"]
    assert "psycopg" not in {record.name for record in caplog.records}  # no connection is broken


def test_a_cursor_and_an_offset_together_are_refused_beside_the_offset(full_site: Site) -> None:
    cursor = full_site.get("/api/schemes?limit=1").json()["next"]
    answer = full_site.get(f"/api/schemes?cursor={cursor}&offset=0")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["key"] == "offset"


@pytest.mark.parametrize("path", ["/api/vacancies", "/api/schemes", "/api/nominations"])
def test_a_landlords_cursor_shows_another_landlord_nothing_but_their_own(
    full_site: Site, path: str
) -> None:
    cursor = full_site.get(f"{path}?limit=1").json()["next"]
    theirs = _rows(full_site.get(f"{path}?limit=200", "landlord").json())
    others = _rows(full_site.get(f"{path}?limit=200", "other_landlord").json())
    shown = _rows(full_site.get(f"{path}?cursor={cursor}&limit=200", "other_landlord").json())
    ids = {row["id"] for row in shown}
    assert ids <= {row["id"] for row in others}
    assert not ids & {row["id"] for row in theirs}
