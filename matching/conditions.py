"""What joins people and homes to one another: services, limits, marked pairs and company."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np

from matching.columns import Int8, Int32, UInt32
from matching.tables import UNSAID, ColumnSpec, settle_table

NO_LIMIT: Final = int(np.iinfo(np.int32).max)

_APPLICANT: Final = "Row of an applicant."
_VACANCY: Final = "Row of a vacancy."


class Mark(IntEnum):
    """What has been said of a pair."""

    LOCKED = 1
    FORBIDDEN = 2
    REFUSED = 3


SERVICE_COLUMNS: Final[dict[str, ColumnSpec]] = {
    "half_hours": ColumnSpec(np.int32, "Half-hours a week that it has free.", 0),
    "level": ColumnSpec(np.int8, "The highest level of support it can give, 1 to 3.", 1, 3),
    "client_groups": ColumnSpec(
        np.uint32, "Bit mask of the client groups it is for; 0 for anyone.", unsaid=0
    ),
    "people": ColumnSpec(
        np.int32, "People it can take on; 2147483647 for any number.", 0, unsaid=NO_LIMIT
    ),
    "covers": ColumnSpec(np.int8, "For each area: 1 if it works there, 0 if not.", 0, 1, width=0),
}
LIMIT_COLUMNS: Final[dict[str, ColumnSpec]] = {
    "classes": ColumnSpec(np.uint32, "Bit mask of the classes that it counts; 0 for everyone."),
    "most": ColumnSpec(np.int32, "Most people of those classes whom a run may place there.", 0),
}
LIMITED_COLUMNS: Final[dict[str, ColumnSpec]] = {
    "limit": ColumnSpec(np.int32, "Row of a limit.", 0),
    "vacancy": ColumnSpec(np.int32, _VACANCY, 0),
}
MARK_COLUMNS: Final[dict[str, ColumnSpec]] = {
    "applicant": ColumnSpec(np.int32, _APPLICANT, 0),
    "vacancy": ColumnSpec(np.int32, _VACANCY, 0),
    "mark": ColumnSpec(
        np.int8,
        "1 locked: the officer has settled it; 2 forbidden by an officer; 3 refused before.",
        1,
        3,
    ),
}
COMPANY_COLUMNS: Final[dict[str, ColumnSpec]] = {
    "one": ColumnSpec(np.int32, _APPLICANT, 0),
    "other": ColumnSpec(np.int32, _APPLICANT, 0),
    "together": ColumnSpec(
        np.int8, "1 if both must be placed at one site or neither, 0 if never both at one.", 0, 1
    ),
}


@dataclass(frozen=True, eq=False)
class Services:
    """Floating support that has hours to give: columns of one length, a row a service.

    Attributes:
        half_hours: int32[k], half-hours a week free.
        level: int8[k], the highest level of support it can give.
        covers: int8[k, n_areas], 1 where it works.
        client_groups: uint32[k], bit mask of the groups it is for; 0 for anyone.
        people: int32[k], people it can take on; NO_LIMIT for any number.

    Raises:
        ProblemError: if a column has a wrong type, shape or value.
    """

    half_hours: Int32
    level: Int8
    covers: Int8
    client_groups: UInt32 = UNSAID
    people: Int32 = UNSAID

    def __post_init__(self) -> None:
        settle_table(self, "services", SERVICE_COLUMNS, "half_hours")

    def __len__(self) -> int:
        return len(self.half_hours)


@dataclass(frozen=True, eq=False)
class Limits:
    """At most so many people of some classes over some vacancies: mix limits and quotas.

    Attributes:
        classes: uint32[k], bit mask of the classes counted; 0 for everyone.
        most: int32[k], most people of those classes whom a run may place there.

    Raises:
        ProblemError: if a column has a wrong type, shape or value.
    """

    classes: UInt32
    most: Int32

    def __post_init__(self) -> None:
        settle_table(self, "limits", LIMIT_COLUMNS, "most")

    def __len__(self) -> int:
        return len(self.most)


@dataclass(frozen=True, eq=False)
class Limited:
    """Which vacancies a limit is over: a row a limit and vacancy.

    Attributes:
        limit: int32[k], rows of limits.
        vacancy: int32[k], rows of vacancies.

    Raises:
        ProblemError: if a column has a wrong type, shape or value.
    """

    limit: Int32
    vacancy: Int32

    def __post_init__(self) -> None:
        settle_table(self, "limited", LIMITED_COLUMNS, "limit")

    def __len__(self) -> int:
        return len(self.limit)


@dataclass(frozen=True, eq=False)
class Marks:
    """Pairs of which something has been said already: a row a pair.

    Attributes:
        applicant: int32[k], rows of applicants.
        vacancy: int32[k], rows of vacancies.
        mark: int8[k], a Mark. A locked pair is open whatever the rules say, but for an excluded
            area; every other home is shut to that applicant, who stands before everyone.

    Raises:
        ProblemError: if a column has a wrong type, shape or value.
    """

    applicant: Int32
    vacancy: Int32
    mark: Int8

    def __post_init__(self) -> None:
        settle_table(self, "marks", MARK_COLUMNS, "applicant")

    def __len__(self) -> int:
        return len(self.applicant)


@dataclass(frozen=True, eq=False)
class Company:
    """Who must live at one site and who must not: a row two applicants.

    Attributes:
        one: int32[k], rows of applicants.
        other: int32[k], rows of applicants.
        together: int8[k], 1 if both must be placed at one site or neither, 0 if never both.

    Raises:
        ProblemError: if a column has a wrong type, shape or value.
    """

    one: Int32
    other: Int32
    together: Int8

    def __post_init__(self) -> None:
        settle_table(self, "company", COMPANY_COLUMNS, "one")

    def __len__(self) -> int:
        return len(self.one)
