"""What there is to let: homes, rooms and shared schemes as columns of integers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from matching.applicants import N_BEDROOM_RULES
from matching.columns import Int8, Int16, Int32, Int64, ProblemError, UInt8, UInt32
from matching.tables import DAY, PENCE, UNSAID, ColumnSpec, settle_table

VACANCY_COLUMNS: Final[dict[str, ColumnSpec]] = {
    "key": ColumnSpec(
        np.int64, "A stable number for each vacancy, unique; settles draws and nothing else."
    ),
    "bedrooms": ColumnSpec(np.int8, "Bedrooms; 0 for a bedsit, a studio or a room.", 0, 50),
    "bedroom_rule": ColumnSpec(
        np.int8,
        "Which column of bedrooms_needed the landlord goes by, 0 to 2.",
        0,
        N_BEDROOM_RULES - 1,
    ),
    "bedroom_surplus": ColumnSpec(np.int8, "Bedrooms above the need that are allowed.", 0, 50),
    "support_level": ColumnSpec(
        np.int8, "Level of support given there: 0 none, 1 low, 2 medium, 3 high.", 0, 3
    ),
    "client_groups": ColumnSpec(
        np.uint32, "Bit mask of the client groups it is for; 0 for anyone."
    ),
    "area": ColumnSpec(np.int32, "Index of its area, from 0.", 0),
    "age_min": ColumnSpec(np.int16, "Youngest lead applicant, years.", 0),
    "age_max": ColumnSpec(np.int16, "Oldest lead applicant, years; at least age_min.", 0),
    "sexes": ColumnSpec(np.uint8, "Sexes allowed: 1 female, 2 male, 3 any.", 1, 3),
    "features": ColumnSpec(np.uint32, "Bit mask of the adaptations it has."),
    "rent_pence": ColumnSpec(
        np.int32, "Rent, pence a week; -1 where the rent rule does not apply.", *PENCE
    ),
    "available_day": ColumnSpec(np.int32, "First day it is empty, days since 1970-01-01.", *DAY),
    "capacity": ColumnSpec(
        np.int32,
        "Places, with those lived in by people who would move: 1 for a home, more for a shared "
        "scheme, 0 for nothing at present.",
        0,
    ),
    "turnaround_days": ColumnSpec(np.int16, "Days from empty to ready to let.", 0, 3_650, unsaid=0),
    "care_frameworks": ColumnSpec(
        np.uint32, "Bit mask of the frameworks its care is bought under; 0 for any.", unsaid=0
    ),
    "household_max": ColumnSpec(np.int16, "Most people who may live there.", 1, 50, unsaid=50),
    "household_kinds": ColumnSpec(
        np.uint32, "Bit mask of the kinds of household it is for; 0 for any.", unsaid=0
    ),
    "access_category": ColumnSpec(
        np.int8,
        "Accessibility category: 0 none, 1 M4(1), 2 M4(2), 3 M4(3)(a), 4 M4(3)(b).",
        0,
        4,
        unsaid=0,
    ),
    "pets_allowed": ColumnSpec(np.uint8, "Whether pets are allowed, 0 or 1.", 0, 1, unsaid=1),
    "quality": ColumnSpec(
        np.int8,
        "Quality rating: 1 inadequate, 2 requires improvement, 3 good, 4 outstanding; 0 not rated.",
        0,
        4,
        unsaid=0,
    ),
    "connections_asked": ColumnSpec(
        np.uint32,
        "Bit mask of the places of which a local connection with one is asked; 0 for none.",
        unsaid=0,
    ),
    "nominators": ColumnSpec(
        np.uint32,
        "Bit mask of the registers that may nominate to it now, their quotas being unspent; "
        "0 for any.",
        unsaid=0,
    ),
    "live_offer": ColumnSpec(
        np.uint8, "Whether it is under offer to somebody already, 0 or 1.", 0, 1, unsaid=0
    ),
    "links": ColumnSpec(
        np.uint32, "Bit mask of the enablement schemes whose cluster it belongs to.", unsaid=0
    ),
    "site": ColumnSpec(
        np.int32,
        "The shared house or scheme it is part of; -1 for a home by itself.",
        -1,
        unsaid=-1,
    ),
}


@dataclass(frozen=True, eq=False)
class Vacancies:
    """Homes and rooms to let: columns of one length m, a row each.

    The columns after ``capacity`` may be left out; they then say what ``unsaid`` in
    VACANCY_COLUMNS says, which shuts nothing and is worth nothing.

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
        available_day: int32[m], the first day it is empty, days since 1970-01-01.
        capacity: int32[m], places, with those lived in by people who would move; 1 for a home, 0
            for nothing to give at present.
        turnaround_days: int16[m], days from empty to ready to let.
        care_frameworks: uint32[m], bit mask of frameworks its care is bought under; 0 for any.
        household_max: int16[m], most people who may live there.
        household_kinds: uint32[m], bit mask of the kinds of household it is for; 0 for any.
        access_category: int8[m], 0 none, 1 M4(1), 2 M4(2), 3 M4(3)(a), 4 M4(3)(b).
        pets_allowed: uint8[m], 1 if pets are.
        quality: int8[m], 1 inadequate, 2 requires improvement, 3 good, 4 outstanding; 0 not rated.
        connections_asked: uint32[m], bit mask of places, a connection with one of which is asked;
            0 for none.
        nominators: uint32[m], bit mask of registers that may nominate to it now; 0 for any.
        live_offer: uint8[m], 1 if it is under offer already.
        links: uint32[m], bit mask of the enablement schemes whose cluster it belongs to.
        site: int32[m], the shared house or scheme it is part of; −1 for a home by itself.

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
    turnaround_days: Int16 = UNSAID
    care_frameworks: UInt32 = UNSAID
    household_max: Int16 = UNSAID
    household_kinds: UInt32 = UNSAID
    access_category: Int8 = UNSAID
    pets_allowed: UInt8 = UNSAID
    quality: Int8 = UNSAID
    connections_asked: UInt32 = UNSAID
    nominators: UInt32 = UNSAID
    live_offer: UInt8 = UNSAID
    links: UInt32 = UNSAID
    site: Int32 = UNSAID

    def __post_init__(self) -> None:
        settle_table(self, "vacancies", VACANCY_COLUMNS, "key")
        crossed = np.flatnonzero(self.age_min > self.age_max)
        if crossed.size:
            row = int(crossed[0])
            raise ProblemError(
                f"vacancies.age_max row {row} is {self.age_max[row]}; "
                f"it must be at least age_min, {self.age_min[row]}"
            )

    def __len__(self) -> int:
        return len(self.key)
