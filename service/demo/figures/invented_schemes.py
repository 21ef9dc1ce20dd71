"""Schemes that the documents speak of without a count: sizes, towns and numbers are ours.

Towns follow S3's needs by place where it names them: supported housing for offenders in King's Lynn
and Great Yarmouth; substance misuse in Great Yarmouth and Norwich; young people in Breckland,
Broadland, South Norfolk and King's Lynn & West Norfolk; hostels in the three urban areas. General
needs homes are only those that landlords put forward, not all their stock, so more of them stand
vacant than in a landlord's whole stock; there are more with three bedrooms and fewer with one than
the registers ask for, which S3 calls the structural problem.
"""

from typing import Final

from service.demo.blocks import Adaptation, Block, RentBasis
from service.domain.homes import IntendedStay, SchemeKind, SexesAccepted
from service.domain.support import ClientGroup, SupportLevel

INVENTED: Final = "Invented for the demonstration; S3 and S4 speak of such schemes without a count"
GENERAL_SOURCE: Final = (
    "Invented for the demonstration; rents within the ranges of MHCLG's CORE log"
)

_K, _G, _L = SchemeKind, ClientGroup, SupportLevel
_PERMANENT: Final = IntendedStay.PERMANENT
_HOMELESS: Final = frozenset({_G.HOMELESS, _G.SUBSTANCE_MISUSE, _G.OFFENDING})
_YOUTH: Final = frozenset({_G.YOUNG_PEOPLE, _G.CARE_LEAVERS})
_ONE_SEX: Final = (SexesAccepted.ANY, SexesAccepted.MEN, SexesAccepted.ANY, SexesAccepted.WOMEN)

SHORT_TERM: Final = (
    Block(_K.HOSTEL, 126, 4, ("BHT",), INVENTED, _HOMELESS, (_L.HIGH, _L.MEDIUM),
          towns=("Norwich", "Great Yarmouth", "King's Lynn", "Norwich"), sexes=_ONE_SEX,
          ages=(18, None), stay=IntendedStay.SHORT, sizes=(1,), shared=True, void_rate=0.22),
    Block(_K.SUPPORTED_LIVING, 40, 4, ("TGT", "BHT"), INVENTED, _YOUTH, (_L.HIGH, _L.MEDIUM),
          towns=("Thetford", "Aylsham", "Wymondham", "King's Lynn"), ages=(16, 25),
          stay=IntendedStay.MEDIUM, sizes=(60, 40), shared=True, void_rate=0.12),
    Block(_K.SUPPORTED_LIVING, 16, 2, ("TGT",), INVENTED, frozenset({_G.YOUNG_PARENTS}),
          (_L.MEDIUM,), towns=("Norwich", "Great Yarmouth"), ages=(16, 25), sizes=(0, 25, 75),
          void_rate=0.12),
    Block(_K.SUPPORTED_LIVING, 16, 2, ("BHT",), INVENTED, frozenset({_G.OFFENDING}), (_L.HIGH,),
          towns=("King's Lynn", "Great Yarmouth"), ages=(18, None),
          sexes=(SexesAccepted.MEN, SexesAccepted.ANY), sizes=(1,), shared=True, void_rate=0.15),
    Block(_K.SUPPORTED_LIVING, 16, 2, ("BHT",), INVENTED, frozenset({_G.SUBSTANCE_MISUSE}),
          (_L.HIGH, _L.MEDIUM), towns=("Great Yarmouth", "Norwich"), ages=(18, None), sizes=(1,),
          shared=True, void_rate=0.15),
    Block(_K.DISPERSED, 10, 2, ("TGT",), INVENTED, frozenset({_G.REFUGEES}), (_L.LOW,),
          name="Homes for refugees, {town}", towns=("Norwich", "Great Yarmouth"),
          stay=IntendedStay.MEDIUM, sizes=(0, 40, 40, 20), void_rate=0.15),
    Block(_K.SUPPORTED_LIVING, 6, 1, ("OBS",), INVENTED, frozenset({_G.VETERANS}), (_L.LOW,),
          name="Veterans' homes, {town}", towns=("Dereham",), void_rate=0.25),
    Block(_K.SECOND_STAGE, 12, 3, ("STH",), INVENTED, frozenset({_G.DOMESTIC_ABUSE}), (_L.LOW,),
          name="Second stage, {district}", towns=("Norwich", "Great Yarmouth", "Dereham"),
          stay=IntendedStay.MEDIUM, sizes=(0, 30, 50, 20), void_rate=0.2, hidden=True),
    Block(_K.DISPERSED, 12, 3, ("STH",), INVENTED, frozenset({_G.DOMESTIC_ABUSE}), (_L.LOW,),
          name="Earlier dispersed homes, {district}", towns=("Norwich", "Great Yarmouth", "Diss"),
          stay=IntendedStay.SHORT, sizes=(0, 30, 50, 20), void_rate=0.12, hidden=True),
)  # fmt: skip

OLDER: Final = (
    Block(_K.SHELTERED, 400, 20, ("RCH", "FLH", "PFH", "CHH"), INVENTED,
          levels=(_L.LOW,), ages=(60, None), stay=_PERMANENT, sizes=(8, 72, 20),
          rent=RentBasis.SUPPORTED, adaptation=Adaptation.SOME, void_rate=0.12, surplus=1),
)  # fmt: skip


def _general(
    units: int,
    schemes: int,
    landlords: tuple[str, ...],
    *,
    rent: RentBasis,
    void_rate: float,
    sizes: tuple[int, ...] = (0, 18, 36, 36, 10),
    new_build: bool = False,
    towns: tuple[str, ...] = (),
) -> Block:
    """General needs homes: no support, anyone."""
    return Block(
        _K.GENERAL_NEEDS, units, schemes, landlords, GENERAL_SOURCE, stay=_PERMANENT, sizes=sizes,
        rent=rent, adaptation=Adaptation.PLAIN, void_rate=void_rate, new_build=new_build,
        towns=towns,
    )  # fmt: skip


GENERAL: Final = (
    _general(490, 34, ("WVH", "FLH", "RCH", "LMH", "CHH", "NDH"), rent=RentBasis.SOCIAL,
             void_rate=0.16),
    _general(100, 6, ("ECH",), rent=RentBasis.COUNCIL, void_rate=0.14, towns=("Norwich",) * 6),
    _general(60, 4, ("SCH",), rent=RentBasis.COUNCIL, void_rate=0.14,
             towns=("Great Yarmouth",) * 4),
    _general(140, 10, ("WVH", "SFH", "LMH", "PFH"), rent=RentBasis.AFFORDABLE, void_rate=0.62,
             sizes=(0, 22, 42, 28, 8), new_build=True),
    Block(_K.PRIVATE_RENTED, 30, 6, ("LSL",), GENERAL_SOURCE, stay=_PERMANENT,
          sizes=(10, 35, 35, 20), rent=RentBasis.PRIVATE, adaptation=Adaptation.PLAIN,
          void_rate=0.35),
)  # fmt: skip

INVENTED_BLOCKS: Final = SHORT_TERM + OLDER + GENERAL
