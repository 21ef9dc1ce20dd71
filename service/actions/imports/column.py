"""One column of a file: what it holds, how it is written, and what an empty cell means."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from geodata.gazetteer import fold
from service.actions.imports.forms import Form

Doubt = Callable[[Any, date], str | None]
"""From a value and today to what is odd about it."""


def _none(_value: Any, _today: date) -> str | None:
    return None


@dataclass(frozen=True)
class Column:
    """One documented column."""

    name: str
    form: Form
    meaning: str
    example: str
    required: bool = True
    default: Any = None
    """What an empty cell stands for, where it may be empty."""
    empty: str = ""
    """For the guide: what an empty cell means."""
    doubt: Doubt = _none
    may_be_missing: bool = False
    """Whether a file may do without the column; then nothing is read of it."""

    @property
    def key(self) -> str:
        """The name as it is compared."""
        return fold(self.name)
