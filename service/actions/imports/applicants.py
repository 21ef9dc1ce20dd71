"""Applicants: one row a household, its members in numbered columns."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from service.actions.imports.check import Entry, blame_repeats, group
from service.actions.imports.columns import LATER_FIELDS, MOST_PERSONS, PERSON_FIELDS
from service.actions.imports.faults import Category
from service.domain.people import Applicant, ApplicantState, Member, Relation
from service.errors import RuleBroken
from service.store.applicants import (
    find_applicants_for_export,
    find_current_units,
    put_applicants,
)
from service.store.bulk import Changed
from service.store.homes import find_owners
from service.store.pool import Connection
from service.store.restrictions import count_unread, find_officer_ids, name_first_readers

_YOUNGEST_LEAD = 16


@dataclass(frozen=True)
class Known:
    """What the database holds already."""

    units: frozenset[str]
    current_units: Mapping[str, str]
    """Applicant -> unit."""


async def find_known(connection: Connection, _entries: Sequence[Entry]) -> Known:
    """What must be known to check these rows."""
    owners = await find_owners(connection)
    return Known(frozenset(owners.units), await find_current_units(connection))


def check(entries: Sequence[Entry], known: Known) -> None:
    """Add the faults that a single cell does not show."""
    blame_repeats(entries, "applicant reference")
    for entry in entries:
        _check_dates(entry)
        _check_areas(entry)
        _check_persons(entry)
        _check_parked(entry)
        _check_unit(entry, known.units)
    while _blame_shared_units(entries, known.current_units):
        pass


def _check_dates(entry: Entry) -> None:
    ready_on, needed_by = entry.values.get("ready on"), entry.values.get("needed by")
    if ready_on is not None and needed_by is not None and needed_by < ready_on:
        entry.blame("needed by", "This is before they are ready to move. Correct one of the two.")
    born_on, joined_on = entry.values.get("date of birth"), entry.values.get("registered on")
    if born_on is None or joined_on is None:
        return
    if born_on > joined_on:
        entry.blame("date of birth", "This is after they joined the register. Correct one of them.")
    elif _age(born_on, joined_on) < _YOUNGEST_LEAD:
        entry.blame("date of birth", "The lead applicant joined under 16.", Category.SOFT)


def _check_parked(entry: Entry) -> None:
    """Refuse words on parking for those who are not, and a day without a reason."""
    state = entry.values.get("state")
    for name in ("why parked", "parked until"):
        if entry.values.get(name) is not None and state not in (None, ApplicantState.PARKED):
            entry.blame(name, f"They are {state}. Empty this cell, or write parked as the state.")
    if entry.values.get("parked until") is None or not entry.has("state"):
        return
    is_said = "why parked" in entry.header.indexes
    if state is ApplicantState.PARKED and (not is_said or _is_empty(entry, "why parked")):
        entry.blame("parked until", "Say why they are parked, in the column why parked.")


def _is_empty(entry: Entry, name: str) -> bool:
    return entry.has(name) and entry.values[name] is None


def _age(born_on: date, day: date) -> int:
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def _check_areas(entry: Entry) -> None:
    both = set(entry.values.get("wanted areas", ())) & entry.values.get("excluded areas", set())
    if both:
        names = ", ".join(sorted(area.name for area in both))
        entry.blame("wanted areas", f"{names} is both wanted and excluded. Take one out.")


def _persons(entry: Entry) -> Iterator[tuple[str, ...]]:
    """The column names of each person after the lead of whom a cell is filled."""
    number = 2
    while f"person {number} relation" in entry.header.indexes:
        names = tuple(f"person {number} {field}" for field in PERSON_FIELDS)
        if not all(entry.has(name) and entry.values[name] is None for name in names):
            yield names
        number += 1


def _check_persons(entry: Entry) -> None:
    """Refuse a person half described."""
    partners = 0
    persons = list(_persons(entry))
    if len(persons) + 1 == MOST_PERSONS and entry.values.get("overnight carer"):
        entry.blame("overnight carer", "A household this large is an officer's to split up.")
    for names in persons:
        for name in names[:3]:
            if entry.has(name) and entry.values[name] is None:
                who, _, what = name.partition(" ")[2].partition(" ")
                entry.blame(name, f"Person {who} has no {what}. Fill it in, or empty the others.")
        partners += entry.values.get(names[0]) is Relation.PARTNER
        if partners > 1 and entry.values.get(names[0]) is Relation.PARTNER:
            entry.blame(names[0], "This is a second partner.", Category.SOFT)


def _check_unit(entry: Entry, units: frozenset[str]) -> None:
    unit = entry.values.get("current unit")
    if unit is not None and unit not in units:
        entry.blame(
            "current unit",
            f"There is no home '{unit}'. Correct it, leave it empty, or import homes first.",
        )


def _blame_shared_units(entries: Sequence[Entry], before: Mapping[str, str]) -> bool:
    """Refuse two applicants in one unit; whether any row was refused.

    A refused row leaves its applicant where they were, so this is asked until nothing changes.
    """
    good = [entry for entry in entries if entry.is_good]
    in_file = {entry.values["applicant reference"] for entry in good}
    stayed = {unit: reference for reference, unit in before.items() if reference not in in_file}
    refused = False
    for unit, rows in group(good, "current unit").items():
        references = [entry.values["applicant reference"] for entry in rows]
        if unit in stayed:
            references.append(stayed[unit])
        for entry in rows if len(references) > 1 else ():
            refused = True
            entry.blame(
                "current unit",
                f"The home '{unit}' would be that of several applicants: "
                f"{', '.join(references)}. Keep it for one of them.",
            )
    return refused


async def put(connection: Connection, entries: Sequence[Entry], today: date) -> Changed:
    """Write the good rows; bedroom needs are those of today's ages."""
    before = await _find_before(connection, entries)
    applicants = [_applicant(entry, before) for entry in entries]
    return await put_applicants(connection, applicants, on=today)


