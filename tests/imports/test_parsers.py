from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.postcodes import normalise
from service.actions.imports.forms import POSTCODE
from service.actions.imports.parsers import (
    Misread,
    guard_formula,
    is_blank,
    looks_like_formula,
    read_date,
    read_list,
    read_pence,
    read_text,
    read_whole,
    read_yes_no,
    unguard_formula,
)

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
WAYS = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%d-%b-%Y"]


@given(DAYS, st.sampled_from(WAYS))
def test_a_date_is_read_however_it_is_written(day, way):
    assert read_date(day.strftime(way)) == day


@given(st.dates(date(1901, 1, 1), date(2099, 12, 31)))
def test_a_spreadsheets_count_of_days_is_read_as_the_date(day):
    serial = (day - date(1899, 12, 30)).days

    assert read_date(serial) == read_date(float(serial)) == day


@given(DAYS)
def test_a_date_with_a_time_of_midnight_is_the_date(day):
    assert read_date(f"{day.isoformat()} 00:00:00") == day
    assert read_date(datetime(day.year, day.month, day.day)) == day  # noqa: DTZ001


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1st June 2025", date(2025, 6, 1)),
        ("3 Sept 2025", date(2025, 9, 3)),
        ("5/6/2025", date(2025, 6, 5)),
        (" 31 MARCH 2026 ", date(2026, 3, 31)),
    ],
)
def test_the_day_stands_before_the_month(text, day):
    assert read_date(text) == day


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("03/31/2026", "has the month first. Write the day first, as 31/03/2026"),
        ("31/02/2026", "is not a day of the calendar"),
        ("31/03/26", "has a year of two figures"),
        ("31-Mar-26", "has a year of two figures"),
        ("46112", "is a spreadsheet's count of days. Write the date, as 31/03/2026"),
        (46112.5, "is a number, not a date"),
        (95, "is a number, not a date"),
        ("soon", "is not a date. Write it as 31/03/2026"),
        ("12/06/1066", "in the year 1066"),
        ("1 Ma 2026", "is not a day of the calendar"),
        (timedelta(hours=3), "is not a date"),
    ],
)
def test_what_is_no_date_is_refused_with_what_to_write(cell, words):
    with pytest.raises(Misread, match=words):
        read_date(cell)


@given(st.integers(0, 10**9))
def test_money_is_read_to_the_penny_however_it_is_written(pence):
    pounds = Decimal(pence) / 100

    assert read_pence(f"{pounds:.2f}") == pence
    assert read_pence(f"£{pounds:,.2f}") == pence
    assert read_pence(float(pounds)) == pence
    assert read_pence(pounds) == pence


def test_money_may_leave_out_pence():
    assert [read_pence(cell) for cell in ("95", "95.4", "£ 95", 95, 95.4)] == [
        9_500, 9_540, 9_500, 9_500, 9_540,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "cell", ["", "£", "-5", -5, "95.405", 95.405, "12,34", "£400 pcm", "1O5", True, float("nan")]
)
def test_what_is_no_money_is_refused(cell):
    with pytest.raises(Misread, match="is not an amount"):
        read_pence(cell)


@given(st.integers(-999_999, 999_999))
def test_a_whole_number_is_read_from_a_cell_of_any_kind(number):
    assert read_whole(number) == read_whole(float(number)) == read_whole(f" {number}.0 ") == number


@pytest.mark.parametrize("cell", ["two", "1.5", 1.5, True, "", "1e3", float("inf")])
def test_what_is_no_whole_number_is_refused(cell):
    with pytest.raises(Misread, match="is not a whole number"):
        read_whole(cell)


def test_yes_and_no_are_read_in_words_figures_and_boxes():
    assert all(read_yes_no(cell) for cell in ("Yes", "y", "TRUE", True, 1, 1.0))
    assert not any(read_yes_no(cell) for cell in ("No", "n", "false", False, 0))
    with pytest.raises(Misread, match="neither yes nor no"):
        read_yes_no("perhaps")


def test_a_dash_stands_for_nothing():
    assert all(is_blank(cell) for cell in ("", "  ", "-", "–", "N/A"))
    assert not any(is_blank(cell) for cell in ("0", 0, False, "none", "Na"))


def test_text_loses_its_ends_and_its_breaks():
    assert read_text("  Bittern\nCourt ") == "Bittern Court"
    assert read_text(12.0) == "12"


@pytest.mark.parametrize("text", ["a\0b", "a\u200bb", "a\u202eb", "\ud800", "x" * 201])
def test_text_that_cannot_be_seen_or_is_too_long_is_refused(text):
    with pytest.raises(Misread):
        read_text(text)


def test_a_list_is_cut_at_semicolons():
    assert read_list("Dereham; Swaffham;; Diss ;") == ["Dereham", "Swaffham", "Diss"]


@given(st.text(max_size=20))
def test_a_guarded_text_comes_back_as_it_was(text):
    guarded = guard_formula(text)

    assert unguard_formula(guarded) == text
    assert not guarded.startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize("text", ["=1+1", "+44 1603", "@SUM(A1)", "-cmd|' /C calc'!A0", " =A1"])
def test_text_that_a_spreadsheet_would_run_is_seen(text):
    assert looks_like_formula(text)


@pytest.mark.parametrize("text", ["-1", "+2", "-£12.50", "-", "–", "", "a=b", "'=1+1", "-.5"])
def test_numbers_and_dashes_are_no_formulas(text):
    assert not looks_like_formula(text)


POSTCODES = st.from_regex(r"(NR|PE|IP)[1-9][0-9]? [0-9][A-Z]{2}", fullmatch=True)


@given(POSTCODES, st.booleans(), st.booleans())
def test_a_postcode_is_read_with_any_spacing_and_shown_as_it_is(postcode, is_closed, is_small):
    text = postcode.replace(" ", "") if is_closed else f" {postcode} "

    assert POSTCODE.read(text.lower() if is_small else text) == normalise(postcode) == postcode
