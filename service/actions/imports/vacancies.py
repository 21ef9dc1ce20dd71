"""Vacancies: one row a void that is offered for letting."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from service.actions.imports.check import Entry, blame_repeats, group
from service.actions.imports.faults import Category
from service.domain.homes import Vacancy, VacancyState
from service.store.bulk import Changed
from service.store.homes import find_owners
from service.store.pool import Connection
from service.store.vacancies import find_vacancies_for_export, put_vacancies

_LIVE = frozenset(
    {
        VacancyState.DRAFT,
        VacancyState.REGISTERED,
        VacancyState.OPEN,
        VacancyState.RESERVED,
        VacancyState.OFFERED,
    }
)
_BEFORE_PEOPLE = frozenset({VacancyState.DRAFT, VacancyState.REGISTERED, VacancyState.OPEN})
_WITH_PEOPLE = frozenset({VacancyState.RESERVED, VacancyState.OFFERED, VacancyState.LET})


@dataclass(frozen=True)
class Known:
    """What the database holds already."""

    units: frozenset[str]
    vacancies: Mapping[str, Vacancy]


async def find_known(connection: Connection, _entries: Sequence[Entry]) -> Known:
    """What must be known to check these rows."""
    owners = await find_owners(connection)
    vacancies = await find_vacancies_for_export(connection)
    return Known(frozenset(owners.units), {vacancy.reference: vacancy for vacancy in vacancies})


def check(entries: Sequence[Entry], known: Known) -> None:
    """Add the faults that a single cell does not show."""
    blame_repeats(entries, "vacancy reference")
    for entry in entries:
        _check_unit(entry, known)
        _check_state(entry, known)
        _check_dates(entry)
    _check_live(entries, known.vacancies.values())


def _check_unit(entry: Entry, known: Known) -> None:
    unit = entry.values.get("unit reference")
    if unit is None:
        return
    if unit not in known.units:
        entry.blame(
            "unit reference", f"There is no home '{unit}'. Correct it, or import homes first."
        )
    before = known.vacancies.get(entry.values.get("vacancy reference", ""))
    if before is not None and before.unit != unit:
        entry.blame(
            "vacancy reference",
            f"'{before.reference}' is a vacancy of the home {before.unit}. Give this one a "
            "reference of its own.",
        )


def _check_state(entry: Entry, known: Known) -> None:
    """Refuse to open again what was promised to somebody."""
    state = entry.values.get("state")
    before = known.vacancies.get(entry.values.get("vacancy reference", ""))
    if before is not None and before.state in _WITH_PEOPLE and state in _BEFORE_PEOPLE:
        entry.blame(
            "state",
            f"This vacancy is {before.state.value} here. A file cannot open it again: withdraw the "
            f"offer on the site, or write {before.state.value}.",
        )


def _check_dates(entry: Entry) -> None:
    if not entry.has("void from", "available on"):
        return
    if entry.values["available on"] < entry.values["void from"]:
        entry.blame("available on", "This is before the home stood empty.", Category.SOFT)
    until = entry.values.get("works until")
    if until is not None and until < entry.values["void from"]:
        entry.blame("works until", "This is before the home stood empty. Correct one of the two.")


def _check_live(entries: Sequence[Entry], before: Iterable[Vacancy]) -> None:
    """Refuse a second live vacancy of one unit, in the file or beside one that is kept."""
    good = [entry for entry in entries if entry.is_good]
    in_file = {entry.values["vacancy reference"] for entry in good}
    kept = {v.unit: v.reference for v in before if v.state in _LIVE and v.reference not in in_file}
    live = [entry for entry in good if entry.values["state"] in _LIVE]
    for unit, rows in group(live, "unit reference").items():
        references = [entry.values["vacancy reference"] for entry in rows]
        if unit in kept:
            references.append(kept[unit])
        for entry in rows if len(references) > 1 else ():
            entry.blame(
                "unit reference",
                f"The home '{unit}' would have several live vacancies: {', '.join(references)}. "
                "Keep one, and withdraw the others or close them as let.",
            )


async def put(connection: Connection, entries: Sequence[Entry], _today: date) -> Changed:
    """Write the good rows."""
    return await put_vacancies(connection, [_vacancy(entry.values) for entry in entries])


def _vacancy(values: Mapping[str, Any]) -> Vacancy:
    return Vacancy(
        reference=values["vacancy reference"],
        unit=values["unit reference"],
        state=values["state"],
        void_from=values["void from"],
        void_reason=values["void reason"],
        registered_on=values["registered on"],
        available_on=values["available on"],
        bedroom_rule=values["bedroom rule"],
        bedroom_surplus=values["bedroom surplus"],
        noticed_on=values.get("notice on"),
        works=values.get("works"),
        works_until=values.get("works until"),
        turnaround_days=values.get("turnaround"),
        available_because=values.get("why available then"),
        opens_on=values.get("opens on"),
        nominees=values.get("nominees"),
    )


def values_of(vacancy: Vacancy) -> dict[str, Any]:
    """A vacancy as a row of the file: column name -> value."""
    return {
        "vacancy reference": vacancy.reference,
        "unit reference": vacancy.unit,
        "state": vacancy.state,
        "void from": vacancy.void_from,
        "void reason": vacancy.void_reason,
        "registered on": vacancy.registered_on,
        "available on": vacancy.available_on,
        "bedroom rule": vacancy.bedroom_rule,
        "bedroom surplus": vacancy.bedroom_surplus,
        "notice on": vacancy.noticed_on,
        "works": vacancy.works,
        "works until": vacancy.works_until,
        "turnaround": vacancy.turnaround_days,
        "why available then": vacancy.available_because,
        "opens on": vacancy.opens_on,
        "nominees": vacancy.nominees,
    }
