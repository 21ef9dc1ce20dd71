"""A landlord registers a void and its vacancy on pages, changes, withdraws and brings it back."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from service.domain.days import today, uk_date
from tests.pages.site import Site

NEW_HOME = """
INSERT INTO units (scheme_id, reference, bedrooms, shared, floor, features, rent_pence)
VALUES (1, 'U-EMPTY', 1, false, 0, '{}', 9500)
"""
UNIT = "SELECT id FROM units WHERE reference = 'U-EMPTY'"
NEWEST = "SELECT {} FROM vacancies ORDER BY id DESC LIMIT 1"

STANDS = "UPDATE vacancies SET state = '{}' WHERE id = 12"


@pytest.fixture
def home(site: Site) -> Iterator[Site]:
    """A site with a home of the landlord's that has never had a vacancy."""
    site.change(NEW_HOME)
    return site


def typed(name: str, day: date) -> dict[str, str]:
    return {f"{name}_{part}": str(getattr(day, part)) for part in ("day", "month", "year")}


def given_draft(site: Site, void_from: date, who: str = "landlord") -> str:
    fields = {"unit_id": str(site.ask_database(UNIT)), "reason": "move_on"}
    answer = site.post("/vacancies/new", who, fields | typed("void_from", void_from))
    assert answer.status_code == 303, answer.text
    return re.sub(r"/edit/works$", "", answer.headers["location"])


def given_registered(site: Site, void_from: date) -> str:
    page = given_draft(site, void_from)
    assert site.post(f"{page}/register", "landlord").status_code == 303
    return page


def state(site: Site) -> object:
    return site.ask_database(NEWEST.format("state"))


def test_a_landlord_registers_a_vacancy_question_by_question(home: Site) -> None:
    void_from = today() + timedelta(days=40)
    assert "U-EMPTY" in home.get("/vacancies/new?text=u+empty", "landlord").text

    page = given_draft(home, void_from)
    works = {"works": "decorating", "works_days": "5", "turnaround_days": "3"}
    kept = home.post(f"{page}/edit/works", "landlord", works)
    assert kept.headers["location"] == f"{page}/edit/rules"
    rules = {"bedroom_rule": "hb_social", "bedroom_surplus": "1", "nominees": "3", "notes": "Lift."}
    assert home.post(f"{page}/edit/rules", "landlord", rules).headers["location"] == f"{page}/edit"
    answers = home.get(f"{page}/edit", "landlord").text
    available_on = home.ask_database(NEWEST.format("available_on"))
    assert isinstance(available_on, date)
    assert uk_date(available_on) in answers
    assert available_on > void_from
    home.post(f"{page}/register", "landlord")

    assert state(home) == "registered"
    shown = home.get(page, "landlord").text
    assert "Opens by itself on" in shown
    assert "from draft to registered" in shown
    assert "Lift." in home.get(page, "officer").text


def test_a_draft_is_seen_by_its_landlord_and_officers_and_not_by_the_support_provider(
    home: Site,
) -> None:
    page = given_draft(home, today())

    seen = {
        who: home.get(page, who).status_code
        for who in ("landlord", "officer", "other_landlord", "support_provider")
    }

    assert seen == {
        "landlord": 200, "officer": 200, "other_landlord": 404, "support_provider": 404,
    }  # fmt: skip
    assert page in home.get("/vacancies?state=draft", "landlord").text


def test_a_landlord_cannot_touch_the_vacancy_of_another(home: Site) -> None:
    for path in ("edit/rules", "register", "withdraw", "out-of-service", "back"):
        assert home.post(f"/vacancies/2/{path}", "landlord").status_code == 404, path
    fields = {"unit_id": "2", "reason": "move_on"} | typed("void_from", today())
    assert home.post("/vacancies/new", "landlord", fields).status_code == 404


