"""Reports: figures that a hand count gives, for whom they are, and nobody named unasked."""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO, StringIO
from typing import Any

import pytest
from openpyxl import load_workbook

from service.actions.working_days import working_days_between
from service.domain.days import today
from service.domain.report_list import REPORTS
from tests.database import fresh_database
from tests.pages.county import freshen
from tests.pages.reports import plant
from tests.pages.site import Site, open_site

NAMING = ("declines", "overdue", "passed-over", "lettings")
ALL_YEARS = "since=2020-01-01&until=2100-01-01"


@pytest.fixture(scope="module")
def county(
    server_url: str, county_template: str, worker_id: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    with fresh_database(server_url, county_template, worker_id) as url:
        freshen(url)
        plant(url)
        with open_site(url, tmp_path_factory.mktemp("home")) as site:
            site.change("UPDATE schemes SET name = '=1+2' WHERE id = 3")
            yield site


def _rows(site: Site, report: str, query: str = "", role: str = "officer") -> list[dict[str, Any]]:
    answer = site.get(f"/api/reports/{report}?{query}", role)
    assert answer.status_code == 200, answer.text
    rows: list[dict[str, Any]] = answer.json()["rows"]
    return rows


def _csv(site: Site, report: str, query: str = "", role: str = "officer") -> list[list[str]]:
    answer = site.get(f"/reports/{report}.csv?{query}", role)
    assert answer.status_code == 200, answer.text
    return list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))


def test_days_void_are_split_where_the_home_is_ready(county: Site) -> None:
    county.change(
        "UPDATE vacancies SET works = '{repairs,damp}', works_from = '2026-04-03',"
        " works_until = '2026-04-04' WHERE id = 4"
    )
    rows = _rows(county, "vacancies")
    assert len(rows) == 40
    [worked_on] = [row for row in rows if row["works"]]
    told = [worked_on[key] for key in ("works", "works_from", "works_until")]
    assert told == ["Repairs, damp", "2026-04-03", "2026-04-04"]
    n_void = (today() - date(2026, 4, 1)).days
    for row in rows:
        n_before = (date.fromisoformat(row["available_on"]) - date(2026, 4, 1)).days
        n_works = 2 if row is worked_on else 0
        figures = row["days_works"], row["days_until_ready"], row["days_ready"]
        assert figures == (n_works, n_before - n_works, n_void - n_before)
        assert row["days_void"] == n_void
    by_landlord = _rows(county, "vacancies", "by=landlord")
    assert [(row["landlord"], row["n"], row["median"]) for row in by_landlord] == [
        ("Broadland Homes", 20, n_void),
        ("Orbit <b>Housing</b>", 20, n_void),
    ]


def test_times_between_steps_are_those_of_steps_that_stand(county: Site) -> None:
    by_step = _rows(county, "times", "by=span")
    # 4, 10 and 30 days to the offer; 1 and 3 to the acceptance; 10 and 6 to the signature
    assert [(row["n"], row["median"], row["p90"]) for row in by_step] == [
        (3, 10, 26),
        (2, 2, 2.8),
        (2, 8, 9.6),
    ]
    usual = _rows(county, "times")
    first = [row for row in usual if row["landlord"] == "Broadland Homes" and row["n"] == 1]
    assert {(row["span"], row["quarter"], row["median"]) for row in first} == {
        ("Step 1: nominated to offered", "2026 Q2 (April to June)", 4),
        ("Step 1: nominated to offered", "2026 Q3 (July to September)", 30),
        ("Step 2: offered to accepted", "2026 Q2 (April to June)", 1),
        ("Step 3: accepted to signed", "2026 Q2 (April to June)", 10),
    }


def test_declines_are_counted_by_landlord_party_and_reason(county: Site) -> None:
    rows = _rows(county, "declines")
    assert [(row["party"], row["reason"], row["effect"], row["n"]) for row in rows] == [
        ("The applicant", "They refused a suitable home", "It counts as a refusal", 1),
        (
            "The landlord",
            "Their needs are more than the service can meet",
            "They are assessed anew",
            2,
        ),
    ]
    # the decline at half past eleven on 2 July in London summer time is one of 3 July
    assert len(_rows(county, "declines", "since=2026-07-03&until=2026-07-03")) == 1
    assert _rows(county, "declines", "since=2026-07-04") == []


def test_why_a_support_provider_declined_is_not_in_a_landlords_report(county: Site) -> None:
    said = "UPDATE nominations SET declined_party = '{}' WHERE vacancy_id IN (16, 20)"
    county.change(said.format("support_provider"))
    by_role = {
        role: {(row["party"], row["reason"]) for row in _rows(county, "declines", role=role)}
        for role in ("officer", "landlord")
    }
    county.change(said.format("landlord"))
    needs = "Their needs are more than the service can meet"
    assert ("The support provider", needs) in by_role["officer"]
    assert ("The support provider", "Not told to you") in by_role["landlord"]
    assert needs not in {reason for _, reason in by_role["landlord"]}


