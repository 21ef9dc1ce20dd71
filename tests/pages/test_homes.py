"""Schemes, homes and landlords: who sees and keeps them, and forms that keep what was typed."""

from collections.abc import Mapping
from datetime import timedelta

from service.domain.days import today
from tests.pages.site import Site

SCHEME = {
    "name": "Reed House",
    "kind": "housing_with_care",
    "source": "the landlord's list",
    "landlord_id": "1",
    "postcode": "NR1 3DY",
    "support_level": "2",
    "staffing": "waking_24_hours",
    "intended_stay": "permanent",
    "gate_holds": "yes",
    "sexes": "any",
    "household_kind": "couples",
}
UNIT = {"bedrooms": "1", "shared": "no", "floor": "2", "lift": "yes", "part_m": "m4_2"}


def _day(field: str, days: int) -> dict[str, str]:
    day = today() + timedelta(days=days)
    parts = {"day": day.day, "month": day.month, "year": day.year}
    return {f"{field}-{part}": str(value) for part, value in parts.items()}


def _version(site: Site, scheme_id: int = 1) -> str:
    versions = site.ask_database("SELECT jsonb_object_agg(id, version) FROM schemes")
    assert isinstance(versions, dict)
    return str(versions[str(scheme_id)])


def _edited(site: Site, changes: Mapping[str, str]) -> dict[str, str]:
    """Scheme 1 as its form sends it, changed."""
    return {**SCHEME, "version": _version(site), "age_min": "18"} | dict(changes)


def test_an_officer_adds_a_scheme_and_a_home_of_it(site: Site) -> None:
    added = site.post("/schemes/new", fields={**SCHEME, "reference": "RH"})
    assert added.status_code == 303, added.text
    place = added.headers["location"].split("?")[0]
    page = site.get(place).text
    for words in ("Reed House", "Norwich, NR1 3DY", "Staff awake 24 hours", "couples"):
        assert words in page
    charges = {"charge_period": "monthly", "basic_rent_pence": "520", "eligible_charge_pence": "52"}
    rest = {"ineligible_charge_pence": "0", "personal_charge_pence": "13", "age_min": "70"}
    unit = site.post(f"{place}/units/new", fields={**UNIT, **charges, **rest, "reference": "RH/1"})
    assert unit.status_code == 303, unit.text
    page = site.get(unit.headers["location"].split("?")[0]).text
    for words in ("£135.00, with every charge", "M4(2)", "Of this home", "From the scheme"):
        assert words in page


def test_a_wrong_field_keeps_what_was_typed_and_says_what_to_do(site: Site) -> None:
    wrong = _edited(site, {"name": "Typed Court", "postcode": "NR99 9ZZ"})
    answer = site.post("/schemes/1/edit", fields=wrong)
    assert answer.status_code == 409
    assert 'value="Typed Court"' in answer.text
    assert answer.text.count("This is not a postcode of Norfolk") == 2
    answer = site.post("/schemes/1/edit", fields=_edited(site, {"age_min": "old", "rating": "b"}))
    assert answer.status_code == 400
    assert 'value="old"' in answer.text
    assert "Youngest age must be a whole number from 0 to 120" in answer.text
    answer = site.post("/schemes/1/edit", fields=_edited(site, {"rating": "b"}))
    assert "Choose both who rated the scheme and the rating" in answer.text


def test_a_stale_edit_says_who_changed_the_scheme_and_keeps_what_was_typed(site: Site) -> None:
    mine = _edited(site, {"name": "My Court"})
    theirs = site.post("/schemes/1/edit", "landlord", _edited(site, {"name": "Their Court"}))
    assert theirs.status_code == 303, theirs.text
    answer = site.post("/schemes/1/edit", fields=mine)
    assert answer.status_code == 409
    assert "This scheme was changed by Olive Landlord since you opened it" in answer.text
    assert 'value="My Court"' in answer.text
    assert site.ask_database("SELECT name FROM schemes WHERE id = 1") == "Their Court"
    assert 'href="/schemes/1/edit">Take over what is there now' in answer.text
    over = {**mine, "version": _version(site, 1)}
    assert f'name="version" value="{over["version"]}"' in answer.text
    assert site.post("/schemes/1/edit", fields=over).status_code == 303
    assert site.ask_database("SELECT name FROM schemes WHERE id = 1") == "My Court"


def test_a_refuge_takes_no_postcode(site: Site) -> None:
    fields = _edited(site, {"kind": "refuge"}) | {"version": _version(site, 2)}
    answer = site.post("/schemes/2/edit", fields=fields)
    assert "it would tell where people are safe" in answer.text
    assert site.ask_database("SELECT postcode FROM schemes WHERE id = 2") is None


