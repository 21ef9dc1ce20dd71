"""A match run from asking to reading its reasons."""

import asyncio
import gzip
import json
import threading
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial

import psycopg
import pytest

from service.actions import match_runs as runs
from service.actions.apart import SolvingError
from service.actions.comparing import compare_policies
from service.actions.instances import export_instance, verify_files
from service.actions.match_runs import ask_for_run, carry_out, stop_run
from service.actions.solving import Allowance
from service.actions.what_if import what_if
from service.domain.accounts import COMMAND_LINE
from service.domain.people import Area
from service.domain.policies import comparison_lines
from service.errors import NotFound, RuleBroken
from service.store import match_runs, outcomes
from service.store.applicants import put_applicants
from service.store.bedroom_needs import refresh_bedroom_needs
from service.store.homes import put_homes
from service.store.vacancies import put_vacancies
from service.store.worth import find_worth_by_kind
from service.worker import sweep_once
from tests.database import within
from tests.imports.givens import (
    given_applicant,
    given_landlord,
    given_scheme,
    given_unit,
    given_vacancy,
)

ON = date(2026, 4, 1)


async def put_county(connection):
    """Two homes in Norwich that take anyone, and three households of whom one wants Cromer."""
    scheme = given_scheme(client_groups=frozenset(), age_min=None)
    units = [given_unit(reference=name, bedrooms=2, features=frozenset()) for name in ("U1", "U2")]
    await put_homes(connection, [given_landlord()], [scheme], units)
    vacancies = [given_vacancy(reference=f"V{n}", unit=f"U{n}") for n in (1, 2)]
    await put_vacancies(connection, vacancies)
    anyone = given_applicant(accessibility_needs=frozenset(), wanted=(), excluded=frozenset())
    people = [
        replace(anyone, reference="LATER", registered_on=date(2025, 2, 1)),
        replace(anyone, reference="SOONER", registered_on=date(2024, 2, 1)),
        replace(anyone, reference="LAST", registered_on=date(2026, 2, 1)),
        replace(anyone, reference="CROMER", wanted=(Area(place="Cromer"),)),
    ]
    await put_applicants(connection, people, on=ON)


def ask(url, **changes):
    wish = {"actor": COMMAND_LINE, "match_on": ON, "seed": 1} | changes
    return within(url, lambda connection: ask_for_run(connection, **wish))


def as_if_asked_on_the_day(url):
    """Make every run one that was asked for on the day that it matches."""
    with psycopg.connect(url) as connection:
        connection.execute("UPDATE match_runs SET asked_at = match_on")


def get(url, run_id):
    return within(url, lambda connection: match_runs.get_run(connection, run_id))


@pytest.fixture
def county_url(database_url):
    within(database_url, put_county)
    return database_url


def test_a_run_places_people_in_order_of_priority_and_says_why_for_everyone(county_url):
    run_id = ask(county_url)

    assert asyncio.run(carry_out(county_url, run_id))

    run = get(county_url, run_id)
    assert (run.state, run.placed, run.unplaced) == ("done", 2, 2)
    assert run.value == run.bound
    assert (run.proved, run.faults, run.households, run.applicants) == (True, [], 4, 4)
    placed = within(county_url, lambda c: outcomes.find_proposals(c, run_id))
    assert [proposal.applicant_reference for proposal in placed] == ["SOONER", "LATER"]
    assert all(sum(proposal.parts.values()) == proposal.worth for proposal in placed)
    unplaced = within(county_url, lambda c: outcomes.find_unplaced(c, run_id))
    by_reference = {row.applicant_reference: row for row in unplaced}
    beaten, shut_out = by_reference["LAST"], by_reference["CROMER"]
    assert (beaten.reason, beaten.eligible, beaten.last_tier) == ("higher_priority", 2, 2)
    assert beaten.last_registered_on == date(2025, 2, 1)
    assert (shut_out.reason, shut_out.rule, shut_out.opens) == (
        "no_eligible_home",
        "area_wanted",
        2,
    )
    assert [miss["rules"] for miss in shut_out.near_misses] == [["area_wanted"]] * 2
    assert shut_out.sets == [{"rules": ["area_wanted"], "opens": 2}]
    assert (beaten.rank, beaten.last_rank, shut_out.last_rank) == (4, 2, None)
    assert (run.proof, run.settled, run.comparison) == ("flow", "ties", None)


