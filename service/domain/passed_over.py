"""Why somebody who stood before the person nominated was passed over."""

from collections.abc import Mapping
from types import MappingProxyType

PASSED_OVER: Mapping[str, str] = MappingProxyType(
    {
        "more_urgent": "The person nominated needs a home more urgently",
        "not_ready": "They are not ready to move",
        "not_reached": "They could not be reached",
        "not_wanted": "They do not want this home",
        "better_soon": "A home that fits them better is coming",
        "mix": "The mix of people or the staffing there does not suit them now",
        "risk": "It would not be safe for them or for others there",
        "kept_for_a_group": "The home is kept for a group that they are not of",
        "other": "Another reason",
    }
)
"""Code -> words, in the order that forms offer them; an officer gives one for all passed over."""
PROPOSED = "proposed"
NOT_SEEN = "not_seen"
_BY_ITSELF: Mapping[str, str] = MappingProxyType(
    {
        PROPOSED: "The latest match run proposed the home for the person nominated",
        NOT_SEEN: "Whoever nominated may not see their record",
    }
)
"""Reasons that Homeward writes down by itself."""


def passed_over_words(code: str) -> str:
    """A reason as a page says it."""
    return PASSED_OVER.get(code) or _BY_ITSELF.get(code, code)