def test_only_those_who_keep_a_scheme_change_it(site: Site) -> None:
    expected = {
        "landlord": 303, "other_landlord": 404, "district_officer": 403, "support_provider": 403,
    }  # fmt: skip
    for person, status in expected.items():
        fields = _edited(site, {"name": f"Named by {person}"})
        assert site.post("/schemes/1/edit", person, fields).status_code == status, person


def test_a_landlord_neither_opens_the_gate_of_a_scheme_nor_says_who_nominates_to_it(
    site: Site,
) -> None:
    site.change("UPDATE schemes SET nomination_quota = 50, nominating_districts = '{E07000148}'")
    form = site.get("/schemes/1/edit", "landlord").text
    assert 'name="rating"' in form
    assert 'name="gate_holds"' not in form
    assert 'name="nomination_quota"' not in form
    version = int(_version(site, 1))
    for change in (
        {"gate_holds": False},
        {"nomination_quota": 10},
        {"nominating_districts": ["E07000143"]},
    ):
        change["version"] = version
        answer = site.patch_json("/api/schemes/1", change, "landlord")
        assert answer.status_code == 403, answer.text
        assert "The council says " in answer.json()["detail"]
    same = {"name": "Same", "gate_holds": True, "nomination_quota": 50, "version": version}
    assert site.patch_json("/api/schemes/1", same, "landlord").status_code == 200
    assert site.post("/schemes/1/edit", "landlord", _edited(site, {})).status_code == 303
    stands = "SELECT nomination_quota::text || gate_holds FROM schemes WHERE id = 1"
    assert site.ask_database(stands) == "50true"


def test_a_managers_people_see_and_keep_what_they_manage(site: Site) -> None:
    assert site.get("/schemes/1", "other_landlord").status_code == 404
    site.change("UPDATE schemes SET manager_id = 2 WHERE id = 1")
    page = site.get("/schemes/1", "other_landlord").text
    assert "Broadland Homes" in page
    answer = site.post("/schemes/1/edit", "other_landlord", _edited(site, {"manager_id": "2"}))
    assert answer.status_code == 303, answer.text
    assert site.get("/vacancies/4", "other_landlord").status_code == 200
    assert "Willow Court 11" not in site.get("/schemes", "support_provider").text
    assert "Reed House" in site.get("/schemes", "support_provider").text


def test_the_list_is_filtered_by_its_address(reading_site: Site) -> None:
    page = reading_site.get("/schemes?kind=refuge&landlord=2").text
    assert "Willow Court 22" in page
    assert "Willow Court 21" not in page
    assert "Willow Court 12" not in page
    assert '<option value="refuge" selected>' in page


def test_a_home_is_lent_until_a_day_and_comes_back(site: Site) -> None:
    loan = {"kind": "step_down", "support_level": "3", **_day("starts_on", -1)}
    answer = site.post("/units/4/lend", fields={**loan, **_day("due_back_on", -1)})
    assert "when the loan starts" in answer.text
    lent = {**loan, **_day("due_back_on", 90)}
    assert site.post("/units/4/lend", "landlord", lent).status_code == 303
    page = site.get("/units/4").text
    assert "Lent as step-down" in page
    assert "Of the loan" in page
    assert "Whoever moves in must leave by" in page
    assert "/units/4/due-back" in site.get("/loans", "landlord").text
    assert "/units/4/due-back" not in site.get("/loans", "support_provider").text
    late = site.post("/units/4/due-back", "landlord", _day("due_back_on", 0))
    assert "Enter a day after today" in late.text
    assert site.post("/units/4/due-back", "landlord", _day("due_back_on", 120)).status_code == 303
    due_back_on = site.ask_database("SELECT due_back_on FROM unit_loans WHERE unit_id = 4")
    assert due_back_on == today() + timedelta(days=120)
    assert "U-0004" not in site.get("/loans", "other_landlord").text
    assert "This home is lent already" in site.post("/units/4/lend", fields=lent).text
    assert site.post("/units/4/return", fields=_day("returned_on", 0)).status_code == 303
    assert "No home is lent" in site.get("/loans").text
    assert "is not lent" in site.get("/units/4/due-back").text


def test_a_landlord_is_added_once(site: Site) -> None:
    fields = {"name": "Heron Homes", "kind": "charity"}
    assert site.post("/landlords/new", "administrator", fields).status_code == 303
    again = site.post("/landlords/new", fields={**fields, "name": "HERON homes"})
    assert "There is a landlord called HERON homes already" in again.text
    assert site.post("/landlords/new", "district_officer", fields).status_code == 403
