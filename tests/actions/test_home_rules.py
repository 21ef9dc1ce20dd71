"""The rules of schemes and homes as the matcher holds them against people."""

import asyncio
from dataclasses import replace
from datetime import date

import numpy as np

from matching import STRICT, Problem
from matching.eligibility import failed_rules
from matching.rules import Rule
from service.actions.districts_mask import district_bits
from service.actions.problems import Translated, translate
from service.domain.quality import quality_that_counts
from service.domain.terms import ChargePeriod, weekly_pence
from service.store.columns import read_columns
from service.store.pool import snapshot
from tests.pages.site import Site

ON = date(2026, 5, 3)
VACANCY = 4


async def _read(url: str) -> Translated:
    async with snapshot(url) as connection:
        return translate(await read_columns(connection, on=ON, vacancy_ids=[VACANCY]))


def _failed(site: Site, rule: Rule, **applicants: int) -> list[bool]:
    """Whether a rule shuts vacancy 4 to each live applicant, with columns set for all of them."""
    problem = asyncio.run(_read(site.url)).problem
    people = problem.applicants
    columns = {
        name: np.full(len(people), value, dtype=getattr(people, name).dtype)
        for name, value in applicants.items()
    }
    asked = Problem(replace(people, **columns), problem.vacancies, day=problem.day)
    rows = np.arange(len(people), dtype=np.int64)
    failed = failed_rules(
        asked, rows, np.zeros(1, dtype=np.int64), rules=rule,
        max_void_days=STRICT.max_void_days, quality_gate=STRICT.quality_gate,
    )  # fmt: skip
    return [bool(mask & rule) for mask in failed]


def test_a_homes_own_rule_opens_it_to_people_whom_its_scheme_shuts_out(site: Site) -> None:
    site.change("UPDATE schemes SET age_min = 60, age_max = NULL, sexes = 'men' WHERE id = 1")
    site.change("UPDATE units SET scheme_id = 1, sexes = 'any' WHERE id = 4")
    assert all(_failed(site, Rule.AGE))
    assert not any(_failed(site, Rule.SEX))
    site.change("UPDATE units SET age_min = 18 WHERE id = 4")
    assert not any(_failed(site, Rule.AGE))


def test_a_scheme_below_the_gate_is_shut_while_its_gate_holds(site: Site) -> None:
    site.change("UPDATE units SET scheme_id = 1 WHERE id = 4")
    site.change("UPDATE schemes SET rating_scheme = 'qaf', rating = 'b' WHERE id = 1")
    assert not any(_failed(site, Rule.QUALITY))
    site.change("UPDATE schemes SET rating = 'c' WHERE id = 1")
    assert all(_failed(site, Rule.QUALITY))
    site.change("UPDATE schemes SET gate_holds = false WHERE id = 1")
    assert not any(_failed(site, Rule.QUALITY))


def test_a_local_connection_and_a_register_are_asked_by_district(site: Site) -> None:
    codes = [f"E0700014{n}" for n in range(3, 10)]
    bits = district_bits(codes)
    site.change(
        "UPDATE units SET scheme_id = 1 WHERE id = 4;"
        "UPDATE schemes SET connection_districts = '{E07000148}',"
        " nominating_districts = '{E07000148,E07000149}' WHERE id = 1"
    )
    norwich, elsewhere = bits["E07000148"], bits["E07000143"]
    assert not any(_failed(site, Rule.LOCAL_CONNECTION, connections=norwich))
    assert all(_failed(site, Rule.LOCAL_CONNECTION, connections=elsewhere))
    assert not any(_failed(site, Rule.NOMINATION, registers=bits["E07000149"]))
    assert all(_failed(site, Rule.NOMINATION, registers=elsewhere))


def test_households_pets_and_access_reach_the_matcher(site: Site) -> None:
    site.change(
        "UPDATE units SET scheme_id = 1, part_m = 'm4_3_2_a' WHERE id = 4;"
        "UPDATE schemes SET household_kind = 'couples', pets_allowed = false WHERE id = 1"
    )
    assert not any(_failed(site, Rule.HOUSEHOLD_KIND, household_kinds=2))
    assert all(_failed(site, Rule.HOUSEHOLD_KIND, household_kinds=4))
    assert all(_failed(site, Rule.PETS, pets=1))
    assert not any(_failed(site, Rule.ACCESSIBILITY, access_category=3, accessibility_needs=0))
    assert all(_failed(site, Rule.ACCESSIBILITY, access_category=4, accessibility_needs=0))
    site.change("UPDATE units SET pets_allowed = true WHERE id = 4")
    assert not any(_failed(site, Rule.PETS, pets=1))


