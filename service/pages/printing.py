"""Pages to be printed."""

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from service import auth
from service.actions.reading import record_read
from service.actions.shortlists import shortlist
from service.domain.accounts import Actor
from service.domain.days import today
from service.pages.latest import TODAYS_POLICY
from service.pages.vacancies import days_void
from service.store.pool import Connection
from service.store.vacancy_pages import get_vacancy

_MOST = 100
"""Rows on paper; whoever stands further behind is counted."""


@get("/vacancies/{vacancy_id:int}/shortlist/print", may=auth.OFFICERS)
async def show_printed_shortlist(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    vacancy_id: FromPath[int],
) -> Template:
    """Who could live in a home today, in order of priority, as a list to take along."""
    vacancy = await get_vacancy(connection, vacancy_id)
    on = today()
    found = await shortlist(connection, vacancy_id=vacancy_id, on=on)
    rows = found.candidates[:_MOST]
    ids = [one.applicant_id for one in rows]
    subject = f"printed shortlist of vacancy {vacancy_id}"
    await record_read(connection, subject=subject, applicant_ids=ids)
    context = {
        "vacancy": vacancy,
        "days": days_void(vacancy, on),
        "candidates": rows,
        "n_candidates": len(found.candidates),
        "policy": TODAYS_POLICY,
        "today": on,
        "printed_by": actor.name,
    }
    return Template("vacancies/print.html", context=context)
