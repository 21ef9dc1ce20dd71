"""Asking for matches: marks, scopes, what would open more, two runs side by side, accepting."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

import psycopg
import pytest

from service.actions.accepting import accept_proposals
from service.actions.marks import MarkKind, lift_mark, mark_pair
from service.actions.match_runs import ask_for_run, carry_out
from service.actions.nominations import nominate
from service.actions.opening import WouldOpen, homes_and_more
from service.actions.shortlists import homes_open, rules_against, shortlist
from service.actions.side_by_side import side_by_side, who_changes
from service.domain.accounts import COMMAND_LINE, Actor, Role
from service.domain.days import today
from service.domain.homes import SchemeKind
from service.domain.lettings import Ground, LawfulBasis
from service.domain.people import Area, Member, Relation, Sex
from service.domain.scopes import Scope
from service.errors import NotFound, RuleBroken
from service.store import match_runs, outcomes
from service.store.applicants import put_applicants
from service.store.context import elevated, set_context
from service.store.homes import put_homes
from service.store.pool import Connection, connect
from service.store.vacancies import put_vacancies
from tests.database import within
from tests.imports.givens import (
    given_applicant,
    given_landlord,
    given_scheme,
    given_unit,
    given_vacancy,
)
from tests.pages.site import Site

T = TypeVar("T")
ON = today()
OFFICER = Actor(1, "Olive Officer", Role.OFFICER)
OF_BRECKLAND = Actor(2, "Bram Officer", Role.OFFICER, district_code="E07000143")
TASK = Ground(LawfulBasis.PUBLIC_TASK)
WHY = "Their sister lives next door."
SOONER, LATER, LAST, CROMER, BARRED = 1, 2, 3, 4, 5
NORWICH_1, NORWICH_2, CROMER_1 = 1, 2, 3
"""Vacancies: V1 and V2 in Norwich, V3 in Cromer."""


async def _put_county(connection: Connection) -> None:
    scheme = given_scheme(client_groups=frozenset(), age_min=None, kind=SchemeKind.GENERAL_NEEDS)
    cromer = replace(
        scheme, reference="S2", postcode=None, place="Cromer", district="North Norfolk"
    )
    units = [
        given_unit(reference=f"U{n}", scheme=where, bedrooms=1, features=frozenset())
        for n, where in enumerate(("S1", "S1", "S2"), start=1)
    ]
    await put_homes(connection, [given_landlord()], [scheme, cromer], units)
    for n in (1, 2, 3):
        await put_vacancies(connection, [given_vacancy(reference=f"V{n}", unit=f"U{n}")])
    one = (Member(Relation.LEAD, date(1990, 5, 1), Sex.FEMALE),)
    anyone = given_applicant(
        accessibility_needs=frozenset(), wanted=(), excluded=frozenset(), household=one
    )
    norwich = (Area(place="Norwich"),)
    people = [
        replace(anyone, reference="SOONER", registered_on=date(2024, 2, 1), wanted=norwich),
        replace(anyone, reference="LATER", registered_on=date(2025, 2, 1), wanted=norwich),
        replace(
            anyone, reference="LAST", registered_on=date(2026, 2, 1), wanted=norwich,
            district="Norwich",
        ),
        replace(anyone, reference="CROMER", tier=3, wanted=(Area(place="Cromer"),)),
        replace(anyone, reference="BARRED", tier=4, excluded=frozenset({Area(district="Norwich")})),
    ]  # fmt: skip
    for person in people:
        await put_applicants(connection, [person], on=ON)


@pytest.fixture
def url(database_url: str) -> str:
    within(database_url, _put_county)
    _change(database_url, "UPDATE applicants SET ready_on = current_date")
    _change(database_url, "UPDATE vacancies SET available_on = current_date")
    _change(
        database_url,
        "INSERT INTO accounts (email, name, role, password_hash)"
        " VALUES ('olive@homeward.example', 'Olive Officer', 'officer', 'x'),"
        " ('bram@homeward.example', 'Bram Officer', 'officer', 'x')",
    )
    return database_url


def _as(url: str, actor: Actor, action: Callable[[Connection], Awaitable[T]]) -> T:
    """What a person does in one transaction of theirs."""

    async def go() -> T:
        async with connect(url) as connection:
            await set_context(connection, actor, source="10.0.0.1")
            return await action(connection)

    return asyncio.run(go())


def _change(url: str, statement: str, *values: object) -> None:
    with psycopg.connect(url) as connection:
        connection.execute(statement, values)


def _run(url: str, **changes: Any) -> int:
    wish = {"actor": COMMAND_LINE, "match_on": ON, "seed": 1} | changes
    run_id = within(url, lambda c: ask_for_run(c, **wish))
    assert asyncio.run(carry_out(url, run_id))
    return run_id


def _placed(url: str, run_id: int) -> dict[str, str]:
    rows = within(url, lambda c: outcomes.find_proposals(c, run_id))
    return {row.applicant_reference: row.vacancy_reference for row in rows}


def _mark(
    url: str, applicant: int, vacancy: int, kind: str = "locked", actor: Actor = OFFICER
) -> int:
    return _as(
        url,
        actor,
        lambda c: mark_pair(
            c,
            actor=actor,
            vacancy_id=vacancy,
            applicant_id=applicant,
            mark=MarkKind(kind),
            reason=WHY,
        ),
    )


def test_a_home_that_is_held_goes_to_that_person_until_it_is_lifted(url: str) -> None:
    before = _placed(url, _run(url))
    assert "LAST" not in before

    _mark(url, LAST, NORWICH_1)

    held = _placed(url, _run(url))
    assert held["LAST"] == "V1"
    assert "LATER" not in held
    assert _as(
        url,
        OFFICER,
        lambda c: rules_against(c, vacancy_id=NORWICH_2, applicant_id=LAST, on=ON),
    ) == ("locked",)
    first = _as(url, OFFICER, lambda c: shortlist(c, vacancy_id=NORWICH_1, on=ON)).candidates[0]
    assert first.reference == "LAST"
    elsewhere = _as(url, OFFICER, lambda c: shortlist(c, vacancy_id=NORWICH_2, on=ON))
    assert "LAST" not in [one.reference for one in elsewhere.candidates]

    _as(
        url,
        OFFICER,
        lambda c: lift_mark(
            c, actor=OFFICER, vacancy_id=NORWICH_1, applicant_id=LAST, reason="The sister moved."
        ),
    )
    assert _placed(url, _run(url)) == before


def test_a_home_is_held_even_where_a_rule_shuts_it_but_never_where_they_must_not_live(
    url: str,
) -> None:
    _mark(url, CROMER, NORWICH_1)
    assert _placed(url, _run(url))["CROMER"] == "V1"
    with pytest.raises(RuleBroken, match="an area they must not live in"):
        _mark(url, BARRED, NORWICH_2)


def test_a_lock_is_dropped_where_they_have_come_to_be_unsafe_since(url: str) -> None:
    _mark(url, LAST, NORWICH_1)
    _change(
        url,
        "INSERT INTO excluded_areas (applicant_id, district_code)"
        " SELECT 3, code FROM districts WHERE name = 'Norwich'",
    )
    assert "LAST" not in _placed(url, _run(url))


@pytest.mark.parametrize(
    ("applicant", "vacancy", "kind", "words"),
    [
        (LAST, NORWICH_2, "locked", "Vacancy V1 is held for LAST already. Lift that first."),
        (SOONER, NORWICH_1, "locked", "Vacancy V1 is held for somebody else already."),
        (LAST, NORWICH_1, "locked", "Vacancy V1 is held for LAST already."),
        (LAST, NORWICH_1, "forbidden", "Vacancy V1 is held for LAST. Lift that first."),
    ],
)
def test_one_home_is_held_for_one_person_and_neither_is_ruled_out_then(
    url: str, applicant: int, vacancy: int, kind: str, words: str
) -> None:
    _mark(url, LAST, NORWICH_1)
    with pytest.raises(RuleBroken) as refused:
        _mark(url, applicant, vacancy, kind)
    assert str(refused.value) == words


def test_a_home_that_is_ruled_out_is_proposed_and_nominated_to_them_never(url: str) -> None:
    _mark(url, SOONER, NORWICH_1, "forbidden")
    _mark(url, SOONER, NORWICH_2, "forbidden")
    assert "SOONER" not in _placed(url, _run(url))
    with pytest.raises(RuleBroken, match="An officer has ruled this home out"):
        _as(
            url,
            OFFICER,
            lambda c: nominate(
                c, actor=OFFICER, vacancy_id=NORWICH_1, applicant_id=SOONER, ground=TASK, on=ON,
                reason="They would like it.",
            ),
        )  # fmt: skip


@pytest.mark.parametrize(
    ("party", "reason", "is_shut"),
    [
        ("applicant", "refused_suitable", True),
        ("applicant", "wrong_size", False),
        ("landlord", "non_association", True),
        ("landlord", "chose_another", False),
    ],
)
def test_only_a_decline_that_lasts_keeps_a_pair_apart(
    url: str, party: str, reason: str, is_shut: bool
) -> None:
    _change(
        url,
        "INSERT INTO nominations (vacancy_id, applicant_id, state, nominated_by, declined_party,"
        " declined_reason) VALUES (1, 1, 'declined', 'Olive', %s, %s)",
        party,
        reason,
    )
    rules = _as(
        url,
        OFFICER,
        lambda c: rules_against(c, vacancy_id=NORWICH_1, applicant_id=SOONER, on=ON),
    )
    assert rules == (("refused",) if is_shut else ())


def test_an_officer_of_a_district_marks_only_whom_they_see(url: str) -> None:
    with pytest.raises(NotFound):
        _mark(url, LAST, NORWICH_1, actor=OF_BRECKLAND)
    assert _mark(url, SOONER, NORWICH_1, actor=OF_BRECKLAND)


def test_a_run_over_a_part_touches_only_its_homes_and_applicants(url: str) -> None:
    with psycopg.connect(url) as connection:
        codes = dict(connection.execute("SELECT name, code FROM districts").fetchall())
    cromer = Scope(title="The coast", districts=(codes["North Norfolk"],))
    assert _placed(url, _run(url, scope=cromer)) == {"CROMER": "V3"}
    assert set(_placed(url, _run(url, scope=Scope(vacancies=("V2",)))).values()) == {"V2"}
    norwich = _run(url, scope=Scope(registers=(codes["Norwich"],)))
    assert list(_placed(url, norwich)) == ["LAST"]
    kept = within(url, lambda c: match_runs.get_run(c, norwich))
    assert (kept.over.registers, kept.applicants, kept.is_what_if) == ((codes["Norwich"],), 1, True)
    assert within(url, match_runs.find_latest_done) is None
    assert _run(url) == within(url, match_runs.find_latest_done)


def test_a_run_over_a_part_is_no_reason_to_pass_others_over(url: str) -> None:
    with psycopg.connect(url) as connection:
        [code] = connection.execute("SELECT code FROM districts WHERE name = 'Norwich'").fetchone()
    run_id = _run(url, scope=Scope(registers=(code,)))

    done = _as(url, OFFICER, lambda c: _accept(c, run_id))

    assert done.nominated == []
    assert "Others stand before them" in done.missed[0].why


def test_a_home_held_for_somebody_of_another_register_is_left_out_of_a_run(url: str) -> None:
    _mark(url, SOONER, NORWICH_1)
    with psycopg.connect(url) as connection:
        [code] = connection.execute("SELECT code FROM districts WHERE name = 'Norwich'").fetchone()
    assert _placed(url, _run(url, scope=Scope(registers=(code,)))) == {"LAST": "V2"}


def test_a_scope_that_names_what_is_not_there_is_refused_at_its_field(url: str) -> None:
    with pytest.raises(RuleBroken, match="There is no vacancy V9") as refused:
        _run(url, scope=Scope(vacancies=("V1", "V9")))
    assert refused.value.field == "vacancies"


def test_near_misses_are_named_with_their_rules_nearest_first(url: str) -> None:
    found = _as(url, OFFICER, lambda c: shortlist(c, vacancy_id=CROMER_1, on=ON))
    assert [one.reference for one in found.candidates] == ["CROMER", "BARRED"]
    missed = [(one.reference, one.rules) for one in found.near_misses]
    assert missed == [(name, ("area_wanted",)) for name in ("SOONER", "LATER", "LAST")]
    assert (found.n_near, found.sets) == (3, [{"rules": ("area_wanted",), "opens": 3}])
    in_norwich = _as(url, OFFICER, lambda c: shortlist(c, vacancy_id=NORWICH_1, on=ON))
    assert [one.reference for one in in_norwich.near_misses] == ["CROMER"]  # BARRED is not safe


_VARIED = """
UPDATE applicants SET ready_on = current_date + CASE id WHEN 13 THEN 50 ELSE 10 END,
    needed_by = current_date + 60;
