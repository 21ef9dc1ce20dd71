"""What a file put in on the site may touch: what its person may, and nothing that is promised.

What is shut to a person is answered alike whether it is another's or is not there at all. A cell
that is shut counts as at fault, so the check that follows says nothing more of it.
"""

from collections.abc import Sequence

from geodata.gazetteer import fold
from service.actions.imports.check import Entry, group
from service.actions.imports.columns import ImportKind
from service.domain.accounts import Actor, Role
from service.domain.people import ApplicantState
from service.store import upload_limits as store
from service.store.context import elevated
from service.store.pool import Connection

_CLOSED = (
    "An applicant of this reference cannot be put in by you. Give them another reference, or ask "
    "an administrator."
)
_CLOSED_UNIT = (
    "This home cannot be given here by you. Leave the cell empty, or ask an administrator."
)
_STANDING = ("reserved", "offered")
_STANDS = (
    "A file cannot say that somebody stands for a home. Write draft, registered or open, and "
    "nominate on the site."
)


async def limit_to(
    connection: Connection, actor: Actor, kind: ImportKind, entries: Sequence[Entry]
) -> None:
    """Refuse the rows that this person may not put in.

    Args:
        connection: Of that person.
        actor: An officer, or a landlord's person.
        kind: What the file holds.
        entries: Its rows, read and not yet checked.
    """
    if kind is ImportKind.VACANCIES:
        await _hold_promised(connection, entries)
    if kind is ImportKind.APPLICANTS:
        await _limit_people(connection, actor, entries)
        await _hold_nominated(connection, entries)
    elif actor.role is Role.LANDLORD and actor.landlord_id is not None:
        limit = _limit_homes if kind is ImportKind.HOMES else _limit_vacancies
        await limit(connection, actor.landlord_id, entries)
    elif actor.district_code is not None:
        await _limit_district(connection, actor.district_code, kind, entries)


async def limit_places(
    connection: Connection, actor: Actor, kind: ImportKind, entries: Sequence[Entry]
) -> None:
    """Refuse homes outside an officer's district, once it is known where each of them is.

    Args:
        connection: Of that person.
        actor: An officer, or a landlord's person.
        kind: What the file holds.
        entries: Its rows, read and checked.
    """
    if kind is not ImportKind.HOMES or actor.district_code is None:
        return
    own = await store.get_district(connection, actor.district_code)
    for entry in entries:
        if entry.values.get("district") not in (None, own):
            _shut(entry, "district", f"You put in homes of {own} only.")


async def _limit_district(
    connection: Connection, code: str, kind: ImportKind, entries: Sequence[Entry]
) -> None:
    """Leave homes and vacancies of other districts to the officers there."""
    upper, lower = ("schemes", "units") if kind is ImportKind.HOMES else ("units", "vacancies")
    for noun in (upper, lower):
        name = f"{_ONE[noun]} reference"
        by_reference = group(entries, name)
        for reference in await store.find_elsewhere(
            connection, noun, by_reference, district_code=code
        ):
            for entry in by_reference[reference]:
                words = f"'{reference}' is in another district. Leave it to the officers there."
                _shut(entry, name, words)


_ONE = {"schemes": "scheme", "units": "unit", "vacancies": "vacancy"}


def _shut(entry: Entry, name: str, message: str) -> None:
    """Refuse a cell, whose value is then as good as unread."""
    entry.blame(name, message)
    entry.values.pop(name, None)


async def _hold_promised(connection: Connection, entries: Sequence[Entry]) -> None:
    """Leave vacancies that somebody stands for to the steps that are taken on the site."""
    by_reference = group(entries, "vacancy reference")
    promised = await store.find_promised(connection, by_reference)
    for reference, rows in by_reference.items():
        before = promised.get(reference)
        for entry in rows:
            state = entry.values.get("state")
            if before is not None and state != before:
                words = f"Somebody stands for this vacancy. Write {before}, or go on on its page."
                _shut(entry, "state", words)
            elif before is None and state in _STANDING:
                _shut(entry, "state", _STANDS)


