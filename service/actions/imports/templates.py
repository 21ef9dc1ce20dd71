"""Files to fill in: the columns of each kind with an example, and in a workbook their guide."""

from service.actions.imports.columns import ImportKind, columns_of
from service.actions.imports.parsers import Cell
from service.actions.imports.writing import as_bytes

PERSONS = 4
"""Persons of a household that a template has columns for; more may be added."""

GUIDE = ("column", "what it holds", "how to write it", "words allowed", "empty means", "example")
_LEFT_EMPTY = frozenset(
    {
        "restrictions",
        "current unit",
        "manager",
        "support provider",
        "nominating districts",
        "nomination quota",
        "why parked",
        "parked until",
    }
)
"""Columns without an example row's cell: left standing it would tell of somebody."""
_EXAMPLE_PERSONS = 2


def template(kind: ImportKind, suffix: str) -> bytes:
    """A file with the header and one example row, which is to be written over.

    Args:
        kind: What the file is to hold.
        suffix: ``.csv``, or ``.xlsx`` with the guide on a second sheet.
    """
    columns = columns_of(kind, PERSONS)
    shown = {column.name for column in columns_of(kind, _EXAMPLE_PERSONS)} - _LEFT_EMPTY
    example: list[Cell] = [c.example if c.name in shown else "" for c in columns]
    header = [column.name for column in columns]
    return as_bytes(
        suffix, [(kind.value, header, [example]), ("guide", list(GUIDE), guide_rows(kind))]
    )


def guide_rows(kind: ImportKind) -> list[tuple[str, ...]]:
    """A row a column, in the order of GUIDE; further persons have the columns of the second."""
    return [
        (
            column.name,
            column.meaning,
            column.form.words,
            ", ".join(column.form.choices),
            "must be filled" if column.required else column.empty,
            column.example,
        )
        for column in columns_of(kind, _EXAMPLE_PERSONS)
    ]
