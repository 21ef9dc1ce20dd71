"""Applicants written down by officers: changes from a day, once, and parking until one."""

import asyncio
from datetime import date, timedelta

import pytest

from matching import EVERYWHERE
from service.actions.affordability import affordability_of
from service.actions.drafts import begin_new, finish_new, get_begun
from service.actions.parking import park, unpark, withdraw_application
from service.actions.problems import translate
from service.actions.records import add_applicant, change_applicant
from service.domain.accounts import Actor, Role
from service.domain.days import today
from service.domain.records import record_of
from service.errors import NotFound, RuleBroken
from service.store.applicants import find_applicants_for_export
from service.store.columns import read_columns
from service.store.context import set_context
from service.store.drafts import Draft, set_answers
from service.store.pool import Connection, connect
from service.worker import sweep_applicants
from tests.database import within
from tests.imports.givens import rows_of
from tests.pages.site import Site

TODAY = date(2026, 5, 4)
LATER = TODAY + timedelta(days=10)
OFFICER = Actor(1, "Olive Officer", Role.OFFICER)
DISTRICT = Actor(3, "Olive District Officer", Role.OFFICER, district_code="E07000143")
LEAD = {"relation": "lead", "born_on": "1990-05-03", "sex": "female", "needs_own_room": False}
CHILD = {"relation": "child", "born_on": LATER.isoformat(), "sex": "male", "needs_own_room": False}
NEW = {
    "name": "Zoë Quill",
    "district": "Breckland",
    "household": [LEAD],
    "tier": 2,
    "registered_on": "2026-02-01",
    "support_level": 1,
    "ready_on": "2026-03-01",
}


def add(site: Site, **answers: object) -> int:
    return by(
        site,
        lambda c: add_applicant(c, actor=OFFICER, answers={**NEW, **answers}, today=TODAY),
    )


def by(site: Site, action, actor: Actor = OFFICER):
    """What an officer does in one transaction of theirs."""

    async def go(connection: Connection):
        await set_context(connection, actor, source=None)
        return await action(connection)

    return within(site.url, go)


def change(site: Site, applicant_id: int, *, from_on: date = TODAY, actor=OFFICER, **answers):
    return by(
        site,
        lambda c: change_applicant(
            c,
            actor=actor,
            applicant_id=applicant_id,
            answers=answers,
            from_on=from_on,
            why="They told us.",
            today=TODAY,
        ),
        actor,
    )


def sweep(site: Site, on: date) -> None:
    within(site.url, lambda c: sweep_applicants(c, on=on))


def bedrooms(site: Site, applicant_id: int) -> object:
    needs = within(site.url, lambda c: rows_of(c, "SELECT * FROM bedroom_needs"))
    return next(n for id, rule, n, _ in needs if (id, rule) == (applicant_id, "bedroom_standard"))


def test_the_birth_of_a_child_changes_the_bedrooms_on_its_day_and_once(site: Site) -> None:
    person = add(site)
    change(site, person, from_on=LATER, household=[LEAD, CHILD])
    sweep(site, LATER - timedelta(days=1))
    assert bedrooms(site, person) == 1
    sweep(site, LATER)
    assert bedrooms(site, person) == 2
    taken_at = site.ask_database("SELECT taken_at FROM circumstances")
    assert "Bedrooms needed: 1 → 2" in str(site.ask_database("SELECT effects FROM circumstances"))
    sweep(site, LATER)
    assert site.ask_database("SELECT taken_at FROM circumstances") == taken_at
    born = "SELECT count(*) FROM household_members WHERE born_on > '2026-05-13'"
    assert site.ask_database(born) == 1


def test_what_will_follow_of_changes_to_come_is_said_before_their_day(site: Site) -> None:
    lead = {**LEAD, "born_on": f"{today().year - 30}-01-01"}
    person = add(site, household=[lead], claims_housing_costs=True, connections=[])
    born = {**CHILD, "born_on": (today() + timedelta(days=30)).isoformat()}

    def plan(n_days: int, **answers: object) -> dict[str, object]:
        from_on = (today() + timedelta(days=n_days)).isoformat()
        body = {"from_on": from_on, "why": "They told us.", **answers}
        return site.patch_json(f"/api/applicants/{person}", body).json()

    fled = plan(10, fled_abuse=True)
    assert fled["effects"] == []
    assert fled["foreseen"] == [
        "Local Housing Allowance: a shared room → 1 bedroom",
        "Local connection: none → may not be asked, because they flee domestic abuse",
    ]
    child = plan(30, household=[lead, born])
    assert child["foreseen"] == [
        "Bedrooms needed: 1 → 2",
        "Bedrooms in social rent: 1 → 2",
        "Local Housing Allowance: 1 bedroom → 2 bedrooms",
    ]
    page = site.get(f"/applicants/{person}").text
    assert "Will follow: Bedrooms needed: 1 → 2" in page
    change(site, person, household=[{**lead, "sex": "male"}])
    rows = site.get(f"/api/applicants/{person}/circumstances").json()["items"]
    assert "cannot be made as things stand: Household was changed" in rows[0]["foreseen"][0]


