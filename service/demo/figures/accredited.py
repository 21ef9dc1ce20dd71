"""Counts of places, schemes and people that S1 and S4 publish, to hold the county against.

Ratings by the Care Quality Commission stand beside the places in S4; they are not typed in, since
no record of Homeward's holds a rating.
"""

from typing import Final

from service.demo.figures.published_schemes import (
    ACCREDITED_EXTRA_CARE,
    CLUSTERS,
    COMMUNITY,
    DISPERSED_FOUR,
    DISPERSED_TEN,
    HARLESTON,
    NINE_HOMES,
    OPENED_EXTRA_CARE,
    REFUGES,
    SEVEN_SCHEMES,
    STEP_DOWN,
    TCP_HOMES,
)
from service.domain.support import ClientGroup

S1_SOURCE: Final = "Norfolk County Council, mental health contract, 3 October 2017 (S1)"
S3_SOURCE: Final = "Norfolk Supporting People strategy 2008-2013, move-on indicator 2006-07 (S3)"
S4_SOURCE: Final = "Norfolk County Council, market position statement 2023 (S4)"

PLACES: Final[dict[str, tuple[frozenset[ClientGroup], int, int]]] = {
    "older people": (frozenset({ClientGroup.OLDER}), 856, 117),
    "learning disability or autism": (
        frozenset({ClientGroup.LEARNING_DISABILITY, ClientGroup.AUTISM}),
        150,
        614,
    ),
    "physical disability": (frozenset({ClientGroup.PHYSICAL_DISABILITY}), 506, 82),
    "mental health": (frozenset({ClientGroup.MENTAL_HEALTH}), 404, 241),
}
"""Accredited places, March 2023: housing with care and independent living, then supported living.

Shared lives had none in any group.
"""

COUNTS: Final = (
    ("supported housing schemes, mental health", SEVEN_SCHEMES, "schemes", 7, S1_SOURCE),
    ("supported housing schemes, mental health", SEVEN_SCHEMES, "places", 93, S1_SOURCE),
    ("housing with care", ACCREDITED_EXTRA_CARE, "schemes", 17, S4_SOURCE),
    ("independent living, Fakenham and Acle", OPENED_EXTRA_CARE, "places", 124, S4_SOURCE),
    ("independent living, Harleston", HARLESTON, "places", 91, S4_SOURCE),
    ("transforming care homes", TCP_HOMES, "places", 14, S4_SOURCE),
    ("step-down flats, Norwich", STEP_DOWN, "places", 7, S4_SOURCE),
    ("community housing scheme", COMMUNITY, "places", 18, S4_SOURCE),
    ("mental health scheme", NINE_HOMES, "places", 9, S4_SOURCE),
    ("refuges", REFUGES, "schemes", 7, S4_SOURCE),
    ("dispersed homes brought forward", DISPERSED_TEN, "places", 10, S4_SOURCE),
    ("dispersed homes, South Norfolk", DISPERSED_FOUR, "places", 4, S4_SOURCE),
    ("towns asking for move-on clusters", CLUSTERS, "schemes", 5, S4_SOURCE),
)
"""What is counted, the ``source`` of its schemes, whether schemes or places, and how many."""

FLOATING_SUPPORT: Final = (330, 380)
"""People whom housing-related floating support for mental health reaches at one time (S1)."""
STEP_DOWN_PEOPLE: Final = 25
"""Housing with care flats used for people leaving hospital, winter of 2022-23: up to 25 (S4)."""
PLANNED_MOVES_PERCENT: Final = 100 * 852 / 1221
"""People who left short-term services by a planned move, April 2006 to March 2007 (S3)."""