def test_what_is_overdue_is_late_by_working_days(county: Site) -> None:
    [row] = _rows(county, "overdue")
    due = today() - timedelta(days=20)
    assert (row["vacancy"], row["due_on"]) == ("V-0008", due.isoformat())
    assert row["days_late"] == working_days_between(due, today())
    assert row["reminders"] == 2


def test_people_passed_over_are_counted_once_and_their_times_told(county: Site) -> None:
    rows = {row["reason"]: row for row in _rows(county, "passed-over", "by=reason")}
    assert {reason: (row["n"], row["people"]) for reason, row in rows.items()} == {
        "A live offer": (1, 1),
        "A rent above what they can meet": (2, 1),
    }
    named = _rows(county, "passed-over", "personal=true")
    assert [(row["applicant"], row["times"], row["position"]) for row in named] == [
        ("A-00021", 2, 1),
        ("A-00021", 2, 1),
        ("A-00022", 1, 2),
    ]


def test_lettings_are_listed_with_the_days_their_home_stood_void(county: Site) -> None:
    rows = _rows(county, "lettings", "sort=-days_void")
    assert [(row["vacancy"], row["tenure"], row["days_void"]) for row in rows] == [
        ("V-0042", "Assured shorthold", 61),
        ("V-0041", "Licence", 47),
    ]
    [by] = _rows(county, "lettings", "by=tenure&landlord=1")
    assert (by["tenure"], by["n"], by["median"]) == ("Licence", 1, 47)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kind=refuge", ["V-0041"]),
        ("landlord=2", ["V-0042"]),
        ("since=2026-05-17", ["V-0042"]),
        ("until=2026-05-16", ["V-0041"]),
        ("district=E99999999", []),
    ],
)
def test_filters_stand_in_the_address(county: Site, query: str, expected: list[str]) -> None:
    assert [row["vacancy"] for row in _rows(county, "lettings", query)] == expected
    page = county.get(f"/reports/lettings?{query}").text
    for vacancy in ("V-0041", "V-0042"):
        assert (vacancy in page) == (vacancy in expected)
    if expected:
        assert f'href="/reports/lettings.csv?{query}"' in page


@pytest.mark.parametrize("report", REPORTS)
def test_a_file_says_what_the_page_says_and_names_nobody(county: Site, report: str) -> None:
    rows = _rows(county, report)
    header, *cells = _csv(county, report)
    assert rows
    assert len(cells) == len(rows)
    page = county.get(f"/reports/{report}").text
    for row, line in zip(rows, cells, strict=True):
        numbers = [str(value) for value in row.values() if isinstance(value, int | float)]
        assert set(numbers) <= {*line, "10250"}  # pence; the file has pounds
        assert len(line) == len(header)
    assert f"{len(rows)} row" in page
    workbook = load_workbook(BytesIO(county.get(f"/reports/{report}.xlsx").content))
    assert workbook.active is not None
    assert workbook.active.max_row == len(rows) + 1
    for text in (page, str(cells), str(rows)):
        assert "Person " not in text
        assert "A-000" not in text
        assert "1988" not in text


@pytest.mark.parametrize("report", NAMING)
def test_personal_data_is_for_officers_who_ask_and_is_written_down(
    county: Site, report: str
) -> None:
    reads = "SELECT count(*) FROM audit WHERE subject LIKE 'report % with personal data'"
    before = int(str(county.ask_database(reads)))
    answer = county.get(f"/reports/{report}.csv?personal=yes")
    assert "A-000" in answer.text
    assert "name (personal)" in answer.text
    assert "with-personal-data" in answer.headers["content-disposition"]
    assert "Person " in county.get(f"/reports/{report}?personal=yes").text
    assert int(str(county.ask_database(reads))) == before + 2
    for role in ("landlord", "planner"):
        refused = county.get(f"/reports/{report}?personal=yes", role)
        assert refused.status_code in (403, 404)
        assert "A-000" not in refused.text


def test_a_landlord_is_told_of_their_own_homes_only(county: Site) -> None:
    assert len(_rows(county, "vacancies", role="landlord")) == 20
    assert [row["vacancy"] for row in _rows(county, "lettings", role="landlord")] == ["V-0041"]
    assert [row["vacancy"] for row in _rows(county, "overdue", role="landlord")] == ["V-0008"]
    assert sum(row["n"] for row in _rows(county, "declines", role="landlord")) == 3
    assert _rows(county, "declines", role="other_landlord") == []
    assert _rows(county, "overdue", role="other_landlord") == []
    assert county.get("/reports/passed-over", "landlord").status_code == 404
    assert "passed-over" not in county.get("/reports", "landlord").text
    for report in REPORTS:
        text = county.get(f"/reports/{report}", "landlord").text
        assert "Person " not in text
        assert "Orbit" not in text


def test_planners_are_told_whole_years_and_no_small_counts(county: Site) -> None:
    assert {row["n"] for row in _rows(county, "lettings", "year=2026", "planner")} == {"hidden"}
    assert {row["median"] for row in _rows(county, "times", "year=2026", "planner")} == {"hidden"}
    assert _rows(county, "lettings", "year=2025", "planner") == []
    assert sum(row["n"] for row in _rows(county, "vacancies", role="planner")) == 40
    for query in ("since=2026-05-17", "landlord=1", "by=landlord"):
        assert county.get(f"/reports/lettings?{query}", "planner").status_code == 409
    page = county.get("/reports/lettings?year=2026", "planner").text
    assert "Hidden" in page
    assert "Counts of people under 5 are hidden" in page


def test_columns_sort_by_links(county: Site) -> None:
    page = county.get("/reports/lettings?sort=days_void&kind=").text
    assert 'aria-sort="ascending"' in page
    assert 'href="/reports/lettings?sort=-days_void"' in page
    assert page.index("V-0041") < page.index("V-0042")
    turned = county.get("/reports/lettings?sort=-days_void").text
    assert turned.index("V-0042") < turned.index("V-0041")


def test_a_day_that_is_none_is_said_beside_its_field(county: Site) -> None:
    page = county.get("/reports/lettings?since=2026-02-31&until=2026-01-01").text
    assert "Enter a day, like 3/5/2026" in page
    assert 'value="2026-02-31"' in page
    turned = county.get("/reports/core?since=2026-06-01&until=2026-05-01").text
    assert "Enter a last day that is not before the first" in turned


def test_a_name_that_looks_like_a_formula_is_text_in_both_files(county: Site) -> None:
    rows = _csv(county, "lettings")
    assert any("'=1+2" in row for row in rows)
    assert not any("=1+2" in row for row in rows)
    workbook = load_workbook(BytesIO(county.get("/reports/lettings.xlsx").content))
    assert workbook.active is not None
    cells = [cell for row in workbook.active.iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if cell.value == "=1+2"] == ["s"]


def test_a_report_that_there_is_not_is_not_found(county: Site) -> None:
    for path in ("/reports/none", "/reports/none.csv", "/api/reports/none"):
        assert county.get(path).status_code == 404
    assert county.get("/reports", "support_provider").status_code == 403


def test_the_return_holds_a_letting_with_its_codes_and_what_it_lacks(county: Site) -> None:
    core = county.get("/api/reports/core?since=2026-05-18&until=2026-05-18").json()
    [letting] = core["lettings"]
    values = letting["values"]
    held = {
        "4": 2, "7": 2, "8": 18, "9": 5, "10": 2026, "11": 7, "13": "T-41", "14": "U-0041",
        "30": 1, "31": 4, "32": 2026, "36": 3, "38": 2, "39": 5, "42": 38, "43": "M", "47": 1,
        "48": 36, "49": "F", "83": 1, "112": 2, "122": 0,
    }  # fmt: skip
    assert {field: values.get(field) for field in held} == held
    assert "23" not in values  # a refuge's postcode
    assert {1, 2, 5, 6, 15, 16, 44, 45, 46, 50, 85, 98, 124, 130, 132, 146} <= set(
        letting["missing"]
    )
    assert not set(letting["missing"]) & {int(field) for field in values}
    assert {"field": 44, "words": "ethnic group of lead tenant", "n_lettings": 1} in core["missing"]


def test_the_file_of_the_return_has_its_field_numbers_above_the_lettings(county: Site) -> None:
    lines = _csv(county, "core")
    assert lines[0][0] == "Question"
    assert lines[1] == ["Field number", *map(str, range(1, 149))]
    assert [line[14] for line in lines[2:]] == ["U-0041", "U-0042"]
    assert lines[2][8:11] == ["18", "5", "2026"]
    header, *missing = _csv(county, "core-missing")
    assert header[-2:] == ["field number", "what is missing"]
    assert ["V-0041", "U-0041", "18/05/2026", "44", "ethnic group of lead tenant"] in missing
    read = "SELECT applicant_ids FROM audit WHERE subject = 'CORE return' AND action = 'read'"
    assert county.ask_database(f"{read} ORDER BY id DESC LIMIT 1") == [41, 42]
    letting = county.get("/reports/core/1").text
    assert "Ethnic group of lead tenant" in letting
    assert county.get("/reports/core", "landlord").status_code == 403


def test_lettings_of_another_year_are_named_and_left_out(county: Site) -> None:
    page = county.get("/reports/core?since=2020-01-01&until=2030-01-01").text
    assert "V-0041" in page
    county.change("UPDATE lettings SET starts_on = '2027-04-01' WHERE vacancy_id = 42")
    try:
        later = county.get("/reports/core?since=2020-01-01&until=2030-01-01").text
        assert "1 letting starts before" in later
        assert "V-0042" not in later
    finally:
        county.change("UPDATE lettings SET starts_on = '2026-06-01' WHERE vacancy_id = 42")
