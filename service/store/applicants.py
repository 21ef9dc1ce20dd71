"""Applicants, their households, bedroom needs and areas in the database."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from psycopg.rows import dict_row

from service.domain.bedrooms import BedroomRule, bedrooms_needed, people_of
from service.domain.connections import ConnectionGround, LocalConnection
from service.domain.homes import Feature
from service.domain.pauses import ParkReason
from service.domain.people import (
    FACTS,
    Applicant,
    ApplicantState,
    Area,
    Member,
    Relation,
    Sex,
)
from service.domain.restrictions import RestrictionKind
from service.domain.support import ClientGroup, SupportLevel
from service.errors import NotFound
from service.store.bulk import Changed, copy_in, refuse_first, refuse_twice, take_turn
from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import one_row, one_value

SQL = queries("applicants")


@dataclass(frozen=True)
class Held:
    """An applicant whose row nobody else changes until the transaction ends."""

    state: str
    is_restricted: bool
    district_code: str


async def lock_applicant(connection: Connection, applicant_id: int) -> Held:
    """Hold an applicant until the transaction ends; elevated, for nobody may by hand.

    Raises:
        NotFound: There is no such applicant.
    """
    held = await one_row(connection, Held, SQL["lock_applicant"], {"applicant_id": applicant_id})
    if held is None:
        raise NotFound(f"There is no applicant {applicant_id}.")
    return held


async def new_reference(connection: Connection) -> str:
    """A reference that no applicant has; elevated."""
    return str(await one_value(connection, SQL["new_reference"]))


async def find_id(connection: Connection, reference: str) -> int | None:
    """The id of the applicant with a reference, among those that may be seen."""
    found = await one_value(connection, SQL["find_id"], {"reference": reference})
    return None if found is None else int(found)


async def put_applicants(
    connection: Connection, applicants: Sequence[Applicant], *, on: date | None = None
) -> Changed:
    """Add applicants with all that belongs to them, or bring those that are there up to date.

    Bedroom needs under each rule set are worked out from ages on the day ``on`` (None: today).
    An applicant whose household, needs or areas differ counts as changed. Restrictions given are
    added to those that hold; none is lifted.

    Raises:
        RuleBroken: A reference is given twice, a name is not known, or two applicants would live
            in one unit.
    """
    refuse_twice("applicant", (applicant.reference for applicant in applicants))
    await take_turn(connection)
    await connection.execute(SQL["make_incoming"])
    await _copy(connection, applicants, on or datetime.now(UTC).date())
    await refuse_first(connection, SQL["find_unresolved"])
    await refuse_first(connection, SQL["find_shared_unit"])
    changed = await _merge(connection, len(applicants))
    await connection.execute(SQL["drop_incoming"])
    return changed


async def _merge(connection: Connection, n_given: int) -> Changed:
    """Write the copied rows: applicants first, then what belongs to those that differ."""
    await connection.execute(SQL["leave_units"])
    written = await (await connection.execute(SQL["merge_applicants"])).fetchall()
    await connection.execute(SQL["link_incoming"])
    await connection.execute(SQL["note_touched"])
    touched = await (await connection.execute(SQL["find_touched"])).fetchall()
    await connection.execute(SQL["rewrite_touched"])
    touched += await (await connection.execute(SQL["add_restrictions"])).fetchall()
    await connection.execute(SQL["end_other_pauses"])
    touched += await (await connection.execute(SQL["add_pauses"])).fetchall()
    added = {applicant_id for applicant_id, is_new in written if is_new}
    changed = {row[0] for row in (*written, *touched)} - added
    return Changed(len(added), len(changed), n_given - len(added) - len(changed))


async def _copy(connection: Connection, applicants: Sequence[Applicant], on: date) -> None:
    """Hand the rows to the server."""
    await copy_in(
        connection,
        SQL["copy_applicants"],
        (
            (i, a.reference, a.name, a.state.value, a.tier, a.registered_on, a.district,
             int(a.support_level), int(a.floating_level), _values(a.client_groups),
             _values(a.accessibility_needs), a.rent_limit_pence, a.ready_on, a.needed_by,
             a.overnight_carer, a.current_unit, a.access_category,
             *(getattr(a, fact) for fact in FACTS), a.connections is not None,
             a.park_reason, a.parked_until)
            for i, a in enumerate(applicants)
        ),
    )  # fmt: skip
    members = (
        (i, position, m.relation.value, m.born_on, m.sex.value, m.needs_own_room)
        for i, applicant in enumerate(applicants)
        for position, m in enumerate(applicant.household, start=1)
    )
    await copy_in(connection, SQL["copy_members"], members)
    await copy_in(connection, SQL["copy_bedrooms"], _bedroom_rows(applicants, on))
    await copy_in(connection, SQL["copy_areas"], _area_rows(applicants))
    await copy_in(connection, SQL["copy_connections"], _connection_rows(applicants))
    kinds = ((i, kind) for i, a in enumerate(applicants) for kind in _values(a.restrictions))
    await copy_in(connection, SQL["copy_restrictions"], kinds)


def _bedroom_rows(applicants: Sequence[Applicant], on: date) -> Iterator[tuple[Any, ...]]:
    """Position, rule, bedrooms and the day, under each rule set."""
    for i, applicant in enumerate(applicants):
        people = people_of(applicant.household, on)
        for rule in BedroomRule:
            carer = applicant.overnight_carer
            yield i, rule.value, bedrooms_needed(people, rule, overnight_carer=carer), on


def _area_rows(applicants: Sequence[Applicant]) -> Iterator[tuple[Any, ...]]:
    """Position, rank (None: excluded), and a place or a district."""
    for i, applicant in enumerate(applicants):
        for rank, area in enumerate(applicant.wanted, start=1):
            yield i, rank, area.place, area.district
        for area in applicant.excluded:
            yield i, None, area.place, area.district


def _connection_rows(applicants: Sequence[Applicant]) -> Iterator[tuple[Any, ...]]:
    """Position of the applicant, position of the fact, and its fields."""
    for i, applicant in enumerate(applicants):
        for position, fact in enumerate(applicant.connections or (), start=1):
            yield i, position, fact.district, fact.ground.value, fact.since, fact.until


def _values(words: Iterable[StrEnum]) -> list[str]:
    """The values of a set in one order, so that equal sets are equal arrays."""
    return sorted(word.value for word in words)


async def find_current_units(connection: Connection) -> dict[str, str]:
    """Applicant -> the unit of ours they live in, both by reference."""
    rows = await (await connection.execute(SQL["find_current_units"])).fetchall()
    return dict(rows)


async def find_applicants_for_export(
    connection: Connection, references: Sequence[str] | None = None
) -> list[Applicant]:
    """Every applicant, or those named, with all that belongs to them, by reference."""
    given = {"references": None if references is None else list(references)}
    async with connection.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(SQL["find_applicants_for_export"], given)
        return [_applicant(row) for row in await cursor.fetchall()]


def _applicant(row: Mapping[str, Any]) -> Applicant:
    return Applicant(
        reference=row["reference"],
        name=row["name"],
        state=ApplicantState(row["state"]),
        tier=row["tier"],
        registered_on=row["registered_on"],
        district=row["district"],
        household=tuple(
            Member(Relation(relation), date.fromisoformat(born_on), Sex(sex), needs_own_room)
            for relation, born_on, sex, needs_own_room in row["household"] or ()
        ),
        support_level=SupportLevel(row["support_level"]),
        floating_level=SupportLevel(row["floating_level"]),
        client_groups=frozenset(map(ClientGroup, row["client_groups"])),
        accessibility_needs=frozenset(map(Feature, row["accessibility_needs"])),
        rent_limit_pence=row["rent_limit_pence"],
        ready_on=row["ready_on"],
        needed_by=row["needed_by"],
        overnight_carer=row["overnight_carer"],
        wanted=tuple(Area(place, district) for place, district in row["wanted"] or ()),
        excluded=frozenset(Area(place, district) for place, district in row["excluded"] or ()),
        current_unit=row["current_unit"],
        access_category=row["access_category"],
        **{fact: row[fact] for fact in FACTS},
        connections=_connections(row) if row["connections_known"] else None,
        park_reason=ParkReason(row["park_reason"]) if _is_listed(row["park_reason"]) else None,
        parked_until=row["parked_until"] if _is_listed(row["park_reason"]) else None,
        restrictions=frozenset(map(RestrictionKind, row["restrictions"])),
    )


def _is_listed(reason: str | None) -> bool:
    """Whether a stored reason is one that files can say."""
    return reason in {*ParkReason}


def _connections(row: Mapping[str, Any]) -> tuple[LocalConnection, ...]:
    return tuple(
        LocalConnection(district, ConnectionGround(ground), _day(since), _day(until))
        for district, ground, since, until in row["connections"] or ()
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
