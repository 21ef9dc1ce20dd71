"""The cells that say an applicant's local connections and accessibility category."""

from datetime import date

from service.actions.imports import parsers
from service.actions.imports.forms import DISTRICT, Form, one_of
from service.actions.imports.parsers import Cell, Misread
from service.domain.connections import ConnectionGround, LocalConnection
from service.domain.people import ACCESS_CATEGORIES
from service.domain.records import MOST_CONNECTIONS

_GROUND = one_of(ConnectionGround)
_NONE = "none"


def _read_ties(cell: Cell) -> tuple[LocalConnection, ...]:
    if parsers.as_text(cell).strip().casefold() == _NONE:
        return ()
    ties = tuple(_tie(entry) for entry in parsers.read_list(cell))
    if len(ties) > MOST_CONNECTIONS:
        raise Misread(f"{len(ties)} are named. Name {MOST_CONNECTIONS} at the most.")
    return ties


def _tie(entry: str) -> LocalConnection:
    parts = [part.strip() for part in entry.split(",")]
    if not 2 <= len(parts) <= 4:
        raise Misread(f"{entry!r} is no district, ground and days, with commas between.")
    since, until = (_day(part) for part in (*parts[2:], "", "")[:2])
    if since is not None and until is not None and until < since:
        raise Misread(f"{entry!r} ends before it begins. Correct its days.")
    return LocalConnection(DISTRICT.read(parts[0]), _GROUND.read(parts[1]), since, until)


def _day(text: str) -> date | None:
    return parsers.read_date(text) if text else None


def _show_ties(ties: tuple[LocalConnection, ...]) -> str:
    return "; ".join(_show_tie(tie) for tie in ties) or _NONE


def _show_tie(tie: LocalConnection) -> str:
    days = [f"{day:%d/%m/%Y}" if day else "" for day in (tie.since, tie.until)]
    return ", ".join([tie.district, tie.ground.value, *days]).rstrip(", ")


def _read_category(cell: Cell) -> int:
    text = parsers.as_text(cell).replace(" ", "").casefold()
    for number, words in enumerate(ACCESS_CATEGORIES):
        if text == words.casefold():
            return number
    raise Misread(f"Write one of: {', '.join(ACCESS_CATEGORIES)}.")


CONNECTIONS = Form(
    "district, ground and days, as Breckland, residence, 01/02/2020; semicolons between several. "
    "Grounds are residence, employment, family and special; days may be left out; none: there is "
    "none",
    _read_ties,
    _show_ties,
)
ACCESS_CATEGORY = Form(
    "one word of the list", _read_category, ACCESS_CATEGORIES.__getitem__, ACCESS_CATEGORIES
)