UPDATE vacancies SET available_on = current_date + CASE WHEN id % 3 = 0 THEN 70 ELSE 0 END,
    bedroom_surplus = (id % 5 > 0)::int;
UPDATE schemes SET kind = 'general_needs', sexes = 'any', age_max = NULL,
    support_level = CASE id WHEN 1 THEN 3 ELSE 2 END;
UPDATE units SET bedrooms = CASE WHEN id % 7 = 0 THEN 3 ELSE 2 END, rent_pence = 10000 + id * 150,
    features = CASE WHEN id % 2 = 0 THEN '{wheelchair}' ELSE '{}' END::text[]
"""
"""Homes and people of whom some miss one another by one thing only."""
_ONE_MORE_TOWN = """
INSERT INTO wanted_areas (applicant_id, rank, place_id)
SELECT {id}, 20, p.id FROM places AS p WHERE p.name = 'PLACE'
"""
_CHANGES = {
    "If they could wait 13 weeks longer": (
        "UPDATE applicants SET needed_by = needed_by + 91 WHERE id = {id}"
    ),
    "If they were ready to move 4 weeks sooner": (
        "UPDATE applicants SET ready_on = ready_on - 28 WHERE id = {id}"
    ),
    "If they could meet £25 more rent a week": (
        "UPDATE applicants SET rent_limit_pence = rent_limit_pence + 2500 WHERE id = {id}"
    ),
    "If they needed one level of support less": (
        "UPDATE applicants SET support_level = greatest(support_level - 1, 0) WHERE id = {id}"
    ),
    "If one more spare bedroom were allowed": (
        "UPDATE vacancies SET bedroom_surplus = bedroom_surplus + 1"
    ),
    "If they could do without hoist": (
        "UPDATE applicants SET accessibility_needs = array_remove(accessibility_needs, 'hoist')"
        " WHERE id = {id}"
    ),
}
"""What is asked -> the same done for real."""


def test_what_would_open_more_homes_is_what_doing_it_opens(site: Site) -> None:
    for statement in _VARIED.split(";"):
        site.change(statement)
    tested = set()
    for applicant_id in (1, 3, 4, 7, 13):
        asked = within(site.url, lambda c, i=applicant_id: homes_and_more(c, applicant_id=i, on=ON))
        more = {one.words: set(one.vacancy_ids) for one in asked.would_open}
        before = {home.vacancy_id for home in asked.open.homes}
        for words, statement in _changes(asked.would_open):
            opened = _opened(site, statement.format(id=applicant_id), applicant_id)
            assert more.get(words, set()) == opened - before, words
            tested |= {words} if opened - before else set()
    assert set(_CHANGES) < tested  # each opens something to somebody, and so does some town


def _changes(would_open: Sequence[WouldOpen]) -> list[tuple[str, str]]:
    """Each change in words, and as a statement; towns are asked for one by one."""
    towns = [one.words.removeprefix("If they asked for ") for one in would_open
             if one.kind == "town"]  # fmt: skip
    places = [town.removesuffix(" too") for town in towns]
    return [*_CHANGES.items()] + [
        (f"If they asked for {place} too", _ONE_MORE_TOWN.replace("PLACE", place))
        for place in places
    ]


def _opened(site: Site, statement: str, applicant_id: int) -> set[int]:
    """The homes open to an applicant once something is changed, which is undone again."""

    async def go() -> set[int]:
        async with connect(site.url) as connection:
            await connection.execute(statement)
            found = await homes_open(connection, applicant_id=applicant_id, on=ON)
            await connection.rollback()
        return {home.vacancy_id for home in found.homes}

    return asyncio.run(go())


def test_two_runs_side_by_side_count_as_by_hand_and_hide_whom_one_may_not_see(url: str) -> None:
    first = _run(url)
    _mark(url, LAST, NORWICH_1)
    second = _run(url)
    before, after = _placed(url, first), _placed(url, second)
    assert set(before) - set(after) == {"LATER"}

    found = _as(url, OFFICER, lambda c: side_by_side(c, first=first, second=second))

    moved = sum(before[name] != after[name] for name in set(before) & set(after))
    by_hand = {"moved": moved, "lost": 1, "won": 1}
    assert dict(found.n_changes) == {name: n for name, n in by_hand.items() if n}
    assert (found.n_hidden, found.left_empty) == (0, [])
    days = {"SOONER": date(2024, 2, 1), "LATER": date(2025, 2, 1), "LAST": date(2026, 2, 1)}
    for figures, placed in zip(found.figures, (before, after), strict=True):
        waited = [(ON - days[name]).days for name in placed if name in days]
        assert figures.placed == len(placed)
        assert figures.days_waited_by_tier[1] == round(sum(waited) / len(waited))

    seen = _as(url, OF_BRECKLAND, lambda c: side_by_side(c, first=first, second=second))
    assert (seen.n_hidden, seen.n_changes) == (1, found.n_changes)
    rows = _as(url, OF_BRECKLAND, lambda c: who_changes(c, seen, change="won", limit=9))
    assert rows == []


def test_a_run_without_a_result_or_the_same_run_is_not_compared(site: Site) -> None:
    for second, words in ((1, "two different runs"), (2, "has no result")):
        with pytest.raises(RuleBroken, match=words):
            within(site.url, lambda c, s=second: side_by_side(c, first=1, second=s))


def test_accepting_all_nominates_those_that_hold_and_says_why_of_the_others(url: str) -> None:
    run_id = _run(url)
    proposed = _placed(url, run_id)
    assert len(proposed) == 3
    _change(url, "UPDATE vacancies SET state = 'out_of_service' WHERE id = 3")

    done = _as(url, OFFICER, lambda c: _accept(c, run_id))

    taken = {one.pair.applicant_reference: one.pair.vacancy_reference for one in done.nominated}
    assert taken == {name: home for name, home in proposed.items() if home != "V3"}
    [missed] = done.missed
    assert missed.why == "Vacancy V3 is out of service; choose an open one."
    with psycopg.connect(url) as connection:
        states = connection.execute("SELECT state FROM vacancies ORDER BY id").fetchall()
    assert states == [("reserved",), ("reserved",), ("out_of_service",)]
    again = _as(url, OFFICER, lambda c: _accept(c, run_id))
    assert (again.nominated, len(again.missed)) == ([], 1)


def test_a_proposal_that_fits_no_more_is_left_out_whatever_the_reason(url: str) -> None:
    run_id = _run(url)
    _change(url, "UPDATE applicants SET rent_limit_pence = 100 WHERE id = 1")
    done = _as(url, OFFICER, lambda c: _accept(c, run_id, [SOONER], "The run proposes them."))
    assert done.nominated == []
    assert "does not fit them any more" in done.missed[0].why


async def _accept(
    connection: Connection, run_id: int, ids: list[int] | None = None, reason: str = ""
) -> Any:
    return await accept_proposals(
        connection,
        actor=OFFICER,
        run_id=run_id,
        applicant_ids=ids,
        ground=TASK,
        on=ON,
        reason=reason,
    )


_CONSIDERED = """
SELECT n.applicant_id, n.vacancy_id, n.n_considered, n.n_passed_over, c.position,
       c.applicant_id AS considered, c.tier, c.registered_on, c.worth, c.outcome, c.because
