"""Nominations: the list, and one with its steps, its decision and what can be done now."""

from collections.abc import Mapping
from typing import Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template
from litestar.status_codes import HTTP_303_SEE_OTHER

from service import auth
from service.actions.choices import find_choices
from service.actions.deciding import read_decision
from service.actions.nominations import withdraw_consent
from service.actions.reviewing import read_steps
from service.actions.telling import read_nomination, read_nominations
from service.domain.accounts import Actor, Role
from service.domain.days import today
from service.domain.declines import reads_reason
from service.domain.lettings import NominationState
from service.pages.forms import id_in, one_of, options, query_of
from service.pages.paging import paging
from service.pages.step_forms import PAGES, REVIEWS
from service.pages.words import capital
from service.store.landlords import find_landlords
from service.store.lettings import find_letting
from service.store.nominations import NominationFilter, count_nominations
from service.store.pool import Connection

_STATES = {"live": "Those that stand"} | {
    str(state): capital(state.words) for state in NominationState
}
_LATE = {"yes": "Late"}
_MINE = {"yes": "Mine"}
_PATHS = {page.step: page.path for page in PAGES} | {
    step: "decline/review" for step, _ in REVIEWS.values()
}


@get("/nominations", may=auth.LETTING)
async def show_nominations(
    request: auth.WebRequest, connection: NamedDependency[Connection], actor: NamedDependency[Actor]
) -> Template:
    """Nominations that this person may see; landlords and support providers what they were told."""
    query = query_of(request)
    chosen = _filter(query, actor)
    page = paging("/nominations", query, await count_nominations(connection, chosen))
    rows = await read_nominations(connection, chosen, limit=page.limit, offset=page.offset)
    context = {
        "nominations": rows,
        "paging": page,
        "fields": await _fields(connection, query, actor),
        "is_filtered": chosen != NominationFilter(),
        "is_officer": actor.role is Role.OFFICER,
        "today": today(),
    }
    return Template("nominations/list.html", context=context)


def _filter(query: Mapping[str, str], actor: Actor) -> NominationFilter:
    """What a query string asks for; by landlord and "mine" are for officers."""
    state = one_of(query.get("state"), _STATES)
    is_officer = actor.role is Role.OFFICER
    return NominationFilter(
        state=None if state == "live" else state,
        is_live=state == "live",
        late_on=today() if query.get("late") == "yes" else None,
        landlord_id=id_in(query.get("landlord")) if is_officer else None,
        nominated_by=actor.name if is_officer and query.get("mine") == "yes" else None,
    )


async def _fields(
    connection: Connection, query: Mapping[str, str], actor: Actor
) -> dict[str, tuple[str, list[dict[str, Any]]]]:
    """Field -> its label and options."""
    fields = {
        "state": ("State", options(_STATES, one_of(query.get("state"), _STATES), "Any state")),
        "late": ("Next step", options(_LATE, one_of(query.get("late"), _LATE), "Late or not")),
    }
    if actor.role is Role.OFFICER:
        names = await find_landlords(connection)
        landlord = one_of(query.get("landlord"), names)
        fields["landlord"] = ("Landlord", options(names, landlord, "Any landlord"))
        mine = one_of(query.get("mine"), _MINE)
        fields["mine"] = ("Nominated by", options(_MINE, mine, "Anybody"))
    return fields


@get("/nominations/{nomination_id:int}", may=auth.LETTING)
async def show_nomination(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    nomination_id: FromPath[int],
) -> Template:
    """One nomination: what was told in it and to whom, its steps, and what can be done now."""
    found = await read_nomination(connection, nomination_id)
    is_officer = actor.role is Role.OFFICER
    offered = await find_choices(connection, actor=actor, nomination_id=nomination_id, on=today())
    context = {
        "nomination": found.nomination,
        "told": found.told,
        "is_officer": is_officer,
        "reads_reason": reads_reason(actor.role, found.nomination.declined_party),
        "choices": [(one, _PATHS[one.step]) for one in offered],
        "steps": await read_steps(connection, actor=actor, nomination_id=nomination_id),
        "letting": await find_letting(connection, nomination_id),
        "decision": await read_decision(connection, nomination_id) if is_officer else None,
        "today": today(),
    }
    return Template("nominations/one.html", context=context)


@post("/applicants/{applicant_id:int}/consent-withdrawn", may=auth.OFFICERS)
async def record_consent_withdrawn(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    applicant_id: FromPath[int],
) -> Redirect:
    """Take back what is told by a person's consent, and show what was told of them."""
    await withdraw_consent(connection, actor=actor, applicant_id=applicant_id)
    return Redirect(f"/applicants/{applicant_id}#told", status_code=HTTP_303_SEE_OTHER)
