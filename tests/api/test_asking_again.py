"""A request with an Idempotency-Key is done once, however often it is sent."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from httpx import Response

from service.actions.forgetting import forget_old
from tests.database import within
from tests.pages.site import Site

_COUNT = "SELECT count(*) FROM nominations"
_TELL = {"applicant_id": 7, "lawful_basis": "public_task", "reason": "The only one who asked"}


@pytest.fixture(autouse=True)
def _nobody_is_shut_out(site: Site) -> None:
    site.change("DELETE FROM excluded_areas")


def _ask(site: Site, key: str, role: str = "officer", **changed: object) -> Response:
    asked = {**_TELL, **changed}
    return site.post_json("/api/vacancies/4/nominations", asked, role, Idempotency_Key=key)


def test_the_same_request_again_is_answered_alike_and_done_once(site: Site) -> None:
    before = site.ask_database(_COUNT)
    first, second = _ask(site, "k-1"), _ask(site, "k-1")
    assert first.status_code == second.status_code == 201
    assert (first.content, first.headers["location"]) == (
        second.content,
        second.headers["location"],
    )
    assert second.headers["idempotency-replayed"] == "true"
    assert "idempotency-replayed" not in first.headers
    assert site.ask_database(_COUNT) == before + 1  # type: ignore[operator]


def test_a_key_of_somebody_else_is_another_key(site: Site) -> None:
    assert _ask(site, "k-1").status_code == 201
    answer = _ask(site, "k-1", "named_officer")
    assert (answer.status_code, "is held" in answer.json()["detail"]) == (409, True)


def test_a_key_used_for_something_else_is_refused(site: Site) -> None:
    _ask(site, "k-1")
    answer = _ask(site, "k-1", applicant_id=9)
    assert answer.status_code == 422
    assert "used for another request" in answer.json()["detail"]


def test_a_refused_request_keeps_no_key(site: Site) -> None:
    assert _ask(site, "k-1", lawful_basis="consent").status_code == 409
    assert _ask(site, "k-1").status_code == 201


@pytest.mark.parametrize("key", ["", "a" * 201, "a\tb"])
def test_a_key_that_is_none_is_refused(site: Site, key: str) -> None:
    assert _ask(site, key).status_code == 400


def test_many_at_once_do_it_once(site: Site) -> None:
    before = site.ask_database(_COUNT)
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: _ask(site, "k-1"), range(8)))
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert site.ask_database(_COUNT) == before + 1  # type: ignore[operator]


def test_an_answer_that_was_lost_is_not_done_again(site: Site) -> None:
    _ask(site, "k-1")
    site.change("UPDATE idempotency_keys SET status = 0, body = ''")
    answer = _ask(site, "k-1")
    assert answer.status_code == 409
    assert "its answer is not kept yet" in answer.json()["detail"]


def test_answers_are_forgotten_after_a_day(site: Site) -> None:
    _ask(site, "old")
    site.change("UPDATE idempotency_keys SET made_at = now() - interval '25 hours'")
    within(site.url, forget_old)
    assert site.ask_database("SELECT count(*) FROM idempotency_keys") == 0
