"""Schemes and places that S1 and S4 count, block by block, with the figures as published.

The accredited places of S4 (March 2023) overlap: a location may serve several client groups, so
the places of the groups add up to more than there are. Here they are met by blocks that serve one
group or several; how they overlap, each scheme's size and, where a document names none, its town
are ours. Schemes that S4 has in planning are supposed built by the day of the demonstration.
"""

from typing import Final

from service.demo.blocks import Adaptation, Block, RentBasis
from service.domain.homes import IntendedStay, SchemeKind, SexesAccepted
from service.domain.support import ClientGroup, SupportLevel

_K, _G, _L = SchemeKind, ClientGroup, SupportLevel
_PERMANENT: Final = IntendedStay.PERMANENT

ACCREDITED_EXTRA_CARE: Final = (
    "S4, market position statement 2023: accredited places, March 2023, one of 17 housing with "
    "care schemes (town and size invented)"
)
OPENED_EXTRA_CARE: Final = (
    "S4, market position statement 2023: open at Fakenham and Acle, 124 homes (split invented)"
)
HARLESTON: Final = "S4, market position statement 2023: 91 apartments at Harleston, on site in 2024"
SEVEN_SCHEMES: Final = (
    "S1, Norfolk County Council, 3 October 2017: seven supported housing schemes, up to 93 people "
    "(towns and sizes invented)"
)
ACCREDITED_SUPPORTED: Final = (
    "S4, market position statement 2023: accredited supported living places, March 2023 (town and "
    "size invented)"
)
TCP_HOMES: Final = (
    "S4, market position statement 2023: 14 transforming care homes bought and adapted (towns "
    "invented)"
)
ENABLEMENT: Final = (
    "S4, market position statement 2023: an enablement scheme at the town it names (size invented)"
)
STEP_DOWN: Final = "S4, market position statement 2023: seven step-down flats in Norwich"
COMMUNITY: Final = (
    "S4, market position statement 2023: 18-home community scheme, in planning (town invented)"
)
NINE_HOMES: Final = (
    "S4, market position statement 2023: nine-home mental health scheme, in pre-planning (town "
    "invented)"
)
REFUGES: Final = (
    "S4, market position statement 2023: one of seven refuges (district and size invented)"
)
DISPERSED_TEN: Final = (
    "S4, market position statement 2023: 10 units (30 bed spaces) of dispersed accommodation "
    "brought forward (districts invented)"
)
DISPERSED_FOUR: Final = (
    "S4, market position statement 2023: 4 units being bought with South Norfolk Council, 2023-24"
)
CLUSTERS: Final = (
    "S4, market position statement 2023: general needs cluster with floating support near an "
    "enablement scheme (asked for; size invented)"
)

ACCREDITED_SUPPORTED_SOURCES: Final = (
    ACCREDITED_SUPPORTED, SEVEN_SCHEMES, TCP_HOMES, ENABLEMENT,
)  # fmt: skip
"""The blocks that make up S4's accredited supported living places."""
ACCREDITED_EXTRA_CARE_SOURCES: Final = (ACCREDITED_EXTRA_CARE, OPENED_EXTRA_CARE)
"""The blocks that make up S4's accredited housing with care and independent living places."""

_LD: Final = frozenset({_G.LEARNING_DISABILITY, _G.AUTISM})
_MH: Final = frozenset({_G.MENTAL_HEALTH})
_PD: Final = frozenset({_G.PHYSICAL_DISABILITY})
_OLDER: Final = frozenset({_G.OLDER})
_DA: Final = frozenset({_G.DOMESTIC_ABUSE})
_CARE: Final = ("WVH", "SFH", "CHH", "PFH")
_SUPPORT: Final = ("LWS", "OBS", "NDH")
_ENABLEMENT_TOWNS: Final = (
    "North Walsham", "Norwich", "King's Lynn", "Attleborough", "Great Yarmouth",
)  # fmt: skip


def _extra_care(
    groups: frozenset[ClientGroup],
    units: int,
    schemes: int,
) -> Block:
    """Housing with care: flats for people of 60 and over, staff there day and night."""
    return Block(
        _K.HOUSING_WITH_CARE, units, schemes, _CARE, ACCREDITED_EXTRA_CARE, groups | _OLDER,
        (_L.HIGH,), ages=(60, None), stay=_PERMANENT, sizes=(0, 80, 20), surplus=1,
        rent=RentBasis.SUPPORTED, adaptation=Adaptation.FULL, void_rate=0.13,
    )  # fmt: skip


def _independent(town: str, units: int, source: str, *, void_rate: float, new_build: bool) -> Block:
    """Independent living at affordable rent, S4's model for new schemes."""
    return Block(
        _K.INDEPENDENT_LIVING, units, 1, ("SFH",), source, _OLDER | _PD, (_L.HIGH,),
        name="Independent living, {town}", towns=(town,), ages=(65, None), stay=_PERMANENT,
        sizes=(0, 70, 30), surplus=1, rent=RentBasis.AFFORDABLE, adaptation=Adaptation.FULL,
        void_rate=void_rate, new_build=new_build,
    )  # fmt: skip


def _supported(
    groups: frozenset[ClientGroup],
    units: int,
    schemes: int,
    levels: tuple[SupportLevel, ...],
    *,
    shared: bool = False,
    void_rate: float = 0.12,
    landlords: tuple[str, ...] = _SUPPORT,
    source: str = ACCREDITED_SUPPORTED,
) -> Block:
    """Supported living, or supported housing as S1 calls it: a stepping stone."""
    return Block(
        _K.SUPPORTED_LIVING, units, schemes, landlords, source, groups, levels, shared=shared,
        sizes=(1,) if shared else (0, 1), void_rate=void_rate,
    )  # fmt: skip


