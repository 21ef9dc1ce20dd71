from dataclasses import replace

import pytest

from service.demo.county import draw_county
from service.demo.figures.places import DISTRICTS
from service.demo.figures.support import NEEDS, OWED
from service.demo.figures.waiting import REASONABLE_PREFERENCE, WAITING
from service.demo.marginals import Marginal, marginals, render


@pytest.fixture(scope="module")
def figures(county):
    return marginals(county)


def test_every_published_figure_is_met(figures):
    assert [marginal for marginal in figures if not marginal.holds] == []


def test_another_seed_meets_the_published_figures_too(county):
    others = marginals(draw_county(7, today=county.today))

    assert [marginal for marginal in others if not marginal.holds] == []


def test_the_registers_add_up_to_the_published_total():
    assert sum(map(sum, WAITING.values())) == 10_343
    assert tuple(WAITING) == tuple(REASONABLE_PREFERENCE) == tuple(OWED) == DISTRICTS


def test_the_registers_by_bedrooms_are_met_exactly(figures):
    cells = [
        (one.published, one.drawn)
        for one in figures
        if one.table == "Waiting households by bedrooms needed (bedroom standard)"
    ]

    assert len(cells) == 7 * 4 + 1
    assert all(published == drawn for published, drawn in cells)


@pytest.mark.parametrize("column", range(7), ids=DISTRICTS)
def test_the_needs_of_a_district_add_up_to_the_published_total(column):
    owed = OWED[DISTRICTS[column]]

    assert sum(need.households[column] for need in NEEDS) == owed.needs


def test_reasons_for_preference_stand_as_published_where_they_do_not_add_up():
    parts = {
        district: sum(count for _, count in published.parts) - published.total
        for district, published in REASONABLE_PREFERENCE.items()
    }

    assert parts == {
        "Breckland": 188,
        "Broadland": 0,
        "Great Yarmouth": 0,
        "King's Lynn and West Norfolk": 29,
        "North Norfolk": -5,
        "Norwich": -823,
        "South Norfolk": 0,
    }


def test_a_figure_that_is_not_met_is_said_to_differ():
    exact = Marginal("Homes", "Acle", "places", 58, 58, 0, "S4")
    wrong = replace(exact, drawn=57)

    lines = render((exact, wrong))

    assert lines[:2] == ["Homes", "  Source: S4"]
    assert lines[3].endswith("58         58  exact")
    assert lines[4].endswith("57  exact  DIFFERS")
    assert not wrong.holds


def test_each_table_is_headed_once_and_names_its_source(figures):
    lines = render(figures)

    tables = {one.table for one in figures}
    assert sum(line.startswith("  Source: ") for line in lines) == len(tables)
    assert tables <= set(lines)
    assert max(map(len, lines)) < 120
