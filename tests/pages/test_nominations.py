"""Nominating from a vacancy's page, and what those who were told see of it."""

import re

from service.domain.days import today
from tests.pages.site import Site

TELL = {"basis": "public_task"}
CONSENT = {"basis": "consent", "day": "3", "month": "5", "year": "2026"}


def _words(site: Site, path: str, role: str = "officer") -> str:
    """A page as one line, without its tags."""
    text = re.sub(r"<[^>]+>", " ", site.get(path, role).text)
    return re.sub(r" ([.,:;)])", r"\1", " ".join(text.split()))


def _first_candidate(site: Site) -> int:
    """Whoever stands first on the shortlist of vacancy 4."""
    found = re.search(r"/vacancies/4/nominate/(\d+)", site.get("/vacancies/4").text)
    assert found is not None
    return int(found[1])


def _make_room(site: Site) -> None:
    """Let anybody into the scheme of vacancy 4, which has a support provider."""
    site.change(
        "UPDATE schemes SET client_groups = '{}', sexes = 'any', age_min = NULL, age_max = NULL,"
        " support_level = 3, support_provider_id = 1 WHERE id = 1"
    )
    site.change("UPDATE units SET bedrooms = 2, features = '{step_free,wheelchair,hoist}'")
    site.change("UPDATE bedroom_needs SET bedrooms = 2")
    site.change("UPDATE vacancies SET bedroom_surplus = 3")
    site.change("DELETE FROM household_members WHERE position > 1")
    site.change("UPDATE applicants SET support_level = 3, tier = 1, needed_by = NULL")
    site.change("DELETE FROM wanted_areas")
    site.change("DELETE FROM excluded_areas")


def test_an_officer_nominates_from_the_shortlist_and_withdraws(site: Site) -> None:
    _make_room(site)
    chosen = _first_candidate(site)
    address = f"/vacancies/4/nominate/{chosen}"
    form = _words(site, address)
    assert "told to Broadland Homes (landlord) and Anchor Support (support provider)" in form
    sent = site.post(address, fields=TELL)
    assert sent.status_code == 303, sent.text
    page = _words(site, sent.headers["location"])
    assert "Told to Broadland Homes (landlord)" in page
    assert "Told to Anchor Support (support provider)" in page
    for path in ("/vacancies/4", f"/applicants/{chosen}", "/nominations"):
        assert sent.headers["location"] in site.get(path).text
    assert f"/nominate/{chosen}" not in site.get("/vacancies/4").text
    seen = _words(site, "/vacancies/4", "landlord")
    assert f"Person {chosen}" in seen
    assert "Client groups" not in _words(site, sent.headers["location"], "landlord")
    assert "Client groups" in _words(site, sent.headers["location"], "support_provider")

    refused = site.post(f"{sent.headers['location']}/withdraw", fields={"because": " "})
    assert refused.status_code == 409
    assert "Say why the nomination is withdrawn" in refused.text
    ended = site.post(f"{sent.headers['location']}/withdraw", fields={"because": "Zuzanna died"})
    assert ended.status_code == 303
    assert "Zuzanna died" in _words(site, sent.headers["location"])
    for role in ("landlord", "support_provider"):
        after = _words(site, sent.headers["location"], role)
        assert "Taken back on" in after
        assert f"Person {chosen}" not in after + _words(site, "/nominations", role)
        assert "Zuzanna" not in after
    assert f"Person {chosen}" not in _words(site, "/", "landlord")


def test_a_form_without_a_lawful_basis_or_a_needed_reason_is_shown_again(site: Site) -> None:
    site.change("DELETE FROM excluded_areas")
    refused = site.post("/vacancies/40/nominate/7", fields={"reason": ""})
    assert refused.status_code == 400
    assert "Choose why it is lawful to share their details" in refused.text
    assert "Say why they are nominated though the home does not fit, in 3" in refused.text
    short = site.post("/vacancies/40/nominate/7", fields={**TELL, "reason": "x"})
    assert "Say why they are nominated though the home does not fit, in 3" in short.text
    no_day = {"basis": "consent", "reason": "x", "day": "31", "month": "2", "year": "2026"}
    assert (
        "Enter the day they consented" in site.post("/vacancies/40/nominate/7", fields=no_day).text
    )
    told = site.post("/vacancies/40/nominate/7", fields={**TELL, "reason": "She knows the staff"})
    assert told.status_code == 303
    assert "She knows the staff" not in _words(site, told.headers["location"], "other_landlord")


