"""Vacancies: which units stand empty or soon will, why, and from when."""

from datetime import date, timedelta

import numpy as np

from service.demo.blocks import Block
from service.demo.figures.accredited import PLANNED_MOVES_PERCENT
from service.demo.figures.landlords import PROVIDER_BY_NAME
from service.demo.homes import Homes
from service.demo.lots import Lots
from service.demo.rounding import systematic
from service.domain.homes import IntendedStay, SchemeKind, Unit, Vacancy, VacancyState, VoidReason

N_VACANCIES = 520
FIRST_DAY, LAST_DAY = -28, 84
"""Available from four weeks ago to twelve weeks ahead."""

_R = VoidReason
_PLANNED = PLANNED_MOVES_PERCENT / 100
_UNPLANNED = 1 - _PLANNED
_SHORT_TERM = Lots(
    (_R.MOVE_ON, _R.ABANDONED, _R.EVICTED, _R.OTHER),
    (_PLANNED, _UNPLANNED / 2, _UNPLANNED / 4, _UNPLANNED / 4),
)
_OLDER = Lots((_R.DEATH, _R.TRANSFER, _R.TENANCY_ENDED), (0.55, 0.3, 0.15))
_GENERAL = Lots(
    (_R.TENANCY_ENDED, _R.TRANSFER, _R.DEATH, _R.REPAIRS, _R.ABANDONED),
    (0.45, 0.28, 0.12, 0.1, 0.05),
)
_OLDER_KINDS = frozenset(
    {SchemeKind.HOUSING_WITH_CARE, SchemeKind.INDEPENDENT_LIVING, SchemeKind.SHELTERED}
)

_HARD_TO_LET = 0.25
"""Of general needs homes with 3 or more bedrooms, the share whose landlord allows one to spare."""


def draw_vacancies(homes: Homes, today: date, rng: np.random.Generator) -> tuple[Vacancy, ...]:
    """Exactly ``N_VACANCIES`` open vacancies, as likely in a block as its void rate."""
    rates = np.array([homes.blocks[unit.scheme].void_rate for unit in homes.units])
    landlord_of = {scheme.reference: scheme.landlord for scheme in homes.schemes}
    return tuple(
        _vacancy(number, homes.units[row], homes.blocks[homes.units[row].scheme],
                 landlord_of[homes.units[row].scheme], today, rng)
        for number, row in enumerate(systematic(N_VACANCIES, rates, rng), start=1)
    )  # fmt: skip


def _vacancy(
    number: int, unit: Unit, block: Block, landlord: str, today: date, rng: np.random.Generator
) -> Vacancy:
    available_on = today + timedelta(days=int(rng.integers(FIRST_DAY, LAST_DAY + 1)))
    works = 0 if block.new_build else int(rng.integers(5, 29))
    notice = int(rng.integers(0, 29))
    return Vacancy(
        reference=f"V-{number:05d}",
        unit=unit.reference,
        state=VacancyState.OPEN,
        void_from=available_on - timedelta(days=works),
        void_reason=_reason(block, rng),
        registered_on=min(today, available_on) - timedelta(days=notice),
        available_on=available_on,
        bedroom_rule=PROVIDER_BY_NAME[landlord].rule,
        bedroom_surplus=_surplus(unit, block, rng),
    )


def _reason(block: Block, rng: np.random.Generator) -> VoidReason:
    if block.new_build:
        return VoidReason.NEW_BUILD
    if block.kind in _OLDER_KINDS:
        return _OLDER.draw(rng)
    lots = _GENERAL if block.stay is IntendedStay.PERMANENT else _SHORT_TERM
    return lots.draw(rng)


def _surplus(unit: Unit, block: Block, rng: np.random.Generator) -> int:
    """Two-bedroom flats for older people and some larger homes may have a bedroom to spare."""
    if block.surplus:
        return block.surplus if unit.bedrooms > 1 else 0
    is_large = block.kind is SchemeKind.GENERAL_NEEDS and unit.bedrooms >= 3
    return int(is_large and rng.random() < _HARD_TO_LET)
