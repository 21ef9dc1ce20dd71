"""People ready to move on: who of the register lives in a unit of ours today.

S2 and S3 want people to move on to less support; nobody publishes how many are ready in the county.
Here a unit of a stepping-stone scheme that is not vacant is lived in by somebody of the register
whose need is one level below what the scheme gives.
"""

from collections.abc import Iterable
from datetime import date
from itertools import chain

import numpy as np

from service.demo.homes import Homes
from service.demo.households import Household
from service.demo.register import Circumstances
from service.demo.rounding import systematic
from service.domain.homes import Scheme, SchemeKind, SexesAccepted, Unit, Vacancy
from service.domain.people import Sex

N_ASKED = 360
"""Units that are asked for somebody ready to move on; a few find nobody."""

STEPPING_STONES = frozenset(
    {
        SchemeKind.SUPPORTED_LIVING,
        SchemeKind.ENABLEMENT,
        SchemeKind.HOSTEL,
        SchemeKind.REFUGE,
        SchemeKind.DISPERSED,
        SchemeKind.SECOND_STAGE,
        SchemeKind.STEP_DOWN,
    }
)
SAFE_KINDS = frozenset({SchemeKind.REFUGE, SchemeKind.DISPERSED, SchemeKind.SECOND_STAGE})
"""Safe accommodation; the dispersed homes for refugees are of the same kind."""

_SEX = {SexesAccepted.WOMEN: Sex.FEMALE, SexesAccepted.MEN: Sex.MALE}


Person = tuple[Circumstances, Household]


def draw_movers(
    people: list[Person], homes: Homes, vacancies: Iterable[Vacancy], today: date,
    rng: np.random.Generator,
) -> dict[int, Unit]:  # fmt: skip
    """The unit that each of some rows of the register lives in; nobody twice, no unit twice."""
    scheme_of = {scheme.reference: scheme for scheme in homes.schemes}
    taken = {vacancy.unit for vacancy in vacancies}
    stones = [
        unit
        for unit in homes.units
        if scheme_of[unit.scheme].kind in STEPPING_STONES and unit.reference not in taken
    ]
    lives_in: dict[int, Unit] = {}
    waiting = _waiting(people, rng)
    for position in systematic(N_ASKED, np.ones(len(stones)), rng):
        unit = stones[position]
        scheme = scheme_of[unit.scheme]
        for row in chain(waiting[scheme.district], waiting[""]):
            if row not in lives_in and _lives_there(people[row], unit, scheme, today):
                lives_in[row] = unit
                break
    return lives_in


def _waiting(people: list[Person], rng: np.random.Generator) -> dict[str, list[int]]:
    """Rows with a support need in an order by lot: of each district, and under "" of the county."""
    rows: dict[str, list[int]] = {"": []}
    for row in rng.permutation(len(people)):
        circumstances, _ = people[row]
        if circumstances.needs:
            rows[""].append(int(row))
            rows.setdefault(circumstances.district, []).append(int(row))
    return rows


def _lives_there(person: Person, unit: Unit, scheme: Scheme, today: date) -> bool:
    """Whether somebody could live in the unit and needs one level less than it gives."""
    circumstances, household = person
    return (
        int(circumstances.support_level) == max(1, int(scheme.support_level) - 1)
        and circumstances.bedrooms <= max(1, unit.bedrooms)
        and (scheme.age_min or 0) <= circumstances.age <= (scheme.age_max or 120)
        and bool(scheme.client_groups & circumstances.groups)
        and _fits_sex(household, scheme, today)
    )


def _fits_sex(household: Household, scheme: Scheme, today: date) -> bool:
    """Whether the lead and everybody of 18 or over is of the sex that the scheme houses."""
    lead, *others = household.members
    adults = [lead, *(member for member in others if member.age_on(today) >= 18)]
    return scheme.sexes is SexesAccepted.ANY or all(m.sex is _SEX[scheme.sexes] for m in adults)
