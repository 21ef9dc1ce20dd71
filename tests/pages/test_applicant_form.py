"""The form for applicants in steps: typed input stays, and what is not known is not no."""

from datetime import timedelta

from service.domain.days import today
from tests.pages.site import Site

WHO = {"name": "Zoë Quill", "reference": "", "district": "Breckland"}
LEAD = {
    "n_household": "1",
    "household-1-born_on-day": "3",
    "household-1-born_on-month": "5",
    "household-1-born_on-year": "1990",
    "household-1-sex": "female",
}
ANSWERS = {
    "who": WHO,
    "household": LEAD,
    "priority": {
        "tier": "2",
        "registered_on-day": "1",
        "registered_on-month": "2",
        "registered_on-year": "2026",
    },
    "support": {"support_level": "1", "client_groups": "homeless"},
    "access": {"access_category": "unknown"},
    "where": {"n_wanted": "3", "wanted-1": "Dereham", "wanted-2": "Breckland district"},
    "money": {"rent_limit_pence": "", "is_care_leaver": "no", "claims_housing_costs": "unknown"},
    "connections": {"connections_said": "unknown"},
    "dates": {"ready_on-day": "1", "ready_on-month": "3", "ready_on-year": "2026"},
    "living": {"has_pets": "no", "overnight_carer": "no"},
}


def begin(site: Site, role: str = "officer") -> str:
    """The address of a new draft, without its step."""
    first = site.post("/applicants/new", role).headers["location"]
    assert first.endswith("/who")
    return first.removesuffix("/who")


def fill(site: Site, draft: str, role: str = "officer") -> str:
    """Answer every page; where the last one leads."""
    for step, fields in ANSWERS.items():
        answer = site.post(f"{draft}/{step}", role, fields)
        assert answer.status_code == 303, (step, answer.text)
    return str(answer.headers["location"])


def test_the_steps_lead_to_the_check_and_the_applicant_is_on_the_register(site: Site) -> None:
    draft = begin(site)
    assert fill(site, draft) == f"{draft}/check"
    check = site.get(f"{draft}/check").text
    for words in ("Zoë Quill", "born on 3 May 1990", "Dereham, then Breckland district"):
        assert words in check

    done = site.post(f"{draft}/check")

    page = site.get(done.headers["location"]).text
    assert "The applicant is on the register." in page
    assert "HW-000001" in page
    assert "They were not in run" in page
    assert "/what-if" not in page
    assert site.ask_database(
        "SELECT (name, state, tier, has_pets, is_care_leaver) FROM applicants"
        " WHERE reference = 'HW-000001'"
    ) == ("Zoë Quill", "live", "2", "f", "f")
    assert site.ask_database("SELECT count(*) FROM applicant_drafts") == 0


def test_what_is_not_known_is_kept_apart_from_no_and_said(site: Site) -> None:
    draft = begin(site)
    fill(site, draft)
    address = site.post(f"{draft}/check").headers["location"]
    assert (
        site.ask_database(
            "SELECT num_nonnulls(has_served, fled_abuse, access_category, rent_limit_pence,"
            " claims_housing_costs) FROM applicants WHERE reference = 'HW-000001'"
        )
        == 0
    )
    page = site.get(address).text
    assert "no home is shut to them by its rent" in page
    assert "no scheme is shut to them for its local connection" in page
    assert "homes that take no pets are proposed too" not in page


def test_a_carer_or_own_room_that_nobody_asked_about_is_to_be_asked(site: Site) -> None:
    draft = begin(site)
    fill(site, draft)
    site.post(f"{draft}/living", fields={"has_pets": "no", "overnight_carer": "unknown"})
    assert "a need for a bedroom of their own not known" in site.get(f"{draft}/check").text
    address = site.post(f"{draft}/check").headers["location"]
    page = site.get(address).text
    assert "whether the lead applicant needs a bedroom of their own; whether a carer" in page
    assert "bedrooms are worked out without a room for a carer" in page
    found = site.get(f"/api{address.partition('?')[0]}").json()
    assert (found["overnight_carer"], found["household"][0]["needs_own_room"]) == (None, None)
    assert found["bedrooms_to_ask"][1] == "a carer who lives elsewhere stays at night"
    changed = site.post(f"{address.partition('?')[0]}/change").headers["location"]
    own = {**LEAD, "household-1-needs_own_room": "no"}
    site.post(changed.replace("/check", "/household"), fields=own)
    assert "bedroom of their own not known" not in site.get(changed).text


