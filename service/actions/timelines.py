"""Timelines: what happened with a vacancy, an applicant or a nomination, in order and in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from service.actions.reading import record_read
from service.domain.accounts import Actor, Role
from service.domain.declines import REASONS
from service.domain.restrictions import RestrictionKind
from service.domain.steps import Step
from service.store.applicant_pages import get_applicant
from service.store.nominations import get_nomination
from service.store.pool import Connection
from service.store.timelines import Happening, Subject, find_happenings
from service.store.vacancy_pages import get_vacancy


@dataclass(frozen=True)
class Event:
    """One thing that happened, as a page says it."""

    at: datetime
    has_time: bool
    """False: only the day is known."""
    who: str | None
    """None: nobody in particular."""
    what: str
    about: str
    """The vacancy and the person it was about; empty: what the timeline is of."""
    href: str | None


_DONE: Mapping[str, str] = {
    Step.NOMINATE: "Nominated",
    Step.AGREE_SUPPORT: "Support agreed",
    Step.OFFER: "Home offered",
    Step.ARRANGE_VIEWING: "Viewing arranged",
    Step.ACCEPT: "Offer accepted",
    Step.SET_MOVE_IN: "Day of moving in set",
    Step.SIGN: "Letting signed",
    Step.DECLINE: "Declined",
    Step.CONFIRM_DECLINE: "Decline confirmed",
    Step.OVERRIDE_DECLINE: "Decline overridden",
    Step.RETURN_DECLINE: "Decline returned",
    Step.WITHDRAW: "Nomination withdrawn",
    Step.EXPIRE: "Nomination ran out",
    Step.SUPERSEDE: "Somebody else accepted",
    Step.REOPEN: "Nomination opened again",
    Step.UNDO: "Last step undone",
}

_WORDS: Mapping[str, str] = {
    **{f"step {step}": words for step, words in _DONE.items()},
    "told": "Told {detail} of them",
    "taken back": "What {detail} was told is taken back",
    "tenancy starts": "Tenancy starts",
    "tenancy ended": "Tenancy ended",
    "void from": "Home stands empty",
    "void ended": "Home stands empty no more",
    "vacancy registered": "Vacancy registered",
    "vacancy available": "Home is free to move into",
    "vacancy changed": "Vacancy changed: {detail}",
    "circumstances changed": "Circumstances changed: {detail}",
    "parked": "Parked: {detail}",
    "withdrawn": "Application withdrawn: {detail}",
    "back in the queue": "Out of the queue no more",
    "applicant registered": "Application registered",
    "applicant state": "Application {detail}",
    "restricted": "Record restricted: {detail}",
    "restriction lifted": "Restriction lifted: {detail}",
}
"""What happened -> its words; a new source of rows adds its own."""


async def vacancy_timeline(connection: Connection, *, actor: Actor, vacancy_id: int) -> list[Event]:
    """What happened with a vacancy, the newest first.

    Raises:
        NotFound: There is no such vacancy for this person.
    """
    await get_vacancy(connection, vacancy_id)
    return await _timeline(connection, actor, Subject(vacancy_id=vacancy_id))


async def applicant_timeline(
    connection: Connection, *, actor: Actor, applicant_id: int
) -> list[Event]:
    """What happened with an applicant, the newest first.

    Raises:
        NotFound: There is no such applicant for this person.
    """
    await get_applicant(connection, applicant_id)
    await record_read(connection, subject="timeline", applicant_ids=[applicant_id])
    return await _timeline(connection, actor, Subject(applicant_id=applicant_id))


async def nomination_timeline(
    connection: Connection, *, actor: Actor, nomination_id: int
) -> list[Event]:
    """What happened with a nomination, the newest first.

    Raises:
        NotFound: There is no such nomination for this person.
    """
    await get_nomination(connection, nomination_id)
    return await _timeline(connection, actor, Subject(nomination_id=nomination_id))


async def _timeline(connection: Connection, actor: Actor, subject: Subject) -> list[Event]:
    rows = await find_happenings(connection, subject)
    rows.sort(key=lambda one: (one.at, one.nomination_id or 0), reverse=True)
    if subject.applicant_id is None:
        await record_read(connection, subject="timeline", applicant_ids=_people(rows))
    return [_event(one, actor, subject) for one in rows]


def _people(rows: Sequence[Happening]) -> list[int]:
    return sorted({one.applicant_id for one in rows if one.applicant_id is not None})


def _event(one: Happening, actor: Actor, subject: Subject) -> Event:
    """What happened in words; an officer's reasons stay with officers."""
    words = _WORDS[one.what].format(detail=_detail(one))
    if one.on_behalf_of is not None:
        words += f", as the {one.on_behalf_of.replace('_', ' ')} said"
    reason = REASONS.get(one.reason or "")
    if reason is not None and actor.role is Role.OFFICER:
        words += f": {reason.words}"
    if one.detail == "undone":
        words += " (undone since)"
    about = [
        one.vacancy_reference if subject.vacancy_id is None else None,
        one.applicant_reference if subject.applicant_id is None else None,
    ]
    is_elsewhere = one.nomination_id is not None and subject.nomination_id is None
    return Event(
        at=one.at,
        has_time=one.has_time,
        who=one.who,
        what=words,
        about=", ".join(part for part in about if part) if is_elsewhere else "",
        href=f"/nominations/{one.nomination_id}" if is_elsewhere else None,
    )


def _detail(one: Happening) -> str:
    """What the words are filled in with; of a restriction, its kind in words."""
    if one.detail in set(RestrictionKind):
        return RestrictionKind(one.detail).words
    return one.detail or "somebody"
