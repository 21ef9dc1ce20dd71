"""A binary heap of rows with the least key first, kept in two columns so that keys lie together."""

from __future__ import annotations

from matching.columns import Int32, Int64
from matching.jit import compiled


@compiled
def push(keys: Int64, rows: Int32, size: int, key: int, row: int) -> int:
    """Add a row with its key; how many rows wait then.

    Args:
        keys: int64[n], with room for one more than ``size``.
        rows: int32[n], the row of each key.
        size: how many rows wait.
        key: any integer; the row with the least comes first.
        row: the row; it may wait under several keys at once.
    """
    here = size
    while here > 0:
        above = (here - 1) >> 1
        if keys[above] <= key:
            break
        keys[here], rows[here] = keys[above], rows[above]
        here = above
    keys[here], rows[here] = key, row
    return size + 1


@compiled
def drop_first(keys: Int64, rows: Int32, size: int) -> int:
    """Take out keys[0] and rows[0], the least; how many rows wait then."""
    size -= 1
    key, row, here = keys[size], rows[size], 0
    while 2 * here + 1 < size:
        below = 2 * here + 1
        if below + 1 < size and keys[below + 1] < keys[below]:
            below += 1
        if keys[below] >= key:
            break
        keys[here], rows[here] = keys[below], rows[below]
        here = below
    keys[here], rows[here] = key, row
    return size