def test_a_page_that_is_wrong_is_shown_again_with_what_was_typed(site: Site) -> None:
    draft = begin(site)
    wrong = {**LEAD, "household-1-born_on-month": "13", "household-1-sex": "male"}
    refused = site.post(f"{draft}/household", fields=wrong)
    assert refused.status_code == 400
    assert "Enter a real date of birth for the lead applicant" in refused.text
    assert 'value="13"' in refused.text
    assert 'href="#household"' in refused.text
    assert 'id="household"' in refused.text
    assert site.ask_database("SELECT answers::text FROM applicant_drafts") == "{}"


def test_another_person_is_added_and_removed_without_losing_what_is_typed(site: Site) -> None:
    draft = begin(site)
    more = site.post(f"{draft}/household", fields={**LEAD, "do": "add-household"})
    assert more.status_code == 200
    assert "Person 2" in more.text
    assert 'value="1990"' in more.text
    two = {
        **LEAD,
        "n_household": "3",
        "household-2-sex": "male",
        "household-3-born_on-year": "2020",
    }
    fewer = site.post(f"{draft}/household", fields={**two, "do": "remove-household-2"})
    assert "Person 2" in fewer.text
    assert "Person 3" not in fewer.text
    assert 'name="household-2-born_on-year" type="text" value="2020"' in fewer.text


def test_back_and_coming_back_later_show_the_answers(site: Site) -> None:
    draft = begin(site)
    site.post(f"{draft}/who", fields=WHO)
    second = site.get(f"{draft}/household").text
    assert f'href="{draft}/who"' in second
    assert 'value="Zoë Quill"' in site.get(f"{draft}/who").text
    assert "Zoë Quill" in site.get("/applicants/new").text
    assert site.get(f"{draft}/who", "named_officer").status_code == 404


def test_the_check_says_what_is_missing(site: Site) -> None:
    draft = begin(site)
    site.post(f"{draft}/who", fields=WHO)
    refused = site.post(f"{draft}/check")
    assert refused.status_code == 400
    assert "Choose a priority tier" in refused.text
    assert 'href="#tier"' in refused.text
    assert site.ask_database("SELECT count(*) FROM applicants") == 60


def test_a_district_officer_adds_to_their_own_register_only(site: Site) -> None:
    draft = begin(site, "district_officer")
    page = site.get(f"{draft}/who", "district_officer").text
    assert "Breckland" in page
    assert "Broadland" not in page
    site.post(f"{draft}/who", "district_officer", {**WHO, "district": "Broadland"})
    assert fill(site, draft, "district_officer") == f"{draft}/check"
    assert site.post(f"{draft}/check", "district_officer").status_code == 303
    for path in ("change", "park", "unpark", "withdraw"):
        assert site.post(f"/applicants/8/{path}", "district_officer").status_code == 404


def test_a_change_of_circumstances_starts_from_the_record_and_says_what_followed(
    site: Site,
) -> None:
    draft = site.post("/applicants/4/change").headers["location"].removesuffix("/check")
    assert "Person 4" in site.get(f"{draft}/check").text
    child = {
        **LEAD,
        "n_household": "2",
        "household-2-relation": "child",
        "household-2-born_on-day": "1",
        "household-2-born_on-month": "2",
        "household-2-born_on-year": "2020",
        "household-2-sex": "male",
    }
    assert site.post(f"{draft}/household", fields=child).headers["location"] == f"{draft}/check"
    now = today()
    said = {"day": str(now.day), "month": str(now.month), "year": str(now.year)}
    unsaid = site.post(f"{draft}/check", fields=said)
    assert "Say what changed in their circumstances" in unsaid.text
    site.change("UPDATE applicants SET tier = 3 WHERE id = 4")  # somebody else's, of another field
    done = site.post(f"{draft}/check", fields={**said, "why": "A child moved in."})
    page = site.get(done.headers["location"]).text
    assert "A child moved in." in page
    assert "Bedrooms needed: 1 → 2" in page
    assert site.ask_database("SELECT tier FROM applicants WHERE id = 4") == 3


