"""Columns of numbers come as they are in the database, however many rows."""

import numpy as np
import pytest

from service.store.numbers import Numbers, read_numbers
from service.store.pool import Connection
from tests.database import within

_COLUMNS = {"small": 2, "whole": 4, "big": 8}
_QUERY = """
SELECT mod(n, 100)::smallint, -n::integer, n::bigint * 10000000000
FROM generate_series(1, %(most)s) AS n ORDER BY n
"""


def _read(url: str, most: int, query: str = _QUERY) -> Numbers:
    async def ask(connection: Connection) -> Numbers:
        return await read_numbers(connection, query, {"most": most}, _COLUMNS)

    return within(url, ask)


@pytest.mark.parametrize("most", [0, 1, 100_000])
def test_every_row_comes_in_its_order(database_url: str, most: int) -> None:
    found = _read(database_url, most)
    n = np.arange(1, most + 1)
    assert (found["small"] == n % 100).all()
    assert (found["whole"] == -n).all()
    assert (found["big"] == n * 10_000_000_000).all()


@pytest.mark.parametrize("bad", ["NULL::integer", "n::smallint"])
def test_a_column_that_is_null_or_of_another_size_is_refused(database_url: str, bad: str) -> None:
    with pytest.raises(ValueError, match="whole"):
        _read(database_url, 3, _QUERY.replace("-n::integer", bad))
