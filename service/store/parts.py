"""Parts of lists that go on after a row by its sort key: rows that come and go move no other row.

A list is a named query that ends in ORDER BY. It is sorted by columns of its own, the last of which
no two rows share, and a column that can be NULL says where NULLs go. From that one line a part has
its order, the key of its last row, and the condition for the rows after a key.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, LiteralString, TypedDict, TypeVar, Unpack, get_type_hints

import msgspec

from service.errors import WrongCursor
from service.store.pool import Connection
from service.store.rows import all_rows

Row = TypeVar("Row")
Key = Sequence[Any]
"""What a row is sorted by, column by column."""


class Window(TypedDict, total=False):
    """Which part of a list; everything where nothing is said."""

    limit: int | None
    """Rows at most."""
    offset: int
    """Rows to leave out first."""
    after: Key | None
    """The key of the row before the part."""


class Part(list[Row]):
    """Some rows of a list in its order."""

    def __init__(self, rows: Iterable[Row], *, goes_on: Key | None) -> None:
        """Keep the rows, and the key after which the list goes on; None: it ends here."""
        super().__init__(rows)
        self.goes_on: Final = goes_on


async def find_part(
    connection: Connection,
    record: type[Row],
    query: LiteralString,
    given: Mapping[str, Any],
    **window: Unpack[Window],
) -> Part[Row]:
    """A part of a list that the database keeps.

    Args:
        connection: Whose rows there are.
        record: What a row becomes; the columns that the list is sorted by are fields of it.
        query: The whole list in its order.
        given: The query's parameters.
        window: Which part.

    Raises:
        WrongCursor: The key is no key of this list.
    """
    order = _order_of(query)
    limit, after = window.get("limit"), window.get("after")
    asked = {"limit": None if limit is None else limit + 1, "offset": window.get("offset", 0)}
    condition = "true"
    if after is not None:
        key = _typed(after, _types(record, order))
        condition = _comes_after(order.columns, key)
        asked |= {column.parameter: at for column, at in zip(order.columns, key, strict=True)}
    parts = ("SELECT * FROM (", order.rows, ") AS listed WHERE", condition, "ORDER BY", order.text)
    text = "\n".join((*parts, "LIMIT %(limit)s OFFSET %(offset)s"))
    found = await all_rows(connection, record, text, {**given, **asked})
    return _cut(found, limit, order.key_of)


def part_of(
    rows: Sequence[Row], key: Callable[[Row], tuple[Any, ...]], **window: Unpack[Window]
) -> Part[Row]:
    """A part of a list that was worked out.

    Args:
        rows: The whole list in its order.
        key: What a row is sorted by, the smallest first; its annotation says of what types.
        window: Which part.

    Raises:
        WrongCursor: The key is no key of this list.
    """
    begins, after = window.get("offset", 0), window.get("after")
    if after is not None:
        begins = bisect_right(rows, _typed(after, get_type_hints(key)["return"]), key=key)
    return _cut(rows[begins:], window.get("limit"), key)


def _cut(rows: Sequence[Row], limit: int | None, key: Callable[[Row], Key]) -> Part[Row]:
    """As many rows as are wanted, of those found."""
    if limit is None or len(rows) <= limit:
        return Part(rows, goes_on=None)
    return Part(rows[:limit], goes_on=key(rows[limit - 1]))


@dataclass(frozen=True)
class _Column:
    """One column that a list is sorted by."""

    name: str
    descends: bool
    nulls: str | None
    """``FIRST`` or ``LAST``; None: it is never NULL."""

    @property
    def parameter(self) -> str:
        """The name of its value in a key."""
        return f"after_{self.name}"

    @property
    def same(self) -> str:
        """Whether a row has the key's value."""
        return f"{self.name} IS NOT DISTINCT FROM %({self.parameter})s"

    def beyond(self, at: object) -> str:
        """Whether a row has a value that comes after the key's."""
        if at is None:
            return f"{self.name} IS NOT NULL" if self.nulls == "FIRST" else "false"
        beyond = f"{self.name} {'<' if self.descends else '>'} %({self.parameter})s"
        return f"({beyond} OR {self.name} IS NULL)" if self.nulls == "LAST" else beyond


@dataclass(frozen=True)
class _Order:
    """A list taken apart: its rows in no order, and the order."""

    rows: str
    text: str
    columns: tuple[_Column, ...]

    def key_of(self, row: object) -> Key:
        """What a row is sorted by."""
        return tuple(getattr(row, column.name) for column in self.columns)


_COLUMN = re.compile(r"(\w+)( DESC)?(?: NULLS (FIRST|LAST))?")


@cache
def _order_of(query: LiteralString) -> _Order:
    """How a list is sorted.

    Raises:
        ValueError: By something else than columns of its own.
    """
    rows, _, text = query.rstrip(";").rpartition("\nORDER BY ")
    terms = [_COLUMN.fullmatch(term) for term in text.split(", ")]
    if not all(terms):
        raise ValueError(f"A list is sorted by columns of its own, not by {text}.")
    columns = (_Column(term[1], bool(term[2]), term[3]) for term in terms if term)
    return _Order(rows, text, tuple(columns))


def _types(record: type[Any], order: _Order) -> Any:
    """The types of a list's keys, as the record has them."""
    fields = get_type_hints(record)
    return tuple.__class_getitem__(tuple(fields[column.name] for column in order.columns))


def _typed(sent: Key, types: Any) -> tuple[Any, ...]:
    """A key as it was sent, by the types that it must have."""
    try:
        key: tuple[Any, ...] = msgspec.convert(tuple(sent), types)
    except msgspec.ValidationError as error:
        raise WrongCursor from error
    if any(isinstance(value, str) and "\0" in value for value in key):
        raise WrongCursor
    return key


def _comes_after(columns: Sequence[_Column], key: Key) -> str:
    """Whether a row comes after a key: in one comparison, which an index answers, where it can."""
    if len({column.descends for column in columns}) == 1 and not any(c.nulls for c in columns):
        names = ", ".join(column.name for column in columns)
        values = ", ".join(f"%({column.parameter})s" for column in columns)
        return f"({names}) {'<' if columns[0].descends else '>'} ({values})"
    *first, (last, at) = zip(columns, key, strict=True)
    condition = last.beyond(at)
    for column, at in reversed(first):
        condition = f"{column.beyond(at)} OR ({column.same} AND ({condition}))"
    return condition
