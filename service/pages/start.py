"""The start page: one for each kind of person, and one for whoever has not signed in."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from litestar import get
from litestar.di import NamedDependency
from litestar.response import Template

from service import auth
from service.actions.audit_heads import read_heads
from service.actions.planning import past_years, unmet_demand, worth_by_kind
from service.actions.reading import record_shown
from service.actions.retention import plan
from service.actions.telling import read_nominations
from service.domain.accounts import Role
from service.domain.days import day_begins, today
from service.domain.homes import VacancyState
from service.domain.people import ApplicantState
from service.pages.forms import query_of
from service.pages.latest import latest_run
from service.pages.paging import paging
from service.pages.tasks import first_tasks
from service.store.applicant_pages import ApplicantFilter, count_applicants
from service.store.audit import count_opened, count_since
from service.store.audit_chain import find_head
from service.store.demand import MOST_BEDROOMS, Unmet
from service.store.match_runs import find_runs
from service.store.nominations import NominationFilter, count_nominations
from service.store.openings import count_openings
from service.store.pool import Connection
from service.store.vacancy_pages import VacancyFilter, count_vacancies, find_vacancies

_MOST_URGENT = 10
_MOST_NOMINATED = 50


@get("/", may=auth.EVERYONE)
async def show_start(request: auth.WebRequest, connection: NamedDependency[Connection]) -> Template:
    """What this person most often comes for."""
    actor = request.user
    if actor is None:
        return Template("start/signed_out.html")
    assert actor.role is not None  # Homeward itself asks for no page
    return await _START[actor.role](request, connection)


async def _reviewer(_: auth.WebRequest, connection: Connection) -> Template:
    """How many openings of restricted records wait for a review."""
    return Template("start/reviewer.html", context={"counted": await count_openings(connection)})


async def _officer(request: auth.WebRequest, connection: Connection) -> Template:
    """How many wait, how many homes are open, and what the latest run says."""
    newest = await find_runs(connection, limit=1)
    open_vacancies = VacancyFilter(state=VacancyState.OPEN)
    live = ApplicantFilter(state=ApplicantState.LIVE)
    return Template(
        "start/officer.html",
        context={
            "n_vacancies": await count_vacancies(connection, open_vacancies, run_id=None),
            "n_applicants": await count_applicants(connection, live),
            "run": await latest_run(connection),
            "under_way": next((run for run in newest if not run.is_over), None),
            **await first_tasks(connection, auth.person_of(request)),
        },
    )


async def _told(request: auth.WebRequest, connection: Connection) -> Template:
    """A landlord's or support provider's own: people nominated to them, and open vacancies."""
    run = await latest_run(connection)
    run_id = None if run is None else run.id
    own = VacancyFilter(state=VacancyState.OPEN)
    n_vacancies = await count_vacancies(connection, own, run_id=run_id)
    page = paging("/", query_of(request), n_vacancies)
    vacancies = await find_vacancies(
        connection, own, run_id=run_id, limit=page.limit, offset=page.offset
    )
    await record_shown(connection, vacancies)
    live = NominationFilter(is_live=True)
    told = await read_nominations(connection, live, limit=_MOST_NOMINATED)
    return Template(
        "start/landlord.html",
        context={
            "keeps_homes": auth.person_of(request).role in auth.KEEPING_HOMES,
            "n_vacancies": n_vacancies,
            "n_registered": await _count_in(connection, VacancyState.REGISTERED),
            "n_drafts": await _count_in(connection, VacancyState.DRAFT),
            "vacancies": vacancies,
            "paging": page,
            "n_nominated": await count_nominations(connection, live),
            "nominations": told,
            **await first_tasks(connection, auth.person_of(request)),
        },
    )


async def _count_in(connection: Connection, state: VacancyState) -> int:
    """How many vacancies are in a state."""
    return await count_vacancies(connection, VacancyFilter(state=state), run_id=None)


async def _auditor(request: auth.WebRequest, connection: Connection) -> Template:
    """How much was done today, who broke the glass, and how far the audit's chain reaches."""
    heads = read_heads(request.app.state.settings.home).heads
    return Template(
        "start/auditor.html",
        context={
            "n_today": await count_since(connection, day_begins(today())),
            "n_openings": await count_opened(connection, day_begins(today(), days_later=-30)),
            "kept": heads[-1] if heads else None,
            "head": await find_head(connection),
        },
    )


async def _administrator(request: auth.WebRequest, connection: Connection) -> Template:
    """What waits, and how much has been kept as long as its rule says."""
    context = await first_tasks(connection, auth.person_of(request))
    context["n_due"] = (await plan(connection)).n
    return Template("start/administrator.html", context=context)


async def _planner(request: auth.WebRequest, connection: Connection) -> Template:
    """Demand that the latest run could not meet, in counts that tell of nobody."""
    run = await latest_run(connection)
    if run is None:
        past = await past_years(connection)
        return Template("start/planner.html", context={"run": None, "past": past})
    demand = await unmet_demand(connection, run.id)
    actor = auth.provide_actor(request)
    worth = await worth_by_kind(connection, actor=actor, run_id=run.id)
    return Template(
        "start/planner.html",
        context={
            "run": run,
            "past": await past_years(connection),
            "sizes": range(1, MOST_BEDROOMS + 1),
            "most_bedrooms": MOST_BEDROOMS,
            "districts": by_district(demand.unmet),
            "reasons": demand.reasons,
            "empty": demand.empty,
            "worth": worth[:_MOST_URGENT],
        },
    )


def by_district(unmet: Sequence[Unmet]) -> dict[str, dict[int, int | None]]:
    """District -> bedrooms -> applicants; None where the count is suppressed."""
    districts: dict[str, dict[int, int | None]] = {}
    for row in unmet:
        districts.setdefault(row.district, {})[row.bedrooms] = row.n
    return districts


_START: Mapping[Role, Callable[[auth.WebRequest, Connection], Awaitable[Template]]] = {
    Role.OFFICER: _officer,
    Role.LANDLORD: _told,
    Role.SUPPORT_PROVIDER: _told,
    Role.PLANNER: _planner,
    Role.REVIEWER: _reviewer,
    Role.ADMINISTRATOR: _administrator,
    Role.AUDITOR: _auditor,
}
