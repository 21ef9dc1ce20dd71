"""Applicants: tier, waiting time, support they have, access needs, dates and name."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from service.demo.figures.waiting import Preference
from service.demo.households import Household
from service.demo.movers import SAFE_KINDS
from service.demo.names import person_name
from service.demo.register import Circumstances
from service.demo.wishes import draw_rent_limit, draw_wishes
from service.domain.homes import Feature, SchemeKind, Unit
from service.domain.people import Applicant, ApplicantState
from service.domain.restrictions import RestrictionKind
from service.domain.support import ClientGroup, SupportLevel

LONGEST_WAIT_DAYS = 2900
"""Just under eight years; ours, as the whole shape of the waits."""

_TYPICAL_WAIT_DAYS = {1: 70, 2: 160, 3: 380, 4: 520, 5: 620}
"""Median waits by tier: people in greater need are housed sooner, so they have waited less."""
_SPREAD = 1.0

_ACCESS = {
    Feature.STEP_FREE: (0.02, 0.3),
    Feature.GROUND_FLOOR_OR_LIFT: (0.04, 0.45),
    Feature.LEVEL_ACCESS_SHOWER: (0.012, 0.25),
    Feature.WHEELCHAIR: (0.002, 0.06),
    Feature.GRAB_RAILS: (0.008, 0.18),
    Feature.HOIST: (0.0, 0.01),
    Feature.SENSORY_ADAPTED: (0.002, 0.02),
    Feature.ALLOWS_PETS: (0.03, 0.03),
}
"""Share needing each feature: of most people, and of those with a physical disability or of age."""


_NO_SHARING = 0.6
"""Of people with a support need, those who must not share a house (S3 asks for self-contained)."""


@dataclass(frozen=True)
class Standing:
    """What is settled of a household before it is given a name."""

    circumstances: Circumstances
    household: Household
    unit: Unit | None
    """The unit of ours they live in, if any."""
    unit_kind: SchemeKind | None
    floating_level: SupportLevel
    is_parked: bool

    @property
    def tier(self) -> int:
        """How urgent, 1 to 5; the order of the tiers is ours, made from the published reasons.

        1: owed a homelessness duty, leaving safe accommodation (a "high priority for affordable
        housing" in S4's protocol) or leaving hospital; 2: homeless, or ready to move on from
        supported housing; 3: medical or welfare grounds, or hardship; 4: insanitary or overcrowded
        housing, or a preference whose reason is not stated; 5: no reasonable preference.
        """
        has = self.circumstances.preferences
        leaves_safety = self.unit_kind in SAFE_KINDS and self.is_abused
        if self.circumstances.leaves_hospital or leaves_safety or Preference.DUTY in has:
            return 1
        if self.unit is not None or Preference.HOMELESS in has:
            return 2
        if has & {Preference.MEDICAL, Preference.HARDSHIP}:
            return 3
        return 4 if has else 5

    @property
    def is_abused(self) -> bool:
        """Whether they have lived with domestic abuse."""
        return ClientGroup.DOMESTIC_ABUSE in self.circumstances.groups


_ABUSED_APART, _RELATIVES_APART = 10, 1000
"""Each so many-th record is restricted, of those abused and of all."""
_DAYS_TO_16 = 16 * 365 + 4
"""Days from birth to the sixteenth birthday."""


def draw_applicants(
    standings: list[Standing], today: date, rng: np.random.Generator
) -> tuple[tuple[Applicant, ...], tuple[Circumstances, ...]]:
    """The applicants in order of registration, numbered, and the circumstances beside them."""
    drawn = [(_registered_on(standing, today, rng), row) for row, standing in enumerate(standings)]
    drawn.sort()
    applicants = tuple(
        _applicant(number, registered_on, standings[row], today, rng)
        for number, (registered_on, row) in enumerate(drawn, start=1)
    )
    return applicants, tuple(standings[row].circumstances for _, row in drawn)


def _registered_on(standing: Standing, today: date, rng: np.random.Generator) -> date:
    """A long tail: half have waited less than the tier's typical wait, a few for years.

    Nobody joins a register before they are 16.
    """
    days = int(_TYPICAL_WAIT_DAYS[standing.tier] * np.exp(_SPREAD * rng.standard_normal()))
    if days > LONGEST_WAIT_DAYS:
        days = int(rng.integers(LONGEST_WAIT_DAYS // 2, LONGEST_WAIT_DAYS))
    days_since_16 = (today - standing.household.members[0].born_on).days - _DAYS_TO_16
    if days > days_since_16:
        days = int(rng.integers(0, max(days_since_16, 1)))
    return today - timedelta(days=max(min(2, days_since_16), days))


def _applicant(
    number: int, registered_on: date, standing: Standing, today: date, rng: np.random.Generator
) -> Applicant:
    circumstances, household = standing.circumstances, standing.household
    wishes = draw_wishes(circumstances.district, abused=standing.is_abused, rng=rng)
    ready_on, needed_by = _dates(standing, today, rng)
    return Applicant(
        reference=f"HW-{number:06d}",
        name=person_name(household.members[0].sex, rng),
        state=ApplicantState.PARKED if standing.is_parked else ApplicantState.LIVE,
        tier=standing.tier,
        registered_on=registered_on,
        district=circumstances.district,
        household=household.members,
        support_level=circumstances.support_level,
        floating_level=standing.floating_level,
        client_groups=circumstances.groups,
        accessibility_needs=_access_needs(circumstances, rng),
        rent_limit_pence=draw_rent_limit(wishes, circumstances.bedrooms, rng),
        ready_on=ready_on,
        needed_by=needed_by,
        overnight_carer=household.overnight_carer,
        wanted=wishes.wanted,
        excluded=wishes.excluded,
        current_unit=standing.unit.reference if standing.unit else None,
        restrictions=_restrictions(number, standing),
    )


def _restrictions(number: int, standing: Standing) -> frozenset[RestrictionKind]:
    """Some records are restricted: of people who lived with abuse, and of relatives of staff."""
    if standing.is_abused and number % _ABUSED_APART == 0:
        return frozenset({RestrictionKind.DOMESTIC_ABUSE})
    if number % _RELATIVES_APART == 0:
        return frozenset({RestrictionKind.STAFF_RELATIVE})
    return frozenset()


def _access_needs(circumstances: Circumstances, rng: np.random.Generator) -> frozenset[Feature]:
    is_frail = circumstances.age >= 75 or ClientGroup.PHYSICAL_DISABILITY in circumstances.groups
    lots = rng.random(len(_ACCESS))
    needs = {feature for lot, (feature, p) in zip(lots, _ACCESS.items(), strict=True)
             if lot < p[is_frail]}  # fmt: skip
    if circumstances.needs and rng.random() < _NO_SHARING:
        needs.add(Feature.SINGLE_OCCUPANCY)
    return frozenset(needs)


def _dates(standing: Standing, today: date, rng: np.random.Generator) -> tuple[date, date | None]:
    """The first day they could move and, for the most urgent, the last.

    A relief duty lasts 56 days (Housing Act 1996, section 189B), so half of tier 1 give a last day
    some 8 to 20 weeks ahead; people leaving hospital have 3 to 8 weeks.
    """
    if standing.circumstances.leaves_hospital:
        ready_on = today + timedelta(days=int(rng.integers(0, 15)))
        return ready_on, today + timedelta(days=int(rng.integers(21, 57)))
    if standing.unit is not None:
        ready_on = today + timedelta(days=int(rng.integers(-60, 57)))
    else:
        ready_on = today + timedelta(days=int(rng.integers(-30, 15)))
    if standing.tier == 1 and rng.random() < 0.5:
        return ready_on, max(ready_on, today + timedelta(days=int(rng.integers(56, 141))))
    return ready_on, None
