"""The homes open to an applicant, those that nearly are, and what would open more."""

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from service import auth
from service.actions.opening import homes_and_more
from service.actions.reading import record_read
from service.domain.days import today
from service.domain.lettings import NEVER_OVERRIDDEN
from service.domain.people import ApplicantState
from service.pages.forms import query_of
from service.pages.latest import TODAYS_POLICY
from service.pages.paging import paging
from service.store.applicant_pages import get_applicant
from service.store.marks import find_marks
from service.store.match_runs import find_latest_done
from service.store.nominations import find_nominated
from service.store.outcomes import find_outcome_of_applicant
from service.store.pool import Connection


@get("/applicants/{applicant_id:int}/homes", may=auth.OFFICERS)
async def show_homes(
    request: auth.WebRequest, connection: NamedDependency[Connection], applicant_id: FromPath[int]
) -> Template:
    """What is open to them today, what comes near, and what each change would open."""
    applicant = await get_applicant(connection, applicant_id)
    found = await homes_and_more(connection, applicant_id=applicant_id, on=today())
    homes = found.open.homes
    page = paging(f"/applicants/{applicant_id}/homes", query_of(request), len(homes))
    await record_read(connection, subject="homes open", applicant_ids=[applicant_id])
    marks = await find_marks(connection, applicant_id=applicant_id)
    nomination_id = (await find_nominated(connection, [applicant_id])).get(applicant_id)
    run_id = await find_latest_done(connection)
    context = {
        "applicant": applicant,
        "homes": homes[page.offset : page.offset + page.limit],
        "near_misses": found.open.near_misses,
        "shut": found.open.shut,
        "would_open": found.would_open,
        "paging": page,
        "policy": TODAYS_POLICY,
        "marks": [mark for mark in marks if mark.holds],
        "never_overridden": NEVER_OVERRIDDEN,
        "nomination_id": nomination_id,
        "can_nominate": applicant.state == ApplicantState.LIVE and nomination_id is None,
        "is_in_run": run_id is not None
        and await find_outcome_of_applicant(connection, run_id, applicant_id) is not None,
    }
    return Template("applicants/homes.html", context=context)