async def _hold_nominated(connection: Connection, entries: Sequence[Entry]) -> None:
    """Leave people who are nominated in the queue until their nomination is over."""
    by_reference = group(entries, "applicant reference")
    for reference in await store.find_nominated(connection, by_reference):
        for entry in by_reference[reference]:
            if entry.values.get("state") not in (None, ApplicantState.LIVE):
                words = "They are nominated for a home. Write live, or withdraw that on its page."
                _shut(entry, "state", words)


async def _limit_homes(connection: Connection, landlord_id: int, entries: Sequence[Entry]) -> None:
    async with elevated(connection):
        own = await store.get_landlord(connection, landlord_id)
    for entry in entries:
        _check_landlord(entry, own)
        _keep_councils(entry)
    for noun, name in (("schemes", "scheme reference"), ("units", "unit reference")):
        by_reference = group(entries, name)
        async with elevated(connection):
            others = await store.find_others(
                connection, noun, by_reference, landlord_id=landlord_id
            )
        for reference in others:
            for entry in by_reference[reference]:
                words = f"'{reference}' is not one of your {_NOUNS[noun]}. Give yours its own."
                _shut(entry, name, words)


_NOUNS = {"schemes": "schemes", "units": "homes"}


def _check_landlord(entry: Entry, own: store.OwnLandlord) -> None:
    name, kind = entry.values.get("landlord"), entry.values.get("landlord kind")
    if name is not None and name != own.name:
        if fold(name) == fold(own.name):
            words = f"You are written '{own.name}' here. Write it so."
        else:
            words = f"You put in homes of {own.name} only. Write '{own.name}'."
        _shut(entry, "landlord", words)
    if kind is not None and kind != own.kind:
        shown = own.kind.replace("_", " ")
        words = f"{own.name} is a {shown} here. Write so, or ask an administrator to change it."
        _shut(entry, "landlord kind", words)


_COUNCILS = {
    "support provider": "who supports a scheme",
    "rating gate": "whether a rating shuts a scheme",
    "nominating districts": "whose registers may nominate",
    "nomination quota": "whose registers may nominate",
}
"""Columns of what the council says of a landlord's scheme, and what each says."""


def _keep_councils(entry: Entry) -> None:
    """Leave what the council says of a scheme as it is."""
    for name, what in _COUNCILS.items():
        said = entry.values.pop(name, None)
        if said not in (None, True, frozenset()):
            words = f"The council says {what}. Leave this empty: it stays as it is."
            _shut(entry, name, words)


async def _limit_vacancies(
    connection: Connection, landlord_id: int, entries: Sequence[Entry]
) -> None:
    by_unit = group(entries, "unit reference")
    own = await store.find_own_units(connection, by_unit)
    for unit, rows in by_unit.items():
        for entry in rows if unit not in own else ():
            words = f"'{unit}' is not one of your homes. Correct it, or put in your homes first."
            _shut(entry, "unit reference", words)
    by_reference = group(entries, "vacancy reference")
    async with elevated(connection):
        others = await store.find_others(
            connection, "vacancies", by_reference, landlord_id=landlord_id
        )
    for reference in others:
        for entry in by_reference[reference]:
            words = f"'{reference}' is not one of your vacancies. Give yours its own reference."
            _shut(entry, "vacancy reference", words)


async def _limit_people(connection: Connection, actor: Actor, entries: Sequence[Entry]) -> None:
    if actor.district_code is not None:
        async with elevated(connection):
            own = await store.get_district(connection, actor.district_code)
        for district, rows in group(entries, "district").items():
            for entry in rows if district != own else ():
                _shut(entry, "district", f"You put in applicants of {own} only. Write {own}.")
    columns = (("applicants", "applicant reference", _CLOSED),
               ("units", "current unit", _CLOSED_UNIT))  # fmt: skip
    for noun, name, words in columns:
        by_reference = group(entries, name)
        async with elevated(connection):
            closed = await store.find_closed(connection, noun, by_reference, officer=actor)
        for reference in closed:
            for entry in by_reference[reference]:
                _shut(entry, name, words)
