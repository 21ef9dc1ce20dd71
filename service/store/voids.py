"""Voids and what is planned for their vacancies; those of files are in store.vacancies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from service.domain.bedrooms import BedroomRule
from service.domain.homes import VacancyState, VoidReason, Works
from service.domain.vacancies import Plan
from service.errors import NotFound, Stale
from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import all_rows, one_row, one_value

SQL = queries("voids")


@dataclass(frozen=True)
class PlannedVacancy:
    """A vacancy with everything that is planned for it."""

    id: int
    reference: str
    version: int
    state: str
    registered_on: date
    available_on: date
    unit_id: int
    unit: str
    scheme_kind: str
    scheme: str
    void_id: int
    void_from: date
    ended_on: date | None
    reason: str
    noticed_on: date | None
    works: Sequence[str]
    works_from: date | None
    works_until: date | None
    turnaround_days: int | None
    available_because: str | None
    opens_on: date | None
    bedroom_rule: str
    bedroom_surplus: int
    nominees: int
    notes: str
    out_from: date | None
    out_until: date | None
    out_works: Sequence[str]
    landlord_id: int
    manager_id: int | None
    district_code: str

    @property
    def plan(self) -> Plan:
        """What may be changed of it."""
        is_chosen = self.available_because is not None or self.turnaround_days is None
        return Plan(
            void_from=self.void_from,
            reason=VoidReason(self.reason),
            noticed_on=self.noticed_on,
            works=frozenset(map(Works, self.works)),
            works_until=self.works_until,
            turnaround_days=self.turnaround_days,
            chosen_on=self.available_on if is_chosen else None,
            available_because=self.available_because,
            opens_on=self.opens_on,
            bedroom_rule=BedroomRule(self.bedroom_rule),
            bedroom_surplus=self.bedroom_surplus,
            nominees=self.nominees,
            notes=self.notes,
        )

    @property
    def stands(self) -> VacancyState:
        """Its state."""
        return VacancyState(self.state)


@dataclass(frozen=True)
class Out:
    """Time out of service; no first day: it is in service."""

    first: date | None = None
    last: date | None = None
    """None: until somebody brings it back."""
    works: frozenset[Works] = frozenset()


@dataclass(frozen=True)
class UnitFound:
    """A home to register a vacancy of, and the vacancy that it has already."""

    id: int
    reference: str
    bedrooms: int
    shared: bool
    scheme: str
    scheme_kind: str
    place: str
    landlord_id: int
    manager_id: int | None
    district_code: str
    vacancy_id: int | None
    vacancy_reference: str | None
    vacancy_state: str | None


@dataclass(frozen=True)
class Revision:
    """One change of a vacancy."""

    id: int
    made_at: datetime
    made_by: str
    made_role: str
    changes: Mapping[str, Sequence[Any]]
    """Column -> before and after."""
    because: str | None


async def get_planned(connection: Connection, vacancy_id: int) -> PlannedVacancy:
    """One vacancy.

    Raises:
        NotFound: There is no such vacancy, or it is not for whoever asks to see.
    """
    asked = {"vacancy_id": vacancy_id}
    found = await one_row(connection, PlannedVacancy, SQL["get_vacancy"], asked)
    if found is None:
        raise NotFound(f"There is no vacancy {vacancy_id} among those you may see.")
    return found


async def lock_planned(connection: Connection, vacancy: PlannedVacancy) -> PlannedVacancy:
    """A vacancy and its unit, held until the end, as they are by then."""
    await lock_unit(connection, vacancy.unit_id)
    await connection.execute(SQL["lock_vacancy"], {"vacancy_id": vacancy.id})
    return await get_planned(connection, vacancy.id)


async def lock_unit(connection: Connection, unit_id: int) -> None:
    """A unit, held until the end."""
    await connection.execute(SQL["lock_unit"], {"unit_id": unit_id})


async def count_live(connection: Connection, vacancy_id: int) -> int:
    """How many nominations for a vacancy stand."""
    return int(await one_value(connection, SQL["count_live"], {"vacancy_id": vacancy_id}))


async def find_units(connection: Connection, text: str | None, *, limit: int) -> list[UnitFound]:
    """Units that hold some words, those without a vacancy first."""
    asked = {"unit_id": None, "reference": None, "text": text, "limit": limit}
    return await all_rows(connection, UnitFound, SQL["find_units"], asked)


async def find_unit(
    connection: Connection, *, unit_id: int | None = None, reference: str | None = None
) -> UnitFound | None:
    """One unit that whoever asks may see, by its number or its reference."""
    asked = {"unit_id": unit_id, "reference": reference, "text": None, "limit": 1}
    return await one_row(connection, UnitFound, SQL["find_units"], asked)


async def find_usual_rule(connection: Connection, unit_id: int) -> BedroomRule | None:
    """The bedroom rule that the unit's landlord let by last; None: they never did."""
    rule = await one_value(connection, SQL["find_usual_rule"], {"unit_id": unit_id})
    return None if rule is None else BedroomRule(rule)


