"""A restricted record is absent for whoever is not named, and kept by those who are."""

from tests.pages.county import PEOPLE
from tests.pages.site import Site

HIDDEN = "A-00059"


def _account(person: str) -> str:
    return str(1 + list(PEOPLE).index(person))


def _put_in_the_run(site: Site) -> None:
    """Let the run place the restricted applicant, who fits vacancy 4, and leave out another."""
    site.change("UPDATE applicants SET state = 'live' WHERE id = 59")
    site.change("UPDATE proposals SET applicant_id = 59 WHERE run_id = 1 AND applicant_id = 4")
    site.change(
        "UPDATE applicants SET tier = 1, support_level = 0, accessibility_needs = '{}',"
        " client_groups = '{mental_health}', needed_by = NULL, rent_limit_pence = NULL"
        " WHERE id = 59"
    )
    site.change(
        "UPDATE schemes SET support_level = 0, client_groups = '{}', sexes = 'any', age_min = NULL,"
        " age_max = NULL, intended_stay = 'permanent', kind = 'general_needs'"
    )
    site.change("UPDATE units SET bedrooms = 2, shared = false")
    site.change("UPDATE bedroom_needs SET bedrooms = 2")


def _everywhere(site: Site, role: str) -> dict[str, str]:
    """Every page and answer that would show the person, if this officer saw them."""
    pages = {
        path: site.get(path, role).text
        for path in (
            "/applicants?page=3",
            "/vacancies/4",
            "/vacancies?text=V-0004",
            "/runs/1/placed",
            "/runs/1/placed?page=2",
            "/api/applicants?limit=200",
            "/api/vacancies/4",
            "/api/vacancies/4/shortlist?limit=200",
            "/api/runs/1/proposals?limit=200",
        )
    }
    words = {"text": "person 59"}
    pages["search"] = site.post("/applicants/search", role, words).text
    pages["api search"] = site.post_json("/api/applicants/search", words, role).text
    return pages


def test_a_restricted_person_is_seen_by_the_named_officer_alone(site: Site) -> None:
    _put_in_the_run(site)
    others = _everywhere(site, "officer")
    assert [path for path, text in others.items() if HIDDEN in text or "Person 59" in text] == []
    named = _everywhere(site, "named_officer")
    shown = {path for path, text in named.items() if HIDDEN in text}
    assert shown >= {"/vacancies/4", "/runs/1/placed", "search", "api search", "/api/vacancies/4"}
    assert HIDDEN in named["/api/vacancies/4/shortlist?limit=200"]
    for path in ("", "/what-if", "/restrictions"):
        assert site.get(f"/applicants/59{path}").status_code == 404
    for path in ("", "/homes", "/what-if"):
        assert site.get(f"/api/applicants/59{path}").status_code == 404
    assert site.get("/applicants/59", "named_officer").status_code == 200


def test_nobody_counts_whom_they_may_not_see(site: Site) -> None:
    _put_in_the_run(site)
    totals = {
        role: [
            site.get(path, role).json()["total"]
            for path in ("/api/applicants", "/api/runs/1/proposals", "/api/vacancies/4/shortlist")
        ]
        for role in ("officer", "named_officer")
    }
    pairs = zip(totals["officer"], totals["named_officer"], strict=True)
    assert [named - other for other, named in pairs] == [1, 1, 1]
    assert ">29 proposals in the order" in site.get("/runs/1/placed").text
    assert ">30 proposals in the order" in site.get("/runs/1/placed", "named_officer").text
    assert "<dd>58</dd>" in site.get("/").text
    assert "<dd>59</dd>" in site.get("/", "named_officer").text


def test_whoever_restricts_a_record_goes_on_reading_it_and_others_do_not(site: Site) -> None:
    done = site.post("/applicants/7/restrictions", fields={"kind": "high_risk"})
    assert done.headers["location"] == "/applicants/7/restrictions"
    page = site.get("/applicants/7").text
    assert "Restricted</strong> High risk. Named readers: Olive Officer." in page
    assert site.get("/applicants/7", "named_officer").status_code == 404
    assert site.post("/applicants/7/restrictions", fields={"kind": "high_risk"}).status_code == 409
    assert site.post("/applicants/7/restrictions", fields={"kind": "x"}).status_code == 400


def test_named_readers_are_named_and_removed_and_one_is_left(site: Site) -> None:
    officer, named = _account("officer"), _account("named_officer")
    path, mine = "/applicants/59/readers", "named_officer"
    last = site.post(f"{path}/{named}/remove", mine)
    assert last.status_code == 409
    assert "name another reader first" in last.text
    assert site.post(path, mine, {"account": officer}).status_code == 303
    assert site.get("/applicants/59").status_code == 200
    assert site.post(f"{path}/{named}/remove").status_code == 303
    assert site.get("/applicants/59", mine).status_code == 404


def test_only_officers_who_see_the_register_are_named(site: Site) -> None:
    site.change("UPDATE applicants SET district_code = 'E07000145' WHERE id = 59")
    page = site.get("/applicants/59/restrictions", "named_officer").text
    assert "Olive Officer</option>" in page
    assert "Olive District Officer" not in page
    for person in ("district_officer", "landlord"):
        sent = {"account": _account(person)}
        assert site.post("/applicants/59/readers", "named_officer", sent).status_code == 409


