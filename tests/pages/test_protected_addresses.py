"""Where a refuge is stands on one page, which a few may read and each look at which is kept."""

from pathlib import Path

import psycopg
import pytest

from service.actions.exports import ExportKind, export
from tests.database import within
from tests.pages.county import PEOPLE
from tests.pages.site import Site

ADDRESS = "Seeded House, 7 Hidden Lane"
PAGE = "/schemes/2/address"


def _reads(site: Site) -> object:
    return site.ask_database("SELECT count(*) FROM audit WHERE action = 'read protected address'")


def test_only_the_few_see_a_protected_address_and_each_look_is_kept(site: Site) -> None:
    site.change("UPDATE schemes SET support_provider_id = 1 WHERE id = 2")
    for person in PEOPLE:
        answer = site.get(PAGE, person)
        is_one = person in ("officer", "named_officer", "landlord", "support_provider")
        assert (ADDRESS in answer.text) == is_one, person
        assert (answer.status_code == 200) == is_one, person
    assert _reads(site) == 4
    kept = "SELECT subject FROM audit WHERE action = 'read protected address' LIMIT 1"
    assert site.ask_database(kept) == "scheme 2"
    site.change("UPDATE schemes SET district_code = 'E07000143' WHERE id = 2")
    assert ADDRESS in site.get(PAGE, "district_officer").text


def test_a_scheme_that_is_not_protected_has_no_such_page(reading_site: Site) -> None:
    assert reading_site.get("/schemes/1/address").status_code == 404
    assert reading_site.get("/schemes/99/address").status_code == 404


def test_a_vacancy_links_to_the_address_and_does_not_hold_it(reading_site: Site) -> None:
    of_scheme_2 = (
        "SELECT min(v.id) FROM vacancies v JOIN units u ON u.id = v.unit_id WHERE scheme_id = 2"
    )
    vacancy = reading_site.ask_database(of_scheme_2)
    for person in ("officer", "landlord"):
        page = reading_site.get(f"/vacancies/{vacancy}", person).text
        assert f'href="{PAGE}"' in page
        assert "Hidden Lane" not in page
    assert PAGE not in reading_site.get(f"/vacancies/{vacancy}", "district_officer").text


def test_the_address_is_written_by_the_council_and_the_landlord(site: Site) -> None:
    site.change("UPDATE schemes SET support_provider_id = 1 WHERE id = 2")
    of_scheme_2 = "SELECT min(postcodes.postcode) FROM postcodes JOIN schemes s ON s.id = 2"
    inside = str(site.ask_database(f"{of_scheme_2} AND s.district_code = postcodes.district_code"))
    outside = str(
        site.ask_database(f"{of_scheme_2} AND s.district_code <> postcodes.district_code")
    )
    new = {"address": "Another House\r\n 8  Hidden Lane", "postcode": inside.lower()}
    assert site.post(PAGE, "landlord", new).status_code == 303
    page = site.get(PAGE).text
    assert "Another House<br>8 Hidden Lane<br>" in page
    assert ADDRESS not in page
    for person, fields, status in (
        ("support_provider", new, 403),
        ("other_landlord", new, 404),
        ("district_officer", new, 404),
        ("officer", {**new, "postcode": outside}, 409),
        ("officer", {**new, "postcode": "SW1A 1AA"}, 409),
        ("officer", {**new, "address": " "}, 409),
    ):
        assert site.post(PAGE, person, fields).status_code == status, (person, fields)
    told = "SELECT count(*) FROM audit_changes WHERE (before::text || after::text) LIKE '%House%'"
    assert site.ask_database(told) == 0


def test_homewards_own_work_reads_no_protected_address(site: Site) -> None:
    with psycopg.connect(site.url) as connection:
        connection.execute("SET LOCAL ROLE homeward_app")
        connection.execute("SELECT set_config('homeward.role', 'system', true)")
        assert connection.execute("SELECT count(*) FROM schemes").fetchone() == (4,)
        assert connection.execute("SELECT count(*) FROM protected_addresses").fetchone() == (0,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(
                "INSERT INTO protected_addresses (scheme_id, address, postcode, kept_by)"
                " SELECT 4, 'x', min(postcode), 'x' FROM postcodes"
            )


def test_a_scheme_that_becomes_a_refuge_leaves_no_postcode_in_the_audit(site: Site) -> None:
    postcode = site.ask_database("SELECT postcode FROM schemes WHERE id = 1")
    assert postcode
    site.change("UPDATE schemes SET kind = 'refuge', postcode = NULL WHERE id = 1")
    before = "SELECT before ->> 'postcode' FROM audit_changes ORDER BY audit_id DESC LIMIT 1"
    assert site.ask_database(before) == "(not kept)"


def test_a_protected_address_reaches_no_log_and_no_export(
    site: Site, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    site.get(PAGE)
    wrong = {"address": "Another House, 9 Hidden Lane", "postcode": "XX1 1XX"}
    assert site.post(PAGE, fields=wrong).status_code in (400, 409)
    path = tmp_path / "homes.csv"
    within(site.url, lambda c: export(c, kind=ExportKind.HOMES, path=path))
    logged = "".join(capfd.readouterr())
    assert '"path":"/schemes/2/address"' in logged
    assert "Hidden Lane" not in logged
    assert "Hidden Lane" not in path.read_text(encoding="utf-8-sig")
    assert "Willow Court" in path.read_text(encoding="utf-8-sig")