def test_a_run_says_what_one_more_home_would_bring(county_url):
    run_id = ask(county_url)
    asyncio.run(carry_out(county_url, run_id))

    [kind] = within(county_url, lambda c: find_worth_by_kind(c, run_id))

    assert (kind.bedrooms, kind.n_vacancies, kind.tier) == (2, 2, 2)
    assert kind.gain > 0
    with psycopg.connect(county_url) as connection:
        rows = connection.execute("SELECT rank, housed FROM worth_of_one_more").fetchall()
    assert rows == [(4, [0, 1, 0, 0, 0])] * 2


def test_a_run_under_another_policy_carries_its_price_and_is_no_answer_of_the_day(county_url):
    strict, fair = (ask(county_url, policy=name) for name in ("strict", "fair"))
    for run_id in (strict, fair):
        asyncio.run(carry_out(county_url, run_id))
    as_if_asked_on_the_day(county_url)

    run = get(county_url, fair)
    assert [one["policy"] for one in run.comparison] == ["strict", "fair"]
    assert [one["placed"] for one in run.comparison] == [2, 2]
    assert run.is_what_if
    assert not get(county_url, strict).is_what_if
    assert within(county_url, match_runs.find_latest_done) == strict


def test_policies_are_held_against_the_first(county_url):
    found = asyncio.run(compare_policies(county_url, ["fair", "strict"], on=ON, seed=1))

    assert [(one["policy"], one["placed"]) for one in found] == [("fair", 2), ("strict", 2)]
    assert found[0]["moved"] == 0
    lines = dict(comparison_lines(found))
    assert lines["People housed"] == [2, 2]
    assert sum(lines[f"… of tier {tier}"][0] for tier in range(1, 6)) == 2
    for names, words in ((["strict", "kind"], "no policy 'kind'"), (["fair"] * 2, "named twice")):
        with pytest.raises(RuleBroken, match=words):
            asyncio.run(compare_policies(county_url, names, on=ON, seed=1))


def test_time_and_memory_allowed_are_kept_with_the_run(county_url):
    run_id = ask(county_url, allowance=Allowance(seconds=60, memory_mb=500))
    asyncio.run(carry_out(county_url, run_id))
    run = get(county_url, run_id)
    assert (run.state, run.seconds_allowed, run.memory_mb_allowed) == ("done", 60, 500)
    with pytest.raises(RuleBroken, match="must be above 0"):
        ask(county_url, allowance=Allowance(seconds=0))


def test_what_would_change_it_is_worked_out_on_the_newest_run(county_url):
    run_id = ask(county_url)
    asyncio.run(carry_out(county_url, run_id))
    as_if_asked_on_the_day(county_url)
    with psycopg.connect(county_url) as connection:
        ids = dict(connection.execute("SELECT reference, id FROM applicants").fetchall())

    found = within(county_url, lambda c: what_if(c, applicant_id=ids["CROMER"]))

    assert (found.run_id, found.placed) == (run_id, False)
    [added] = [change for change in found.changes if change.area]
    assert (added.area, added.n_open, added.placed) == ("Norwich", 2, False)
    assert added.words == "Norwich added to the areas they asked for"
    with pytest.raises(NotFound, match="There is no applicant 999999"):
        within(county_url, lambda c: what_if(c, applicant_id=999_999))


def test_what_would_change_it_needs_a_run_that_this_homeward_made(county_url):
    with pytest.raises(NotFound, match="No match run is finished yet"):
        within(county_url, lambda c: what_if(c, applicant_id=1))
    asyncio.run(carry_out(county_url, ask(county_url)))
    as_if_asked_on_the_day(county_url)
    old = gzip.compress(json.dumps({"format": "homeward-instance/1"}).encode())
    with psycopg.connect(county_url) as connection:
        connection.execute("UPDATE match_instances SET instance = %s", [old])
    with pytest.raises(RuleBroken, match="made by an earlier Homeward"):
        within(county_url, lambda c: what_if(c, applicant_id=1))


def test_a_vacancy_left_empty_says_which_rule_shut_most_people_out(county_url):
    with psycopg.connect(county_url) as connection:
        connection.execute("UPDATE schemes SET age_min = 80")
    run_id = ask(county_url)
    asyncio.run(carry_out(county_url, run_id))

    empty = within(county_url, lambda c: outcomes.find_empty_vacancies(c, run_id))

    assert [(row.vacancy_reference, row.eligible, row.rule) for row in empty] == [
        ("V1", 0, "age"),
        ("V2", 0, "age"),
    ]
    assert empty[0].rules == {"age": 4, "area_wanted": 1}


