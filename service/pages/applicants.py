"""Applicants: the list, and one with the homes open to them."""

from collections.abc import Mapping
from typing import Any

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from service import auth
from service.actions.reading import record_read
from service.actions.searching import list_people
from service.actions.shortlists import homes_open
from service.domain.accounts import Actor
from service.domain.days import today
from service.domain.lettings import NEVER_OVERRIDDEN
from service.domain.people import ApplicantState
from service.domain.support import SupportLevel
from service.pages.circumstances import circumstance_context
from service.pages.forms import (
    number_in,
    one_of,
    options,
    query_of,
    state_of,
    state_options,
    text_of,
)
from service.pages.latest import TODAYS_POLICY, latest_run
from service.pages.paging import paging
from service.pages.restrictions import restriction_context
from service.pages.words import capital, count, plain
from service.store.applicant_pages import (
    ApplicantFilter,
    count_applicants,
    find_household,
    get_applicant,
)
from service.store.disclosures import find_told_of
from service.store.nominations import find_nominations
from service.store.outcomes import find_outcome_of_applicant, find_people_proposed
from service.store.places import find_districts
from service.store.pool import Connection

STATES = {str(state): capital(plain(state)) for state in ApplicantState}
TIERS = {str(tier): f"Tier {tier}" for tier in range(1, 6)}
LEVELS = {str(int(level)): capital(level.words) for level in SupportLevel}
SIZES = {str(n): count(n, "bedroom") for n in range(1, 8)}


@get("/applicants", may=auth.OFFICERS)
async def show_applicants(
    request: auth.WebRequest, connection: NamedDependency[Connection], actor: NamedDependency[Actor]
) -> Template:
    """Applicants by district, tier, support and size; names are searched for by POST."""
    query = {name: value for name, value in query_of(request).items() if name != "text"}
    return Template("applicants/list.html", context=await people_listed(connection, actor, query))


async def people_listed(
    connection: Connection, actor: Actor, query: Mapping[str, str], path: str = "/applicants"
) -> dict[str, Any]:
    """What the list shows of those whom filters leave, and whom whoever asks may see."""
    is_of_county = actor.district_code is None  # others see their own district only
    found = await find_districts(connection) if is_of_county else []
    districts = {row.code: row.name for row in found}
    chosen = applicant_filter(query, districts)
    page = paging(path, query, await count_applicants(connection, chosen))
    return {
        "applicants": await list_people(connection, chosen, limit=page.limit, offset=page.offset),
        "paging": page,
        "text": chosen.text or "",
        "any_state": chosen.state in (None, ApplicantState.PARKED),
        "fields": _filter_fields(query, chosen, districts),
    }


def applicant_filter(query: Mapping[str, str], districts: Mapping[str, str]) -> ApplicantFilter:
    """The filter that a query or a search asks for; live applicants unless it says or searches."""
    return ApplicantFilter(
        state=state_of(query, STATES, ApplicantState.LIVE),
        text=text_of(query),
        district_code=one_of(query.get("district"), districts),
        tier=number_in(query.get("tier"), 1, 5),
        support_level=number_in(query.get("support"), 0, max(SupportLevel)),
        bedrooms=number_in(query.get("bedrooms"), 1, 20),
    )


def _filter_fields(
    query: Mapping[str, str], chosen: ApplicantFilter, districts: Mapping[str, str]
) -> dict[str, tuple[str, list[dict[str, object]]]]:
    """Field -> its label and options."""
    levels = options(LEVELS, _text(chosen.support_level), "Any support")
    any_district = options(districts, chosen.district_code, "Any district")
    return ({"district": ("District", any_district)} if districts else {}) | {
        "tier": ("Priority tier", options(TIERS, _text(chosen.tier), "Any tier")),
        "support": ("Support needed", levels),
        "bedrooms": ("Bedrooms needed", options(SIZES, _text(chosen.bedrooms), "Any number")),
        "state": ("State", state_options(query, STATES, ApplicantState.LIVE)),
    }


def _text(value: int | None) -> str | None:
    return None if value is None else str(value)


@get("/applicants/{applicant_id:int}", may=auth.OFFICERS)
async def show_applicant(
    request: auth.WebRequest,
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    applicant_id: FromPath[int],
) -> Template:
    """One applicant: household, needs, what the latest run says, and the homes open to them."""
    applicant = await get_applicant(connection, applicant_id)
    household = await find_household(connection, applicant)
    run = await latest_run(connection)
    found = await homes_open(connection, applicant_id=applicant_id, on=today())
    page = paging(f"/applicants/{applicant_id}", query_of(request), len(found.homes))
    homes = found.homes[page.offset : page.offset + page.limit]
    ids = [home.vacancy_id for home in homes]
    outcome = await find_outcome_of_applicant(connection, run.id, applicant_id) if run else None
    proposed = await find_people_proposed(connection, run.id, ids) if run else {}
    others = [one.applicant_id for one in proposed.values() if one.applicant_id is not None]
    await record_read(connection, subject="applicant", applicant_ids=[applicant_id])
    await record_read(connection, subject="proposed for homes open", applicant_ids=others)
    return Template(
        "applicants/one.html",
        context={
            "applicant": applicant,
            "household": household,
            "rooms": household.rooms(today()),
            "bedrooms_to_ask": household.to_ask(today()),
            "today": today(),
            "run": run,
            "outcome": outcome,
            "policy": TODAYS_POLICY,
            "never_overridden": NEVER_OVERRIDDEN,
            "open": found,
            "homes": homes,
            "proposed": proposed,
            "nominations": await find_nominations(connection, applicant_id=applicant_id),
            "told_of": await find_told_of(connection, applicant_id),
            "paging": page,
            **await restriction_context(connection, actor, applicant_id),
            **await circumstance_context(connection, applicant_id, outcome),
        },
    )
