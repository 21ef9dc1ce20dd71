"""Who is waiting: people and households as columns of integers, without a name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from matching.columns import Int8, Int16, Int32, Int64, UInt8, UInt32
from matching.tables import DAY, PENCE, UNSAID, ColumnSpec, settle_table

NO_DAY: Final = int(np.iinfo(np.int32).max)
"""``needed_by_day`` of an applicant who has no last day."""

N_BEDROOM_RULES: Final = 3
FEMALE: Final = 1
MALE: Final = 2
EVERYWHERE: Final = 2**32 - 1
"""``connections`` of people of whom no local connection may be asked."""

APPLICANT_COLUMNS: Final[dict[str, ColumnSpec]] = {
    "key": ColumnSpec(
        np.int64, "A stable number for each applicant, unique; settles draws and nothing else."
    ),
    "tier": ColumnSpec(np.int8, "Priority, 1 most urgent to 5.", 1, 5),
    "registered_day": ColumnSpec(
        np.int32, "Day of registration, days since 1970-01-01; the earlier goes first.", *DAY
    ),
    "bedrooms_needed": ColumnSpec(
        np.int8,
        "Bedrooms needed under each of the three bedroom rule sets.",
        1,
        50,
        width=N_BEDROOM_RULES,
    ),
    "support_needed": ColumnSpec(
        np.int8, "Level of support needed: 0 none, 1 low, 2 medium, 3 high.", 0, 3
    ),
    "floating_level": ColumnSpec(
        np.int8, "Level of support that floating support they have gives already, 0 to 3.", 0, 3
    ),
    "client_groups": ColumnSpec(np.uint32, "Bit mask of the client groups they belong to."),
    "area_rank": ColumnSpec(
        np.int8,
        "For each area: -1 excluded, 0 not wanted, 1 first choice, 2 second, and on.",
        -1,
        127,
        width=0,
    ),
    "age": ColumnSpec(np.int16, "Age of the lead applicant, years.", 0, 130),
    "sexes": ColumnSpec(
        np.uint8, "Sexes of the adults: 1 female, 2 male, 3 both or not known.", 1, 3
    ),
    "accessibility_needs": ColumnSpec(
        np.uint32, "Bit mask of the features that the home must have."
    ),
    "rent_limit_pence": ColumnSpec(
        np.int32, "Rent they can meet, pence a week; -1 not known.", *PENCE
    ),
    "ready_day": ColumnSpec(np.int32, "First day they could move, days since 1970-01-01.", *DAY),
    "needed_by_day": ColumnSpec(
        np.int32, "Last day they could wait for; 2147483647 when there is none.", DAY[0], NO_DAY
    ),
    "hours_needed": ColumnSpec(
        np.int16,
        "Floating support, half-hours a week, that would close the gap in a home with too little "
        "support; 0 if none would.",
        0,
        336,
        unsaid=0,
    ),
    "care_frameworks": ColumnSpec(
        np.uint32, "Bit mask of the frameworks that their care can be bought under.", unsaid=0
    ),
    "household_size": ColumnSpec(np.int16, "People in the household.", 1, 50, unsaid=1),
    "household_kinds": ColumnSpec(
        np.uint32,
        "Bit mask of the kinds of household that they count as; every bit where it is not known.",
        unsaid=EVERYWHERE,
    ),
    "access_category": ColumnSpec(
        np.int8,
        "Accessibility category the home must reach: 0 none, 1 M4(1), 2 M4(2), 3 M4(3)(a), "
        "4 M4(3)(b).",
        0,
        4,
        unsaid=0,
    ),
    "pets": ColumnSpec(np.uint8, "Whether they would bring a pet, 0 or 1.", 0, 1, unsaid=0),
    "connections": ColumnSpec(
        np.uint32,
        "Bit mask of the places they have a local connection with; every bit for people of whom "
        "none may be asked.",
        unsaid=EVERYWHERE,
    ),
    "registers": ColumnSpec(
        np.uint32, "Bit mask of the registers they wait on.", unsaid=EVERYWHERE
    ),
    "live_offer": ColumnSpec(
        np.uint8, "Whether they have a live offer of a home already, 0 or 1.", 0, 1, unsaid=0
    ),
    "origin": ColumnSpec(
        np.int32, "Row of the travel table that they travel from; -1 none.", -1, None, unsaid=-1
    ),
    "minutes_limit": ColumnSpec(
        np.int16, "Longest journey they would make, minutes; -1 any.", -1, None, unsaid=-1
    ),
    "links": ColumnSpec(
        np.uint32, "Bit mask of the enablement schemes that they would move on from.", unsaid=0
    ),
    "classes": ColumnSpec(np.uint32, "Bit mask of what limits count, such as high need.", unsaid=0),
    "home": ColumnSpec(
        np.int32,
        "Row of the vacancy that they live in and free by moving; -1 none.",
        -1,
        None,
        unsaid=-1,
    ),
    "previous": ColumnSpec(
        np.int32,
        "Row of the vacancy that an earlier allocation gave them; -1 none.",
        -1,
        None,
        unsaid=-1,
    ),
}


@dataclass(frozen=True, eq=False)
class Applicants:
    """People and households waiting: columns of one length n, a row each.

    The columns after ``needed_by_day`` may be left out; they then say what ``unsaid`` in
    APPLICANT_COLUMNS says, which shuts nothing and is worth nothing.

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
        hours_needed: int16[n], half-hours of floating support a week that would close the gap
            where a home gives too little support; 0 if none would.
        care_frameworks: uint32[n], bit mask of frameworks that their care can be bought under.
        household_size: int16[n], people.
        household_kinds: uint32[n], bit mask of the kinds of household that they count as.
        access_category: int8[n], 0 none, 1 M4(1), 2 M4(2), 3 M4(3)(a), 4 M4(3)(b): the least that
            the home must reach (Approved Document M, volume 1, 2015).
        pets: uint8[n], 1 if they would bring one.
        connections: uint32[n], bit mask of the places they have a local connection with;
            EVERYWHERE for people of whom none may be asked.
        registers: uint32[n], bit mask of the registers they wait on.
        live_offer: uint8[n], 1 if they have a live offer of a home already.
        origin: int32[n], row of ``Problem.minutes`` that they travel from; −1 none.
        minutes_limit: int16[n], the longest journey they would make; −1 any.
        links: uint32[n], bit mask of the enablement schemes that they would move on from.
        classes: uint32[n], bit mask of what ``Limits`` count.
        home: int32[n], row of the vacancy that they live in and free by moving; −1 none.
        previous: int32[n], row of the vacancy an earlier allocation gave them; −1 none.

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
    hours_needed: Int16 = UNSAID
    care_frameworks: UInt32 = UNSAID
    household_size: Int16 = UNSAID
    household_kinds: UInt32 = UNSAID
    access_category: Int8 = UNSAID
    pets: UInt8 = UNSAID
    connections: UInt32 = UNSAID
    registers: UInt32 = UNSAID
    live_offer: UInt8 = UNSAID
    origin: Int32 = UNSAID
    minutes_limit: Int16 = UNSAID
    links: UInt32 = UNSAID
    classes: UInt32 = UNSAID
    home: Int32 = UNSAID
    previous: Int32 = UNSAID

    def __post_init__(self) -> None:
        settle_table(self, "applicants", APPLICANT_COLUMNS, "key")

    def __len__(self) -> int:
        return len(self.key)
