"""What would open more homes to an applicant today, one thing at a time, counted exactly."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from matching import STRICT
from matching.opening import Ease, Opened, opened_areas, opened_otherwise
from service.actions.problems import Area, Translated
from service.actions.shortlists import HomesOpen, homes_among, read_homes
from service.domain.bedrooms import BedroomRule
from service.domain.homes import Feature
from service.store.places import find_districts, find_places
from service.store.pool import Connection

_FEATURES = list(Feature)
_BEDROOM_RULES = list(BedroomRule)


@dataclass(frozen=True)
class WouldOpen:
    """One thing that could be otherwise, and how many homes it would open."""

    kind: str
    """``town``, ``district`` or what else it is about."""
    words: str
    n_homes: int
    """Vacancies that would be open and are not."""
    vacancy_ids: Sequence[int]


@dataclass(frozen=True)
class HomesAndMore:
    """The homes open to an applicant, and what would open more."""

    open: HomesOpen
    would_open: Sequence[WouldOpen]
    """What opens most homes first."""


async def homes_and_more(connection: Connection, *, applicant_id: int, on: date) -> HomesAndMore:
    """Which vacancies are open to an applicant, which nearly are, and what would open more.

    Nobody else is looked at: a home that is open may still go to somebody of higher priority.

    Raises:
        NotFound: There is no such applicant.
    """
    translated = await read_homes(connection, applicant_id=applicant_id, on=on)
    found = await homes_among(connection, translated)
    towns = {place.id: place.name for place in await find_places(connection)}
    districts = {row.code: row.name for row in await find_districts(connection)}
    areas = opened_areas(translated.problem, STRICT, 0)
    more = [
        *_added(areas, translated, towns, districts),
        *(
            _would_open(translated, one.ease, _words(one), one.homes.tolist())
            for one in opened_otherwise(translated.problem, STRICT, 0)
        ),
    ]
    return HomesAndMore(found, sorted(more, key=lambda one: (-one.n_homes, one.words)))


def _added(
    areas: Sequence[Opened],
    translated: Translated,
    towns: dict[int, str],
    districts: dict[str, str],
) -> list[WouldOpen]:
    """Each town and each district that they could ask for besides, with what that would open."""
    asked: dict[tuple[str, str], list[int]] = {}
    for one in areas:
        place_id, district = _area(translated, one)
        for key in (("town", towns[place_id]), ("district", districts[district])):
            asked.setdefault(key, []).extend(one.homes.tolist())
    said = {"town": "If they asked for {} too", "district": "If they asked for all of {} too"}
    return [
        _would_open(translated, kind, said[kind].format(name), rows)
        for (kind, name), rows in asked.items()
    ]


def _area(translated: Translated, one: Opened) -> Area:
    return translated.areas[one.amount]


def _would_open(translated: Translated, kind: str, words: str, rows: list[int]) -> WouldOpen:
    ids = translated.vacancy_ids[sorted(rows)].tolist()
    return WouldOpen(str(kind), words, len(ids), ids)


def _words(one: Opened) -> str:
    """A change that is not about areas, as a page says it."""
    n = one.amount
    match one.ease:
        case Ease.BEDROOM_RULE:
            return f"If every landlord counted bedrooms by {_BEDROOM_RULES[n].words}"
        case Ease.SPARE_BEDROOM:
            return "If one more spare bedroom were allowed"
        case Ease.LATER:
            return f"If they could wait {n // 7} weeks longer"
        case Ease.SOONER:
            return f"If they were ready to move {n // 7} weeks sooner"
        case Ease.SUPPORT:
            return "If they needed one level of support less"
        case Ease.RENT:
            return f"If they could meet £{n // 100} more rent a week"
        case _:
            feature = _FEATURES[n.bit_length() - 1]
            return f"If they could do without {feature.words}"