def test_a_run_is_carried_out_once_however_many_workers_take_it(county_url):
    run_id = ask(county_url)

    async def both():
        return await asyncio.gather(carry_out(county_url, run_id), carry_out(county_url, run_id))

    assert sorted(asyncio.run(both())) == [False, True]
    assert get(county_url, run_id).state == "done"


def test_the_same_run_again_gives_the_same_answer(county_url):
    answers = []
    for _ in range(2):
        run_id = ask(county_url, seed=5)
        asyncio.run(carry_out(county_url, run_id))
        placed = within(county_url, lambda c, run_id=run_id: outcomes.find_proposals(c, run_id))
        answers.append([(p.applicant_id, p.vacancy_id) for p in placed])
    assert answers[0] == answers[1]


def test_a_stopped_run_stores_nothing(county_url):
    run_id = ask(county_url)

    def stop_when_solving(stage, _percent):
        if stage == "starting":
            thread = threading.Thread(
                target=within,
                args=(county_url, lambda c: stop_run(c, actor=COMMAND_LINE, run_id=run_id)),
            )
            thread.start()
            thread.join()

    asyncio.run(carry_out(county_url, run_id, stop_when_solving))

    assert get(county_url, run_id).state == "stopped"
    assert within(county_url, lambda c: outcomes.find_proposals(c, run_id)) == []


def test_a_run_that_is_over_cannot_be_stopped(county_url):
    run_id = ask(county_url)
    asyncio.run(carry_out(county_url, run_id))
    with pytest.raises(RuleBroken, match=f"Match run {run_id} is done already"):
        within(county_url, lambda c: stop_run(c, actor=COMMAND_LINE, run_id=run_id))
    with pytest.raises(NotFound):
        within(county_url, lambda c: stop_run(c, actor=COMMAND_LINE, run_id=999))


def test_a_run_whose_solver_dies_says_so_and_stores_nothing(county_url, monkeypatch):
    async def die(*_arguments):
        raise SolvingError("the solving process died (code -9)")

    monkeypatch.setattr(runs, "solve_apart", die)
    run_id = ask(county_url)
    with pytest.raises(SolvingError):
        asyncio.run(carry_out(county_url, run_id))
    run = get(county_url, run_id)
    assert run.state == "failed"
    assert run.error == "SolvingError: the solving process died (code -9)"


def test_an_unknown_policy_and_a_seed_out_of_range_are_refused(county_url):
    with pytest.raises(RuleBroken, match="no policy 'kind'; choose one of strict"):
        ask(county_url, policy="kind")
    with pytest.raises(RuleBroken, match="seed"):
        ask(county_url, seed=-1)
    with psycopg.connect(county_url) as connection:
        assert connection.execute("SELECT count(*) FROM match_runs").fetchone() == (0,)
        jobs = connection.execute("SELECT count(*) FROM procrastinate_jobs").fetchone()
    assert jobs == (0,)


def test_a_county_without_people_or_homes_is_matched_to_nothing(database_url):
    run_id = ask(database_url)
    asyncio.run(carry_out(database_url, run_id))
    run = get(database_url, run_id)
    assert (run.state, run.applicants, run.vacancies, run.placed) == ("done", 0, 0, 0)


def test_bedroom_needs_are_those_of_the_day_of_the_run(county_url):
    """The lead's boy turns ten on 15 June 2026, and no longer shares with his sister."""
    needs = []
    for on in (date(2026, 6, 14), date(2026, 6, 15)):
        run_id = ask(county_url, match_on=on)
        asyncio.run(carry_out(county_url, run_id))
        needs.append(get(county_url, run_id).placed)
    assert needs == [2, 0]


def test_a_run_for_another_day_leaves_the_stored_needs_alone(county_url):
    query = "SELECT applicant_id, rule, bedrooms, worked_out_on FROM bedroom_needs ORDER BY 1, 2"
    with psycopg.connect(county_url) as connection:
        before = connection.execute(query).fetchall()
    asyncio.run(carry_out(county_url, ask(county_url, match_on=date(2030, 1, 1))))
    with psycopg.connect(county_url) as connection:
        assert connection.execute(query).fetchall() == before


