"""Who is housed in order of priority under side rows, held against trying everything."""

from __future__ import annotations

import numpy as np
import pytest

from matching.priority import house_in_order
from matching.side.claims import claims_of, used_by
from matching.side.losses import Mix
from matching.side.refusals import Refusals
from matching.side.relay import house, relay_from
from matching.side.rows import NO_ROWS
from matching.side.sides import settle_rows
from matching.side.squeeze import squeeze_in
from matching.side.turns import Effort, house_in_turns
from tests.matching.test_mix import draw_rows, every_allocation
from tests.matching.town import int32, int64, pairs_of, towns

NOBODY = -1


def nobody_housed(n: int) -> np.ndarray:
    return np.full(n, NOBODY, dtype=np.int64)


def mix_of(town, rows):
    return Mix(town.pairs, town.capacity, rows, np.zeros(town.n_applicants, dtype=bool))


@pytest.mark.parametrize("seed", range(3))
def test_the_set_is_the_first_in_order_of_trying_everything(seed):
    for rng, town in towns(400 + seed, 120):
        rows = draw_rows(rng, len(town.pairs), int(rng.integers(0, 4)))
        mix = mix_of(town, rows)
        right = max((pair_of >= 0).tolist() for pair_of in every_allocation(town, mix))
        found = house_in_turns(town.pairs, town.capacity, rows)
        assert found.proved
        assert mix.holds(found.pair_of)
        assert (found.pair_of >= 0).tolist() == right


def test_on_places_alone_a_relay_finds_room_whenever_there_is_any():
    for _, town in towns(9, 150):
        claims = claims_of(town.pairs, town.capacity, NO_ROWS)
        relay = relay_from(claims, nobody_housed(town.n_applicants))
        for who in range(town.n_applicants):
            house(claims, relay, who, who, town.n_applicants)
        right = house_in_order(town.pairs, town.capacity) >= 0
        assert ((relay.pair_of >= 0) == right).all()


def test_a_relay_keeps_the_rows_and_turns_out_nobody_before_the_newcomer():
    for rng, town in towns(10, 150):
        rows = draw_rows(rng, len(town.pairs), 3)
        mix = mix_of(town, rows)
        claims = claims_of(town.pairs, town.capacity, rows)
        relay = relay_from(claims, nobody_housed(town.n_applicants))
        for who in rng.permutation(town.n_applicants).tolist():
            before = relay.pair_of.copy()
            if relay.pair_of[who] < 0 and house(claims, relay, who, who, town.n_applicants):
                assert relay.pair_of[who] >= 0
                assert (relay.pair_of[:who][before[:who] >= 0] >= 0).all()
            else:
                assert (relay.pair_of == before).all()
            assert mix.holds(relay.pair_of)
            assert (relay.used == used_by(claims, relay.pair_of)).all()


def test_two_who_are_in_the_way_at_once_are_squeezed_elsewhere():
    """The third takes 2 hours at one home: whoever holds it and whoever has the hours must move."""
    pairs = pairs_of([[0, 1], [2, 2], [0]])
    rows = settle_rows(int64([0, 0]), int64([2, 4]), int64([2, 2]), int64([2]))
    claims = claims_of(pairs, int32([1, 1, 1]), rows)
    relay = relay_from(claims, int64([0, 2, NOBODY]))
    assert not house(claims, relay, 2, 2, 3)
    assert squeeze_in(claims, relay, 2)
    assert relay.pair_of.tolist() == [1, 3, 4]


def test_a_squeeze_ends_when_all_whom_it_turns_out_stand_after_the_newcomer():
    pairs = pairs_of([[0], [1], [1]])
    rows = settle_rows(int64([0, 0, 0]), int64([0, 1, 2]), int64([2, 1, 1]), int64([2]))
    claims = claims_of(pairs, int32([1, 2]), rows)
    relay = relay_from(claims, int64([NOBODY, 1, 2]))
    assert not house(claims, relay, 0, 0, 3)
    assert squeeze_in(claims, relay, 0)
    assert relay.pair_of.tolist() == [0, NOBODY, NOBODY]


def test_a_squeeze_that_fails_leaves_everything_as_it_was():
    for rng, town in towns(11, 100):
        rows = draw_rows(rng, len(town.pairs), 3)
        claims = claims_of(town.pairs, town.capacity, rows)
        relay = relay_from(claims, nobody_housed(town.n_applicants))
        for who in range(town.n_applicants):
            before = relay.pair_of.copy()
            housed = squeeze_in(claims, relay, who)
            assert housed or (relay.pair_of == before).all()
            assert mix_of(town, rows).holds(relay.pair_of)


def test_prices_refuse_only_people_whom_no_allocation_houses():
    n_refused = 0
    for rng, town in towns(12, 150):
        rows = draw_rows(rng, len(town.pairs), 2)
        right = every_allocation(town, mix_of(town, rows))
        everyone, claims = np.arange(town.n_applicants), None
        claims = claims_of(town.pairs, town.capacity, rows)
        refusals, accepted = Refusals(claims), np.zeros(town.n_applicants, dtype=bool)
        for who in everyone.tolist():
            with_them = accepted.copy()
            with_them[who] = True
            can = any((pair_of[with_them] >= 0).all() for pair_of in right)
            refused = refusals.refuses(who)
            if not refused and town.pairs.n_of_each[who]:
                refused = refusals.find(who, accepted, everyone)
            n_refused += refused
            assert not (refused and can)
            if can:
                accepted[who] = True
                refusals.accept(who)
    assert n_refused > 50


def test_prices_found_for_one_refuse_those_who_come_later_for_the_same():
    pairs = pairs_of([[0], [0], [0]])
    refusals = Refusals(claims_of(pairs, int32([1]), NO_ROWS))
    accepted = np.array([True, False, False])
    refusals.accept(0)
    assert refusals.find(1, accepted, np.arange(3))
    assert refusals.refuses(2)


def test_time_that_is_up_says_how_many_are_settled():
    pairs = pairs_of([[0], [0], [1]])
    rows = settle_rows(int64([0, 0]), int64([0, 2]), int64([1, 1]), int64([1]))
    found = house_in_turns(pairs, int32([1, 1]), rows, effort=Effort(stop=lambda: True))
    assert found.n_settled == 1
    assert not found.proved
    assert rows.hold(found.pair_of[found.pair_of >= 0])