FROM nominations AS n JOIN considered AS c ON c.nomination_id = n.id
ORDER BY n.applicant_id, c.position
"""


def test_accepting_together_keeps_the_decisions_that_nominating_one_by_one_keeps(url: str) -> None:
    run_id = _run(url)

    async def each(connection: Connection) -> list[Any]:
        for applicant_id, vacancy_id in await _rows(connection, _IN_LINE):
            await nominate(
                connection,
                actor=OFFICER,
                vacancy_id=vacancy_id,
                applicant_id=applicant_id,
                ground=TASK,
                on=ON,
                reason=WHY,
            )
        kept = await _rows(connection, _CONSIDERED)
        await connection.rollback()
        return kept

    async def together(connection: Connection) -> list[Any]:
        await _accept(connection, run_id)
        return await _rows(connection, _CONSIDERED)

    one_by_one = _as(url, OFFICER, each)
    assert len({row[0] for row in one_by_one}) == 3
    assert _as(url, OFFICER, together) == one_by_one


_IN_LINE = """
SELECT p.applicant_id, p.vacancy_id
FROM proposals AS p JOIN applicants AS a ON a.id = p.applicant_id
ORDER BY a.tier, a.registered_on
"""


async def _rows(connection: Connection, query: str) -> list[Any]:
    async with elevated(connection):
        return await (await connection.execute(query)).fetchall()
