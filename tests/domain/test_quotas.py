"""The share of lettings that some registers have the right to."""

import pytest

from service.domain.quotas import is_kept, n_kept


@pytest.mark.parametrize(
    ("percent", "so_far", "kept"),
    [
        (75, (0, 0), [True, True, True, False, True]),  # 1, 2, 3, 3 and 4 of 5
        (50, (1, 1), [False, True, False, True, False]),
        (50, (4, 0), [True, True, True, True, True]),  # far behind
        (0, (0, 0), [False] * 5),
        (100, (7, 7), [True] * 5),
    ],
)
def test_the_next_homes_are_kept_until_the_share_is_reached(
    percent: int, so_far: tuple[int, int], kept: list[bool]
) -> None:
    n_lettings, n_nominated = so_far
    said = [
        is_kept(percent, n_lettings=n_lettings, n_nominated=n_nominated, place=place)
        for place in range(1, 6)
    ]
    assert said == kept
    assert n_kept(percent, n_lettings=n_lettings, n_nominated=n_nominated, n_vacancies=5) == sum(
        kept
    )
