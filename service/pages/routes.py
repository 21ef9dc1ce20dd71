"""All pages."""

from litestar import Router

from service.pages import (
    api_docs,
    applicants,
    audit,
    nominations,
    privacy,
    problems,
    provider,
    retention,
    run_results,
    runs,
    sign_in,
    start,
    tokens,
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
            provider.begin,
            provider.end,
            tokens.show_tokens,
            tokens.make,
            tokens.revoke,
            start.show_start,
            vacancies.show_vacancies,
            vacancies.show_vacancy,
            applicants.show_applicants,
            applicants.show_applicant,
            nominations.show_form,
            nominations.nominate_applicant,
            nominations.show_nominations,
            nominations.show_nomination,
            nominations.withdraw_nomination,
            nominations.record_consent_withdrawn,
            runs.show_runs,
            runs.ask,
            runs.show_run,
            runs.stop_run,
            run_results.show_placed,
            run_results.show_unplaced,
            run_results.show_empty,
            run_results.show_worth,
            what_if.show_what_if,
            audit.show_audit,
            audit.show_act,
            audit.show_check,
            privacy.show_data_protection,
            privacy.download_bundle,
            retention.show_retention,
            retention.apply_retention,
            retention.erase_record,
            problems.show_no_page,
        ],
        exception_handlers={FormRefused: show_again},
        include_in_schema=False,
    )
