"""Rows of whole numbers of a query, as numpy columns: the way for many rows.

PostgreSQL's binary COPY sends each row of numbers that are not NULL in the same number of bytes, so
a whole result is one array that nothing has to be read out of row by row.
"""

from collections.abc import Mapping
from typing import Any, LiteralString

import numpy as np
import numpy.typing as npt

from service.store.pool import Connection

Numbers = npt.NDArray[np.void]
"""A structured array: a field a column, in native byte order."""

_HEADER = 19
"""Bytes before the first row: signature, flags and the length of an extension that has none."""
_TRAILER = 2
_SIZES = {2: np.int16, 4: np.int32, 8: np.int64}


async def read_numbers(
    connection: Connection,
    query: LiteralString,
    parameters: Mapping[str, Any],
    columns: Mapping[str, int],
) -> Numbers:
    """Every row of a query whose columns are whole numbers and never NULL.

    Args:
        connection: Whose policies hold for the query.
        query: One SELECT, without a semicolon.
        parameters: Of the query.
        columns: Name -> bytes (2 smallint, 4 integer, 8 bigint), in the order of the SELECT.

    Raises:
        ValueError: A column has another size than said, or is NULL in some row.
    """
    async with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT binary)", parameters) as copy,
    ):
        parts = [bytes(part) async for part in copy]
    body = b"".join(parts)[_HEADER:-_TRAILER]
    wire = _wire(columns)
    if len(body) % wire.itemsize:
        raise ValueError(f"a row is not {wire.itemsize} bytes long: {', '.join(columns)}")
    rows = np.frombuffer(body, dtype=wire)
    for name, size in columns.items():
        if not (rows[f"{name} bytes"] == size).all():
            raise ValueError(f"the column {name} is NULL in some row, or not of {size} bytes")
    native = np.empty(len(rows), dtype=[(name, _SIZES[size]) for name, size in columns.items()])
    for name in columns:
        native[name] = rows[name]
    return native


def _wire(columns: Mapping[str, int]) -> np.dtype[np.void]:
    """A row as it is sent: how many fields, then each field's length and number, big-endian."""
    fields: list[tuple[str, str]] = [("fields", ">i2")]
    for name, size in columns.items():
        fields += [(f"{name} bytes", ">i4"), (name, f">i{size}")]
    return np.dtype(fields)
