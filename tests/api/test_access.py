"""Every route says who may use it, and only they can."""

from httpx import Response
from litestar.routes import HTTPRoute

from service.domain.accounts import Role
from tests.pages.site import Site

PEOPLE = ("officer", "landlord", "planner", None)
EVERYONE = {*PEOPLE}
PLANNING = {"officer", "planner"}
SIGNED_IN = {"officer", "landlord", "planner"}
LETTING = {"officer", "landlord"}
OFFICER = {"officer"}
TOKENS = {"landlord", "administrator"}
AUDITOR = {"auditor"}
ADMINISTRATORS = {"administrator"}
REVIEWERS = {"reviewer"}

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
}
WRITES: dict[str, set[str | None]] = {
    "/sign-in": EVERYONE,
    "/sign-out": SIGNED_IN,
    "/applicants/search": OFFICER,
    "/applicants/{applicant_id:int}/restrictions": OFFICER,
    "/applicants/{applicant_id:int}/restrictions/{restriction_id:int}/lift": OFFICER,
    "/applicants/{applicant_id:int}/readers": OFFICER,
    "/applicants/{applicant_id:int}/readers/{account_id:int}/remove": OFFICER,
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
NO_PAGE = {"/{path:path}", "/static/{file_path:path}", "/api/openapi.json/{path:str}"}
"""Addresses below which there is a page or there is none."""
ELSEWHERE = {"/sign-in/provider", "/sign-in/provider/return"}
"""Tried in tests of their own: without an organisation's sign-in there is no such page."""


def _routes(site: Site) -> list[tuple[str, str, object]]:
    """Path, method and who may, of every route of the application."""
    return [
        (route.path, str(method), handler.opt.get("may"))
        for route in site.client.app.routes
        if isinstance(route, HTTPRoute)
        for method, (handler, _) in route.route_handler_map.items()
        if method != "OPTIONS"
    ]


def test_every_route_says_who_may(reading_site: Site) -> None:
    silent = [path for path, _, may in _routes(reading_site) if not may]
    assert silent == []


def test_what_each_route_says_is_what_this_test_expects(reading_site: Site) -> None:
    said = {
        (path, method): {None if role is None else role.value for role in may}
        for path, method, may in _routes(reading_site)
        if isinstance(may, frozenset) and path not in NO_PAGE
    }
    expected = {(path, "GET"): may for path, may in READS.items()}
    expected |= {(path, "POST"): may for path, may in WRITES.items()}
    assert said == expected
    assert {role.value for role in Role} == SIGNED_IN


def test_each_role_reads_what_it_may_and_nothing_else(reading_site: Site) -> None:
    for path, may in READS.items():
        for role in () if path in ELSEWHERE else PEOPLE:
            answer = reading_site.get(_address(path), role)
            assert _is_refused(answer) == (role not in may), (path, role, answer.text)
            assert answer.status_code in (200, 303, 401, 403), (path, role)


def test_each_role_writes_what_it_may_and_nothing_else(site: Site) -> None:
    for path, may in WRITES.items():
        send = site.post_json if path.startswith("/api/") else site.post
        for role in PEOPLE:
            if path == "/sign-in" or (path == "/sign-out" and role is not None):
                continue  # the one wants a password; the other ends what the next role needs
            answer = send(_address(path), role=role)
            assert _is_refused(answer) == (role not in may), (path, role, answer.text)


def _is_refused(answer: Response) -> bool:
    sent_away = answer.headers.get("location", "").startswith("/sign-in")
    return answer.status_code in (401, 403) or sent_away


def _address(path: str) -> str:
    """An address of a route with ids that the landlord may see too."""
    for name, value in {
        "{vacancy_id:int}": "4",
        "{applicant_id:int}": "7",
        "{run_id:int}": "1",
        "{nomination_id:int}": "1",
        "{token_id:int}": "1",
        "{audit_id:int}": "1",
        "{scheme_id:int}": "2",
        "{restriction_id:int}": "1",
        "{account_id:int}": "1",
        "{opening_id:int}": "1",
        "{postcode:str}": "NR1 1AA",
    }.items():
        path = path.replace(name, value)
    return path
