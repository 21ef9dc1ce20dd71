"""What is wrong in a file, cell by cell.

The categories are those of the national lettings upload (CORE): a setup fault blocks the file, a
critical one its row, and a soft one asks for confirmation while the row goes in.
"""

from dataclasses import dataclass
from enum import StrEnum


class Category(StrEnum):
    """How far a fault reaches."""

    SETUP = "setup"
    CRITICAL = "critical"
    SOFT = "soft"


@dataclass(frozen=True)
class Fault:
    """One thing to put right, or to confirm."""

    row: int
    """As the spreadsheet numbers it; 0: the file as a whole."""
    cell: str
    """As "C17"; empty when no one cell is at fault."""
    field: str
    """The documented column name."""
    value: str
    """What the cell holds, as text."""
    message: str
    """What is wrong and what would be right."""
    category: Category

    def __lt__(self, other: "Fault") -> bool:
        """Faults stand in the order of rows, and in a row from left to right."""
        return self._place < other._place

    @property
    def _place(self) -> tuple[int, int, str]:
        return self.row, len(self.cell), self.cell

    @property
    def words(self) -> str:
        """The fault on one line, as a terminal says it."""
        where = self.cell or (f"row {self.row}" if self.row else "file")
        name = f" ({self.field})" if self.field else ""
        ending = " Confirm that this is right." if self.category is Category.SOFT else ""
        return f"{where}{name}: {self.message}{ending}"


def cell_name(row: int, index: int) -> str:
    """A cell as the spreadsheet calls it, from a row from 1 and a column from 0."""
    return f"{column_letters(index)}{row}"


def column_letters(index: int) -> str:
    """A column as the spreadsheet calls it; 0 is "A"."""
    letters = ""
    left = index + 1
    while left:
        left, letter = divmod(left - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters
