"""The units of a scheme: bedrooms, features and rents inside the published ranges."""

import numpy as np

from service.demo.blocks import Adaptation, Block, RentBasis
from service.demo.figures.places import TOWN_BY_NAME
from service.demo.figures.rents import (
    AFFORDABLE_RENT,
    COUNCIL_RENT,
    LHA_PENCE,
    SOCIAL_RENT,
    SUPPORTED_RENT,
    Range,
)
from service.demo.rounding import shared_out
from service.domain.homes import Feature, Scheme, Unit

HIGHEST_SUPPORTED_PENCE = 25629
"""The supported range of the four districts whose own has not been widened; wider ones are cut."""

ABOVE_ALLOWANCE = 1.12
"""Rents that no rule frees from the allowance stay below 1.12 times it, so that a few exceed it."""

_CHANCES: dict[Adaptation, dict[Feature, float]] = {
    Adaptation.PLAIN: {
        Feature.STEP_FREE: 0.22,
        Feature.LEVEL_ACCESS_SHOWER: 0.1,
        Feature.WHEELCHAIR: 0.02,
        Feature.GRAB_RAILS: 0.12,
        Feature.ALLOWS_PETS: 0.55,
    },
    Adaptation.SOME: {
        Feature.STEP_FREE: 0.55,
        Feature.LEVEL_ACCESS_SHOWER: 0.4,
        Feature.WHEELCHAIR: 0.06,
        Feature.GRAB_RAILS: 0.5,
        Feature.SENSORY_ADAPTED: 0.06,
        Feature.ALLOWS_PETS: 0.2,
    },
    Adaptation.FULL: {
        Feature.STEP_FREE: 1.0,
        Feature.LEVEL_ACCESS_SHOWER: 0.95,
        Feature.WHEELCHAIR: 0.25,
        Feature.GRAB_RAILS: 0.95,
        Feature.HOIST: 0.08,
        Feature.SENSORY_ADAPTED: 0.12,
        Feature.ALLOWS_PETS: 0.35,
    },
}
"""How likely a home has a feature; ours, no figure is published."""


def draw_units(scheme: Scheme, block: Block, n_units: int, rng: np.random.Generator) -> list[Unit]:
    """The units of one scheme; sizes by controlled rounding of the block's weights."""
    per_size = shared_out(n_units, [w + 1e-9 * rng.random() for w in block.sizes])
    sizes = rng.permutation(np.repeat(np.arange(len(block.sizes)), per_size))
    return [
        _unit(scheme, block, number, int(bedrooms), rng)
        for number, bedrooms in enumerate(sizes, start=1)
    ]


def _unit(
    scheme: Scheme, block: Block, number: int, bedrooms: int, rng: np.random.Generator
) -> Unit:
    floor = 0 if bedrooms > 2 else int(rng.choice(3, p=(0.5, 0.35, 0.15)))
    return Unit(
        reference=f"{scheme.reference}-{number:02d}",
        scheme=scheme.reference,
        bedrooms=bedrooms,
        shared=block.shared,
        floor=floor,
        features=_features(block, floor, rng),
        rent_pence=_rent(scheme, block, bedrooms, rng),
    )


def _features(block: Block, floor: int, rng: np.random.Generator) -> frozenset[Feature]:
    """Features by the block's chances; upstairs without a lift nothing is step-free."""
    chances = _CHANCES[block.adaptation]
    has = {feature for feature, chance in chances.items() if rng.random() < chance}
    has_lift = block.adaptation is Adaptation.FULL
    if floor == 0 or has_lift:
        has.add(Feature.GROUND_FLOOR_OR_LIFT)
    else:
        has -= {Feature.STEP_FREE, Feature.WHEELCHAIR, Feature.HOIST}
    if Feature.WHEELCHAIR in has:
        has |= {Feature.STEP_FREE, Feature.LEVEL_ACCESS_SHOWER}
    if not block.shared:
        has.add(Feature.SINGLE_OCCUPANCY)
    return frozenset(has)


def rent_range(scheme: Scheme, basis: RentBasis, bedrooms: int) -> Range:
    """The lowest and the highest weekly rent of a home in pence.

    CORE's soft limits, cut by ``HIGHEST_SUPPORTED_PENCE`` and ``ABOVE_ALLOWANCE``; a
    private rent, which CORE does not cover, is 0.9 to 1.2 times the allowance (ours).
    """
    size = max(bedrooms, 1) - 1
    allowance = LHA_PENCE[TOWN_BY_NAME[scheme.place].rent_area][size]
    match basis:
        case RentBasis.SOCIAL:
            low, high = SOCIAL_RENT[scheme.district][size]
        case RentBasis.COUNCIL:
            low, high = COUNCIL_RENT[scheme.district][size]
        case RentBasis.AFFORDABLE:
            low, high = AFFORDABLE_RENT[scheme.district][size]
        case RentBasis.SUPPORTED:
            low, high = SUPPORTED_RENT[scheme.district]
            high = min(high, HIGHEST_SUPPORTED_PENCE)
        case RentBasis.PRIVATE:
            low, high = int(0.9 * allowance), int(1.2 * allowance)
    if scheme.kind.is_specified_accommodation or basis is RentBasis.PRIVATE:
        return low, high
    return low, min(high, int(ABOVE_ALLOWANCE * allowance))


def _rent(scheme: Scheme, block: Block, bedrooms: int, rng: np.random.Generator) -> int:
    """A rent in the upper middle of its range."""
    low, high = rent_range(scheme, block.rent, bedrooms)
    return int(low + (high - low) * rng.beta(5.0, 3.0))
