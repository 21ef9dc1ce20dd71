"""The walk: every route says who may use it, only they can, and nobody is told another's secrets.

A new route goes into READS or WRITES here; a new parameter of an address into tests.api.walk.ROWS.
"""

import re
from collections.abc import Iterator

import pytest

from service.domain.accounts import Role
from tests.api.walk import (
    EVERYBODY,
    NO_PAGE,
    Asked,
    Route,
    addresses,
    ask,
    everything,
    open_sessions_again,
    prepare,
    routes,
    walk,
)
from tests.database import fresh_database
from tests.pages.county import freshen
from tests.pages.secrets import Secrets
from tests.pages.site import Site, open_site

SIGNED_IN: set[str | None] = {str(role) for role in Role}
EVERYONE = {*SIGNED_IN, None}
OFFICER: set[str | None] = {"officer"}
PLANNING: set[str | None] = {"officer", "planner"}
LETTING: set[str | None] = {"officer", "landlord", "support_provider"}
ADMINISTRATORS: set[str | None] = {"administrator"}
AUDITOR: set[str | None] = {"auditor"}
TOKENS: set[str | None] = {"landlord", "administrator"}
REPORTING: set[str | None] = {"officer", "landlord", "planner"}
REVIEWERS: set[str | None] = {"reviewer"}

READS: dict[str, set[str | None]] = {
    "/": EVERYONE,
    "/sign-in": EVERYONE,
    "/sign-in/code": EVERYONE,
    "/link/{token:str}": EVERYONE,
    "/account": SIGNED_IN,
    "/account/second-factor": SIGNED_IN,
    "/accounts": ADMINISTRATORS,
    "/accounts/invite": ADMINISTRATORS,
    "/accounts/{account_id:int}": ADMINISTRATORS,
    "/vacancies": LETTING,
    "/vacancies/{vacancy_id:int}": LETTING,
    "/vacancies/{vacancy_id:int}/nominate/{applicant_id:int}": OFFICER,
    "/nominations": LETTING,
    "/nominations/{nomination_id:int}": LETTING,
    "/applicants": OFFICER,
    "/applicants/search": OFFICER,
    "/applicants/{applicant_id:int}": OFFICER,
    "/applicants/{applicant_id:int}/restrictions": OFFICER,
    "/openings/new": OFFICER,
    "/openings": REVIEWERS,
    "/openings/{opening_id:int}": REVIEWERS,
    "/schemes/{scheme_id:int}/address": LETTING,
    "/runs": OFFICER,
    "/runs/{run_id:int}": OFFICER,
    "/runs/{run_id:int}/placed": OFFICER,
    "/runs/{run_id:int}/unplaced": OFFICER,
    "/runs/{run_id:int}/empty": OFFICER,
    "/runs/{run_id:int}/worth": PLANNING,
    "/applicants/{applicant_id:int}/what-if": OFFICER,
    "/data-protection": SIGNED_IN,
    "/retention": ADMINISTRATORS,
    "/readers": ADMINISTRATORS,
    "/health": EVERYONE,
    "/api/docs": EVERYONE,
    "/api/openapi.json": EVERYONE,
    "/api/openapi.json/openapi.json": EVERYONE,
    "/api/session": SIGNED_IN,
    "/api/vacancies": LETTING,
    "/api/vacancies/{vacancy_id:int}": LETTING,
    "/api/vacancies/{vacancy_id:int}/shortlist": OFFICER,
    "/api/nominations": LETTING,
    "/api/nominations/{nomination_id:int}": LETTING,
    "/api/applicants": OFFICER,
    "/api/applicants/{applicant_id:int}": OFFICER,
    "/api/applicants/{applicant_id:int}/homes": OFFICER,
    "/api/runs": OFFICER,
    "/api/runs/{run_id:int}": OFFICER,
    "/api/runs/{run_id:int}/proposals": OFFICER,
    "/api/runs/{run_id:int}/unplaced": OFFICER,
    "/api/runs/{run_id:int}/empty-vacancies": OFFICER,
    "/api/runs/{run_id:int}/worth": PLANNING,
    "/api/applicants/{applicant_id:int}/what-if": OFFICER,
    "/reports": REPORTING,
    "/reports/{report:str}": REPORTING,
    "/reports/core": OFFICER,
    "/reports/core.csv": OFFICER,
    "/reports/core-missing.csv": OFFICER,
    "/reports/core/{letting_id:int}": OFFICER,
    "/api/reports/{report:str}": REPORTING,
    "/api/reports/core": OFFICER,
    "/tokens": TOKENS,
    "/sign-in/provider": EVERYONE,
    "/sign-in/provider/return": EVERYONE,
    "/audit": AUDITOR,
    "/audit/{audit_id:int}": AUDITOR,
    "/audit/check": AUDITOR,
    "/api/audit": AUDITOR,
    "/api/openings": REVIEWERS | {"auditor"},
    "/api/places": SIGNED_IN,
    "/api/postcodes/{postcode:str}": SIGNED_IN,
}
WRITES: dict[str, set[str | None]] = {
    "/sign-in": EVERYONE,
    "/sign-out": SIGNED_IN,
    "/applicants/search": OFFICER,
    "/applicants/{applicant_id:int}/restrictions": OFFICER,
    "/applicants/{applicant_id:int}/restrictions/{restriction_id:int}/lift": OFFICER,
    "/applicants/{applicant_id:int}/readers": OFFICER,
    "/applicants/{applicant_id:int}/readers/{account_id:int}/remove": OFFICER,
    "/readers": ADMINISTRATORS,
    "/openings": OFFICER,
    "/openings/{opening_id:int}/review": REVIEWERS,
    "/schemes/{scheme_id:int}/address": LETTING,
    "/api/applicants/search": OFFICER,
    "/sign-in/code": SIGNED_IN,
    "/link/{token:str}": EVERYONE,
    "/account/password": SIGNED_IN,
    "/account/sign-out-everywhere": SIGNED_IN,
    "/account/second-factor": SIGNED_IN,
    "/account/second-factor/confirm": SIGNED_IN,
    "/account/second-factor/recovery-codes": SIGNED_IN,
    "/account/second-factor/remove": SIGNED_IN,
    "/accounts/invite": ADMINISTRATORS,
    "/accounts/{account_id:int}/link": ADMINISTRATORS,
    "/accounts/{account_id:int}/disable": ADMINISTRATORS,
    "/accounts/{account_id:int}/enable": ADMINISTRATORS,
    "/accounts/{account_id:int}/clear-second-factor": ADMINISTRATORS,
    "/accounts/{account_id:int}/sign-out": ADMINISTRATORS,
    "/runs": OFFICER,
    "/runs/{run_id:int}/stop": OFFICER,
    "/vacancies/{vacancy_id:int}/nominate/{applicant_id:int}": OFFICER,
    "/nominations/{nomination_id:int}/withdraw": OFFICER,
    "/applicants/{applicant_id:int}/consent-withdrawn": OFFICER,
    "/api/vacancies/{vacancy_id:int}/nominations": OFFICER,
    "/api/nominations/{nomination_id:int}/withdraw": OFFICER,
    "/tokens": TOKENS,
    "/tokens/{token_id:int}/revoke": TOKENS,
    "/applicants/{applicant_id:int}/bundle": OFFICER,
    "/retention": ADMINISTRATORS,
    "/retention/erasure": ADMINISTRATORS,
    "/api/runs": OFFICER,
    "/api/runs/{run_id:int}/stop": OFFICER,
}
KNOWS_OF_OTHERS: dict[str, str] = {}
"""Routes that tell a row of others from one that is not, and why they may."""