EXTRA_CARE: Final = (
    _extra_care(_PD | _MH, 230, 5),
    _extra_care(_PD | _LD, 110, 2),
    _extra_care(_PD, 42, 1),
    _extra_care(_LD | _MH, 40, 1),
    _extra_care(_MH, 134, 3),
    _extra_care(_OLDER, 176, 5),
    _independent("Fakenham", 66, OPENED_EXTRA_CARE, void_rate=0.13, new_build=False),
    _independent("Acle", 58, OPENED_EXTRA_CARE, void_rate=0.13, new_build=False),
    _independent("Harleston", 91, HARLESTON, void_rate=0.32, new_build=True),
)
"""Housing with care and independent living: 732 in 17 schemes, 124 opened, 91 at Harleston."""

SUPPORTED: Final = (
    _supported(_MH, 93, 7, (_L.HIGH, _L.HIGH, _L.HIGH, _L.MEDIUM), source=SEVEN_SCHEMES,
               landlords=("SWT",)),
    _supported(_MH, 106, 7, (_L.MEDIUM, _L.HIGH, _L.MEDIUM), landlords=("SWT", "LWS")),
    _supported(_MH | _OLDER, 42, 3, (_L.MEDIUM,)),
    _supported(_LD, 262, 19, (_L.HIGH, _L.MEDIUM, _L.HIGH), void_rate=0.16),
    _supported(_LD, 168, 16, (_L.HIGH, _L.HIGH, _L.MEDIUM), shared=True, void_rate=0.2),
    _supported(_LD | _OLDER, 75, 6, (_L.HIGH, _L.MEDIUM), void_rate=0.16),
    _supported(_LD | _PD, 50, 4, (_L.HIGH,)),
    _supported(_PD, 32, 3, (_L.MEDIUM, _L.HIGH)),
    Block(_K.SUPPORTED_LIVING, 14, 4, ("LWS",), TCP_HOMES, _LD, (_L.HIGH,), stay=_PERMANENT,
          name="Transforming care homes, {town}",
          towns=("Norwich", "King's Lynn", "Great Yarmouth", "Thetford"),
          adaptation=Adaptation.FULL),
    Block(_K.ENABLEMENT, 45, 5, ("HHE",), ENABLEMENT, _LD, (_L.MEDIUM,),
          name="Enablement, {town}", towns=_ENABLEMENT_TOWNS, stay=IntendedStay.SHORT,
          void_rate=0.1),
    Block(_K.STEP_DOWN, 7, 1, ("SWT",), STEP_DOWN, _MH, (_L.LOW,), name="Step-down, {town}",
          towns=("Norwich",), stay=IntendedStay.SHORT, void_rate=0.3),
    Block(_K.SUPPORTED_LIVING, 18, 1, ("NDH",), COMMUNITY, _LD | _PD, (_L.MEDIUM,),
          name="Community homes, {town}", towns=("Thetford",), stay=_PERMANENT, void_rate=0.45,
          new_build=True, adaptation=Adaptation.FULL),
    Block(_K.SUPPORTED_LIVING, 9, 1, ("SWT",), NINE_HOMES, _MH, (_L.MEDIUM,),
          name="Nine Homes, {town}", towns=("King's Lynn",), void_rate=0.55, new_build=True),
)  # fmt: skip
"""Supported living: S4 counts 614 places for learning disability or autism, 241 for mental health,
82 for physical disability and 117 for older people; the last three blocks are beyond them."""

SAFE_ACCOMMODATION: Final = (
    Block(_K.REFUGE, 58, 7, ("STH", "TGT"), REFUGES, _DA, (_L.HIGH, _L.MEDIUM),
          name="Refuge, {district}", ages=(16, None), sexes=(SexesAccepted.WOMEN,),
          towns=("Thetford", "Aylsham", "Great Yarmouth", "King's Lynn", "North Walsham",
                 "Norwich", "Wymondham"),
          stay=IntendedStay.SHORT, sizes=(20, 45, 25, 10), void_rate=0.13, hidden=True),
    Block(_K.DISPERSED, 10, 4, ("STH", "TGT"), DISPERSED_TEN, _DA, (_L.LOW,),
          name="Dispersed homes, {district}", stay=IntendedStay.SHORT, sizes=(0, 30, 50, 20),
          towns=("Norwich", "King's Lynn", "North Walsham", "Thetford"), void_rate=0.16,
          hidden=True),
    Block(_K.DISPERSED, 4, 1, ("TGT",), DISPERSED_FOUR, _DA, (_L.LOW,),
          name="Dispersed homes, {district}", stay=IntendedStay.SHORT, sizes=(0, 30, 50, 20),
          towns=("Wymondham",), void_rate=0.3, new_build=True, hidden=True),
)  # fmt: skip
"""Safe accommodation. Refuges: one a district, since there are seven of both."""

MOVE_ON_CLUSTERS: Final = (
    Block(_K.GENERAL_NEEDS, 60, 5, ("WVH", "CHH", "RCH", "NDH"), CLUSTERS,
          levels=(_L.LOW,), name="Move-on cluster, {town}", towns=_ENABLEMENT_TOWNS,
          stay=_PERMANENT, sizes=(0, 85, 15), rent=RentBasis.SOCIAL, void_rate=0.2,
          groups=_LD | _MH | _PD),
)  # fmt: skip

PUBLISHED: Final = EXTRA_CARE + SUPPORTED + SAFE_ACCOMMODATION + MOVE_ON_CLUSTERS
