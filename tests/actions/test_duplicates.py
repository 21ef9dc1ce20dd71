"""Records of one person are found, merged by a person, and made two again."""

from datetime import date

import pytest

from service.actions.duplicates import find_again, find_alike, look_for_duplicates
from service.store.duplicates import Known
from service.store.pool import Connection
from tests.database import within
from tests.pages.site import Site

BORN = date(1990, 5, 3)
WHY = "Same NHS number on both referrals"

_RECORDS = """
SELECT jsonb_agg(to_jsonb(a) - 'version' - 'state_since' ORDER BY a.id)::text
    || (SELECT jsonb_agg(to_jsonb(w) ORDER BY w)::text FROM wanted_areas AS w)
    || (SELECT jsonb_agg(to_jsonb(x) ORDER BY x)::text FROM excluded_areas AS x)
FROM applicants AS a
"""


@pytest.mark.parametrize(
    ("name", "born_on", "is_alike"),
    [
        ("Ann Müller-Smith", BORN, True),
        ("SMITH, Ann Muller", BORN, True),
        ("Anne Mueller Smith", BORN, True),
        ("Ann Muller Smith", date(1990, 3, 5), True),
        ("Ann Muller Smith", date(1991, 5, 3), True),
        ("Anne Muller Smyth", date(1991, 5, 3), False),
        ("Ann Muller Smith", date(1971, 8, 3), False),
        ("Joan Carter", BORN, False),
    ],
)
def test_likeness_forgives_spelling_or_one_slip_in_the_birthday(
    name: str, born_on: date, is_alike: bool
) -> None:
    people = [Known(1, "Ann Muller Smith", BORN, "female"), Known(2, name, born_on, "female")]
    assert bool(find_alike(people)) is is_alike


def _make_alike(site: Site) -> None:
    """Applicants 10 and 12 of the county become likely one person."""
    site.change("UPDATE applicants SET name = 'Zoe Quill' WHERE id = 10")
    site.change("UPDATE applicants SET name = 'Zoë Quill', tier = 1 WHERE id = 12")
    site.change("UPDATE applicants SET registered_on = '2019-01-02' WHERE id = 12")
    site.change("UPDATE applicants SET client_groups = '{veterans}' WHERE id = 12")
    site.change(
        "UPDATE household_members SET born_on = '1990-05-03'"
        " WHERE applicant_id IN (10, 12) AND position = 1"
    )
    site.change("UPDATE applicants SET state = 'live' WHERE id IN (10, 12)")
    assert site.post("/duplicates/look").status_code == 303


def _pair(site: Site) -> int:
    found = site.ask_database(
        "SELECT id FROM duplicate_pairs WHERE (first_id, second_id) = (10, 12)"
    )
    assert isinstance(found, int)
    return found


def test_two_records_are_merged_and_made_two_again(site: Site) -> None:
    _make_alike(site)
    before = site.ask_database(_RECORDS)
    page = site.get(f"/duplicates/{_pair(site)}").text
    assert "A-00010" in page
    assert "A-00012" in page
    form = {"kept": "10", "reason": WHY}
    assert site.post(f"/duplicates/{_pair(site)}/merge", fields=form).status_code == 303
    kept = site.get("/api/applicants/10").json()
    assert (kept["tier"], kept["registered_on"]) == (1, "2019-01-02")
    assert "veterans" in kept["client_groups"]
    assert site.get("/api/applicants/12").json()["state"] == "withdrawn"
    merge_id = site.ask_database("SELECT id FROM merges")
    assert site.post(f"/merges/{merge_id}/undo").status_code == 303
    assert site.ask_database(_RECORDS) == before
    assert "Zoë Quill" in site.get("/duplicates").text


def test_a_merge_is_not_undone_once_the_record_was_changed(site: Site) -> None:
    _make_alike(site)
    body = {"kept_id": 12, "reason": WHY}
    done = site.post_json(f"/api/duplicates/{_pair(site)}/merge", body)
    assert done.status_code == 200, done.text
    site.change("UPDATE applicants SET tier = 3 WHERE id = 12")
    answer = site.post_json(f"/api/merges/{done.json()['id']}/undo")
    assert answer.status_code == 409
    assert "was changed after" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("planted", "words"),
    [
        ("UPDATE applicants SET state = 'housed' WHERE id = 12", "is housed"),
        (
            "INSERT INTO nominations (vacancy_id, applicant_id, state, nominated_by)"
            " VALUES (20, 12, 'nominated', 'Olive')",
            "Withdraw it first",
        ),
    ],
)
def test_who_is_nominated_or_waits_no_more_is_not_merged(
    site: Site, planted: str, words: str
) -> None:
    _make_alike(site)
    site.change(planted)
    answer = site.post(f"/duplicates/{_pair(site)}/merge", fields={"kept": "10", "reason": WHY})
    assert answer.status_code == 409
    assert words in answer.text
    assert WHY in answer.text


def test_different_people_are_not_shown_again(site: Site) -> None:
    _make_alike(site)
    assert site.post_json(f"/api/duplicates/{_pair(site)}/different").status_code == 204
    site.post("/duplicates/look")
    assert "Zoe Quill" not in site.get("/duplicates").text
    again = site.post(f"/duplicates/{_pair(site)}/different")
    assert again.status_code == 409


def test_a_pair_with_somebody_who_may_not_be_seen_is_not_shown(site: Site) -> None:
    _make_alike(site)
    site.change(
        "INSERT INTO restrictions (applicant_id, kind, made_by) VALUES (12, 'high_risk', 'X')"
    )
    assert "Zoe Quill" not in site.get("/duplicates").text
    assert site.get(f"/duplicates/{_pair(site)}").status_code == 404


def test_a_newcomer_is_found_again_among_those_who_wait(site: Site) -> None:
    _make_alike(site)

    async def again(connection: Connection) -> list[int]:
        assert await look_for_duplicates(connection) == 0
        found = await find_again(connection, name="Quill Zoe", born_on=BORN)
        return [one.id for one in found]

    assert within(site.url, again) == [10, 12]
