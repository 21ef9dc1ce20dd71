"""The start page: one for each kind of person, and one for whoever has not signed in."""

from collections.abc import Sequence

from litestar import get
from litestar.di import NamedDependency
from litestar.response import Template

from service import auth
from service.actions.planning import unmet_demand, worth_by_kind
from service.domain.accounts import Actor, Role
from service.domain.homes import VacancyState
from service.domain.people import ApplicantState
from service.pages.forms import query_of
from service.pages.latest import latest_run
from service.pages.paging import paging
from service.store.applicant_pages import ApplicantFilter, count_applicants
from service.store.demand import MOST_BEDROOMS, Unmet
from service.store.match_runs import find_runs
from service.store.openings import count_openings
from service.store.pool import Connection
from service.store.vacancy_pages import VacancyFilter, count_vacancies, find_vacancies

_MOST_URGENT = 10


@get("/", may=auth.EVERYONE)
async def show_start(request: auth.WebRequest, connection: NamedDependency[Connection]) -> Template:
    """What this person most often comes for."""
    actor = request.user
    if actor is None:
        return Template("start/signed_out.html")
    if actor.role is Role.OFFICER:
        return await _officer(connection)
    if actor.role is Role.LANDLORD:
        return await _landlord(request, connection, actor)
    if actor.role is Role.REVIEWER:
        return await _reviewer(connection)
    return await _planner(connection)


async def _reviewer(connection: Connection) -> Template:
    """How many openings of restricted records wait for a review."""
    return Template("start/reviewer.html", context={"counted": await count_openings(connection)})


async def _officer(connection: Connection) -> Template:
    """How many wait, how many homes are open, and what the latest run says."""
    newest = await find_runs(connection, limit=1)
    open_vacancies = VacancyFilter(state=VacancyState.OPEN)
    live = ApplicantFilter(state=ApplicantState.LIVE)
    return Template(
        "start/officer.html",
        context={
            "n_vacancies": (await count_vacancies(connection, open_vacancies, run_id=None)).n,
            "n_applicants": await count_applicants(connection, live),
            "run": await latest_run(connection),
            "under_way": next((run for run in newest if not run.is_over), None),
        },
    )


async def _landlord(request: auth.WebRequest, connection: Connection, actor: Actor) -> Template:
    """Their own open vacancies, and whom the latest run proposes for each."""
    run = await latest_run(connection)
    run_id = None if run is None else run.id
    own = VacancyFilter(state=VacancyState.OPEN, landlord_id=actor.landlord_id)
    counted = await count_vacancies(connection, own, run_id=run_id)
    page = paging("/", query_of(request), counted.n)
    vacancies = await find_vacancies(
        connection, own, run_id=run_id, limit=page.limit, offset=page.offset
    )
    return Template(
        "start/landlord.html",
        context={
            "counted": counted,
            "vacancies": vacancies,
            "paging": page,
            "run": run,
        },
    )


async def _planner(connection: Connection) -> Template:
    """Demand that the latest run could not meet, in counts that tell of nobody."""
    run = await latest_run(connection)
    if run is None:
        return Template("start/planner.html", context={"run": None})
    demand = await unmet_demand(connection, run.id)
    return Template(
        "start/planner.html",
        context={
            "run": run,
            "sizes": range(1, MOST_BEDROOMS + 1),
            "most_bedrooms": MOST_BEDROOMS,
            "districts": by_district(demand.unmet),
            "reasons": demand.reasons,
            "empty": demand.empty,
            "worth": (await worth_by_kind(connection, run.id))[:_MOST_URGENT],
        },
    )


def by_district(unmet: Sequence[Unmet]) -> dict[str, dict[int, int | None]]:
    """District -> bedrooms -> applicants; None where the count is suppressed."""
    districts: dict[str, dict[int, int | None]] = {}
    for row in unmet:
        districts.setdefault(row.district, {})[row.bedrooms] = row.n
    return districts
