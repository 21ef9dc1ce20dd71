"""How pages say dates, money, lists and pages of a list."""

from datetime import UTC, date, datetime

import pytest

from service.domain import days
from service.pages import words
from service.pages.forms import date_in, number_in, safe_next
from service.pages.paging import paging


def test_dates_are_said_as_on_gov_uk() -> None:
    assert days.uk_date(date(2026, 5, 3)) == "3 May 2026"


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2026, 5, 3, 13, 5, tzinfo=UTC), "3 May 2026 at 2:05pm"),
        (datetime(2026, 1, 3, 0, 30, tzinfo=UTC), "3 January 2026 at 12:30am"),
        (datetime(2026, 6, 30, 23, 30, tzinfo=UTC), "1 July 2026 at 12:30am"),
        (datetime(2026, 1, 3, 12, 0, tzinfo=UTC), "3 January 2026 at 12:00pm"),
    ],
)
def test_moments_are_said_in_uk_time(moment: datetime, said: str) -> None:
    assert days.uk_time(moment) == said


@pytest.mark.parametrize(
    ("pence", "said"), [(9540, "£95.40"), (5, "£0.05"), (123456, "£1,234.56"), (0, "£0.00")]
)
def test_money_is_said_in_pounds(pence: int, said: str) -> None:
    assert words.money(pence) == said


def test_a_rent_that_housing_benefit_meets_says_so() -> None:
    assert words.rent(19567, "supported_living") == "£195.67, met by Housing Benefit"
    assert words.rent(19567, "general_needs") == "£195.67"


def test_lists_are_said_as_a_person_says_them() -> None:
    assert words.listed([]) == ""
    assert words.listed(["a"]) == "a"
    assert words.listed(["a", "b", "c"]) == "a, b and c"


def test_short_words() -> None:
    assert words.bedrooms(0) == "studio"
    assert words.bedrooms(1) == "1 bedroom"
    assert words.count(2, "vacancy", "vacancies") == "2 vacancies"
    assert words.number(-1075) == "−1,075"
    assert [words.signed(n) for n in (1_240, 0, -75)] == ["+1,240", "0", "−75"]
    assert [words.ordinal(n) for n in (1, 2, 3, 4, 11, 12, 13, 21, 112, 9_903)] == [
        "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "112th", "9,903rd",
    ]  # fmt: skip
    assert [words.ages(None, None), words.ages(18, None), words.ages(16, 25)] == [
        "any age",
        "18 or over",
        "16 to 25",
    ]
    assert words.ages(None, 17) == "up to 17"
    assert words.groups([]) == "anyone"
    assert words.features(["wheelchair", "step_free"]) == "step free and wheelchair"


def test_a_place_is_not_said_twice() -> None:
    assert words.where("Refuge, Norwich", "Norwich") == "Refuge, Norwich"
    assert words.where("Diss", "South Norfolk") == "Diss, South Norfolk"


@pytest.mark.parametrize("text", ["", " ", "-1", "1.5", "x", "²", "9" * 30, None, "11"])
def test_a_number_out_of_bounds_or_none_is_none(text: str | None) -> None:
    assert number_in(text, 0, 10) is None


@pytest.mark.parametrize(
    ("given", "day"),
    [
        (("3", "5", "2026"), date(2026, 5, 3)),
        (("29", "2", "2026"), None),
        (("29", "2", "2028"), date(2028, 2, 29)),
        (("3", "", "2026"), None),
        (("0", "1", "2026"), None),
    ],
)
def test_three_fields_make_a_date_or_none(given: tuple[str, str, str], day: date | None) -> None:
    assert date_in(*given) == day


def test_only_a_path_of_ours_is_gone_to_next() -> None:
    assert safe_next("/runs?page=2") == "/runs?page=2"
    for text in (None, "", "runs", "//evil", "/\\evil", "https://evil", "/a\nb"):
        assert safe_next(text) == "/"


def test_a_long_list_shows_first_last_and_neighbours() -> None:
    page = paging("/runs", {"page": "6", "reason": "x", "empty": ""}, 500)
    assert page.links is not None
    numbers = [item.get("number", "…") for item in page.links["items"]]
    assert numbers == [1, "…", 5, 6, 7, "…", 20]
    assert page.links["next"] == {"href": "/runs?reason=x&page=7"}
    assert page.words == "Showing 126 to 150 of 500"


def test_a_short_list_has_no_links() -> None:
    assert paging("/runs", {"page": "9"}, 25).links is None
    assert paging("/runs", {}, 0).n_pages == 1