def test_consent_withdrawn_hides_what_was_told(site: Site) -> None:
    site.change("DELETE FROM excluded_areas")
    sent = site.post("/vacancies/40/nominate/7", fields={**CONSENT, "reason": "The only one"})
    nomination = sent.headers["location"]
    assert "Person 7" in _words(site, nomination, "landlord")
    applicant = _words(site, "/applicants/7")
    assert "What was told of them, to whom, and why that was lawful" in applicant
    assert "Consent, given on 3 May 2026" in applicant
    assert site.post("/applicants/7/consent-withdrawn").status_code == 303
    assert "Person 7" not in _words(site, nomination, "landlord")
    assert "consent withdrawn" in _words(site, "/applicants/7")
    assert "Record that consent was withdrawn" not in _words(site, "/applicants/7")


def test_another_landlords_nomination_is_not_there(reading_site: Site) -> None:
    assert reading_site.get("/nominations/1", "landlord").status_code == 200
    assert reading_site.get("/nominations/2", "landlord").status_code == 404
    assert reading_site.get("/nominations/2", "support_provider").status_code == 404
    assert reading_site.get("/nominations/1", "other_landlord").status_code == 404


def test_a_nomination_of_somebody_restricted_shows_to_named_officers_only(site: Site) -> None:
    site.change("UPDATE nominations SET applicant_id = 59 WHERE id = 1")
    site.change("UPDATE disclosures SET applicant_id = 59 WHERE nomination_id = 1")
    assert site.get("/nominations/1").status_code == 404
    assert "V-0008" not in _words(site, "/nominations")
    assert site.get("/nominations/1", "named_officer").status_code == 200
    held = site.post("/vacancies/8/nominate/7", fields={**TELL, "reason": "The only one"})
    assert held.status_code == 409
    assert "this vacancy is held" in held.text


def test_reading_what_was_told_is_written_down(site: Site) -> None:
    site.get("/nominations/1", "landlord")
    site.get("/", "support_provider")
    reads = site.ask_database(
        "SELECT array_agg(DISTINCT role ORDER BY role) FROM audit"
        " WHERE action = 'read' AND 8 = ANY(applicant_ids)"
    )
    assert reads == ["landlord", "support_provider"]


def test_who_is_nominated_in_a_list_of_vacancies_is_written_down_as_read(site: Site) -> None:
    for role in ("officer", "landlord"):
        before = site.ask_database("SELECT max(id) FROM audit")
        assert "A-00008" in site.get("/vacancies?text=V-0008", role).text
        shown = site.ask_database(
            f"SELECT applicant_ids @> '{{8}}' FROM audit WHERE id > {before}"  # noqa: S608
        )
        assert shown, role


def test_what_cannot_be_nominated_is_said_before_the_form_is_filled_in(site: Site) -> None:
    held = _words(site, "/vacancies/8/nominate/7")
    assert "this vacancy is held" in held
    assert "A-00008 is nominated for vacancy V-0008" in held
    taken = _words(site, "/vacancies/40/nominate/8")
    assert "A-00008 is nominated for another home" in taken
    assert "Why it is lawful" not in held + taken
    site.change("UPDATE nominations SET applicant_id = 59 WHERE id = 1")
    hidden = _words(site, "/vacancies/8/nominate/7")
    assert "this vacancy is held" in hidden
    assert "A-00059" not in hidden


def test_client_groups_stand_in_the_form_only_where_they_are_told(site: Site) -> None:
    _make_room(site)
    address = f"/vacancies/4/nominate/{_first_candidate(site)}"
    row = '<dt class="govuk-summary-list__key">'
    assert "Client groups" in "".join(site.get(address).text.split(row)[1:])
    site.change("UPDATE schemes SET support_provider_id = NULL WHERE id = 1")
    page = site.get(address).text
    assert "Client groups are not told" in page
    assert page.count("Client groups") == 1


def test_a_withdrawn_nomination_stands_under_earlier_ones(site: Site) -> None:
    site.post("/nominations/1/withdraw", fields={"because": "They moved away."})
    page = _words(site, "/vacancies/8")
    assert "Earlier nominations" in page
    assert "Who is nominated" not in page
    assert "They moved away.." not in _words(site, "/nominations/1")


