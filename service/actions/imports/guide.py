"""Writes docs/import.md from the columns, so that the guide cannot say anything else."""

from collections.abc import Iterable

from service.actions.imports.column import Column
from service.actions.imports.columns import CORRECTION, MOST_PERSONS, ImportKind, columns_of
from service.actions.imports.files import MOST_BYTES
from service.actions.imports.table import MOST_ROWS

_INTRODUCTION = f"""# Import and export files

<!-- Written by service.actions.imports.guide; a test holds that it is current. -->

    homeward import homes FILE [--dry-run]
    homeward import vacancies FILE [--dry-run]
    homeward import applicants FILE [--dry-run] [--readers EMAIL,EMAIL]
    homeward export homes|vacancies|applicants FILE
    homeward export run FILE [--run NUMBER]

`FILE` is CSV or XLSX, of at most {MOST_ROWS:,} rows and {MOST_BYTES // 1_000_000} MB. Import homes
first, then vacancies and applicants. An export has the same columns, so it can be corrected and
imported again; importing the same file twice changes nothing. Examples are in `docs/samples`.

- **One header row** with the column names below, in any order; capitals, spaces and underscores do
  not matter. Every column must be there, so that a forgotten one is never taken for empty cells;
  only those marked *may be left out* need not, and then nothing changes of what they are about.
- **Dates** have the day first: `31/03/2026`, `31 March 2026`, `2026-03-31` or a date cell.
- **Money** is pounds and pence a week: `95.40` or `£1,234.56`.
- **Lists** have semicolons between their entries. **Yes or no** is `yes` or `no`.
- **Places** may be written as people write them ("Kings Lynn", "Gt Yarmouth"). A name of both a
  town and a district means the town; put "district" after it for the whole district.
- **Workbooks**: the sheet named as the kind of file is read, or else the first. Formulas are
  refused: paste values. In CSV put an apostrophe before text that starts with `=`, `+`, `-` or `@`.

What is wrong is told cell by cell. A fault of the columns blocks the file, any other its row: good
rows go in, and the others are written to the exports folder with a last column, `{CORRECTION}`.
Correct that file and import it as it is. What is only unusual goes in, and asks you to confirm it.

With `--dry-run` everything is checked and nothing is written. `--readers` names the officers who
may read the records that the file restricts, where nobody is named yet; without a reader only an
administrator can name one, and others must give a reason each time.
"""

_CHAPTERS = {
    ImportKind.HOMES: (
        "One row a home or a room let by itself. Its scheme and landlord stand on each row, and "
        "the rows of a scheme must agree; when they do not, none of them goes in."
    ),
    ImportKind.VACANCIES: (
        "One row a vacancy. A file cannot open again a vacancy that is reserved, offered or let "
        "here, nor give a home two live vacancies. A vacancy that is let ends its void on the day "
        "the home was available."
    ),
    ImportKind.APPLICANTS: (
        "One row a household, with the lead applicant first. The columns of `person 2` are "
        f"repeated for each further person, up to `person {MOST_PERSONS}`; there need be no more "
        "than the largest household has persons. Bedrooms needed are worked out, not imported."
    ),
}


def guide() -> str:
    """The text of docs/import.md."""
    return "\n".join([_INTRODUCTION, *(_chapter(kind) for kind in ImportKind)])


def _chapter(kind: ImportKind) -> str:
    lines = [f"## {kind.value.capitalize()}", "", _CHAPTERS[kind], ""]
    lines += ["| column | what it holds | how to write it | empty means | example |"]
    lines += ["|---|---|---|---|---|"]
    lines += [_line(column) for column in columns_of(kind, n_persons=2)]
    return "\n".join([*lines, "", *_choices(columns_of(kind, n_persons=2)), ""])


def _line(column: Column) -> str:
    empty = "*must be filled*" if column.required else column.empty
    if column.may_be_missing:
        empty = f"{empty}; *may be left out*"
    cells = (column.name, column.meaning, column.form.words, empty, f"`{column.example}`")
    return f"| {' | '.join(cells)} |"


def _choices(columns: Iterable[Column]) -> list[str]:
    """The words that columns allow; columns with the same words share a line."""
    names: dict[tuple[str, ...], list[str]] = {}
    for column in columns:
        if column.form.choices:
            names.setdefault(column.form.choices, []).append(column.name)
    return [
        f"- {' and '.join(f'**{name}**' for name in which)}: {', '.join(choices)}"
        for choices, which in names.items()
    ]
