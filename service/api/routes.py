"""All operations of the JSON API, and its description."""

from importlib.metadata import PackageNotFoundError, version

from litestar import Router
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, License, SecurityScheme, Tag

from service import auth
from service.api import (
    about,
    applicants,
    audit,
    nominations,
    openings,
    places,
    reports,
    runs,
    vacancies,
)

_WORDS = """\
Sign in with a form POST of email and password to /sign-in and keep the cookie. Reads need no more;
a write carries the csrf_token of GET /api/session in the header X-CSRF-Token. A landlord's own
software reads with an API token instead, made on the page /tokens and sent as Authorization: Bearer
TOKEN, where an operation names the scope that it needs; a token never writes. Lists take limit and
offset. A refusal is application/problem+json and says what is so and what to do.
"""
_TAGS = (
    "Vacancies",
    "Applicants",
    "Nominations",
    "Match runs",
    "Reports",
    "Openings",
    "Audit",
    "Places",
)


def router() -> Router:
    """The routes of the API and of its health."""
    return Router(
        path="/",
        route_handlers=[
            about.show_health,
            about.show_session,
            Router(
                path="/api",
                route_handlers=[
                    vacancies.list_vacancies,
                    vacancies.show_vacancy,
                    vacancies.show_shortlist,
                    applicants.list_applicants,
                    applicants.search_applicants,
                    applicants.show_applicant,
                    applicants.show_homes,
                    applicants.show_what_if,
                    nominations.add_nomination,
                    nominations.list_nominations,
                    nominations.show_nomination,
                    nominations.withdraw_nomination,
                    runs.ask,
                    runs.list_runs,
                    runs.show_run,
                    runs.stop_run,
                    runs.list_proposals,
                    runs.list_unplaced,
                    runs.list_empty_vacancies,
                    runs.list_worth,
                    reports.show_report,
                    reports.show_core,
                    audit.list_audit,
                    openings.list_openings,
                    places.list_places,
                    places.show_postcode,
                ],
            ),
        ],
    )


def openapi_config() -> OpenAPIConfig:
    """The description of the API, at /api/openapi.json."""
    return OpenAPIConfig(
        title="Homeward",
        version=_version(),
        description=_WORDS,
        license=License(name="MIT", identifier="MIT"),
        use_handler_docstrings=True,
        components=Components(
            security_schemes={
                "session": SecurityScheme(
                    type="apiKey", name=auth.SESSION_COOKIES[-1], security_scheme_in="cookie"
                ),
                "token": SecurityScheme(
                    type="http",
                    scheme="bearer",
                    description="A landlord's API token, from /tokens.",
                ),
            }
        ),
        security=[{"session": []}],
        tags=[Tag(name=name) for name in _TAGS],
        render_plugins=[JsonRenderPlugin(path="/")],
        openapi_router=Router(
            path="/api/openapi.json",
            route_handlers=[],
            include_in_schema=False,
            opt={"may": auth.EVERYONE},
        ),
    )


def _version() -> str:
    """Homeward's version; "0" when it runs from a folder that was never installed."""
    try:
        return version("homeward")
    except PackageNotFoundError:
        return "0"
