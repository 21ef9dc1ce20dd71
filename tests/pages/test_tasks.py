"""What waits for each person follows from where everything stands, and from nobody else's eyes."""

import re
from datetime import timedelta

import pytest

from service.actions.working_days import add_working_days
from service.domain.days import today
from tests.pages.site import Site


def _kinds(site: Site, role: str, query: str = "") -> list[str]:
    return sorted(one["kind"] for one in _tasks(site, role, query))


def _tasks(site: Site, role: str, query: str = "") -> list[dict[str, object]]:
    answer = site.get(f"/api/tasks?limit=200{query}", role)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, object]] = answer.json()["items"]
    return items


def _words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def _nothing_to_nominate(site: Site) -> None:
    """Let every vacancy be one of today."""
    site.change("UPDATE vacancies SET registered_on = current_date, available_on = current_date")


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        ("nominated", "answer"),
        ("offered", "arrange_viewing"),
        ("viewing", "record_answer"),
        ("accepted", "set_move_in"),
        ("move_in_set", "sign"),
        ("decline_review", None),
        ("let", None),
    ],
)
def test_each_state_of_a_nomination_is_one_task_of_its_landlord(
    site: Site, state: str, kind: str | None
) -> None:
    site.change(
        "UPDATE nominations SET state = %s, declined_party = 'landlord',"
        " declined_reason = 'condition' WHERE id = 1",
        [state],
    )
    assert _kinds(site, "landlord") == ([] if kind is None else [kind])
    assert _kinds(site, "other_landlord") == ["answer"]
    assert _kinds(site, "support_provider") == (["agree_support"] if state == "nominated" else [])


def test_a_landlords_vacancies_wait_while_they_are_drafts_or_should_be_open(site: Site) -> None:
    site.change("UPDATE vacancies SET state = 'draft' WHERE id = 4")
    site.change(
        "UPDATE vacancies SET state = 'registered', available_on = current_date - 9 WHERE id = 1"
    )
    site.change("UPDATE vacancies SET state = 'registered', available_on = '2036-05-01' WHERE id=5")
    assert _kinds(site, "landlord") == ["answer", "finish_draft", "not_open"]
    assert _kinds(site, "other_landlord") == ["answer"]
    (waiting,) = [one for one in _tasks(site, "landlord") if one["kind"] == "not_open"]
    assert waiting["vacancy_reference"] == "V-0001"
    assert waiting["is_late"] is True


def test_an_officer_reviews_chases_and_looks_again(site: Site) -> None:
    _nothing_to_nominate(site)
    assert _kinds(site, "officer") == []
    site.change(
        "UPDATE nominations SET state = 'decline_review', declined_party = 'landlord',"
        " declined_reason = 'wrong_size' WHERE id = 1"
    )
    site.change("UPDATE nominations SET due_on = current_date - 1 WHERE id = 2")
    assert _kinds(site, "officer") == ["chase", "review_decline"]
    site.change("UPDATE applicants SET state_since = current_date - 5")
    site.change("UPDATE nominations SET state = 'declined' WHERE id = 1")
    site.change("UPDATE nominations SET state = 'expired' WHERE id = 2")
    assert _kinds(site, "officer") == ["expired", "look_again"]
    site.change("UPDATE nominations SET declined_reason = 'condition' WHERE id = 1")
    site.change("UPDATE nominations SET state_since = now() - interval '2 days' WHERE id = 2")
    assert _kinds(site, "officer") == []
    site.change("UPDATE applicants SET state_since = current_date - 60 WHERE state = 'parked'")
    assert _kinds(site, "officer") == ["parked"]
    assert _kinds(site, "named_officer") == ["parked", "parked"]