def test_an_officer_of_another_district_only_looks_at_a_vacancy(home: Site) -> None:
    scheme = "UPDATE schemes SET district_code = '{}' WHERE id = (SELECT scheme_id FROM units"
    scheme += f" WHERE id = ({UNIT}))"
    home.change(scheme.format("E07000148"))
    page = given_draft(home, today() + timedelta(days=40))
    refused = home.post(f"{page}/register", "district_officer")
    assert (refused.status_code, state(home)) == (403, "draft")
    assert "This is in another district" in refused.text
    assert "This is in another district" in home.get(f"{page}/edit", "district_officer").text
    home.change(scheme.format("E07000143"))
    assert home.post(f"{page}/register", "district_officer").status_code == 303


def test_the_form_keeps_what_was_typed_and_says_what_is_wrong_beside_it(home: Site) -> None:
    fields = {"unit_id": str(home.ask_database(UNIT)), "void_from_day": "31"}
    fields |= {"void_from_month": "2", "void_from_year": "2027"}

    answer = home.post("/vacancies/new", "landlord", fields)

    assert answer.status_code == 400
    assert answer.text.count("Enter a real date: the day, month and year in numbers") == 2
    assert 'value="31"' in answer.text
    assert "Choose why the home stands empty" in answer.text


def test_going_on_without_a_home_asks_for_one_and_keeps_the_search(home: Site) -> None:
    page = home.get("/vacancies/new?chosen=yes&text=u+empty", "landlord")
    assert page.status_code == 400
    assert "Choose the home that stands empty" in page.text
    assert 'value="u empty"' in page.text


def test_the_day_it_is_available_is_shown_before_anything_is_kept(home: Site) -> None:
    page = given_draft(home, date(2027, 3, 22))
    asked = {"works": "repairs", "works_days": "3", "turnaround_days": "2", "then": "work-out"}

    answer = home.post(f"{page}/edit/works", "landlord", asked)

    assert answer.status_code == 200
    assert "available on 31 March 2027" in answer.text  # Good Friday and Easter Monday do not count
    assert home.ask_database(NEWEST.format("works")) == []


def test_another_day_needs_a_reason(home: Site) -> None:
    page = given_draft(home, date(2027, 3, 22))
    asked = {"turnaround_days": "2"} | typed("available_on", date(2027, 5, 3))

    refused = home.post(f"{page}/edit/works", "landlord", asked)
    kept = home.post(f"{page}/edit/works", "landlord", asked | {"available_because": "Holidays"})

    assert refused.status_code == 409
    assert refused.text.count("Say why it is not 24 March 2027") == 2
    assert kept.status_code == 303


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"works": "damp"}, "Say how many working days the works take, or their last day"),
        ({"works_days": "3"}, "Choose what works are done, or leave out how long they take"),
        (
            {"works": "damp", **typed("works_until", date(2027, 3, 1))},
            "The works cannot end before 22 March 2027",
        ),
        (
            typed("available_on", date(2027, 3, 1)),
            "It cannot be available before 22 March 2027, when the home stands empty",
        ),
        (typed("opens_on", date(2027, 6, 1)), "It must open by 24 March 2027"),
    ],
)
def test_dates_out_of_order_are_refused(home: Site, fields: dict[str, str], words: str) -> None:
    page = given_draft(home, date(2027, 3, 22))
    answer = home.post(f"{page}/edit/works", "landlord", {"turnaround_days": "2"} | fields)
    assert words in answer.text
    assert answer.status_code == 409


def test_a_notice_after_today_is_refused(home: Site) -> None:
    fields = {"unit_id": str(home.ask_database(UNIT)), "reason": "move_on"}
    fields |= typed("void_from", today()) | typed("noticed_on", today() + timedelta(days=1))
    answer = home.post("/vacancies/new", "landlord", fields)
    assert "The day of the notice cannot be after today" in answer.text


def test_a_second_vacancy_of_a_home_is_refused(home: Site) -> None:
    fields = {"unit_id": "4", "reason": "move_on"} | typed("void_from", today())
    answer = home.post("/vacancies/new", "landlord", fields)
    assert answer.status_code == 409
    assert "Home U-0004 has vacancy V-0004 already, which is open" in answer.text


