"""From a nomination to a signed letting: every step, who takes it, and what it leaves behind."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

import psycopg
import pytest

from service.actions.choices import find_choices
from service.actions.deadlines import Kept, keep_deadlines
from service.actions.deciding import PassedOver, read_decision
from service.actions.declining import parties_of
from service.actions.nominations import nominate, withdraw_consent
from service.actions.steps import Said
from service.actions.taking import take_step
from service.actions.working_days import add_working_days
from service.domain.accounts import Actor, Role
from service.domain.days import today
from service.domain.declines import Party, reasons_of
from service.domain.lettings import Ground, LawfulBasis
from service.domain.people import Member, Relation, Sex
from service.domain.steps import TURNS, Step
from service.errors import HomewardError, NotAllowed, NotFound, RuleBroken
from service.store.applicants import put_applicants
from service.store.context import set_context
from service.store.homes import put_homes
from service.store.lettings import Terms
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

T = TypeVar("T")
TODAY = today()
OFFICER = Actor(1, "Olive Officer", Role.OFFICER)
REVIEWER = Actor(2, "Omar Officer", Role.OFFICER)
LANDLORD = Actor(3, "Len Landlord", Role.LANDLORD, landlord_id=1)
SUPPORT = Actor(4, "Sue Support", Role.SUPPORT_PROVIDER, provider_id=1)
EVERYBODY = (OFFICER, REVIEWER, LANDLORD, SUPPORT)
TASK = Ground(LawfulBasis.PUBLIC_TASK)
V1, V2 = 1, 2
TERMS = Terms(TODAY, TODAY, "assured", 11_250, "T-1")
TOMORROW = datetime.now(UTC) + timedelta(days=1)
_UNDONE = "SELECT to_jsonb(t) - ARRAY['version'] FROM {} AS t ORDER BY id"
_TABLES = ("nominations", "disclosures", "vacancies", "applicants", "voids", "lettings")


async def _put_county(connection: Connection) -> None:
    scheme = given_scheme(client_groups=frozenset(), age_min=None)
    units = [given_unit(reference=f"U{n}", bedrooms=1, features=frozenset()) for n in (1, 2, 3)]
    await put_homes(connection, [given_landlord()], [scheme], units)
    vacancies = [
        given_vacancy(reference=f"V{n}", unit=f"U{n}", available_on=TODAY, void_from=TODAY)
        for n in (1, 2)
    ]
    await put_vacancies(connection, vacancies)
    anyone = given_applicant(
        household=(Member(Relation.LEAD, date(1990, 5, 1), Sex.FEMALE),),
        accessibility_needs=frozenset(),
        wanted=(),
        excluded=frozenset(),
        ready_on=TODAY,
        needed_by=None,
    )
    for n in range(1, 7):  # one by one, so that ids are in this order
        await put_applicants(connection, [replace(anyone, reference=f"P{n}")], on=TODAY)


@pytest.fixture
def url(database_url: str) -> str:
    within(database_url, _put_county)
    with psycopg.connect(database_url) as connection:
        connection.execute("INSERT INTO support_providers (name) VALUES ('Anchor Support')")
        connection.execute("UPDATE schemes SET support_provider_id = 1")
        connection.execute("UPDATE vacancies SET nominees = 3 WHERE id = 1")
        connection.execute("UPDATE applicants SET current_unit_id = 1 WHERE id = 6")
        for actor in EVERYBODY:
            assert actor.role is not None
            connection.execute(
                "INSERT INTO accounts (email, name, role, landlord_id, provider_id)"
                " VALUES (%s, %s, %s, %s, %s)",
                [
                    f"{actor.account_id}@homeward.example",
                    actor.name,
                    actor.role.value,
                    actor.landlord_id,
                    actor.provider_id,
                ],
            )
    return database_url


def _as(url: str, actor: Actor, action: Callable[[Connection], Awaitable[T]]) -> T:
    """What a person does in one transaction of theirs."""

    async def go() -> T:
        async with connect(url) as connection:
            await set_context(connection, actor, source="10.0.0.1")
            return await action(connection)

    return asyncio.run(go())


def _nominate(url: str, vacancy_id: int, applicant_id: int, ground: Ground = TASK) -> int:
    return _as(
        url,
        OFFICER,
        lambda c: nominate(
            c,
            actor=OFFICER,
            vacancy_id=vacancy_id,
            applicant_id=applicant_id,
            ground=ground,
            on=TODAY,
            reason="They asked for it again",
            passed_over=PassedOver("more_urgent"),
        ),
    )


def _take(
    url: str,
    nomination_id: int,
    step: Step,
    actor: Actor = LANDLORD,
    said: Said | None = None,
    on: date = TODAY,
) -> None:
    _as(
        url,
        actor,
        lambda c: take_step(
            c, actor=actor, nomination_id=nomination_id, step=step, on=on, said=said
        ),
    )


def _decline(url: str, nomination_id: int, reason: str, party: Party = Party.APPLICANT) -> None:
    _take(url, nomination_id, Step.DECLINE, LANDLORD, Said(party=party, reason=reason))


def _accepted(url: str) -> int:
    """A nomination of the first applicant, whose offer is accepted."""
    first = _nominate(url, V1, 1)
    _take(url, first, Step.AGREE_SUPPORT, SUPPORT)
    _take(url, first, Step.OFFER)
    _take(url, first, Step.ACCEPT)
    return first


def _rows(url: str, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url) as connection:
        return connection.execute(query).fetchall()


def _state(url: str, nomination_id: int) -> object:
    return dict(_rows(url, "SELECT id, state FROM nominations"))[nomination_id]


def _world(url: str) -> list[list[tuple[object, ...]]]:
    """Every row that a step may change, but for versions."""
    with psycopg.connect(url) as connection:
        return [connection.execute(_UNDONE.format(table)).fetchall() for table in _TABLES]


def test_a_nomination_goes_step_by_step_to_a_signed_letting(url: str) -> None:
    first, second = _nominate(url, V1, 1), _nominate(url, V1, 2)
    with pytest.raises(RuleBroken, match="support provider has to agree"):
        _take(url, first, Step.OFFER)
    with pytest.raises(NotAllowed, match="support provider"):
        _take(url, first, Step.AGREE_SUPPORT, LANDLORD)
    _take(url, first, Step.AGREE_SUPPORT, SUPPORT)
    _take(url, first, Step.OFFER)
    assert _rows(url, "SELECT state FROM vacancies ORDER BY id") == [("offered",), ("open",)]
    with pytest.raises(RuleBroken, match="this vacancy is held"):
        _nominate(url, V1, 3)
    with pytest.raises(RuleBroken, match="still to come"):
        _take(
            url, first, Step.ARRANGE_VIEWING, said=Said(viewing_at=datetime(2026, 1, 5, tzinfo=UTC))
        )
    _take(url, first, Step.ARRANGE_VIEWING, said=Said(viewing_at=TOMORROW))
    _take(url, first, Step.ACCEPT)
    assert _state(url, second) == "superseded"
    told = "SELECT DISTINCT told IS NULL FROM disclosures WHERE nomination_id = "
    assert _rows(url, f"{told} {second}") == [(True,)]
    assert _nominate(url, V2, 2) > second
    with pytest.raises(RuleBroken, match="today or later"):
        _take(url, first, Step.SET_MOVE_IN, said=Said(move_in_on=TODAY - timedelta(1)))
    _take(url, first, Step.SET_MOVE_IN, said=Said(move_in_on=TODAY + timedelta(3)))
    _take(url, first, Step.SIGN, said=Said(terms=TERMS))
    assert _rows(url, "SELECT state FROM vacancies WHERE id = 1") == [("let",)]
    assert _rows(url, "SELECT ended_on FROM voids WHERE id = 1") == [(TODAY,)]
    lives = _rows(
        url, "SELECT id, state, current_unit_id FROM applicants WHERE id IN (1, 6) ORDER BY 1"
    )
    assert lives == [(1, "housed", 1), (6, "live", None)]
    assert _rows(url, "SELECT tenure, rent_pence, made_by FROM lettings") == [
        ("assured", 11_250, "Len Landlord")
    ]
    assert _rows(url, "SELECT due_on FROM nominations WHERE id = 1") == [(None,)]


def test_a_decline_is_reviewed_by_another_and_only_some_reasons_cost_anything(url: str) -> None:
    first = _nominate(url, V1, 1)
    with pytest.raises(RuleBroken, match="a reason that the landlord can give"):
        _decline(url, first, "refused_suitable", Party.LANDLORD)
    said = Said(party=Party.APPLICANT, reason="refused_suitable")
    _take(url, first, Step.DECLINE, OFFICER, said)
    with pytest.raises(RuleBroken, match="another officer reviews it"):
        _take(url, first, Step.CONFIRM_DECLINE, OFFICER)
    _take(url, first, Step.RETURN_DECLINE, REVIEWER, Said(note="Did they see the garden?"))
    assert _state(url, first) == "nominated"
    _decline(url, first, "wrong_size")
    _take(url, first, Step.CONFIRM_DECLINE, REVIEWER)
    assert _rows(url, "SELECT state FROM applicants WHERE id = 1") == [("live",)]
    for k in range(3):
        again = _nominate(url, V1, 1)
        _decline(url, again, "refused_suitable")
        _take(url, again, Step.CONFIRM_DECLINE, REVIEWER)
        [(note,)] = _rows(
            url,
            f"SELECT note FROM nomination_steps WHERE nomination_id = {again}"  # noqa: S608
            " AND step = 'confirm_decline'",
        )
        assert f"Refusals of suitable homes: {k + 1}." in str(note)
        assert ("Review the application" in str(note)) == (k == 2)
    parked = _nominate(url, V1, 1)
    _decline(url, parked, "not_reached")
    _take(url, parked, Step.CONFIRM_DECLINE, REVIEWER)
    assert _rows(url, "SELECT state FROM applicants WHERE id = 1") == [("parked",)]
    [(reason, until)] = _rows(url, "SELECT reason, until FROM pauses WHERE ended_at IS NULL")
    assert (reason, until) == ("no_contact", TODAY + timedelta(60))
    _take(url, parked, Step.UNDO, REVIEWER)
    assert _rows(url, "SELECT state FROM applicants WHERE id = 1") == [("live",)]
    assert _rows(url, "SELECT state FROM vacancies WHERE id = 1") == [("reserved",)]


def test_a_returned_decline_is_due_after_the_viewing_that_is_still_to_come(url: str) -> None:
    first = _nominate(url, V1, 1)
    _take(url, first, Step.AGREE_SUPPORT, SUPPORT)
    _take(url, first, Step.OFFER)
    viewing_at = datetime.now(UTC) + timedelta(days=30)
    _take(url, first, Step.ARRANGE_VIEWING, said=Said(viewing_at=viewing_at))
    due = _rows(url, "SELECT due_on FROM nominations")
    _decline(url, first, "not_safe")
    asked = Said(note="Could they view it once more?")
    _take(url, first, Step.RETURN_DECLINE, REVIEWER, asked)
    assert _rows(url, "SELECT state, due_on FROM nominations") == [("viewing", *due[0])]


def test_the_decision_is_kept_with_whom_it_passed_over_and_why(url: str) -> None:
    with pytest.raises(RuleBroken, match="why they are passed over"):
        _as(
            url,
            OFFICER,
            lambda c: nominate(
                c, actor=OFFICER, vacancy_id=V1, applicant_id=4, ground=TASK, on=TODAY
            ),
        )
    with psycopg.connect(url) as connection:
        connection.execute("UPDATE applicants SET tier = 5 WHERE id IN (4, 5, 6)")
        connection.execute("UPDATE applicants SET is_restricted = true WHERE id = 2")
    nomination_id = _nominate(url, V1, 4)
    kept = _rows(url, "SELECT applicant_id, outcome, because FROM considered ORDER BY position")
    assert sorted(map(str, kept[:3])) == [
        "(1, 'passed_over', 'more_urgent')",
        "(2, 'passed_over', 'not_seen')",
        "(3, 'passed_over', 'more_urgent')",
    ]
    assert (4, "nominated", None) in kept
    decision = _as(url, OFFICER, lambda c: read_decision(c, nomination_id))
    assert decision is not None
    assert decision.n_considered == 6
    assert 2 not in {row.applicant_id for row in decision.rows}
    with pytest.raises(NotFound):
        _as(url, replace(LANDLORD, landlord_id=2), lambda c: read_decision(c, nomination_id))


def test_a_reopened_nomination_is_told_again_only_while_its_ground_holds(url: str) -> None:
    consent = Ground(LawfulBasis.CONSENT, TODAY)
    first, second = _nominate(url, V1, 1), _nominate(url, V1, 2, consent)
    for nomination_id in (first, second):
        if nomination_id == first:
            _take(url, first, Step.WITHDRAW, OFFICER, Said(note="They moved away"))
        else:
            _as(url, OFFICER, lambda c: withdraw_consent(c, actor=OFFICER, applicant_id=2))
    with pytest.raises(RuleBroken, match="took their consent back"):
        _take(url, second, Step.REOPEN, REVIEWER)
    with pytest.raises(RuleBroken, match="took their consent back"):
        _take(url, second, Step.UNDO, OFFICER)
    _take(url, first, Step.REOPEN, REVIEWER)
    told = "SELECT count(*) FROM disclosures WHERE told IS NOT NULL"
    assert _rows(url, told) == [(2,)]
    assert _rows(url, "SELECT state FROM vacancies WHERE id = 1") == [("reserved",)]
    _take(url, first, Step.WITHDRAW, OFFICER, Said(note="They moved away"))
    _nominate(url, V2, 1)
    with pytest.raises(RuleBroken, match="nominated for another home"):
        _take(url, first, Step.REOPEN, REVIEWER)


def test_what_cannot_be_done_says_why_in_the_choices_too(url: str) -> None:
    first = _nominate(url, V1, 1)
    offered = _as(
        url, LANDLORD, lambda c: find_choices(c, actor=LANDLORD, nomination_id=first, on=TODAY)
    )
    said = {one.step: one.why_not for one in offered}
    assert said[Step.OFFER] == "The support provider has to agree to give support first."
    assert said[Step.DECLINE] is None
    assert "signed once they accept" in str(said[Step.SIGN])
    assert Step.WITHDRAW not in said


def test_a_step_is_undone_on_its_day_by_whoever_took_it_while_nothing_followed(url: str) -> None:
    first = _accepted(url)
    with pytest.raises(RuleBroken, match="Somebody else took the last step"):
        _take(url, first, Step.UNDO, OFFICER)
    with pytest.raises(RuleBroken, match="not taken today"):
        _take(url, first, Step.UNDO, LANDLORD, on=TODAY + timedelta(1))
    before = _world(url)
    _take(url, first, Step.SIGN, said=Said(terms=TERMS))
    with psycopg.connect(url) as connection:
        connection.execute("UPDATE applicants SET current_unit_id = 3 WHERE id = 6")
    with pytest.raises(HomewardError, match="moved on since the letting"):
        _take(url, first, Step.UNDO)
    with psycopg.connect(url) as connection:
        connection.execute("UPDATE applicants SET current_unit_id = NULL WHERE id = 6")
    _take(url, first, Step.UNDO)
    assert _world(url) == before


def test_undoing_an_acceptance_lets_those_it_superseded_stand_again_if_they_still_can(
    url: str,
) -> None:
    first, second = _nominate(url, V1, 1), _nominate(url, V1, 2)
    _take(url, first, Step.AGREE_SUPPORT, SUPPORT)
    _take(url, first, Step.OFFER)
    before = _world(url)
    _take(url, first, Step.ACCEPT)
    _take(url, first, Step.UNDO)
    assert _world(url) == before
    _take(url, first, Step.ACCEPT)
    _nominate(url, V2, 2)
    with pytest.raises(HomewardError, match="nominated elsewhere"):
        _take(url, first, Step.UNDO)
    assert _state(url, second) == "superseded"


def test_late_nominations_are_reminded_escalated_and_expire_once_each(url: str) -> None:
    first = _nominate(url, V1, 1)
    [(due_on,)] = _rows(url, "SELECT due_on FROM nominations")
    assert due_on == add_working_days(TODAY, 3)

    def keep(days_late: int) -> Kept:
        return within(url, lambda c: keep_deadlines(c, add_working_days(due_on, days_late)))

    assert within(url, lambda c: keep_deadlines(c, due_on - timedelta(1))) == Kept()
    assert [keep(0), keep(0)] == [Kept(reminded=1), Kept()]
    assert [keep(1), keep(1)] == [Kept(reminded=1), Kept()]
    assert [keep(2), keep(2)] == [Kept(escalated=1), Kept()]
    assert [keep(10), keep(10)] == [Kept(expired=1), Kept()]
    assert _state(url, first) == "expired"
    last = "SELECT step, taken_by, account_id FROM nomination_steps ORDER BY id DESC LIMIT 1"
    assert _rows(url, last) == [("expire", "Homeward", None)]
    assert _rows(url, "SELECT state FROM vacancies WHERE id = 1") == [("open",)]
    assert _rows(url, "SELECT count(*) FROM disclosures WHERE told IS NOT NULL") == [(0,)]


def test_two_workers_at_once_do_nothing_twice_and_wait_for_nobody(url: str) -> None:
    for person in (1, 2, 3):
        _nominate(url, V1, person)
    _nominate(url, V2, 4)
    late = add_working_days(TODAY, 30)

    async def work() -> Kept:
        async with connect(url) as connection:
            return await keep_deadlines(connection, late)

    async def both() -> list[Kept]:
        async with connect(url) as holds:  # somebody takes a step for the second home meanwhile
            await holds.execute("SELECT FROM vacancies WHERE id = 2 FOR UPDATE")
            done = await asyncio.gather(work(), work())
        return [*done, await work(), await work()]

    kept = asyncio.run(both())
    assert sum(one.expired for one in kept[:2]) <= 3
    assert sum(one.expired for one in kept) == 4
    steps = _rows(url, "SELECT count(*) FROM nomination_steps WHERE step = 'expire'")
    assert steps == [(4,)]


@pytest.mark.parametrize("seed", [1, 2])
def test_after_any_steps_by_anybody_the_rows_agree_and_undoing_restores_them(
    url: str, seed: int
) -> None:
    draw = random.Random(seed)
    n_taken = n_undone = 0
    for _ in range(90):
        before, actor = _world(url), draw.choice(EVERYBODY)
        step = draw.choice([one for one in TURNS if one not in (Step.EXPIRE, Step.SUPERSEDE)])
        if draw.random() < 0.85:
            actor = draw.choice([one for one in EVERYBODY if one.role in TURNS[step].may])
        ids = [row[0] for row in _rows(url, "SELECT id FROM nominations ORDER BY id")]
        try:
            if not ids or draw.random() < 0.1:
                _nominate(url, draw.choice((V1, V2)), draw.randint(1, 6))
                continue
            nomination_id = int(str(draw.choice(ids[-4:])))
            _take(url, nomination_id, step, actor, _something(draw, actor))
        except HomewardError:
            assert _world(url) == before
            continue
        n_taken += 1
        _check(url)
        if step is not Step.UNDO and draw.random() < 0.4:
            _take(url, nomination_id, Step.UNDO, actor)
            assert _world(url) == before, step
            n_undone += 1
    assert n_taken > 10
    assert n_undone > 2


def _something(draw: random.Random, actor: Actor) -> Said:
    """Whatever a step may ask for."""
    party = draw.choice(parties_of(actor.role))
    return Said(
        note="Somebody said so",
        viewing_at=TOMORROW,
        move_in_on=TODAY + timedelta(2),
        terms=TERMS,
        party=party,
        reason=draw.choice(reasons_of(party)).code,
    )


def _check(url: str) -> None:
    """What holds after any step."""
    wrong = """
    SELECT 'person twice' FROM nominations WHERE is_live GROUP BY applicant_id HAVING count(*) > 1
    UNION ALL
    SELECT 'home offered twice' FROM nominations WHERE is_offer GROUP BY vacancy_id
    HAVING count(*) > 1
    UNION ALL
    SELECT 'vacancy says ' || v.state FROM vacancies AS v WHERE v.state <> CASE
        WHEN EXISTS (SELECT FROM lettings AS l WHERE l.vacancy_id = v.id) THEN 'let'
        WHEN EXISTS (SELECT FROM nominations AS n WHERE n.vacancy_id = v.id AND is_offer)
        THEN 'offered'
        WHEN EXISTS (SELECT FROM nominations AS n WHERE n.vacancy_id = v.id AND is_live)
        THEN 'reserved' ELSE 'open' END
    UNION ALL
    SELECT 'told though it ended' FROM disclosures AS d JOIN nominations AS n
        ON n.id = d.nomination_id WHERE (d.told IS NOT NULL) <> (n.is_live OR n.state = 'let')
    UNION ALL
    SELECT 'housed nowhere' FROM applicants AS a WHERE (a.state = 'housed') <> EXISTS (
        SELECT FROM lettings AS l WHERE l.applicant_id = a.id AND l.unit_id = a.current_unit_id)
    UNION ALL
    SELECT 'live but not waiting' FROM nominations AS n JOIN applicants AS a
        ON a.id = n.applicant_id WHERE n.is_live AND a.state <> 'live'
    UNION ALL
    SELECT 'void that ended' FROM voids AS o JOIN vacancies AS v ON v.void_id = o.id
    WHERE (o.ended_on IS NOT NULL) <> (v.state = 'let')
    """
    assert _rows(url, wrong) == []