def test_a_change_to_come_that_meets_another_is_left_to_people(site: Site) -> None:
    person = add(site)
    change(site, person, from_on=LATER, household=[LEAD, CHILD])
    partner = {**CHILD, "relation": "partner", "born_on": "1991-01-01"}
    change(site, person, household=[LEAD, partner])
    sweep(site, LATER)
    assert "Household was changed meanwhile" in str(
        site.ask_database("SELECT failed_because FROM circumstances WHERE taken_at IS NULL")
    )
    assert bedrooms(site, person) == 1


def test_two_sweeps_put_somebody_back_in_the_queue_once(site: Site) -> None:
    by(site, lambda c: park(c, actor=OFFICER, applicant_id=7, reason="hospital", until=LATER,
                            on=TODAY))  # fmt: skip
    sweep(site, LATER - timedelta(days=1))
    assert site.ask_database("SELECT state FROM applicants WHERE id = 7") == "parked"
    sweep(site, LATER)
    assert site.ask_database("SELECT state FROM applicants WHERE id = 7") == "live"
    ended_at = site.ask_database("SELECT ended_at FROM pauses")
    assert ended_at is not None
    sweep(site, LATER)
    assert site.ask_database("SELECT ended_at FROM pauses") == ended_at
    with pytest.raises(RuleBroken, match="put back only people"):
        by(site, lambda c: unpark(c, actor=OFFICER, applicant_id=7, on=TODAY))


def test_parking_anew_ends_the_pause_before(site: Site) -> None:
    for until in (LATER, None):
        by(site, lambda c, until=until: park(c, actor=OFFICER, applicant_id=7, reason="hospital",
                                             until=until, on=TODAY))  # fmt: skip
    sweep(site, LATER)
    assert site.ask_database("SELECT state FROM applicants WHERE id = 7") == "parked"
    assert site.ask_database("SELECT count(*) FROM pauses WHERE ended_at IS NULL") == 1


def test_nobody_leaves_the_queue_who_was_nominated_since_the_form_was_looked_at(site: Site) -> None:
    nominated = site.ask_database("SELECT applicant_id FROM nominations WHERE is_live LIMIT 1")
    with pytest.raises(RuleBroken, match="is nominated for a home"):
        by(site, lambda c: park(c, actor=OFFICER, applicant_id=nominated, reason="hospital",
                                until=None, on=TODAY))  # fmt: skip
    with pytest.raises(RuleBroken, match="is nominated for a home"):
        by(site, lambda c: withdraw_application(c, actor=OFFICER, applicant_id=nominated,
                                                reason="died", note=None))  # fmt: skip


def test_a_form_that_is_sent_twice_in_a_moment_adds_one_applicant(site: Site) -> None:
    async def begin(connection: Connection) -> Draft:
        draft_id = await begin_new(connection, actor=OFFICER)
        await set_answers(connection, draft_id, NEW)
        return (await get_begun(connection, actor=OFFICER, draft_id=draft_id)).draft

    draft = by(site, begin)

    async def finish() -> int:
        async with connect(site.url) as connection:
            await set_context(connection, OFFICER, source=None)
            return await finish_new(connection, actor=OFFICER, draft=draft, today=TODAY)

    async def both() -> list[object]:
        return await asyncio.gather(finish(), finish(), return_exceptions=True)

    came = asyncio.run(both())
    assert {type(one) for one in came} == {NotFound, int}
    assert site.ask_database("SELECT count(*) FROM applicants WHERE name = 'Zoë Quill'") == 1


def test_what_is_wrong_is_said_field_by_field(site: Site) -> None:
    with pytest.raises(RuleBroken) as refused:
        add(site, tier=None, needed_by="2026-01-01", wanted=["Dereham"], excluded=["Dereham"])
    assert {*refused.value.problems} == {"tier", "needed_by", "excluded"}
    with pytest.raises(RuleBroken) as refused:
        add(site, reference="A-00059")  # a restricted record's
    assert {*refused.value.problems} == {"reference"}


