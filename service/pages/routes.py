"""All pages."""

from litestar import Router

from service.pages import (
    api_docs,
    applicants,
    openings,
    problems,
    protected_addresses,
    restrictions,
    run_results,
    runs,
    searching,
    sign_in,
    start,
    vacancies,
    what_if,
)
from service.pages.forms import FormRefused, show_again


def router() -> Router:
    """The routes of every page; a refused form is shown again."""
    return Router(
        path="/",
        route_handlers=[
            api_docs.show_api_docs,
            sign_in.show_sign_in,
            sign_in.sign_in,
            sign_in.sign_out,
            start.show_start,
            vacancies.show_vacancies,
            vacancies.show_vacancy,
            applicants.show_applicants,
            applicants.show_applicant,
            searching.search_applicants,
            restrictions.show_restrictions,
            restrictions.restrict,
            restrictions.lift,
            restrictions.name_reader,
            restrictions.remove_reader,
            openings.show_closed,
            openings.open_record,
            openings.show_openings,
            openings.show_opening,
            openings.review,
            protected_addresses.show_address,
            protected_addresses.write_address,
            runs.show_runs,
            runs.ask,
            runs.show_run,
            runs.stop_run,
            run_results.show_placed,
            run_results.show_unplaced,
            run_results.show_empty,
            run_results.show_worth,
            what_if.show_what_if,
            problems.show_no_page,
        ],
        exception_handlers={FormRefused: show_again},
        include_in_schema=False,
    )
