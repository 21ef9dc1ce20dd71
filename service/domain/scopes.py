"""Which homes and whose applications a match run is over."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LONGEST_TITLE = 80
_TITLE = "title"


@dataclass(frozen=True)
class Scope:
    """The part of the county that a run is over; what is empty leaves nothing out.

    Districts and towns together are the area: a home counts that lies in one of them.
    """

    title: str = ""
    districts: tuple[str, ...] = ()
    """Codes of the districts whose homes count."""
    places: tuple[int, ...] = ()
    """Ids of the towns whose homes count."""
    kinds: tuple[str, ...] = ()
    """Kinds of scheme whose homes count."""
    landlords: tuple[int, ...] = ()
    """Ids of the landlords whose homes count."""
    vacancies: tuple[str, ...] = ()
    """References of the vacancies that count."""
    registers: tuple[str, ...] = ()
    """Codes of the districts whose applicants count."""

    @property
    def is_partial(self) -> bool:
        """Whether anything of the county is left out."""
        return any(chosen for name, chosen in vars(self).items() if name != _TITLE)

    def to_dict(self) -> dict[str, Any]:
        """What is kept with a run: only what was chosen."""
        return {
            name: chosen if isinstance(chosen, str) else list(chosen)
            for name, chosen in vars(self).items()
            if chosen
        }

    @staticmethod
    def from_dict(kept: Mapping[str, Any]) -> "Scope":
        """The scope that a run keeps."""
        chosen: dict[str, Any] = {
            name: kept[name] if name == _TITLE else tuple(kept[name])
            for name in vars(WHOLE)
            if name in kept
        }
        return Scope(**chosen)


WHOLE = Scope()
"""All open vacancies and all live applicants."""
