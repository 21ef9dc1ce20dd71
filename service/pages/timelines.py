"""Pages that say what happened, in order."""

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from service import auth
from service.actions import timelines
from service.domain.accounts import Actor
from service.pages.forms import query_of
from service.pages.paging import paging
from service.store.applicant_pages import get_applicant
from service.store.nominations import get_nomination
from service.store.pool import Connection
from service.store.vacancy_pages import get_vacancy


@get("/vacancies/{vacancy_id:int}/timeline", may=auth.LETTING)
async def show_vacancy_timeline(
    request: auth.WebRequest,
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    vacancy_id: FromPath[int],
) -> Template:
    """What happened with a vacancy, as far as this person may see."""
    vacancy = await get_vacancy(connection, vacancy_id)
    events = await timelines.vacancy_timeline(connection, actor=actor, vacancy_id=vacancy_id)
    return _page(request, events, f"Vacancy {vacancy.reference}", f"/vacancies/{vacancy_id}")


@get("/applicants/{applicant_id:int}/timeline", may=auth.OFFICERS)
async def show_applicant_timeline(
    request: auth.WebRequest,
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    applicant_id: FromPath[int],
) -> Template:
    """What happened with an applicant."""
    applicant = await get_applicant(connection, applicant_id)
    events = await timelines.applicant_timeline(connection, actor=actor, applicant_id=applicant_id)
    name = f"{applicant.reference} ({applicant.name})"
    return _page(request, events, name, f"/applicants/{applicant_id}")


@get("/nominations/{nomination_id:int}/timeline", may=auth.LETTING)
async def show_nomination_timeline(
    request: auth.WebRequest,
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    nomination_id: FromPath[int],
) -> Template:
    """What happened with a nomination."""
    nomination = await get_nomination(connection, nomination_id)
    events = await timelines.nomination_timeline(
        connection, actor=actor, nomination_id=nomination_id
    )
    name = f"Nomination for vacancy {nomination.vacancy_reference}"
    return _page(request, events, name, f"/nominations/{nomination_id}")


def _page(
    request: auth.WebRequest, events: list[timelines.Event], name: str, href: str
) -> Template:
    page = paging(f"{href}/timeline", query_of(request), len(events))
    context = {
        "events": events[page.offset : page.offset + page.limit],
        "paging": page,
        "name": name,
        "href": href,
        "list": (href.split("/")[1].capitalize(), f"/{href.split('/')[1]}"),
    }
    return Template("timelines/one.html", context=context)
