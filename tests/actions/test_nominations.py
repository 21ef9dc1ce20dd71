"""Only people nominate: one home, one person, with a lawful basis and no more told than needed."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

import psycopg
import pytest

from service.actions.deciding import PassedOver
from service.actions.nominations import nominate, withdraw, withdraw_consent
from service.domain.accounts import Actor, Role
from service.domain.lettings import TOLD_TO_LANDLORD, TOLD_TO_PROVIDER, Ground, LawfulBasis
from service.domain.people import Area
from service.errors import HomewardError, NotAllowed, NotFound, RuleBroken
from service.store.applicants import put_applicants
from service.store.columns import read_columns
from service.store.context import set_context
from service.store.homes import put_homes
from service.store.pool import Connection, connect, connect_as_owner
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
ON = date(2026, 4, 1)
OFFICER = Actor(1, "Olive Officer", Role.OFFICER)
TASK = Ground(LawfulBasis.PUBLIC_TASK)
CONSENT = Ground(LawfulBasis.CONSENT, ON - timedelta(1))
V1, V2 = 1, 2
FITS, FITS_TOO, ELSEWHERE, BARRED, PARKED = 1, 2, 3, 4, 5


async def _put_county(connection: Connection) -> None:
    scheme = given_scheme(client_groups=frozenset(), age_min=None)
    units = [given_unit(reference=name, bedrooms=2, features=frozenset()) for name in ("U1", "U2")]
    await put_homes(connection, [given_landlord()], [scheme], units)
    vacancies = [given_vacancy(reference=f"V{n}", unit=f"U{n}") for n in (1, 2)]
    await put_vacancies(connection, vacancies)
    anyone = given_applicant(accessibility_needs=frozenset(), wanted=(), excluded=frozenset())
    people = [
        replace(anyone, reference="P1"),
        replace(anyone, reference="P2"),
        replace(anyone, reference="P3", wanted=(Area(place="Cromer"),)),
        replace(anyone, reference="P4", excluded=frozenset({Area(district="Norwich")})),
        replace(anyone, reference="P5"),
    ]
    for person in people:  # one by one, so that ids are in this order
        await put_applicants(connection, [person], on=ON)


@pytest.fixture
def url(database_url: str) -> str:
    within(database_url, _put_county)
    with psycopg.connect(database_url) as connection:
        connection.execute("INSERT INTO support_providers (name) VALUES ('Anchor Support')")
        connection.execute("UPDATE schemes SET support_provider_id = 1")
        connection.execute(
            "INSERT INTO accounts (email, name, role) VALUES"
            " ('olive@council.example', 'Olive Officer', 'officer')"
        )
        connection.execute("UPDATE applicants SET state = 'parked' WHERE reference = 'P5'")
        ids = connection.execute("SELECT id FROM applicants ORDER BY reference").fetchall()
    assert ids == [(FITS,), (FITS_TOO,), (ELSEWHERE,), (BARRED,), (PARKED,)]
    return database_url


def _as(url: str, actor: Actor, action: Callable[[Connection], Awaitable[T]]) -> T:
    """What a person does in one transaction of theirs."""

    async def go() -> T:
        async with connect(url) as connection:
            await set_context(connection, actor, source="10.0.0.1")
            return await action(connection)

    return asyncio.run(go())


def _nominate(url: str, vacancy_id: int, applicant_id: int, **given: object) -> int:
    wish = {"actor": OFFICER, "ground": TASK, "on": ON} | given
    wish |= {"passed_over": PassedOver("more_urgent")}
    return _as(
        url,
        OFFICER,
        lambda c: nominate(c, vacancy_id=vacancy_id, applicant_id=applicant_id, **wish),
    )


def _rows(url: str, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url) as connection:
        return connection.execute(query).fetchall()


def test_a_nomination_reserves_the_vacancy_and_tells_each_recipient_what_it_needs(url: str) -> None:
    nomination_id = _nominate(url, V1, FITS)
    assert _rows(url, "SELECT state FROM vacancies ORDER BY id") == [("reserved",), ("open",)]
    told = _rows(url, "SELECT landlord_id, provider_id, told, lawful_basis FROM disclosures")
    landlords, providers = told
    assert (landlords[0], landlords[1], landlords[3]) == (1, None, "public_task")
    assert (providers[0], providers[1]) == (None, 1)
    assert {*landlords[2]} == {*TOLD_TO_LANDLORD}
    assert {*providers[2]} == {*TOLD_TO_PROVIDER}
    [(by, reason)] = _rows(url, "SELECT actor, reason FROM audit WHERE subject = 'nominations'")
    assert (by, reason) == ("Olive Officer", None)
    assert nomination_id == 1


def test_a_held_vacancy_is_refused_with_words_that_tell_of_nobody(url: str) -> None:
    _nominate(url, V1, FITS)
    with psycopg.connect(url) as connection:
        connection.execute("UPDATE applicants SET is_restricted = true WHERE id = %s", [FITS])
    with pytest.raises(RuleBroken, match="this vacancy is held") as refused:
        _nominate(url, V1, FITS_TOO)
    assert "P1" not in str(refused.value)


def test_whoever_is_nominated_parked_or_hidden_is_not_nominated_again(url: str) -> None:
    _nominate(url, V1, FITS)
    with pytest.raises(RuleBroken, match="P1 is nominated for another home"):
        _nominate(url, V2, FITS)
    with pytest.raises(RuleBroken, match="P5 is parked"):
        _nominate(url, V2, PARKED)
    with psycopg.connect(url) as connection:
        connection.execute("UPDATE applicants SET is_restricted = true WHERE id = %s", [FITS_TOO])
    with pytest.raises(NotFound):
        _nominate(url, V2, FITS_TOO)
    assert _rows(url, "SELECT state FROM vacancies WHERE id = 2") == [("open",)]


def test_a_home_that_does_not_fit_takes_a_reason_which_the_audit_keeps(url: str) -> None:
    with pytest.raises(RuleBroken, match="an area they asked for"):
        _nominate(url, V1, ELSEWHERE)
    _nominate(url, V1, ELSEWHERE, reason="Her sister lives next door")
    kept = _rows(url, "SELECT DISTINCT reason FROM audit WHERE subject = 'nominations'")
    assert kept == [("Her sister lives next door",)]


def test_no_reason_nominates_somebody_where_they_must_not_live(url: str) -> None:
    with pytest.raises(RuleBroken, match="It is in an area they must not live in"):
        _nominate(url, V1, BARRED, reason="There is no other home")


@pytest.mark.parametrize(
    "ground",
    [
        Ground(LawfulBasis.CONSENT),
        Ground(LawfulBasis.CONSENT, ON + timedelta(1)),
        Ground(LawfulBasis.PUBLIC_TASK, ON),
    ],
)
def test_consent_has_the_day_it_was_given_and_nothing_else_has(url: str, ground: Ground) -> None:
    with pytest.raises(RuleBroken):
        _nominate(url, V1, FITS, ground=ground)


def test_withdrawing_opens_the_vacancy_and_takes_back_what_was_told(url: str) -> None:
    nomination_id = _nominate(url, V1, FITS)

    async def end(connection: Connection) -> None:
        await withdraw(
            connection, actor=OFFICER, nomination_id=nomination_id, because="They moved away"
        )

    _as(url, OFFICER, end)
    assert _rows(url, "SELECT state FROM vacancies ORDER BY id") == [("open",), ("open",)]
    told = _rows(url, "SELECT DISTINCT told, taken_back_because FROM disclosures")
    assert told == [(None, "They moved away")]
    with pytest.raises(RuleBroken, match="withdrawn already"):
        _as(url, OFFICER, end)
    assert _nominate(url, V1, FITS_TOO) > nomination_id


def test_consent_withdrawn_takes_back_what_rests_on_it_and_nothing_else(url: str) -> None:
    async def take_back(connection: Connection, applicant_id: int) -> None:
        await withdraw_consent(connection, actor=OFFICER, applicant_id=applicant_id)

    _nominate(url, V1, FITS, ground=CONSENT)
    _nominate(url, V2, FITS_TOO)
    _as(url, OFFICER, lambda c: take_back(c, FITS))
    with pytest.raises(RuleBroken, match="Nothing is told of P2 by their consent"):
        _as(url, OFFICER, lambda c: take_back(c, FITS_TOO))
    found = _rows(url, "SELECT state, withdrawn_because FROM nominations ORDER BY id")
    assert found == [("withdrawn", "consent withdrawn"), ("nominated", None)]
    told = _rows(url, "SELECT nomination_id, told IS NULL FROM disclosures ORDER BY id")
    assert told == [(1, True), (1, True), (2, False), (2, False)]


def test_nobody_but_an_officer_nominates(url: str) -> None:
    landlord = Actor(2, "Len Landlord", Role.LANDLORD, landlord_id=1)
    with pytest.raises(NotAllowed):
        _nominate(url, V1, FITS, actor=landlord)


@pytest.mark.parametrize(
    ("second", "words"), [((V1, FITS_TOO), "is held"), ((V2, FITS), "another home")]
)
def test_of_two_nominations_at_once_one_stands(
    url: str, second: tuple[int, int], words: str
) -> None:
    async def one(vacancy_id: int, applicant_id: int, first_is_in: asyncio.Event | None) -> int:
        async with connect(url) as connection:
            await set_context(connection, OFFICER, source=None)
            nomination_id = await nominate(
                connection,
                actor=OFFICER,
                vacancy_id=vacancy_id,
                applicant_id=applicant_id,
                ground=TASK,
                on=ON,
                passed_over=PassedOver("more_urgent"),
            )
            if first_is_in is not None:
                first_is_in.set()
                await _until_somebody_waits(url)
            return nomination_id

    async def both() -> list[object]:
        first_is_in = asyncio.Event()
        first = asyncio.create_task(one(V1, FITS, first_is_in))
        await first_is_in.wait()
        return await asyncio.gather(first, one(*second, None), return_exceptions=True)

    won, lost = asyncio.run(both())
    assert won == 1
    assert isinstance(lost, HomewardError)
    assert words in str(lost)
    assert _rows(url, "SELECT count(*) FROM nominations") == [(1,)]


async def _until_somebody_waits(url: str) -> None:
    """Until another transaction waits for a row that this one holds."""
    waiting = (
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    for _ in range(500):
        async with connect_as_owner(url) as connection:
            row = await (await connection.execute(waiting)).fetchone()
        if row and row[0]:
            return
        await asyncio.sleep(0.01)
    raise AssertionError("the second nomination never waited for the first")


def test_whoever_is_nominated_waits_for_no_other_home_until_it_is_withdrawn(url: str) -> None:
    def matched() -> list[int]:
        columns = within(url, lambda connection: read_columns(connection, on=ON))
        return columns.applicants["id"].tolist()

    nomination_id = _nominate(url, V1, FITS)
    assert FITS not in matched()
    _as(
        url,
        OFFICER,
        lambda c: withdraw(c, actor=OFFICER, nomination_id=nomination_id, because="they refused"),
    )
    assert FITS in matched()
