"""The three journeys from a notice to a signed letting, without JavaScript and with the worker."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page

from service.domain.days import today
from tests.pages.journeys import Walk, fill_day, follow, press, reads, wait_until_over, walk_of

MORE_HOMES = """
INSERT INTO units (scheme_id, reference, bedrooms, shared, floor, features, rent_pence)
SELECT 1, 'W-0' || i, 1, false, 0, '{step_free}', 11000 + i FROM generate_series(1, 5) AS i
"""


TOLD = "SELECT {} FROM disclosures WHERE landlord_id = 2 AND told IS NOT NULL ORDER BY id DESC"


@pytest.fixture
def walk(county_url: str, tmp_path: Path) -> Iterator[Walk]:
    with walk_of(county_url, tmp_path) as opened:
        yield opened


def test_a_landlord_registers_a_vacancy_by_form(walk: Walk) -> None:
    walk.change(MORE_HOMES)
    empty_from = today() + timedelta(days=60)
    with walk.signed_in("landlord") as page:
        walk.look(page)
        follow(page, "Register a vacancy")
        page.get_by_label("Reference of the home, or name of the scheme").fill("W-01")
        press(page, "Find")
        walk.look(page)
        page.get_by_label("W-01").check()
        press(page, "Continue")
        _say_when_it_stands_empty(walk, page, empty_from)
        _say_what_is_done(walk, page)
        walk.look(page)
        page.get_by_label("How many people to nominate at once").fill("2")
        press(page, "Save and continue")
        walk.look(page)
        reads(page, "Check your answers", "Opens by itself on")
        press(page, "Register the vacancy")
        walk.look(page)
        reads(page, "The vacancy is registered. It opens by itself on its day.")
        follow(page, "Start")
        walk.look(page)
        follow(page, "Vacancies")
        walk.look(page)
        page.get_by_label("State").select_option("registered")
        press(page, "Apply filters")
        walk.look(page)
        reads(page, "1 vacancy", "Willow Court 11")


def _say_when_it_stands_empty(walk: Walk, page: Page, empty_from: date) -> None:
    walk.look(page)
    fill_day(page, "void_from", empty_from)
    page.locator("#void_from_month").fill("13")
    page.get_by_label("Move on").check()
    fill_day(page, "noticed_on", today())
    press(page, "Save and continue")
    walk.look(page)
    reads(page, "There is a problem")
    assert page.locator("main").get_by_text("Enter a real date").count() == 2
    assert page.locator("#void_from_month").input_value() == "13"
    assert page.get_by_label("Move on").is_checked()
    fill_day(page, "void_from", empty_from)
    press(page, "Save and continue")


def _say_what_is_done(walk: Walk, page: Page) -> None:
    walk.look(page)
    page.get_by_label("Decorating").check()
    page.get_by_label("Working days that the works take").fill("10")
    page.get_by_label("Turnaround, in working days").fill("5")
    press(page, "Work out the day")
    walk.look(page)
    press(page, "Save and continue")


def test_a_landlord_registers_several_vacancies_by_file(walk: Walk, tmp_path: Path) -> None:
    walk.change(MORE_HOMES)
    with walk.signed_in("landlord") as page:
        follow(page, "Uploads")
        template = _downloaded(page, "vacancies as XLSX")
        filled = tmp_path / "vacancies of spring.xlsx"
        filled.write_bytes(_filled_in(template, _rows()))
        _upload(page, filled)
        wait_until_over(page, "To confirm")
        walk.look(page)
        reads(page, "G3 available on", "C4 state opne", "'U-0042' is not one of your homes.")
        press(page, "Put in the 2 good rows, and give me the 2 others back")
        walk.look(page)
        page.get_by_label("I have checked these").check()
        press(page, "Put in the 2 good rows, and give me the 2 others back")
        wait_until_over(page, "2 were added")
        walk.look(page)
        rejected = _downloaded(page, "Download the 2 rows to correct")
        back = list(load_workbook(BytesIO(rejected)).worksheets[0].iter_rows(values_only=True))
        assert back[0][-1] == "what to correct"
        assert [row[0] for row in back[1:]] == ["J-3", "J-4"]
        follow(page, "Vacancies")
        page.get_by_label("State").select_option("registered")
        press(page, "Apply filters")
        reads(page, "J-1", "J-2")


def _rows() -> list[dict[str, str]]:
    first = today() + timedelta(days=40)
    usual = {
        "state": "registered",
        "void from": _written(first),
        "registered on": _written(today()),
        "available on": _written(first + timedelta(days=21)),
        "notice on": _written(today()),
        "works": "cleaning",
        "works until": _written(first + timedelta(days=7)),
        "opens on": "",
    }
    early = {"available on": _written(first - timedelta(days=2)), "works until": ""}
    return [
        usual | {"vacancy reference": "J-1", "unit reference": "W-02"},
        usual | {"vacancy reference": "J-2", "unit reference": "W-03"} | early,
        usual | {"vacancy reference": "J-3", "unit reference": "W-04", "state": "opne"},
        usual | {"vacancy reference": "J-4", "unit reference": "U-0042"},
    ]


def _written(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _filled_in(template: bytes, rows: list[dict[str, str]]) -> bytes:
    """A template with its example row written over once for each of some rows."""
    book = load_workbook(BytesIO(template))
    sheet = book.worksheets[0]
    header, example = ([cell.value for cell in row] for row in sheet.iter_rows(max_row=2))
    for i, row in enumerate(rows, start=2):
        for k, name in enumerate(header):
            sheet.cell(i, k + 1, row.get(str(name), example[k]))
    held = BytesIO()
    book.save(held)
    return held.getvalue()


def _upload(page: Page, file: Path) -> None:
    page.get_by_label("Vacancies", exact=True).check()
    page.get_by_label("The file").set_input_files(file)
    press(page, "Upload and check")


def _downloaded(page: Page, link: str) -> bytes:
    with page.expect_download() as download:
        follow(page, link)
    return download.value.path().read_bytes()


def test_an_officer_runs_compares_and_nominates(walk: Walk) -> None:
    with walk.signed_in("officer") as page:
        first = _run(page, "Weighted")
        walk.look(page)
        follow(page, "Who changes against run 1")
        walk.look(page)
        page.goto(first)
        follow(page, "Who is proposed for which home")
        walk.look(page)
        page.goto(first)
        follow(page, "Who is not placed, and why")
        walk.look(page)
        page.goto("/vacancies/6/shortlist")
        walk.look(page)
        page.get_by_role("link", name="Hold or rule out").first.click()
        walk.look(page)
        page.get_by_label("Rule this home out for them").check()
        press(page, "Save")
        walk.look(page)
        page.get_by_label("Why").fill("They lived there before and were hurt.")
        press(page, "Save")
        walk.look(page)
        reads(page, "The home is ruled out for them.")
        follow(page, "Shortlist")
        walk.look(page)
        page.get_by_role("link", name="Nominate").nth(1).click()
        walk.look(page)
        press(page, "Nominate and tell")
        walk.look(page)
        page.get_by_label("Public task").check()
        page.locator("#reason").fill("They wait longest of those whom it fits.")
        if page.locator("#passed_over").count():
            page.locator("#passed_over").select_option("more_urgent")
        press(page, "Nominate and tell")
        walk.look(page)
        follow(page, "What happened so far")
        walk.look(page)


def _run(page: Page, policy: str) -> str:
    follow(page, "Match runs")
    page.get_by_label(policy).check()
    page.get_by_label("Title (optional)").fill("Breckland in a week")
    page.get_by_label("Seed").fill("7")
    page.get_by_text("Match only some homes or applicants").click()
    page.get_by_role("group", name="Landlords").get_by_label("Orbit").check()
    press(page, "Run a match")
    wait_until_over(page, "Not placed")
    return page.url


def test_a_home_is_declined_matched_again_and_let(walk: Walk) -> None:
    with walk.signed_in("other_landlord") as page:
        page.goto("/vacancies/6")
        follow(page, "Change the vacancy")
        page.get_by_role("link", name="Change rules").click()
        page.get_by_label("How many people to nominate at once").fill("2")
        press(page, "Save")
        walk.look(page)
    with walk.signed_in("officer") as page:
        first = _nominate(page)
    _only_those_told_of_it_see_the_nomination(walk, first)
    with walk.signed_in("other_landlord") as page:
        walk.look(page)
        page.get_by_role("link", name="V-0006").first.click()
        walk.look(page)
        follow(page, "Decline")
        walk.look(page)
        press(page, "Decline")
        walk.look(page)
        page.get_by_label("The landlord").check()
        page.get_by_label("Why", exact=True).select_option("health_and_safety")
        press(page, "Decline")
        walk.look(page)
        page.goto("/tasks")
        walk.look(page)
    with walk.signed_in("officer") as page:
        walk.look(page)
        page.goto(first)
        walk.look(page)
        follow(page, "Confirm the decline")
        walk.look(page)
        page.get_by_label("It stands: the nomination ends").check()
        press(page, "Review the decline")
        walk.look(page)
        second = _nominate(page)
        third = _nominate(page)
        page.goto(second)
        follow(page, "Agree to give support")
        walk.look(page)
        press(page, "Agree to give support")
        walk.look(page)
    with walk.signed_in("other_landlord") as page:
        page.goto(second)
        _let(walk, page)
        page.goto("/vacancies/6")
        walk.look(page)
        reads(page, "Let What happened so far")
        page.goto(third)
        walk.look(page)
        reads(page, "Superseded")
        page.goto("/reports/lettings")
        walk.look(page)
        reads(page, "V-0006")


def _only_those_told_of_it_see_the_nomination(walk: Walk, nomination: str) -> None:
    """The home's landlord reads what was told, and no more; another landlord finds nothing."""
    told = walk.ask(TOLD.format("told"))
    names = walk.ask("SELECT array_agg(name) FROM applicants")
    assert isinstance(told, dict)
    assert isinstance(names, list)
    others = [re.escape(name) for name in names if name != told["name"]]
    with walk.signed_in("other_landlord") as page:
        page.goto(nomination)
        said = reads(page, str(told["name"]), str(told["reference"]))
        for kept in ("tier", "Tier", "Passed over", "Shortlist", "Applicant’s record"):
            assert kept not in said, f"{nomination} tells the landlord of “{kept}”"
        assert not [name for name in others if re.search(rf"\b{name}\b", said)]
        assert page.locator("main a[href*='/applicants']").count() == 0
        applicant = walk.ask(TOLD.format("applicant_id"))
        page.goto(f"/applicants/{applicant}")
        assert str(told["name"]) not in reads(page)
        page.goto("/vacancies/6/shortlist")
        assert str(told["name"]) not in reads(page)
    with walk.signed_in("landlord") as page:
        answer = page.goto(nomination)
        assert answer is not None
        assert answer.status == 404
        for address in (nomination, "/nominations", "/vacancies/6", "/"):
            page.goto(address)
            said = reads(page)
            assert str(told["name"]) not in said
            assert str(told["reference"]) not in said


