"""Days void are split into works, the rest until the home is ready, and ready."""

from datetime import date, timedelta

import pytest

from service.domain.void_days import Span, void_days

VOID = date(2026, 4, 1)


def _day(n: int) -> date:
    return VOID + timedelta(days=n)


@pytest.mark.parametrize(
    ("works", "available", "today", "split"),
    [
        (None, 10, 30, (0, 10, 20)),
        ((2, 6), 10, 30, (5, 5, 20)),
        ((2, 6), 10, 4, (2, 2, 0)),  # in the middle of the works
        ((0, 6), 7, 30, (7, 0, 23)),
        ((-9, -3), 5, 10, (0, 5, 5)),  # over before the home was empty
        ((40, 50), 60, 10, (0, 10, 0)),  # to come
        ((5, 14), 10, 20, (10, 5, 5)),  # they go on after it was to be ready
        ((2, 6), 10, -5, (0, 0, 0)),
    ],
)
def test_the_three_parts_add_up_to_the_days_void(
    works: tuple[int, int] | None, available: int, today: int, split: tuple[int, int, int]
) -> None:
    span: Span | None = None if works is None else (_day(works[0]), _day(works[1]))
    found = void_days(void_from=VOID, available_on=_day(available), works=span, today=_day(today))
    assert (found.works, found.until_ready, found.ready) == split
    assert sum(split) == max(0, today)