NOT_SET_UP: dict[str, str] = {
    "/sign-in/provider": "the county has no organisation's sign-in",
    "/sign-in/provider/return": "the county has no organisation's sign-in",
}
"""Routes that answer 404 to everybody here, and why."""
SAYS_EXAMPLES = "/api/openapi.json"
"""Where references stand that are invented, and may be like some of the county's."""


@pytest.fixture(scope="module")
def asked_site(
    server_url: str, county_template: str, worker_id: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """A county with restricted people in its match run, and with rows of every kind."""
    with fresh_database(server_url, county_template, worker_id) as url:
        freshen(url)
        prepare(url)
        with open_site(url, tmp_path_factory.mktemp("home")) as site:
            yield site


@pytest.fixture(scope="module")
def secrets(asked_site: Site) -> Secrets:
    return Secrets(asked_site.url)


@pytest.fixture(scope="module")
def read(asked_site: Site, secrets: Secrets) -> list[Asked]:
    """Every page and document, asked for by everybody."""
    assert secrets.values("applicant's name")
    return [
        one
        for route in routes(asked_site)
        if route.method == "GET" and route.path not in NO_PAGE
        for one in walk(asked_site, route)
    ]


@pytest.fixture(scope="module")
def refused(asked_site: Site, read: list[Asked]) -> tuple[list[Asked], set[str]]:
    """Every write that must be refused, as asked, and the tables that it changed all the same."""
    assert read
    before = everything(asked_site.url)
    answers = [
        ask(asked_site, route, person, which, address)
        for route, person, which, address in _writes(asked_site)
        if which != "own" or not route.is_for(person)
    ]
    after = everything(asked_site.url)
    return answers, {table for table in before if before[table] != after[table]}


@pytest.fixture(scope="module")
def written(asked_site: Site, refused: tuple[list[Asked], set[str]]) -> list[Asked]:
    """Every write by those who may, last because it changes the county."""
    assert refused
    answers = []
    for route, person, which, address in _writes(asked_site):
        if which == "own" and route.is_for(person):
            open_sessions_again(asked_site.url)
            answers.append(ask(asked_site, route, person, which, address))
    return answers


def _writes(site: Site) -> Iterator[tuple[Route, str | None, str, str]]:
    for route in routes(site):
        if route.method != "GET" and None not in route.may:
            for person in EVERYBODY:
                for which, address in addresses(route, person).items():
                    yield route, person, which, address


def test_every_route_says_who_may(reading_site: Site) -> None:
    silent = [route.path for route in routes(reading_site) if not route.says_who]
    assert silent == [], "Give these routes may=..."


def test_what_each_route_says_is_what_this_test_expects(reading_site: Site) -> None:
    said = {
        (route.path, route.method): set(route.may)
        for route in routes(reading_site)
        if route.path not in NO_PAGE
    }
    expected = {(path, "GET"): may for path, may in READS.items()}
    expected |= {(path, "POST"): may for path, may in WRITES.items()}
    assert said == expected, "Add the route to READS or WRITES, with who may use it."


def test_every_operation_of_the_api_is_described(reading_site: Site) -> None:
    paths = reading_site.get("/api/openapi.json", None).json()["paths"]
    described = {(path, method.upper()) for path, item in paths.items() for method in item}
    ours = {
        (re.sub(r":\w+\}", "}", route.path), route.method)
        for route in routes(reading_site)
        if route.path.startswith("/api/") or route.path == "/health"
    }
    assert described == {
        one for one in ours if not one[0].startswith(("/api/docs", "/api/openapi.json"))
    }


def test_nothing_crashes(read: list[Asked], written: list[Asked]) -> None:
    assert [str(one) for one in [*read, *written] if one.outcome == "crash"] == []


def test_those_who_may_read_their_own(read: list[Asked]) -> None:
    own = [
        one
        for one in read
        if one.which == "own" and one.route.is_for(one.person) and one.route.path not in NOT_SET_UP
    ]
    assert [str(one) for one in own if one.outcome not in ("done", "words")] == []


def test_those_who_may_not_read_are_refused_whatever_they_name(read: list[Asked]) -> None:
    for one in read:
        if not one.route.is_for(one.person):
            assert one.outcome == ("sign in" if one.person is None else "refused"), str(one)


def test_a_row_of_others_is_answered_as_if_there_were_none(read: list[Asked]) -> None:
    """Word for word: an answer that differs tells that there is such a row."""
    missing = {(one.route.path, one.person): one for one in read if one.which == "missing"}
    for one in read:
        if one.which == "missing" and one.route.is_for(one.person):
            assert one.outcome in ("missing", "words"), str(one)
        if one.which != "foreign" or not one.route.is_for(one.person):
            continue
        if one.route.path not in KNOWS_OF_OTHERS:
            none = missing[one.route.path, one.person]
            assert one.outcome == "missing", str(one)
            assert one.says_the_same_as(none), str(one)


def test_those_who_may_not_write_are_refused_and_nothing_is_written(
    refused: tuple[list[Asked], set[str]],
) -> None:
    answers, changed = refused
    for one in answers:
        if one.route.is_for(one.person):
            assert one.outcome in ("missing", "words"), str(one)
        else:
            assert one.outcome == ("sign in" if one.person is None else "refused"), str(one)
    assert changed == set()


def test_those_who_may_write_are_not_refused_for_who_they_are(written: list[Asked]) -> None:
    assert [str(one) for one in written if one.outcome in ("refused", "sign in")] == []


def test_no_answer_tells_anybody_what_is_not_theirs_to_know(
    secrets: Secrets,
    read: list[Asked],
    refused: tuple[list[Asked], set[str]],
    written: list[Asked],
) -> None:
    told = {
        (str(one), f"{secret.kind} {secret.value}")
        for one in [*read, *refused[0], *written]
        if not one.route.path.startswith(SAYS_EXAMPLES)
        for secret in secrets.told_in(one.said, one.person, one.address)
    }
    assert sorted(told) == []


def test_the_search_for_secrets_finds_them(secrets: Secrets, read: list[Asked]) -> None:
    """What an officer is rightly shown would be a secret told to others."""
    officers = next(
        one for one in read if (one.route.path, one.person) == ("/applicants", "officer")
    )
    for person in ("landlord", "planner", "auditor", None):
        kinds = {secret.kind for secret in secrets.told_in(officers.said, person)}
        assert "applicant's name" in kinds
        assert ("applicant's reference" in kinds) == (person != "auditor")
    assert secrets.told_in("Person 34", "officer") != []
    assert secrets.told_in("Person 34", "named_officer") == []
    assert secrets.told_in("Person 8, A-00008", "landlord") == []
    assert secrets.told_in("Seeded House, 7 Hidden Lane", "other_landlord") != []
    assert secrets.told_in("Person 600", None) == []
