"""Breaking the glass: told only that a record is restricted, open for an hour, reviewed."""

import asyncio

from service.actions.openings import open_record
from service.domain.accounts import Actor, Role
from service.errors import RuleBroken
from service.store.context import set_context
from service.store.pool import application_url, make_pool
from tests.pages.site import Site

HIDDEN = "A-00059"
ASKING = f"/openings/new?reference={HIDDEN}"
REASON = "Her sister rang: she must move tonight"


def _open(site: Site, role: str = "officer", reason: str = REASON) -> int:
    sent = {"reference": HIDDEN, "reason": reason}
    return site.post("/openings", role, sent).status_code


def test_an_exact_reference_leads_to_where_one_asks_and_tells_nothing_else(site: Site) -> None:
    found = site.post("/applicants/search", fields={"text": HIDDEN})
    assert found.headers["location"] == ASKING
    page = site.get(ASKING).text
    assert "This record is restricted" in page
    for told in ("Person 59", "omestic abuse", "/applicants/59", "Named Officer"):
        assert told not in page
    assert site.get(ASKING, "named_officer").headers["location"] == "/applicants/59"
    assert site.get("/openings/new?reference=A-00007").headers["location"] == "/applicants/7"
    kept = "SELECT applicant_ids FROM audit WHERE subject = 'that a record is restricted'"
    assert site.ask_database(kept) == [59]


def test_a_reference_is_found_in_any_case_where_only_one_record_has_it_so(site: Site) -> None:
    assert "This record is restricted" in site.get("/openings/new?reference=%20a-00059%20").text
    missing = site.get("/openings/new?reference=a-99999")
    assert missing.status_code == 404
    assert 'value="a-99999"' in missing.text
    assert "There is no restricted record with this reference" in missing.text
    site.change("UPDATE applicants SET reference = 'a-00059' WHERE id = 7")
    assert site.get("/openings/new?reference=A-00059").text.count("This record is restricted") == 1
    assert site.get("/openings/new?reference=a-00059").headers["location"] == "/applicants/7"


def test_what_is_not_there_and_what_is_of_another_district_look_the_same(site: Site) -> None:
    site.change("UPDATE applicants SET district_code = 'E07000145' WHERE id IN (7, 59)")
    answers = []
    for reference in ("A-99999", "A-00007", HIDDEN):
        answer = site.get(f"/openings/new?reference={reference}", "district_officer")
        answers.append((answer.status_code, answer.text.replace(reference, "")))
        searched = site.post("/applicants/search", "district_officer", {"text": reference})
        assert "No applicant matches" in searched.text
        sent = {"reference": reference, "reason": REASON}
        assert site.post("/openings", "district_officer", sent).status_code == 404
    assert answers[0][0] == 404
    assert len({(status, _words(text)) for status, text in answers}) == 1


def _words(page: str) -> str:
    """What a page says, without what is new each time."""
    return page[page.index("<main") : page.index("</main>")]


def test_an_opening_is_for_one_officer_and_one_hour(site: Site) -> None:
    assert _open(site, reason="too short") == 409
    assert site.get("/applicants/59").status_code == 404
    assert _open(site) == 303
    page = site.get("/applicants/59").text
    assert "You opened this restricted record. It is open to you until" in page
    assert "it is reported" in page
    assert HIDDEN in site.post("/applicants/search", fields={"text": HIDDEN}).text
    assert site.get("/applicants/59", "district_officer").status_code == 404
    assert "You opened" not in site.get("/applicants/59", "named_officer").text
    site.change(
        "UPDATE openings SET opened_at = now() - interval '2 hours',"
        " open_until = now() - interval '1 second'"
    )
    assert site.get("/applicants/59").status_code == 404
    assert site.get("/api/applicants/59").status_code == 404
    assert _open(site) == 303
    kept = "SELECT reason FROM audit WHERE subject = 'openings' AND action = 'add' LIMIT 1"
    assert site.ask_database(kept) == REASON


def test_a_second_opening_while_one_is_open_is_refused_kindly(site: Site) -> None:
    assert _open(site) == 303
    again = site.post("/openings", fields={"reference": HIDDEN, "reason": REASON})
    assert again.status_code == 409
    assert "You have opened this record already: it is open to you until" in again.text
    assert _open(site, "named_officer") == 409
    assert site.ask_database("SELECT count(*) FROM openings") == 1


def test_of_two_openings_at_once_one_is_refused(site: Site) -> None:
    account = site.ask_database("SELECT id FROM accounts WHERE email LIKE 'officer@%'")
    assert isinstance(account, int)
    officer = Actor(account, "Olive Officer", Role.OFFICER)

    async def both() -> list[BaseException | None]:
        async with make_pool(application_url(site.url, can_log_in=False), size=2) as pool:

            async def one() -> None:
                async with pool.connection() as connection:
                    await set_context(connection, officer, source=None)
                    await open_record(connection, actor=officer, reference=HIDDEN, reason=REASON)
                    await asyncio.sleep(0)

            done = await asyncio.gather(one(), one(), return_exceptions=True)
            return list(done)

    assert sorted(type(one).__name__ for one in asyncio.run(both())) == [
        "NoneType",
        RuleBroken.__name__,
    ]
    assert site.ask_database("SELECT count(*) FROM openings") == 1


def test_a_reviewer_sees_who_opened_what_and_why_and_says_what_of_it(site: Site) -> None:
    assert _open(site) == 303
    assert "<dt>Wait for a review</dt><dd>1</dd>" in site.get("/", "reviewer").text
    page = site.get("/openings", "reviewer").text
    for told in ("Olive Officer", HIDDEN, REASON, "Waits"):
        assert told in page
    assert "Person 59" not in page
    refused = site.post("/openings/1/review", "reviewer", {})
    assert "Choose whether the opening was justified" in refused.text
    said = {"justified": "no", "note": ""}
    assert "Say why it was not justified" in site.post("/openings/1/review", "reviewer", said).text
    said = {"justified": "no", "note": "Nobody was moving that night"}
    assert site.post("/openings/1/review", "reviewer", said).status_code == 303
    assert "has reviewed" in site.post("/openings/1/review", "reviewer", said).text
    assert "Nobody was moving that night" in site.get("/openings/1", "reviewer").text
    for role in ("reviewer", "auditor"):
        listed = site.get("/api/openings", role).json()["items"]
        assert [(one["applicant_reference"], one["was_justified"]) for one in listed] == [
            (HIDDEN, False)
        ]
    assert site.get("/api/openings").status_code == 403


def test_nobody_reviews_their_own_opening(site: Site) -> None:
    assert _open(site) == 303
    site.change(
        "UPDATE openings SET account_id = (SELECT id FROM accounts WHERE role = 'reviewer')"
    )
    answer = site.post("/openings/1/review", "reviewer", {"justified": "yes", "note": ""})
    assert answer.status_code == 403
    assert site.get("/openings/9", "reviewer").status_code == 404
