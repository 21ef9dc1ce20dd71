"""How long homes stand empty, and who may do what with a vacancy."""

from datetime import date

import pytest

from service.actions.void_plans import ready_on, works_end
from service.domain.accounts import Role
from service.domain.bedrooms import BedroomRule
from service.domain.homes import SchemeKind, VacancyState, VoidReason, Works
from service.domain.vacancies import (
    SOURCES,
    Act,
    Plan,
    opening_day,
    usual_turnaround,
    void_days,
    why_not,
)


def given_plan(void_from: date, turnaround_days: int, works_until: date | None = None) -> Plan:
    return Plan(
        void_from=void_from,
        reason=VoidReason.MOVE_ON,
        noticed_on=None,
        works=frozenset({Works.DECORATING}) if works_until else frozenset(),
        works_until=works_until,
        turnaround_days=turnaround_days,
        chosen_on=None,
        available_because=None,
        opens_on=None,
        bedroom_rule=BedroomRule.HB_SOCIAL,
        bedroom_surplus=0,
        nominees=1,
        notes="",
    )


def test_the_turnaround_counts_no_easter() -> None:
    """Good Friday was 3 April and Easter Monday 6 April 2026 (gov.uk/bank-holidays)."""
    assert ready_on(given_plan(date(2026, 4, 2), 1)) == date(2026, 4, 7)
    assert ready_on(given_plan(date(2026, 4, 3), 0)) == date(2026, 4, 7)


def test_the_turnaround_counts_no_christmas() -> None:
    """26 December 2026 was a Saturday, so 28 December was the holiday; so was 1 January."""
    assert ready_on(given_plan(date(2026, 12, 24), 1)) == date(2026, 12, 29)
    assert ready_on(given_plan(date(2026, 12, 24), 4)) == date(2027, 1, 4)


def test_the_turnaround_begins_on_the_day_after_the_works() -> None:
    works_until = works_end(date(2026, 5, 1), 2)
    assert works_until == date(2026, 5, 5)  # 4 May was the early May bank holiday
    assert ready_on(given_plan(date(2026, 5, 1), 1, works_until)) == date(2026, 5, 7)


def test_a_kind_of_scheme_has_its_usual_turnaround() -> None:
    assert usual_turnaround(SchemeKind.REFUGE) < usual_turnaround(SchemeKind.SUPPORTED_LIVING)
    assert usual_turnaround(SchemeKind.GENERAL_NEEDS) == 10


def test_a_vacancy_opens_28_days_ahead_where_no_day_is_given() -> None:
    assert opening_day(None, date(2026, 5, 29)) == date(2026, 5, 1)
    assert opening_day(date(2026, 5, 9), date(2026, 5, 29)) == date(2026, 5, 9)


@pytest.mark.parametrize(
    ("until", "works", "letting"),
    [
        (date(2026, 5, 1), 0, 0),
        (date(2026, 4, 1), 0, 0),
        (date(2026, 5, 6), 2, 3),
        (date(2026, 5, 21), 7, 13),
    ],
)
def test_void_days_are_of_works_or_of_letting(until: date, works: int, letting: int) -> None:
    days = void_days(date(2026, 5, 1), until, date(2026, 5, 4), date(2026, 5, 10))
    assert (days.works, days.letting) == (works, letting)
    assert days.total == works + letting


def test_who_may_do_what_is_said_in_words() -> None:
    for act in Act:
        for state in VacancyState:
            free = why_not(act, state, Role.OFFICER, 0)
            is_held = state in (VacancyState.RESERVED, VacancyState.OFFERED)
            assert (free is None) == (state in SOURCES[act]), (act, state)
            assert why_not(act, state, Role.SUPPORT_PROVIDER, 0)
            if is_held:
                assert why_not(act, state, Role.LANDLORD, 1)
    assert why_not(Act.TAKE_OUT, VacancyState.RESERVED, Role.LANDLORD, 2) == (
        "2 nominations are live for it. Withdraw or decline first, then do this."
    )
