"""Asking for a run and stopping it, without JavaScript."""

import pytest

from service.domain.days import today
from tests.pages.site import Site


def test_the_button_asks_for_a_run_and_leads_to_its_page(site: Site) -> None:
    answer = site.post("/runs")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/runs/4"
    page = site.get("/runs/4").text
    assert "waiting for the worker: 0%" in page
    assert "<noscript>" in page
    assert site.ask_database("SELECT match_on FROM match_runs WHERE id = 4") == today()
    assert (
        site.ask_database("SELECT actor FROM audit WHERE action = 'ask for match run'")
        == "Olive Officer"
    )


def test_the_form_asks_for_the_day_and_seed_that_it_says(site: Site) -> None:
    site.post("/runs", fields={"day": "3", "month": "5", "year": "2026", "seed": "17"})
    row = "SELECT match_on::text || ' ' || seed FROM match_runs WHERE id = 4"
    assert site.ask_database(row) == "2026-05-03 17"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"day": "31", "month": "2", "year": "2026"}, "Enter a real date, like 3 5 2026"),
        ({"day": "3"}, "Enter a real date, like 3 5 2026"),
        ({"seed": "many"}, "Enter the seed as a whole number, like 1"),
        ({"seed": "9" * 19}, "Enter the seed as a whole number, like 1"),
        ({"policy": "lenient"}, "Choose a policy from the list"),
    ],
)
def test_a_wrong_form_comes_back_with_words_and_what_was_typed(
    site: Site, fields: dict[str, str], words: str
) -> None:
    answer = site.post("/runs", fields=fields)
    assert answer.status_code == 400
    assert answer.text.count(words) == 2  # in the summary and at the field
    assert "Error: Match runs" in answer.text
    if "seed" in fields:
        assert f'value="{fields["seed"]}"' in answer.text
    assert site.ask_database("SELECT count(*) FROM match_runs") == 3


def test_a_running_run_is_stopped(site: Site) -> None:
    answer = site.post(f"/runs/{site.ids.running}/stop")
    assert answer.headers["location"] == "/runs/2"
    assert "Somebody stopped this run" in site.get("/runs/2").text


def test_a_run_that_is_over_cannot_be_stopped_and_nothing_is_written(site: Site) -> None:
    before = site.ask_database("SELECT count(*) FROM audit")
    answer = site.post(f"/runs/{site.ids.done}/stop")
    assert answer.status_code == 409
    assert "Match run 1 is done already." in answer.text
    assert site.ask_database("SELECT count(*) FROM audit") == before