async def add_void(connection: Connection, unit_id: int, plan: Plan) -> int:
    """Write down that a unit stands empty; the void's id."""
    given = {"unit_id": unit_id, **_void(plan)}
    return int(await one_value(connection, SQL["add_void"], given))


async def set_void(
    connection: Connection, void_id: int, plan: Plan, *, ended_on: date | None
) -> None:
    """Change when and why a unit stands empty."""
    given = {"void_id": void_id, "ended_on": ended_on, **_void(plan)}
    await connection.execute(SQL["set_void"], given)


async def is_alone(connection: Connection, vacancy_id: int) -> bool:
    """Whether a vacancy is the only one of its void."""
    return bool(await one_value(connection, SQL["is_alone"], {"vacancy_id": vacancy_id}))


async def add_vacancy(
    connection: Connection,
    *,
    unit_id: int,
    void_id: int,
    plan: Plan,
    available_on: date,
    on: date,
) -> int:
    """Add a draft of a vacancy; its id.

    Raises:
        Stale: The unit got a vacancy in the same moment.
    """
    given = {"unit_id": unit_id, "void_id": void_id, "on": on, **_vacancy(plan, available_on)}
    vacancy_id = await one_value(connection, SQL["add_vacancy"], given)
    if vacancy_id is None:
        raise Stale("This home got a vacancy in the same moment; look at it again.")
    return int(vacancy_id)


async def set_vacancy(
    connection: Connection, vacancy_id: int, plan: Plan, available_on: date
) -> None:
    """Change what is planned for a vacancy."""
    given = {"vacancy_id": vacancy_id, **_vacancy(plan, available_on)}
    await connection.execute(SQL["set_vacancy"], given)


async def set_state(
    connection: Connection,
    vacancy_id: int,
    state: VacancyState,
    *,
    registered_on: date | None = None,
) -> None:
    """Set where a vacancy stands; None: the day of its registration stays."""
    given = {"vacancy_id": vacancy_id, "state": state.value, "registered_on": registered_on}
    await connection.execute(SQL["set_state"], given)


async def set_out(
    connection: Connection, vacancy: PlannedVacancy, state: VacancyState, out: Out
) -> None:
    """Set a vacancy's state with its days out of service, and the day it is available."""
    given = {
        "vacancy_id": vacancy.id,
        "state": state.value,
        "out_from": out.first,
        "out_until": out.last,
        "out_works": sorted(work.value for work in out.works),
        "available_on": vacancy.available_on,
        "available_because": vacancy.available_because,
    }
    await connection.execute(SQL["set_out"], given)


async def open_due(connection: Connection, *, on: date) -> list[int]:
    """Open the registered vacancies whose day has come; their ids."""
    rows = await (await connection.execute(SQL["open_due"], {"on": on})).fetchall()
    return sorted(row[0] for row in rows)


async def set_because(connection: Connection, because: str) -> None:
    """Say why a vacancy is changed, for its revisions; never a word about a person."""
    await connection.execute(SQL["set_because"], {"because": because})


async def find_revisions(connection: Connection, vacancy_id: int) -> list[Revision]:
    """Every change of a vacancy, the newest first."""
    return await all_rows(connection, Revision, SQL["find_revisions"], {"vacancy_id": vacancy_id})


def _void(plan: Plan) -> dict[str, Any]:
    return {
        "void_from": plan.void_from,
        "reason": plan.reason.value,
        "noticed_on": plan.noticed_on,
    }


def _vacancy(plan: Plan, available_on: date) -> dict[str, Any]:
    return {
        "available_on": available_on,
        "available_because": plan.available_because,
        "works": sorted(work.value for work in plan.works),
        "works_from": plan.void_from if plan.works else None,
        "works_until": plan.works_until,
        "turnaround_days": plan.turnaround_days,
        "opens_on": plan.opens_on,
        "bedroom_rule": plan.bedroom_rule.value,
        "bedroom_surplus": plan.bedroom_surplus,
        "nominees": plan.nominees,
        "notes": plan.notes,
    }