def test_a_home_where_somebody_lives_is_refused_like_one_that_is_not_there(site: Site) -> None:
    site.change("UPDATE applicants SET current_unit_id = 5 WHERE id = 9")
    lived_in = site.ask_database("SELECT reference FROM units WHERE id = 5")
    words = set()
    for unit in (lived_in, "No such home"):
        with pytest.raises(RuleBroken) as refused:
            change(site, 7, current_unit=unit)
        assert refused.value.field == "current_unit"
        words.add(str(refused.value))
    assert len(words) == 1


def test_an_officer_of_a_district_writes_no_record_of_another(site: Site) -> None:
    with pytest.raises(NotFound):
        change(site, 8, actor=DISTRICT, tier=1)
    with pytest.raises(RuleBroken, match="Choose your own district"):
        change(site, 7, actor=DISTRICT, district="Broadland")
    assert site.ask_database("SELECT tier FROM applicants WHERE id = 8") == 4


def test_a_record_is_written_and_read_back_the_same(site: Site) -> None:
    ties = [{"district": "Norwich", "ground": "family", "since": "2010-01-01", "until": None}]
    facts = {"has_pets": True, "fled_abuse": False, "access_category": 2, "connections": ties}
    add(site, reference="Z1", wanted=["Dereham", "Breckland district"], **facts)
    [held] = within(site.url, lambda c: find_applicants_for_export(c, ["Z1"]))
    record = record_of(held)
    given = {**NEW, **facts, "wanted": ["Dereham", "Breckland district"]}
    assert {field: record[field] for field in given} == given
    assert record["has_served"] is None


def test_what_is_not_known_shuts_nothing_and_what_is_known_is_told_to_the_matcher(
    site: Site,
) -> None:
    tie = {"district": "Norwich", "ground": "family", "since": "2010-01-01", "until": None}
    people = [
        add(site),
        add(site, connections=[]),
        add(site, connections=[tie]),
        add(site, connections=[{**tie, "since": None}]),
        add(site, connections=[], fled_abuse=True),
    ]
    site.change("UPDATE schemes SET connection_districts = '{E07000148}'")
    columns = within(site.url, lambda c: read_columns(c, on=TODAY))
    norwich = 1 << sorted(columns.districts).index("E07000148")
    translated = translate(columns)
    rows = {int(one): row for row, one in enumerate(translated.applicant_ids)}
    masks = [int(translated.problem.applicants.connections[rows[one]]) for one in people]
    assert masks == [EVERYWHERE, 0, norwich, norwich, EVERYWHERE]
    assert not translated.problem.applicants.pets[rows[people[0]]]


def test_the_rent_of_a_vacancy_is_held_against_what_benefits_meet(site: Site) -> None:
    site.change("UPDATE schemes SET kind = 'private_rented', place_id = 22 WHERE id = 1")
    person = add(site, claims_housing_costs=True, household=[{**LEAD, "born_on": "2000-01-01"}])
    found = by(site, lambda c: affordability_of(c, applicant_id=person, vacancy_id=4, on=TODAY))
    assert (found.met_pence, found.shortfall_pence) == (9056, 9544 - 9056)
    with pytest.raises(NotFound):
        by(site, lambda c: affordability_of(c, applicant_id=person, vacancy_id=999, on=TODAY))


def test_a_home_lent_out_as_a_hostel_is_outside_the_allowance_meanwhile(site: Site) -> None:
    site.change("UPDATE schemes SET kind = 'private_rented', place_id = 22 WHERE id = 1")
    person = add(site, claims_housing_costs=True)
    site.change(
        "INSERT INTO unit_loans (unit_id, kind, support_level, client_groups, starts_on,"
        " due_back_on, lent_by)"
        " VALUES (4, 'hostel', 0, '{}', '2026-05-01', '2036-05-01', 'X')"
    )
    found = by(site, lambda c: affordability_of(c, applicant_id=person, vacancy_id=4, on=TODAY))
    assert "specified accommodation" in found.why


def test_a_draft_goes_by_itself_after_30_days(site: Site) -> None:
    site.change(
        "INSERT INTO applicant_drafts (account_id, changed_at)"
        " VALUES (1, now() - interval '31 days'), (1, now() - interval '29 days')"
    )
    sweep(site, TODAY)
    assert site.ask_database("SELECT count(*) FROM applicant_drafts") == 1


def test_each_thing_done_to_a_record_is_in_the_audit_under_the_officers_name(site: Site) -> None:
    change(site, 7, tier=1)
    assert (
        site.ask_database(
            "SELECT count(*) FROM audit WHERE actor = 'Olive Officer' AND applicant_ids @> '{7}'"
            " AND subject IN ('applicants', 'circumstances')"
        )
        == 2
    )
