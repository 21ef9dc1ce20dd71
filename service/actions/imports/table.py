"""A file as rows of cells, before anything is known of their meaning."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from geodata.gazetteer import fold
from service.actions.imports.parsers import Cell, as_text, is_blank
from service.errors import RuleBroken

MOST_ROWS = 50_000
MOST_COLUMNS = 200
_MOST_LINES = 1_048_576
"""Rows of a spreadsheet, empty ones too."""
_HEADER_WITHIN = 10
"""Rows at the top among which the header is looked for; a title may stand above it."""


@dataclass(frozen=True)
class Row:
    """One row as the spreadsheet numbers it."""

    number: int
    cells: Sequence[Cell]
    refused: Mapping[int, str] = field(default_factory=dict)
    """Column, from 0 -> why the cell cannot be read whatever it says: a formula, an error."""

    @property
    def is_blank(self) -> bool:
        """Whether no cell holds anything."""
        return not self.refused and all(map(is_blank, self.cells))


@dataclass(frozen=True)
class Table:
    """The rows of a file that hold anything, the title and header among them."""

    rows: Sequence[Row]
    notes: Sequence[str]
    """What a person should know of how the file was read."""

    def split(self, known: frozenset[str]) -> tuple[Row, Sequence[Row]]:
        """The header and the rows below it.

        The header is the row with most names in ``known`` (folded) of the first rows.

        Raises:
            RuleBroken: There is no row, or none below the header.
        """
        if not self.rows:
            raise RuleBroken("The file is empty. Give a header row and a row for each record.")
        first = self.rows[:_HEADER_WITHIN]
        scores = [sum(fold(as_text(cell)) in known for cell in row.cells) for row in first]
        at = scores.index(max(scores))
        if len(self.rows) == at + 1:
            raise RuleBroken("The file has a header and no rows. Add a row for each record.")
        return self.rows[at], self.rows[at + 1 :]


def check_size(n_rows: int, n_columns: int, last_row: int = 0) -> None:
    """Refuse a table that is too big to be one of ours.

    Raises:
        RuleBroken: It has too many rows or columns.
    """
    if n_rows > MOST_ROWS or last_row > _MOST_LINES:
        raise RuleBroken(f"The file has more than {MOST_ROWS:,} rows. Split it into smaller files.")
    if n_columns > MOST_COLUMNS:
        raise RuleBroken(
            f"The file has more than {MOST_COLUMNS} columns. Keep the documented ones."
        )
