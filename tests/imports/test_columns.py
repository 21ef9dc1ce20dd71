from datetime import date

import pytest

from service.actions.imports.columns import ImportKind, columns_of
from service.actions.imports.faults import cell_name
from service.actions.imports.parsers import Misread
from service.domain.people import Area

COLUMNS = [column for kind in ImportKind for column in columns_of(kind, n_persons=3)]


def column(name):
    return next(column for column in COLUMNS if column.name == name)


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.name)
def test_every_example_can_be_read_and_shown_again(column):
    value = column.form.read(column.example)

    assert column.form.read(column.form.show(value)) == value


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.name)
def test_a_column_that_may_be_empty_says_what_that_means(column):
    assert column.required or column.empty


def test_every_word_of_a_list_is_read_as_shown():
    for one in COLUMNS:
        for choice in one.form.choices:
            assert one.form.show(one.form.read(choice.upper().replace(" ", "_"))) == choice


def test_a_word_near_one_of_the_list_is_named():
    with pytest.raises(Misread, match="Did you mean 'supported living'"):
        column("scheme kind").form.read("suported livng")


def test_a_word_far_from_the_list_is_answered_with_the_list():
    with pytest.raises(Misread, match="Write one of: none, low, medium, high"):
        column("support level").form.read("zzz")


def test_a_name_of_town_and_district_is_the_town_unless_it_says_district():
    wanted = column("wanted areas").form

    assert wanted.read("norwich; Norwich District; Breckland; Kings Lynn") == (
        Area(place="Norwich"),
        Area(district="Norwich"),
        Area(district="Breckland"),
        Area(place="King's Lynn"),
    )


def test_anywhere_is_wanted_and_never_excluded():
    assert column("wanted areas").form.read("Anywhere") == ()
    with pytest.raises(Misread, match="No place is called 'anywhere'"):
        column("excluded areas").form.read("anywhere")


def test_an_area_named_twice_is_refused():
    with pytest.raises(Misread, match="Dereham is named twice"):
        column("wanted areas").form.read("Dereham; East Dereham")


def test_what_is_odd_is_doubted_and_not_refused():
    today = date(2026, 3, 31)

    assert column("rent").doubt(1_400, today)
    assert column("rent").doubt(12_000, today) is None
    assert column("bedrooms").doubt(9, today)
    assert column("registered on").doubt(date(2004, 1, 1), today)
    assert column("date of birth").doubt(date(1900, 1, 1), today)


def test_a_rent_beyond_bounds_is_refused():
    with pytest.raises(Misread, match="is over £10,000"):
        column("rent").form.read("10000.01")


def test_cells_are_named_as_a_spreadsheet_names_them():
    assert [cell_name(17, index) for index in (0, 25, 26, 701, 702)] == [
        "A17", "Z17", "AA17", "ZZ17", "AAA17",
    ]  # fmt: skip
