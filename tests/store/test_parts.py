from dataclasses import dataclass

import pytest

from service.errors import WrongCursor
from service.store.parts import find_part, part_of
from tests.database import within

LIST = """SELECT word, n, id
FROM (VALUES ('b', 1, 1), (NULL, 2, 2), ('a', NULL, 3), ('b', 2, 4), (NULL, NULL, 5), ('a', 1, 6),
             ('b', NULL, 7), (NULL, 2, 8)) AS rows (word, n, id)
ORDER BY """
ORDERS = [
    "word NULLS LAST, n DESC NULLS FIRST, id",
    "word DESC NULLS LAST, n NULLS FIRST, id DESC",
    "n NULLS FIRST, id DESC",
    "id",
    "id DESC",
]


@dataclass(frozen=True)
class Listed:
    word: str | None
    n: int | None
    id: int

    def turn(self) -> tuple[int]:
        return (self.id,)


@pytest.mark.parametrize("order", ORDERS)
def test_a_list_goes_on_after_each_of_its_rows(database_url: str, order: str) -> None:
    query = f"{LIST}{order};"
    whole = within(database_url, lambda c: find_part(c, Listed, query, {}))
    walked, after = [], None
    while len(walked) < 8:
        part = within(
            database_url,
            lambda c, after=after: find_part(c, Listed, query, {}, limit=1, after=after),
        )
        walked, after = walked + part, part.goes_on
    assert (walked, after) == (whole, None)


def test_a_list_that_was_worked_out_goes_on_where_the_last_row_was() -> None:
    rows = [Listed(None, None, id) for id in (2, 4, 6, 8)]
    part = part_of(rows, Listed.turn, limit=2)
    assert [row.id for row in part] == [2, 4]
    rest = part_of([rows[0], *rows[2:]], Listed.turn, limit=2, after=part.goes_on)
    assert ([row.id for row in rest], rest.goes_on) == ([6, 8], None)
    with pytest.raises(WrongCursor):
        part_of(rows, Listed.turn, after=["four"])