def test_a_home_for_families_takes_children_and_those_who_expect_one(site: Site) -> None:
    site.change("UPDATE units SET scheme_id = 1, household_kind = 'families' WHERE id = 4")
    site.change("DELETE FROM household_members WHERE position > 1")

    def is_shut(*others: tuple[str, str]) -> bool:
        site.change("DELETE FROM household_members WHERE position > 1")
        for position, (relation, born_on) in enumerate(others, start=2):
            site.change(
                "INSERT INTO household_members (applicant_id, position, relation, born_on, sex)"
                " SELECT applicant_id, %s, %s, %s, 'female' FROM household_members"
                " WHERE position = 1",
                [position, relation, born_on],
            )
        [shut] = set(_failed(site, Rule.HOUSEHOLD_KIND))
        return shut

    assert is_shut()
    assert is_shut(("partner", "1990-01-01"))
    assert is_shut(("child", "2008-05-03"))  # 18 on the day
    assert not is_shut(("child", "2008-05-04"))
    assert not is_shut(("child", "2026-09-01"))  # to come
    site.change("UPDATE units SET household_kind = 'couples' WHERE id = 4")
    assert is_shut(("child", "2020-05-04"))
    assert not is_shut(("partner", "1990-01-01"))


def test_a_quota_keeps_homes_for_its_registers_until_their_share_is_reached(site: Site) -> None:
    here, elsewhere = (district_bits([f"E0700014{n}" for n in range(3, 10)])[code]
                       for code in ("E07000148", "E07000143"))  # fmt: skip
    site.change(
        "UPDATE units SET scheme_id = 2; UPDATE units SET scheme_id = 1 WHERE id = 4;"
        "UPDATE schemes SET nominating_districts = '{E07000148}', nomination_quota = 50"
        " WHERE id = 1; DELETE FROM lettings"
    )
    assert all(_failed(site, Rule.NOMINATION, registers=elsewhere))  # the first is theirs
    site.change(
        "UPDATE units SET scheme_id = 1 WHERE id = (SELECT unit_id FROM vacancies WHERE id = 8);"
        "UPDATE vacancies SET state = 'let' WHERE id = 8;"
        "UPDATE applicants SET district_code = 'E07000148' WHERE id IN"
        " (SELECT applicant_id FROM nominations WHERE id = 1);"
        "INSERT INTO lettings (nomination_id, vacancy_id, unit_id, applicant_id, starts_on,"
        " signed_on, tenure, rent_pence, made_by) SELECT n.id, v.id, v.unit_id, n.applicant_id,"
        " '2026-04-10', '2026-04-10', 'assured', 9000, 'Olive'"
        " FROM nominations AS n JOIN vacancies AS v ON v.id = n.vacancy_id WHERE n.id = 1"
    )
    assert not any(_failed(site, Rule.NOMINATION, registers=elsewhere))
    site.change("UPDATE schemes SET nomination_quota = 75 WHERE id = 1")
    assert all(_failed(site, Rule.NOMINATION, registers=elsewhere))
    assert not any(_failed(site, Rule.NOMINATION, registers=here))
    site.change("UPDATE schemes SET nomination_quota = NULL WHERE id = 1")
    assert all(_failed(site, Rule.NOMINATION, registers=elsewhere))


def test_a_lent_home_counts_as_what_it_is_lent_as_until_it_returns(site: Site) -> None:
    site.change("UPDATE units SET scheme_id = 1 WHERE id = 4")
    site.change("UPDATE schemes SET kind = 'general_needs', support_level = 0 WHERE id = 1")

    def now() -> tuple[int, int, int]:
        v = asyncio.run(_read(site.url)).problem.vacancies
        return int(v.support_level[0]), int(v.client_groups[0]), int(v.rent_pence[0])

    usual = now()
    site.change(
        "INSERT INTO unit_loans (unit_id, kind, support_level, client_groups, starts_on,"
        " due_back_on, lent_by) VALUES (4, 'step_down', 3, '{}', %s, '2026-12-01', 'Olive')",
        [ON],
    )
    assert now() == (3, 0, -1)
    site.change("UPDATE unit_loans SET starts_on = '2026-05-04'")
    assert now() == usual
    site.change("UPDATE unit_loans SET starts_on = '2026-05-01', returned_on = '2026-05-02'")
    assert now() == usual


def test_ratings_of_three_scales_count_on_one() -> None:
    assert quality_that_counts("cqc", "outstanding", gate_holds=True) == 4
    assert quality_that_counts("pamms", "good", gate_holds=True) == 3
    assert quality_that_counts("cqc", "requires_improvement", gate_holds=True) == 1
    assert quality_that_counts("qaf", "d", gate_holds=False) == 0
    assert quality_that_counts(None, None, gate_holds=True) == 0


def test_a_month_is_twelve_fifty_seconds_of_a_year() -> None:
    assert weekly_pence(52_000, ChargePeriod.MONTHLY) == 12_000
    assert weekly_pence(10_001, ChargePeriod.FORTNIGHTLY) == 5_001
    assert weekly_pence(40_000, ChargePeriod.FOUR_WEEKLY) == 10_000
