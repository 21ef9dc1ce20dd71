"""A vacancy's shortlist: the order and what made it, who comes near, and what can be done."""

from collections.abc import Mapping, Sequence
from typing import Any

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from service import auth
from service.actions.reading import record_read
from service.actions.shortlists import Candidate, shortlist
from service.domain.days import today
from service.domain.homes import VacancyState
from service.pages.applicants import TIERS
from service.pages.forms import number_in, one_of, options, query_of
from service.pages.latest import TODAYS_POLICY
from service.pages.paging import paging
from service.store.marks import PairMark, find_marks
from service.store.match_runs import find_latest_done
from service.store.nominations import find_nominated, find_nominations
from service.store.outcomes import HomeProposed, find_homes_proposed
from service.store.pool import Connection
from service.store.vacancy_pages import VacancyPage, get_vacancy

_IN_RUN = {
    "here": "Proposed for this home",
    "elsewhere": "Proposed for another home",
    "nowhere": "Proposed for no home",
}


@get("/vacancies/{vacancy_id:int}/shortlist", may=auth.OFFICERS)
async def show_shortlist(
    request: auth.WebRequest, connection: NamedDependency[Connection], vacancy_id: FromPath[int]
) -> Template:
    """Who could live there in the order of priority, by tier and by what the run says of them."""
    vacancy = await get_vacancy(connection, vacancy_id)
    found = await shortlist(connection, vacancy_id=vacancy_id, on=today())
    ids = [one.applicant_id for one in found.candidates]
    run_id = await find_latest_done(connection)
    homes = await find_homes_proposed(connection, run_id, ids) if run_id else {}
    query = query_of(request)
    ranked = _chosen(found.candidates, query, homes, vacancy_id)
    page = paging(f"/vacancies/{vacancy_id}/shortlist", query, len(ranked))
    shown = ranked[page.offset : page.offset + page.limit]
    marks = await find_marks(connection, vacancy_id=vacancy_id)
    named = {
        *(one.applicant_id for _, one in shown),
        *(one.applicant_id for one in found.near_misses),
        *(mark.applicant_id for mark in marks if mark.holds),
    }
    await record_read(
        connection, subject=f"shortlist of vacancy {vacancy_id}", applicant_ids=sorted(named)
    )
    context = {
        "vacancy": vacancy,
        "shortlist": found,
        "ranked": shown,
        "paging": page,
        "policy": TODAYS_POLICY,
        "run_id": run_id,
        "homes": homes,
        "fields": _fields(query),
        "nominated": await find_nominated(connection, sorted(named)),
        "marks": {mark.applicant_id: mark for mark in marks if mark.holds},
        "held_for": held_for(marks),
        "can_nominate": await _has_room(connection, vacancy),
    }
    return Template("vacancies/shortlist.html", context=context)


def held_for(marks: Sequence[PairMark]) -> int | None:
    """The id of whom a vacancy is held for, among its marks that the officer may see."""
    locked = (mark.applicant_id for mark in marks if mark.holds and mark.mark == "locked")
    return next(locked, None)


async def _has_room(connection: Connection, vacancy: VacancyPage) -> bool:
    """Whether one more person can be nominated; a landlord may ask for several at once."""
    if vacancy.state not in (VacancyState.OPEN, VacancyState.RESERVED):
        return False
    nominations = await find_nominations(connection, vacancy_id=vacancy.id)
    return sum(one.is_live for one in nominations) < vacancy.nominees


def _chosen(
    candidates: Sequence[Candidate],
    query: Mapping[str, str],
    homes: Mapping[int, HomeProposed],
    vacancy_id: int,
) -> list[tuple[int, Candidate]]:
    """Those whom the filters leave, each with their place in the whole order, from 1."""
    tier = number_in(query.get("tier"), 1, 5)
    run = one_of(query.get("run"), _IN_RUN)
    return [
        (place, one)
        for place, one in enumerate(candidates, start=1)
        if tier in (None, one.tier)
        and run in (None, _in_run(homes.get(one.applicant_id), vacancy_id))
    ]


def _in_run(home: HomeProposed | None, vacancy_id: int) -> str:
    if home is None or home.vacancy_id is None:
        return "nowhere"
    return "here" if home.vacancy_id == vacancy_id else "elsewhere"


def _fields(query: Mapping[str, str]) -> dict[str, tuple[str, list[dict[str, Any]]]]:
    """Field -> its label and options."""
    tier, run = one_of(query.get("tier"), TIERS), one_of(query.get("run"), _IN_RUN)
    return {
        "tier": ("Priority tier", options(TIERS, tier, "Any tier")),
        "run": ("In the latest run", options(_IN_RUN, run, "Whatever it says")),
    }
