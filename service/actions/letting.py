"""Signing a letting, and taking one back on the same day."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from service.actions.steps import MOST_DAYS_AHEAD, Taking, move
from service.domain.days import uk_date
from service.domain.lettings import NominationState as State
from service.domain.lettings import Tenure
from service.errors import RuleBroken, Stale
from service.store import lettings as store
from service.store.lettings import Terms
from service.store.nomination_steps import get_applicant_before

_MOST_RENT = 1_000_000
_MOVED_ON = "The home or the person has moved on since the letting; it cannot be undone."


async def sign(taking: Taking) -> None:
    """Write the signed letting down: the home is let, the void ends, the person is housed.

    Raises:
        RuleBroken: The terms are not complete or cannot be.
        Stale: The home was let in the same moment.
    """
    connection, it = taking.connection, taking.it
    terms = _checked(taking)
    assert it.applicant_id is not None  # a record in a live nomination is not erased
    applicant = await get_applicant_before(connection, it.applicant_id)
    ended = await store.end_others(connection, it, ended_on=terms.starts_on)
    void_ended_on = await store.end_void(connection, it.void_id, terms.starts_on)
    left = await store.house(connection, it)
    more = {
        "applicant": applicant,
        "ended_lettings": ended,
        "void_ended_on": void_ended_on.isoformat() if void_ended_on else None,
        "left": left,
    }
    await move(taking, State.LET, more=more)
    await store.add_letting(connection, it, terms, made_by=taking.actor.name)
    await store.let_vacancy(connection, it.vacancy_id)


def _checked(taking: Taking) -> Terms:
    terms = taking.said.terms
    if terms is None:
        raise RuleBroken("Give the tenure, the days and the rent", field="tenure")
    if terms.tenure not in set(Tenure):
        raise RuleBroken("Choose the kind of tenancy", field="tenure")
    if terms.signed_on > taking.on:
        raise RuleBroken("Give the day it was signed, today or before", field="signed_on")
    if terms.starts_on < taking.it.void_from:
        empty = uk_date(taking.it.void_from)
        raise RuleBroken(
            f"The home stands empty from {empty}; give that day or later", field="starts_on"
        )
    if terms.starts_on > taking.on + timedelta(MOST_DAYS_AHEAD):
        raise RuleBroken("Give a first day of the tenancy within a year", field="starts_on")
    if not 0 <= terms.rent_pence <= _MOST_RENT:
        raise RuleBroken("Give the rent a week, from £0 to £10,000", field="rent")
    return terms


async def unsign(taking: Taking, before: Mapping[str, Any]) -> None:
    """Take a letting back; the nomination itself, and the person's own row, are others' to restore.

    Raises:
        Stale: Whoever lived there by the record before has moved on.
    """
    connection, it = taking.connection, taking.it
    await store.delete_letting(connection, it.id)
    await store.end_void(connection, it.void_id, before["void_ended_on"])
    await store.let_go_on(connection, before["ended_lettings"])
    for applicant_id in before["left"]:
        if not await store.live_again(connection, applicant_id=applicant_id, unit_id=it.unit_id):
            raise Stale(_MOVED_ON)
    await store.unlet_vacancy(connection, it.vacancy_id)
