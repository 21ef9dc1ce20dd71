from __future__ import annotations

import numpy as np
import pytest

from matching.columns import ProblemError, starts
from matching.side.rows import NO_ROWS
from matching.side.sides import (
    apart_rows,
    hours_rows,
    join_rows,
    limit_rows,
    mover_rows,
    together_rows,
)
from tests.matching.town import Town, as_lists, int32, int64, pairs_of, towns


def test_rows_are_joined_in_the_order_given():
    some = hours_rows(int32([0, 1, -1]), int64([2, 3, 9]), int64([5, 6]))
    other = hours_rows(int32([-1, 0, 0]), int64([9, 4, 5]), int64([7]))
    joined = join_rows(some, other)
    assert as_lists(joined) == [([(0, 2)], 5), ([(1, 3)], 6), ([(1, 4), (2, 5)], 7)]
    assert joined.row.dtype == np.int32
    assert as_lists(join_rows()) == as_lists(NO_ROWS) == []


def test_a_service_has_so_many_hours_and_takes_on_so_many_people():
    service, half_hours = int32([0, 0, 1, -1]), int64([4, 3, 5, 0])
    rows = hours_rows(service, half_hours, int64([7, 9]), people=int64([1, 2]))
    hours = [([(0, 4), (1, 3)], 7), ([(2, 5)], 9)]
    people = [([(0, 1), (1, 1)], 1), ([(2, 1)], 2)]
    assert as_lists(rows) == hours + people


def test_a_service_that_is_not_there_is_refused():
    with pytest.raises(ProblemError, match=r"pair_service row 1 is 2; it must be -1\.\.1"):
        hours_rows(int32([0, 2]), int64([1, 1]), int64([5, 5]))
    with pytest.raises(ProblemError, match="pair_amount row 0 is -1"):
        hours_rows(int32([0]), int64([-1]), int64([5]))


def test_a_limit_counts_everyone_of_its_classes_placed_or_staying_at_its_vacancies():
    for rng, town in towns(1, 150):
        m, n_limits = len(town.capacity), 2
        mask = rng.integers(0, 4, town.n_applicants)
        limit_mask, most = rng.integers(0, 4, n_limits), rng.integers(0, 3, n_limits)
        sets = [np.flatnonzero(rng.random(m) < 0.6) for _ in range(n_limits)]
        csr = starts(np.array([len(some) for some in sets])), np.concatenate(sets).astype(np.int32)
        rows = limit_rows(town.pairs, mask, limit_mask, most, *csr, town.home_of)
        for chosen in town.every_choice():
            holds = True
            for r, some in enumerate(sets):
                counts = [
                    sum(at in some and mask[i] & limit_mask[r] != 0 for i, at in enumerate(where))
                    for where in (town.whereabouts(chosen), town.home_of)
                ]
                holds &= counts[0] <= max(most[r], counts[1])
            assert rows.hold(chosen) == holds


def test_a_limit_without_movers_counts_those_placed():
    pairs = pairs_of([[0, 1], [0], [1]])
    rows = limit_rows(pairs, int64([1, 2, 3]), int64([2]), int64([1]), int64([0, 2]), int32([0, 1]))
    assert as_lists(rows) == [([(2, 1), (3, 1)], 1)]


def test_two_people_kept_apart_are_never_at_one_site_unless_they_were():
    for rng, town in towns(2, 250):
        if town.n_applicants < 3:
            continue
        a, b = rng.permutation(town.n_applicants)[:2], rng.permutation(town.n_applicants)[-2:]
        a = np.where(a == b, (b + 1) % town.n_applicants, a)
        rows = apart_rows(town.pairs, town.site, a, b, town.home_of)
        for chosen in town.every_choice():
            assert rows.hold(chosen) == all(
                kept_apart(town, town.whereabouts(chosen), int(i), int(k))
                for i, k in zip(a, b, strict=True)
            )


def kept_apart(town: Town, where: list[int], i: int, k: int) -> bool:
    """Not at one site; or at one where both lived to begin with."""
    site, other = town.site_at(where[i]), town.site_at(where[k])
    lived = [town.site_at(int(town.home_of[person])) for person in (i, k)]
    return site is None or site != other or lived == [site, site]


def test_two_people_kept_apart_need_a_row_only_where_both_could_be():
    rows = apart_rows(pairs_of([[0, 1, 2], [1, 3]]), int32([5, 5, -1, -1]), int64([0]), int64([1]))
    assert as_lists(rows) == [([(0, 1), (1, 1), (3, 1)], 1)]


def test_two_people_kept_together_are_placed_at_one_site_or_not_at_all():
    for rng, town in towns(3, 250):
        if town.n_applicants < 3:
            continue
        a, b = rng.permutation(town.n_applicants)[:2], rng.permutation(town.n_applicants)[-2:]
        a = np.where(a == b, (b + 1) % town.n_applicants, a)
        rows = together_rows(town.pairs, town.site, a, b)
        for chosen in town.every_choice():
            place = town.place(chosen)
            assert rows.hold(chosen) == all(
                town.site_at(place[i]) == town.site_at(place[k]) for i, k in zip(a, b, strict=True)
            )


@pytest.mark.parametrize("place", ["apart", "together"])
def test_a_couple_is_of_two_people(place):
    pairs, site = pairs_of([[0], [0]]), int32([0])
    make = apart_rows if place == "apart" else together_rows
    with pytest.raises(ProblemError, match="couple row 1 has applicant 0 twice"):
        make(pairs, site, int64([1, 0]), int64([0, 0]))


def test_a_place_is_free_only_if_the_mover_who_lives_there_moves():
    for _, town in towns(4, 300):
        rows = mover_rows(town.pairs, town.capacity, town.home_of)
        for chosen in town.every_choice():
            taken = np.bincount(town.pairs.vacancy[chosen], minlength=len(town.capacity))
            where = town.whereabouts(chosen)
            room = all(where.count(j) <= places for j, places in enumerate(town.capacity))
            assert (rows.hold(chosen) and (taken <= town.capacity).all()) == room
