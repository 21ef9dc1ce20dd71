"""The problem as columns: who is waiting and what is vacant, checked on construction.

Nothing here has a name, an address or an identity: a row number is all the matcher knows, and a
caller-given ``key`` keeps its results independent of the order of the rows.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields
from typing import Any, Final

import numpy as np

from matching.columns import (
    Column,
    Int8,
    Int16,
    Int32,
    Int64,
    ProblemError,
    UInt8,
    UInt32,
    check_unique,
    settle,
)

NO_DAY: Final = int(np.iinfo(np.int32).max)
"""``needed_by_day`` of an applicant who has no last day."""

N_BEDROOM_RULES: Final = 3
FEMALE: Final = 1
MALE: Final = 2

Specification = tuple[type[np.integer[Any]], int | None, int | None]
"""The type of a column, the least and the most it may hold; None for what the type can hold."""

MATRICES: Final = ("bedrooms_needed", "area_rank")
_ANY: Final = (None, None)
_DAY: Final = (-1_000_000, 1_000_000)
_PENCE: Final = (-1, 100_000_000)
APPLICANT_COLUMNS: Final[dict[str, Specification]] = {
    "key": (np.int64, *_ANY),
    "tier": (np.int8, 1, 5),
    "registered_day": (np.int32, *_DAY),
    "bedrooms_needed": (np.int8, 1, 50),
    "support_needed": (np.int8, 0, 3),
    "floating_level": (np.int8, 0, 3),
    "client_groups": (np.uint32, *_ANY),
    "area_rank": (np.int8, -1, 127),
    "age": (np.int16, 0, 130),
    "sexes": (np.uint8, 1, 3),
    "accessibility_needs": (np.uint32, *_ANY),
    "rent_limit_pence": (np.int32, *_PENCE),
    "ready_day": (np.int32, *_DAY),
    "needed_by_day": (np.int32, _DAY[0], NO_DAY),
}
VACANCY_COLUMNS: Final[dict[str, Specification]] = {
    "key": (np.int64, *_ANY),
    "bedrooms": (np.int8, 0, 50),
    "bedroom_rule": (np.int8, 0, N_BEDROOM_RULES - 1),
    "bedroom_surplus": (np.int8, 0, 50),
    "support_level": (np.int8, 0, 3),
    "client_groups": (np.uint32, *_ANY),
    "area": (np.int32, 0, None),
    "age_min": (np.int16, 0, None),
    "age_max": (np.int16, 0, None),
    "sexes": (np.uint8, 1, 3),
    "features": (np.uint32, *_ANY),
    "rent_pence": (np.int32, *_PENCE),
    "available_day": (np.int32, *_DAY),
    "capacity": (np.int32, 0, None),
}


@dataclass(frozen=True, eq=False)
class Applicants:
    """People and households waiting: columns of one length n, a row each.

    Attributes:
        key: int64[n], a stable number of the caller's, unique; decides nothing but lottery draws.
        tier: int8[n], 1 most urgent to 5.
        registered_day: int32[n], days since 1970-01-01; the earlier has waited longer.
        bedrooms_needed: int8[n, 3], bedrooms under each of the three bedroom rule sets.
        support_needed: int8[n], 0 none, 1 low, 2 medium, 3 high.
        floating_level: int8[n], the level that floating support already gives them, 0 to 3.
        client_groups: uint32[n], bit mask of the groups they belong to.
        area_rank: int8[n, n_areas], −1 excluded, 0 not wanted, 1 first choice, 2 second, and on.
        age: int16[n], of the lead applicant, years.
        sexes: uint8[n], bit mask of the adults' sexes: 1 female, 2 male, 3 both or not known.
        accessibility_needs: uint32[n], bit mask of features the home must have.
        rent_limit_pence: int32[n], pence a week they can meet; −1 not known.
        ready_day: int32[n], the first day they could move.
        needed_by_day: int32[n], the last day; NO_DAY when there is none.

    Raises:
        ProblemError: if a column has a wrong type, shape or value.
    """

    key: Int64
    tier: Int8
    registered_day: Int32
    bedrooms_needed: Int8
    support_needed: Int8
    floating_level: Int8
    client_groups: UInt32
    area_rank: Int8
    age: Int16
    sexes: UInt8
    accessibility_needs: UInt32
    rent_limit_pence: Int32
    ready_day: Int32
    needed_by_day: Int32

    def __post_init__(self) -> None:
        _settle_all(self, "applicants", APPLICANT_COLUMNS)
        if self.bedrooms_needed.shape[1] != N_BEDROOM_RULES:
            raise ProblemError(
                f"applicants.bedrooms_needed has {self.bedrooms_needed.shape[1]} columns; "
                f"it must have {N_BEDROOM_RULES}, one a bedroom rule set"
            )

    def __len__(self) -> int:
        return len(self.key)


@dataclass(frozen=True, eq=False)
class Vacancies:
    """Homes and rooms to let: columns of one length m, a row each.

    Attributes:
        key: int64[m], a stable number of the caller's, unique; decides nothing but lottery draws.
        bedrooms: int8[m], 0 for a bedsit, a studio or a room.
        bedroom_rule: int8[m], which column of ``bedrooms_needed`` this landlord goes by.
        bedroom_surplus: int8[m], bedrooms above the need that are allowed.
        support_level: int8[m], 0 none, 1 low, 2 medium, 3 high.
        client_groups: uint32[m], bit mask of the groups it is for; 0 for anyone.
        area: int32[m], index of its area, 0 to n_areas − 1.
        age_min: int16[m], youngest lead applicant, years.
        age_max: int16[m], oldest lead applicant, years.
        sexes: uint8[m], bit mask of the sexes allowed; 3 for any.
        features: uint32[m], bit mask of adaptations it has.
        rent_pence: int32[m], pence a week; −1 where the rent rule does not apply.
        available_day: int32[m], the first day it can be let, days since 1970-01-01.
        capacity: int32[m], places; 1 for a home, 0 for nothing to give at present.

    Raises:
        ProblemError: if a column has a wrong type, shape or value.
    """

    key: Int64
    bedrooms: Int8
    bedroom_rule: Int8
    bedroom_surplus: Int8
    support_level: Int8
    client_groups: UInt32
    area: Int32
    age_min: Int16
    age_max: Int16
    sexes: UInt8
    features: UInt32
    rent_pence: Int32
    available_day: Int32
    capacity: Int32

    def __post_init__(self) -> None:
        _settle_all(self, "vacancies", VACANCY_COLUMNS)
        crossed = np.flatnonzero(self.age_min > self.age_max)
        if crossed.size:
            row = int(crossed[0])
            raise ProblemError(
                f"vacancies.age_max row {row} is {self.age_max[row]}; "
                f"it must be at least age_min, {self.age_min[row]}"
            )

    def __len__(self) -> int:
        return len(self.key)


@dataclass(frozen=True, eq=False)
class Problem:
    """Applicants and vacancies that belong together.

    Raises:
        ProblemError: if a vacancy lies in an area for which no applicant has a rank.
    """

    applicants: Applicants
    vacancies: Vacancies

    def __post_init__(self) -> None:
        beyond = np.flatnonzero(self.vacancies.area >= self.n_areas)
        if beyond.size:
            row = int(beyond[0])
            raise ProblemError(
                f"vacancies.area row {row} is {self.vacancies.area[row]}; "
                f"it must be 0..{self.n_areas - 1}"
            )

    @property
    def n_applicants(self) -> int:
        """Rows of applicants."""
        return len(self.applicants)

    @property
    def n_vacancies(self) -> int:
        """Rows of vacancies; one row may have several places."""
        return len(self.vacancies)

    @property
    def n_areas(self) -> int:
        """Areas that applicants rank and vacancies lie in."""
        return int(self.applicants.area_rank.shape[1])

    def take(self, applicant_rows: Int64, vacancy_rows: Int64) -> Problem:
        """The same problem with the rows named, in the order named.

        Args:
            applicant_rows: int64[k], row numbers of applicants.
            vacancy_rows: int64[l], row numbers of vacancies.
        """
        applicants = {name: column[applicant_rows] for name, column in columns(self.applicants)}
        vacancies = {name: column[vacancy_rows] for name, column in columns(self.vacancies)}
        return Problem(Applicants(**applicants), Vacancies(**vacancies))

    def to_bytes(self) -> bytes:
        """Canonical bytes: rows by key, columns by name, little-endian; the same for any order."""
        canonical = self.take(np.argsort(self.applicants.key), np.argsort(self.vacancies.key))
        chunks = [b"homeward-problem/1\n"]
        for table, rows in (
            ("applicants", canonical.applicants),
            ("vacancies", canonical.vacancies),
        ):
            for name, column in columns(rows):
                little = column.astype(column.dtype.newbyteorder("<"), copy=False)
                chunks.append(f"{table}.{name} {little.dtype.str} {little.shape}\n".encode())
                chunks.append(little.tobytes())
        return b"".join(chunks)

    def digest(self) -> str:
        """The sha256 of the canonical bytes, 64 hexadecimal digits."""
        return hashlib.sha256(self.to_bytes()).hexdigest()


def columns(table: Applicants | Vacancies) -> list[tuple[str, Column]]:
    """Each column of a table with its name, in the order of declaration."""
    return [(field.name, getattr(table, field.name)) for field in fields(table)]


def _settle_all(
    table: Applicants | Vacancies, table_name: str, specification: dict[str, Specification]
) -> None:
    """Put checked columns of one length in the place of those given."""
    for name, (dtype, low, high) in specification.items():
        where = f"{table_name}.{name}"
        dimensions = 2 if name in MATRICES else 1
        given = getattr(table, name)
        settled = settle(where, given, dtype, dimensions=dimensions, low=low, high=high)
        object.__setattr__(table, name, settled)
    for name, column in columns(table):
        if len(column) != len(table.key):
            raise ProblemError(
                f"{table_name}.{name} has {len(column)} rows; "
                f"it must have {len(table.key)}, as key has"
            )
    check_unique(f"{table_name}.key", table.key)