def test_a_void_that_overlaps_another_is_refused_and_the_same_goes_on(home: Site) -> None:
    unit = home.ask_database(UNIT)
    home.change(
        "INSERT INTO voids (unit_id, void_from, reason) VALUES (%s, '2026-06-01', 'other')", [unit]
    )
    fields = {"unit_id": str(unit), "reason": "repairs"}

    answer = home.post("/vacancies/new", "landlord", fields | typed("void_from", date(2026, 6, 9)))
    given_draft(home, date(2026, 6, 1))

    assert "Home U-EMPTY stands empty from 1 June 2026 already; give that day." in answer.text
    assert home.ask_database("SELECT count(*) FROM voids WHERE unit_id > 42") == 1


def test_a_draft_that_is_withdrawn_leaves_the_home_free_for_another_day(home: Site) -> None:
    page = given_draft(home, today() - timedelta(days=3))
    assert home.post(f"{page}/withdraw", "landlord", {"because": "A slip"}).status_code == 303
    given_registered(home, today() - timedelta(days=5))
    assert home.ask_database("SELECT count(*) FROM voids WHERE ended_on IS NULL AND id > 42") == 1


def test_a_home_that_was_let_is_empty_again_from_a_later_day(home: Site) -> None:
    fields = {"unit_id": "41", "reason": "move_on"} | typed("void_from", today())

    answer = home.post("/vacancies/new", "landlord", fields)

    assert answer.status_code == 303, answer.text
    let_on = home.ask_database("SELECT available_on FROM vacancies WHERE id = 41")
    assert home.ask_database("SELECT ended_on FROM voids WHERE id = 41") == let_on


def test_registering_ends_the_letting_and_withdrawing_ahead_lets_it_go_on(home: Site) -> None:
    void_from = today() + timedelta(days=30)
    given_letting(home)
    page = given_draft(home, void_from)
    ended = "SELECT ended_on FROM lettings"
    assert home.ask_database(ended) is None

    home.post(f"{page}/register", "landlord")
    assert home.ask_database(ended) == void_from

    home.post(f"{page}/withdraw", "landlord", {"because": "They stay."})
    assert home.ask_database(ended) is None
    assert state(home) == "withdrawn"

    home.post(f"{page}/back", "landlord", {"because": "They go after all."})
    assert home.ask_database(ended) == void_from
    assert state(home) == "registered"


def test_a_void_before_the_letting_began_is_refused(home: Site) -> None:
    given_letting(home)
    fields = {"unit_id": str(home.ask_database(UNIT)), "reason": "move_on"}
    answer = home.post("/vacancies/new", "landlord", fields | typed("void_from", date(2026, 4, 1)))
    assert "Home U-EMPTY is let from 4 May 2026; give a day on which it is not." in answer.text


def given_letting(site: Site) -> None:
    site.change(
        "INSERT INTO lettings (nomination_id, vacancy_id, unit_id, applicant_id, signed_on,"
        " starts_on, tenure, rent_pence, made_by)"
        " SELECT 2, 2, u.id, 2, '2026-05-01', '2026-05-04', 'licence', 1, 'Olive'"
        " FROM units AS u WHERE u.reference = 'U-EMPTY'"
    )


def test_while_somebody_is_nominated_the_buttons_say_why_they_cannot_be_used(home: Site) -> None:
    shown = home.get("/vacancies/8", "landlord").text
    withdrawal = home.post("/vacancies/8/withdraw", "landlord", {"because": "No longer to let"})
    edit = {"bedroom_rule": "hb_social", "nominees": "2", "bedroom_surplus": "0"}
    of_landlord = home.post("/vacancies/8/edit/rules", "landlord", edit)
    of_officer = home.post("/vacancies/8/edit/rules", "officer", edit)
    with_reason = home.post("/vacancies/8/edit/rules", "officer", edit | {"because": "As agreed"})

    words = "1 nomination is live for it."
    assert f"{words} Withdraw or decline first, then do this." in shown
    assert 'disabled aria-describedby="why-not-withdraw"' in shown
    assert withdrawal.status_code == 409
    assert words in withdrawal.text
    assert of_landlord.status_code == 409
    assert "ask an officer" in of_landlord.text
    assert "Say why, in 3 characters or more" in of_officer.text
    assert with_reason.status_code == 303


