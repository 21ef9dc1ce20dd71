"""What rents are and what benefit meets: Local Housing Allowance and CORE's rent ranges."""

from typing import Final

from service.demo.figures.places import RentArea

LHA_SOURCE: Final = "Valuation Office Agency, Local Housing Allowance, April 2024 to March 2027"

LHA_PENCE: Final[dict[RentArea, tuple[int, int, int, int]]] = {
    RentArea.CENTRAL: (13578, 15995, 18411, 26466),
    RentArea.KINGS_LYNN: (12617, 14959, 17836, 24164),
    RentArea.YARMOUTH: (10151, 13233, 14499, 18986),
}
"""Local Housing Allowance for 1, 2, 3 and 4 bedrooms, pence a week.

The rates of 2024-25, frozen and the same in 2025-26 and 2026-27. The shared accommodation rate is
left out: it does not bind social rents, which are most of the homes here.
"""

CORE_SOURCE: Final = (
    "MHCLG, CORE lettings log 2026/27, soft limits of weekly rent by local authority, type and size"
)

Range = tuple[int, int]
Ranges = tuple[Range, Range, Range, Range]

_COMMON_SOCIAL: Final[Ranges] = ((5722, 13453), (6788, 16094), (7468, 17656), (8534, 19339))
_COMMON_COUNCIL: Final[Ranges] = ((5238, 11291), (6109, 13332), (6692, 14774), (7468, 16816))

SOCIAL_RENT: Final[dict[str, Ranges]] = {
    "Breckland": ((5722, 29029), (6788, 38252), (7468, 47923), (8534, 85730)),
    "Broadland": ((5722, 20257), (6788, 26552), (7468, 31278), (8534, 40726)),
    "Great Yarmouth": ((5722, 27478), (6788, 32021), (7468, 41326), (8534, 71616)),
    "King's Lynn and West Norfolk": _COMMON_SOCIAL,
    "North Norfolk": _COMMON_SOCIAL,
    "Norwich": _COMMON_SOCIAL,
    "South Norfolk": _COMMON_SOCIAL,
}
"""Social rent, general needs, private registered provider: lowest and highest, 1 to 4 bedrooms."""

COUNCIL_RENT: Final[dict[str, Ranges]] = {
    "Breckland": ((5238, 29029), (6109, 38252), (6692, 47923), (7468, 85730)),
    "Broadland": ((5238, 20257), (6109, 26552), (6692, 31278), (7468, 40726)),
    "Great Yarmouth": ((5238, 27478), (6109, 32021), (6692, 41326), (7468, 71616)),
    "King's Lynn and West Norfolk": _COMMON_COUNCIL,
    "North Norfolk": _COMMON_COUNCIL,
    "Norwich": _COMMON_COUNCIL,
    "South Norfolk": _COMMON_COUNCIL,
}
"""Social rent, general needs, local authority."""

AFFORDABLE_RENT: Final[dict[str, Ranges]] = {
    "Breckland": ((5722, 31233), (6788, 38987), (7468, 54713), (8534, 79912)),
    "Broadland": ((5722, 19818), (6788, 25633), (7468, 29942), (8534, 41359)),
    "Great Yarmouth": ((5722, 10694), (6788, 12992), (7468, 14143), (8534, 18628)),
    "King's Lynn and West Norfolk": ((5722, 10808), (6788, 13568), (7468, 15983), (8534, 26333)),
    "North Norfolk": ((5722, 10808), (6788, 13568), (7468, 17823), (8534, 29323)),
    "Norwich": ((5722, 12302), (6788, 14604), (7468, 18513), (8534, 26446)),
    "South Norfolk": ((5722, 11154), (6788, 13568), (7468, 15983), (8534, 23226)),
}
"""Affordable rent, general needs, private registered provider."""

SUPPORTED_RENT: Final[dict[str, Range]] = {
    "Breckland": (3811, 96279),
    "Broadland": (3811, 45737),
    "Great Yarmouth": (3811, 79552),
    "King's Lynn and West Norfolk": (3811, 25629),
    "North Norfolk": (3811, 25629),
    "Norwich": (3811, 25629),
    "South Norfolk": (3811, 25629),
}
"""Social rent, supported housing, private registered provider: one range for all sizes."""
