"""Towns of the county: residents, points, rent areas and a handful of real postcodes.

Towns are the 21 market towns of Norfolk County Council's Market Town Centre Report 2019, the three
urban areas of S3, and Acle (S4), Reepham and Hingham. Residents are those of the Census 2021 (ONS)
within 2 km of the town's point (5 km for Norwich, 3 km for Great Yarmouth and King's Lynn). Points
are GeoNames or medians of postcodes, EPSG:27700 metres. Postcodes are live ones of the ONS Postcode
Directory, November 2025, in the district named.

Which broad rental market area a town lies in was not to be had by postcode: each town is put in the
area whose namesake city or town is nearest in a straight line. Lowestoft & Great Yarmouth is
measured from Great Yarmouth. This is a stand-in; the Rent Officer's boundaries differ in places.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

BRECKLAND: Final = "Breckland"
BROADLAND: Final = "Broadland"
YARMOUTH: Final = "Great Yarmouth"
WEST_NORFOLK: Final = "King's Lynn and West Norfolk"
NORTH_NORFOLK: Final = "North Norfolk"
NORWICH: Final = "Norwich"
SOUTH_NORFOLK: Final = "South Norfolk"

DISTRICTS: Final = (
    BRECKLAND,
    BROADLAND,
    YARMOUTH,
    WEST_NORFOLK,
    NORTH_NORFOLK,
    NORWICH,
    SOUTH_NORFOLK,
)
"""The seven district councils, in the order of their codes (E07000143 to E07000149)."""


class RentArea(StrEnum):
    """Broad rental market areas that meet the county (Valuation Office Agency)."""

    CENTRAL = "Central Norfolk & Norwich"
    KINGS_LYNN = "King's Lynn"
    YARMOUTH = "Lowestoft & Great Yarmouth"


@dataclass(frozen=True)
class Town:
    """A town where homes are and where people want to be."""

    name: str
    district: str
    residents: int
    easting: int
    northing: int
    rent_area: RentArea
    postcodes: tuple[str, ...]


_C, _K, _Y = RentArea.CENTRAL, RentArea.KINGS_LYNN, RentArea.YARMOUTH


def _town(
    name: str,
    district: str,
    residents: int,
    point: tuple[int, int],
    rent_area: RentArea,
    postcodes: str,
) -> Town:
    """A town from one typed row; postcodes are apart by a comma."""
    easting, northing = point
    split = tuple(postcodes.split(", "))
    return Town(name, district, residents, easting, northing, rent_area, split)


# fmt: off
TOWNS: Final = (
    _town("Attleborough", BRECKLAND, 11695, (604711, 295372), _C,
          "NR17 2QW, NR17 2JF, NR17 2JG, NR17 1XS"),
    _town("Dereham", BRECKLAND, 17985, (598868, 313458), _C,
          "NR19 1DW, NR19 2HH, NR19 1HA, NR20 3TG"),
    _town("Swaffham", BRECKLAND, 8292, (581725, 309127), _K,
          "PE37 7NA, PE37 7RB, PE37 7RH, PE37 7DZ"),
    _town("Thetford", BRECKLAND, 25380, (587094, 283116), _C,
          "IP24 2HT, IP24 3PN, IP24 1EB, IP24 1HZ"),
    _town("Watton", BRECKLAND, 9598, (591388, 300765), _C,
          "IP25 6AB, IP25 6ZA, IP25 6PN, IP25 6ZN"),
    _town("Acle", BROADLAND, 2866, (640134, 310246), _Y,
          "NR13 3DX, NR13 3QL, NR13 3RB, NR13 3RH"),
    _town("Aylsham", BROADLAND, 6905, (619275, 327080), _C,
          "NR11 6ES, NR11 6GX, NR11 6BH, NR11 6GP"),
    _town("Reepham", BROADLAND, 2474, (609995, 322935), _C,
          "NR10 4LE, NR10 4LH, NR10 4JS, NR10 4RA"),
    _town("Great Yarmouth", YARMOUTH, 33659, (652673, 307703), _Y,
          "NR30 2JA, NR30 2LL, NR30 3BD, NR30 3HW, NR30 1TE, NR30 3QL, NR31 6LT"),
    _town("Downham Market", WEST_NORFOLK, 12145, (561511, 303705), _K,
          "PE38 9QQ, PE38 9AH, PE38 9BL, PE38 9GS"),
    _town("Hunstanton", WEST_NORFOLK, 4806, (567520, 341151), _K,
          "PE36 6AE, PE36 6DJ, PE36 5PW, PE36 5NY"),
    _town("King's Lynn", WEST_NORFOLK, 36489, (561749, 319810), _K,
          "PE30 5EF, PE30 5AL, PE30 2BZ, PE30 2DN, PE30 2HL, PE30 4SA, PE30 4GD"),
    _town("Cromer", NORTH_NORFOLK, 8140, (621813, 342183), _C,
          "NR27 9DS, NR27 0AX, NR27 9AX, NR27 0FG"),
    _town("Fakenham", NORTH_NORFOLK, 8328, (591941, 329623), _K,
          "NR21 9AP, NR21 9DQ, NR21 8AL, NR21 9RE"),
    _town("Holt", NORTH_NORFOLK, 4173, (607804, 338739), _C,
          "NR25 6HP, NR25 6HD, NR25 6SL, NR25 6EE"),
    _town("North Walsham", NORTH_NORFOLK, 12949, (628339, 330227), _C,
          "NR28 9DT, NR28 0DU, NR28 9HS, NR28 0SL"),
    _town("Sheringham", NORTH_NORFOLK, 7994, (615744, 342972), _C,
          "NR26 8EE, NR26 8JG, NR26 8XS, NR26 8XJ"),
    _town("Stalham", NORTH_NORFOLK, 4672, (637394, 325044), _C,
          "NR12 9DG, NR12 9AN, NR12 9EG, NR12 9QG"),
    _town("Wells-next-the-Sea", NORTH_NORFOLK, 1996, (591633, 343163), _K,
          "NR23 1HR, NR23 1HA, NR23 1DB, NR23 1BH"),
    _town("Wroxham and Hoveton", NORTH_NORFOLK, 3703, (630454, 318481), _C,
          "NR12 8UT, NR12 8DL, NR12 8DT, NR12 8GB"),
    _town("Norwich", NORWICH, 187457, (623321, 308446), _C,
          "NR1 3QD, NR1 1XA, NR3 1DL, NR3 1TP, NR3 1PF, NR1 4HU, NR3 1EG, NR3 2DG, NR2 3NG, "
          "NR4 6DA, NR4 7EF, NR3 3WG"),
    _town("Diss", SOUTH_NORFOLK, 10507, (611720, 279959), _C,
          "IP22 4EL, IP22 4LS, IP22 4YF, IP22 4UD"),
    _town("Harleston", SOUTH_NORFOLK, 5300, (624348, 283445), _C,
          "IP20 9AD, IP20 9DD, IP20 9DN, IP20 9JN"),
    _town("Hingham", SOUTH_NORFOLK, 2435, (602289, 302167), _C,
          "NR9 4JJ, NR9 4HX, NR9 4HD, NR9 4LX"),
    _town("Loddon", SOUTH_NORFOLK, 4215, (636247, 298454), _C,
          "NR14 6JQ, NR14 6NA, NR14 6UR, NR14 6HF"),
    _town("Long Stratton", SOUTH_NORFOLK, 4980, (619718, 292707), _C,
          "NR15 2XN, NR15 2PG, NR15 2ZE, NR15 2ZP"),
    _town("Wymondham", SOUTH_NORFOLK, 13235, (611058, 301463), _C,
          "NR18 0BS, NR18 0SU, NR18 0XQ, NR18 0YE"),
)
# fmt: on
"""Every town with homes; names and districts as the gazetteer has them."""

TOWN_BY_NAME: Final = {town.name: town for town in TOWNS}


def towns_of(district: str) -> tuple[Town, ...]:
    """The towns of a district, in the order typed."""
    return tuple(town for town in TOWNS if town.district == district)
