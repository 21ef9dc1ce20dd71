"""Where people want to live, where they must not, and what rent they can meet; shares are ours."""

from dataclasses import dataclass
from math import exp, hypot, sqrt
from typing import Final

import numpy as np

from service.demo.figures.places import DISTRICTS, TOWN_BY_NAME, TOWNS, Town, towns_of
from service.demo.figures.rents import LHA_PENCE
from service.demo.lots import Lots, sample
from service.domain.people import Area

ANYWHERE: Final = 0.008
ANYWHERE_IN_DISTRICT: Final = 0.08
EXCLUDED_IF_ABUSED: Final = 0.6
EXCLUDED_OTHERWISE: Final = 0.006
_HOW_MANY: Final = Lots((1, 2, 3, 4), (0.5, 0.3, 0.14, 0.06))
"""How likely people are to name one, two, three or four towns."""
_NEAR_KM: Final = 9.0

_NOT_KNOWN, _LESS, _MORE = 0.09, 0.07, 0.14
"""Shares whose rent limit is not known, below and above the allowance."""


@dataclass(frozen=True)
class Wishes:
    """Areas wanted in order of preference, areas shut, and the town they live in or near."""

    home: Town
    wanted: tuple[Area, ...]
    excluded: frozenset[Area]


def _pull(here: Town, there: Town) -> float:
    """How much a town draws people of another: more if large, less if far."""
    distance_km = hypot(here.easting - there.easting, here.northing - there.northing) / 1000
    return sqrt(there.residents) * exp(-distance_km / _NEAR_KM)


_PULL: Final = {here.name: np.array([_pull(here, there) for there in TOWNS]) for here in TOWNS}
_ROW: Final = {town.name: row for row, town in enumerate(TOWNS)}
_HOMES: Final = {
    district: Lots(towns_of(district), [town.residents for town in towns_of(district)])
    for district in DISTRICTS
}


def draw_wishes(district: str, *, abused: bool, rng: np.random.Generator) -> Wishes:
    """Where a household of a district wants to be and where it must not."""
    home = _HOMES[district].draw(rng)
    must_leave = rng.random() < (EXCLUDED_IF_ABUSED if abused else EXCLUDED_OTHERWISE)
    excluded = frozenset({Area(place=home.name)} if must_leave else ())
    lot = rng.random()
    if lot < ANYWHERE:
        return Wishes(home, (), excluded)
    is_only_town = len(towns_of(district)) == 1
    if lot < ANYWHERE + ANYWHERE_IN_DISTRICT and not (must_leave and is_only_town):
        return Wishes(home, (Area(district=district),), excluded)
    return Wishes(home, _towns_near(home, must_leave, rng), excluded)


def _towns_near(home: Town, must_leave: bool, rng: np.random.Generator) -> tuple[Area, ...]:
    """One to four towns drawn by their pull, in its order, without the one they must leave."""
    pull = _PULL[home.name]
    left = pull.copy()
    if must_leave:
        left[_ROW[home.name]] = 0.0
    rows = sample(_HOW_MANY.draw(rng), left, rng)
    return tuple(Area(place=TOWNS[row].name) for row in sorted(rows, key=lambda row: -pull[row]))


def draw_rent_limit(wishes: Wishes, bedrooms: int, rng: np.random.Generator) -> int | None:
    """Pence a week: the allowance where they want to be, or less or more; None where not known.

    Four bedrooms or more count as four. The allowance is a stand-in for people's means; it does not
    itself bind social rents.
    """
    wanted = [area.place for area in wishes.wanted if area.place is not None]
    town = TOWN_BY_NAME[wanted[0]] if wanted else wishes.home
    allowance = LHA_PENCE[town.rent_area][bedrooms - 1]
    lot = rng.random()
    if lot < _NOT_KNOWN:
        return None
    if lot < _NOT_KNOWN + _LESS:
        return int(allowance * rng.uniform(0.75, 0.98))
    if lot < _NOT_KNOWN + _LESS + _MORE:
        return int(allowance * rng.uniform(1.05, 1.6))
    return allowance
