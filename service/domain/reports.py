"""Reports: what each counts, by what, for whom, and how its rows become a table."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from statistics import quantiles
from typing import Any

from service.domain.accounts import Role

HIDDEN = "hidden"
"""What stands for a figure that could tell of a person."""
LEAST_COUNT = 5
"""Counts of people below this are hidden from planners."""

Fact = Mapping[str, Any]
"""One vacancy, step, decline, nomination, passing over or letting, by key."""


class Form(StrEnum):
    """How a value is said."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    MONEY = "money"
    """Pence."""


@dataclass(frozen=True)
class Column:
    """A column of a report."""

    key: str
    words: str
    form: Form = Form.TEXT
    is_personal: bool = False


@dataclass(frozen=True)
class Report:
    """What a report tells, and to whom."""

    name: str
    title: str
    words: tuple[str, ...]
    """Paragraphs that define its figures."""
    noun: tuple[str, str]
    """What it counts: one, many."""
    columns: tuple[Column, ...]
    """Of its list, personal ones too."""
    dimensions: tuple[Column, ...]
    """What it can be counted by."""
    usual: tuple[str, ...] = ()
    """What it is counted by where nobody chooses; empty: it is a list."""
    for_planners: tuple[str, ...] = ("district",)
    """What planners are told it by."""
    measure: Column | None = None
    """Days, of which the middle and the 90th percentile are told."""
    period: str | None = None
    """What the days from and to are about; None: it tells how things stand today."""
    counts_people: bool = True
    """Whether a small count could tell of a person."""
    may: frozenset[Role] = frozenset({Role.OFFICER, Role.LANDLORD, Role.PLANNER})

    @property
    def names_people(self) -> bool:
        """Whether it has a list with personal data."""
        return any(column.is_personal for column in self.columns)


@dataclass(frozen=True)
class Table:
    """A report's rows under its columns; rows hold more than is shown, as numbers to link to."""

    columns: tuple[Column, ...]
    rows: Sequence[Fact]


def list_table(report: Report, facts: Sequence[Fact], *, personal: bool) -> Table:
    """One row a fact, with personal columns only where they are asked for."""
    shown = (column for column in report.columns if personal or not column.is_personal)
    return Table(tuple(shown), facts)


def count_table(
    report: Report, facts: Iterable[Fact], keys: Sequence[str], *, hide_small: bool = False
) -> Table:
    """How many facts there are of each kind, and how long they took.

    Args:
        report: Whose facts they are.
        facts: What to count.
        keys: What to count by.
        hide_small: Hide each count of people under 5, and the next smallest where those under 5 add
            up to less than 5, since the total may be known.
    """
    groups: dict[tuple[Any, ...], list[Fact]] = {}
    for fact in facts:
        groups.setdefault(tuple(fact[key] for key in keys), []).append(fact)
    by = tuple(column for key in keys for column in report.dimensions if column.key == key)
    figures = _figures(report)
    counted = {
        group: {column.key: count(members) for column, count in figures}
        for group, members in groups.items()
    }
    hidden = _small(groups) if hide_small else set()
    rows = []
    for group in sorted(groups, key=lambda values: tuple(map(str, values))):
        told = dict.fromkeys(counted[group], HIDDEN) if group in hidden else counted[group]
        rows.append({**dict(zip(keys, group, strict=True)), **told})
    return Table((*by, *(column for column, _ in figures)), rows)


def _figures(report: Report) -> list[tuple[Column, Callable[[Sequence[Fact]], Any]]]:
    figures: list[tuple[Column, Callable[[Sequence[Fact]], Any]]] = [
        (Column("n", report.noun[1], Form.NUMBER), len)
    ]
    if report.name == "passed-over":
        figures.append((Column("people", "people", Form.NUMBER), n_people))
    if report.measure is not None:
        key, words = report.measure.key, report.measure.words
        figures += [
            (Column("median", f"{words}, middle", Form.NUMBER), lambda of: middle(of, key)),
            (Column("p90", f"{words}, 9 in 10 within", Form.NUMBER), lambda of: most(of, key)),
        ]
    return figures


def n_people(facts: Sequence[Fact]) -> int:
    """How many different people facts are about; each whose record was erased counts as one."""
    known = {fact["applicant_id"] for fact in facts if fact["applicant_id"] is not None}
    return len(known) + sum(fact["applicant_id"] is None for fact in facts)


def middle(facts: Sequence[Fact], key: str) -> float | None:
    """The median of a measure; None where there is nothing to measure."""
    return _quantile(facts, key, 50)


def most(facts: Sequence[Fact], key: str) -> float | None:
    """The 90th percentile of a measure."""
    return _quantile(facts, key, 90)


def _quantile(facts: Sequence[Fact], key: str, percent: int) -> float | None:
    values = [fact[key] for fact in facts if fact[key] is not None]
    if len(values) < 2:
        return values[0] if values else None
    found = round(quantiles(values, n=100, method="inclusive")[percent - 1], 1)
    return int(found) if found == int(found) else found


def _small(groups: Mapping[tuple[Any, ...], Sequence[Fact]]) -> set[tuple[Any, ...]]:
    """The groups whose figures could tell of a person."""
    sizes = {group: n_people(members) for group, members in groups.items()}
    hidden, n_smaller = set(), 0
    for group in sorted(sizes, key=lambda one: (sizes[one], tuple(map(str, one)))):
        if sizes[group] < LEAST_COUNT or 0 < n_smaller < LEAST_COUNT:
            hidden.add(group)
        n_smaller += sizes[group]
    return hidden


def sorted_table(table: Table, sort: str | None) -> Table:
    """The rows by one column, "-" before its key: the largest first; what is empty comes last."""
    key = (sort or "").removeprefix("-")
    if key not in {column.key for column in table.columns}:
        return table
    known = [row for row in table.rows if row[key] not in (None, HIDDEN)]
    others = [row for row in table.rows if row[key] in (None, HIDDEN)]
    known.sort(key=lambda row: _comparable(row[key]), reverse=(sort or "").startswith("-"))
    return replace(table, rows=[*known, *others])


def _comparable(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value


def quarter_of(day: date) -> str:
    """The quarter of a day, so that they sort: "2026 Q2 (April to June)"."""
    n = (day.month - 1) // 3
    months = ("January to March", "April to June", "July to September", "October to December")
    return f"{day.year} Q{n + 1} ({months[n]})"
