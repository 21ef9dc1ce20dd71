"""What support people need: the homelessness statistics of 2025, and the client groups they mean.

MHCLG, Statutory homelessness, detailed local authority tables, January to December 2025 (four
quarters added): table A3 (support needs), A5P and A5R (household composition), A6 (age).
"""

from dataclasses import dataclass
from typing import Final

from service.domain.support import ClientGroup

HCLIC_SOURCE: Final = "MHCLG Statutory homelessness 2025, table A3"
AGE_SOURCE: Final = "MHCLG Statutory homelessness 2025, table A6, seven districts"
COMPOSITION_SOURCE: Final = "MHCLG Statutory homelessness 2025, tables A5P and A5R, seven districts"


@dataclass(frozen=True)
class Owed:
    """Households owed a prevention or relief duty in one district, by number of support needs."""

    none: int
    one: int
    two: int
    three_or_more: int
    needs: int
    """Support needs in all; a household has several."""

    @property
    def with_needs(self) -> int:
        """Households with one or more support needs."""
        return self.one + self.two + self.three_or_more

    @property
    def share_with_needs(self) -> float:
        """Of households owed a duty, the share with one or more support needs."""
        return self.with_needs / (self.with_needs + self.none)


OWED: Final[dict[str, Owed]] = {
    "Breckland": Owed(107, 77, 105, 348, 1940),
    "Broadland": Owed(159, 218, 60, 35, 461),
    "Great Yarmouth": Owed(182, 250, 158, 269, 1718),
    "King's Lynn and West Norfolk": Owed(80, 212, 126, 85, 752),
    "North Norfolk": Owed(259, 82, 45, 52, 378),
    "Norwich": Owed(459, 357, 149, 281, 2187),
    "South Norfolk": Owed(165, 225, 61, 22, 425),
}

Ages = tuple[int, int]


@dataclass(frozen=True)
class Need:
    """One support need of table A3: households by district, and the client group we take it for."""

    name: str
    households: tuple[int, int, int, int, int, int, int]
    """In the order of ``places.DISTRICTS``."""
    group: ClientGroup | None
    """Empty where no service in S0 to S4 is for people with this need."""
    ages: Ages | None = None
    """Ages of the lead applicant that the need itself states or implies."""
    bedrooms: int = 1
    """For a need that states an age: the bedrooms such a household is given here."""


_G = ClientGroup
# fmt: off
NEEDS: Final = (
    Need("education, employment or training", (107, 0, 63, 0, 1, 35, 1), None),
    Need("alcohol dependency", (36, 18, 41, 37, 21, 166, 12), _G.SUBSTANCE_MISUSE),
    Need("abuse, not domestic", (63, 8, 45, 13, 11, 54, 13), None),
    Need("domestic abuse", (186, 115, 157, 83, 70, 157, 131), _G.DOMESTIC_ABUSE),
    Need("sexual abuse or exploitation", (73, 3, 30, 11, 8, 44, 2), None),
    Need("care leaver, retired option", (0, 2, 1, 0, 0, 0, 0), _G.CARE_LEAVERS),
    Need("care leaver aged 18-20", (12, 28, 31, 3, 2, 53, 13), _G.CARE_LEAVERS, (18, 20)),
    Need("care leaver aged 21-24", (6, 4, 11, 0, 1, 8, 1), _G.CARE_LEAVERS, (21, 24)),
    Need("care leaver aged 25 or over", (15, 3, 10, 0, 3, 19, 4), _G.CARE_LEAVERS, (25, 40)),
    Need("difficulties budgeting", (125, 5, 100, 5, 10, 47, 9), None),
    Need("drug dependency", (68, 16, 57, 33, 15, 151, 10), _G.SUBSTANCE_MISUSE),
    Need("former asylum seeker", (1, 8, 12, 1, 0, 86, 6), _G.REFUGEES),
    Need("history of mental health problems", (359, 96, 356, 271, 85, 384, 79), _G.MENTAL_HEALTH),
    Need("history of repeat homelessness", (135, 10, 88, 20, 20, 169, 5), _G.HOMELESS),
    Need("history of rough sleeping", (109, 9, 74, 17, 13, 123, 8), _G.HOMELESS),
    Need("learning disability", (160, 13, 119, 28, 17, 91, 18), _G.LEARNING_DISABILITY),
    Need("offending history", (111, 16, 85, 29, 19, 214, 16), _G.OFFENDING),
    Need("old age", (37, 7, 49, 12, 8, 23, 7), _G.OLDER, (65, 88)),
    Need("physical ill health or disability", (270, 62, 254, 156, 69, 251, 50),
         _G.PHYSICAL_DISABILITY),
    Need("served in HM Forces", (14, 1, 10, 2, 1, 13, 3), _G.VETERANS),
    Need("victim of modern slavery", (2, 0, 0, 0, 0, 7, 1), None),
    Need("young parent", (11, 7, 24, 7, 1, 19, 3), _G.YOUNG_PARENTS, (21, 24), 2),
    Need("young person aged 16-17", (4, 11, 9, 2, 0, 0, 11), _G.YOUNG_PEOPLE, (16, 17)),
    Need("young person aged 18-25", (36, 19, 92, 22, 3, 73, 22), _G.YOUNG_PEOPLE, (18, 25)),
)
# fmt: on
"""The 24 support needs of table A3. The mapping to client groups is ours:

dependency on alcohol or drugs is substance misuse; a history of rough sleeping or of repeat
homelessness is homelessness; every care leaver is one whatever the age; budgeting, education,
abuse that is not domestic, sexual exploitation and modern slavery are needs that no service in S0
to S4 is kept for, so they raise the level of support and open no door. A young parent is given as
21 to 24 (the statistics set no age; a parent under 21 may be asked to share under the bedroom
standard).
"""

AGE_BANDS: Final[tuple[tuple[Ages, int], ...]] = (
    ((16, 17), 15),
    ((18, 24), 978),
    ((25, 34), 1215),
    ((35, 44), 1076),
    ((45, 54), 631),
    ((55, 64), 414),
    ((65, 74), 199),
    ((75, 88), 100),
)
"""Main applicants owed a duty by age (4,628); the upper end of "75 or over" is ours."""

SINGLE_MEN: Final = 795 + 1275
SINGLE_WOMEN: Final = 552 + 657
COUPLES: Final = 129 + 98
"""Couples or two adults without dependent children."""
LONE_FATHERS: Final = 35 + 56
LONE_MOTHERS: Final = 310 + 429
COUPLES_WITH_CHILDREN: Final = 148 + 81
