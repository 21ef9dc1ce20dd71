"""Erasing a person takes everything of theirs, and the audit's chain still holds."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from service.actions.audit_check import check_audit
from service.actions.erasure import erase
from service.domain.auditing import Fault
from service.errors import NotFound, RuleBroken
from service.store.data_register import find_about_applicants
from service.store.erasure import EMPTIED, ERASED, KEPT, count_held
from service.store.instances import get_instance
from service.store.pool import Connection
from tests.database import within
from tests.pages.site import Site

WHY = "asked on 3 May, case 1207"
PERSON = 10
"""Placed by the run, with a wish and an excluded area."""

_EVERYTHING = """
SELECT coalesce((SELECT string_agg(a::text, ' ') FROM audit AS a), '')
    || coalesce((SELECT string_agg(c::text, ' ') FROM audit_changes AS c), '')
    || coalesce((SELECT string_agg(d::text, ' ') FROM disclosures AS d), '')
    || coalesce((SELECT string_agg(n::text, ' ') FROM nominations AS n), '')
"""


def _erase(site: Site, reference: str, *, is_dry_run: bool = False):
    def act(connection: Connection):
        return erase(connection, reference=reference, reason=WHY, is_dry_run=is_dry_run)

    return within(site.url, act)


def _faults(site: Site) -> list[Fault]:
    """What is wrong with the audit, its erased values too."""
    nowhere = Path("/nonexistent")

    async def check(connection: Connection) -> list[Fault]:
        return [fault async for fault in check_audit(connection, home=nowhere)]

    return within(site.url, check)


def test_nothing_of_an_erased_person_is_left_and_the_chain_holds(site: Site) -> None:
    site.change("UPDATE applicants SET name = 'Zacharias Quill' WHERE id = 10")
    site.change("UPDATE applicants SET client_groups = '{veterans}' WHERE id = 10")
    site.change("UPDATE household_members SET born_on = '1971-02-03' WHERE applicant_id = 10")
    site.change("DELETE FROM excluded_areas WHERE applicant_id = 10")
    site.change("INSERT INTO excluded_areas (applicant_id, place_id) VALUES (10, 3)")
    site.change(
        "INSERT INTO restrictions (applicant_id, kind, made_by) VALUES (10, 'high_risk', 'X')"
    )
    site.change(
        "INSERT INTO openings (applicant_id, applicant_reference, account_id, opened_by, reason,"
        " open_until) VALUES (10, 'A-00010', 1, 'X', 'Zacharias rang us', now() + '1 hour')"
    )
    site.change(
        "SELECT set_config('homeward.reason', 'Zacharias is at risk', true);"
        " UPDATE applicants SET tier = 2 WHERE id = 10"
    )
    asked = {"basis": "public_task", "reason": "Zacharias knows the staff"}
    nominated = site.post("/vacancies/40/nominate/10", fields=asked).headers["location"]
    site.post(f"{nominated}/withdraw", fields={"because": "Zacharias changed his mind"})
    assert "Zacharias" in str(site.ask_database(_EVERYTHING))

    done = _erase(site, "A-00010")

    assert done.held["applicants"] == 1
    everything = str(site.ask_database(_EVERYTHING))
    for word in ("Zacharias", "Person 10", "veterans", "1971-02-03", "high_risk"):
        assert word not in everything
    assert (
        site.ask_database(
            "SELECT count(*) FROM audit_changes WHERE applicant_id = 10 AND salt IS NOT NULL"
        )
        == 0
    )
    assert _faults(site) == []
    assert within(site.url, lambda c: count_held(c, [PERSON])) == {}
    with pytest.raises(NotFound, match="no instance"):
        within(site.url, lambda c: get_instance(c, site.ids.done))


def test_what_is_kept_for_the_statistics_leads_to_nobody(site: Site) -> None:
    _erase(site, "A-00010")
    assert (
        site.ask_database(
            "SELECT (tier, bedrooms, support_level, outcome, registered_year)::text"
            " FROM past_applications"
        )
        == "(1,2,2,live,2024)"
    )
    assert site.ask_database("SELECT rule FROM erasures WHERE applicant_id = 10") == "request"
    noted = site.ask_database("SELECT details FROM audit WHERE subject = 'past_applications'")
    assert noted == {"rows": 1}
    assert (
        site.ask_database(
            "SELECT reason FROM audit WHERE subject = 'applicants' AND action = 'delete'"
        )
        == WHY
    )


def test_a_withdrawn_nomination_stays_without_the_person_and_is_told_to_nobody(site: Site) -> None:
    with pytest.raises(RuleBroken, match="Withdraw the nomination first"):
        _erase(site, "A-00008")
    site.change(
        "UPDATE nominations SET state = 'withdrawn', withdrawn_by = 'Olive Officer',"
        " withdrawn_at = now(), withdrawn_because = 'Person 8 died' WHERE applicant_id = 8"
    )
    site.change(
        "UPDATE disclosures SET told = NULL, taken_back_at = now(),"
        " taken_back_because = 'Person 8 died' WHERE id = 1"
    )
    _erase(site, "A-00008")
    assert (
        site.ask_database(
            "SELECT (applicant_id, state, withdrawn_because)::text FROM nominations WHERE id = 1"
        )
        == "(,withdrawn,erased)"
    )
    assert (
        site.ask_database(
            "SELECT count(*) FROM disclosures WHERE nomination_id = 1 AND told IS NULL"
            " AND applicant_id IS NULL AND taken_back_because = 'erased'"
        )
        == 2
    )
    assert "Person 8" not in str(site.ask_database(_EVERYTHING))
    assert _faults(site) == []


def test_whoever_is_nominated_while_an_erasure_waits_is_not_erased(site: Site) -> None:
    waits = (
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )
    with ThreadPoolExecutor(1) as other, psycopg.connect(site.url) as nominating:
        nominating.execute("SELECT FROM applicants WHERE id = 10 FOR UPDATE")
        erasing = other.submit(_erase, site, "A-00010")
        while not site.ask_database(waits) and not erasing.done():
            pass
        nominating.execute(
            "INSERT INTO nominations (vacancy_id, applicant_id, state, nominated_by)"
            " VALUES (10, 10, 'nominated', 'Olive Officer')"
        )
        nominating.commit()
        with pytest.raises(RuleBroken, match="Withdraw the nomination first"):
            erasing.result()


def test_a_dry_run_counts_and_changes_nothing(site: Site) -> None:
    before = site.ask_database("SELECT count(*) FROM audit")
    found = _erase(site, "A-00010", is_dry_run=True)
    assert (found.is_done, found.held["household_members"], found.held["match_instances"]) == (
        False,
        3,
        1,
    )
    assert site.ask_database("SELECT count(*) FROM applicants WHERE id = 10") == 1
    assert site.ask_database("SELECT count(*) FROM audit") == before


def test_the_application_may_hide_no_values_but_while_it_erases(site: Site) -> None:
    async def hide_as_officer(connection: Connection) -> None:
        await connection.execute("SELECT set_config('homeward.erasing', 'yes', true)")
        await connection.execute("SELECT set_config('homeward.role', 'reviewer', true)")
        await connection.execute(
            "UPDATE openings SET reviewed_by = 'R', reviewed_at = now(), was_justified = true"
        )

    site.change(
        "INSERT INTO openings (applicant_id, applicant_reference, account_id, opened_by, reason,"
        " open_until) VALUES (10, 'A-00010', 1, 'X', 'They rang us today', now() + '1 hour')"
    )
    within(site.url, hide_as_officer)
    kept = "SELECT after ->> 'reviewed_by' FROM audit_changes WHERE applicant_id = 10"
    assert site.ask_database(kept) == "R"


def test_every_table_that_points_to_applicants_is_covered(database_url: str) -> None:
    def covered() -> set[str]:
        return set(within(database_url, find_about_applicants))

    assert covered() | {"applicants", "match_instances"} == ERASED | EMPTIED | KEPT
    with psycopg.connect(database_url) as connection:
        connection.execute("CREATE TABLE letters (whose bigint REFERENCES applicants)")
    assert "letters" in covered()
