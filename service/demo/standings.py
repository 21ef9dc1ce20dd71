"""What is settled before applicants get a name: floating support, leaving hospital, parking."""

from dataclasses import replace

import numpy as np

from service.demo.applicants import Standing
from service.demo.figures.accredited import FLOATING_SUPPORT, STEP_DOWN_PEOPLE
from service.demo.homes import Homes
from service.demo.households import Household
from service.demo.register import Circumstances
from service.demo.rounding import Bools, Ints
from service.domain.homes import Unit
from service.domain.support import ClientGroup, SupportLevel

FLOATING_MENTAL_HEALTH = sum(FLOATING_SUPPORT) // 2
"""The middle of S1's "between 330 and 380 people"."""
FLOATING_SHARE_OF_OTHERS = 0.2
FLOATING_SHARE_OF_MOVERS = 0.7
"""Of others with a low or medium need, and of people moving on (S2's resettlement); ours."""
MEDIUM_AMONG_FLOATING = 0.3

PARKED_SHARE = 0.04
"""Applicants who are not to be matched for now; ours."""

_CARED_FOR = frozenset({ClientGroup.PHYSICAL_DISABILITY, ClientGroup.MENTAL_HEALTH})
_MODEST = frozenset({SupportLevel.LOW, SupportLevel.MEDIUM})


def settle(
    register: list[Circumstances],
    households: list[Household],
    lives_in: dict[int, Unit],
    homes: Homes,
    rng: np.random.Generator,
) -> list[Standing]:
    """A standing for each household of the register, in its order."""
    kind_of = {scheme.reference: scheme.kind for scheme in homes.schemes}
    is_mover = np.array([row in lives_in for row in range(len(register))])
    floating = _floating(register, is_mover, rng)
    in_hospital = _rows_in_hospital(register, is_mover, rng)
    parked = _rows_parked(register, is_mover, in_hospital, rng)
    standings = []
    for row, circumstances in enumerate(register):
        unit = lives_in.get(row)
        standings.append(
            Standing(
                circumstances=replace(circumstances, leaves_hospital=row in in_hospital),
                household=households[row],
                unit=unit,
                unit_kind=kind_of[unit.scheme] if unit else None,
                floating_level=SupportLevel(int(floating[row])),
                is_parked=row in parked,
            )
        )
    return standings


def _floating(
    register: list[Circumstances],
    is_mover: Bools,
    rng: np.random.Generator,
) -> Ints:
    """int64[n], the level that floating support gives each household; 0 where it has none."""
    modest = np.array([one.support_level in _MODEST for one in register])
    mental = np.array([ClientGroup.MENTAL_HEALTH in one.groups for one in register])
    rows = np.concatenate(
        [
            _some(modest & mental & ~is_mover, FLOATING_MENTAL_HEALTH, rng),
            _share(modest & ~mental & ~is_mover, FLOATING_SHARE_OF_OTHERS, rng),
            _share(modest & is_mover, FLOATING_SHARE_OF_MOVERS, rng),
        ]
    )
    levels = np.zeros(len(register), dtype=np.int64)
    levels[rows] = np.where(rng.random(len(rows)) < MEDIUM_AMONG_FLOATING, 2, 1)
    return levels


def _rows_in_hospital(
    register: list[Circumstances],
    is_mover: Bools,
    rng: np.random.Generator,
) -> frozenset[int]:
    fitting = np.array([one.bedrooms == 1 and bool(one.groups & _CARED_FOR) for one in register])
    return frozenset(int(row) for row in _some(fitting & ~is_mover, STEP_DOWN_PEOPLE, rng))


def _rows_parked(
    register: list[Circumstances],
    is_mover: Bools,
    in_hospital: frozenset[int],
    rng: np.random.Generator,
) -> frozenset[int]:
    """Rows that are parked: nobody homeless, leaving hospital or moving on."""
    fitting = np.array(
        [not one.is_homeless and row not in in_hospital for row, one in enumerate(register)]
    )
    n_parked = round(PARKED_SHARE * len(register))
    return frozenset(int(row) for row in _some(fitting & ~is_mover, n_parked, rng))


def _some(among: Bools, n: int, rng: np.random.Generator) -> Ints:
    return rng.permutation(np.flatnonzero(among))[:n]


def _share(among: Bools, share: float, rng: np.random.Generator) -> Ints:
    return _some(among, round(share * int(among.sum())), rng)