def test_the_sweep_brings_stored_needs_up_to_the_day(county_url):
    refresh = partial(refresh_bedroom_needs, on=date(2026, 6, 15))
    assert within(county_url, refresh) == 4
    assert within(county_url, refresh) == 0
    with psycopg.connect(county_url) as connection:
        found = connection.execute("SELECT DISTINCT bedrooms FROM bedroom_needs").fetchall()
    assert found == [(3,)]


@pytest.mark.parametrize("day", [date(1900, 1, 1), date(2199, 1, 1)])
def test_a_day_far_from_today_is_refused(county_url, day):
    with pytest.raises(RuleBroken, match="choose a day within five years"):
        ask(county_url, match_on=day)


def test_a_run_whose_worker_is_told_to_stop_waits_for_another(county_url):
    run_id = ask(county_url)

    async def interrupt():
        solving = asyncio.Event()
        task = asyncio.create_task(
            carry_out(county_url, run_id, lambda stage, _: stage == "starting" and solving.set())
        )
        await solving.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(interrupt())

    assert get(county_url, run_id).state == "asked"
    assert asyncio.run(carry_out(county_url, run_id))
    assert get(county_url, run_id).state == "done"


@pytest.mark.parametrize("state", ["asked", "running"])
def test_a_run_that_nobody_works_on_is_queued_again_once(county_url, state):
    run_id = ask(county_url)
    with psycopg.connect(county_url) as connection:
        connection.execute("DELETE FROM procrastinate_jobs")
        connection.execute(
            "UPDATE match_runs SET state = %s, asked_at = now() - interval '3 minutes',"
            " heartbeat_at = now() - interval '3 minutes'",
            [state],
        )
    for _ in range(2):
        asyncio.run(sweep_once(county_url))
    with psycopg.connect(county_url) as connection:
        jobs = connection.execute("SELECT args FROM procrastinate_jobs").fetchall()
    assert jobs == [({"run_id": run_id},)]
    assert asyncio.run(carry_out(county_url, run_id))


def test_a_chore_of_the_sweep_that_fails_keeps_no_other_from_its_turn(county_url):
    ask(county_url)
    with psycopg.connect(county_url) as connection:
        connection.execute("DELETE FROM procrastinate_jobs")
        connection.execute("UPDATE match_runs SET asked_at = now() - interval '3 minutes'")
        connection.execute("ALTER TABLE bedroom_needs RENAME TO lost")
    asyncio.run(sweep_once(county_url))
    with psycopg.connect(county_url) as connection:
        assert connection.execute("SELECT count(*) FROM procrastinate_jobs").fetchone() == (1,)


def test_a_run_tells_where_it_proposes_each_of_its_applicants(county_url):
    run_id = ask(county_url)
    asyncio.run(carry_out(county_url, run_id))
    with psycopg.connect(county_url) as connection:
        ids = dict(connection.execute("SELECT reference, id FROM applicants").fetchall())

    found = within(
        county_url, lambda c: outcomes.find_homes_proposed(c, run_id, [*ids.values(), 999_999])
    )

    assert found.keys() == set(ids.values())
    assert found[ids["SOONER"]].vacancy_reference in ("V1", "V2")
    assert found[ids["LAST"]].vacancy_id is None


def test_the_same_run_asked_for_twice_is_one_run_until_it_is_over(county_url):
    first = ask(county_url)
    assert ask(county_url) == first
    assert ask(county_url, seed=2) != first
    asyncio.run(carry_out(county_url, first))
    assert ask(county_url) != first


def test_a_run_for_another_day_is_no_answer_for_today(county_url):
    today = datetime.now(UTC).date()
    now, later = ask(county_url, match_on=today), ask(county_url, match_on=date(2030, 1, 1))
    for run_id in (now, later):
        asyncio.run(carry_out(county_url, run_id))
    assert within(county_url, match_runs.find_latest_done) == now


def test_any_finished_run_can_be_exported_and_verified(county_url, tmp_path):
    run_id = ask(county_url)
    asyncio.run(carry_out(county_url, run_id))
    path = tmp_path / "run.json"

    beside = within(county_url, lambda c: export_instance(c, run_id=run_id, path=path))

    assert verify_files(path, beside) == []
    assert path.stat().st_mode & 0o777 == 0o600
    assert "Robin" not in path.read_text() + beside.read_text()
    with pytest.raises(NotFound, match="it is not finished"):
        within(county_url, lambda c: export_instance(c, run_id=99, path=path))
