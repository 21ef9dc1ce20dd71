"""All operations of the JSON API, and its description."""

from importlib.metadata import PackageNotFoundError, version

from litestar import Router
from litestar.di import Provide
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, License, SecurityScheme, Tag

from service import auth
from service.api import (
    about,
    applicants,
    audit,
    contacts,
    duplicates,
    homes,
    loans,
    marks,
    nominations,
    openings,
    pausing,
    places,
    records,
    reports,
    run_changes,
    runs,
    steps,
    tasks,
    uploads,
    vacancies,
    voids,
)
from service.api.asking_again import KeepsAnswers
from service.api.cursors import TellsNext, provide_page
from service.api.headers import described
from service.api.preconditions import TellsVersions

_WORDS = """\
Sign in with a form POST of email and password to /sign-in and keep the cookie. Reads need no more;
a write carries the csrf_token of GET /api/session in the header X-CSRF-Token. A landlord's own
software reads with an API token instead, made on the page /tokens and sent as Authorization: Bearer
TOKEN, where an operation names the scope that it needs; a token never writes. Lists take limit, and
begin after the rows of another answer by its next, sent as cursor; the header Link says the same. A
cursor never sends a row twice or leaves one out, whatever rows come and go meanwhile; an offset,
for pages of a screen, can. A POST with the header Idempotency-Key is done once, however often it is
sent. One thing that people change comes with an ETag; send it back as If-Match, and a change is
refused (412) where somebody else changed it meanwhile. A refusal is application/problem+json and
says what is so and what to do.
"""
_TAGS = (
    "Homes",
    "Vacancies",
    "Applicants",
    "Nominations",
    "Match runs",
    "Uploads",
    "Reports",
    "Openings",
    "Audit",
    "Places",
    "Contacts",
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
                middleware=[KeepsAnswers(), TellsVersions(), TellsNext()],
                dependencies={"page": Provide(provide_page, sync_to_thread=False)},
                route_handlers=described(
                    [
                        vacancies.list_vacancies,
                        vacancies.show_vacancy,
                        vacancies.show_shortlist,
                        homes.list_schemes,
                        homes.show_scheme,
                        homes.add_scheme,
                        homes.change_scheme,
                        homes.list_units,
                        homes.add_unit,
                        homes.show_unit,
                        homes.change_unit,
                        loans.list_loans,
                        loans.show_loan,
                        loans.lend,
                        loans.change_loan,
                        loans.give_back,
                        homes.list_landlords,
                        homes.add_landlord,
                        applicants.list_applicants,
                        applicants.search_applicants,
                        applicants.show_applicant,
                        applicants.show_homes,
                        applicants.show_what_if,
                        duplicates.list_pairs,
                        duplicates.decide_different,
                        duplicates.merge_pair,
                        duplicates.undo,
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
                        audit.list_audit,
                        openings.list_openings,
                        voids.add_vacancy,
                        voids.change_vacancy,
                        voids.register_vacancy,
                        voids.withdraw_vacancy,
                        voids.take_out_of_service,
                        voids.bring_back,
                        voids.list_revisions,
                        records.add,
                        records.change,
                        records.show_circumstances,
                        records.show_affordability,
                        records.cancel,
                        pausing.park,
                        pausing.withdraw,
                        pausing.unpark,
                        uploads.upload_file,
                        uploads.list_uploads,
                        uploads.show_upload,
                        uploads.list_faults,
                        uploads.confirm_upload,
                        uploads.download_rejected,
                        uploads.download_template,
                        run_changes.show_compared,
                        run_changes.accept,
                        marks.list_marks,
                        marks.add_mark,
                        marks.lift,
                        steps.offer,
                        steps.accept,
                        steps.agree_support,
                        steps.undo,
                        steps.reopen,
                        steps.arrange_viewing,
                        steps.set_move_in,
                        steps.sign,
                        steps.decline,
                        steps.review,
                        steps.list_steps,
                        steps.show_decision,
                        steps.list_choices,
                        contacts.list_contacts,
                        contacts.add_contact,
                        contacts.show_contact,
                        contacts.change_contact,
                        contacts.remove_contact,
                        tasks.list_tasks,
                        reports.show_report,
                        reports.show_core,
                        places.list_places,
                        places.show_postcode,
                    ]
                ),
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