async def _find_before(connection: Connection, entries: Sequence[Entry]) -> Mapping[str, Applicant]:
    """The applicants of a file as they are, by reference; nobody where the file says everything."""
    if all(entry.has(*LATER_FIELDS) for entry in entries):
        return {}
    references = [entry.values["applicant reference"] for entry in entries]
    found = await find_applicants_for_export(connection, references)
    return {applicant.reference: applicant for applicant in found}


async def name_readers(
    connection: Connection, entries: Sequence[Entry], emails: Sequence[str]
) -> list[str]:
    """Name officers to read the records restricted here that have nobody; what is left to do.

    Raises:
        RuleBroken: An address is not that of an officer who may sign in.
    """
    officers = await find_officer_ids(connection, emails)
    for email in emails:
        if email not in officers:
            raise RuleBroken(f"{email} is not the address of an officer who may sign in.")
    references = [
        entry.values["applicant reference"]
        for entry in entries
        if entry.is_good and entry.values.get("restrictions")
    ]
    named = await name_first_readers(connection, references, account_ids=list(officers.values()))
    notes = [
        f"{email} was named to read {named[officers[email]]:,} restricted records: those that had "
        "no reader, and lie in their district if they are kept to one."
        for email in emails
    ]
    n_unread = await count_unread(connection, references)
    if not n_unread:
        return notes
    return [
        *notes,
        f"Restricted records that no officer is named to read: {n_unread:,}. Name readers with "
        "--readers, or ask an administrator.",
    ]


def _applicant(entry: Entry, before: Mapping[str, Applicant]) -> Applicant:
    values = entry.values
    was = before.get(values["applicant reference"])
    later = {
        field: values[column] if column in values else getattr(was, field, None)
        for column, field in LATER_FIELDS.items()
    }
    return Applicant(
        reference=values["applicant reference"],
        name=values["name"],
        state=values["state"],
        tier=values["tier"],
        registered_on=values["registered on"],
        district=values["district"],
        household=tuple(_household(entry)),
        support_level=values["support level"],
        floating_level=values["floating support"],
        client_groups=values["client groups"],
        accessibility_needs=values["accessibility needs"],
        rent_limit_pence=values["rent limit"],
        ready_on=values["ready on"],
        needed_by=values["needed by"],
        overnight_carer=values["overnight carer"],
        wanted=values["wanted areas"],
        excluded=values["excluded areas"],
        current_unit=values["current unit"],
        park_reason=values.get("why parked"),
        parked_until=values.get("parked until"),
        restrictions=values.get("restrictions", frozenset()),
        **later,
    )


def _household(entry: Entry) -> Iterator[Member]:
    values = entry.values
    yield Member(Relation.LEAD, values["date of birth"], values["sex"], values["needs own room"])
    for relation, born_on, sex, own_room in _persons(entry):
        yield Member(values[relation], values[born_on], values[sex], values[own_room])


def values_of(applicant: Applicant) -> dict[str, Any]:
    """An applicant as a row of the file: column name -> value."""
    lead, *others = applicant.household
    values = {
        "applicant reference": applicant.reference,
        "name": applicant.name,
        "state": applicant.state,
        "tier": applicant.tier,
        "registered on": applicant.registered_on,
        "district": applicant.district,
        "support level": applicant.support_level,
        "floating support": applicant.floating_level,
        "client groups": applicant.client_groups,
        "accessibility needs": applicant.accessibility_needs,
        "rent limit": applicant.rent_limit_pence,
        "ready on": applicant.ready_on,
        "needed by": applicant.needed_by,
        "overnight carer": applicant.overnight_carer,
        "wanted areas": applicant.wanted,
        "excluded areas": applicant.excluded,
        "current unit": applicant.current_unit,
        "why parked": applicant.park_reason,
        "parked until": applicant.parked_until,
        "restrictions": applicant.restrictions,
        **{column: getattr(applicant, field) for column, field in LATER_FIELDS.items()},
        "date of birth": lead.born_on,
        "sex": lead.sex,
        "needs own room": lead.needs_own_room,
    }
    for number, member in enumerate(others, start=2):
        cells = (member.relation, member.born_on, member.sex, member.needs_own_room)
        names = (f"person {number} {field}" for field in PERSON_FIELDS)
        values |= dict(zip(names, cells, strict=True))
    return values
