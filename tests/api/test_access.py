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
REVIEWERS: set[str | None] = {"reviewer"}
LANDLORD_KEEPERS: set[str | None] = {"officer", "administrator"}
KEEPING_HOMES: set[str | None] = {"officer", "landlord"}
SUPPORTING: set[str | None] = {"officer", "support_provider"}
CONTACTING: set[str | None] = {"landlord", "support_provider", "administrator"}
TASKED: set[str | None] = LETTING | ADMINISTRATORS
REPORTING: set[str | None] = {"officer", "landlord", "planner"}
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
    "/duplicates": OFFICER,
    "/duplicates/{pair_id:int}": OFFICER,
    "/api/duplicates": OFFICER,
    "/applicants/{applicant_id:int}": OFFICER,
    "/applicants/{applicant_id:int}/restrictions": OFFICER,
    "/openings/new": OFFICER,
    "/openings": REVIEWERS,
    "/openings/{opening_id:int}": REVIEWERS,
    "/schemes/{scheme_id:int}/address": LETTING,
    "/schemes": LETTING,
    "/schemes/new": KEEPING_HOMES,
    "/schemes/{scheme_id:int}": LETTING,
    "/schemes/{scheme_id:int}/edit": KEEPING_HOMES,
    "/schemes/{scheme_id:int}/units/new": KEEPING_HOMES,
    "/units/{unit_id:int}": LETTING,
    "/units/{unit_id:int}/edit": KEEPING_HOMES,
    "/units/{unit_id:int}/lend": KEEPING_HOMES,
    "/units/{unit_id:int}/return": KEEPING_HOMES,
    "/units/{unit_id:int}/due-back": KEEPING_HOMES,
    "/loans": LETTING,
    "/landlords": LANDLORD_KEEPERS,
    "/landlords/new": LANDLORD_KEEPERS,
    "/landlords/{landlord_id:int}": LANDLORD_KEEPERS,
    "/landlords/{landlord_id:int}/edit": LANDLORD_KEEPERS,
    "/api/schemes": LETTING,
    "/api/schemes/{scheme_id:int}": LETTING,
    "/api/schemes/{scheme_id:int}/units": LETTING,
    "/api/units/{unit_id:int}": LETTING,
    "/api/loans": LETTING,
    "/api/loans/{loan_id:int}": LETTING,
    "/api/landlords": LETTING | LANDLORD_KEEPERS,
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
    "/vacancies/new": KEEPING_HOMES,
    "/vacancies/{vacancy_id:int}/edit": KEEPING_HOMES,
    "/vacancies/{vacancy_id:int}/edit/void": KEEPING_HOMES,
    "/vacancies/{vacancy_id:int}/edit/works": KEEPING_HOMES,
    "/vacancies/{vacancy_id:int}/edit/rules": KEEPING_HOMES,
    "/vacancies/{vacancy_id:int}/withdraw": KEEPING_HOMES,
    "/vacancies/{vacancy_id:int}/out-of-service": KEEPING_HOMES,
    "/vacancies/{vacancy_id:int}/back": KEEPING_HOMES,
    "/api/vacancies/{vacancy_id:int}/revisions": KEEPING_HOMES,
    "/applicants/new": OFFICER,
    "/applicants/drafts/{draft_id:int}/{step:str}": OFFICER,
    "/applicants/drafts/{draft_id:int}/check": OFFICER,
    "/applicants/{applicant_id:int}/park": OFFICER,
    "/applicants/{applicant_id:int}/withdraw": OFFICER,
    "/api/applicants/{applicant_id:int}/circumstances": OFFICER,
    "/api/applicants/{applicant_id:int}/affordability": OFFICER,
    "/uploads": KEEPING_HOMES,
    "/uploads/columns/{kind:str}": KEEPING_HOMES,
    "/uploads/templates/{name:str}": KEEPING_HOMES,
    "/uploads/{upload_id:int}": KEEPING_HOMES,
    "/uploads/{upload_id:int}/rejected": KEEPING_HOMES,
    "/api/uploads": KEEPING_HOMES,
    "/api/uploads/templates/{name:str}": KEEPING_HOMES,
    "/api/uploads/{upload_id:int}": KEEPING_HOMES,
    "/api/uploads/{upload_id:int}/faults": KEEPING_HOMES,
    "/api/uploads/{upload_id:int}/rejected": KEEPING_HOMES,
    "/vacancies/{vacancy_id:int}/shortlist": OFFICER,
    "/vacancies/{vacancy_id:int}/pair/{applicant_id:int}": OFFICER,
    "/applicants/{applicant_id:int}/homes": OFFICER,
    "/runs/compare": OFFICER,
    "/runs/{run_id:int}/accept": OFFICER,
    "/api/runs/compare": OFFICER,
    "/api/vacancies/{vacancy_id:int}/marks": OFFICER,
    "/nominations/{nomination_id:int}/agree": SUPPORTING,
    "/nominations/{nomination_id:int}/offer": KEEPING_HOMES,
    "/nominations/{nomination_id:int}/viewing": KEEPING_HOMES,
    "/nominations/{nomination_id:int}/accept": KEEPING_HOMES,
    "/nominations/{nomination_id:int}/move-in": KEEPING_HOMES,
    "/nominations/{nomination_id:int}/sign": KEEPING_HOMES,
    "/nominations/{nomination_id:int}/decline": LETTING,
    "/nominations/{nomination_id:int}/decline/review": OFFICER,
    "/nominations/{nomination_id:int}/reopen": OFFICER,
    "/nominations/{nomination_id:int}/undo": LETTING,
    "/nominations/{nomination_id:int}/withdraw": OFFICER,
    "/deadlines": ADMINISTRATORS,
    "/api/nominations/{nomination_id:int}/steps": LETTING,
    "/api/nominations/{nomination_id:int}/decision": OFFICER,
    "/api/nominations/{nomination_id:int}/choices": LETTING,
    "/tasks": TASKED,
    "/api/tasks": TASKED,
    "/contacts": CONTACTING,
    "/contacts/new": CONTACTING,
    "/contacts/{contact_id:int}": CONTACTING,
    "/api/contacts": CONTACTING,
    "/api/contacts/{contact_id:int}": CONTACTING,
    "/outbox": ADMINISTRATORS,
    "/outbox/{message_id:int}": ADMINISTRATORS,
    "/vacancies/{vacancy_id:int}/timeline": LETTING,
    "/applicants/{applicant_id:int}/timeline": OFFICER,
    "/nominations/{nomination_id:int}/timeline": LETTING,
    "/vacancies/{vacancy_id:int}/shortlist/print": OFFICER,
    "/nominations/{nomination_id:int}/offer-letter.pdf": {"officer", "landlord"},
    "/reports": REPORTING,
    "/reports/{report:str}": REPORTING,
    "/reports/core": OFFICER,
    "/reports/core.csv": OFFICER,
    "/reports/core-missing.csv": OFFICER,
    "/reports/core/{letting_id:int}": OFFICER,
    "/api/reports/{report:str}": REPORTING,
    "/api/reports/core": OFFICER,
}
WRITES: dict[str, set[str | None]] = {
    "/duplicates/look": OFFICER,
    "/duplicates/{pair_id:int}/different": OFFICER,
    "/duplicates/{pair_id:int}/merge": OFFICER,
    "/merges/{merge_id:int}/undo": OFFICER,
    "/api/duplicates/{pair_id:int}/different": OFFICER,
    "/api/duplicates/{pair_id:int}/merge": OFFICER,
    "/api/merges/{merge_id:int}/undo": OFFICER,
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
    "/schemes/new": KEEPING_HOMES,
    "/schemes/{scheme_id:int}/edit": KEEPING_HOMES,
    "/schemes/{scheme_id:int}/units/new": KEEPING_HOMES,
    "/units/{unit_id:int}/edit": KEEPING_HOMES,
    "/units/{unit_id:int}/lend": KEEPING_HOMES,
    "/units/{unit_id:int}/return": KEEPING_HOMES,
    "/units/{unit_id:int}/due-back": KEEPING_HOMES,
    "/landlords/new": LANDLORD_KEEPERS,
    "/landlords/{landlord_id:int}/edit": LANDLORD_KEEPERS,
    "/api/schemes": KEEPING_HOMES,
    "/api/schemes/{scheme_id:int}/units": KEEPING_HOMES,
    "/api/units/{unit_id:int}/loans": KEEPING_HOMES,
    "/api/loans/{loan_id:int}/return": KEEPING_HOMES,
    "/api/landlords": LANDLORD_KEEPERS,
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
    "/vacancies/new": KEEPING_HOMES,
    "/vacancies/{vacancy_id:int}/edit/void": KEEPING_HOMES,
    "/vacancies/{vacancy_id:int}/edit/works": KEEPING_HOMES,
    "/vacancies/{vacancy_id:int}/edit/rules": KEEPING_HOMES,
    "/vacancies/{vacancy_id:int}/withdraw": KEEPING_HOMES,
    "/vacancies/{vacancy_id:int}/out-of-service": KEEPING_HOMES,
    "/vacancies/{vacancy_id:int}/back": KEEPING_HOMES,
    "/vacancies/{vacancy_id:int}/register": KEEPING_HOMES,
    "/api/vacancies": KEEPING_HOMES,
    "/api/vacancies/{vacancy_id:int}/register": KEEPING_HOMES,
    "/api/vacancies/{vacancy_id:int}/withdraw": KEEPING_HOMES,
    "/api/vacancies/{vacancy_id:int}/out-of-service": KEEPING_HOMES,
    "/api/vacancies/{vacancy_id:int}/back-in-service": KEEPING_HOMES,
    "/applicants/new": OFFICER,
    "/applicants/drafts/{draft_id:int}/{step:str}": OFFICER,
    "/applicants/drafts/{draft_id:int}/check": OFFICER,
    "/applicants/drafts/{draft_id:int}/delete": OFFICER,
    "/applicants/{applicant_id:int}/change": OFFICER,
    "/applicants/{applicant_id:int}/park": OFFICER,
    "/applicants/{applicant_id:int}/withdraw": OFFICER,
    "/applicants/{applicant_id:int}/unpark": OFFICER,
    "/applicants/{applicant_id:int}/circumstances/{circumstance_id:int}/cancel": OFFICER,
    "/api/applicants": OFFICER,
    "/api/applicants/{applicant_id:int}/park": OFFICER,
    "/api/applicants/{applicant_id:int}/unpark": OFFICER,
    "/api/applicants/{applicant_id:int}/withdraw": OFFICER,
    "/api/applicants/{applicant_id:int}/circumstances/{circumstance_id:int}/cancel": OFFICER,
    "/uploads": KEEPING_HOMES,
    "/uploads/{upload_id:int}/confirm": KEEPING_HOMES,
    "/api/uploads": KEEPING_HOMES,
    "/api/uploads/{upload_id:int}/confirm": KEEPING_HOMES,
    "/vacancies/{vacancy_id:int}/pair/{applicant_id:int}": OFFICER,
    "/vacancies/{vacancy_id:int}/pair/{applicant_id:int}/lift": OFFICER,
    "/runs/{run_id:int}/accept": OFFICER,
    "/api/runs/{run_id:int}/accept": OFFICER,
    "/api/vacancies/{vacancy_id:int}/marks": OFFICER,
    "/api/vacancies/{vacancy_id:int}/marks/{applicant_id:int}/lift": OFFICER,
    "/nominations/{nomination_id:int}/agree": SUPPORTING,
    "/nominations/{nomination_id:int}/offer": KEEPING_HOMES,
    "/nominations/{nomination_id:int}/viewing": KEEPING_HOMES,
    "/nominations/{nomination_id:int}/accept": KEEPING_HOMES,
    "/nominations/{nomination_id:int}/move-in": KEEPING_HOMES,
    "/nominations/{nomination_id:int}/sign": KEEPING_HOMES,
    "/nominations/{nomination_id:int}/decline": LETTING,
    "/nominations/{nomination_id:int}/decline/review": OFFICER,
    "/nominations/{nomination_id:int}/reopen": OFFICER,
    "/nominations/{nomination_id:int}/undo": LETTING,
    "/api/nominations/{nomination_id:int}/agree-support": SUPPORTING,
    "/api/nominations/{nomination_id:int}/offer": KEEPING_HOMES,
    "/api/nominations/{nomination_id:int}/viewing": KEEPING_HOMES,
    "/api/nominations/{nomination_id:int}/accept": KEEPING_HOMES,
    "/api/nominations/{nomination_id:int}/move-in": KEEPING_HOMES,
    "/api/nominations/{nomination_id:int}/sign": KEEPING_HOMES,
    "/api/nominations/{nomination_id:int}/decline": LETTING,
    "/api/nominations/{nomination_id:int}/review": OFFICER,
    "/api/nominations/{nomination_id:int}/reopen": OFFICER,
    "/api/nominations/{nomination_id:int}/undo": LETTING,
    "/deadlines": ADMINISTRATORS,
    "/contacts": CONTACTING,
    "/contacts/{contact_id:int}": CONTACTING,
    "/contacts/{contact_id:int}/remove": CONTACTING,
    "/api/contacts": CONTACTING,
}
CHANGES: dict[tuple[str, str], set[str | None]] = {
    ("/api/schemes/{scheme_id:int}", "PATCH"): KEEPING_HOMES,
    ("/api/units/{unit_id:int}", "PATCH"): KEEPING_HOMES,
    ("/api/loans/{loan_id:int}", "PATCH"): KEEPING_HOMES,
    ("/api/vacancies/{vacancy_id:int}", "PATCH"): KEEPING_HOMES,
    ("/api/applicants/{applicant_id:int}", "PATCH"): OFFICER,
    ("/api/contacts/{contact_id:int}", "PATCH"): CONTACTING,
    ("/api/contacts/{contact_id:int}", "DELETE"): CONTACTING,
}
"""Writes by other verbs than POST."""
KNOWS_OF_OTHERS: dict[str, str] = {}
"""Routes that tell a row of others from one that is not, and why they may."""

NOT_SET_UP: dict[str, str] = {
    "/sign-in/provider": "the county has no organisation's sign-in",
    "/sign-in/provider/return": "the county has no organisation's sign-in",
}
"""Routes that answer 404 to everybody here, and why."""
SAYS_EXAMPLES = (
    "/api/openapi.json",
    "/uploads/templates",
    "/uploads/columns",
    "/api/uploads/templates",
)
"""Where references and names stand that are invented, and may be like some of the county's."""


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
    expected |= CHANGES
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
