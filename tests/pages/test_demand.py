"""Counts for planners tell of nobody, not even by subtraction."""

import pytest

from service.pages.start import by_district
from service.store.demand import Unmet, find_unmet, find_unmet_reasons
from tests.database import within
from tests.pages.site import Site


def _place_in_districts(site: Site, counts: list[int]) -> None:
    """So many unplaced applicants in the first, second, third … district, all of one size."""
    site.change("UPDATE bedroom_needs SET bedrooms = 2")
    first = 31
    for position, n in enumerate(counts):
        site.change(
            "UPDATE applicants SET district_code = (SELECT code FROM districts ORDER BY code"
            " OFFSET %s LIMIT 1) WHERE id BETWEEN %s AND %s",
            [position, first, first + n - 1],
        )
        first += n
    assert first == 59


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([28], [28]),
        ([5, 23], [5, 23]),
        ([4, 24], [None, None]),  # the total less the one shown would give the other away
        ([2, 6, 20], [None, None, 20]),
        ([1, 1, 6, 20], [None, None, None, 20]),  # two of one person each: 2 less 1
        ([3, 3, 22], [None, None, 22]),
    ],
)
def test_a_count_under_5_is_shown_nowhere(
    site: Site, counts: list[int], shown: list[int | None]
) -> None:
    _place_in_districts(site, counts)
    found = within(site.url, lambda connection: find_unmet(connection, 1))
    by_size = sorted(found, key=lambda row: (row.n is not None, row.n or 0))
    assert [row.n for row in by_size] == sorted(shown, key=lambda n: (n is not None, n or 0))


def test_large_needs_are_counted_together(site: Site) -> None:
    site.change("UPDATE bedroom_needs SET bedrooms = 7 WHERE applicant_id > 40")
    found = within(site.url, lambda connection: find_unmet(connection, 1))
    assert max(row.bedrooms for row in found) == 5


def test_reasons_are_suppressed_in_the_same_way(site: Site) -> None:
    site.change("UPDATE unplaced SET rule = 'rent' WHERE applicant_id IN (32, 34)")
    found = within(site.url, lambda connection: find_unmet_reasons(connection, 1))
    assert [(row.rule, row.n) for row in found] == [
        (None, 14),
        ("bedrooms", None),
        ("rent", None),
    ]


def test_rows_become_a_table_of_districts() -> None:
    rows = [Unmet("Breckland", 1, 30), Unmet("Breckland", 3, None), Unmet("Norwich", 2, 8)]
    assert by_district(rows) == {"Breckland": {1: 30, 3: None}, "Norwich": {2: 8}}
