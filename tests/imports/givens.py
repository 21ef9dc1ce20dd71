"""Whole valid records; a test names only what matters to it."""

from dataclasses import replace
from datetime import date
from typing import Any

from service.domain.bedrooms import BedroomRule
from service.domain.homes import (
    Feature,
    IntendedStay,
    Landlord,
    LandlordKind,
    Scheme,
    SchemeKind,
    SexesAccepted,
    Unit,
    Vacancy,
    VacancyState,
    VoidReason,
)
from service.domain.people import Applicant, ApplicantState, Area, Member, Relation, Sex
from service.domain.support import ClientGroup, SupportLevel
from service.store.homes import put_homes
from service.store.pool import Connection

TODAY = date(2026, 3, 31)


def given_landlord(**changes: Any) -> Landlord:
    return replace(Landlord("Heron Homes", LandlordKind.REGISTERED_PROVIDER), **changes)


def given_scheme(**changes: Any) -> Scheme:
    scheme = Scheme(
        reference="S1",
        landlord="Heron Homes",
        name="Bittern Court",
        kind=SchemeKind.SUPPORTED_LIVING,
        support_level=SupportLevel.HIGH,
        client_groups=frozenset({ClientGroup.MENTAL_HEALTH, ClientGroup.AUTISM}),
        age_min=18,
        age_max=None,
        sexes=SexesAccepted.ANY,
        intended_stay=IntendedStay.MEDIUM,
        postcode="NR1 3DY",
        place="Norwich",
        district="Norwich",
        source="the landlord, March 2026",
    )
    return replace(scheme, **changes)


def given_unit(**changes: Any) -> Unit:
    unit = Unit(
        reference="S1/1",
        scheme="S1",
        bedrooms=1,
        shared=False,
        floor=0,
        features=frozenset({Feature.STEP_FREE, Feature.WHEELCHAIR}),
        rent_pence=12_345,
    )
    return replace(unit, **changes)


def given_vacancy(**changes: Any) -> Vacancy:
    vacancy = Vacancy(
        reference="V1",
        unit="S1/1",
        state=VacancyState.OPEN,
        void_from=date(2026, 3, 2),
        void_reason=VoidReason.MOVE_ON,
        registered_on=date(2026, 3, 3),
        available_on=date(2026, 3, 16),
        bedroom_rule=BedroomRule.HB_SOCIAL,
        bedroom_surplus=0,
    )
    return replace(vacancy, **changes)


def given_applicant(**changes: Any) -> Applicant:
    applicant = Applicant(
        reference="A1",
        name="Robin Fenwick",
        state=ApplicantState.LIVE,
        tier=2,
        registered_on=date(2025, 6, 1),
        district="Breckland",
        household=(
            Member(Relation.LEAD, date(1990, 5, 1), Sex.FEMALE),
            Member(Relation.CHILD, date(2016, 6, 15), Sex.MALE),
            Member(Relation.CHILD, date(2018, 1, 1), Sex.FEMALE),
        ),
        support_level=SupportLevel.LOW,
        floating_level=SupportLevel.NONE,
        client_groups=frozenset({ClientGroup.HOMELESS}),
        accessibility_needs=frozenset({Feature.STEP_FREE}),
        rent_limit_pence=15_000,
        ready_on=date(2026, 4, 1),
        needed_by=None,
        overnight_carer=False,
        wanted=(Area(place="Dereham"), Area(district="Breckland")),
        excluded=frozenset({Area(place="Thetford")}),
        current_unit=None,
    )
    return replace(applicant, **changes)


async def put_a_home(connection: Connection, *units: str) -> None:
    """Write one landlord, one scheme and its units."""
    rows = [given_unit(reference=unit) for unit in units or ("S1/1",)]
    await put_homes(connection, [given_landlord()], [given_scheme()], rows)


async def rows_of(connection: Connection, query: str) -> list[tuple[Any, ...]]:
    """Every row of a query, for a test to look at."""
    return await (await connection.execute(query)).fetchall()  # type: ignore[arg-type]
