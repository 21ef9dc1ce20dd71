from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.gazetteer import find_place, places
from geodata.roads import Road, make_network, norfolk_network
from geodata.travel import MainRoads, StraightLine

A_KILOMETRES_A_MINUTE = 62 / 60 / 1.11  # of straight line, on a single A road
norfolk_points = st.tuples(st.floats(550_000, 656_000), st.floats(275_000, 346_000))


def town(name: str) -> tuple[float, float]:
    return find_place(name).point


def given_cross() -> MainRoads:
    """Four towns 20 km from a crossroads, joined to it by A roads, but for a dual one north."""
    junctions = {"middle": (600_000.0, 300_000.0), "north": (600_000.0, 320_000.0)}
    junctions |= {"south": (600_000.0, 280_000.0), "east": (620_000.0, 300_000.0)}
    junctions |= {"island": (580_000.0, 300_000.0)}
    roads = [Road("middle", "north", "A1", "D")]
    roads += [Road("south", "middle", "A2", "A"), Road("middle", "east", "A3", "A")]
    return MainRoads(make_network(junctions, roads))


def test_both_ways_of_estimating_say_that_they_are_estimates():
    assert MainRoads.label == "estimate: main roads"
    assert StraightLine.label == "estimate: straight line"
    assert MainRoads.is_estimate
    assert StraightLine.is_estimate


def test_a_straight_line_takes_its_factor_and_speed():
    provider = StraightLine(factor=1.5, kmh=60)

    assert provider.distance_km((600_000, 300_000), (603_000, 304_000)) == 7.5
    assert provider.minutes((600_000, 300_000), (603_000, 304_000)) == 8  # 7.5, half up


@pytest.mark.parametrize(("factor", "kmh"), [(0.9, 50), (1.2, 0), (1.2, -3)])
def test_a_road_shorter_than_the_straight_line_is_refused(factor, kmh):
    with pytest.raises(ValueError, match="straight line"):
        StraightLine(factor, kmh)


def test_a_journey_along_main_roads_is_the_roads_and_three_minutes_at_each_end():
    roads = given_cross()

    minutes = roads.minutes((600_000, 280_000), (620_000, 300_000))

    assert minutes == round(2 * 20 / A_KILOMETRES_A_MINUTE) + 6
    assert roads.distance_km((600_000, 280_000), (620_000, 300_000)) == 44.4


def test_a_dual_carriageway_is_quicker_than_a_single_road_as_long():
    roads = given_cross()

    north = roads.minutes((600_000, 300_000), (600_000, 320_000))
    east = roads.minutes((600_000, 300_000), (620_000, 300_000))

    assert north < east


def test_a_town_that_no_main_road_reaches_is_reached_by_local_roads():
    roads = given_cross()

    assert roads.minutes((600_000, 300_000), (580_000, 300_000)) == 39  # 26 km at 40 km/h
    assert roads.distance_km((600_000, 300_000), (580_000, 300_000)) == 26.0


def test_a_short_journey_keeps_to_local_roads():
    assert MainRoads().minutes(town("Norwich"), (624_321.0, 308_446.0)) == 2  # 1.3 km at 40 km/h
    assert MainRoads().distance_km(town("Norwich"), (624_321.0, 308_446.0)) == 1.3


def test_a_road_to_nowhere_or_of_no_class_is_refused():
    with pytest.raises(ValueError, match="not known"):
        make_network({"here": (0.0, 0.0)}, [Road("here", "there", "A1", "A")])
    with pytest.raises(ValueError, match="not known"):
        make_network({"a": (0.0, 0.0), "b": (1.0, 0.0)}, [Road("a", "b", "C1", "C")])
    with pytest.raises(ValueError, match="needs a junction"):
        make_network({}, [])


# Lengths measured on the road, from Wikipedia's articles on the A148 and the A149.


def test_the_a148_from_kings_lynn_to_cromer_is_71_km_long():
    assert MainRoads().distance_km(town("King's Lynn"), town("Cromer")) == pytest.approx(
        71, rel=0.02
    )


def test_the_a149_round_the_coast_is_137_km_long():
    stops = "King's Lynn/Hunstanton/Wells-next-the-Sea/Sheringham/Cromer/North Walsham/Stalham"
    names = [*stops.split("/"), "Great Yarmouth"]
    network = norfolk_network()
    rows = [network.names.index(name) for name in names]

    metres = sum(network.metres[a, b] for a, b in pairwise(rows))

    assert metres / 1000 == pytest.approx(137.1, rel=0.05)


def test_every_town_and_junction_is_on_the_network_and_reaches_every_other():
    network = norfolk_network()

    assert {place.name for place in places()} | {"Scole", "Mundford", "Bawdeswell"} == set(
        network.names
    )
    assert network.seconds.max() < 3 * 3600
    assert (network.seconds == network.seconds.T).all()
    assert (network.metres == network.metres.T).all()
    assert (np.diag(network.seconds) == 0).all()


def test_no_way_round_is_quicker_than_the_quickest():
    seconds = norfolk_network().seconds

    by_any_middle = (seconds[:, :, None] + seconds[None, :, :]).min(axis=1)

    assert (by_any_middle == seconds).all()


def test_norwich_to_kings_lynn_takes_over_an_hour_and_to_great_yarmouth_over_half_an_hour():
    assert 60 < MainRoads().minutes(town("Norwich"), town("King's Lynn")) < 80
    assert 30 < MainRoads().minutes(town("Norwich"), town("Great Yarmouth")) < 45


def test_many_journeys_at_once_take_as_long_as_each_alone():
    towns = [place.point for place in places()]
    for provider in (MainRoads(), StraightLine()):
        minutes = provider.minutes_between(towns[:5], towns)

        assert minutes.shape == (5, len(towns))
        assert minutes.dtype == np.int32
        assert minutes[3, 20] == provider.minutes(towns[3], towns[20])


def test_no_journeys_take_no_time():
    assert MainRoads().minutes_between(np.empty((0, 2)), [town("Diss")]).shape == (0, 1)


@pytest.mark.parametrize("points", [[(1.0, float("nan"))], [(1.0, 2.0, 3.0)], (1.0, 2.0)])
def test_points_that_are_not_finite_pairs_are_refused(points):
    with pytest.raises(ValueError, match="finite eastings and northings"):
        MainRoads().minutes_between(points, [town("Diss")])


@settings(max_examples=100, deadline=None)
@given(norfolk_points, norfolk_points)
def test_there_and_back_take_the_same_and_staying_takes_nothing(here, there):
    for provider in (MainRoads(), StraightLine()):
        assert provider.minutes(here, there) == provider.minutes(there, here) >= 0
        assert provider.distance_km(here, there) == provider.distance_km(there, here)
        assert provider.minutes(here, here) == 0
        assert provider.distance_km(here, here) == 0


@settings(max_examples=100, deadline=None)
@given(norfolk_points, norfolk_points)
def test_main_roads_never_slow_a_journey_down_nor_make_it_shorter_than_a_line(here, there):
    minutes = MainRoads().minutes(here, there)

    assert minutes <= StraightLine(1.3, 40).minutes(here, there)
    straight_km = float(np.hypot(here[0] - there[0], here[1] - there[1])) / 1000
    assert MainRoads().distance_km(here, there) >= round(straight_km, 1) - 0.1