def test_an_applicants_page_leads_to_nominating_them(site: Site) -> None:
    _make_room(site)
    chosen = _first_candidate(site)
    assert f"/vacancies/4/nominate/{chosen}" in site.get(f"/applicants/{chosen}").text
    assert "/nominate/" not in site.get("/applicants/8").text


def _letting_site(site: Site) -> str:
    """The address of nomination 1, offered by its landlord once support is agreed."""
    assert site.post("/nominations/1/agree", "support_provider").status_code == 303
    sent = site.post("/nominations/1/offer", "landlord")
    assert sent.status_code == 303, sent.text
    return "/nominations/1"


def test_landlord_support_provider_and_officer_lead_a_nomination_to_a_letting(site: Site) -> None:
    before = _words(site, "/nominations/1", "landlord")
    assert "The support provider has to agree to give support first." in before
    nomination = _letting_site(site)
    assert "Home offered" in _words(site, nomination)
    day = {"move_in_on_day": "1", "move_in_on_month": "6", "move_in_on_year": "2020"}
    assert site.post(f"{nomination}/accept", "landlord").status_code == 303
    refused = site.post(f"{nomination}/move-in", "landlord", day)
    assert (refused.status_code, "today or later" in refused.text) == (409, True)
    assert 'value="2020"' in refused.text
    on = today()
    days = {"day": str(on.day), "month": str(on.month), "year": str(on.year)}
    terms = {f"{name}_{part}": days[part] for name in ("signed_on", "starts_on") for part in days}
    wrong = site.post(f"{nomination}/sign", "landlord", {**terms, "tenure": "starter", "rent": "x"})
    assert "Enter the rent a week in pounds, like 112.50" in wrong.text
    nothing = site.post(f"{nomination}/sign", "landlord").text
    for words in ("the kind of tenancy", "the day it was signed", "the first day of the", "a week"):
        assert words in nothing
    terms |= {"tenure": "starter", "rent": "112.5"}
    assert site.post(f"{nomination}/sign", "landlord", terms).status_code == 303
    page = _words(site, nomination, "landlord")
    assert "Starter tenancy from" in page
    assert "£112.50" in page
    assert site.post(f"{nomination}/undo", "landlord").status_code == 303
    assert site.ask_database("SELECT count(*) FROM lettings") == 0


def test_a_decline_waits_for_a_reviewer_and_words_stay_with_whom_they_are_for(site: Site) -> None:
    nomination = _letting_site(site)
    said = {"party": "landlord", "reason": "needs_exceed", "note": "Nights are not staffed"}
    short = site.post(f"{nomination}/decline", "landlord", {"party": "landlord", "reason": "died!"})
    assert "Choose a reason that the landlord can give" in short.text
    assert site.post(f"{nomination}/decline", "landlord", said).status_code == 303
    assert "Nights are not staffed" in _words(site, nomination)
    assert "Nights are not staffed" not in _words(site, nomination, "support_provider")
    review = _words(site, f"{nomination}/decline/review")
    assert "Their needs are more than the service can meet (landlord)." in review
    assert "What follows if it stands: They are assessed anew." in review
    nothing = site.post(f"{nomination}/decline/review", fields={})
    assert "Choose what becomes of the decline" in nothing.text
    asked = {"review": "return", "note": "Would two nights a week do?"}
    assert site.post(f"{nomination}/decline/review", fields=asked).status_code == 303
    assert "Would two nights a week do?" in _words(site, nomination, "landlord")
    assert "Would two nights a week do?" not in _words(site, nomination, "support_provider")


def test_why_a_landlord_declines_is_not_for_the_support_provider(site: Site) -> None:
    nomination = _letting_site(site)
    said = {"party": "landlord", "reason": "needs_exceed", "note": "Nights are not staffed"}
    assert site.post(f"{nomination}/decline", "landlord", said).status_code == 303
    why = "Their needs are more than the service can meet"
    assert why in _words(site, nomination)
    assert why in _words(site, nomination, "landlord")
    assert why not in _words(site, nomination, "support_provider")
    reasons = {
        role: site.get(f"/api{nomination}", role).json()["declined_reason"]
        for role in ("landlord", "support_provider")
    }
    assert reasons == {"landlord": "needs_exceed", "support_provider": None}