def test_a_restriction_is_lifted_with_a_reason_that_the_audit_keeps(site: Site) -> None:
    path = "/applicants/59/restrictions/1/lift"
    assert site.post(path, fields={"reason": "They moved away"}).status_code == 404
    refused = site.post(path, "named_officer", {"reason": " "})
    assert refused.status_code == 409
    assert "Say why the restriction is lifted" in refused.text
    assert site.post(path, "named_officer", {"reason": "They moved away"}).status_code == 303
    assert site.get("/applicants/59").status_code == 200
    kept = "SELECT reason FROM audit WHERE subject = 'restrictions' AND action = 'change'"
    assert site.ask_database(kept) == "They moved away"
    assert site.ask_database("SELECT count(*) FROM named_readers") == 0


def test_an_opening_is_for_reading_and_changes_no_readers(site: Site) -> None:
    reason = "They rang about tonight"
    site.post("/openings", fields={"reference": HIDDEN, "reason": reason})
    assert site.get("/applicants/59").status_code == 200
    sent = {"account": _account("officer")}
    assert site.post("/applicants/59/readers", fields=sent).status_code == 403
    lift = "/applicants/59/restrictions/1/lift"
    assert site.post(lift, fields={"reason": reason}).status_code == 403
    kind = {"kind": "high_risk"}
    assert site.post("/applicants/59/restrictions", fields=kind).status_code == 403
    assert site.ask_database("SELECT count(*) FROM named_readers") == 1


def test_the_pages_record_whom_they_show(site: Site) -> None:
    site.get("/applicants/7")
    site.get("/api/applicants/8/homes")
    site.get("/runs/1/placed")
    read = "SELECT array_agg(DISTINCT {}) FROM audit WHERE action = 'read'"
    subjects = site.ask_database(read.format("subject"))
    assert isinstance(subjects, list)
    assert {"applicant", "homes open", "placed in run 1"} <= set(subjects)
    kept = "SELECT applicant_ids FROM audit WHERE subject = 'applicant'"
    assert site.ask_database(kept) == [7]
    kept = "SELECT cardinality(applicant_ids) FROM audit WHERE subject = 'placed in run 1'"
    assert site.ask_database(kept) == 25


def test_an_administrator_names_the_first_reader_and_no_opening_does(site: Site) -> None:
    officer = _account("officer")
    sent = {"reference": HIDDEN, "account": officer, "reason": "She works with them"}
    refused = site.post("/readers", "administrator", sent)  # who is named names others
    assert refused.status_code == 400
    site.change("UPDATE accounts SET disabled_at = now() WHERE name = 'Olive Named Officer'")
    site.post("/openings", fields={"reference": HIDDEN, "reason": "New to the team's list"})
    reading = "/applicants/59/readers"
    assert site.post(reading, fields={"account": officer}).status_code == 403
    lift = "/applicants/59/restrictions/1/lift"
    assert site.post(lift, fields={"reason": "They moved away"}).status_code == 403
    assert "Ask an administrator" in site.get("/applicants/59/restrictions").text

    for wrong in ({"reference": "A-00007"}, {"reference": "x"}, {"account": "9"}, {"reason": ""}):
        answer = site.post("/readers", "administrator", sent | wrong)
        assert answer.status_code in (400, 409), wrong
    done = site.post("/readers", "administrator", sent)
    assert "Olive Officer may read A-00059 now" in done.text
    assert "Person 59" not in done.text
    kept = "SELECT reason FROM audit WHERE subject = 'named_readers' AND applicant_ids = '{59}'"
    assert site.ask_database(f"{kept} AND action = 'add' ORDER BY id DESC") == sent["reason"]
    assert site.post(lift, fields={"reason": "They moved away"}).status_code == 303


def test_a_refused_form_leaves_a_row_of_whom_it_showed_and_writes_nothing(site: Site) -> None:
    _make_opening(site)
    refused = {
        "/vacancies/4/nominate/7": ("officer", {}, "nominating for vacancy 4"),
        "/nominations/1/withdraw": ("officer", {}, "nomination 1"),
        "/applicants/7/restrictions": ("officer", {}, "restrictions"),
        "/applicants/59/restrictions/1/lift": ("named_officer", {}, "restrictions"),
        "/applicants/59/readers": ("named_officer", {}, "restrictions"),
        "/openings": ("officer", {"reference": HIDDEN}, "that a record is restricted"),
        "/openings/1/review": ("reviewer", {}, "opening"),
    }
    for path, (person, sent, subject) in refused.items():
        before = site.ask_database("SELECT max(id) FROM audit")
        assert site.post(path, person, sent).status_code in (400, 409), path
        rows = site.ask_database(
            f"SELECT array_agg(action || ' ' || subject) FROM audit WHERE id > {before}"  # noqa: S608
        )
        assert rows == [f"read {subject}"], path


def _make_opening(site: Site) -> None:
    site.change(
        "INSERT INTO openings (applicant_id, applicant_reference, account_id, opened_by, reason,"
        " open_until) VALUES (59, 'A-00059', 1, 'Olive Officer', 'They rang us at night',"
        " now() + interval '1 hour')"
    )