def test_a_change_to_come_waits_and_can_be_cancelled(site: Site) -> None:
    draft = site.post("/applicants/7/change").headers["location"].removesuffix("/check")
    site.post(f"{draft}/living", fields={"has_pets": "yes", "overnight_carer": "no"})
    later = today() + timedelta(days=3)
    said = {"day": str(later.day), "month": str(later.month), "year": str(later.year)}
    site.post(f"{draft}/check", fields={**said, "why": "They get a dog."})
    assert site.ask_database("SELECT has_pets FROM applicants WHERE id = 7") is None
    assert "Cancel this change" in site.get("/applicants/7").text
    site.post("/applicants/7/circumstances/1/cancel")
    assert "cancelled by Olive Officer" in site.get("/applicants/7").text


def test_parking_says_until_when_and_in_the_list(site: Site) -> None:
    refused = site.post("/applicants/7/park", fields={"note": "On the ward", "day": "40"})
    assert "Choose why" in refused.text
    assert "On the ward" in refused.text
    later = today() + timedelta(days=30)
    day = {"day": str(later.day), "month": str(later.month), "year": str(later.year)}
    site.post("/applicants/7/park", fields={"reason": "hospital", **day})
    assert "In hospital" not in site.get("/applicants/7").text.split("Parked since")[0]
    assert f"until {later.day} {later:%B %Y}" in site.get("/applicants?state=parked").text
    site.post("/applicants/7/unpark")
    assert site.ask_database("SELECT state FROM applicants WHERE id = 7") == "live"
    assert site.ask_database("SELECT count(*) FROM pauses WHERE ended_at IS NULL") == 0


def test_a_nominated_person_cannot_be_parked_and_the_page_says_why(site: Site) -> None:
    assert (
        "cannot be parked or withdrawn while they are nominated" in site.get("/applicants/8").text
    )
    assert "Withdraw the nomination first" in site.get("/applicants/8/park").text
    answer = site.post("/applicants/8/park", fields={"reason": "hospital"})
    assert answer.status_code == 409


def given_somebody_alike(site: Site, applicant_id: int = 10) -> None:
    """An applicant of the county is likely whom the form is about."""
    site.change("UPDATE applicants SET name = 'Zoe Quill' WHERE id = %s", [applicant_id])
    site.change(
        "UPDATE household_members SET born_on = '1990-05-03'"
        " WHERE applicant_id = %s AND position = 1",
        [applicant_id],
    )


def test_somebody_likely_on_the_register_is_added_once_said_to_be_somebody_else(
    site: Site,
) -> None:
    given_somebody_alike(site)
    draft = begin(site)
    fill(site, draft)
    assert 'href="/applicants/10">A-00010</a>: Zoe Quill' in site.get(f"{draft}/check").text
    refused = site.post(f"{draft}/check")
    assert refused.status_code == 400
    assert "Look at A-00010. If the person is somebody else, say so" in refused.text
    assert 'href="#somebody_else"' in refused.text
    given_somebody_alike(site, 12)
    assert "Look at A-00012" in site.post(f"{draft}/check", fields={"somebody_else": "10"}).text
    done = site.post(f"{draft}/check", fields={"somebody_else": "10,12"})
    assert done.status_code == 303
    assert (
        site.ask_database(
            "SELECT array_agg((first_id, decided, decided_by) ORDER BY first_id)::text"
            " FROM duplicate_pairs WHERE second_id = 61"
        )
        == '{"(10,different,\\"Olive Officer\\")","(12,different,\\"Olive Officer\\")"}'
    )
    site.post("/duplicates/look")
    assert "HW-000001" not in site.get("/duplicates").text


def test_nobody_learns_of_somebody_alike_whom_they_may_not_see(site: Site) -> None:
    given_somebody_alike(site)  # of another district
    site.change("UPDATE applicants SET district_code = 'E07000144' WHERE id = 10")
    given_somebody_alike(site, 12)
    site.change("UPDATE applicants SET district_code = 'E07000143' WHERE id = 12")
    site.change(
        "INSERT INTO restrictions (applicant_id, kind, made_by) VALUES (12, 'high_risk', 'X')"
    )
    draft = begin(site, "district_officer")
    fill(site, draft, "district_officer")
    page = site.get(f"{draft}/check", "district_officer").text
    assert "They may be on the register already" not in page
    assert site.post(f"{draft}/check", "district_officer").status_code == 303