def test_filters_of_nominations_survive_a_reload(site: Site) -> None:
    site.change("UPDATE nominations SET due_on = current_date - 9 WHERE id = 1")
    late = _words(site, "/nominations?late=yes&landlord=1&state=live")
    assert "V-0008" in late
    assert "V-0002" not in late
    page = site.get("/nominations?late=yes&landlord=1&state=live").text
    assert '<option value="yes" selected' in page
    assert "No nomination that you may see is like that" in _words(site, "/nominations?state=let")
    assert "V-0008" not in _words(site, "/nominations?mine=yes", "named_officer")


def test_an_administrator_changes_deadlines_and_a_wrong_figure_changes_none(site: Site) -> None:
    page = site.get("/deadlines", "administrator").text
    figures = dict(re.findall(r'name="(\w+_[a-z_]+)" type="text"[^>]*value="(\d*)"', page))
    assert len(figures) > 12
    figures["working_days_offered"] = "x"
    refused = site.post("/deadlines", "administrator", {**figures, "working_days_viewing": "9"})
    assert refused.status_code == 400
    assert "Enter a number of working days, like 3" in refused.text
    asked = "SELECT working_days FROM step_deadlines WHERE state = 'viewing'"
    assert site.ask_database(asked) == 5
    figures |= {"working_days_offered": "7", "expire_after_offered": ""}
    assert site.post("/deadlines", "administrator", figures).status_code == 303
    row = "SELECT array[working_days, expire_after] FROM step_deadlines WHERE state = 'offered'"
    assert site.ask_database(row) == [7, None]


def test_the_form_says_what_benefits_meet_and_whose_connection_is_asked(site: Site) -> None:
    site.change("UPDATE schemes SET kind = 'private_rented', place_id = 22 WHERE id = 1")
    site.change("UPDATE schemes SET connection_districts = '{E07000143,E07000148}' WHERE id = 1")
    page = _words(site, "/vacancies/4/nominate/4")
    assert "The rent is met. Local Housing Allowance for 1 bedroom in" in page
    assert "Not known, and could change it: whether they claim help with rent." in page
    assert "Schedule 4 paragraphs 8 to 29; Valuation Office Agency" in page
    assert "Not known. Ask them whether they have one that the scheme asks for" in page
    assert "(Breckland or Norwich). Theirs: not known." in page

    site.change("UPDATE units SET rent_pence = 20000 WHERE id = 4")
    site.change("UPDATE applicants SET connections_known = true WHERE id = 4")
    page = _words(site, "/vacancies/4/nominate/4")
    assert "£64.22 a week is not met." in page
    assert "None. They have none that the scheme asks for (Breckland or Norwich)." in page
    assert "Housing Act 1996, section 199" in page

    site.change(
        "INSERT INTO connections (applicant_id, position, district_code, ground, since)"
        " VALUES (4, 1, 'E07000148', 'family', '2010-01-01')"
    )
    assert "They have one that the scheme asks for" in _words(site, "/vacancies/4/nominate/4")
    site.change("UPDATE applicants SET fled_abuse = true WHERE id = 4")
    page = _words(site, "/vacancies/4/nominate/4")
    assert "None may be asked of them, because they flee domestic abuse." in page
    assert "SI 2025/706" in page


def test_a_step_on_a_page_that_somebody_overtook_says_who(site: Site) -> None:
    page = "/nominations/1/decline"
    assert 'name="version" value="1"' in site.get(page, "landlord").text
    assert (
        site.post_json("/api/nominations/1/agree-support", {}, "support_provider").status_code < 300
    )
    late = site.post(page, "landlord", {"version": "1", "party": "landlord"})
    assert late.status_code == 409
    assert "This nomination was changed by " in late.text
    assert f'href="{page}">Take over what is there now' in late.text


def test_a_step_that_somebody_took_already_offers_nothing_to_send_again(site: Site) -> None:
    _letting_site(site)
    late = site.post("/nominations/1/offer", "landlord", {"version": "1"})
    assert late.status_code == 409
    assert "Nothing of yours was saved, and this cannot be done now." in late.text
    assert "Send it again" not in late.text
    assert "stands at “offered”" in late.text
