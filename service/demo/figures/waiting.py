"""Who waits: the county's registers by bedrooms needed and by reasonable preference.

MHCLG, Local Authority Housing Statistics open data (February 2022 issue), year 2020-21, questions
cc1aa to cc1ad and cc5a to cc5ae. The later count of November 2023 (Freedom of Information, by
district only) has no bedrooms and is not used.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

LAHS_SOURCE: Final = "MHCLG Local Authority Housing Statistics 2020-21"

SIZES: Final = ("1 bedroom", "2 bedrooms", "3 bedrooms", "4 or more bedrooms")
"""The columns of ``WAITING``; the last is the form's "more than 3"."""

WAITING: Final[dict[str, tuple[int, int, int, int]]] = {
    "Breckland": (369, 301, 150, 41),
    "Broadland": (318, 173, 74, 46),
    "Great Yarmouth": (271, 225, 137, 121),
    "King's Lynn and West Norfolk": (447, 234, 354, 58),
    "North Norfolk": (1613, 755, 241, 292),
    "Norwich": (2015, 757, 618, 46),
    "South Norfolk": (386, 145, 83, 73),
}
"""Households on each register by bedrooms needed: 10,343 in all; none was unspecified."""


class Preference(StrEnum):
    """Why a household has reasonable preference: Housing Act 1996, section 166A(3).

    The form's five parts are taken in the Act's order, (a) to (e); the order of the file's columns
    was not checked against the form itself.
    """

    HOMELESS = "homeless"
    DUTY = "owed a homelessness duty"
    OVERCROWDED = "insanitary or overcrowded"
    MEDICAL = "medical or welfare"
    HARDSHIP = "hardship"
    UNSTATED = "reasonable preference, reason not stated"
    """Counted in the total and in none of the five parts: Norwich and North Norfolk."""


@dataclass(frozen=True)
class Preferences:
    """Households of one district with reasonable preference: in all, and by reason."""

    total: int
    homeless: int
    duty: int
    overcrowded: int
    medical: int
    hardship: int

    @property
    def parts(self) -> tuple[tuple[Preference, int], ...]:
        """Each reason with its households; one household may have two reasons."""
        return (
            (Preference.HOMELESS, self.homeless),
            (Preference.DUTY, self.duty),
            (Preference.OVERCROWDED, self.overcrowded),
            (Preference.MEDICAL, self.medical),
            (Preference.HARDSHIP, self.hardship),
        )


REASONABLE_PREFERENCE: Final[dict[str, Preferences]] = {
    "Breckland": Preferences(652, 352, 128, 128, 124, 108),
    "Broadland": Preferences(246, 19, 30, 69, 128, 0),
    "Great Yarmouth": Preferences(260, 2, 20, 80, 150, 8),
    "King's Lynn and West Norfolk": Preferences(450, 27, 19, 307, 121, 5),
    "North Norfolk": Preferences(431, 62, 23, 134, 198, 9),
    "Norwich": Preferences(1403, 42, 18, 386, 134, 0),
    "South Norfolk": Preferences(355, 27, 24, 118, 185, 1),
}
"""As published, also where the parts do not add up to the total: 840 against 652 in Breckland,
479 against 450 in King's Lynn and West Norfolk, 426 against 431 in North Norfolk and 580 against
1,403 in Norwich."""
