"""Schemes and their units, drawn block by block."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle

import numpy as np

from service.demo.blocks import Block
from service.demo.figures.invented_schemes import INVENTED_BLOCKS
from service.demo.figures.landlords import PROVIDER_BY_CODE, PROVIDERS
from service.demo.figures.places import TOWN_BY_NAME
from service.demo.figures.published_schemes import PUBLISHED
from service.demo.names import house_names
from service.demo.rounding import shared_out
from service.demo.towns import towns_by_residents, towns_by_waiting
from service.demo.units import draw_units
from service.domain.homes import Landlord, Scheme, SchemeKind, Unit

BLOCKS = PUBLISHED + INVENTED_BLOCKS

_BY_WAITING = frozenset({SchemeKind.GENERAL_NEEDS, SchemeKind.SHELTERED, SchemeKind.PRIVATE_RENTED})


@dataclass(frozen=True)
class Homes:
    """Landlords, schemes and units, and the block that each scheme was drawn from."""

    landlords: tuple[Landlord, ...]
    schemes: tuple[Scheme, ...]
    units: tuple[Unit, ...]
    blocks: dict[str, Block]
    """By the scheme's reference."""


def draw_homes(rng: np.random.Generator) -> Homes:
    """Every scheme of every block with its units."""
    names = iter(house_names(rng))
    turns: dict[SchemeKind, Iterator[str]] = {}
    schemes: list[Scheme] = []
    units: list[Unit] = []
    blocks: dict[str, Block] = {}
    for block in BLOCKS:
        sizes = shared_out(block.units, rng.uniform(0.75, 1.25, block.schemes))
        for position, (code, town) in enumerate(_sites(block, turns)):
            number = len(schemes) + 1
            scheme = _scheme(block, position, code, number, town, names, rng)
            schemes.append(scheme)
            units.extend(draw_units(scheme, block, int(sizes[position]), rng))
            blocks[scheme.reference] = block
    landlords = tuple(provider.landlord for provider in PROVIDERS)
    return Homes(landlords, tuple(schemes), tuple(units), blocks)


def _sites(block: Block, turns: dict[SchemeKind, Iterator[str]]) -> list[tuple[str, str]]:
    """Landlord's code and town for each scheme of a block."""
    if block.kind not in turns:
        by_waiting = block.kind in _BY_WAITING
        turns[block.kind] = towns_by_waiting() if by_waiting else towns_by_residents()
    towns = iter(block.towns) if block.towns else turns[block.kind]
    codes = cycle(block.landlords)
    return [(next(codes), next(towns)) for _ in range(block.schemes)]


def _scheme(
    block: Block,
    position: int,
    code: str,
    number: int,
    town_name: str,
    names: Iterator[str],
    rng: np.random.Generator,
) -> Scheme:
    """One scheme of a block."""
    town = TOWN_BY_NAME[town_name]
    postcode = town.postcodes[rng.integers(len(town.postcodes))]
    pattern = block.name or "{name}"
    return Scheme(
        reference=f"{code}-{number:04d}",
        landlord=PROVIDER_BY_CODE[code].landlord.name,
        name=pattern.format(name=next(names), town=town.name, district=town.district),
        kind=block.kind,
        support_level=block.levels[position % len(block.levels)],
        client_groups=block.groups,
        age_min=block.ages[0],
        age_max=block.ages[1],
        sexes=block.sexes[position % len(block.sexes)],
        intended_stay=block.stay,
        postcode=None if block.hidden or block.kind.has_protected_address else postcode,
        place=town.name,
        district=town.district,
        source=block.source,
    )