def test_a_home_out_of_service_takes_no_other_vacancy_until_it_is_back(home: Site) -> None:
    page = given_registered(home, today())
    out = {"because": "A burst pipe", "works": "repairs"} | typed("out_from", today())
    until = typed("out_until", today() + timedelta(days=9))
    home.post(f"{page}/out-of-service", "landlord", out | until)
    assert state(home) == "out_of_service"

    fields = {"unit_id": str(home.ask_database(UNIT)), "reason": "repairs"}
    refused = home.post("/vacancies/new", "landlord", fields | typed("void_from", today()))
    assert "Home U-EMPTY is out of service until" in refused.text

    home.post(f"{page}/back", "landlord", {"because": "It is mended"})
    assert state(home) == "registered"
    shown = home.get(page, "landlord").text
    assert "A burst pipe" in shown
    assert "from out of service to registered" in shown


def test_a_change_of_what_somebody_else_changed_meanwhile_is_refused(home: Site) -> None:
    page = given_draft(home, today())
    edit = {"bedroom_rule": "hb_social", "nominees": "2", "bedroom_surplus": "0", "version": "1"}

    first = home.post(f"{page}/edit/rules", "landlord", edit)
    second = home.post(f"{page}/edit/rules", "officer", edit | {"nominees": "5"})

    assert first.status_code == 303
    assert second.status_code == 409
    assert "changed by Olive Landlord since you opened it (" in second.text
    assert f'href="{page}/edit/rules">Take over what is there now' in second.text
    seen = re.search(r'name="version" value="(\d+)"', second.text)
    assert seen is not None
    over = home.post(f"{page}/edit/rules", "officer", edit | {"nominees": "5", "version": seen[1]})
    assert over.status_code == 303


def test_the_list_is_of_one_district_where_that_is_asked(home: Site) -> None:
    code = home.ask_database("SELECT district_code FROM schemes WHERE id = 1")
    n_own = home.ask_database(
        "SELECT count(*) FROM vacancies AS v JOIN units AS u ON u.id = v.unit_id"
        " JOIN schemes AS s ON s.id = u.scheme_id"
        " WHERE district_code = (SELECT district_code FROM schemes WHERE id = 1)"
    )
    text = home.get(f"/vacancies?state=any&district={code}").text
    assert f"{n_own} vacanc" in text
    assert f'<option value="{code}" selected>' in text


def test_the_start_page_and_the_list_say_what_was_registered_ahead_and_when_it_opens(
    home: Site,
) -> None:
    given_registered(home, today() + timedelta(days=90))
    opens_on = home.ask_database(NEWEST.format("coalesce(opens_on, available_on - 28)"))
    assert isinstance(opens_on, date)

    assert "1 vacancy registered ahead" in home.get("/", "landlord").text
    assert "registered ahead" not in home.get("/", "other_landlord").text
    assert "/vacancies/new" in home.get("/", "landlord").text
    assert "/vacancies/new" not in home.get("/", "support_provider").text
    listed = home.get("/vacancies?state=registered", "landlord").text
    assert f"Opens on {uk_date(opens_on)}" in listed


@pytest.mark.parametrize(
    ("stands", "words"),
    [
        ("open", "An officer of the council nominates people to you."),
        ("let", "It is let, so nobody else is nominated for it."),
        ("withdrawn", "It was withdrawn, so nobody is nominated for it."),
    ],
)
def test_a_landlord_reads_why_nobody_is_nominated(site: Site, stands: str, words: str) -> None:
    site.change(STANDS.format(stands))
    assert words in site.get("/vacancies/12", "landlord").text
    listed = site.get("/vacancies?text=V-0012", "landlord").text
    assert ("Nobody" in listed) == (stands == "open")