def _nominate(page: Page) -> str:
    page.goto("/vacancies/6")
    follow(page, "The whole shortlist")
    page.get_by_role("link", name="Nominate A-").first.click()
    page.get_by_label("Public task").check()
    if page.locator("#passed_over").count():
        page.locator("#passed_over").select_option("more_urgent")
    press(page, "Nominate and tell")
    page.wait_for_url("**/nominations/*")
    return page.url


def _let(walk: Walk, page: Page) -> None:
    follow(page, "Offer the home")
    walk.look(page)
    press(page, "Offer the home")
    walk.look(page)
    address = page.get_by_role("link", name="Letter of the offer (PDF)").get_attribute("href")
    assert page.context.request.get(str(address)).body().startswith(b"%PDF")
    follow(page, "Arrange a viewing")
    fill_day(page, "viewing_at", today() + timedelta(days=1))
    page.get_by_label("The time of the viewing").fill("half three")
    press(page, "Arrange a viewing")
    walk.look(page)
    page.get_by_label("The time of the viewing").fill("15:30")
    press(page, "Arrange a viewing")
    follow(page, "Record that they accept")
    press(page, "Record that they accept")
    walk.look(page)
    follow(page, "Set the day they move in")
    fill_day(page, "move_in_on", today())
    press(page, "Set the day they move in")
    follow(page, "Record the signed letting")
    walk.look(page)
    page.get_by_label("Kind of tenancy").select_option(index=1)
    fill_day(page, "signed_on", today())
    fill_day(page, "starts_on", today())
    page.get_by_label("Rent with service charges").fill("95.40")
    press(page, "Record the signed letting")
    walk.look(page)