def test_a_vacancy_waits_for_a_nomination_after_two_weeks_of_nobody(site: Site) -> None:
    _nothing_to_nominate(site)
    site.change("UPDATE vacancies SET registered_on = current_date - 14 WHERE id IN (4, 8)")
    site.change("UPDATE vacancies SET state = 'reserved' WHERE id = 8")
    (waiting,) = _tasks(site, "officer")
    assert (waiting["kind"], waiting["vacancy_reference"]) == ("nominate", "V-0004")
    assert waiting["address"] == "/vacancies/4"
    site.change("UPDATE schemes SET district_code = 'E07000145'")
    assert _tasks(site, "district_officer") == []
    site.change("UPDATE schemes SET district_code = 'E07000143'")
    assert len(_tasks(site, "district_officer")) == 1


def test_nobody_is_told_of_tasks_about_people_they_may_not_see(site: Site) -> None:
    _nothing_to_nominate(site)
    site.change(
        "UPDATE nominations SET applicant_id = 59, state = 'decline_review',"
        " declined_party = 'landlord', declined_reason = 'wrong_size' WHERE id = 1"
    )
    site.change("UPDATE disclosures SET applicant_id = 59 WHERE nomination_id = 1")
    assert _kinds(site, "officer") == []
    assert _kinds(site, "named_officer") == ["review_decline"]
    assert "V-0008" not in site.get("/tasks").text
    assert site.get("/tasks", "auditor").status_code == 403


def test_lateness_counts_working_days_and_filters_stay_in_the_address(site: Site) -> None:
    _nothing_to_nominate(site)
    due = today() - timedelta(days=20)
    n = sum(add_working_days(due, k) <= today() for k in range(1, 20) if due.weekday() < 5)
    site.change("UPDATE nominations SET due_on = %s WHERE id = 1", [due])
    (late,) = _tasks(site, "landlord", "&late=true")
    if n:
        assert late["days_late"] == n
    page = site.get("/tasks?kind=chase&late=late&mine=mine", "officer").text
    assert "Late by" in _words(page)
    for kept in ("chase", "late", "mine"):
        assert f'<option value="{kept}" selected>' in page
    site.change("UPDATE nominations SET nominated_by = 'Somebody else'")
    page = site.get("/tasks?mine=mine", "officer").text
    assert "Nothing of this kind waits for you" in page
    assert _kinds(site, "officer", "&mine=true") == []


def test_the_start_page_says_what_waits_and_that_it_was_read_is_kept(site: Site) -> None:
    _nothing_to_nominate(site)
    site.change("UPDATE nominations SET due_on = current_date - 9")
    before = site.ask_database("SELECT max(id) FROM audit")
    page = _words(site.get("/", "officer").text)
    assert "Waiting 2 Late 2" in page
    assert "Ask after a step that is late : V-0008" in page
    assert site.ask_database(
        f"SELECT applicant_ids @> '{{2,8}}' FROM audit"  # noqa: S608
        f" WHERE id > {before} AND subject = 'tasks'"
    )
    assert "Answer a nomination : V-0008" in _words(site.get("/", "landlord").text)
    assert "Agree to give support" in _words(site.get("/", "support_provider").text)


def test_an_administrator_sees_which_emails_were_given_up(site: Site) -> None:
    site.change(
        "INSERT INTO messages (key, kind, to_name, to_email, subject, body, tries, error,"
        " given_up_at) VALUES ('a', 'let', 'Ann', 'ann@landlord.example', 'Let: vacancy V-0001',"
        " 'The letting is signed.', 8, '550 no such box', now()), ('b', 'let', 'Bob',"
        " 'bob@landlord.example', 'Let: vacancy V-0002', 'Signed.', 0, NULL, NULL)"
    )
    assert "Let: vacancy V-0001" in site.get("/", "administrator").text
    listed = site.get("/outbox?state=given_up", "administrator").text
    assert "V-0001" in listed
    assert "V-0002" not in listed
    one = site.get("/outbox/1", "administrator").text
    for words in ("550 no such box", "The letting is signed.", "ann@landlord.example"):
        assert words in one
    assert site.get("/outbox/9", "administrator").status_code == 404
    for role in ("officer", "landlord", "auditor"):
        assert site.get("/outbox", role).status_code == 403
