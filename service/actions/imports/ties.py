"""The cells that say an applicant's local connections and accessibility category."""

import re

from service.actions.imports import parsers
from service.actions.imports.forms import DISTRICT, Form, one_of
from service.actions.imports.parsers import Cell, Misread
from service.domain.connections import ConnectionGround, LocalConnection
from service.domain.people import ACCESS_CATEGORIES
from service.domain.records import MOST_CONNECTIONS

_GROUND = one_of(ConnectionGround)
_NONE = "none"
_ENTRY = re.compile(r"(.+?): *(\w+)(?: from (\S+))?(?: to (\S+))?")


def _read_ties(cell: Cell) -> tuple[LocalConnection, ...]:
    if parsers.as_text(cell).strip().casefold() == _NONE:
        return ()
    ties = tuple(_tie(entry) for entry in parsers.read_list(cell))
    if len(ties) > MOST_CONNECTIONS:
        raise Misread(f"{len(ties)} are named. Name {MOST_CONNECTIONS} at the most.")
    return ties


def _tie(entry: str) -> LocalConnection:
    found = _ENTRY.fullmatch(entry.strip())
    if found is None:
        raise Misread(f"{entry!r} is not like Breckland: residence from 01/02/2020. Correct it.")
    since, until = (parsers.read_date(text) if text else None for text in (found[3], found[4]))
    if since is not None and until is not None and until < since:
        raise Misread(f"{entry!r} ends before it begins. Correct its days.")
    return LocalConnection(DISTRICT.read(found[1]), _GROUND.read(found[2]), since, until)


def _show_ties(ties: tuple[LocalConnection, ...]) -> str:
    return "; ".join(_show_tie(tie) for tie in ties) or _NONE


def _show_tie(tie: LocalConnection) -> str:
    since = f" from {tie.since:%d/%m/%Y}" if tie.since else ""
    until = f" to {tie.until:%d/%m/%Y}" if tie.until else ""
    return f"{tie.district}: {tie.ground.value}{since}{until}"


def _read_category(cell: Cell) -> int:
    text = parsers.as_text(cell).replace(" ", "").casefold()
    for number, words in enumerate(ACCESS_CATEGORIES):
        if text == words.casefold():
            return number
    raise Misread(f"Write one of: {', '.join(ACCESS_CATEGORIES)}.")


CONNECTIONS = Form(
    "district, ground and days, as Breckland: residence from 01/02/2020 to 31/03/2026, with "
    "semicolons between; grounds are residence, employment, family and special; days may be left "
    "out; none: there is none",
    _read_ties,
    _show_ties,
)
ACCESS_CATEGORY = Form(
    "one word of the list", _read_category, ACCESS_CATEGORIES.__getitem__, ACCESS_CATEGORIES
)
