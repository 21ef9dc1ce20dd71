"""A block of schemes that are alike: what the figures say of them and what is supposed of them."""

from dataclasses import dataclass
from enum import StrEnum

from service.domain.homes import IntendedStay, SchemeKind, SexesAccepted
from service.domain.support import ClientGroup, SupportLevel


class RentBasis(StrEnum):
    """Which published range the rents of a block are drawn from."""

    SOCIAL = "social"
    COUNCIL = "council"
    AFFORDABLE = "affordable"
    SUPPORTED = "supported"
    PRIVATE = "private"


class Adaptation(StrEnum):
    """How far the homes of a block are adapted."""

    PLAIN = "plain"
    SOME = "some"
    FULL = "full"


@dataclass(frozen=True)
class Block:
    """Schemes of one kind, for the same people, from the same document."""

    kind: SchemeKind
    units: int
    schemes: int
    landlords: tuple[str, ...]
    """Codes of the landlords that take turns."""
    source: str
    groups: frozenset[ClientGroup] = frozenset()
    levels: tuple[SupportLevel, ...] = (SupportLevel.NONE,)
    """The schemes take turns."""
    name: str = ""
    """With ``{town}`` or ``{district}``; empty: an invented name."""
    towns: tuple[str, ...] = ()
    """One a scheme; empty: towns take turns (``towns.py``)."""
    ages: tuple[int | None, int | None] = (None, None)
    sexes: tuple[SexesAccepted, ...] = (SexesAccepted.ANY,)
    stay: IntendedStay = IntendedStay.MEDIUM
    sizes: tuple[int, ...] = (0, 1)
    """Weights of homes with 0, 1, 2, 3 and 4 bedrooms."""
    shared: bool = False
    """Rooms let by themselves in a shared house."""
    rent: RentBasis = RentBasis.SUPPORTED
    adaptation: Adaptation = Adaptation.SOME
    void_rate: float = 0.06
    """How likely a unit is to be vacant, against other blocks."""
    new_build: bool = False
    hidden: bool = False
    """The address is protected, so no postcode is kept."""
    surplus: int = 0
    """Bedrooms above the need that the landlord allows."""
